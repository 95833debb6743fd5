//! Random programs but for their statements: accounts, the organization, and who and what there is in them.

use aclc::model::{
    Account, AccountId, Attachment, Boundary, BoundaryId, Entity, Group, GroupId, Guardrail,
    GuardrailKind, GuardrailTarget, Limit, Organization, Policy, PolicyId, Program, ResourcePolicy,
    Role, SessionPolicy, Settings, Unit, UnitId, User, UserId,
};
use aclc::source::{Sources, Span};

use super::draw::Draw;
use super::words;

/// A program without statements.
pub(crate) fn draw_world(draw: &mut Draw<'_>) -> Program {
    let mut program = Program {
        settings: Settings {
            partition: if draw.percent(8) { "aws-cn" } else { "aws" }.to_owned(),
            region: None,
        },
        ..Program::default()
    };
    draw_accounts(draw, &mut program);
    draw_managed(draw, &mut program);
    for place in 0..program.accounts.len() {
        draw_entities(draw, &mut program, AccountId::new(place));
    }
    draw_limits(draw, &mut program);
    program
}

/// Where nothing is: random programs have no text.
pub(crate) fn nowhere() -> Span {
    Span::new(Sources::new().add("random.acl", ""), 0, 0)
}

fn draw_accounts(draw: &mut Draw<'_>, program: &mut Program) {
    let named: &[&str] = match draw.below(8) {
        0 | 4 | 5 => &["main"],
        1 => &[],
        2 | 6 => &["main", "other"],
        _ => &["main", "other", "payer"],
    };
    let account = |name: &str, number: Option<&str>| Account {
        name: name.to_owned(),
        number: number.map(str::to_owned),
        unit: None,
        origin: None,
    };
    program.accounts = named
        .iter()
        .zip(words::NUMBERS)
        .map(|(name, number)| account(name, Some(number)))
        .collect();
    if named.is_empty() {
        program.accounts.push(account("default", None));
    }
    if draw.percent(60) {
        let management = draw.below(program.accounts.len() + 1);
        program.organization = Some(Organization {
            id: words::ORGANIZATION.to_owned(),
            management: management.checked_sub(1).map(AccountId::new),
            origin: nowhere(),
        });
        for (place, name) in ["Workloads", "Prod", "Sandbox"].into_iter().enumerate() {
            let parent = draw.below(place + 1).checked_sub(1).map(UnitId::new);
            program.units.push(Unit {
                name: name.to_owned(),
                parent,
                origin: nowhere(),
            });
        }
        for account in &mut program.accounts {
            account.unit = draw.below(4).checked_sub(1).map(UnitId::new);
        }
    }
}

fn entity(name: &str, account: AccountId, path: &str) -> Entity {
    Entity {
        name: name.to_owned(),
        account,
        path: path.to_owned(),
        origin: nowhere(),
    }
}

fn draw_managed(draw: &mut Draw<'_>, program: &mut Program) {
    for place in 0..program.accounts.len() {
        let account = AccountId::new(place);
        for name in ["P1", "P2"].iter().take(draw.below(3)) {
            program.policies.push(Policy {
                entity: entity(name, account, "/"),
                statements: Vec::new(),
            });
        }
        for name in ["B1", "B2"].iter().take(draw.below(3)) {
            program.boundaries.push(Boundary {
                entity: entity(name, account, "/"),
                statements: Vec::new(),
            });
        }
    }
    for name in ["S1", "S2"].iter().take(draw.below(3)) {
        program.session_policies.push(SessionPolicy {
            name: (*name).to_owned(),
            statements: Vec::new(),
            origin: nowhere(),
        });
    }
}

