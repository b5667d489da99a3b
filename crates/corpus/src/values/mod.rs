//! Values of every kind, computed.
