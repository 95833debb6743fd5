//! Programs that are compiled into a host program by its `build.rs`.
//!
//! The build script has this crate with the feature `compiler`, the host
//! program has it without any:
//!
//! ```toml
//! [dependencies]
//! aclc = { version = "0.1", default-features = false }
//!
//! [build-dependencies]
//! aclc = { version = "0.1", default-features = false, features = ["compiler"] }
//! ```
//!
//! ```no_run
//! // in the `main` of build.rs
//! aclc::build::Config::new()
//!     .run_tests(true)
//!     .compile(&["access/team.acl"]);
//! ```
//!
//! [`include_policy!`](crate::include_policy) then brings in the policy.

mod config;
mod constants;
mod module;
mod options;
mod own;
mod report;
mod settings;
mod stale;
mod work;
mod write;

pub use config::Config;
pub use report::Report;
