use super::arena::Id;
use super::tree::{Origin, Sid, Statement, Unit};
use super::{Caller, Policy, Request};
use crate::iam::{Effect, PolicyKind};

/// What the policies say to a request. Nothing but an [`Allow`](Self::Allow) lets
/// anybody do anything.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     user Ann can s3:* on arn:aws:s3:::lake/*
///     user Ann cannot s3:DeleteObject on *
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Decision, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let decide = |action| {
///     let request = Request::new(&ann, action, "arn:aws:s3:::lake/a.csv");
///     policy.decide(&request).map(|answer| answer.decision())
/// };
/// assert_eq!(decide("s3:GetObject")?, Decision::Allow);
/// assert_eq!(decide("s3:DeleteObject")?, Decision::ExplicitDeny);
/// assert_eq!(decide("ec2:RunInstances")?, Decision::ImplicitDeny);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Allowed.
    Allow,
    /// Refused by a statement that denies it.
    ExplicitDeny,
    /// Refused because something that would have to allow it does not.
    ImplicitDeny,
}

impl Decision {
    /// As `aclc eval` prints it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::ExplicitDeny => "ExplicitDeny",
            Self::ImplicitDeny => "ImplicitDeny",
        }
    }
}

/// A decision, what made it, and what it takes for granted.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     user Ann can s3:GetObject on arn:aws:s3:::lake/*
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{AccountSource, Decision, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// let answer = policy.decide(&request)?;
///
/// assert_eq!(answer.decision(), Decision::Allow);
/// let by: Vec<String> = answer.statements().map(|by| by.to_string()).collect();
/// assert_eq!(by, ["team.acl:3"]);
/// let (account, source) = answer.resource_account();
/// assert_eq!((account, source), (Some("111122223333"), AccountSource::Caller));
/// assert_eq!(answer.gap(), None);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Answer<'t> {
    pub(crate) decision: Decision,
    pub(crate) statements: [Option<Id<Statement>>; 2],
    /// Of the policy that has decided.
    pub(crate) caller: &'t Caller<'t>,
    pub(crate) resource: &'t str,
    pub(crate) given_account: Option<&'t str>,
    pub(crate) gap: Option<Gap>,
}

/// Where the resource's account was taken from. The number in the resource's ARN
/// comes before all else; then what the request says, then the declaration, and
/// last the caller's account.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     user Ann can * on *
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{AccountSource, Request};
///
/// let ann = policy.principal("user/Ann")?;
/// let bucket = Request::new(&ann, "s3:ListBucket", "arn:aws:s3:::lake");
/// let (_, source) = policy.decide(&bucket)?.resource_account();
/// assert_eq!(source, AccountSource::Caller);
///
/// let bucket = bucket.with_resource_account("444455556666");
/// let (_, source) = policy.decide(&bucket)?.resource_account();
/// assert_eq!(source, AccountSource::Request);
///
/// let queue = "arn:aws:sqs:eu-west-1:111122223333:jobs";
/// let queue = Request::new(&ann, "sqs:SendMessage", queue).with_resource_account("444455556666");
/// let (account, source) = policy.decide(&queue)?.resource_account();
/// assert_eq!((account, source), (Some("111122223333"), AccountSource::Arn));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountSource {
    /// The request says it, and the ARN does not.
    Request,
    /// The resource's ARN holds it.
    Arn,
    /// The program declares the resource in it, and neither ARN nor request says
    /// it.
    Declaration,
    /// Nothing says it: it is assumed to be the caller's own.
    Caller,
}

/// Why a decision is not the last word: something that counts is not in the
/// program.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     account prod = 111122223333
///     account other = 444455556666
///     resource arn:aws:s3:::lake {
///         account other can s3:GetObject on arn:aws:s3:::lake/*
///     }
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::runtime::{Decision, Gap, Request};
///
/// // Her own account would have to allow it, too, and the program does not have her.
/// let eve = policy.principal("arn:aws:iam::444455556666:user/Eve")?;
/// let request = Request::new(&eve, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// let answer = policy.decide(&request)?;
/// assert_eq!(answer.decision(), Decision::ImplicitDeny);
/// assert_eq!(answer.gap(), Some(Gap::UnknownCaller));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Policies are attached to the caller whose documents are not given.
    UnknownPolicies,
    /// The caller's own policies are those of an account that the program does
    /// not describe, or it is of no name there. They count as empty.
    UnknownCaller,
    /// The role's trust policy is not in the program. It counts as empty.
    UnknownTrust,
    /// The KMS key's policy is not in the program. It is taken to be AWS's
    /// default one, which leaves the key to the policies of its account.
    UnknownKeyPolicy,
}

