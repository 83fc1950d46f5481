//! The head of a request of HTTP/1.1, as far as a server of files needs it.

use std::io::{self, Read};

/// The longest head that is read.
const MAX_HEAD_BYTES: usize = 16 << 10;
const MAX_HEADERS: usize = 64;

/// A request without its body.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// The path without a query.
    pub(super) path: String,
    /// The host that the browser believes it speaks with.
    pub(super) host: String,
}

impl Request {
    /// Reads the head; `None` if it is none or too long.
    ///
    /// # Errors
    /// Returns an error if the connection fails.
    pub(super) fn read(input: &mut impl Read) -> io::Result<Option<Self>> {
        let mut head = Vec::new();
        let mut buffer = [0; 4096];
        while head.len() < MAX_HEAD_BYTES {
            let n_bytes = input.read(&mut buffer)?;
            head.extend_from_slice(&buffer[..n_bytes]);
            match Self::parse(&head) {
                Ok(None) if n_bytes > 0 => {}
                Ok(request) => return Ok(request),
                Err(_) => return Ok(None),
            }
        }
        Ok(None)
    }

    /// The request of a head; `None` if its end is missing.
    fn parse(head: &[u8]) -> Result<Option<Self>, httparse::Error> {
        let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        if parsed.parse(head)?.is_partial() {
            return Ok(None);
        }
        let target = parsed.path.unwrap_or_default();
        let host = parsed.headers.iter().find(|header| header.name.eq_ignore_ascii_case("host"));
        Ok(Some(Self {
            method: parsed.method.unwrap_or_default().to_owned(),
            path: target.split(['?', '#']).next().unwrap_or_default().to_owned(),
            host: host.map(|header| String::from_utf8_lossy(header.value).into_owned()).unwrap_or_default(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_HEAD_BYTES, Request};

    fn read(head: &str) -> Option<Request> {
        Request::read(&mut head.as_bytes()).unwrap()
    }

    #[test]
    fn method_path_and_host_are_read() {
        let request = read("GET /data/0?fresh HTTP/1.1\r\nHOST: localhost:9777\r\nAccept: */*\r\n\r\n").unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/data/0"));
        assert_eq!(request.host, "localhost:9777");
    }

    #[test]
    fn what_is_no_request_is_none() {
        assert_eq!(read(""), None);
        assert_eq!(read("GET / HTTP/1.1\r\nHost: a"), None);
        assert_eq!(read("\u{1}\u{2}\r\n\r\n"), None);
        assert_eq!(read(&format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(MAX_HEAD_BYTES))), None);
    }
}
