use std::borrow::Cow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hashbrown::{HashMap, HashSet};

use super::Options;
use super::directory::Directory;
use super::expand::LOOP_LIMIT;
use super::let_table::Lets;
use super::lower::Said;
use super::scope::Scope;
use super::template::{self, Filled};
use super::unread::Unread;
use super::values::Progress;
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::import::Shelf;
use crate::model::{AccountId, Entity, GroupId, Program, ResourceId, RoleId, UserId};
use crate::source::{Sources, Span};
use crate::syntax::ast::{Ast, Word};

/// So many times a run searches the catalog for what was meant. It takes a look
/// at all actions of a service, and where a thousand are unknown the catalog is
/// too old, or the text is no program.
const SEARCHES: usize = 1_000;

/// What a program declares: what the words of a clause are looked up in.
///
/// A method that takes [`Diagnostics`] reports what is wrong and gives `None`.
#[derive(Debug)]
pub struct World<'a, 's> {
    /// The program as far as it is known: while clauses are lowered, everything
    /// but statements, guardrails, resources and tests.
    pub program: Program,
    pub(super) options: Options<'a>,
    /// The IAM documents that it names.
    pub(super) shelf: &'a Shelf<'a>,
    pub(super) lets: Lets<'a, 's>,
    pub(super) progress: Mutex<Vec<Progress>>,
    /// How many of them are being found, each for the one before.
    pub(super) depth: AtomicUsize,
    pub(super) directory: Directory<'s>,
    /// The accounts by their numbers.
    pub(super) account_numbers: HashMap<String, AccountId>,
    /// The resource policies by their ARN, and their names in small letters.
    pub(super) resource_places: HashMap<String, ResourceId>,
    pub(super) resource_names: HashSet<String>,
    unread: Unread,
    /// Whether the catalog has an action for a pattern, of those asked so far.
    matching: Mutex<HashMap<String, bool>>,
    /// What to say of actions that the catalog does not know, wherever they
    /// stand: finding what was meant takes a look at the whole service.
    pub(super) unknown_actions: Mutex<HashMap<String, Said>>,
    /// How often it was searched for what was meant.
    searches: AtomicUsize,
    /// How many names were compared to find nearest ones.
    pub(super) compared: AtomicUsize,
    /// How much more loops may write out.
    pub(super) loops_left: AtomicUsize,
    /// Whether a loop wanted more than that.
    pub(super) loops_stopped: AtomicBool,
    /// Whether lines are only tried, many at once.
    ///
    /// INVARIANT (trial): while they are, nothing above is changed that a later
    /// line could tell, and a line that would have to is one that something is
    /// said about. So what a line comes to, about which nothing is said, does not
    /// hang on the others.
    pub(super) trying: bool,
}

