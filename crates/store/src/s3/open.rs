//! Opening one object by one GET.

use magpie_model::{ObjectRef, OpenFailure, Outcome, Reason};

use super::Connection;
use crate::Opened;

pub(super) fn open(_connection: &Connection, _object: &ObjectRef) -> Result<Opened, OpenFailure> {
    Err(OpenFailure { outcome: Outcome::of(Reason::ReadError), encryption: None })
}