impl Gap {
    /// The gap in one sentence.
    pub fn message(self) -> &'static str {
        match self {
            Self::UnknownPolicies => {
                "policies are attached to the principal whose documents are not given"
            }
            Self::UnknownCaller => {
                "the principal's own policies are not in the program, and count as empty"
            }
            Self::UnknownKeyPolicy => {
                "the key's policy is not in the program, and is taken to be AWS's default one"
            }
            Self::UnknownTrust => {
                "the role's trust policy is not in the program, and counts as empty"
            }
        }
    }
}

/// One statement and where it is from. It displays as its place.
///
/// ```
#[doc = include_str!("example.txt")]
/// let program = "
///     group Engineers: Ann
///     group Engineers can s3:GetObject on arn:aws:s3:::lake/*
/// ";
/// # let tree = compiled(program)?;
/// # let policy = tree.policy();
/// use aclc::iam::Effect;
/// use aclc::runtime::Request;
///
/// let ann = policy.principal("user/Ann")?;
/// let request = Request::new(&ann, "s3:GetObject", "arn:aws:s3:::lake/a.csv");
/// let answer = policy.decide(&request)?;
/// let by = answer.statements().next().ok_or("nothing decided it")?;
/// assert_eq!((by.file, by.line), ("team.acl", 3));
/// assert_eq!((by.effect, by.policy), (Effect::Allow, "group Engineers"));
/// assert_eq!(by.to_string(), "team.acl:3");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provenance<'t> {
    /// The name of the file.
    pub file: &'t str,
    /// The line, from 1; 0 where it has none.
    pub line: u32,
    /// What it says.
    pub effect: Effect,
    /// Its `Sid`.
    pub sid: Option<&'t str>,
    /// The kind of policy that it is in.
    pub kind: PolicyKind,
    /// What it is of, such as `group ML-Engineers`.
    pub policy: &'t str,
}

impl<'t> Answer<'t> {
    /// The decision.
    pub fn decision(&self) -> Decision {
        self.decision
    }

    /// The statements that decided it: the one that denies; or those that
    /// allow, of the caller's side and of the resource's. None for an implicit
    /// deny.
    pub fn statements(&self) -> impl Iterator<Item = Provenance<'t>> + use<'t> {
        let policy = self.caller.policy;
        self.statements
            .into_iter()
            .flatten()
            .filter_map(move |id| policy.provenance(id))
    }

    /// The number of the account that the resource is taken to be of, if any,
    /// and where that was taken from.
    pub fn resource_account(&self) -> (Option<&'t str>, AccountSource) {
        let policy = self.caller.policy;
        let request = Request::new(self.caller, "", self.resource);
        let request = match self.given_account {
            Some(number) => request.with_resource_account(number),
            None => request,
        };
        let (account, source) = policy.resource_account(&request);
        (policy.number_of(account), source)
    }

    /// What the decision could not take into account. An explicit deny stands
    /// whatever is missing.
    pub fn gap(&self) -> Option<Gap> {
        self.gap
    }
}

impl<'a> Policy<'a> {
    pub(crate) fn provenance(self, id: Id<Statement>) -> Option<Provenance<'a>> {
        let statement = self.get(id)?;
        let unit = self.unit_of(id)?;
        // There may be none at all.
        let origin = self.all::<Origin>().get(id.place() as usize);
        let file = origin.and_then(|origin| self.get(origin.file));
        Some(Provenance {
            file: file.map(|file| self.text(file.name)).unwrap_or_default(),
            line: origin.map_or(0, |origin| origin.line),
            effect: statement.effect,
            sid: self.sid_of(id),
            kind: unit.kind,
            policy: self.text(unit.name),
        })
    }

    /// The unit that a statement is of.
    fn unit_of(self, id: Id<Statement>) -> Option<Unit> {
        let units = self.all::<Unit>();
        let after = units.partition_point(|unit| unit.statements.start <= id.place());
        units.get(after.checked_sub(1)?)
    }

    fn sid_of(self, id: Id<Statement>) -> Option<&'a str> {
        let sids = self.all::<Sid>();
        let sid = sids.get(sids.partition_point(|sid| sid.statement < id))?;
        (sid.statement == id).then(|| self.text(sid.text))
    }
}
