//! What goes into the build's folder: the image, and the Rust module that has
//! it.

use std::fmt::Write as _;

use super::constants::{self, Constant, Value};
use super::settings::Settings;
use super::write::File;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::pipeline::Compiled;
use crate::runtime::{EntityKind, Policy};

/// What the module of every policy begins with.
pub(super) const FIRST_WORDS: &str = "// Made by aclc ";

/// What the names of a policy's files go on with, behind its own; the module is
/// the last.
pub(super) const ENDINGS: [&str; 4] = [".policy.records", ".policy.texts", ".aclt", MODULE];

/// What the name of a policy's module ends in.
pub(super) const MODULE: &str = ".policy.rs";

/// The files of a policy.
pub(super) fn files(
    settings: &Settings,
    has_constants: bool,
    compiled: &Compiled,
    found: &mut Diagnostics,
) -> Vec<File> {
    let name = &settings.name;
    let image = compiled.tree.to_bytes();
    let policy = match Policy::from_bytes(&image) {
        Ok(policy) => policy,
        Err(error) => {
            found.push(contradiction(&error.to_string()));
            return Vec::new();
        }
    };
    let modules = if has_constants {
        modules(compiled, policy, found)
    } else {
        String::new()
    };
    let module = module(settings, &modules);
    let (records, texts) = compiled.tree.parts();
    let contents = [
        records.to_vec(),
        texts.as_bytes().to_vec(),
        image,
        module.into_bytes(),
    ];
    let named = ENDINGS.iter().zip(contents);
    named
        .map(|(ending, bytes)| (format!("{name}{ending}"), bytes))
        .collect()
}

fn contradiction(why: &str) -> Diagnostic {
    let message = format!("the image of the program cannot be used: {why}");
    Diagnostic::new(codes::CONTRADICTION_WITHIN, message)
        .hint("this is a mistake of the compiler; please report it with the program")
}

/// The text of the Rust module. Paths in it begin at its own folder.
fn module(settings: &Settings, modules: &str) -> String {
    let Settings { name, paths, .. } = settings;
    let version = env!("CARGO_PKG_VERSION");
    let paths = paths.join("`, `").escape_debug().to_string();
    let in_force = if settings.is_cargos {
        in_force(name)
    } else {
        String::new()
    };
    format!(
        r#"{FIRST_WORDS}{version}; what is changed here is lost.
{in_force}
/// The policy of `{paths}`.
#[allow(dead_code, unreachable_pub, clippy::panic)]
pub static POLICY: ::aclc::runtime::Policy<'static> = {{
    let records = include_bytes!("{name}.policy.records");
    let texts = include_str!("{name}.policy.texts");
    match ::aclc::runtime::Policy::embedded(records, texts) {{
        Ok(policy) => policy,
        Err(_) => panic!(
            "this policy was compiled by a version of aclc that writes images of another format: \
             give `aclc` one version in [dependencies] and [build-dependencies]"
        ),
    }}
}};
{modules}"#
    )
}

/// The variable that cargo sets for the host program where the build script has
/// compiled a policy.
pub(super) fn variable(name: &str) -> String {
    format!("ACLC_POLICY_{name}")
}

/// What asks for it. Cargo keeps what an earlier run of the script has written,
/// and a script that compiles nothing any more removes nothing either.
fn in_force(name: &str) -> String {
    let variable = variable(name);
    format!(
        r#"
const _: &str = env!(
    "{variable}",
    "the build script compiles the policy `{name}` no more: this one is of an earlier run"
);
"#
    )
}

fn modules(compiled: &Compiled, policy: Policy<'_>, found: &mut Diagnostics) -> String {
    let program = &compiled.program;
    let mut text = String::new();
    for kind in [EntityKind::User, EntityKind::Group, EntityKind::Role] {
        let constants = constants::principals(program, kind, found);
        let is_found = |constant: &Constant| match &constant.value {
            Value::Principal(_, key) => policy.principal(key).is_ok(),
            Value::Account(..) => true,
        };
        if let Some(lost) = constants.iter().find(|constant| !is_found(constant)) {
            found.push(contradiction(&format!("it lacks `{}`", lost.name)));
        }
        push_module(&mut text, kind.name(), &constants);
    }
    push_module(&mut text, "account", &constants::accounts(program, found));
    text
}

fn push_module(text: &mut String, name: &str, constants: &[Constant]) {
    let allowed = "#[allow(dead_code, unreachable_pub)]";
    let _ = write!(
        text,
        "\n/// Every {name} of the program.\n{allowed}\npub mod {name} {{\n"
    );
    for Constant { name, value } in constants {
        let _ = match value {
            Value::Principal(kind, key) => write!(
                text,
                "    /// `{key}`\n    pub const {name}: ::aclc::runtime::Principal = \
                 ::aclc::runtime::Principal::embedded(&super::POLICY, \
                 ::aclc::runtime::EntityKind::{kind:?}, {key:?});\n"
            ),
            Value::Account(account, number) => write!(
                text,
                "    /// `account {account} = {number}`\n    pub const {name}: ::aclc::runtime::Account = \
                 ::aclc::runtime::Account::embedded({account:?}, {number:?});\n"
            ),
        };
    }
    text.push_str("}\n");
}
