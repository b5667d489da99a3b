//! A latitude and a longitude in decimal degrees, on Earth (ISO 6709). Both zero is what programs
//! write when they know nothing.

use crate::Pass;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let text = std::str::from_utf8(clear).ok()?;
    let (latitude, longitude) = text.split_once([',', ';', ' '])?;
    let latitude: f64 = latitude.trim().parse().ok()?;
    let longitude: f64 = longitude.trim_start_matches([',', ' ']).parse().ok()?;
    (latitude.abs() <= 90.0 && longitude.abs() <= 180.0 && (latitude != 0.0 || longitude != 0.0))
        .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_on_earth_pass() {
        for clear in ["41.948614,-87.655311", "-33.8568, 151.2153", "48.85837 2.294481"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn pairs_beyond_and_nowhere_fail() {
        for clear in ["91.0,12.0", "41.9,-187.6", "0.0000,0.0000", "41.9", "a,b"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
