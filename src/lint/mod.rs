//! What compiles but is probably not what was meant.
//!
//! A rule is one file, named after what it finds, with one row in the table
//! below. It looks at the whole [`Program`] and reports with its own code; it
//! changes nothing and knows no other rule.

mod shared;
mod ways;

use crate::catalog::Catalog;
use crate::diag::{Code, Diagnostics, codes};
use crate::model::Program;
use crate::runtime::Instant;
use crate::source::Span;
use shared::known::Known;

/// What the rules need to know beside the program.
#[derive(Clone, Debug, Default)]
pub struct Options {
    now: Option<Instant>,
    services: Vec<String>,
}

impl Options {
    /// Nothing but the program: rules about dates find nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// The moment that dates are compared with, as conditions write it:
    /// `2026-01-31`, `2026-01-31T12:00:00Z` or seconds since 1970. None if it is
    /// not written so.
    pub fn at(now: &str) -> Option<Self> {
        Instant::parse(now).map(|now| Self {
            now: Some(now),
            ..Self::default()
        })
    }

    /// The same with the prefixes of services of one's own, which the catalog
    /// need not know.
    #[must_use]
    pub fn with_services(self, services: Vec<String>) -> Self {
        Self { services, ..self }
    }
}

/// A rule.
struct Rule {
    /// Its file, without `.rs`.
    name: &'static str,
    /// The only code that it reports.
    code: Code,
    check: fn(&View<'_>, &mut Diagnostics),
}

/// What a rule sees.
struct View<'p> {
    program: &'p Program,
    catalog: &'p Catalog,
    /// The same, with what it has answered before.
    known: Known<'p>,
    now: Option<Instant>,
    /// The prefixes of services of one's own.
    services: &'p [String],
}

macro_rules! rules {
    ($($name:ident $code:ident;)*) => {
        $(mod $name;)*

        /// Every rule, in the order of their codes.
        const RULES: &[Rule] = &[
            $(Rule { name: stringify!($name), code: codes::$code, check: $name::check },)*
        ];
    };
}

rules! {
    unknown_global_key UNKNOWN_GLOBAL_KEY;
    overridden_grant OVERRIDDEN_GRANT;
    shadowed_grant SHADOWED_GRANT;
    empty_group GROUP_WITHOUT_MEMBERS;
    near_names NEAR_NAMES;
    everything EVERYTHING;
    past_date PAST_DATE;
    near_date NEAR_DATE;
    unassumable_role UNASSUMABLE_ROLE;
    untrusted_subject UNTRUSTED_SUBJECT;
    untrusted_service UNTRUSTED_SERVICE;
    confused_deputy CONFUSED_DEPUTY;
    any_token ANY_TOKEN;
    one_half ONE_HALF;
    open_door OPEN_DOOR;
    self_tagging SELF_TAGGING;
    question_about_nothing QUESTION_ABOUT_NOTHING;
    unreached_service UNREACHED_SERVICE;
    mfa_of_shared MFA_OF_SHARED;
    name_of_two_kinds NAME_OF_TWO_KINDS;
    unbraced_variable UNBRACED_VARIABLE;
    folder_alone FOLDER_ALONE;
    near_account NEAR_ACCOUNT;
    near_actions NEAR_ACTIONS;
    unknown_service UNKNOWN_PREFIX;
    unknown_action UNKNOWN_ACTION;
    pattern_of_nothing PATTERN_OF_NOTHING;
    never_on_resource NEVER_ON_RESOURCE;
    needs_star NEEDS_STAR;
    no_such_resource NO_SUCH_RESOURCE;
    unknown_key UNKNOWN_KEY;
    key_not_carried KEY_NOT_CARRIED;
    tags_not_supported TAGS_NOT_SUPPORTED;
    operator_of_other_type OPERATOR_OF_OTHER_TYPE;
    set_operator SET_OPERATOR;
    impossible_value IMPOSSIBLE_VALUE;
    impossible_id IMPOSSIBLE_ID;
    wildcard_without_like WILDCARD_WITHOUT_LIKE;
    private_source PRIVATE_SOURCE;
    missing_resource MISSING_RESOURCE;
    mismatched_trust MISMATCHED_TRUST;
    foreign_action FOREIGN_ACTION;
    malformed_arn MALFORMED_ARN;
    roles_anywhere ROLES_ANYWHERE;
    unlimited_resource UNLIMITED_RESOURCE;
    unused_resource UNUSED_RESOURCE;
    missing_dependent MISSING_DEPENDENT;
    redundant_action REDUNDANT_ACTION;
    redundant_resource REDUNDANT_RESOURCE;
    redundant_value REDUNDANT_VALUE;
    redundant_principal REDUNDANT_PRINCIPAL;
    former_action FORMER_ACTION;
    host_bits HOST_BITS;
    deprecated_key DEPRECATED_KEY;
    empty_list EMPTY_LIST;
    privilege_escalation PRIVILEGE_ESCALATION;
    borrowed_role BORROWED_ROLE;
    pass_any_role PASS_ANY_ROLE;
    any_service_linked_role ANY_SERVICE_LINKED_ROLE;
    public_access PUBLIC_ACCESS;
    allow_not_principal ALLOW_NOT_PRINCIPAL;
    key_not_of_service KEY_NOT_OF_SERVICE;
    unpaired_key UNPAIRED_KEY;
    governed_by_others GOVERNED_BY_OTHERS;
    mfa_not_asked MFA_NOT_ASKED;
    every_value_of_none EVERY_VALUE_OF_NONE;
    token_for_anyone TOKEN_FOR_ANYONE;
    loose_subject LOOSE_TOKEN_SUBJECT;
    any_branch ANY_BRANCH;
    data_exfiltration DATA_EXFILTRATION;
    resource_exposure RESOURCE_EXPOSURE;
    credentials_exposure CREDENTIALS_EXPOSURE;
    service_wildcard SERVICE_WILDCARD;
    audience_as_list AUDIENCE_AS_LIST;
    compute_administrator COMPUTE_ADMINISTRATOR;
}

