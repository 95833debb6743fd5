//! The `aclc` command.

fn main() {}
