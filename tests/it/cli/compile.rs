use std::fs;
use std::process::{Command, Stdio};

use super::{Folder, Ran, aclc};

const TEAM: &str = "account prod = 111122223333\n\
                    group Engineers: Ann\n\
                    group Engineers can lambda:* on *\n";

const OTHER: &str = "account prod = 111122223333\n\
                     user Ben\n\
                     user Ben can s3:GetObject on *\n";

/// Compiles `team.acl` to the folder `out`.
fn compile_to_out(folder: &Folder, extra: &[&str]) -> Ran {
    let run = aclc(["compile", "team.acl", "-o", "out"]).within(folder.path());
    let run = extra
        .iter()
        .fold(run, |run, argument| run.argument(argument));
    run.run()
}

#[test]
fn without_a_folder_one_json_object_is_printed() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let ran = aclc(["compile", "team.acl"]).within(folder.path()).run();
    assert_eq!(ran.code, 0, "{ran}");
    insta::assert_snapshot!(ran.stdout);
    let object: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        object["manifest.json"]["accounts"]["prod"]["id"],
        "111122223333"
    );
    assert_eq!(
        object["groups/Engineers.json"]["Statement"][0]["Action"],
        "lambda:*"
    );
}

#[test]
fn a_folder_is_written_and_checked() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let compile = |extra: &[&str]| {
        let mut run =
            aclc(["compile", "team.acl", "--emit", "iam", "-o", "build/out"]).within(folder.path());
        for argument in extra {
            run = run.argument(argument);
        }
        run.run()
    };
    assert_eq!(compile(&["--check"]).code, 1, "nothing is there yet");
    assert!(!folder.path().join("build").exists());

    let ran = compile(&[]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran}");
    assert_eq!(
        folder.files("build/out"),
        ["groups/Engineers.json", "manifest.json"]
    );
    assert_eq!(folder.files("build").len(), 2, "something was left beside");

    let ran = compile(&["--check"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""), "{ran}");

    folder.write("team.acl", &TEAM.replace("lambda:*", "lambda:Get*"));
    let ran = compile(&["--check"]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn what_an_earlier_run_wrote_goes_and_what_it_did_not_stays() {
    let folder = Folder::new(&[("program.acl", TEAM)]);
    let compile = || {
        aclc(["compile", "program.acl", "--emit", "iam", "-o", "out"])
            .within(folder.path())
            .run()
    };
    assert_eq!(compile().code, 0);
    folder.write("out/README.md", "mine");
    folder.write("out/groups/notes.txt", "mine too");
    folder.write("program.acl", OTHER);

    let check = aclc([
        "compile",
        "program.acl",
        "--emit",
        "iam",
        "-o",
        "out",
        "--check",
    ]);
    let check = check.within(folder.path()).run();
    assert_eq!(check.code, 1);
    assert!(
        check.stdout.contains("--- a/out/groups/Engineers.json"),
        "{check}"
    );

    assert_eq!(compile().code, 0);
    assert_eq!(
        folder.files("out"),
        [
            "README.md",
            "groups/notes.txt",
            "manifest.json",
            "users/Ben.json"
        ]
    );
    fs::remove_file(folder.path().join("out/groups/notes.txt")).unwrap();
    folder.write("program.acl", TEAM);
    assert_eq!(compile().code, 0);
    assert!(
        !folder.path().join("out/users").exists(),
        "an empty folder is left"
    );
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let folder = Folder::new(&[("team.acl", TEAM), ("out/precious.txt", "mine")]);
    for manifest in [None, Some("{}"), Some("not json"), Some("{\"version\": 1}")] {
        if let Some(text) = manifest {
            folder.write("out/manifest.json", text);
        }
        let before = folder.files("out");
        let ran = aclc(["compile", "team.acl", "-o", "out"])
            .within(folder.path())
            .run();
        assert_eq!(ran.code, 3, "{ran}");
        assert!(ran.stderr.starts_with("error[ACL0061]: "), "{ran}");
        assert_eq!(folder.files("out"), before);
    }
}

#[test]
fn a_file_of_someone_else_in_the_way_is_left_alone() {
    let folder = Folder::new(&[("program.acl", TEAM)]);
    let compile = || {
        aclc(["compile", "program.acl", "--emit", "iam", "-o", "out"])
            .within(folder.path())
            .run()
    };
    assert_eq!(compile().code, 0);
    folder.write("out/users/Ben.json", "mine");
    folder.write("program.acl", OTHER);
    let ran = compile();
    assert_eq!(ran.code, 3, "{ran}");
    assert!(
        ran.stderr
            .contains("`out/users/Ben.json` is there, and is not ours"),
        "{ran}"
    );
    assert_eq!(
        folder.files("out"),
        ["groups/Engineers.json", "manifest.json", "users/Ben.json"]
    );
}

/// Whoever ships one of these alone builds it again and again.
#[test]
fn what_is_written_without_a_manifest_is_written_again() {
    for (emit, name) in [
        ("image", "program.aclt"),
        ("tree", "program.tree.json"),
        ("dot", "program.dot"),
    ] {
        let folder = Folder::new(&[("team.acl", TEAM)]);
        let compile = |emit: &str| {
            let run = aclc(["compile", "team.acl", "-o", "out", "--emit", emit]);
            run.within(folder.path()).run()
        };
        assert_eq!(compile(emit).code, 0);
        assert_eq!(folder.files("out"), [name]);
        let first = fs::read(folder.path().join("out").join(name)).unwrap();
        let again = compile(emit);
        assert_eq!(again.code, 0, "{again}");
        folder.write("out/Dockerfile", "mine");
        folder.write("team.acl", OTHER);
        let changed = compile(emit);
        assert_eq!(changed.code, 0, "{changed}");
        assert_ne!(
            fs::read(folder.path().join("out").join(name)).unwrap(),
            first
        );
        let more = compile("iam,dot");
        assert_eq!(more.code, 0, "{more}");
        assert_eq!(
            folder.files("out"),
            [
                "Dockerfile",
                "manifest.json",
                "program.dot",
                "users/Ben.json"
            ]
        );
        assert_eq!(folder.read("out/Dockerfile"), "mine");
    }
}

#[test]
fn a_file_that_only_has_the_name_of_ours_is_left_alone() {
    for name in ["program.aclt", "program.tree.json", "program.dot"] {
        let path = format!("out/{name}");
        for text in [
            "mine",
            "{}",
            "{\"version\": 1}",
            "digraph other {}",
            "aclt",
            "",
        ] {
            let folder = Folder::new(&[("team.acl", TEAM), (&path, text)]);
            let run = aclc([
                "compile",
                "team.acl",
                "-o",
                "out",
                "--emit",
                "image,tree,dot",
            ]);
            let ran = run.within(folder.path()).run();
            assert_eq!(ran.code, 3, "{ran}");
            assert!(ran.stderr.starts_with("error[ACL0061]: "), "{ran}");
            assert_eq!(folder.files("out"), [name]);
            assert_eq!(folder.read(&path), text);
        }
    }
    // Beside one of ours too.
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let compile = |emit: &str| {
        let run = aclc(["compile", "team.acl", "-o", "out", "--emit", emit]);
        run.within(folder.path()).run()
    };
    assert_eq!(compile("image").code, 0);
    folder.write("out/program.dot", "mine");
    let ran = compile("image,dot");
    assert_eq!(ran.code, 3, "{ran}");
    assert!(
        ran.stderr
            .contains("`out/program.dot` is there, and is not ours"),
        "{ran}"
    );
    assert_eq!(folder.read("out/program.dot"), "mine");
    assert_eq!(compile("image").code, 0);
    assert_eq!(folder.read("out/program.dot"), "mine");
}

#[test]
fn a_document_that_no_run_wrote_is_told_and_fails_a_check() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let compile = |extra: &[&str]| compile_to_out(&folder, extra);
    assert_eq!(compile(&[]).code, 0);
    folder.write("out/groups/Old.json", "{}");
    for place in [
        "README.md",
        "groups/notes.txt",
        "package.json",
        "web/app/x.json",
    ] {
        folder.write(&format!("out/{place}"), "mine");
    }
    let before = folder.files("out");
    let check = compile(&["--check"]);
    insta::assert_snapshot!(check);

    let ran = compile(&[]);
    assert_eq!(ran.code, 0, "{ran}");
    assert!(
        ran.stderr
            .starts_with("warning[ACL0072]: `out/groups/Old.json` is"),
        "{ran}"
    );
    assert_eq!(folder.files("out"), before);

    // A denied warning is told before anything is written.
    folder.write("team.acl", OTHER);
    let denied = compile(&["--deny", "ACL0072"]);
    assert_eq!(denied.code, 1, "{denied}");
    assert_eq!(folder.files("out"), before);
    folder.write("team.acl", TEAM);

    for place in ["old/users/A.json", "sessions/deep/B.JSON", "roles/C.json"] {
        folder.write(&format!("out/{place}"), "{}");
    }
    insta::assert_snapshot!(compile(&["--check"]));

    // Where no documents are made, none is looked for.
    let image = compile(&["--emit", "image"]);
    assert_eq!((image.code, image.stderr.as_str()), (0, ""), "{image}");
    assert!(folder.path().join("out/groups/Old.json").exists());
}

