//! Logs: what a machine writes all day, with or without something that should not be there.

use super::every;
use crate::draft::Draft;
use crate::random::Random;
use crate::recipe::Content;
use crate::values;

const PATHS: [&str; 8] = [
    "/api/v2/orders",
    "/api/v2/basket",
    "/static/app.4f1c.js",
    "/health",
    "/search?q=lamp",
    "/api/v2/orders/status",
    "/img/hero.webp",
    "/login",
];

/// Numbers shaped like payment cards, stamps shaped like telephone numbers: no value at all.
pub(super) fn access_log(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let mut stamp = 1_767_225_600_000_u64;
    for _ in 0..content.rows {
        stamp += u64::from(random.below(900));
        let path = random.pick(&PATHS);
        let status = random.pick(&[200, 200, 200, 204, 304, 404, 500]);
        draft.push(&format!("10.0.{}.{} ", random.below(256), random.below(256)));
        draft.push(&format!("{stamp} \"GET {path} HTTP/1.1\" {status} {} ", random.below(90_000)));
        draft.push("order=");
        draft.push(&random.between(1, 9).to_string());
        random.digits(15, &mut draft.text);
        draft.push(&format!(" rt={}.{:03}\n", random.below(3), random.below(1000)));
    }
    Ok(())
}

/// One record of a service's log; `leak` gives the e-mail address away.
pub(crate) fn json_record(random: &mut Random, stamp: u64, leak: bool, draft: &mut Draft) {
    draft.push("{\"ts\":");
    decimal(stamp, &mut draft.text);
    draft.push(",\"level\":\"");
    draft.push(random.word(&["info", "info", "info", "debug", "warn"]));
    draft.push("\",\"service\":\"");
    draft.push(random.word(&["checkout", "basket", "search", "mailer"]));
    draft.push("\",\"trace\":\"");
    random.letters(b"0123456789abcdef", 16, &mut draft.text);
    draft.push("\",\"duration_ms\":");
    decimal(u64::from(random.below(2_000)), &mut draft.text);
    draft.push(",\"path\":\"");
    draft.push(random.word(&PATHS));
    if leak {
        draft.push("\",\"user\":{\"email\":\"");
        draft.plant("global/email", |out| values::contact::email(random, out));
        draft.push("\"}}\n");
    } else {
        draft.push("\",\"message\":\"request finished\"}\n");
    }
}

/// A number without the cost of a formatter.
fn decimal(number: u64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number;
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

pub(super) fn json_log(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let every = every(content, 40);
    let mut stamp = 1_767_225_600_000;
    for row in 1..=content.rows {
        stamp += u64::from(random.below(900));
        json_record(random, stamp, row % every == 0, draft);
    }
    Ok(())
}

pub(super) fn leaky_log(
    content: &Content,
    random: &mut Random,
    draft: &mut Draft,
) -> Result<(), String> {
    let mut stamp = 1_767_225_600_000;
    let write = |detector| values::find(detector).expect("the table of values names it").write;
    let (id, secret) = (write("secret/aws_access_key_id"), write("secret/aws_secret_access_key"));
    for row in 0..content.rows {
        stamp += u64::from(random.below(900));
        if row == content.rows / 2 {
            draft.push(&format!("{{\"ts\":{stamp},\"level\":\"error\",\"env\":{{"));
            draft.push("\"aws_access_key_id\":\"");
            // The two halves in one record are one finding.
            draft.plant("secret/aws_key_pair", |out| {
                id(random, out);
                out.extend_from_slice(b"\",\"aws_secret_access_key\":\"");
                secret(random, out);
            });
            draft.push("\"}}\n");
        }
        json_record(random, stamp, false, draft);
    }
    Ok(())
}
