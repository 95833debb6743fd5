//! The pages of the documentation and the programs in them.

use std::fs;
use std::path::{Path, PathBuf};

use aclc::catalog::Catalog;
use aclc::iam::PolicyKind;
use aclc::import::document::read_document;
use aclc::import::json::read_json;
use aclc::lint::{self, lint};
use aclc::load::{Input, Texts};
use aclc::model::{Program, Statement};
use aclc::pipeline::{Compilation, Options, compile};
use aclc::resolve::resolve;
use aclc::source::Sources;
use aclc::syntax::parse_all;

/// A document that programs in the pages may name.
const VENDOR: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}"#;

/// A block that begins with three back-ticks and `acl`, or `json` and a word
/// that says what is expected of it.
pub(crate) struct Block {
    /// Whether it is an IAM document.
    pub(crate) is_json: bool,
    /// The line of its first line in the page.
    pub(crate) line: usize,
    /// The words behind `acl` or `json`.
    pub(crate) attributes: Vec<String>,
    pub(crate) text: String,
}

impl Block {
    pub(crate) fn has(&self, attribute: &str) -> bool {
        self.attributes.iter().any(|word| word == attribute)
    }

    /// The value of `name=value`.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    /// The whole pipeline, lints included, with the block as `page.acl` or
    /// `page.json`, beside files that it may name.
    pub(crate) fn compile(&self) -> Compilation {
        if self.is_json && self.has("lint") {
            return self.read_document();
        }
        let mut texts: Texts = [
            ("page.acl", self.text.as_str()),
            (
                "shared/guardrails.acl",
                "let shared = arn:aws:s3:::shared\n",
            ),
        ]
        .into_iter()
        .chain([("page.json", self.text.as_str()), ("vendor.json", VENDOR)])
        .collect();
        let options = Options {
            lints: true,
            now: self.value("now").map(str::to_owned),
            ..Options::default()
        };
        let input = match (self.is_json, self.value("kind")) {
            (false, _) => Input::File("page.acl".to_owned()),
            (true, None) => Input::File("page.json".to_owned()),
            (true, Some(kind)) => Input::Document {
                path: "page.json".to_owned(),
                kind: match kind {
                    "resource" => PolicyKind::Resource,
                    "trust" => PolicyKind::Trust,
                    other => panic!("`{other}` is no kind of policy"),
                },
            },
        };
        compile(&[input], &mut texts, &options)
    }

    /// The block as an IAM document, of the kind that it names, and what the
    /// lints say of a program that has it.
    fn read_document(&self) -> Compilation {
        let kind = match self.value("kind") {
            None => PolicyKind::Identity,
            Some("resource") => PolicyKind::Resource,
            Some("trust") => PolicyKind::Trust,
            Some(other) => panic!("`{other}` is no kind of policy"),
        };
        let mut sources = Sources::new();
        let source = sources.add("page.json", self.text.as_str());
        let diagnostics = match read_json(source, &self.text) {
            Ok(json) => {
                let (document, mut found) = read_document(json.root(), kind);
                if let Some(document) = document {
                    let program = program_with(kind, document.statements);
                    found.append(lint(&program, Catalog::built_in(), &lint::Options::new()));
                }
                found
            }
            Err(found) => found,
        };
        Compilation {
            sources,
            diagnostics,
            compiled: None,
        }
    }
}

/// A program of one account with one policy of a kind: of a user, a bucket or a
/// role.
pub(crate) fn program_with(kind: PolicyKind, statements: Vec<Statement>) -> Program {
    let text = "account prod = 111122223333\n\
                user Ann can s3:ListAllMyBuckets on *\n\
                resource arn:aws:s3:::bucket { anyone cannot s3:* on arn:aws:s3:::bucket unless tls }\n\
                role Worker { trusts service ec2 }\n";
    let mut sources = Sources::new();
    sources.add("program.acl", text);
    let (mut program, found) = resolve(&parse_all(&sources).0, &sources, Default::default());
    assert!(!found.has_errors());
    let place = match kind {
        PolicyKind::Resource => &mut program.resources[0].statements,
        PolicyKind::Trust => &mut program.roles[0].trust,
        _ => &mut program.users[0].statements,
    };
    *place = statements;
    program
}

/// The blocks of a page.
pub(crate) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    for (index, line) in page.lines().enumerate() {
        if open {
            if line.trim_start().starts_with("```") {
                open = false;
            } else if let Some(block) = blocks.last_mut() {
                block.text.push_str(line);
                block.text.push('\n');
            }
        } else if let Some((is_json, words)) = opening(line) {
            open = true;
            blocks.push(Block {
                is_json,
                line: index + 2,
                attributes: words.split_whitespace().map(str::to_owned).collect(),
                text: String::new(),
            });
        }
    }
    assert!(!open, "a block does not end");
    blocks
}

/// Whether a line begins a block of JSON or of a program, and the words on it.
fn opening(line: &str) -> Option<(bool, &str)> {
    let json = line
        .strip_prefix("```json")
        .filter(|words| !words.is_empty());
    json.map(|words| (true, words))
        .or_else(|| Some((false, line.strip_prefix("```acl")?)))
}

/// Every Markdown page of the project, with its path from the root.
pub(crate) fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec![root.join("README.md")];
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_string_lossy();
            let text = fs::read_to_string(&path).unwrap_or_default();
            (name.replace('\\', "/"), text)
        })
        .collect()
}
