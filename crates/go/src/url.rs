//! URL escapes, as in Go's `net/url`.

use std::fmt::Write as _;

/// Escapes a text for the query of a URL (Go's `url.QueryEscape`).
pub fn query_escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        let _ = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => escaped.write_char(byte as char),
            b' ' => escaped.write_char('+'),
            _ => write!(escaped, "%{byte:02X}"),
        };
    }
    escaped
}

/// The unescaped path of a URL (the `Path` of Go's `url.Parse`).
pub fn path(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let behind_scheme = url.split_once(':').map_or(url, |(_, rest)| rest);
    let path = match behind_scheme.strip_prefix("//") {
        Some(host) => host.find('/').map_or("", |at| &host[at..]),
        None => behind_scheme,
    };
    unescape(path)
}

fn unescape(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let code =
            (*first == b'%').then(|| tail.get(..2)).flatten().and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = code.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = &tail[2..];
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
