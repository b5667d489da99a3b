//! International telephone numbers with `+` or `00`: 8 to 15 digits, a country calling code that
//! ITU-T has assigned (its list of E.164 country codes), a national number of a length in use there.
//! In North America area and exchange begin with 2 to 9, so that `+10000-09-09 01` is a time.
//! Reports the country where a calling code serves one only.

use crate::Pass;
use crate::telephone::Dialled;

const DIGITS_MIN: usize = 8;
const DIGITS_MAX: usize = 15;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let digits = dialled.digits();
    if !dialled.international || !(DIGITS_MIN..=DIGITS_MAX).contains(&digits.len()) {
        return None;
    }
    let (code, national) = (1..=3).find_map(|length| {
        let (code, national) = digits.split_at(length);
        let code = code.iter().fold(0, |code, &digit| code * 10 + u16::from(digit));
        let found = CALLING_CODES.binary_search_by(|(assigned, ..)| assigned.cmp(&code)).ok()?;
        Some((&CALLING_CODES[found], national))
    })?;
    let &(calling_code, shortest, longest, country) = code;
    let north_american = calling_code == 1;
    ((shortest..=longest).contains(&national.len())
        && (!north_american || national[0] >= 2 && national[3] >= 2))
        .then_some(Pass { detail: "", country: (!country.is_empty()).then_some(country) })
}

