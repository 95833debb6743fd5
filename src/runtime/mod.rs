//! The evaluator: one request, one decision, with exactly IAM's semantics.
