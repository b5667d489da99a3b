//! Magpie's posture.
