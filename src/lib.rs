//! A compact language for cloud access, compiled to AWS IAM JSON and to a
//! decision tree.
