//! Spanish VAT numbers: ES and the tax number of an entity, of a citizen or of a foreigner (European
//! Commission, VIES). The check is that of the number behind the letters.

use super::{cif, nie, nif};
use crate::Pass;
use crate::grouped::Grouped;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let written = Grouped::alphanumerics(clear)?;
    let number = written.symbols().strip_prefix(b"ES")?;
    (written.separated_by(b" -.")
        && (cif::is_cif(number) || nif::passes(number).is_some() || nie::passes(number).is_some()))
    .then_some(Pass::PLAIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_tax_number_passes() {
        for clear in ["ESB64717838", "ES B-58378431", "ES54362315K", "ESX5253868R", "ESM1234567L"] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn wrong_controls_and_numbers_without_prefix_fail() {
        for clear in ["ESB64717839", "B64717838", "ES54362315A", "ESB6471783", "ES", "PT54362315K"]
        {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
