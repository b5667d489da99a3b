//! Whom the policy of a bucket or of a KMS key lets in: public, shared with whom, private, or not to be told, each with
//! the statement and the rule that decided. Pure: a policy's text in, a verdict out.

mod ability;
mod by_s3;
mod caller;
mod compare;
mod condition;
mod denial;
mod document;
mod escape;
mod evaluate;
mod glob;
mod listing;
mod meet;
mod party;
mod ranges;
mod speaking;
mod strict;
mod tls;
mod witness;
mod work;

pub use ability::Abilities;
pub use document::{Policy, PolicyError};
pub use evaluate::{Access, Grant, Proof, Verdict, evaluate, left_of_acl};
pub use party::{AccessPoints, Owner, Party, Relation, Within};
pub use ranges::merged;
pub use tls::TlsRule;
