//! Conditions: from `when ...` to IAM's operators, keys and values.
//!
//! | file | what it holds them to |
//! | --- | --- |
//! | `written` | what each written form becomes, and what is said of it (snapshots) |
//! | `complements` | each row of the table of complements, in every context |
//! | `joining` | each row of the table of joining, in every context |
//! | `random` | random conditions against a direct reading of them |
//! | `limits` | sizes that must end in an error |

mod complements;
mod forms;
mod harness;
mod joining;
mod limits;
mod random;
mod written;
