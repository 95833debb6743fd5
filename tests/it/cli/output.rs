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
