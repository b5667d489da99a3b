//! An S3 server on loopback for `magpie demo` and for tests: it holds a corpus in memory, answers
//! what a scanner asks with AWS's own words, and fails on request.

mod server;

pub use magpie_corpus::Fault;
pub use server::{CallFault, Request, Server, ServerOptions};
