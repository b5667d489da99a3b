//! What became of an object's replication, as the header of its GET or HEAD tells.

use aws_sdk_s3::types::ReplicationStatus as Word;
use magpie_model::ReplicationStatus;

/// Reads the header; a word that is not known here tells nothing.
pub(super) fn of_header(word: Option<&Word>) -> Option<ReplicationStatus> {
    match word? {
        Word::Replica => Some(ReplicationStatus::Replica),
        // The first is what the API's reference lists, the second what S3 sends.
        Word::Complete | Word::Completed => Some(ReplicationStatus::Completed),
        Word::Pending => Some(ReplicationStatus::Pending),
        Word::Failed => Some(ReplicationStatus::Failed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_its_meaning_and_a_later_one_none() {
        let told = |word: &str| of_header(Some(&Word::from(word))).map(ReplicationStatus::as_str);
        assert_eq!(told("REPLICA"), Some("replica"));
        assert_eq!([told("COMPLETE"), told("COMPLETED")], [Some("completed"); 2]);
        assert_eq!((told("PENDING"), told("FAILED")), (Some("pending"), Some("failed")));
        assert_eq!((told("NEXT-YEAR"), of_header(None)), (None, None));
    }
}
