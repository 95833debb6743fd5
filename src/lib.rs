//! A compact language for cloud access, compiled to AWS IAM JSON and to a
//! decision tree.
#![cfg_attr(not(feature = "compiler"), no_std)]

extern crate alloc;

pub mod iam;
pub mod runtime;

#[cfg(feature = "compiler")]
pub mod ask;
#[cfg(feature = "compiler")]
pub mod diag;
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

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;
