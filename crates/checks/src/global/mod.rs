//! Checks that belong to no single country.

mod calendar_date;
mod ehic;
mod email;
mod gs1_udi;
mod iban;
mod mrz_td1;
mod mrz_td2;
mod mrz_td3;
mod payment_card;
mod phone_e164;
mod phone_nanp;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("calendar_date", calendar_date::passes),
    Check::new("ehic", ehic::passes),
    Check::new("email", email::passes),
    Check::new("gs1_udi", gs1_udi::passes).catching(Caught::Most, Caught::Most),
    Check::new("iban", iban::passes).catching(Caught::All, Caught::All),
    Check::new("mrz_td1", mrz_td1::passes).catching(Caught::All, Caught::Most),
    Check::new("mrz_td2", mrz_td2::passes).catching(Caught::All, Caught::Most),
    Check::new("mrz_td3", mrz_td3::passes).catching(Caught::All, Caught::Most),
    Check::new("payment_card", payment_card::passes).catching(Caught::All, Caught::Most),
    Check::new("phone_e164", phone_e164::passes),
    Check::new("phone_nanp", phone_nanp::passes),
];
