//! From paths to files in the build's folder.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use super::config::Config;
use super::own::Own;
use super::settings::Settings;
use super::{module, options, stale, write};
use crate::ask::run_tests;
use crate::diag::{Diagnostic, Diagnostics, Severity, codes};
use crate::disk::{self, Disk, reason};
use crate::pipeline::{Compiled, Options, compile};
use crate::source::Sources;

/// What has come of it so far.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) sources: Sources,
    pub(super) found: Diagnostics,
    /// What the result hangs on: every file that was read, and every path that
    /// was given, for a new file in a folder counts too.
    pub(super) watched: BTreeSet<String>,
    /// The policy that is written where the macro looks for it.
    pub(super) in_force: Option<String>,
}

impl Work {
    /// Does it all, as far as it goes.
    pub(super) fn run<'p>(&mut self, config: &Config, paths: impl Iterator<Item = &'p Path>) {
        let Some(settings) = Settings::of(config, paths, &mut self.found) else {
            return;
        };
        let Some(compiled) = self.compile(&settings) else {
            return;
        };
        if config.runs_tests {
            self.run_tests(&compiled);
        }
        let constants = config.has_constants;
        let files = module::files(&settings, constants, &compiled, &mut self.found);
        if self.found.has_errors() {
            return;
        }
        let folder = &settings.out_dir;
        let mut own = Own::lock();
        if let Err(other) = own.enter(&settings, config) {
            self.found.push(has_name_of(&settings, &other));
            return;
        }
        let cleared = if settings.is_cargos {
            stale::set_aside(folder, &own)
        } else {
            Ok(())
        };
        match cleared.and_then(|()| write::all(folder, &files)) {
            Ok(()) if settings.is_cargos => self.in_force = Some(settings.name),
            Ok(()) => {}
            Err(error) => self.found.push(unwritable(folder, &error)),
        }
    }

    /// Compiles the program, and keeps of its warnings those that count.
    fn compile(&mut self, settings: &Settings) -> Option<Compiled> {
        let mut options = Options {
            lints: true,
            verify: true,
            services: settings.services.clone(),
            ..Options::default()
        };
        if let Some((path, catalog)) = &settings.catalog {
            self.watched.insert(path.clone());
            options.catalog = Some(catalog.clone());
        }
        let mut inputs = Vec::new();
        for path in &settings.paths {
            inputs.extend(disk::inputs(path, &mut self.found));
            if Path::new(path).exists() {
                self.watched.insert(path.clone());
            }
        }
        if inputs.is_empty() {
            return None;
        }
        let mut disk = Disk::default();
        let compilation = compile(&inputs, &mut disk, &options);
        self.watched.extend(disk.read_files().map(str::to_owned));
        self.sources = compilation.sources;
        self.found.append(compilation.diagnostics);
        self.say_where_paths_begin();
        self.speak_of_build_scripts();
        // Before anything is raised to an error, which nothing could allow.
        self.found.retain(|found| {
            found.severity == Severity::Error || !settings.allowed.contains(&found.code)
        });
        settings.denied.apply(&mut self.found);
        self.found
            .retain(|found| found.severity > Severity::Suggestion);
        compilation.compiled.filter(|_| !self.found.has_errors())
    }

    /// Of a path in a build script, it does not go without saying.
    fn say_where_paths_begin(&mut self) {
        for found in self.found.iter_mut() {
            if found.code == codes::FILE_MISSING && found.place().is_none() {
                let hint = "paths begin at the folder of the package's `Cargo.toml`";
                found.hints.push(hint.to_owned());
            }
        }
    }

    /// Hints name the options of the command, which cargo does not have.
    fn speak_of_build_scripts(&mut self) {
        for hint in self.found.iter_mut().flat_map(|found| &mut found.hints) {
            if hint.contains("`--") {
                *hint = options::in_a_build_script(hint);
            }
        }
    }

    fn run_tests(&mut self, compiled: &Compiled) {
        for failed in run_tests(&compiled.program, &compiled.tree).failed {
            self.found.push(failed.diagnostic(&compiled.tree));
        }
    }
}

/// Of two policies where there is room for one.
fn has_name_of(settings: &Settings, other: &str) -> Diagnostic {
    let Settings { name, paths, .. } = settings;
    let message = format!(
        "two policies of this build would be called `{name}`: that of `{other}` and that of `{}`",
        paths.join("`, `")
    );
    Diagnostic::new(codes::BUILD_SETTINGS, message)
        .hint("give one of them a name of its own: `.name(\"...\")`")
}

fn unwritable(folder: &Path, error: &io::Error) -> Diagnostic {
    let message = format!(
        "the folder `{}` cannot be written: {}",
        folder.display(),
        reason(error)
    );
    Diagnostic::new(codes::OUTPUT_UNWRITABLE, message)
}
