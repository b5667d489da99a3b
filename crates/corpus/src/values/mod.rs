//! The values that can be planted: for each detector how they are computed, and in which company
//! they are met (column names, sentences). The scanner's own code is not used here.

mod arithmetic;
pub(crate) mod contact;
pub(crate) mod documents;
pub(crate) mod finance;
pub(crate) mod national;
pub(crate) mod secrets;

use crate::random::Random;

/// One sort of value.
#[derive(Clone, Copy)]
pub struct Value {
    /// The detector that must find it.
    pub detector: &'static str,
    /// Names that columns and JSON members with such values bear.
    pub columns: &'static [&'static str],
    /// Sentences around a value, which stands for `{}`, with the words that people use beside it.
    pub sentences: &'static [&'static str],
    /// Appends one value.
    pub write: fn(&mut Random, &mut Vec<u8>),
}

/// The sort of value that `detector` finds.
pub fn find(detector: &str) -> Option<&'static Value> {
    VALUES.binary_search_by(|value| value.detector.cmp(detector)).ok().map(|at| &VALUES[at])
}

/// Every sort of value, sorted by detector.
pub static VALUES: &[Value] = &[
    Value {
        detector: "au/tfn",
        columns: &["tax_file_number", "tfn"],
        sentences: &["Please quote your tax file number {} on the form.", "Employee TFN: {}."],
        write: national::au_tfn,
    },
    Value {
        detector: "br/cpf",
        columns: &["cpf", "cpf_cliente"],
        sentences: &[
            "Cadastro de pessoa física, CPF {}.",
            "O cliente informou o CPF {} na compra.",
        ],
        write: national::br_cpf,
    },
    Value {
        detector: "ca/passport",
        columns: &["canadian_passport", "passport_canada"],
        sentences: &[
            "Canadian passport number {} was presented.",
            "Passeport canadien {} vérifié.",
        ],
        write: documents::ca_passport,
    },
    Value {
        detector: "ca/sin",
        columns: &["social_insurance_number", "sin_number"],
        sentences: &["Social insurance number: {}.", "Numéro d'assurance sociale {}."],
        write: national::ca_sin,
    },
    Value {
        detector: "de/identity_card",
        columns: &["personalausweis", "ausweisnummer"],
        sentences: &["Personalausweis Nr. {} wurde vorgelegt.", "Ausweisnummer: {}."],
        write: documents::de_identity_card,
    },
    Value {
        detector: "de/idnr",
        columns: &["steuer_id", "steueridentifikationsnummer"],
        sentences: &["Die Steuer-ID {} steht im Bescheid.", "Steueridentifikationsnummer: {}."],
        write: national::de_idnr,
    },
    Value {
        detector: "de/passport",
        columns: &["reisepass", "reisepassnummer"],
        sentences: &["Der Reisepass {} ist abgelaufen.", "Reisepassnummer: {}."],
        write: documents::de_passport,
    },
    Value {
        detector: "de/phone",
        columns: &["telefon", "telefonnummer"],
        sentences: &["Telefon: {}.", "Sie erreichen uns unter der Telefonnummer {} werktags."],
        write: contact::de_phone,
    },
    Value {
        detector: "es/nie",
        columns: &["nie", "numero_nie"],
        sentences: &["La persona con NIE {} solicita la cita.", "NIE: {}."],
        write: national::es_nie,
    },
    Value {
        detector: "es/nif",
        columns: &["dni", "nif"],
        sentences: &["El titular con DNI {} firma el contrato.", "NIF: {}."],
        write: national::es_nif,
    },
    Value {
        detector: "es/passport",
        columns: &["pasaporte", "numero_pasaporte"],
        sentences: &["Viaja con el pasaporte español {}.", "Número de pasaporte: {}."],
        write: documents::es_passport,
    },
    Value {
        detector: "es/phone",
        columns: &["telefono", "telefono_movil"],
        sentences: &["Teléfono: {}.", "Llame al teléfono {} por la tarde."],
        write: contact::es_phone,
    },
    Value {
        detector: "fr/nir",
        columns: &["numero_securite_sociale", "nir"],
        sentences: &["Numéro de sécurité sociale : {}.", "Le NIR {} figure sur la carte."],
        write: national::fr_nir,
    },
    Value {
        detector: "fr/passport",
        columns: &["passeport", "numero_passeport"],
        sentences: &["Le passeport {} a été contrôlé.", "Numéro de passeport : {}."],
        write: documents::fr_passport,
    },
    Value {
        detector: "fr/phone",
        columns: &["telephone", "numero_telephone"],
        sentences: &["Téléphone : {}.", "Numéro de téléphone {} le matin."],
        write: contact::fr_phone,
    },
    Value {
        detector: "gb/nhs_number",
        columns: &["nhs_number", "nhs_no"],
        sentences: &["NHS number: {}.", "The patient's NHS number {} was recorded."],
        write: national::gb_nhs_number,
    },
    Value {
        detector: "gb/nino",
        columns: &["national_insurance_number", "nino"],
        sentences: &["National Insurance number: {}.", "Her NINO is {} according to payroll."],
        write: national::gb_nino,
    },
    Value {
        detector: "gb/passport",
        columns: &["uk_passport", "british_passport"],
        sentences: &["UK passport number {} was checked.", "British passport: {}."],
        write: documents::gb_passport,
    },
    Value {
        detector: "gb/phone",
        columns: &["telephone", "mobile_number"],
        sentences: &["Telephone: {}.", "Call her mobile {} after six."],
        write: contact::gb_phone,
    },
    Value {
        detector: "global/date_of_birth",
        columns: &["date_of_birth", "dob", "birth_date"],
        sentences: &["Date of birth: {}.", "Geburtsdatum: {}.", "Fecha de nacimiento: {}."],
        write: contact::date_of_birth,
    },
    Value {
        detector: "global/email",
        columns: &["email", "contact_email"],
        sentences: &["Write to {} for details.", "Kontakt: {}."],
        write: contact::email,
    },
    Value {
        detector: "global/iban",
        columns: &["iban", "account_iban"],
        sentences: &["Transfer the sum to IBAN {} today.", "Bankverbindung: IBAN {}."],
        write: finance::iban,
    },
    Value {
        detector: "global/mrz",
        columns: &["mrz"],
        sentences: &["\n{}\n"],
        write: documents::mrz,
    },
    Value {
        detector: "global/payment_card",
        columns: &["card_number", "credit_card"],
        sentences: &["Paid with card number {} yesterday.", "Tarjeta de crédito: {}."],
        write: finance::card,
    },
    Value {
        detector: "global/phone_e164",
        columns: &["phone", "phone_number"],
        sentences: &["Phone: {}.", "Her phone number is {} for now."],
        write: contact::phone_e164,
    },
    Value {
        detector: "in/aadhaar",
        columns: &["aadhaar", "aadhaar_number"],
        sentences: &["Aadhaar number: {}.", "Linked to Aadhaar {} last week."],
        write: national::in_aadhaar,
    },
    Value {
        detector: "it/codice_fiscale",
        columns: &["codice_fiscale"],
        sentences: &["Codice fiscale: {}.", "Il contribuente (codice fiscale {}) ha pagato."],
        write: national::it_codice_fiscale,
    },
    Value {
        detector: "it/passport",
        columns: &["passaporto", "numero_passaporto"],
        sentences: &["Il passaporto {} risulta valido.", "Numero di passaporto: {}."],
        write: documents::it_passport,
    },
    Value {
        detector: "it/phone",
        columns: &["telefono", "cellulare"],
        sentences: &["Telefono: {}.", "Il cellulare {} non risponde."],
        write: contact::it_phone,
    },
    Value {
        detector: "nl/bsn",
        columns: &["bsn", "burgerservicenummer"],
        sentences: &["Burgerservicenummer: {}.", "Uw BSN {} staat op de brief."],
        write: national::nl_bsn,
    },
    Value {
        detector: "pl/pesel",
        columns: &["pesel", "numer_pesel"],
        sentences: &["Numer PESEL: {}.", "Osoba o numerze PESEL {} podpisała umowę."],
        write: national::pl_pesel,
    },
    Value {
        detector: "secret/aws_access_key_id",
        columns: &["aws_access_key_id"],
        sentences: &["aws_access_key_id = {}"],
        write: secrets::aws_access_key_id,
    },
    Value {
        detector: "secret/aws_secret_access_key",
        columns: &["aws_secret_access_key"],
        sentences: &["aws_secret_access_key = {}"],
        write: secrets::aws_secret_access_key,
    },
    Value {
        detector: "secret/jwt",
        columns: &["token", "id_token"],
        sentences: &["Authorization: Bearer {}"],
        write: secrets::jwt,
    },
    Value {
        detector: "secret/pkcs_private_key",
        columns: &["private_key"],
        sentences: &["\n{}\n"],
        write: secrets::private_key,
    },
    Value {
        detector: "us/itin",
        columns: &["itin", "taxpayer_id"],
        sentences: &["ITIN: {}.", "Individual taxpayer identification number {}."],
        write: national::us_itin,
    },
    Value {
        detector: "us/passport",
        columns: &["us_passport", "us_passport_number"],
        sentences: &["US passport number {} was scanned.", "U.S. passport: {}."],
        write: documents::us_passport,
    },
    Value {
        detector: "us/phone",
        columns: &["phone", "telephone"],
        sentences: &["Phone: {}.", "Call the telephone number {} today."],
        write: contact::us_phone,
    },
    Value {
        detector: "us/ssn",
        columns: &["ssn", "social_security_number"],
        sentences: &["Social Security number: {}.", "His SSN {} is on file."],
        write: national::us_ssn,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Which check judges which sort of value, where there is one.
    const CHECKED: &[(&str, &str)] = &[
        ("au/tfn", "au_tfn"),
        ("br/cpf", "br_cpf"),
        ("ca/sin", "ca_sin"),
        ("de/identity_card", "de_personalausweis"),
        ("de/idnr", "de_idnr"),
        ("de/passport", "de_passport"),
        ("de/phone", "de_phone"),
        ("es/nie", "es_nie"),
        ("es/nif", "es_nif"),
        ("es/phone", "es_phone"),
        ("fr/nir", "fr_nir"),
        ("fr/phone", "fr_phone"),
        ("gb/nhs_number", "gb_nhs"),
        ("gb/nino", "gb_nino"),
        ("gb/phone", "gb_phone"),
        ("global/date_of_birth", "calendar_date"),
        ("global/email", "email"),
        ("global/iban", "iban"),
        ("global/payment_card", "payment_card"),
        ("global/phone_e164", "phone_e164"),
        ("in/aadhaar", "in_aadhaar"),
        ("it/codice_fiscale", "it_codice_fiscale"),
        ("it/phone", "it_phone"),
        ("nl/bsn", "nl_bsn"),
        ("pl/pesel", "pl_pesel"),
        ("secret/aws_secret_access_key", "aws_secret_access_key"),
        ("secret/jwt", "jwt"),
        ("secret/pkcs_private_key", "pem_private_key"),
        ("us/itin", "us_itin"),
        ("us/phone", "phone_nanp"),
        ("us/ssn", "us_ssn"),
    ];

    #[test]
    fn values_are_sorted_by_detector() {
        assert!(VALUES.windows(2).all(|pair| pair[0].detector < pair[1].detector));
    }

    #[test]
    fn every_generated_value_passes_the_scanners_check() {
        for (detector, check) in CHECKED {
            let value = find(detector).unwrap();
            let check = magpie_checks::find(check).unwrap();
            let mut random = Random::named(7, detector);
            for _ in 0..500 {
                let mut out = Vec::new();
                (value.write)(&mut random, &mut out);
                let shown = String::from_utf8_lossy(&out);
                assert!((check.passes)(&out).is_some(), "{detector}: {shown}");
            }
        }
    }

    #[test]
    fn every_generated_zone_passes_the_check_of_its_size() {
        // The checks read what holds the numbers: two lines of three, or the second of two.
        for (name, write, from) in [
            ("mrz_td1", documents::mrz_td1 as fn(&mut Random, &mut Vec<u8>), 0),
            ("mrz_td3", documents::mrz_td3, 1),
        ] {
            let mut random = Random::named(7, name);
            for _ in 0..500 {
                let mut out = Vec::new();
                write(&mut random, &mut out);
                let lines: Vec<&[u8]> = out.split(|byte| *byte == b'\n').collect();
                let passes = magpie_checks::find(name).unwrap().passes;
                let shown = String::from_utf8_lossy(&out);
                assert!(passes(&lines[from..2].join(&b'\n')).is_some(), "{name}: {shown}");
            }
        }
    }

    #[test]
    fn sentences_hold_one_place_for_the_value() {
        let places = |sentence: &str| sentence.matches("{}").count();
        assert!(VALUES.iter().all(|v| v.sentences.iter().all(|s| places(s) == 1)));
    }
}
