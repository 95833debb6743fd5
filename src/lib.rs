//! A compact language for cloud access, compiled to AWS IAM JSON and to a
//! decision tree.
//!
//! A program says who may do what. A service has the evaluator alone, and its
//! program compiled in: [`include_policy!`] brings it in as `POLICY`, a
//! [`Policy`](runtime::Policy) that decides requests as IAM would. Or it reads
//! one from the file `program.aclt`, which `aclc compile -o` writes:
//!
//! ```
#![doc = include_str!("runtime/example.txt")]
//! let program = "
//!     group Engineers: Ann
//!     group Engineers can s3:GetObject on arn:aws:s3:::lake/*
//! ";
//! # let image = compiled(program)?.to_bytes();
//! use aclc::runtime::{Decision, Policy, Request};
//!
//! let policy = Policy::from_bytes(&image)?; // of `program`
//! let ann = policy.principal("user/Ann")?;
//! let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
//! assert_eq!(policy.decide(&request)?.decision(), Decision::Allow);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | | |
//! | --- | --- |
//! | none | [`runtime`] and [`iam`] alone: the evaluator, `no_std` with `alloc`; what a service needs |
//! | `compiler` | the pipeline as a library, for build scripts (`aclc::build`) and tests (`aclc::testing`) |
//! | `cli` (default) | the `aclc` command |
#![cfg_attr(feature = "compiler", doc = include_str!("compiler.md"))]
#![cfg_attr(not(feature = "compiler"), no_std)]

extern crate alloc;

pub mod iam;
pub mod runtime;

#[cfg(feature = "compiler")]
pub mod adopt;
#[cfg(feature = "compiler")]
pub mod ask;
#[cfg(feature = "compiler")]
pub mod build;
#[cfg(feature = "compiler")]
pub mod catalog;
#[cfg(feature = "compiler")]
mod cores;
#[cfg(feature = "compiler")]
pub mod diag;
#[cfg(feature = "compiler")]
mod disk;
#[cfg(feature = "compiler")]
pub mod format;
#[cfg(feature = "compiler")]
pub mod import;
#[cfg(feature = "compiler")]
pub mod lint;
#[cfg(feature = "compiler")]
pub mod load;
#[cfg(feature = "compiler")]
pub mod model;
#[cfg(feature = "compiler")]
pub mod pipeline;
#[cfg(feature = "compiler")]
pub mod resolve;
#[cfg(feature = "compiler")]
pub mod source;
#[cfg(feature = "compiler")]
pub mod syntax;
#[cfg(feature = "compiler")]
pub mod target;
#[cfg(feature = "compiler")]
pub mod testing;
#[cfg(feature = "compiler")]
pub mod verify;

#[cfg(feature = "compiler")]
pub use load::{Input, Loader, Texts};
#[cfg(feature = "compiler")]
pub use pipeline::{Adoption, Compilation, Compiled, Options, compile, import as import_documents};

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
