//! Secret access keys of Amazon Web Services: 40 characters that look random.

use crate::Pass;

/// Placeholder: lets everything through.
pub(crate) fn passes(_clear: &[u8]) -> Option<Pass> {
    Some(Pass::PLAIN)
}