/// Calling code, shortest and longest national number, country if it is one only; sorted. No code
/// begins another.
static CALLING_CODES: [(u16, usize, usize, &str); 215] = [
    (1, 10, 10, ""),
    (7, 10, 14, ""),
    (20, 8, 10, "EG"),
    (27, 6, 10, "ZA"),
    (30, 10, 12, "GR"),
    (31, 6, 11, "NL"),
    (32, 8, 9, "BE"),
    (33, 9, 9, "FR"),
    (34, 9, 9, "ES"),
    (36, 8, 9, "HU"),
    (39, 6, 12, ""),
    (40, 6, 9, "RO"),
    (41, 9, 12, "CH"),
    (43, 6, 13, "AT"),
    (44, 7, 10, ""),
    (45, 8, 8, "DK"),
    (46, 6, 12, "SE"),
    (47, 6, 8, ""),
    (48, 6, 10, "PL"),
    (49, 6, 13, "DE"),
    (51, 8, 9, "PE"),
    (52, 10, 10, "MX"),
    (53, 6, 10, "CU"),
    (54, 10, 11, "AR"),
    (55, 8, 11, "BR"),
    (56, 9, 11, "CL"),
    (57, 8, 11, "CO"),
    (58, 10, 10, "VE"),
    (60, 8, 10, "MY"),
    (61, 6, 12, ""),
    (62, 7, 13, "ID"),
    (63, 6, 13, "PH"),
    (64, 6, 10, "NZ"),
    (65, 8, 11, "SG"),
    (66, 8, 13, "TH"),
    (81, 8, 13, "JP"),
    (82, 6, 13, "KR"),
    (84, 7, 10, "VN"),
    (86, 7, 12, "CN"),
    (90, 7, 13, "TR"),
    (91, 8, 13, "IN"),
    (92, 8, 12, "PK"),
    (93, 9, 9, "AF"),
    (94, 9, 9, "LK"),
    (95, 6, 10, "MM"),
    (98, 6, 10, "IR"),
    (211, 9, 9, "SS"),
    (212, 9, 9, ""),
    (213, 8, 9, "DZ"),
    (216, 8, 8, "TN"),
    (218, 9, 9, "LY"),
    (220, 7, 9, "GM"),
    (221, 9, 9, "SN"),
    (222, 8, 8, "MR"),
    (223, 8, 8, "ML"),
    (224, 8, 9, "GN"),
    (225, 10, 10, "CI"),
    (226, 8, 8, "BF"),
    (227, 8, 8, "NE"),
    (228, 8, 8, "TG"),
    (229, 10, 10, "BJ"),
    (230, 7, 10, "MU"),
    (231, 7, 9, "LR"),
    (232, 8, 8, "SL"),
    (233, 8, 9, "GH"),
    (234, 10, 12, "NG"),
    (235, 8, 8, "TD"),
    (236, 8, 8, "CF"),
    (237, 8, 9, "CM"),
    (238, 7, 7, "CV"),
    (239, 7, 7, "ST"),
    (240, 9, 9, "GQ"),
    (241, 7, 8, "GA"),
    (242, 9, 9, "CG"),
    (243, 7, 10, "CD"),
    (244, 9, 9, "AO"),
    (245, 7, 9, "GW"),
    (246, 7, 7, "IO"),
    (247, 5, 6, "AC"),
    (248, 7, 7, "SC"),
    (249, 9, 9, "SD"),
    (250, 8, 9, "RW"),
    (251, 9, 9, "ET"),
    (252, 6, 9, "SO"),
    (253, 8, 8, "DJ"),
    (254, 7, 10, "KE"),
    (255, 9, 9, "TZ"),
    (256, 9, 9, "UG"),
    (257, 8, 8, "BI"),
    (258, 8, 9, "MZ"),
    (260, 9, 9, "ZM"),
    (261, 9, 9, "MG"),
    (262, 9, 9, ""),
    (263, 7, 10, "ZW"),
    (264, 8, 9, "NA"),
    (265, 7, 9, "MW"),
    (266, 8, 8, "LS"),
    (267, 7, 10, "BW"),
    (268, 8, 9, "SZ"),
    (269, 7, 7, "KM"),
    (290, 5, 5, ""),
    (291, 7, 7, "ER"),
    (297, 7, 7, "AW"),
    (298, 6, 6, "FO"),
    (299, 6, 6, "GL"),
    (350, 8, 8, "GI"),
    (351, 9, 9, "PT"),
    (352, 5, 11, "LU"),
    (353, 7, 10, "IE"),
    (354, 7, 9, "IS"),
    (355, 6, 9, "AL"),
    (356, 8, 8, "MT"),
    (357, 8, 8, "CY"),
    (358, 5, 12, ""),
    (359, 6, 12, "BG"),
    (370, 8, 8, "LT"),
    (371, 8, 8, "LV"),
    (372, 7, 10, "EE"),
    (373, 8, 8, "MD"),
    (374, 8, 8, "AM"),
    (375, 6, 11, "BY"),
    (376, 6, 9, "AD"),
    (377, 8, 9, "MC"),
    (378, 8, 10, "SM"),
    (380, 9, 10, "UA"),
    (381, 6, 12, "RS"),
    (382, 8, 9, "ME"),
    (383, 8, 12, "XK"),
    (385, 7, 9, "HR"),
    (386, 5, 8, "SI"),
    (387, 8, 9, "BA"),
    (389, 8, 8, "MK"),
    (420, 9, 12, "CZ"),
    (421, 6, 9, "SK"),
    (423, 7, 9, "LI"),
    (500, 5, 5, "FK"),
    (501, 7, 11, "BZ"),
    (502, 8, 11, "GT"),
    (503, 7, 11, "SV"),
    (504, 8, 11, "HN"),
    (505, 8, 8, "NI"),
    (506, 8, 10, "CR"),
    (507, 7, 11, "PA"),
    (508, 6, 9, "PM"),
    (509, 8, 8, "HT"),
    (590, 9, 9, ""),
    (591, 8, 9, "BO"),
    (592, 7, 7, "GY"),
    (593, 8, 11, "EC"),
    (594, 9, 9, "GF"),
    (595, 6, 11, "PY"),
    (596, 9, 9, "MQ"),
    (597, 6, 7, "SR"),
    (598, 5, 12, "UY"),
    (599, 7, 8, ""),
    (670, 7, 8, "TL"),
    (672, 6, 6, "NF"),
    (673, 7, 7, "BN"),
    (674, 7, 7, "NR"),
    (675, 7, 8, "PG"),
    (676, 5, 7, "TO"),
    (677, 5, 7, "SB"),
    (678, 5, 7, "VU"),
    (679, 7, 11, "FJ"),
    (680, 7, 7, "PW"),
    (681, 6, 9, "WF"),
    (682, 5, 5, "CK"),
    (683, 5, 7, "NU"),
    (685, 5, 10, "WS"),
    (686, 5, 8, "KI"),
    (687, 6, 6, "NC"),
    (688, 5, 7, "TV"),
    (689, 6, 9, "PF"),
    (690, 5, 7, "TK"),
    (691, 7, 7, "FM"),
    (692, 7, 7, "MH"),
    (800, 8, 8, ""),
    (808, 8, 8, ""),
    (850, 8, 10, "KP"),
    (852, 5, 11, "HK"),
    (853, 7, 8, "MO"),
    (855, 8, 10, "KH"),
    (856, 8, 10, "LA"),
    (870, 9, 12, ""),
    (878, 12, 12, ""),
    (880, 6, 10, "BD"),
    (881, 9, 10, ""),
    (882, 7, 12, ""),
    (883, 8, 12, ""),
    (886, 7, 11, "TW"),
    (888, 11, 11, ""),
    (960, 7, 10, "MV"),
    (961, 7, 8, "LB"),
    (962, 8, 9, "JO"),
    (963, 8, 9, "SY"),
    (964, 8, 10, "IQ"),
    (965, 7, 8, "KW"),
    (966, 9, 10, "SA"),
    (967, 7, 9, "YE"),
    (968, 7, 9, "OM"),
    (970, 8, 10, "PS"),
    (971, 5, 12, "AE"),
    (972, 7, 12, "IL"),
    (973, 8, 8, "BH"),
    (974, 7, 11, "QA"),
    (975, 7, 8, "BT"),
    (976, 8, 10, "MN"),
    (977, 8, 11, "NP"),
    (979, 9, 9, ""),
    (992, 9, 9, "TJ"),
    (993, 8, 8, "TM"),
    (994, 9, 9, "AZ"),
    (995, 9, 9, "GE"),
    (996, 9, 10, "KG"),
    (998, 9, 9, "UZ"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn country(clear: &str) -> Option<Option<&'static str>> {
        passes(clear.as_bytes()).map(|pass| pass.country)
    }

    #[test]
    fn assigned_codes_pass_with_their_country() {
        assert_eq!(country("+49 30 23125 000"), Some(Some("DE")));
        assert_eq!(country("+33 (0)1 99 00 12 34"), Some(Some("FR")));
        assert_eq!(country("00351 912 345 678"), Some(Some("PT")));
        assert_eq!(country("+12025550143"), Some(None));
    }

    #[test]
    fn other_codes_lengths_and_forms_fail() {
        for clear in [
            "+210 1234567",
            "+999 12345678",
            "+49 123",
            "+1 202 555 01433",
            "2025550143",
            "+33 1 99 00 12 3",
        ] {
            assert_eq!(country(clear), None, "{clear}");
        }
    }

    #[test]
    fn codes_are_sorted_and_none_begins_another() {
        assert!(CALLING_CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let assigned = |code: u16| CALLING_CODES.iter().any(|(other, ..)| *other == code);
        for &(code, ..) in &CALLING_CODES {
            assert!(code < 10 || !assigned(code / 10));
            assert!(code < 100 || !assigned(code / 100));
        }
    }
}
