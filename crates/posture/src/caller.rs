//! Which account asks.

use std::sync::OnceLock;

use magpie_model::Known;
use magpie_store::Connection;

use crate::control::caller_account;

/// Asks STS once, at the first question.
pub(crate) struct Caller {
    connection: Connection,
    account: OnceLock<Known<String>>,
}

impl Caller {
    pub(crate) fn new(connection: &Connection) -> Self {
        Self { connection: connection.clone(), account: OnceLock::new() }
    }

    /// The account whose credentials ask.
    pub(crate) fn account(&self) -> &Known<String> {
        self.account.get_or_init(|| caller_account(&self.connection))
    }
}
