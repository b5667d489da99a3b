//! Texts that look full of identity numbers and hold none: what a scanner must leave alone.

use crate::draft::Draft;
use crate::random::Random;
use crate::recipe::Content;

const HEX: &[u8] = b"0123456789abcdef";

pub(super) fn uuids(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    for _ in 0..c.rows {
        draft.push("session ");
        for (at, length) in [8, 4, 4, 4, 12].into_iter().enumerate() {
            draft.push(if at > 0 { "-" } else { "" });
            random.letters(HEX, length, &mut draft.text);
        }
        draft.push(" trace ");
        random.letters(HEX, 32, &mut draft.text);
        draft.push("\n");
    }
    Ok(())
}

pub(super) fn floats(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    draft.push("sensor,latitude,longitude,reading,variance\n");
    for row in 0..c.rows {
        draft.push(&format!("s{},{}.", row % 17, random.below(90)));
        random.digits(15, &mut draft.text);
        draft.push(&format!(",-{}.", random.below(180)));
        random.digits(14, &mut draft.text);
        draft.push(&format!(",{}.", random.below(1000)));
        random.digits(9, &mut draft.text);
        draft.push(",");
        draft.push(&format!("{}.", random.between(1, 9)));
        random.digits(16, &mut draft.text);
        draft.push("e-05\n");
    }
    Ok(())
}

pub(super) fn hashes(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    for row in 0..c.rows {
        let length = *random.pick(&[32, 40, 64, 128]);
        random.letters(HEX, length, &mut draft.text);
        draft.push(&format!("  build/part-{row}.bin\n"));
    }
    Ok(())
}

pub(super) fn imeis(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    draft.push("device,imei,firmware\n");
    for row in 0..c.rows {
        let mut number = random.pick(&["35", "86", "01", "99"]).as_bytes().to_vec();
        random.digits(12, &mut number);
        // Device numbers end in Luhn's digit as payment cards do (3GPP TS 23.003, annex B).
        let sum: u32 = number
            .iter()
            .enumerate()
            .map(|(at, d)| u32::from(d - b'0') * if at % 2 == 1 { 2 } else { 1 })
            .map(|product| product / 10 + product % 10)
            .sum();
        number.push(b'0' + ((10 - sum % 10) % 10) as u8);
        draft.push(&format!("d{row},"));
        draft.plant("global/imei", |text| text.extend_from_slice(&number));
        draft.push(&format!(",{}.{}\n", random.below(9), random.below(40)));
    }
    Ok(())
}

pub(super) fn lockfile(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for row in 0..c.rows {
        let version = format!("{}.{}.{}", random.below(20), random.below(60), random.below(400));
        draft.push(&format!("[[package]]\nname = \"part-{row}\"\nversion = \"{version}\"\n"));
        if random.below(2) == 0 {
            draft.push("checksum = \"");
            random.letters(HEX, 64, &mut draft.text);
        } else {
            draft.push("integrity = \"sha512-");
            random.letters(BASE64, 86, &mut draft.text);
            draft.push("==");
        }
        draft.push("\"\n\n");
    }
    Ok(())
}

pub(super) fn order_ids(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    draft.push("order_id,tracking_no,invoice,sku,quantity\n");
    for _ in 0..c.rows {
        draft.push(&random.between(1, 9).to_string());
        random.digits(15, &mut draft.text);
        draft.push(random.word(&[",1Z", ",JD0", ",RR"]));
        random.digits(12, &mut draft.text);
        draft.push(",INV-2025-");
        random.digits(8, &mut draft.text);
        draft.push(",");
        random.digits(13, &mut draft.text);
        draft.push(&format!(",{}\n", random.between(1, 40)));
    }
    Ok(())
}

pub(super) fn stamps(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    let mut seconds = 1_767_225_600_u64;
    for row in 0..c.rows {
        seconds += u64::from(random.below(90));
        let (minute, second) = (seconds / 60 % 60, seconds % 60);
        draft.push(&match row % 4 {
            0 => format!("{seconds} started\n"),
            1 => format!("{seconds}{:03} tick\n", random.below(1000)),
            2 => {
                format!("202601{:02}{:02}{minute:02}{second:02} rotated\n", row % 28 + 1, row % 24)
            }
            _ => format!("{seconds}{:06} span\n", random.below(1_000_000)),
        });
    }
    Ok(())
}

pub(super) fn versions(c: &Content, random: &mut Random, draft: &mut Draft) -> Result<(), String> {
    for row in 0..c.rows {
        let mut part = |bound| random.below(bound);
        let line = match row % 3 {
            0 => format!("runtime {}.{}.{}-{}\n", part(20), part(90), part(5000), part(100_000)),
            1 => format!(
                "node 10.{}.{}.{}:{}\n",
                part(256),
                part(256),
                part(256),
                1024 + part(60_000)
            ),
            _ => {
                format!("build 2025.{}.{}+{}\n", part(12), part(31), 10_000_000 + part(80_000_000))
            }
        };
        draft.push(&line);
    }
    Ok(())
}
