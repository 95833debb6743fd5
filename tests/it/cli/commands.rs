use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::aclc;

#[test]
fn every_command_has_its_file_and_every_file_its_command() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.is_file()
                && fs::read_to_string(path)
                    .unwrap()
                    .contains("pub(super) fn run(")
        })
        .map(|path| {
            path.file_stem()
                .unwrap()
                .to_string_lossy()
                .replace('_', "-")
        })
        .filter(|name| name != "mod")
        .collect();
    assert_eq!(files, commands());
}

#[test]
fn every_command_teaches_itself() {
    for command in commands() {
        let ran = aclc([command.as_str(), "--help"]).run();
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{command}");
        assert!(ran.stdout.contains("Examples:\n"), "{ran}");
        let long = ran.stdout.lines().find(|line| line.chars().count() > 100);
        assert_eq!(long, None, "{command}");
    }
}

fn commands() -> BTreeSet<String> {
    let ran = aclc(["--help"]).run();
    let list = ran.stdout.split("Commands:\n").nth(1).unwrap();
    list.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}
