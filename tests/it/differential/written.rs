//! Random programs as text: through the whole pipeline, and, where they are plain grants, held to what they say.

use std::cell::RefCell;

use aclc::load::Input;
use aclc::runtime::Decision;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

use super::compare::{Tally, Targets, compare};
use super::draw::Draw;
use super::grants::{Facts, Grant, LETS, draw_condition_text, draw_facts, draw_grant, for_anyone};
use super::request::{Asked, Given, draw_request};
use super::statement::statements;
use super::text::compile_input;

const USERS: [&str; 4] = ["ana", "bo", "Cy", "dee"];
const GROUPS: [&str; 4] = ["Readers", "Writers", "All", "Night"];

/// What decides a case.
#[derive(Clone, Debug)]
struct Tapes {
    requests: Vec<Vec<u16>>,
    lines: Vec<Vec<u16>>,
    world: Vec<u16>,
}

fn tapes() -> impl Strategy<Value = Tapes> {
    let numbers = any::<u16>();
    let requests = vec(vec(numbers, 0..48), 1..25);
    let lines = vec(vec(numbers, 0..40), 0..10);
    (requests, lines, vec(numbers, 0..40)).prop_map(|(requests, lines, world)| Tapes {
        requests,
        lines,
        world,
    })
}

/// A program of users, groups and grants, and who has which grant.
struct Plain {
    text: String,
    grants: Vec<(Vec<&'static str>, Grant)>,
    /// The tag `team` of each user.
    teams: [Option<&'static str>; 4],
}

fn draw_plain(world: &[u16], lines: &[Vec<u16>]) -> Plain {
    let mut draw = Draw::new(world);
    let mut text = draw.word(&["account main = 111111111111\n", ""]);
    text.push_str(LETS);
    let mut teams = [None; 4];
    for (user, team) in USERS.iter().zip(&mut teams) {
        if draw.percent(50) {
            *team = Some(*draw.pick(&["red", "blue"]));
        }
        let tags = team.map_or_else(String::new, |team| {
            format!(" {{ tags {{ team = {team} }} }}")
        });
        text.push_str(&format!("user {user}{tags}\n"));
    }
    let mut members: Vec<Vec<&'static str>> = Vec::new();
    for (place, group) in GROUPS.iter().enumerate() {
        let mut own: Vec<&'static str> = USERS.into_iter().filter(|_| !draw.percent(60)).collect();
        if !own.is_empty() {
            text.push_str(&format!("group {group}: {}\n", own.join(", ")));
        }
        let included: Vec<usize> = (0..place).filter(|_| draw.percent(25)).collect();
        if !included.is_empty() {
            let names: Vec<&str> = included.iter().map(|place| GROUPS[*place]).collect();
            text.push_str(&format!("group {group} includes {}\n", names.join(", ")));
            own.extend(included.iter().flat_map(|place| members[*place].clone()));
        }
        if own.is_empty() {
            text.push_str(&format!("group {group} {{ path /none/ }}\n"));
        }
        members.push(own);
    }
    let mut grants = Vec::new();
    for (number, tape) in lines.iter().enumerate() {
        let mut draw = Draw::new(tape);
        let (subject, who) = match draw.below(8) {
            0..=5 => {
                let place = draw.below(GROUPS.len());
                (format!("group {}", GROUPS[place]), members[place].clone())
            }
            _ => {
                let user = *draw.pick(&USERS);
                (format!("user {user}"), vec![user])
            }
        };
        let form = draw.below(6);
        let grant = draw_grant(&mut draw);
        let line = &grant.text;
        text.push_str(&match form {
            0 | 1 => format!("{subject} {line}\n"),
            2 => format!("{subject} {{ {line} }}\n"),
            3 => format!("policy P{number} {{ {line} }}\n{subject} has P{number}\n"),
            4 => format!("policy P{number}(unread) {{ {line} as S{{unread}} }}\n{subject} has P{number}({number})\n"),
            _ => format!("for n in {number}..{number} {{ {subject} {line} as T{{n}} }}\n"),
        });
        grants.push((who, grant));
    }
    Plain {
        text,
        grants,
        teams,
    }
}

fn asked(facts: &Facts) -> Asked {
    let mut context = vec![(
        "aws:CurrentTime".to_owned(),
        Given::One(facts.time.to_owned()),
    )];
    let age = facts.mfa_age.map(|age| age.to_string());
    let singles = [
        ("aws:MultiFactorAuthPresent", facts.mfa),
        ("aws:MultiFactorAuthAge", age.as_deref()),
        ("aws:SecureTransport", facts.tls),
        ("aws:RequestTag/team", facts.team),
        ("aws:ResourceTag/team", facts.team),
        ("s3:ExistingObjectTag/team", facts.team),
        ("s3:RequestObjectTag/team", facts.team),
        ("iam:ResourceTag/team", facts.team),
        ("s3:prefix", facts.prefix),
        ("aws:SourceIp", facts.address),
        ("aws:RequestedRegion", facts.region),
    ];
    for (key, value) in singles {
        context.extend(value.map(|value| (key.to_owned(), Given::One(value.to_owned()))));
    }
    if let Some(keys) = &facts.tag_keys {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        context.push(("aws:TagKeys".to_owned(), Given::Many(keys)));
    }
    Asked {
        principal: format!("user/{}", facts.user),
        action: facts.action.to_owned(),
        resource: facts.resource.to_owned(),
        context,
        sessions: Vec::new(),
        resource_account: None,
    }
}

/// How many programs compiled, of how many, and what the others failed on.
#[derive(Default)]
struct Compiles {
    all: usize,
    good: usize,
    codes: std::collections::BTreeMap<String, usize>,
}

impl Compiles {
    fn check(&self) {
        eprintln!("{} of {} compiled; {:?}", self.good, self.all, self.codes);
        assert!(self.good * 2 > self.all, "most programs do not compile");
    }
}

fn compile_text(text: &str, compiles: &RefCell<Compiles>) -> Option<aclc::pipeline::Compiled> {
    let input = Input::Text {
        name: "random.acl".to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let (compiled, diagnostics) = compile_input(input);
    let mut compiles = compiles.borrow_mut();
    compiles.all += 1;
    compiles.good += usize::from(compiled.is_some());
    if compiled.is_none() {
        for diagnostic in diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == aclc::diag::Severity::Error)
        {
            *compiles
                .codes
                .entry(diagnostic.code.to_string() + " " + &diagnostic.message)
                .or_default() += 1;
        }
    }
    compiled
}

#[test]
fn grants_mean_what_they_say() {
    let (tally, compiles) = (
        RefCell::new(Tally::default()),
        RefCell::new(Compiles::default()),
    );
    let result = TestRunner::new(super::config()).run(&tapes(), |tapes| {
        let plain = draw_plain(&tapes.world, &tapes.lines);
        let Some(compiled) = compile_text(&plain.text, &compiles) else {
            return Ok(());
        };
        let targets = Targets::new(&compiled.tree, &compiled.documents.files);
        for tape in &tapes.requests {
            let mut draw = Draw::new(tape);
            let place = draw.below(USERS.len());
            let facts = Facts {
                user: USERS[place],
                own_team: plain.teams[place],
                ..draw_facts(&mut draw)
            };
            let fail =
                |difference: &str| TestCaseError::fail(format!("{difference}\n{}", plain.text));
            let found = compare(&targets, &asked(&facts), &tally)
                .map_err(|difference| fail(&difference))?;
            let applying: Vec<bool> = plain
                .grants
                .iter()
                .filter(|(who, grant)| who.contains(&facts.user) && grant.applies(&facts))
                .map(|(_, grant)| grant.allows)
                .collect();
            let expected = match (applying.contains(&false), applying.contains(&true)) {
                (true, _) => Decision::ExplicitDeny,
                (false, true) => Decision::Allow,
                (false, false) => Decision::ImplicitDeny,
            };
            if found != expected {
                return Err(fail(&format!(
                    "the text says {expected:?}, both targets {found:?}: {facts:?}"
                )));
            }
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    eprintln!("{:?}", tally.borrow());
    compiles.into_inner().check();
    tally.into_inner().check();
}

/// A line of any kind, for a program that has what [`BONES`] declares.
fn draw_line(draw: &mut Draw<'_>, number: usize) -> String {
    let grant = |draw: &mut Draw<'_>| draw_grant(draw).text;
    let bare = |draw: &mut Draw<'_>| for_anyone(&grant(draw));
    let when = |draw: &mut Draw<'_>| match draw.below(3) {
        0 => String::new(),
        _ => format!(" when {}", draw_condition_text(draw, true)),
    };
    let who = |draw: &mut Draw<'_>| {
        draw.word(&[
            "user ana",
            "group Readers",
            "role app",
            "role other/Deploy",
            "account other",
            "anyone",
            "service cloudtrail for account main",
            "service ec2",
            "user other/ana",
            "arn:aws:iam::999999999999:user/stranger",
            "arn:aws:sts::111111111111:assumed-role/app/s1",
        ])
    };
    match draw.below(16) {
        0 => format!("group Readers {}", grant(draw)),
        1 => format!("user ana {}", grant(draw)),
        2 => format!("role app {}", bare(draw)),
        3 => format!("in account other {{ group Readers {} }}", grant(draw)),
        4 => format!(
            "role app {{ trusts {}{} }}",
            draw.word(&[
                "user ana",
                "group Readers",
                "account other",
                "service ec2, lambda",
                "role other/Deploy",
                "user other/ana"
            ]),
            when(draw)
        ),
        5 => format!(
            "group Readers may assume {}{}{}",
            draw.word(&["app", "other/Deploy"]),
            draw.word(&["", " openly"]),
            when(draw)
        ),
        6 => format!(
            "in account other {{ role Deploy may assume main/app }}\ngroup Readers may pass app to {}",
            draw.word(&["ec2", "lambda, sagemaker"])
        ),
        7 => {
            let who = who(draw);
            let allows = !draw.percent(40);
            let verb = if allows { "can" } else { "cannot" };
            let actions = draw.word(&["s3:GetObject", "s3:*", "s3:{Get,Put}Object*"]);
            let on = draw.word(&[
                "lake, lake/*",
                "lake/*",
                "lake/a/*",
                "lake/${aws:PrincipalTag/team}/*",
            ]);
            let who = if who == "anyone" && allows {
                "public"
            } else {
                &who
            };
            format!(
                "resource lake {{ {who} {verb} {actions} on {on}{} }}",
                when(draw)
            )
        }
        8 => format!(
            "boundary Limits {{ can {} on * }}\nboundary Limits {}",
            draw.word(&["*", "s3:*", "s3:Get*, ec2:*"]),
            bare(draw)
        ),
        9 => "user ana { boundary Limits }\nrole app { boundary Limits }".to_owned(),
        10 => format!(
            "guardrail G{number} on {} {{ {} }}",
            draw.word(&[
                "org",
                "ou Workloads",
                "ou Prod",
                "account other",
                "account main",
                "org, account main"
            ]),
            bare(draw)
        ),
        11 => {
            let actions = draw.word(&["s3:Get*", "s3:*", "sts:AssumeRole", "kms:*, s3:PutObject"]);
            let on = draw.word(&["org", "ou Workloads", "account main"]);
            format!(
                "resource guardrail R{number} on {on} {{ anyone cannot {actions} on *{} }}",
                when(draw)
            )
        }
        12 => format!(
            "session policy S{number} {{ {} can s3:* on * }}",
            bare(draw)
        ),
        13 => format!(
            "guardrail E{number} on ou Workloads {{ everyone except {} cannot s3:Get*, sts:* on * }}",
            draw.word(&["role app", "user ana", "role other/Deploy and user ana"])
        ),
        14 => format!(
            "for b in lake, other {{ group Readers {{ can s3:{{Get,List}}* on arn:aws:s3:::{{b}}/*{} }} }}",
            when(draw)
        ),
        _ => format!(
            "policy Q{number}(bucket) {{ can s3:Get* on {{bucket}}/*{} }}\nrole app has Q{number}(lake)\ngroup Readers has Q{number}(\"arn:aws:s3:::other\")",
            when(draw)
        ),
    }
}

/// What the lines are about.
const BONES: &str = r#"account main = 111111111111
account other = 222222222222
org o-a1b2c3d4e5
ou Workloads: main
ou Prod: other
ou Workloads includes Prod
region us-east-1
user ana { tags { team = red } path /ml/ }
group Readers: ana, bo
boundary Limits { can s3:* on * }
role app { path /svc/ tags { team = blue } trusts service ec2 }
in account other {
    user ana
    group Readers: ana, dee
    role Deploy { trusts account other  can s3:* on * }
}
"#;

#[test]
fn texts_decide_as_their_documents_say() {
    let (tally, compiles) = (
        RefCell::new(Tally::default()),
        RefCell::new(Compiles::default()),
    );
    let result = TestRunner::new(super::config()).run(&tapes(), |tapes| {
        let mut text = format!("{BONES}{LETS}");
        for (number, tape) in tapes.lines.iter().enumerate() {
            text.push_str(&draw_line(&mut Draw::new(tape), number));
            text.push('\n');
        }
        let Some(mut compiled) = compile_text(&text, &compiles) else {
            return Ok(());
        };
        let targets = Targets::new(&compiled.tree, &compiled.documents.files);
        let statements = statements(&mut compiled.program);
        for tape in &tapes.requests {
            let asked = draw_request(&mut Draw::new(tape), &compiled.program, &statements);
            compare(&targets, &asked, &tally)
                .map_err(|difference| TestCaseError::fail(format!("{difference}\n{text}")))?;
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    eprintln!("{:?}", tally.borrow());
    compiles.into_inner().check();
    tally.into_inner().check();
}
