//! Which statements speak of what is asked about: objects of which the same ones speak fare alike.

use crate::ability::on_objects;
use crate::document::Policy;
use crate::listing::told_apart;
use crate::party::Owner;

impl Policy {
    /// For each statement, whether it may speak of some of the objects that the question is about, whether
    /// it is certain to speak of all (variables may stand between the two), and which of the prefixes that statements name a listing may have that shows them.
    pub fn speaking(&self, owner: &Owner) -> Vec<bool> {
        let statements = self.statements.iter();
        let speaking = statements
            .flat_map(|statement| [false, true].map(|whole| on_objects(statement, owner, whole)));
        speaking.chain(told_apart(&self.statements, &owner.within)).collect()
    }
}
