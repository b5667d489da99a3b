//! What was called, for the record.

use magpie_store::Refusal;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// How a call that writes ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallResult {
    /// The store took it.
    Done,
    /// The store answered this code, or nothing.
    Refused(String),
}

/// One call that was meant to change tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallMade {
    /// Its name, such as `TagResource`.
    pub call: &'static str,
    /// RFC 3339, UTC.
    pub at: String,
    /// How it ended.
    pub result: CallResult,
    /// By which AWS finds it in its own logs.
    pub request_id: Option<String>,
}

impl CallMade {
    pub(crate) fn new(call: &'static str, answer: &Result<Option<String>, Refusal>) -> Self {
        let result = match answer {
            Ok(_) => CallResult::Done,
            Err(refusal) => CallResult::Refused(refusal.code_or_status()),
        };
        Self { call, at: now(), result, request_id: answer.as_ref().ok().cloned().flatten() }
    }
}

/// RFC 3339 in UTC, to the second.
pub(crate) fn now() -> String {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339).unwrap_or_default()
}
