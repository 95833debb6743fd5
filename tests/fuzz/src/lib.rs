//! What is fuzzed, for libFuzzer. `cargo test` runs the same functions over the same corpus, see `tests/it/fuzz`.

#![allow(
    dead_code,
    unused_imports,
    reason = "the tests of these modules are not built here"
)]

#[path = "../../it/differential/mod.rs"]
mod differential;
/// As the tests name it.
mod image {
    pub(crate) use super::image_probe as probe;
}
#[path = "../../it/image/probe.rs"]
mod image_probe;
#[path = "../../it/reference/mod.rs"]
mod reference;
mod targets;

/// Runs the target of a name.
pub fn run(name: &str, bytes: &[u8]) {
    for (own, target) in targets::TARGETS {
        if own == name {
            return target(bytes);
        }
    }
    panic!("`{name}` is no target");
}
