//! The parser that pest makes of `grammar/acl.pest`.

#![allow(
    missing_docs,
    unreachable_pub,
    reason = "generated, and private to `syntax`"
)]

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/acl.pest"]
pub(super) struct Grammar;
