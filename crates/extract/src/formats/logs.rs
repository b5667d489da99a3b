//! Logs whose columns stand in a documented order: load balancers, S3, networks, and those that name
//! their columns. They are read as tables.

use super::csv::{Dialect, column_name};

/// Bytes and lines looked at.
const PROBE_BYTES: usize = 8 * 1024;
const LINES_LOOKED_AT: usize = 8;

/// Application load balancers.
const APPLICATION: &str = "type time elb client:port target:port request_processing_time \
    target_processing_time response_processing_time elb_status_code target_status_code \
    received_bytes sent_bytes request user_agent ssl_cipher ssl_protocol target_group_arn trace_id \
    domain_name chosen_cert_arn matched_rule_priority request_creation_time actions_executed \
    redirect_url error_reason target:port_list target_status_code_list classification \
    classification_reason conn_trace_id";

/// Network load balancers.
const NETWORK: &str = "type version time elb listener client:port destination:port connection_time \
    tls_handshake_time received_bytes sent_bytes incoming_tls_alert chosen_cert_arn \
    chosen_cert_serial tls_cipher tls_protocol_version tls_named_group domain_name \
    alpn_fe_protocol alpn_be_protocol alpn_client_preference_list tls_connection_creation_time";

/// Classic load balancers.
const CLASSIC: &str = "time elb client:port backend:port request_processing_time \
    backend_processing_time response_processing_time elb_status_code backend_status_code \
    received_bytes sent_bytes request user_agent ssl_cipher ssl_protocol";

/// Accesses to a bucket. The time has a space in it.
const ACCESS: &str = "bucket_owner bucket time time_zone remote_ip requester request_id operation key \
    request_uri http_status error_code bytes_sent object_size total_time turn_around_time referer \
    user_agent version_id host_id signature_version cipher_suite authentication_type host_header \
    tls_version access_point_arn acl_required";

/// Flows of a network, when nobody chose other columns.
const FLOWS: &str = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets \
    bytes start end action log-status";

/// The columns of a log that begins so; `None` for any other text.
pub(crate) fn columns(text: &[u8]) -> Option<Dialect> {
    let text = &text[..text.len().min(PROBE_BYTES)];
    let lines = text.split(|byte| *byte == b'\n').take(LINES_LOOKED_AT).map(<[u8]>::trim_ascii);
    let first = lines.clone().next()?;
    if first.starts_with(b"#") {
        return named(lines);
    }
    if let Some(names) = flow_header(first) {
        return Some(dialect(b' ', 1, names));
    }
    let known = order(first)?;
    // The last of them may be cut.
    let alike = lines.filter(|line| !line.is_empty() && order(line) == Some(known)).count();
    (alike > 0)
        .then(|| dialect(b' ', 0, known.split_ascii_whitespace().map(str::to_owned).collect()))
}

fn dialect(delimiter: u8, header_row: u64, names: Vec<String>) -> Dialect {
    Dialect { delimiter, terminator: b'\n', header_row, names }
}

/// The columns of a line by what it begins with.
fn order(line: &[u8]) -> Option<&'static str> {
    let mut words = line.split(|byte| *byte == b' ');
    let mut next = || words.next().unwrap_or_default();
    let (first, second, third, fourth) = (next(), next(), next(), next());
    const KINDS: [&[u8]; 6] = [b"http", b"https", b"h2", b"grpcs", b"ws", b"wss"];
    let is_account = |word: &[u8]| word.len() == 12 && word.iter().all(u8::is_ascii_digit);
    if KINDS.contains(&first) && is_time(second) && third.starts_with(b"app/") {
        Some(APPLICATION)
    } else if first == b"tls" && is_time(third) && fourth.starts_with(b"net/") {
        Some(NETWORK)
    } else if is_time(first)
        && is_address_and_port(third)
        && (fourth == b"-" || is_address_and_port(fourth))
    {
        Some(CLASSIC)
    } else if first.len() == 64
        && first.iter().all(u8::is_ascii_hexdigit)
        && third.starts_with(b"[")
        && fourth.ends_with(b"]")
    {
        Some(ACCESS)
    } else if first.len() == 1
        && first[0].is_ascii_digit()
        && is_account(second)
        && third.starts_with(b"eni-")
    {
        Some(FLOWS)
    } else {
        None
    }
}

/// `2026-01-05T10:00:00`, whatever follows.
fn is_time(word: &[u8]) -> bool {
    let shape = b"0000-00-00T00:00:00";
    word.len() >= shape.len()
        && shape.iter().zip(word).all(|(shape, byte)| match shape {
            b'0' => byte.is_ascii_digit(),
            mark => byte == mark,
        })
}