impl<'a, 's> World<'a, 's> {
    /// A world that holds nothing yet.
    pub(super) fn new(
        asts: &[Ast<'s>],
        shelf: &'a Shelf<'a>,
        sources: &Sources,
        options: Options<'a>,
    ) -> Self {
        Self {
            shelf,
            program: Program::default(),
            options,
            lets: Lets::default(),
            progress: Mutex::default(),
            depth: AtomicUsize::new(0),
            directory: Directory::default(),
            account_numbers: HashMap::new(),
            resource_places: HashMap::new(),
            resource_names: HashSet::new(),
            unread: Unread::new(asts, sources),
            matching: Mutex::default(),
            unknown_actions: Mutex::default(),
            searches: AtomicUsize::new(0),
            compared: AtomicUsize::new(0),
            loops_left: AtomicUsize::new(LOOP_LIMIT),
            loops_stopped: AtomicBool::new(false),
            trying: false,
        }
    }

    /// Puts the program's `let` names in place of those known so far.
    pub(super) fn set_lets(&mut self, lets: Lets<'a, 's>) {
        let untouched = core::iter::repeat_with(Progress::default).take(lets.len());
        self.progress = Mutex::new(untouched.collect());
        self.lets = lets;
    }

    /// The text of a word: `{x}` filled in, escapes read. A choice is an error.
    pub fn text(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Cow<'s, str>> {
        match self.fill(word, scope, false, diagnostics)? {
            Filled::One(text) => Some(text),
            Filled::Several(_) => None,
        }
    }

    /// The texts of a word: `{x}` filled in, escapes read, choices written out.
    /// A choice is an error in a word that can be neither an action pattern nor
    /// an ARN: in quoted text that does not begin with `arn:`, and in a bare
    /// word without `:` and `/`.
    pub fn texts(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Cow<'s, str>>> {
        let choices = if word.quoted {
            word.text.starts_with("arn:")
        } else {
            word.text.contains([':', '/'])
        };
        match self.fill(word, scope, choices, diagnostics)? {
            Filled::One(text) => Some(vec![text]),
            Filled::Several(texts) => Some(texts.into_iter().map(Cow::Owned).collect()),
        }
    }

    fn fill(
        &self,
        word: Word<'s>,
        scope: &Scope<'s>,
        choices: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<Filled<'s>> {
        let mut lookup = |name: &str, span: Span, diagnostics: &mut Diagnostics| {
            self.fill_value(name, span, scope, diagnostics)
        };
        template::fill(word, choices, &mut lookup, diagnostics)
    }

    /// Whether a name may have been declared in what could not be read, so that
    /// it is not reported as undeclared.
    pub fn may_be_unread(&self, name: &str) -> bool {
        self.unread.may_declare(name)
    }

    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub fn partition(&self) -> &str {
        &self.program.settings.partition
    }

    /// Whether an action of the catalog matches a pattern.
    pub(super) fn matches_something(&self, pattern: &str) -> bool {
        if let Some(known) = locked(&self.matching).get(pattern) {
            return *known;
        }
        let matches = self
            .options
            .catalog
            .actions_matching(pattern)
            .next()
            .is_some();
        locked(&self.matching).insert(pattern.to_owned(), matches);
        matches
    }

    /// Whether it may be searched once more for what was meant, of as many times
    /// as a run has.
    pub(super) fn may_search(&self) -> bool {
        !self.trying && self.searches.fetch_add(1, Ordering::Relaxed) < SEARCHES
    }

    /// The region of the program, where it names one.
    pub fn region(&self) -> Option<&str> {
        self.program.settings.region.as_deref()
    }

    /// The members of a group, also those of the groups that it includes.
    pub fn members(&self, group: GroupId) -> &[UserId] {
        self.program
            .group(group)
            .map_or(&[], |group| group.members.as_slice())
    }

    /// A user's ARN; none where the account has no number.
    pub fn user_arn(&self, user: UserId) -> Option<String> {
        let entity = &self.program.user(user)?.entity;
        self.entity_arn("user", entity)
    }

    /// A role's ARN; none where the account has no number.
    pub fn role_arn(&self, role: RoleId) -> Option<String> {
        let entity = &self.program.role(role)?.entity;
        self.entity_arn("role", entity)
    }

    /// IAM User Guide, "IAM identifiers": the path stands between the kind and
    /// the name.
    fn entity_arn(&self, kind: &str, entity: &Entity) -> Option<String> {
        let number = self.number_of(entity.account)?;
        Some(format!(
            "arn:{}:iam::{number}:{kind}{}{}",
            self.partition(),
            entity.path,
            entity.name
        ))
    }

    /// The twelve digits of an account of the program; none where it has none.
    pub fn number_of(&self, account: AccountId) -> Option<&str> {
        self.program.account(account)?.number.as_deref()
    }

    /// An error about a name that nothing declares, unless it may be declared
    /// in what could not be read.
    pub(super) fn report_unknown(
        &self,
        noun: &str,
        name: &str,
        span: Span,
        hint: Option<String>,
        diagnostics: &mut Diagnostics,
    ) {
        if self.may_be_unread(name) {
            return;
        }
        let mut diagnostic =
            Diagnostic::new(codes::UNKNOWN_NAME, format!("no {noun} is called `{name}`")).at(span);
        if let Some(hint) = hint {
            diagnostic = diagnostic.hint(hint);
        }
        diagnostics.push(diagnostic);
    }
}

/// What is behind a lock. Where a thread has panicked the panic goes on in all
/// others, so nobody sees what it left.
pub(super) fn locked<Held>(lock: &Mutex<Held>) -> MutexGuard<'_, Held> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
