//! What the target makes.

/// One file of the output folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it stands in the folder, with `/` on every platform.
    pub path: String,
    /// What it holds: one JSON value and a line feed.
    pub text: String,
}

/// How full something is that AWS limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headroom {
    /// What, such as `group/ML-Engineers`.
    pub subject: String,
    /// Which of its limits, such as `inline policy`.
    pub limited: &'static str,
    /// The unit of the two numbers, such as `characters`.
    pub unit: &'static str,
    /// How much is taken.
    pub used: usize,
    /// How much there is.
    pub limit: usize,
}

impl Headroom {
    /// How much of the limit is taken, in percent, rounded up.
    pub fn percent(&self) -> usize {
        (self.used * 100).div_ceil(self.limit.max(1))
    }
}

/// The output folder, and what `compile -v` reports about it.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The manifest first, then every document, kind by kind in source order.
    /// Empty where the program has an error.
    pub files: Vec<OutputFile>,
    /// How full each document and each list of attachments is.
    pub headroom: Vec<Headroom>,
}

impl Output {
    /// Every file in one JSON object, under its path.
    pub fn to_json(&self) -> String {
        let mut json = String::from("{");
        for (place, file) in self.files.iter().enumerate() {
            json.push_str(if place == 0 { "\n  " } else { ",\n  " });
            json.push_str(&serde_json::Value::from(file.path.as_str()).to_string());
            json.push_str(": ");
            // JSON has no line feed inside a string, so every one is layout.
            json.push_str(&file.text.trim_end().replace('\n', "\n  "));
        }
        json.push_str("\n}\n");
        json
    }
}
