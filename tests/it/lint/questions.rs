//! Tests that show less than it seems.

use aclc::diag::codes::QUESTION_ABOUT_NOTHING;

use super::found;

#[test]
fn a_refusal_on_no_resource() {
    let text = "
let lake = arn:aws:s3:::lake
user Ann can s3:GetObject, s3:List* on lake/*
user Ann can iam:GetUser on *
user Ann cannot s3:PutObject on *
test \"t\" {
    Ann cannot s3:getobject on *
    Ann cannot s3:ListAllMyBuckets on *
    Ann cannot s3:GetObject on arn:aws:s3:::pond/a
    Ann is denied s3:PutObject on *
    Ann can iam:GetUser on *
    Ann cannot iam:CreateUser on *
}
";
    assert_eq!(
        found(QUESTION_ABOUT_NOTHING, text),
        ["Ann cannot s3:getobject on *"]
    );
}
