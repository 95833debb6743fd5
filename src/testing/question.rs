use core::fmt;

use crate::ask;
use crate::runtime::{ContextValue, Time};

/// What everyone is asked for: may they do this with that?
///
/// ```
/// use aclc::testing::Question;
///
/// let question = Question::new("s3:GetObject", "arn:aws:s3:::lake/a.csv")
///     .with("aws:MultiFactorAuthPresent", true)
///     .within("ReadOnly")
///     .at("2026-06-01T12:00:00Z");
/// assert_eq!(
///     question.to_string(),
///     "s3:GetObject on arn:aws:s3:::lake/a.csv with aws:MultiFactorAuthPresent = true \
///      within ReadOnly at 2026-06-01T12:00:00Z",
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Question {
    pub(super) asked: ask::Question,
    pub(super) time: Option<Time>,
    /// The first mistake in how it was put, in one sentence.
    pub(super) fault: Option<String>,
}

impl Question {
    /// An action such as `s3:GetObject`, and an ARN, or `*` for an action without
    /// resources.
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        let asked = ask::Question {
            action: action.into(),
            resource: resource.into(),
            ..ask::Question::default()
        };
        Self {
            asked,
            time: None,
            fault: None,
        }
    }

    /// With the value of a condition key.
    #[must_use]
    pub fn with<'v>(mut self, key: impl Into<String>, value: impl Into<ContextValue<'v>>) -> Self {
        let key = key.into();
        let given = match value.into() {
            ContextValue::One(text) => ask::Given::One(text.to_owned()),
            ContextValue::Many(texts) => {
                ask::Given::Many(texts.iter().map(|&text| text.to_owned()).collect())
            }
            ContextValue::Absent => ask::Given::Absent,
            ContextValue::Bool(value) => ask::Given::One(value.to_string()),
            ContextValue::Number(value) => ask::Given::One(value.to_string()),
            ContextValue::Address(value) => ask::Given::One(value.to_string()),
            ContextValue::Time(value) if key.eq_ignore_ascii_case("aws:EpochTime") => {
                ask::Given::One(value.seconds().to_string())
            }
            ContextValue::Time(value) => ask::Given::One(value.to_string()),
        };
        if let Err(error) = self.asked.give(key, given) {
            self.fault.get_or_insert(error.to_string());
        }
        self
    }

    /// Asked at this time, such as `2026-06-01T12:00:00Z`. A snapshot that hangs
    /// on today's date would fail tomorrow, so there is none unless it is given.
    #[must_use]
    pub fn at(mut self, time: &str) -> Self {
        self.time = Time::parse(time);
        if self.time.is_none() {
            let fault = format!("`{time}` is no time: write `2026-06-01T12:00:00Z`");
            self.fault.get_or_insert(fault);
        }
        self
    }

    /// Asked in a session that a session policy of the program limits.
    #[must_use]
    pub fn within(mut self, session_policy: impl Into<String>) -> Self {
        self.asked.session_policies.push(session_policy.into());
        self
    }
}

/// One line: the action and the resource, then all that is given beside.
impl fmt::Display for Question {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ask::Question {
            action,
            resource,
            context,
            session_policies,
            ..
        } = &self.asked;
        write!(formatter, "{action} on {resource}")?;
        for (place, (key, given)) in context.iter().enumerate() {
            let lead = if place == 0 { "with" } else { "and" };
            write!(formatter, " {lead} {key} = ")?;
            match given {
                ask::Given::One(value) => formatter.write_str(value)?,
                ask::Given::Many(values) => write!(formatter, "[{}]", values.join(", "))?,
                ask::Given::Absent => formatter.write_str("absent")?,
            }
        }
        for policy in session_policies {
            write!(formatter, " within {policy}")?;
        }
        match self.time {
            Some(time) => write!(formatter, " at {time}"),
            None => Ok(()),
        }
    }
}
