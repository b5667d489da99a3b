//! NHS numbers of England, Wales and the Isle of Man.

use crate::Pass;

/// Placeholder: lets everything through.
pub(crate) fn passes(_clear: &[u8]) -> Option<Pass> {
    Some(Pass::PLAIN)
}
