//! What the options of the command are called in a build script.

/// The options that hints name, and the methods of a configuration for them.
const METHODS: [(&str, &str); 2] = [("--service", ".service"), ("--catalog", ".catalog")];

/// A hint with `.service("docs")` for `--service docs`, and so for the other
/// options; they stand in backticks.
pub(super) fn in_a_build_script(hint: &str) -> String {
    let parts = hint.split('`').enumerate();
    let parts: Vec<String> = parts
        .map(|(place, part)| match method(part) {
            // Every second part stands between two backticks.
            Some(call) if place % 2 == 1 => call,
            _ => part.to_owned(),
        })
        .collect();
    parts.join("`")
}

fn method(option: &str) -> Option<String> {
    let (name, value) = option.split_once(' ').unwrap_or((option, ""));
    let (_, method) = METHODS.iter().find(|(known, _)| *known == name)?;
    Some(match value {
        "" => format!("{method}(...)"),
        value => format!("{method}(\"{value}\")"),
    })
}

#[cfg(test)]
mod tests {
    use super::in_a_build_script;

    #[test]
    fn options_become_methods_and_the_rest_stays() {
        let cases = [
            (
                "made known with `--service zork`",
                "made known with `.service(\"zork\")`",
            ),
            (
                "`# aclc: allow ACL1110` above, or `--catalog FILE`",
                "`# aclc: allow ACL1110` above, or `.catalog(\"FILE\")`",
            ),
            (
                "a newer catalog with `--catalog`",
                "a newer catalog with `.catalog(...)`",
            ),
            (
                "`--catalogue`, --catalog and ` --service a`",
                "`--catalogue`, --catalog and ` --service a`",
            ),
            ("did you mean `s3`?", "did you mean `s3`?"),
        ];
        for (hint, said) in cases {
            assert_eq!(in_a_build_script(hint), said);
        }
    }
}
