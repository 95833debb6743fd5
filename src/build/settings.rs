//! What a configuration asks for, looked at before anything is done.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::config::Config;
use crate::catalog::Catalog;
use crate::diag::{Code, Denied, Diagnostic, Diagnostics, Severity, codes, nearest};
use crate::disk;

/// What a configuration comes to.
pub(super) struct Settings {
    pub(super) paths: Vec<String>,
    pub(super) name: String,
    pub(super) out_dir: PathBuf,
    /// Whether that is the folder that cargo has for this script alone.
    pub(super) is_cargos: bool,
    pub(super) catalog: Option<(String, Arc<Catalog>)>,
    pub(super) denied: Denied,
    pub(super) allowed: Vec<Code>,
    /// The prefixes of services of the host's own, as they stand before `:`.
    pub(super) services: Vec<String>,
}

impl Settings {
    /// Reads a configuration; nothing where it asks for what cannot be.
    pub(super) fn of<'p>(
        config: &Config,
        paths: impl Iterator<Item = &'p Path>,
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let paths: Vec<String> = paths.filter_map(|path| text(path, found)).collect();
        let name = name(config, &paths, found);
        let out_dir = out_dir(config, found);
        let catalog = config
            .catalog
            .as_deref()
            .and_then(|path| text(path, found))
            .and_then(|path| match disk::catalog(&path) {
                Ok(catalog) => Some((path, Arc::new(catalog))),
                Err(error) => {
                    found.push(error);
                    None
                }
            });
        let mut all = |names: &[String]| -> Vec<Code> {
            let codes = names.iter().filter_map(|name| code(name, found));
            codes.collect()
        };
        let denied = Denied {
            all: config.denies_warnings,
            codes: all(&config.denied),
        };
        let allowed = all(&config.allowed);
        for code in &allowed {
            if code.severity() == Severity::Error {
                let message =
                    format!("`allow(\"{code}\")`: this is an error, which nothing can allow");
                found.push(Diagnostic::new(codes::BUILD_SETTINGS, message));
            }
        }
        let (name, (out_dir, is_cargos)) = (name?, out_dir?);
        (!found.has_errors()).then_some(Self {
            paths,
            name,
            out_dir,
            is_cargos,
            catalog,
            denied,
            allowed,
            services: config.services.clone(),
        })
    }
}

/// A path as messages show it.
fn text(path: &Path, found: &mut Diagnostics) -> Option<String> {
    let text = path.to_str().map(str::to_owned);
    if text.is_none() {
        let message = format!("the path `{}` is not UTF-8", path.display());
        found.push(Diagnostic::new(codes::FILE_UNREADABLE, message));
    }
    text
}

fn name(config: &Config, paths: &[String], found: &mut Diagnostics) -> Option<String> {
    let Some(first) = paths.first() else {
        let message = "no program is given to compile";
        let hint = "name a file or a folder: `.compile(&[\"access/team.acl\"])`";
        found.push(Diagnostic::new(codes::BUILD_SETTINGS, message).hint(hint));
        return None;
    };
    let name = config.name.clone().unwrap_or_else(|| {
        let stem = Path::new(first).file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    });
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !name.is_empty() && name.bytes().all(is_plain) {
        return Some(name);
    }
    let message = format!("a policy cannot be called `{name}`");
    let hint = "give it a name of letters, digits, `-` and `_`: `.name(\"team\")`";
    found.push(Diagnostic::new(codes::BUILD_SETTINGS, message).hint(hint));
    None
}

/// The folder to write to, and whether it is cargo's.
fn out_dir(config: &Config, found: &mut Diagnostics) -> Option<(PathBuf, bool)> {
    let cargos = env::var_os("OUT_DIR").map(PathBuf::from);
    let folder = config.out_dir.clone().or_else(|| cargos.clone());
    if folder.is_none() {
        let message = "there is no `OUT_DIR` to write to";
        let hint =
            "call this from a `build.rs`, which cargo runs with one, or give `.out_dir(...)`";
        found.push(Diagnostic::new(codes::BUILD_SETTINGS, message).hint(hint));
    }
    let is_cargos = folder == cargos;
    folder.map(|folder| (folder, is_cargos))
}

fn code(name: &str, found: &mut Diagnostics) -> Option<Code> {
    let code = Code::from_name(name);
    if code.is_none() {
        let unknown = Diagnostic::new(codes::BUILD_SETTINGS, format!("there is no code `{name}`"));
        found.push(
            match nearest(name, codes::ALL.iter().map(|code| code.name())) {
                Some(near) => unknown.hint(format!("did you mean `{near}`?")),
                None => unknown,
            },
        );
    }
    code
}
