//! Magpie's checks: checksums and other tests of a value's inner structure that a detector can
//! name. One file a check, one sorted table. A check reads the bytes as they were found, separators
//! included; it allocates nothing and does not panic on any bytes.

mod au_tfn;
mod aws_secret_access_key;
mod base64;
mod br_cpf;
mod ca_sin;
mod calendar;
mod calendar_date;
mod de_idnr;
mod de_passport;
mod de_personalausweis;
mod email;
mod es_nie;
mod es_nif;
mod fr_nir;
mod gb_nhs;
mod gb_nino;
mod grouped;
mod iban;
mod icao9303;
mod in_aadhaar;
mod it_codice_fiscale;
mod jwt;
mod mrz_td1;
mod mrz_td2;
mod mrz_td3;
mod nl_bsn;
mod payment_card;
mod pem_private_key;
mod phone_de;
mod phone_e164;
mod phone_es;
mod phone_fr;
mod phone_gb;
mod phone_it;
mod phone_nanp;
mod pl_pesel;
pub mod sums;
mod telephone;
mod us_itin;
mod us_ssn;

/// What a check learnt about a value that passed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pass {
    /// What to tell the reader beyond "it passed", such as `issuer visa, 16 digits`; empty when
    /// there is nothing to tell.
    pub detail: &'static str,
    /// The country the value itself names, as ISO 3166-1 alpha-2 in capitals (`XK` for Kosovo).
    /// A check that serves one country only leaves it out: the detector knows.
    pub country: Option<&'static str>,
}

impl Pass {
    /// Passed, and nothing more to say.
    pub const PLAIN: Self = Self { detail: "", country: None };
}

/// A named test of a value, as a detector file refers to it.
#[derive(Clone, Copy)]
pub struct Check {
    /// The name in detector files; also the name of the file that holds the test.
    pub name: &'static str,
    /// Says whether the bytes, exactly as found, can be such a value; `None` when they cannot.
    pub passes: fn(&[u8]) -> Option<Pass>,
}

/// Every check, sorted by name.
pub static CHECKS: &[Check] = &[
    Check { name: "au_tfn", passes: au_tfn::passes },
    Check { name: "aws_secret_access_key", passes: aws_secret_access_key::passes },
    Check { name: "br_cpf", passes: br_cpf::passes },
    Check { name: "ca_sin", passes: ca_sin::passes },
    Check { name: "calendar_date", passes: calendar_date::passes },
    Check { name: "de_idnr", passes: de_idnr::passes },
    Check { name: "de_passport", passes: de_passport::passes },
    Check { name: "de_personalausweis", passes: de_personalausweis::passes },
    Check { name: "email", passes: email::passes },
    Check { name: "es_nie", passes: es_nie::passes },
    Check { name: "es_nif", passes: es_nif::passes },
    Check { name: "fr_nir", passes: fr_nir::passes },
    Check { name: "gb_nhs", passes: gb_nhs::passes },
    Check { name: "gb_nino", passes: gb_nino::passes },
    Check { name: "iban", passes: iban::passes },
    Check { name: "in_aadhaar", passes: in_aadhaar::passes },
    Check { name: "it_codice_fiscale", passes: it_codice_fiscale::passes },
    Check { name: "jwt", passes: jwt::passes },
    Check { name: "mrz_td1", passes: mrz_td1::passes },
    Check { name: "mrz_td2", passes: mrz_td2::passes },
    Check { name: "mrz_td3", passes: mrz_td3::passes },
    Check { name: "nl_bsn", passes: nl_bsn::passes },
    Check { name: "payment_card", passes: payment_card::passes },
    Check { name: "pem_private_key", passes: pem_private_key::passes },
    Check { name: "phone_de", passes: phone_de::passes },
    Check { name: "phone_e164", passes: phone_e164::passes },
    Check { name: "phone_es", passes: phone_es::passes },
    Check { name: "phone_fr", passes: phone_fr::passes },
    Check { name: "phone_gb", passes: phone_gb::passes },
    Check { name: "phone_it", passes: phone_it::passes },
    Check { name: "phone_nanp", passes: phone_nanp::passes },
    Check { name: "pl_pesel", passes: pl_pesel::passes },
    Check { name: "us_itin", passes: us_itin::passes },
    Check { name: "us_ssn", passes: us_ssn::passes },
];

/// The check of this name; `None` when there is none, which a detector file must not ask for.
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.binary_search_by(|check| check.name.cmp(name)).ok().map(|at| &CHECKS[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_sorted_and_unique() {
        assert!(CHECKS.windows(2).all(|pair| pair[0].name < pair[1].name));
    }

    #[test]
    fn every_check_is_found_by_its_name() {
        for check in CHECKS {
            assert!(find(check.name).is_some_and(|found| found.name == check.name));
        }
        assert!(find("no_such_check").is_none());
    }
}
