//! The output folder: what of it is ours, and what becomes of the rest.

use std::fs;

use super::{Folder, Ran, aclc};

/// Compiles `team.acl` to the folder `out`.
fn compile(folder: &Folder, extra: &[&str]) -> Ran {
    let run = aclc(["compile", "team.acl", "-o", "out"]).within(folder.path());
    let run = extra
        .iter()
        .fold(run, |run, argument| run.argument(argument));
    run.run()
}

/// A manifest holds names that people gave; none of them is a file of ours.
#[test]
fn a_name_in_the_manifest_is_no_file() {
    let named = "user Ann {\n    tags { config = \"package.json\" }\n}\n\
                 group G: data.json, Ann\n\
                 group G can s3:GetObject on *\n";
    let folder = Folder::new(&[("team.acl", named)]);
    assert_eq!(compile(&folder, &[]).code, 0);
    for name in ["data.json", "package.json"] {
        assert!(folder.read("out/manifest.json").contains(name));
        folder.write(&format!("out/{name}"), "mine");
    }
    let again = compile(&folder, &[]);
    assert_eq!((again.code, again.stderr.as_str()), (0, ""), "{again}");
    folder.write("team.acl", "group G can s3:GetObject on *\n");
    assert_eq!(compile(&folder, &[]).code, 0);
    for name in ["data.json", "package.json"] {
        assert_eq!(folder.read(&format!("out/{name}")), "mine");
    }
}

/// Nor is a path of a manifest that another hand wrote, where it leads to what
/// we never write.
#[test]
fn a_path_where_no_document_goes_is_no_file_of_ours() {
    let folder = Folder::new(&[("team.acl", "group G can s3:GetObject on *\n")]);
    folder.write(
        "out/manifest.json",
        r#"{"version": 1, "partition": "aws", "accounts": {},
            "sessions": {"A": {"document": "package.json"}, "B": {"document": "a/b/users/c.json"},
                         "C": {"document": "web/app.json"}}}"#,
    );
    for place in ["package.json", "a/b/users/c.json", "web/app.json"] {
        folder.write(&format!("out/{place}"), "mine");
    }
    assert_eq!(compile(&folder, &[]).code, 0);
    for place in ["package.json", "a/b/users/c.json", "web/app.json"] {
        assert_eq!(folder.read(&format!("out/{place}")), "mine");
    }
}

#[test]
fn a_graph_of_someone_else_beside_a_manifest_is_left_alone() {
    let folder = Folder::new(&[("team.acl", "group G can s3:GetObject on *\n")]);
    assert_eq!(compile(&folder, &[]).code, 0);
    folder.write("out/program.dot", "digraph other {}");
    assert_eq!(compile(&folder, &[]).code, 0);
    assert_eq!(folder.read("out/program.dot"), "digraph other {}");
    let ran = compile(&folder, &["--emit", "iam,dot"]);
    assert_eq!(ran.code, 3, "{ran}");
    assert_eq!(folder.read("out/program.dot"), "digraph other {}");
}

/// Whatever a program has, every file that was written for it goes with it.
#[test]
fn every_document_of_an_earlier_program_is_known() {
    let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/lower/json");
    let mut kinds = std::collections::BTreeSet::new();
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        if case.extension().is_none_or(|ending| ending != "acl") {
            continue;
        }
        let text = fs::read_to_string(&case).unwrap();
        let folder = Folder::new(&[("team.acl", &text)]);
        if compile(&folder, &[]).code != 0 {
            continue;
        }
        kinds.extend(folder.files("out").into_iter().filter_map(|path| {
            let (folders, _) = path.rsplit_once('/')?;
            Some(folders.rsplit('/').next()?.to_owned())
        }));
        folder.write("team.acl", "user Zoe can s3:GetObject on *\n");
        let ran = compile(&folder, &[]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran}");
        assert_eq!(
            folder.files("out"),
            [
                "manifest.json",
                "program.aclt",
                "program.tree.json",
                "users/Zoe.json"
            ],
            "{}",
            case.display()
        );
    }
    let every = [
        "boundaries",
        "groups",
        "guardrails",
        "policies",
        "resources",
        "roles",
        "sessions",
        "users",
    ];
    assert!(kinds.iter().eq(every), "{kinds:?}");
}

const TEAM: &str = "group G can s3:GetObject on *\nuser Ann can s3:GetObject on *\n";
const OTHER: &str = "group G can s3:PutObject on *\nuser Ben can s3:PutObject on *\n";
const LATER: &str = "user Cid can s3:ListBucket on *\n";

