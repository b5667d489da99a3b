//! How a run tells how far it is. Nothing here prints.

/// One object that was written to the ledger.
#[derive(Clone, Copy, Debug)]
pub struct Finished {
    /// Findings in it.
    pub findings: u64,
}

/// Hears how a run goes on. Called from several threads.
pub trait Progress: Sync {
    /// The listing named another object of so many bytes.
    fn listed(&self, bytes: u64);

    /// The listing has come to its end: totals are final from here on.
    fn listing_ended(&self);

    /// Further bytes of the objects' listed sizes are dealt with: read, or passed over. They add up
    /// to the bytes that were listed.
    fn dealt(&self, bytes: u64);

    /// An object was written to the ledger.
    fn finished(&self, object: &Finished);

    /// Something that the user should know at once, such as a target that cannot be listed.
    fn notice(&self, message: &str);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn listed(&self, _bytes: u64) {}
    fn listing_ended(&self) {}
    fn dealt(&self, _bytes: u64) {}
    fn finished(&self, _object: &Finished) {}
    fn notice(&self, _message: &str) {}
}
