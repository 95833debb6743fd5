use super::{Folder, aclc};

const MESSY: &str = "# who\ngroup   A:Ann,\n   Ben # two\ngroup A can s3:GetObject    on *\n";
const NEAT: &str = "# who\ngroup A: Ann, Ben # two\ngroup A can s3:GetObject on *\n";

#[test]
fn files_are_rewritten_where_they_differ() {
    let folder = Folder::new(&[
        ("a/messy.acl", MESSY),
        ("a/neat.acl", NEAT),
        ("a/notes.txt", MESSY),
    ]);
    let ran = aclc(["fmt", "a"]).within(folder.path()).run();
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "", "")
    );
    assert_eq!(folder.read("a/messy.acl"), NEAT);
    assert_eq!(folder.read("a/neat.acl"), NEAT);
    assert_eq!(folder.read("a/notes.txt"), MESSY);
    assert_eq!(folder.files("a"), ["messy.acl", "neat.acl", "notes.txt"]);
}

#[test]
fn check_writes_nothing_and_shows_a_diff() {
    let folder = Folder::new(&[("messy.acl", MESSY), ("neat.acl", NEAT)]);
    let ran = aclc(["fmt", "--check", "."]).within(folder.path()).run();
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.stdout);
    assert_eq!(folder.read("messy.acl"), MESSY);
    let ran = aclc(["fmt", "--check", "neat.acl"])
        .within(folder.path())
        .run();
    assert_eq!((ran.code, ran.stdout.as_str()), (0, ""));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let ran = aclc(["fmt", "-"]).input(MESSY).run();
    assert_eq!(
        (ran.code, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, NEAT, "")
    );
    let ran = aclc(["fmt", "-", "--check"]).input(MESSY).run();
    assert_eq!(ran.code, 1);
    assert!(ran.stdout.starts_with("--- a/<stdin>\n"), "{ran}");
}

#[test]
fn a_file_with_mistakes_is_left_as_it_is() {
    let broken = "group A can can s3:* on *\n";
    let folder = Folder::new(&[("broken.acl", broken), ("messy.acl", MESSY)]);
    let ran = aclc(["fmt", "."]).within(folder.path()).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
    assert!(ran.stderr.starts_with("error[ACL01"), "{ran}");
    assert_eq!(folder.read("broken.acl"), broken);
    assert_eq!(folder.read("messy.acl"), NEAT, "the other file has none");
}

#[test]
fn what_a_file_uses_is_left_alone() {
    let folder = Folder::new(&[("a.acl", "use   \"b.acl\"\n"), ("b.acl", MESSY)]);
    let ran = aclc(["fmt", "a.acl", "./a.acl"])
        .within(folder.path())
        .run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert_eq!(folder.read("a.acl"), "use \"b.acl\"\n");
    assert_eq!(folder.read("b.acl"), MESSY);
}

#[test]
fn a_missing_file_exits_3() {
    let ran = aclc(["fmt", "gone.acl"]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""));
    assert!(ran.stderr.starts_with("error[ACL0050]: "), "{ran}");
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    let folder = Folder::new(&[("real/messy.acl", MESSY)]);
    let real = folder.path().join("real/messy.acl");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.acl");
    symlink("real/messy.acl", &link).unwrap();
    assert_eq!(
        aclc(["fmt", "link.acl"]).within(folder.path()).run().code,
        0
    );
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(folder.read("real/messy.acl"), NEAT);
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );

    fs::write(folder.path().join("other.acl"), MESSY).unwrap();
    let read_only = folder.path().join("other.acl");
    fs::set_permissions(&read_only, fs::Permissions::from_mode(0o444)).unwrap();
    let ran = aclc(["fmt", "other.acl"]).within(folder.path()).run();
    assert_eq!(ran.code, 3, "{ran}");
    assert!(ran.stderr.starts_with("error[ACL0060]: "), "{ran}");
    assert_eq!(folder.read("other.acl"), MESSY);
}

#[cfg(unix)]
#[test]
fn the_owner_stays() {
    use std::fs;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};

    let folder = Folder::new(&[("messy.acl", MESSY)]);
    let path = folder.path().join("messy.acl");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    // Only root may give files away; for others their own is the owner that stays.
    let _ = chown(&path, Some(12_345), Some(12_346));
    let owner = |metadata: fs::Metadata| (metadata.uid(), metadata.gid(), metadata.mode());
    let before = owner(fs::metadata(&path).unwrap());
    let ran = aclc(["fmt", "messy.acl"]).within(folder.path()).run();
    assert_eq!(ran.code, 0, "{ran}");
    assert_eq!(folder.read("messy.acl"), NEAT);
    assert_eq!(owner(fs::metadata(&path).unwrap()), before);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_replaced() {
    use std::fs;
    use std::os::unix::fs::FileTypeExt as _;

    let folder = Folder::new(&[]);
    let pipe = folder.path().join("pipe.acl");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, MESSY).unwrap()
    });
    let ran = aclc(["fmt", "pipe.acl"]).within(folder.path()).run();
    writer.join().unwrap();
    assert_eq!(ran.code, 3, "{ran}");
    assert!(
        ran.stderr.contains("`pipe.acl` is no regular file"),
        "{ran}"
    );
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
}
