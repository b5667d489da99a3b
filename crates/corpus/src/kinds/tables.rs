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
    draft.push_word(",");
    if full {
        draft.plant("global/email", |out| values::contact::email(random, out));
        draft.push_word(",");
        draft.plant("us/phone", |out| values::contact::us_phone(random, out));
        draft.push_word(",");
        draft.plant("global/date_of_birth", |out| values::contact::date_iso(random, out));
        draft.push_word(",");
        draft.plant("us/ssn", |out| values::national::us_ssn(random, out));
        draft.push_word(",");
        draft.plant("global/payment_card", |out| values::finance::card_plain(random, out));
        draft.push_word(",");
        draft.plant("global/iban", |out| values::finance::iban_plain(random, out));
    } else {
        draft.push(",,,,,");
    }
    draft.push_word(",");
    draft.push(random.word(&["Lisbon", "Graz", "Leeds", "Ghent", "Turku", "Gdynia"]));
    draft.push_word(",");
    random.digits(3, &mut draft.text);
    draft.push_word(".");
    random.digits(2, &mut draft.text);
    draft.push(",2025-");
    values::national::two(random.between(1, 12), &mut draft.text);
    draft.push_word("-");
    values::national::two(random.between(1, 28), &mut draft.text);
    draft.push("\n");
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
        draft.plant("global/date_of_birth", |out| values::contact::date_iso(random, out));
        draft.push_word(",");
        draft.plant("us/passport", |out| values::documents::us_passport(random, out));
        draft.push_word(",");
        draft.plant("gb/nino", |out| values::national::gb_nino(random, out));
        draft.push(",\"");
        let mut zone = Vec::new();
        values::documents::mrz_td3(random, &mut zone);
        draft.plant_lines("global/mrz", &zone);
        draft.push("\"\r\n");
    }
    Ok(())
}