#[cfg(unix)]
#[test]
fn links_among_folders_of_documents_are_followed_once() {
    let folder = Folder::new(&[("team.acl", TEAM), ("elsewhere/Old.json", "{}")]);
    let compile = |extra: &[&str]| compile_to_out(&folder, extra);
    assert_eq!(compile(&[]).code, 0);
    let out = folder.path().join("out");
    std::os::unix::fs::symlink("../elsewhere", out.join("users")).unwrap();
    std::os::unix::fs::symlink("..", out.join("groups/up")).unwrap();
    let ran = compile(&["--check"]);
    assert_eq!(ran.code, 1, "{ran}");
    assert!(
        ran.stdout.contains("Only in out/users: Old.json\n"),
        "{ran}"
    );
}

#[test]
fn a_manifest_cannot_name_files_outside() {
    let folder = Folder::new(&[("team.acl", TEAM), ("precious.json", "mine")]);
    folder.write(
        "out/manifest.json",
        r#"{"version": 1, "partition": "aws", "accounts": {},
            "users": {"A": {"inline": ["../precious.json", "/tmp/x.json", "a/../../precious.json"]}}}"#,
    );
    let ran = aclc(["compile", "team.acl", "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    assert!(folder.path().join("precious.json").exists());
}

#[test]
fn an_empty_folder_is_taken() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    fs::create_dir(folder.path().join("out")).unwrap();
    let ran = aclc(["compile", "team.acl", "-o", "out/"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0, "{ran}");
    assert!(folder.path().join("out/manifest.json").exists());
}

#[test]
fn nothing_is_written_after_an_error() {
    let folder = Folder::new(&[("team.acl", "group Engineers can lambda:* on nothing\n")]);
    let ran = aclc(["compile", "team.acl", "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert_eq!(folder.files(""), ["team.acl"]);
    let ran = aclc(["compile", "team.acl"]).within(folder.path()).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
}

#[test]
fn a_denied_warning_is_an_error_here_too() {
    let text = format!("{TEAM}# aclc: nonsense\n");
    let folder = Folder::new(&[("team.acl", &text)]);
    let ran = aclc(["compile", "team.acl", "-o", "out", "--deny", "warnings"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 1);
    assert!(!folder.path().join("out").exists());
}

#[test]
fn a_file_where_the_folder_goes_exits_3() {
    let folder = Folder::new(&[("team.acl", TEAM), ("out", "a file")]);
    for output in ["out", "out/deeper"] {
        let ran = aclc(["compile", "team.acl", "-o", output])
            .within(folder.path())
            .run();
        assert_eq!(ran.code, 3, "{ran}");
        assert!(ran.stderr.starts_with("error[ACL0060]: "), "{ran}");
    }
    assert_eq!(folder.files(""), ["out", "team.acl"]);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_as_it_was() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new(&[("program.acl", TEAM)]);
    let compile = || {
        aclc(["compile", "program.acl", "--emit", "iam", "-o", "out"])
            .within(folder.path())
            .run()
    };
    assert_eq!(compile().code, 0);
    folder.write("program.acl", OTHER);
    let out = folder.path().join("out");
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    // Whoever may write everywhere, as root may, is not stopped by this.
    let is_stopped = fs::write(out.join("probe"), "").is_err();
    let ran = compile();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o755)).unwrap();
    if is_stopped {
        assert_eq!(ran.code, 3, "{ran}");
        assert!(ran.stderr.starts_with("error[ACL0060]: "), "{ran}");
        assert_eq!(
            folder.files("out"),
            ["groups/Engineers.json", "manifest.json"]
        );
    }
}

#[cfg(unix)]
#[test]
fn a_rename_that_fails_is_undone() {
    let folder = Folder::new(&[("program.acl", TEAM)]);
    let compile = || {
        aclc(["compile", "program.acl", "--emit", "iam", "-o", "out"])
            .within(folder.path())
            .run()
    };
    assert_eq!(compile().code, 0);
    // A link to nowhere where a folder is needed.
    std::os::unix::fs::symlink("nowhere", folder.path().join("out/users")).unwrap();
    folder.write("program.acl", OTHER);
    let before = folder.read("out/manifest.json");
    let ran = compile();
    assert_eq!(ran.code, 3, "{ran}");
    assert_eq!(folder.read("out/manifest.json"), before);
    assert!(folder.path().join("out/groups/Engineers.json").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_exits_3() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let status = Command::new(env!("CARGO_BIN_EXE_aclc"))
        .args(["compile", "team.acl"])
        .current_dir(folder.path())
        .stdout(
            fs::OpenOptions::new()
                .write(true)
                .open("/dev/full")
                .unwrap(),
        )
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(3));
}

#[test]
fn a_reader_that_stops_reading_is_no_error() {
    let mut text = TEAM.to_owned();
    for number in 0..3_000 {
        text.push_str(&format!("user U{number} can s3:GetObject on *\n"));
    }
    let folder = Folder::new(&[("team.acl", &text)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_aclc"))
        .args(["compile", "team.acl"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(0), "{stderr}");
    assert!(
        !stderr.contains("panicked") && !stderr.contains("ACL0060"),
        "{stderr}"
    );
}

#[test]
fn the_headroom_is_told_on_demand() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let ran = aclc(["compile", "team.acl", "-v", "-o", "out"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 0);
    assert!(ran.stderr.contains("group/Engineers"), "{ran}");
}

#[test]
fn two_runs_write_the_same_bytes() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let run = || {
        aclc(["compile", "team.acl"])
            .within(folder.path())
            .run()
            .stdout
    };
    assert_eq!(run(), run());
}

#[test]
fn options_about_an_image_want_one() {
    let folder = Folder::new(&[("team.acl", TEAM)]);
    let compile = |extra: &[&str]| {
        let run = aclc(["compile", "team.acl"]).within(folder.path());
        let run = extra
            .iter()
            .fold(run, |run, argument| run.argument(argument));
        run.run()
    };
    for extra in [
        &["--emit", "image"][..],
        &["--no-provenance"],
        &["--no-provenance", "--emit", "iam", "-o", "out"],
    ] {
        let ran = compile(extra);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran}");
        assert!(
            ran.stderr.contains("image") && ran.stderr.contains("give `-o DIR`"),
            "{ran}"
        );
        assert!(!folder.path().join("out").exists());
    }
    let size = |extra: &[&str]| {
        assert_eq!(compile(extra).code, 0);
        fs::metadata(folder.path().join("out/program.aclt"))
            .unwrap()
            .len()
    };
    let whole = size(&["-o", "out"]);
    assert!(size(&["-o", "out", "--no-provenance"]) < whole);
}
