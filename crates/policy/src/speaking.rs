//! Which statements speak of what is asked about: objects of which the same ones speak fare alike.

use crate::ability::on_objects;
use crate::document::Policy;
use crate::party::Owner;

impl Policy {
    /// For each statement, whether it speaks of the objects, or of some, that the question is about.
    pub fn speaking(&self, owner: &Owner) -> Vec<bool> {
        self.statements.iter().map(|statement| on_objects(statement, owner, false)).collect()
    }
}
