/// The path that `use` means: its own steps from the folder of the file that
/// it stands in.
pub(super) fn join(user: &str, used: &str) -> String {
    match user.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{used}"),
        None => used.to_owned(),
    }
}

/// A path without `.` and, where a step stands before it, `..`. With links
/// among the folders this can be another file: ask before using it to read.
pub(super) fn normalize(path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match (step, steps.last()) {
            (".", _) => {}
            ("", Some(_)) => {}
            ("..", Some(last)) if !last.is_empty() && *last != ".." => {
                steps.pop();
            }
            _ => steps.push(step),
        }
    }
    steps.join("/")
}

/// What is wrong with the path of a `use`, if anything is.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    let drive = path
        .split_once(':')
        .is_some_and(|(letter, _)| letter.len() == 1);
    if path.is_empty() {
        Some("is empty")
    } else if path.contains('\\') {
        Some("holds a backslash")
    } else if path.starts_with('/') || drive {
        Some("does not start at this file's folder")
    } else {
        None
    }
}
