//! One question about a bucket, and what its answers and refusals come to.

use std::error::Error;

use aws_sdk_s3::Client;
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use magpie_model::Fact;
use magpie_store::{Connection, Refusal};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Codes by which a bucket says that it has no such configuration, with what that means.
pub(crate) struct Absent<T> {
    pub(crate) codes: &'static [&'static str],
    pub(crate) value: T,
}

/// Asks about one bucket at one time.
pub(crate) struct Inquiry<'c> {
    pub(crate) connection: &'c Connection,
    pub(crate) bucket: &'c str,
    /// RFC 3339.
    pub(crate) at: String,
}

impl Inquiry<'_> {
    /// Makes one call and translates its answer. A translation that misses something says what:
    /// an absent field is neither yes nor no.
    pub(crate) fn ask<T, O, E, F>(
        &self,
        source: &'static str,
        call: impl Fn(Client) -> F,
        absent: Option<Absent<T>>,
        translate: impl FnOnce(&O) -> Result<T, &'static str>,
    ) -> Fact<T>
    where
        F: Future<Output = Result<O, SdkError<E>>>,
        E: ProvideErrorMetadata + Error + 'static,
    {
        self.settle(source, self.connection.ask(self.bucket, call), absent, translate)
    }

    /// What an answer or a refusal to such a call comes to.
    pub(crate) fn settle<T, O>(
        &self,
        source: &'static str,
        answer: Result<O, Refusal>,
        absent: Option<Absent<T>>,
        translate: impl FnOnce(&O) -> Result<T, &'static str>,
    ) -> Fact<T> {
        match (answer, absent) {
            (Ok(answer), _) => match translate(&answer) {
                Ok(value) => Fact::known(value, source, &self.at),
                Err(missing) => Fact::unknown(missing, source, &self.at),
            },
            (Err(refusal), Some(absent)) if refusal.is_any(absent.codes) => {
                Fact::known(absent.value, source, &self.at)
            }
            (Err(refusal), _) => Fact::unknown(why_unknown(&refusal), source, &self.at),
        }
    }
}

/// Services beside S3 deny with status 400.
const DENIED: [&str; 2] = ["AccessDenied", "AccessDeniedException"];

/// The present moment, RFC 3339 in UTC.
pub(crate) fn now() -> String {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339).unwrap_or_default()
}

/// Why a refusal leaves a fact unknown, in words for a report.
pub(crate) fn why_unknown(refusal: &Refusal) -> String {
    let code = refusal.code_or_status();
    match refusal.status {
        _ if refusal.is_any(&DENIED) => format!("denied ({code}): {}", refusal.detail),
        Some(401 | 403) => format!("denied ({code}): {}", refusal.detail),
        Some(405 | 501) => format!("not offered by this store ({code})"),
        Some(200..=299) => "the store answered something else than what was asked".into(),
        Some(500..) => format!("the store failed ({code}): {}", refusal.detail),
        Some(_) => format!("refused ({code}): {}", refusal.detail),
        None => format!("no answer: {}", refusal.detail),
    }
}

#[cfg(test)]
mod tests {
    use super::why_unknown;
    use magpie_store::Refusal;

    #[test]
    fn denied_refused_failed_and_not_offered_are_told_apart() {
        let refusal = |status, code: &str| Refusal {
            status,
            code: Some(code.into()),
            detail: "words".into(),
            region: None,
            unsigned: false,
        };
        assert!(why_unknown(&refusal(Some(403), "AccessDenied")).starts_with("denied"));
        assert!(why_unknown(&refusal(Some(400), "AccessDeniedException")).starts_with("denied"));
        assert!(why_unknown(&refusal(Some(501), "NotImplemented")).starts_with("not offered"));
        assert!(why_unknown(&refusal(Some(200), "x")).contains("something else"));
        assert!(why_unknown(&refusal(Some(400), "x")).starts_with("refused"));
        assert!(why_unknown(&refusal(Some(500), "InternalError")).starts_with("the store failed"));
        assert!(why_unknown(&refusal(None, "x")).starts_with("no answer"));
    }
}
