//! What somebody would do to come by what they should not have.

/// A way to something.
#[derive(Debug)]
pub(in crate::lint) struct Method {
    /// What it gets hold of, in a few words.
    pub(in crate::lint) name: &'static str,
    pub(in crate::lint) kind: MethodKind,
    /// What has to be done, one step after the other. A step's parts are one
    /// request's, so one identity must be allowed all of them; the next step can
    /// be another identity's.
    pub(in crate::lint) steps: &'static [&'static [Part]],
}

/// Where what it gets comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum MethodKind {
    /// From the actions themselves.
    Grants,
    /// From a role that is made for it, so that all steps are about one
    /// resource.
    Makes,
    /// From taking away a limit: a boundary, where there is one.
    Unbinds,
    /// From a role that is passed to this service.
    Passes(&'static str),
    /// From a role that this service works with already.
    Runs(&'static str),
}

/// An action that a method needs, and what it has to be allowed on.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) enum Part {
    /// Whatever it is allowed on.
    Any(&'static str),
    /// Anything: who may do it to what is named one by one is trusted with it.
    All(&'static str),
    /// Any of a kind, or what belongs to whoever does it.
    AnyOrOwn(Kind, &'static str),
    /// What belongs to whoever does it.
    Own(Kind, &'static str),
    /// Any of a kind.
    AnyOf(Kind, &'static str),
    /// `iam:PassRole`: any role, or one that is an administrator.
    Pass,
}

/// What an action of IAM is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lint) enum Kind {
    User,
    Group,
    Role,
    Policy,
}

impl Kind {
    /// What the last field of the ARN begins with.
    pub(in crate::lint) fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::Policy => "policy",
        }
    }
}

impl Part {
    pub(in crate::lint) fn action(self) -> &'static str {
        match self {
            Self::Any(action)
            | Self::All(action)
            | Self::AnyOrOwn(_, action)
            | Self::Own(_, action)
            | Self::AnyOf(_, action) => action,
            Self::Pass => "iam:PassRole",
        }
    }
}

impl Method {
    /// Its actions, in order.
    pub(in crate::lint) fn actions(&self) -> impl Iterator<Item = &'static str> {
        self.steps
            .iter()
            .copied()
            .flatten()
            .map(|part| part.action())
    }
}

pub(in crate::lint) const fn row(
    kind: MethodKind,
    name: &'static str,
    steps: &'static [&'static [Part]],
) -> Method {
    Method { name, kind, steps }
}

pub(in crate::lint) const fn grants(
    name: &'static str,
    steps: &'static [&'static [Part]],
) -> Method {
    row(MethodKind::Grants, name, steps)
}

pub(in crate::lint) const fn passes(
    service: &'static str,
    name: &'static str,
    steps: &'static [&'static [Part]],
) -> Method {
    row(MethodKind::Passes(service), name, steps)
}

pub(in crate::lint) const fn runs(
    service: &'static str,
    name: &'static str,
    steps: &'static [&'static [Part]],
) -> Method {
    row(MethodKind::Runs(service), name, steps)
}

/// A method without a name: its action is one.
pub(in crate::lint) const fn each(steps: &'static [&'static [Part]]) -> Method {
    grants("", steps)
}
