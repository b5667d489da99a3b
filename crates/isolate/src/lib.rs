//! Runs the readers of documents in processes of their own: without credentials, files or network,
//! within bounds of memory and time, so that a hostile file costs its worker and nothing else.
//!
//! [`Pool`] is the side of the run, [`serve`] the side of the worker; they speak in frames.

mod frame;
mod pool;
mod sandbox;
mod worker;

pub use pool::{Bounds, Pool};
pub use worker::serve;
