//! What the catalogue promises of the rest of the world is in it: each country by kind of number.

use crate::support::plan::{Plan, listed};

/// The columns of `WORLD`.
const KINDS: [&str; 5] = ["identity", "tax", "company", "health", "passport"];

/// By country: the detector of each kind. `=` stands where the number before it is used, `-` where there is none to look for,
/// with the reason below.
const WORLD: [(&str, [&str; 5]); 37] = [
    ("ae", ["emirates_id", "-", "tax_number", "emirates_id", "-"]),
    ("ar", ["dni", "cuil", "cuit", "-", "passport"]),
    ("bd", ["nid", "tax_number", "=", "-", "passport"]),
    ("br", ["rg", "cpf", "cnpj", "cns", "passport"]),
    ("cl", ["rut", "=", "=", "=", "passport"]),
    ("cn", ["resident_id", "=", "credit_code", "resident_id", "passport"]),
    ("co", ["cedula", "nit_person", "nit_organisation", "cedula", "passport"]),
    ("ec", ["cedula", "ruc", "=", "cedula", "passport"]),
    ("eg", ["national_id", "tax_number", "=", "national_id", "passport"]),
    ("hk", ["hkid", "=", "-", "hkid", "passport"]),
    ("id", ["nik", "npwp", "=", "bpjs_number", "passport"]),
    ("il", ["teudat_zehut", "=", "company_number", "teudat_zehut", "passport"]),
    ("in", ["aadhaar", "pan", "gstin", "health_id", "passport"]),
    ("jp", ["my_number", "=", "corporate_number", "-", "passport"]),
    ("ke", ["national_id", "kra_pin", "=", "health_number", "passport"]),
    ("kr", ["rrn", "=", "business_number", "-", "passport"]),
    ("kz", ["iin", "=", "bin", "iin", "passport"]),
    ("lk", ["nic", "tax_number", "=", "-", "passport"]),
    ("ma", ["identity_card", "tax_number", "company_identifier", "social_security", "passport"]),
    ("mx", ["curp", "rfc_person", "rfc_organisation", "nss", "passport"]),
    ("my", ["nric", "tax_number", "=", "nric", "passport"]),
    ("ng", ["nin", "tax_number", "=", "-", "passport"]),
    ("nz", ["-", "ird", "=", "nhi", "passport"]),
    ("pe", ["dni", "ruc", "=", "dni", "-"]),
    ("ph", ["philsys_number", "tax_number", "=", "philhealth_number", "passport"]),
    ("pk", ["cnic", "tax_number", "=", "cnic", "passport"]),
    ("ru", ["passport", "inn_person", "inn_organisation", "health_insurance", "passport"]),
    ("sa", ["national_id", "-", "tax_number", "national_id", "passport"]),
    ("sg", ["nric", "=", "uen", "nric", "passport"]),
    ("th", ["pin", "=", "company_number", "pin", "passport"]),
    ("tr", ["tckn", "=", "vkn", "tckn", "passport"]),
    ("tw", ["identity_card", "=", "business_number", "health_card", "passport"]),
    ("ua", ["record_number", "rntrc", "edrpou", "-", "passport"]),
    ("uy", ["identity_card", "tax_number", "=", "identity_card", "passport"]),
    ("ve", ["cedula", "rif", "=", "cedula", "-"]),
    ("vn", ["cccd", "tax_number", "=", "health_insurance", "passport"]),
    ("za", ["id_number", "tax_number", "=", "id_number", "passport"]),
];

/// Why there is none of a kind.
const NONE: [(&str, &str, &str); 14] = [
    ("ae", "tax", "persons pay no tax on what they earn"),
    ("ae", "passport", "no page of the issuer was found, and definitions of others differ"),
    ("ar", "health", "each insurer numbers its members; the state's insurer by DNI and family"),
    ("bd", "health", "no number of the health service was found"),
    ("hk", "company", "eight digits of the business registration, whose check is not published"),
    ("jp", "health", "symbols and numbers that each insurer chooses"),
    (
        "kr",
        "health",
        "eleven digits of the insurance card, whose form the service does not publish",
    ),
    ("lk", "health", "patients are not numbered nation-wide"),
    ("ng", "health", "the form of the insurance authority's number was not found"),
    ("nz", "identity", "no number of persons but those for tax and health"),
    ("pe", "passport", "no page of the issuer was found, and definitions of others differ"),
    ("sa", "tax", "persons pay no tax on what they earn"),
    ("ua", "health", "declarations have numbers, patients none"),
    ("ve", "passport", "no page of the issuer was found; others tell eight digits or nine"),
];

/// Numbers that the plan of the catalogue names beside the five kinds.
const OTHERS: [&str; 13] = [
    "ar/cbu",
    "ar/sube",
    "br/cnh",
    "br/pis",
    "global/ehic",
    "global/icd10",
    "in/driving_licence",
    "in/epic",
    "jp/residence_card",
    "mx/clabe",
    "ru/snils",
    "us/udi",
    "uy/voter_credential",
];

#[test]
fn every_country_of_the_plan_has_a_detector_of_each_kind_or_a_reason_why_not() {
    // Companies' numbers are no personal data by themselves.
    let recommended = |kind: &str| kind != "company";
    Plan { kinds: KINDS, countries: &WORLD, none: &NONE, recommended }.holds();
    let all = listed(&[]);
    for id in OTHERS {
        assert!(all.contains(id), "{id} is missing");
    }
}
