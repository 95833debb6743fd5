use alloc::collections::BTreeMap;

use super::path::normalize;
use crate::diag::{Diagnostic, codes};

/// Where the texts of a program come from. The compiler itself touches no
/// files.
///
/// Paths are as the user wrote them, or made from those by `use`; their steps
/// are separated by `/`.
pub trait Loader {
    /// Says which file a path leads to: the same text for every path to one
    /// file, however it is written.
    ///
    /// # Errors
    /// If the path does not lead to a file.
    fn identity(&mut self, path: &str) -> Result<String, LoadError>;

    /// Reads what a path leads to.
    ///
    /// # Errors
    /// If it cannot be read.
    fn read(&mut self, path: &str) -> Result<Vec<u8>, LoadError>;
}

/// Why a file was not loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// The path leads nowhere.
    Missing,
    /// The path leads to a folder.
    Folder,
    /// Anything else, in the system's words.
    Other(String),
}

impl LoadError {
    /// What to say about the path that was to be loaded.
    pub fn about(&self, path: &str) -> Diagnostic {
        match self {
            Self::Missing => {
                Diagnostic::new(codes::FILE_MISSING, format!("there is no file `{path}`"))
            }
            Self::Folder => Diagnostic::new(codes::USE_FOLDER, format!("`{path}` is a folder"))
                .hint("name one file; a folder can be given on the command line"),
            Self::Other(reason) => {
                let message = format!("`{path}` cannot be read: {reason}");
                Diagnostic::new(codes::FILE_UNREADABLE, message)
            }
        }
    }
}

/// Texts that are already in memory, by their paths.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    texts: BTreeMap<String, String>,
}

impl<Path: AsRef<str>, Text: Into<String>> FromIterator<(Path, Text)> for Texts {
    fn from_iter<Pairs: IntoIterator<Item = (Path, Text)>>(pairs: Pairs) -> Self {
        let pairs = pairs.into_iter();
        Self {
            texts: pairs
                .map(|(path, text)| (normalize(path.as_ref()), text.into()))
                .collect(),
        }
    }
}

impl Loader for Texts {
    fn identity(&mut self, path: &str) -> Result<String, LoadError> {
        let path = normalize(path);
        let below = format!("{path}/");
        if self.texts.contains_key(&path) {
            Ok(path)
        } else if self.texts.keys().any(|known| known.starts_with(&below)) {
            Err(LoadError::Folder)
        } else {
            Err(LoadError::Missing)
        }
    }

    fn read(&mut self, path: &str) -> Result<Vec<u8>, LoadError> {
        let text = self.texts.get(&normalize(path));
        text.map(|text| text.clone().into_bytes())
            .ok_or(LoadError::Missing)
    }
}
