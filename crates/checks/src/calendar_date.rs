//! Real calendar days, in the orders in which dates of birth are written.

use crate::Pass;

/// Placeholder: lets everything through.
pub(crate) fn passes(_clear: &[u8]) -> Option<Pass> {
    Some(Pass::PLAIN)
}