fn draw_entities(draw: &mut Draw<'_>, program: &mut Program, account: AccountId) {
    let first_user = program.users.len();
    for name in words::USERS.iter().take(1 + draw.below(words::USERS.len())) {
        let user = User {
            entity: entity(name, account, &draw.word(words::PATHS)),
            tags: draw_tags(draw),
            groups: Vec::new(),
            statements: Vec::new(),
            attached: draw_attached(draw, program, account),
            boundary: draw_boundary(draw, program, account),
        };
        program.users.push(user);
    }
    for name in ["devs", "ops"].iter().take(draw.below(3)) {
        let id = GroupId::new(program.groups.len());
        let members: Vec<UserId> = (first_user..program.users.len())
            .filter(|_| !draw.percent(50))
            .map(UserId::new)
            .collect();
        for member in &members {
            program.users[member.index()].groups.push(id);
        }
        let attached = draw_attached(draw, program, account);
        program.groups.push(Group {
            entity: entity(name, account, &draw.word(words::PATHS)),
            members,
            statements: Vec::new(),
            attached,
        });
    }
    for name in words::ROLES.iter().take(draw.below(1 + words::ROLES.len())) {
        let path = if draw.percent(6) {
            "/aws-service-role/ec2.amazonaws.com/".to_owned()
        } else {
            draw.word(words::PATHS)
        };
        let role = Role {
            entity: entity(name, account, &path),
            tags: draw_tags(draw),
            max_session: 3_600,
            trust: Vec::new(),
            statements: Vec::new(),
            attached: draw_attached(draw, program, account),
            boundary: draw_boundary(draw, program, account),
        };
        program.roles.push(role);
    }
}

fn draw_tags(draw: &mut Draw<'_>) -> Vec<(String, String)> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for (key, value) in draw.list(0, 2, |draw| *draw.pick(words::TAGS)) {
        if tags.iter().all(|(other, _)| other != key) {
            tags.push((key.to_owned(), value.to_owned()));
        }
    }
    tags
}

fn draw_attached(draw: &mut Draw<'_>, program: &Program, account: AccountId) -> Vec<Attachment> {
    let mut attached = Vec::new();
    for (place, policy) in program.policies.iter().enumerate() {
        if policy.entity.account == account && draw.percent(30) {
            attached.push(Attachment::Managed(PolicyId::new(place)));
        }
    }
    if draw.percent(5) {
        let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess".to_owned();
        attached.push(Attachment::External {
            arn,
            origin: nowhere(),
        });
    }
    attached
}

fn draw_boundary(draw: &mut Draw<'_>, program: &Program, account: AccountId) -> Option<Limit> {
    let boundaries = program.boundaries.iter().enumerate();
    let boundaries = boundaries
        .filter(|(_, boundary)| boundary.entity.account == account)
        .map(|(place, _)| Limit::Boundary(BoundaryId::new(place)));
    let policies = program.policies.iter().enumerate();
    let policies = policies
        .filter(|(_, policy)| policy.entity.account == account)
        .map(|(place, _)| Limit::Policy(PolicyId::new(place)));
    let own: Vec<Limit> = boundaries.chain(policies).collect();
    (draw.percent(40) && !own.is_empty()).then(|| *draw.pick(&own))
}

/// The resources that have a policy; each account may hold any.
const DECLARED: [(&str, &str); 6] = [
    ("lake", "arn:aws:s3:::lake"),
    ("inner", "arn:aws:s3:::lake/inner"),
    ("jobs", "arn:aws:sqs:us-east-1:111111111111:jobs"),
    ("key", "arn:aws:kms:us-east-1:111111111111:key/k1"),
    ("key2", "arn:aws:kms:us-east-1:222222222222:key/k2"),
    ("side", "arn:aws:s3:::lakeside"),
];

fn draw_limits(draw: &mut Draw<'_>, program: &mut Program) {
    for (name, arn) in DECLARED {
        if draw.percent(40) {
            program.resources.push(ResourcePolicy {
                name: name.to_owned(),
                account: AccountId::new(draw.below(program.accounts.len())),
                arn: arn.to_owned(),
                statements: Vec::new(),
                origin: nowhere(),
            });
        }
    }
    let mut targets: Vec<GuardrailTarget> = Vec::new();
    if program.organization.is_some() {
        targets.push(GuardrailTarget::Organization);
        targets.extend(
            (0..program.units.len()).map(|place| GuardrailTarget::Unit(UnitId::new(place))),
        );
        let accounts = 0..program.accounts.len();
        targets.extend(accounts.map(|place| GuardrailTarget::Account(AccountId::new(place))));
    }
    for name in ["G1", "G2", "G3", "G4"].iter().take(draw.below(5)) {
        if targets.is_empty() {
            break;
        }
        let mut own = draw.list(1, 3, |draw| *draw.pick(&targets));
        own.sort_unstable();
        own.dedup();
        program.guardrails.push(Guardrail {
            name: (*name).to_owned(),
            kind: if draw.percent(50) {
                GuardrailKind::Resource
            } else {
                GuardrailKind::Service
            },
            targets: own,
            statements: Vec::new(),
            origin: nowhere(),
        });
    }
}
