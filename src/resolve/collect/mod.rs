//! What is declared, by whom it is held, and what adds up to it: everything of
//! a program but its statements.

pub(super) mod accounts;
mod arguments;
pub(super) mod attached;
pub(super) mod attributes;
pub(super) mod declared;
pub(in crate::resolve) mod documents;
pub(super) mod estate;
pub(super) mod groups;
mod guardrails;
pub(super) mod holds;
pub(super) mod lets;
pub(super) mod name;
pub(super) mod policies;
pub(super) mod resources;
mod tags;
