//! Turkish telephone numbers, with 0 or without 0, or +90 (Bilgi Teknolojileri ve İletişim Kurumu,
//! Ulusal Numaralandırma Planı): lengths by the leading digits in use.

use crate::Pass;
use crate::telephone::{Dialled, prefix};

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    let dialled = Dialled::read(clear)?;
    let number = dialled.significant(&[9, 0]).or(dialled.as_dialled(&[9, 0]))?;
    let leading = prefix(number)?;
    let behind = LEADING.partition_point(|&(_, last)| last < leading);
    let used = LEADING.get(behind).is_some_and(|&(first, _)| first <= leading);
    (used && number.len() == 10).then_some(Pass::PLAIN)
}

/// The first three digits in use, as ranges.
static LEADING: [(u16, u16); 102] = [
    (212, 212),
    (216, 216),
    (222, 222),
    (224, 224),
    (226, 226),
    (228, 228),
    (232, 232),
    (236, 236),
    (238, 238),
    (242, 242),
    (246, 246),
    (248, 248),
    (252, 252),
    (256, 256),
    (258, 258),
    (262, 262),
    (264, 264),
    (266, 266),
    (272, 272),
    (274, 274),
    (276, 276),
    (282, 282),
    (284, 284),
    (286, 286),
    (288, 288),
    (312, 312),
    (318, 318),
    (322, 322),
    (324, 324),
    (326, 326),
    (328, 328),
    (332, 332),
    (338, 338),
    (342, 342),
    (344, 344),
    (346, 346),
    (348, 348),
    (352, 352),
    (354, 354),
    (356, 356),
    (358, 358),
    (362, 362),
    (364, 364),
    (366, 366),
    (368, 368),
    (370, 370),
    (372, 372),
    (374, 374),
    (376, 376),
    (378, 378),
    (380, 380),
    (382, 382),
    (384, 384),
    (386, 386),
    (388, 388),
    (392, 392),
    (412, 412),
    (414, 414),
    (416, 416),
    (422, 422),
    (424, 424),
    (426, 426),
    (428, 428),
    (432, 432),
    (434, 434),
    (436, 436),
    (438, 438),
    (442, 442),
    (446, 446),
    (452, 452),
    (454, 454),
    (456, 456),
    (458, 458),
    (462, 462),
    (464, 464),
    (466, 466),
    (472, 472),
    (474, 474),
    (476, 476),
    (478, 478),
    (482, 482),
    (484, 484),
    (486, 486),
    (488, 488),
    (500, 510),
    (512, 512),
    (516, 516),
    (524, 524),
    (530, 559),
    (562, 562),
    (564, 564),
    (572, 572),
    (574, 575),
    (582, 582),
    (594, 594),
    (596, 596),
    (800, 800),
    (811, 811),
    (850, 850),
    (888, 888),
    (898, 898),
    (900, 900),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_pass_as_people_write_them() {
        for clear in [
            "0212 345 67 89",
            "(0532) 123 45 67",
            "+90 532 123 45 67",
            "532 123 45 67",
            "0 312 213 29 65",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn other_lengths_and_ranges_fail() {
        for clear in ["0912 345 67 89", "212 345 67 8", "0212 345 67 890", "+91 532 123 45 67"] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
