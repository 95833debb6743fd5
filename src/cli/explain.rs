use clap::Args;

use super::clock::Moment;
use super::program::Paths;
use super::question::{Asking, refused};
use super::{Console, Exit, Failure};
use crate::ask::Doubts;
use crate::catalog::Catalog;
use crate::runtime::Decision;

/// Say why a request is decided as it is, and how near it is to another decision
#[derive(Args)]
#[command(after_help = "\
For a refusal that no statement asks for, the nearest statements are named and what each of them
lacks; for a deny, the statement and what would lift it. Exits as `aclc eval` does.

Examples:
  aclc explain team.acl --principal user/Charlie --action lambda:DeleteFunction \\
      --resource arn:aws:lambda:us-east-1:111122223333:function:train
  aclc explain team.acl --principal user/Charlie --action lambda:DeleteFunction \\
      --resource arn:aws:lambda:us-east-1:111122223333:function:train \\
      --context aws:MultiFactorAuthPresent=true")]
pub(super) struct Explain {
    #[command(flatten)]
    paths: Paths,

    /// The time of the request, such as 2026-06-01 or 2026-06-01T12:00:00Z [default: now]
    #[arg(long, value_name = "DATE", value_parser = Moment::parse)]
    at: Option<Moment>,

    // Last, for what follows would stand under its heading.
    #[command(flatten)]
    asking: Asking,
}

impl Explain {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let time = self.at.unwrap_or_else(Moment::now);
        let question = self.asking.question(time, console)?;
        let tree = self.paths.tree(console)?;
        let catalog = self.paths.catalog(console)?;
        let catalog = catalog.as_deref().unwrap_or(Catalog::built_in());
        console.warn(Doubts::new(catalog, self.paths.services()).of(&question));
        let question = question.in_common(&tree).map_err(|error| {
            console.fail(refused(error.to_string(), &question.principal, &tree))
        })?;
        let explained = question.ask(&tree, |request| {
            tree.explain(request)
                .map(|explanation| (explanation.answer().decision(), explanation.lines()))
                .map_err(|error| error.to_string())
        });
        let explained = explained.map_err(|error| error.to_string());
        let (decision, lines) = explained
            .and_then(|explained| explained)
            .map_err(|why| console.fail(refused(why, &question.principal, &tree)))?;
        console.print(&format!("{}\n{}\n", decision.name(), lines.join("\n")))?;
        Ok(Exit::from(decision))
    }
}

impl From<Decision> for Exit {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allow => Self::Yes,
            Decision::ExplicitDeny | Decision::ImplicitDeny => Self::No,
        }
    }
}
