//! What several rules look at.

pub(super) mod arn;
pub(super) mod carried;
pub(super) mod cover;
pub(super) mod end;
pub(super) mod holder;
pub(super) mod known;
pub(super) mod own;
pub(super) mod reach;
pub(super) mod redundant;
pub(super) mod token;
pub(super) mod trust;
pub(super) mod unknown;
pub(super) mod variable;
