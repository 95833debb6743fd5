//! The tree of a case, and its decision.

use super::CaseError;
use super::read::Case;
use super::request::{Given, no_principal};
use crate::iam::PolicyKind;
use crate::import::document::Document;
use crate::runtime::{
    BuildError, Caller, ContextEntry, ContextValue, Decision, LevelSpec, PolicyHandle, Request,
    StandInSpec, Tree, TreeBuilder,
};
use crate::target::tree::statement_spec;

pub(super) fn decide_case(case: &Case<'_>) -> Result<Decision, CaseError> {
    let tree = build_tree(case).map_err(|error| {
        let (part, _) = error.place();
        CaseError::new(part, error.to_string())
    })?;
    let caller = caller_of(case, &tree)?;
    let lists: Vec<Vec<&str>> = case
        .request
        .context
        .iter()
        .map(|(_, given)| match given {
            Given::Many(values) => values.iter().map(AsRef::as_ref).collect(),
            Given::One(_) | Given::Absent => Vec::new(),
        })
        .collect();
    let context: Vec<ContextEntry<'_>> = case
        .request
        .context
        .iter()
        .zip(&lists)
        .map(|((key, given), list)| {
            let value = match given {
                Given::One(value) => ContextValue::One(value),
                Given::Many(_) => ContextValue::Many(list),
                Given::Absent => ContextValue::Absent,
            };
            (key.as_ref(), value)
        })
        .collect();
    let session_policies: Vec<_> = tree.session_policies().collect();
    let mut request = Request::new(&caller, &case.request.action, &case.request.resource)
        .with_context(&context)
        .with_session_policies(&session_policies)
        .with_complete_context();
    if let Some(account) = &case.request.resource_account {
        request = request.with_resource_account(account);
    }
    match tree.decide(&request) {
        Ok(answer) => Ok(answer.decision()),
        Err(error) => Err(CaseError::new("", error.to_string())),
    }
}

fn caller_of<'t>(case: &Case<'_>, tree: &'t Tree) -> Result<Caller<'t>, CaseError> {
    let caller = tree.principal(&case.request.principal);
    let mut caller = caller
        .map_err(|_| CaseError::new("request.principal", no_principal(&case.request.principal)))?;
    let behind = [&case.request.role_arn, &case.request.user_arn];
    for arn in behind.into_iter().flatten() {
        caller = caller.session_of(arn);
    }
    Ok(caller)
}

fn build_tree(case: &Case<'_>) -> Result<Tree, BuildError> {
    let mut builder = TreeBuilder::new();
    let mut all = |kind, name: &str, documents: &[Document]| {
        let handles = documents
            .iter()
            .map(|document| add_policy(&mut builder, kind, name, document));
        handles.collect::<Result<Vec<PolicyHandle>, BuildError>>()
    };
    let identity = all(PolicyKind::Identity, "identity", &case.identity)?;
    let boundary = all(PolicyKind::Boundary, "boundary", case.boundary.as_slice())?;
    let session = all(PolicyKind::Session, "session", &case.session)?;
    let resource = match &case.resource {
        Some((kind, document)) => all(*kind, "resource_policy", core::slice::from_ref(document))?,
        None => Vec::new(),
    };
    let mut levels = |kind, name, levels: &[Vec<Document>], full_access| {
        let levels = levels.iter().map(|level| {
            Ok(LevelSpec {
                name,
                policies: all(kind, name, level)?,
                full_access,
            })
        });
        levels.collect::<Result<Vec<LevelSpec<'_>>, BuildError>>()
    };
    let service = PolicyKind::ServiceControl;
    let service_levels = levels(service, "scps", &case.service_levels, false)?;
    // `RCPFullAWSAccess` is attached everywhere and cannot be detached.
    let resource_control = PolicyKind::ResourceControl;
    let resource_levels = levels(resource_control, "rcps", &case.resource_levels, true)?;
    for handle in session {
        builder.session_policy("session", handle);
    }
    builder.stand_in(&StandInSpec {
        identity,
        boundary: boundary.first().copied(),
        resource: resource.first().copied(),
        service_levels,
        resource_levels,
    });
    builder.finish()
}

fn add_policy(
    builder: &mut TreeBuilder,
    kind: PolicyKind,
    name: &str,
    document: &Document,
) -> Result<PolicyHandle, BuildError> {
    let statements = document.statements.iter().zip(1..);
    let specs = statements.map(|(statement, line)| statement_spec(statement, name, line));
    builder.policy(kind, name, specs)
}
