//! A value of a detector file and where it stands in it.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use toml::Spanned;

/// A value with its bytes in the TOML. A file that the build has stored has no places left: it broke no rule.
#[derive(Clone)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    span: Range<usize>,
}

impl<T> Placed<T> {
    pub(crate) fn get_ref(&self) -> &T {
        &self.value
    }

    pub(crate) fn into_inner(self) -> T {
        self.value
    }

    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let read = Spanned::<T>::deserialize(deserializer)?;
            Ok(Self { span: read.span(), value: read.into_inner() })
        } else {
            T::deserialize(deserializer).map(|value| Self { value, span: 0..0 })
        }
    }
}

impl<T: Serialize> Serialize for Placed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
