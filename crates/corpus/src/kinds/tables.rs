//! Tables: customers, and staff with travel documents.

use super::every;
use crate::draft::Draft;
use crate::random::Random;
use crate::recipe::Content;
use crate::values;

/// The first row of a customer table.
pub(crate) const CUSTOMER_HEADER: &str =
    "customer_id,email,phone,date_of_birth,ssn,card_number,iban,city,balance,last_order\n";

/// One customer; `full` rows hold every value, the others only the harmless columns.
pub(crate) fn customer_row(random: &mut Random, full: bool, draft: &mut Draft) {
    draft.push("C-");
    random.digits(7, &mut draft.text);
    draft.push(",");
    if full {
        draft.plant("global/email", |out| plain("global/email", random, out));
        draft.push(",");
        draft.plant("us/phone", |out| plain("us/phone", random, out));
        draft.push(",");
        draft.plant("global/date_of_birth", |out| values::date_iso(random, out));
        draft.push(",");
        draft.plant("us/ssn", |out| plain("us/ssn", random, out));
        draft.push(",");
        draft.plant("global/payment_card", |out| values::card_plain(random, out));
        draft.push(",");
        draft.plant("global/iban", |out| values::iban_plain(random, out));
    } else {
        draft.push(",,,,,");
    }
    draft.push(",");
    draft.push(random.word(&["Lisbon", "Graz", "Leeds", "Ghent", "Turku", "Gdynia"]));
    draft.push(",");
    random.digits(3, &mut draft.text);
    draft.push(".");
    random.digits(2, &mut draft.text);
    draft.push(",2025-");
    values::two(random.between(1, 12), &mut draft.text);
    draft.push("-");
    values::two(random.between(1, 28), &mut draft.text);
    draft.push("\n");
}

fn plain(detector: &str, random: &mut Random, out: &mut Vec<u8>) {
    let value = values::find(detector).expect("the table of values names it");
    (value.write)(random, out);
}

pub(super) fn customers_csv(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let every = every(content, 1);
    draft.push(CUSTOMER_HEADER);
    for row in 1..=content.rows {
        customer_row(random, row % every == 0, draft);
    }
    Ok(())
}

pub(super) fn employees_csv(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    draft.push("employee,office,date_of_birth,us_passport,national_insurance_number,mrz\r\n");
    for row in 1..=content.rows {
        draft.push(&format!("E{row:05},{},", random.pick(&["Porto", "Cork", "Nancy", "Bergen"])));
        draft.plant("global/date_of_birth", |out| values::date_iso(random, out));
        draft.push(",");
        draft.plant("us/passport", |out| plain("us/passport", random, out));
        draft.push(",");
        draft.plant("gb/nino", |out| plain("gb/nino", random, out));
        draft.push(",\"");
        let mut zone = Vec::new();
        values::mrz_td3(random, &mut zone);
        draft.plant_lines("global/mrz", &zone);
        draft.push("\"\r\n");
    }
    Ok(())
}
