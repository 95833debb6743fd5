use super::{Folder, aclc};

const BUILT_IN: &[u8] = include_bytes!("../../../src/catalog/built-in.catalog");

#[test]
fn look_ups() {
    let shown = [
        aclc(["catalog"]),
        aclc(["catalog", "lambda:createfunction"]),
        aclc(["catalog", "sqs"]),
        aclc(["catalog", "sqs", "--level", "permissions"]),
        aclc(["catalog", "sqs:*Message"]),
        aclc([
            "catalog",
            "--resource",
            "arn:aws:sqs:us-east-1:111122223333:jobs",
            "--level",
            "read",
        ]),
        aclc(["catalog", "lambda.function-alias"]),
        aclc(["catalog", "aws:SourceIp"]),
        aclc(["catalog", "s3:prefix"]),
        aclc(["catalog", "aws:RequestTag/team", "--format", "json"]),
        aclc(["catalog", "sqs:SendMessage", "--format", "json"]),
    ];
    let shown: Vec<String> = shown.into_iter().map(|run| run.run().to_string()).collect();
    insta::assert_snapshot!(shown.join("\n======\n"));
}

#[test]
fn what_is_not_there_offers_the_nearest() {
    let names = ["s3:GetObjet", "s4", "s3.objekt", "aws:SorceIp", "zzz:*"];
    let shown = names.map(|name| aclc(["catalog", name]).run().to_string());
    insta::assert_snapshot!(shown.join("\n======\n"));
}

#[test]
fn a_file_takes_the_place_of_the_built_in_one() {
    let folder = Folder::new(&[]);
    std::fs::write(folder.path().join("newer.catalog"), BUILT_IN).unwrap();
    let arguments = ["catalog", "--catalog", "newer.catalog"];
    let ran = aclc(arguments).within(folder.path()).run();
    assert_eq!(ran.stdout, aclc(["catalog"]).run().stdout);
}

#[test]
fn a_file_that_is_no_catalog_is_refused() {
    let folder = Folder::new(&[
        ("other.catalog", "{}"),
        ("team.acl", "group A: Ann\ngroup A can s3:GetObject on *\n"),
    ]);
    let cut = BUILT_IN.get(..BUILT_IN.len() / 2).unwrap();
    std::fs::write(folder.path().join("cut.catalog"), cut).unwrap();
    for file in ["other.catalog", "cut.catalog", "missing.catalog"] {
        for arguments in [
            ["catalog", "--catalog", file, "s3"],
            ["check", "team.acl", "--catalog", file],
        ] {
            let ran = aclc(arguments).within(folder.path()).run();
            assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{file}");
            assert!(ran.stderr.contains("ACL1109"), "{}", ran.stderr);
        }
    }
}

/// A person who types this is told, with the fix, what is wrong with it.
#[test]
fn actions_that_there_are_not() {
    let folder = Folder::new(&[(
        "team.acl",
        "\
group A: Ann
let lake = arn:aws:s3:::ml-data
group A {
    can s3:GetObjects on lake/*
    can s3:ListObjects on lake
    can lambda:Invoke, sqs:SendMessageBatch, kms:ReEncrypt on *
    can eventbridge:PutEvents, cloudwatch:PutLogEvents on *
    can ec2:DescribeInstance, s3:Fetch* on *
    # aclc: allow ACL1111 it is new
    can s3:GetFutureThing on lake/*
}
",
    )]);
    let ran = aclc(["check", "team.acl"]).within(folder.path()).run();
    insta::assert_snapshot!(ran);
    let ran = aclc(["check", "team.acl", "--deny", "warnings"])
        .within(folder.path())
        .run();
    assert_eq!(ran.code, 1);
}

#[test]
fn access_levels_come_out_as_names_or_as_patterns() {
    let folder = Folder::new(&[(
        "team.acl",
        "\
account prod = 111122223333
region us-east-1
group A: Ann
let lake = s3.bucket(lake)
group A {
    can s3:@list, s3:List* on lake
    can S3:@tagging, s3:getobject on s3.object(lake, teams/*)
    can sqs:* except sqs:Delete*, sqs:@permissions on sqs.queue(jobs, Region = *)
    can dynamodb:GetItem on dynamodb.table(jobs, Region = eu-west-1)
    can ec2:DescribeRegions
}
test \"levels\" {
    Ann can s3:@tagging on lake/teams/a
    Ann can sqs:Send* on arn:aws:sqs:eu-west-1:111122223333:jobs
    Ann can ec2:DescribeRegions
    Ann cannot sqs:Delete* on arn:aws:sqs:eu-west-1:111122223333:jobs
}
",
    )]);
    let listed = aclc(["compile", "team.acl"]).within(folder.path()).run();
    let shortest = aclc(["compile", "team.acl", "--actions", "shortest"])
        .within(folder.path())
        .run();
    let tested = aclc(["test", "team.acl"]).within(folder.path()).run();
    insta::assert_snapshot!(format!("{listed}\n======\n{shortest}\n======\n{tested}"));
}