fn is_address_and_port(word: &[u8]) -> bool {
    let Some(colon) = memchr::memrchr(b':', word) else { return false };
    let (address, port) = (&word[..colon], &word[colon + 1..]);
    let in_address = |byte: &u8| byte.is_ascii_hexdigit() || b".:[]".contains(byte);
    !port.is_empty()
        && port.iter().all(u8::is_ascii_digit)
        && address.len() > 6
        && address.iter().all(in_address)
}

/// The first line of a flow log says which columns were chosen.
fn flow_header(line: &[u8]) -> Option<Vec<String>> {
    let words: Vec<&[u8]> = line.split(|byte| *byte == b' ').collect();
    let fits = |word: &&[u8]| {
        !word.is_empty() && word.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-')
    };
    let telling = [&b"srcaddr"[..], b"dstaddr", b"interface-id", b"pkt-srcaddr"];
    let known = words.iter().filter(|word| telling.contains(word)).count();
    (words.len() >= 3 && known >= 2 && words.iter().all(fits))
        .then(|| words.iter().map(|word| column_name(word)).collect())
}

/// Extended logs of the W3C, as CloudFront and IIS write them: a remark names the columns.
fn named<'t>(lines: impl Iterator<Item = &'t [u8]>) -> Option<Dialect> {
    let mut found = None;
    for (line, number) in lines.zip(1..) {
        if let Some(fields) = line.strip_prefix(b"#Fields:") {
            let names: Vec<String> = fields
                .split(u8::is_ascii_whitespace)
                .filter(|name| !name.is_empty())
                .map(column_name)
                .collect();
            found = Some((names, number));
        } else if !line.starts_with(b"#") && !line.is_empty() {
            let (names, header_row) = found?;
            let tabs = memchr::memchr(b'\t', line).is_some();
            return Some(dialect(if tabs { b'\t' } else { b' ' }, header_row, names));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::testing::whole;

    /// Reads a log twice as long, and says where `word` stands.
    fn place(head: &str, line: &str, word: &str) -> String {
        let text = format!("{head}{}{line}\n", line.replace(word, "before") + "\n");
        let (extracted, seen) = whole(text.as_bytes(), "object");
        assert_eq!(extracted.format, "log", "{text}");
        seen.place_of(word).split(" bytes").next().unwrap().to_owned()
    }

    #[test]
    fn columns_of_logs_have_their_documented_names() {
        let owner = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
        for (head, line, want) in [
            (
                "",
                "https 2026-01-05T10:00:00.18Z app/my/50d 192.0.2.1:2817 10.0.0.1:80 0.0 0.0 0.0 200 200 34 366 \
                \"GET https://example.com/needle HTTP/1.1\" \"curl\" - - arn \"Root\" \"-\"",
                "Cell { row: 2, column: 13 } label request",
            ),
            (
                "",
                "tls 2.0 2026-01-05T10:00:00 net/my/c6 g3 192.0.2.1:5 10.0.0.1:8080 5 2 98 246 - arn serial - - - needle - -",
                "Cell { row: 2, column: 18 } label domain_name",
            ),
            (
                "",
                "2026-01-05T10:00:00.94Z my-lb 192.0.2.1:2817 10.0.0.1:80 0.0 0.0 0.0 200 200 0 29 \"GET http://x/ HTTP/1.1\" \"needle/7\" - -",
                "Cell { row: 2, column: 13 } label user_agent",
            ),
            (
                "",
                &format!(
                    "{owner} my-bucket [06/Feb/2026:00:00:38 +0000] 192.0.2.3 {owner} 3E57 REST.GET.OBJECT needle.csv \"GET /x HTTP/1.1\" 200 - 113"
                ),
                "Cell { row: 2, column: 9 } label key",
            ),
            (
                "",
                "2 123456789010 eni-1235b8ca 172.31.16.139 172.31.16.21 needle 22 6 20 4249 1418530010 1418530070 ACCEPT OK",
                "Cell { row: 2, column: 6 } label srcport",
            ),
            (
                "interface-id srcaddr flow\n",
                "eni-1 10.0.0.1 needle",
                "Cell { row: 3, column: 3 } label flow",
            ),
            (
                "#Version: 1.0\n#Fields: date cs-uri sc-status\n",
                "2026-01-05 /needle 200",
                "Cell { row: 4, column: 2 } label cs-uri",
            ),
        ] {
            assert_eq!(place(head, line, "needle"), want, "{line}");
        }
    }

    #[test]
    fn other_logs_are_plain_text() {
        for text in [
            "2026-01-05T10:00:00Z INFO started\n2026-01-05T10:00:01Z INFO ended\n",
            "http 2026-01-05T10:00:00Z started\nhttp 2026-01-05T10:00:00Z ended\n",
            "# Title\n\nSome text of a letter\nthat goes on\n",
        ] {
            assert_eq!(whole(text.as_bytes(), "object").0.format, "text", "{text}");
        }
    }
}