/// Everything that a rule finds in a program without errors.
pub fn lint(program: &Program, catalog: &Catalog, options: &Options) -> Diagnostics {
    let view = View {
        program,
        catalog,
        known: Known::new(catalog),
        now: options.now,
        services: &options.services,
    };
    let mut diagnostics = Diagnostics::new();
    for rule in RULES {
        (rule.check)(&view, &mut diagnostics);
    }
    diagnostics.sort();
    diagnostics
}

/// Lints of what a policy document can hold, with the warnings by which the
/// language says the same of its own lines.
const SAID_BEFORE: &[(Code, &[Code])] = &[
    (
        codes::MFA_NOT_ASKED,
        &[codes::FALSE_IS_NOT_MISSING, codes::RESTS_ON_MISSING_KEY],
    ),
    (codes::EVERY_VALUE_OF_NONE, &[codes::RESTS_ON_MISSING_KEY]),
    (codes::UNKNOWN_GLOBAL_KEY, &[codes::UNKNOWN_GLOBAL_KEY]),
    (codes::UNKNOWN_PREFIX, &[codes::UNKNOWN_PREFIX]),
    (codes::UNKNOWN_ACTION, &[codes::UNKNOWN_ACTION]),
    (codes::PATTERN_OF_NOTHING, &[codes::PATTERN_OF_NOTHING]),
];

/// Takes out of what the lints found what has been said of the same line before.
pub fn drop_repeats(lints: &mut Diagnostics, said: &Diagnostics) {
    // A program of unknown actions has as many of both as it has lines.
    let mut said: Vec<(Span, Code)> = said
        .iter()
        .filter_map(|it| Some((it.place()?, it.code)))
        .collect();
    said.sort_unstable_by_key(|(place, _)| *place);
    lints.retain(|lint| {
        let before = SAID_BEFORE.iter().find(|(code, _)| *code == lint.code);
        let (Some((_, codes)), Some(whole)) = (before, lint.place()) else {
            return true;
        };
        let start = |place: Span| (place.source, place.start);
        let first = said.partition_point(|(place, _)| start(*place) < start(whole));
        let later = said.iter().skip(first);
        let mut within = later
            .take_while(|(place, _)| place.source == whole.source && place.start <= whole.end)
            .filter(|(place, _)| place.end <= whole.end);
        !within.any(|(_, code)| codes.contains(code))
    });
}

/// Every rule: the name of its file and its code.
pub fn rules() -> impl Iterator<Item = (&'static str, Code)> {
    RULES.iter().map(|rule| (rule.name, rule.code))
}

/// The actions that lay open data, resources and credentials, as the rules about
/// each know them: the name of the rule and an action.
pub fn exposing_actions() -> impl Iterator<Item = (&'static str, &'static str)> {
    let tables = [
        ("data_exfiltration", data_exfiltration::METHODS),
        ("resource_exposure", resource_exposure::METHODS),
        ("credentials_exposure", credentials_exposure::METHODS),
    ];
    tables.into_iter().flat_map(|(rule, methods)| {
        let actions = methods.iter().flat_map(ways::Method::actions);
        actions.map(move |action| (rule, action))
    })
}

/// The published ways to come by more rights that the rules know: the name of
/// each and the actions that it takes.
pub fn escalations() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    let methods = ways::ESCALATIONS.iter();
    methods.map(|method| (method.name, method.actions().collect()))
}
