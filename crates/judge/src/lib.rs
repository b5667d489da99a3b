//! Magpie's judge.
