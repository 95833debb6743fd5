use std::env;
use std::process;

use super::module::variable;
use super::work::Work;
use crate::diag::{Format, render, render_with_hints, summary};

/// What came of a build step, and what there is to say about it.
///
/// ```
/// use aclc::build::Config;
///
/// let report = Config::new().out_dir("out").report(&["access/missing.acl"]);
/// assert!(!report.is_ok());
/// assert!(report.messages().contains("access/missing.acl"));
/// assert_eq!(report.instructions(), "");
/// ```
#[derive(Clone, Debug)]
pub struct Report {
    is_ok: bool,
    instructions: String,
    messages: String,
}

impl Report {
    pub(super) fn of(work: Work) -> Self {
        let Work {
            sources,
            found,
            watched,
            in_force,
        } = work;
        let mut report = Self {
            is_ok: !found.has_errors(),
            instructions: String::new(),
            messages: String::new(),
        };
        if report.is_ok {
            for path in watched {
                // A path that no line can hold is one that cargo does not find,
                // and then it runs the script again each time.
                let path = path.replace(['\n', '\r'], "?");
                report.instruct("rerun-if-changed", &path);
            }
            if let Some(name) = in_force {
                report.instruct("rustc-env", &format!("{}=compiled", variable(&name)));
            }
            for warning in render_with_hints(&sources, &found).lines() {
                report.instruct("warning", warning);
            }
        } else {
            let color = is_coloured();
            report.messages = render(Format::Human { color }, &sources, &found);
            report.messages.push_str(&summary(&found));
            report.messages.push('\n');
        }
        report
    }

    fn instruct(&mut self, word: &str, text: &str) {
        self.instructions
            .push_str(&format!("cargo:{word}={text}\n"));
    }

    /// Whether there was no error, and everything is written.
    pub fn is_ok(&self) -> bool {
        self.is_ok
    }

    /// What to tell cargo on standard output: the files that the result hangs
    /// on, that the policy is in force, and the warnings. Without it the macro
    /// does not bring the policy in. Nothing where there was an error, for then cargo
    /// runs the script again in any case, and shows what it printed.
    pub fn instructions(&self) -> &str {
        &self.instructions
    }

    /// What is wrong, drawn with the lines of the program, and how much of it;
    /// empty where nothing is.
    pub fn messages(&self) -> &str {
        &self.messages
    }

    /// Tells it to cargo, and ends the process with exit code 1 where there was
    /// an error.
    pub fn finish(self) {
        print!("{}", self.instructions);
        eprint!("{}", self.messages);
        if !self.is_ok {
            process::exit(1);
        }
    }
}

/// Cargo shows what a script has written as it stands, and only afterwards; it
/// does not say whether to a terminal. So there are colours where somebody has
/// asked for them in any case.
fn is_coloured() -> bool {
    let asks =
        |name: &str, yes: &dyn Fn(&str) -> bool| env::var(name).is_ok_and(|value| yes(&value));
    if asks("CARGO_TERM_COLOR", &|value| value == "never") {
        return false;
    }
    asks("CARGO_TERM_COLOR", &|value| value == "always")
        || asks("CLICOLOR_FORCE", &|value| value != "0")
}
