//! The proof that the two targets agree.
//!
//! A program becomes IAM JSON and a decision tree. Here random programs become both; the reference interpreter reads the
//! JSON that was written, by the manifest that was written, and must come to the same decision as the tree, request by
//! request. The crate reads the JSON again too, and the tree that it makes of it must decide the same.
//!
//! | file | idea |
//! | --- | --- |
//! | `draw` | random numbers that shrink well |
//! | `words` | the few words of all programs and requests |
//! | `world`, `statement` | random programs, as the model holds them |
//! | `request` | random requests |
//! | `folder` | the manifest and the documents, read back |
//! | `caller` | who asks, and what AWS would say of them |
//! | `compare` | one request to all three |
//! | `model` | the test over random programs of the model |
//! | `adopted` | the test that such programs come back from their text |
//! | `text` | from text to both |
//! | `grants` | random grants as text, and what they say, read directly |
//! | `written` | the tests over random texts |
//! | `corpus` | the test over the programs of the repository |
//! | `directed` | what the random cases found, each once more |

mod adopted;
mod caller;
mod compare;
mod corpus;
mod directed;
pub(crate) mod draw;
mod folder;
mod grants;
pub(crate) mod model;
mod request;
mod statement;
pub(crate) mod text;
mod words;
mod world;
mod written;

use proptest::test_runner::Config;

/// Enough simplification for a case of many tapes, and no files beside the tests: a case that failed becomes a directed
/// one.
fn config() -> Config {
    Config {
        max_shrink_iters: 20_000,
        failure_persistence: None,
        ..Config::default()
    }
}