/// What is left of a run that was to write `OTHER` over `TEAM` and was killed after so many
/// of its steps.
fn interrupted(steps: usize) -> Folder {
    let folder = Folder::new(&[("team.acl", OTHER)]);
    let run = compile(&folder, &["--emit", "iam"]);
    assert_eq!(run.code, 0, "{run}");
    let stage = folder.path().join("out/.aclc-a1B2c3");
    fs::rename(folder.path().join("out"), folder.path().join("new")).unwrap();
    folder.write("team.acl", TEAM);
    assert_eq!(compile(&folder, &["--emit", "iam"]).code, 0);
    fs::create_dir_all(stage.join("old/users")).unwrap();
    fs::rename(folder.path().join("new"), stage.join("new")).unwrap();
    fs::write(stage.join("lock"), "").unwrap();
    let moves = [
        ("manifest.json", ".aclc-a1B2c3/old/manifest.json"),
        (".aclc-a1B2c3/new/groups/G.json", "groups/G.json"),
        (".aclc-a1B2c3/new/users/Ben.json", "users/Ben.json"),
        ("users/Ann.json", ".aclc-a1B2c3/old/users/Ann.json"),
        (".aclc-a1B2c3/new/manifest.json", "manifest.json"),
    ];
    let out = folder.path().join("out");
    for (from, to) in moves.into_iter().take(steps) {
        fs::rename(out.join(from), out.join(to)).unwrap();
    }
    folder
}

#[test]
fn what_an_interrupted_run_left_goes_with_the_next() {
    for steps in 0..=5 {
        let folder = interrupted(steps);
        folder.write("out/users/Mine.json", "mine");
        folder.write("out/README.md", "mine");
        folder.write("team.acl", LATER);
        let check = compile(&folder, &["--emit", "iam", "--check"]);
        assert_eq!(check.code, 1, "{check}");
        assert!(
            check.stdout.contains("Only in out: .aclc-a1B2c3\n"),
            "{check}"
        );
        let ran = compile(&folder, &["--emit", "iam"]);
        assert_eq!(ran.code, 0, "after {steps} steps: {ran}");
        assert_eq!(
            folder.files("out"),
            [
                "README.md",
                "manifest.json",
                "users/Cid.json",
                "users/Mine.json"
            ],
            "after {steps} steps"
        );
    }
}

/// What stands in the place of a document that was never placed is not ours.
#[test]
fn what_an_interrupted_run_has_not_placed_is_left_alone() {
    let folder = interrupted(2);
    folder.write("out/users/Ben.json", "mine");
    folder.write("team.acl", OTHER);
    let ran = compile(&folder, &["--emit", "iam"]);
    assert_eq!(ran.code, 3, "{ran}");
    assert!(
        ran.stderr
            .contains("`out/users/Ben.json` is there, and is not ours"),
        "{ran}"
    );
    folder.write("team.acl", LATER);
    assert_eq!(compile(&folder, &["--emit", "iam"]).code, 0);
    assert_eq!(folder.read("out/users/Ben.json"), "mine");
}

#[test]
fn a_run_leaves_alone_what_another_is_writing() {
    let folder = interrupted(2);
    folder.write("out/.aclc-notes1/mine.json", "mine");
    let lock = fs::File::open(folder.path().join("out/.aclc-a1B2c3/lock")).unwrap();
    lock.lock().unwrap();
    let before = folder.files("out");
    let ran = compile(&folder, &["--emit", "iam"]);
    assert_eq!(ran.code, 3, "{ran}");
    assert!(
        ran.stderr
            .contains("another run is writing the folder `out`"),
        "{ran}"
    );
    assert_eq!(folder.files("out"), before);
    lock.unlock().unwrap();
    assert_eq!(compile(&folder, &["--emit", "iam"]).code, 0);
    assert_eq!(
        folder.files("out"),
        [
            ".aclc-notes1/mine.json",
            "groups/G.json",
            "manifest.json",
            "users/Ann.json"
        ]
    );
}

/// A first run waits beside the folder, which is there whole or not at all.
#[test]
fn what_an_interrupted_first_run_left_goes_with_the_next() {
    let folder = Folder::new(&[
        ("team.acl", LATER),
        (".aclc-out-a1B2c3/new/users/A.json", "{}"),
    ]);
    folder.write(".aclc-out2-a1B2c3/new/users/A.json", "{}");
    assert_eq!(compile(&folder, &["--emit", "iam"]).code, 0);
    assert_eq!(
        folder.files(""),
        [
            ".aclc-out2-a1B2c3/new/users/A.json",
            "out/manifest.json",
            "out/users/Cid.json",
            "team.acl"
        ]
    );
}

#[test]
fn a_manifest_that_is_damaged_is_told_once_with_a_way_out() {
    let text: String = (0..5)
        .map(|number| format!("group G{number} can s3:GetObject on *\n"))
        .collect();
    let folder = Folder::new(&[("team.acl", &text)]);
    assert_eq!(compile(&folder, &[]).code, 0);
    let manifest = folder.read("out/manifest.json");
    folder.write("out/manifest.json", &format!("<<<<<<< HEAD\n{manifest}"));
    let before = folder.files("out");
    insta::assert_snapshot!(compile(&folder, &[]));
    assert_eq!(folder.files("out"), before);
    folder.write("out/manifest.json", &manifest);
    assert_eq!(compile(&folder, &[]).code, 0);
}
