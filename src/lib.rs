//! A compact language for cloud access, compiled to AWS IAM JSON and to a
//! decision tree.
//!
//! [`compile`] takes the texts of a program through every stage. What comes out
//! are the documents to deploy, and a [`Tree`](runtime::Tree) that decides
//! requests as IAM would:
//!
//! ```
//! # #[cfg(feature = "compiler")]
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use aclc::runtime::{Decision, Request};
//! use aclc::{Input, Options, Texts, compile};
//!
//! let program = "
//!     group Engineers: Ann
//!     group Engineers can s3:GetObject on arn:aws:s3:::lake/*
//! ";
//! let mut texts: Texts = [("team.acl", program)].into_iter().collect();
//! let inputs = [Input::File("team.acl".to_owned())];
//! let compilation = compile(&inputs, &mut texts, &Options::default());
//! let compiled = compilation.compiled.ok_or("the program has errors")?;
//!
//! let documents = &compiled.documents.files;
//! assert!(documents.iter().any(|file| file.path == "groups/Engineers.json"));
//!
//! let ann = compiled.tree.principal("user/Ann")?;
//! let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
//! assert_eq!(compiled.tree.decide(&request)?.decision(), Decision::Allow);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "compiler"))]
//! # fn main() {}
//! ```
//!
//! # Features
//!
//! | | |
//! | --- | --- |
//! | none | [`runtime`] and [`iam`] alone: the evaluator, `no_std` with `alloc`; what a service needs |
//! | `compiler` | the pipeline as a library, for build scripts (`aclc::build`) and tests (`aclc::testing`) |
//! | `cli` (default) | the `aclc` command |
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
