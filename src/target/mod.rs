//! What a program becomes. A target sees the Program and no other target.

pub mod iam;
pub mod tree;
