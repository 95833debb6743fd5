//! Images in place of programs.

use std::fs;

use super::{Folder, Ran, aclc};

const TEAM: &str = "account prod = 111122223333
group Readers: Ann
group Readers can s3:GetObject on arn:aws:s3:::lake/* when mfa until 2026-06-30
";

/// A folder with the program, and with its image in `out`.
fn compiled() -> Folder {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let ran = aclc(["compile", "team.acl", "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    folder
}

const REQUEST: [&str; 8] = [
    "--principal",
    "user/Ann",
    "--action",
    "s3:GetObject",
    "--resource",
    "arn:aws:s3:::lake/a",
    "--at",
    "2026-06-01",
];

fn ask(folder: &Folder, command: &str, path: &str) -> Ran {
    let run = aclc([command, path]).within(folder.path());
    let run = REQUEST.iter().fold(run, |run, word| run.argument(word));
    run.run()
}

#[test]
fn an_image_answers_as_its_program_does() {
    let folder = compiled();
    for command in ["eval", "explain"] {
        let (text, image) = (
            ask(&folder, command, "team.acl"),
            ask(&folder, command, "out/program.aclt"),
        );
        assert_eq!(image.stdout, text.stdout);
        assert_eq!((image.code, text.code), (1, 1), "{image}");
        assert!(image.stdout.starts_with("ImplicitDeny\n"), "{image}");
        assert_eq!(image.stderr, text.stderr);
    }
    let tree = |path| aclc(["tree", path]).within(folder.path()).run().stdout;
    assert_eq!(tree("out/program.aclt"), tree("team.acl"));
    let requests = r#"{"principal": "user/Ann", "action": "s3:GetObject", "resource": "arn:aws:s3:::lake/a", "context": {"aws:MultiFactorAuthPresent": true, "aws:CurrentTime": "2026-06-01T00:00:00Z", "aws:EpochTime": "1780272000"}}"#;
    let answers = |path| {
        let run = aclc(["eval", path, "--requests", "-"]).within(folder.path());
        run.input(requests).run().stdout
    };
    assert_eq!(answers("out/program.aclt"), answers("team.acl"));
    assert!(answers("out/program.aclt").contains("Allow"));
}

#[test]
fn an_image_is_known_by_what_it_holds() {
    let folder = compiled();
    let bytes = fs::read(folder.path().join("out/program.aclt")).unwrap();
    fs::write(folder.path().join("prog.bin"), &bytes).unwrap();
    let named = ask(&folder, "explain", "out/program.aclt");
    let other = ask(&folder, "explain", "prog.bin");
    assert_eq!((other.code, &other.stdout), (1, &named.stdout), "{other}");
    let run = aclc(["explain", "-"]).within(folder.path()).input(bytes);
    let piped = REQUEST.iter().fold(run, |run, word| run.argument(word));
    assert_eq!(piped.run().stdout, named.stdout);
    // A program still comes from there too, and one that `use` names must be a text.
    let run = aclc(["explain", "-"]).within(folder.path()).input(TEAM);
    let text = REQUEST.iter().fold(run, |run, word| run.argument(word));
    assert!(text.run().stdout.starts_with("ImplicitDeny\n"));
    folder.write("uses.acl", "use \"prog.bin\"\n");
    let ran = aclc(["check", "uses.acl"]).within(folder.path()).run();
    assert_eq!(ran.code, 1, "{ran}");
    insta::assert_snapshot!(ran.stderr);
}

#[test]
fn an_image_from_standard_input_that_is_not_whole_is_refused() {
    let folder = compiled();
    let mut bytes = fs::read(folder.path().join("out/program.aclt")).unwrap();
    bytes.truncate(bytes.len() - 1);
    let ran = aclc(["tree", "-"]).within(folder.path()).input(bytes).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran}");
    assert!(
        ran.stderr
            .starts_with("error[ACL0066]: `<stdin>` cannot be used: "),
        "{ran}"
    );
}

/// What is said of an image after something was done to its bytes.
fn refused(change: impl FnOnce(&mut Vec<u8>)) -> String {
    let folder = compiled();
    let path = folder.path().join("out/program.aclt");
    let mut bytes = fs::read(&path).unwrap();
    let version = format!("only version {} can", bytes[4]);
    change(&mut bytes);
    fs::write(&path, bytes).unwrap();
    let ran = ask(&folder, "eval", "out/program.aclt");
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran}");
    ran.stderr.replace(&version, "only version VERSION can")
}

#[test]
fn an_image_that_is_not_sound_is_refused() {
    let messages = [
        refused(|bytes| bytes.truncate(bytes.len() - 1)),
        refused(|bytes| bytes.truncate(3)),
        refused(|bytes| bytes[4] = 77),
        refused(|bytes| bytes[300] ^= 1),
        refused(|bytes| *bytes = TEAM.as_bytes().to_vec()),
    ];
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn an_image_stands_alone_and_only_where_nothing_is_compiled() {
    let folder = compiled();
    let said = |run: super::Run| {
        let ran = run.within(folder.path()).run();
        assert_eq!(ran.code, 2, "{ran}");
        ran.stderr
    };
    let two = ["team.acl", "out/program.aclt"];
    let run = two
        .iter()
        .fold(aclc(["tree"]), |run, path| run.argument(path));
    insta::assert_snapshot!(said(run));
    insta::assert_snapshot!(said(aclc(["check", "out/program.aclt"])));
    let bytes = fs::read(folder.path().join("out/program.aclt")).unwrap();
    fs::write(folder.path().join("prog.bin"), &bytes).unwrap();
    for command in ["check", "compile", "fmt", "import", "test"] {
        let by_name = said(aclc([command, "prog.bin"]));
        assert!(
            by_name.starts_with("error[ACL0067]: `prog.bin` is compiled already"),
            "{by_name}"
        );
        let piped = said(aclc([command, "-"]).input(bytes.clone()));
        assert_eq!(piped, by_name.replace("prog.bin", "<stdin>"));
    }
    let ending = said(aclc(["fmt", "out/program.aclt"]));
    assert!(ending.starts_with("error[ACL0067]: "), "{ending}");
    assert_eq!(fs::read(folder.path().join("prog.bin")).unwrap(), bytes);
    let missing = ask(&folder, "eval", "out/missing.aclt");
    assert_eq!(missing.code, 3, "{missing}");
    assert!(missing.stderr.starts_with("error[ACL0050]"), "{missing}");
}
