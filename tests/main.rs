//! What Magpie does, tested from outside.
