//! An S3 server on loopback for `magpie demo` and for tests: it holds a corpus in memory, answers
//! what a scanner asks with AWS's own words, and fails on request. It writes nothing.

mod account;
mod body;
mod configuration;
mod gate;
mod json_service;
mod kms;
mod listing;
mod object_tags;
mod objects;
mod points;
mod refusal;
mod server;
mod service;
mod state;
mod trails;

#[cfg(test)]
mod tests;

pub use magpie_corpus::{Corpus, Fault, Recipe, RecipeError};
pub use server::{Server, ServerOptions};
pub use state::{CallFault, Request};
