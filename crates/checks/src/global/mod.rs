//! Checks that belong to no single country.

mod bic;
mod biometric_template;
mod bitcoin_address;
mod calendar_date;
mod calendar_date_elsewhere;
mod card_expiry;
mod coordinates;
mod ehic;
mod eic;
mod email;
mod ethereum_address;
mod genetic_variant;
mod gs1_udi;
mod hibc;
mod iban;
mod iccid;
mod icd10;
mod imei;
mod ip_address;
mod isbt128_donation;
mod mac_address;
mod magnetic_stripe;
mod mailing_address;
mod mrv;
mod mrz_td1;
mod mrz_td2;
mod mrz_td3;
mod payment_card;
mod person_name;
mod phone_e164;
mod phone_nanp;
mod vin;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("bic", bic::passes),
    Check::new("biometric_template", biometric_template::passes),
    Check::new("bitcoin_address", bitcoin_address::passes).catching(Caught::All, Caught::All),
    Check::new("calendar_date", calendar_date::passes).telling_days(),
    Check::new("calendar_date_elsewhere", calendar_date_elsewhere::passes),
    Check::new("calendar_date_named", calendar_date_elsewhere::named),
    Check::new("card_expiry", card_expiry::passes),
    Check::new("coordinates", coordinates::passes),
    Check::new("ehic", ehic::passes),
    Check::new("eic", eic::passes).catching(Caught::All, Caught::All),
    Check::new("email", email::passes),
    Check::new("ethereum_address", ethereum_address::passes).catching(Caught::Most, Caught::All),
    Check::new("genetic_variant", genetic_variant::passes),
    Check::new("gs1_udi", gs1_udi::passes).catching(Caught::Most, Caught::Most),
    Check::new("hibc", hibc::passes).catching(Caught::All, Caught::Few),
    Check::new("iban", iban::passes).catching(Caught::All, Caught::All),
    Check::new("iccid", iccid::passes).catching(Caught::All, Caught::Most),
    Check::new("icd10", icd10::passes),
    Check::new("imei", imei::passes).catching(Caught::All, Caught::Most),
    Check::new("ipv4", ip_address::v4),
    Check::new("ipv6", ip_address::v6),
    Check::new("isbt128_donation", isbt128_donation::passes).catching(Caught::All, Caught::All),
    Check::new("mac_address", mac_address::passes),
    Check::new("magnetic_stripe", magnetic_stripe::passes),
    Check::new("mailing_address", mailing_address::passes),
    Check::new("mailing_address_elsewhere", mailing_address::elsewhere),
    Check::new("mailing_address_elsewhere_form", mailing_address::elsewhere_form),
    Check::new("mailing_address_form", mailing_address::form),
    Check::new("mrv", mrv::passes),
    Check::new("mrz_td1", mrz_td1::passes).catching(Caught::All, Caught::Most),
    Check::new("mrz_td2", mrz_td2::passes).catching(Caught::All, Caught::Most),
    Check::new("mrz_td3", mrz_td3::passes).catching(Caught::All, Caught::Most),
    Check::new("payment_card", payment_card::passes).catching(Caught::All, Caught::Most),
    Check::new("person_name_elsewhere", person_name::elsewhere),
    Check::new("person_name_form", person_name::form),
    Check::new("person_name_full", person_name::full),
    Check::new("person_name_known", person_name::known),
    Check::new("phone_e164", phone_e164::passes),
    Check::new("phone_nanp", phone_nanp::passes),
    Check::new("short_date", calendar_date::short),
    Check::new("vin", vin::passes).catching(Caught::All, Caught::Most),
];
