//! Internet addresses of both versions, with what they are good for: only those that the registries
//! hand out to the public lead to somebody (RFC 6890, IANA special-purpose address registries).

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::Pass;

/// Four numbers in points.
pub(crate) fn v4(clear: &[u8]) -> Option<Pass> {
    let address: Ipv4Addr = std::str::from_utf8(clear).ok()?.parse().ok()?;
    let [first, second, ..] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || (first == 100 && second & 0xC0 == 64)
        || (first == 198 && second & 0xFE == 18);
    // Networks, broadcasts and multicasts are nobody's address.
    (first != 0 && first < 224).then_some(Pass { detail: words(!special), country: None })
}

/// Groups of hexadecimal digits in colons.
pub(crate) fn v6(clear: &[u8]) -> Option<Pass> {
    let address: Ipv6Addr = std::str::from_utf8(clear).ok()?.parse().ok()?;
    let [first, second, ..] = address.segments();
    // Of 2000::/3 nothing beyond 2c00::/12 has been handed out.
    let public = (0x2000..0x2C10).contains(&first) && !(first == 0x2001 && second == 0xDB8);
    let used = public || first & 0xFE00 == 0xFC00 || first & 0xFFC0 == 0xFE80 || first == 0x2001;
    used.then_some(Pass { detail: words(public), country: None })
}

fn words(public: bool) -> &'static str {
    if public { "public address" } else { "not a public address" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_whether_they_are_public() {
        let detail = |pass: Option<Pass>| pass.map(|pass| pass.detail);
        for clear in ["8.8.8.8", "172.15.0.1", "99.1.2.3"] {
            assert_eq!(detail(v4(clear.as_bytes())), Some("public address"), "{clear}");
        }
        for clear in ["10.0.0.1", "192.168.1.20", "172.16.0.1", "203.0.113.7", "100.64.0.1"] {
            assert_eq!(detail(v4(clear.as_bytes())), Some("not a public address"), "{clear}");
        }
        assert_eq!(detail(v6(b"2a00:1450:4001:81b::200e")), Some("public address"));
        for clear in ["2001:db8::1", "fe80::1", "fd12:3456:789a:1::1"] {
            assert_eq!(detail(v6(clear.as_bytes())), Some("not a public address"), "{clear}");
        }
    }

    #[test]
    fn what_is_no_address_fails() {
        for clear in ["0.1.2.3", "256.1.1.1", "1.2.3", "224.0.0.1", "01.2.3.4", "\u{e9}"] {
            assert!(v4(clear.as_bytes()).is_none(), "{clear}");
        }
        for clear in
            ["12:34:56", "::1", "2001:db8", "2001::db8::1", "ff02::1", "4000::1", "3e80::1"]
        {
            assert!(v6(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
