//! Values of options: sizes with their unit, percentages, moments.

use std::str::FromStr;

use serde::{Deserialize, Deserializer, de};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A number of bytes, written with its unit: `20GiB`, `64MiB`, `1000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bytes(pub(crate) u64);

const UNITS: [(&str, u64); 10] = [
    ("B", 1),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
    ("kB", 1_000),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
];

impl FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim_start();
        let factor = match unit {
            "" => Some(1),
            unit => UNITS.iter().find(|(u, _)| u.eq_ignore_ascii_case(unit)).map(|(_, f)| *f),
        };
        number
            .parse::<u64>()
            .ok()
            .zip(factor)
            .and_then(|(number, factor)| number.checked_mul(factor))
            .map(Self)
            .ok_or_else(|| "write a whole number and a unit, such as 512MiB or 20GiB".to_owned())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Number(u64),
            Text(String),
        }
        match Written::deserialize(from)? {
            Written::Number(number) => Ok(Self(number)),
            Written::Text(text) => text.parse().map_err(de::Error::custom),
        }
    }
}

/// A day (`2026-01-31`, midnight UTC) or a moment in RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(pub(crate) OffsetDateTime);

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let full = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
        OffsetDateTime::parse(&full, &Rfc3339)
            .map(Self)
            .map_err(|_| "write a day like 2026-01-31 or a moment like 2026-01-31T08:00:00Z".into())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_with_their_units() {
        let bytes = |text: &str| text.parse::<Bytes>().map(|b| b.0);
        assert_eq!(bytes("1000"), Ok(1000));
        assert_eq!(bytes("20GiB"), Ok(20 << 30));
        assert_eq!(bytes("5 MB"), Ok(5_000_000));
        for wrong in ["", "GiB", "1.5GiB", "-1", "5 apples", "99999999999TiB"] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_day_is_its_midnight() {
        assert_eq!("2026-01-31".parse::<Moment>(), "2026-01-31T00:00:00Z".parse());
        assert!("31.1.2026".parse::<Moment>().is_err());
    }
}
