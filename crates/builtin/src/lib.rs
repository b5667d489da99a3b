//! What the build knows of the built-in patterns, so that no start of a scan waits for it.

use magpie_catalog::Catalog;
use magpie_engine::{Engine, EngineError};

/// What the analysis of every built-in pattern says, as [`magpie_engine::store`] wrote it.
pub static STORED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/stored"));

/// Prepares a catalog as [`Engine::new`] does, sooner as far as its patterns are built-in ones.
///
/// # Errors
/// As [`Engine::new`].
pub fn engine(catalog: &Catalog) -> Result<Engine, EngineError> {
    engine_beside(catalog, &[])
}

/// The same where more is known: what [`magpie_engine::store`] wrote of others.
///
/// # Errors
/// As [`Engine::new`].
pub fn engine_beside(catalog: &Catalog, stored: &[u8]) -> Result<Engine, EngineError> {
    Engine::with_stored(catalog, &[STORED, stored])
}
