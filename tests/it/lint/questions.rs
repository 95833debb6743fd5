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

#[test]
fn a_refusal_on_no_resource_of_what_a_pattern_grants() {
    let text = "
user Ann can s3:* on arn:aws:s3:::lake, arn:aws:s3:::lake/*
user Ann can foo:Get* on arn:aws:foo:::x
test \"t\" {
    Ann cannot s3:DeleteObject on *
    Ann cannot s3:ListAllMyBuckets on *
    Ann cannot foo:GetThing on *
    Ann cannot dynamodb:PutItem on *
}
";
    assert_eq!(
        found(QUESTION_ABOUT_NOTHING, text),
        ["Ann cannot s3:DeleteObject on *"]
    );
}

#[test]
fn a_refusal_of_what_does_not_work_on_the_resource() {
    let text = "
user Ann can s3:GetObject on arn:aws:s3:::lake/*
test \"t\" {
    Ann cannot s3:DeleteBucket on arn:aws:s3:::lake/a
    Ann cannot s3:{DeleteBucket,ListBucket} on arn:aws:s3:::lake/a
    Ann cannot s3:Delete* on arn:aws:s3:::lake/a
    Ann cannot s3:DeleteObject on arn:aws:s3:::lake/a
    Ann cannot foo:GetThing on arn:aws:foo:::x
    Ann is denied s3:DeleteBucket on arn:aws:s3:::lake/a
    Ann can s3:GetObject on arn:aws:s3:::lake/a
}
";
    assert_eq!(
        found(QUESTION_ABOUT_NOTHING, text),
        [
            "Ann cannot s3:DeleteBucket on arn:aws:s3:::lake/a",
            "Ann cannot s3:{DeleteBucket,ListBucket} on arn:aws:s3:::lake/a"
        ]
    );
}
