use clap::{Args, ValueEnum};

use super::program::Paths;
use super::question::refused;
use super::{Console, Exit, Failure};
use crate::target::tree;

/// Show the decision tree of a program
#[derive(Args)]
#[command(after_help = "\
Examples:
  aclc tree team.acl                            all of it, to read
  aclc tree team.acl --principal user/Alice     what speaks for Alice
  aclc tree team.acl --format dot | dot -Tsvg > tree.svg")]
pub(super) struct Tree {
    #[command(flatten)]
    paths: Paths,

    /// text, json or dot (for Graphviz)
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    format: Form,

    /// Show only what speaks for one: user/NAME, role/NAME, group/NAME, ...
    #[arg(long, value_name = "WHO")]
    principal: Option<String>,
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum Form {
    #[default]
    Text,
    Json,
    Dot,
}

impl Tree {
    pub(super) fn run(self, console: &mut Console) -> Result<Exit, Failure> {
        let tree = self.paths.tree(console)?;
        let caller = self
            .principal
            .map(|principal| {
                tree.principal(&principal)
                    .map_err(|error| console.fail(refused(error.to_string(), &principal, &tree)))
            })
            .transpose()?;
        let text = match self.format {
            Form::Text => tree::text(&tree, caller.as_ref()),
            Form::Json => tree::json(&tree, caller.as_ref()),
            Form::Dot => tree::dot(&tree, caller.as_ref()),
        };
        console.print(&text)?;
        Ok(Exit::Yes)
    }
}
