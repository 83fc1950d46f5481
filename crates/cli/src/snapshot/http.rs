//! As much of HTTP as it takes to ask a server for a document: `GET` of version 1.0, without encryption.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// Where a server listens, and the path below which its API lies.
#[derive(Debug, Clone)]
pub(crate) struct Address {
    host: String,
    port: u16,
    base: String,
}

/// Why a server did not answer.
#[derive(Debug)]
pub(crate) struct HttpError {
    pub(crate) url: String,
    pub(crate) message: String,
    pub(crate) way_out: Option<&'static str>,
}

/// How long a server may take, and how much it may say.
const TIMEOUT: Duration = Duration::from_mins(1);
const MAX_BYTES: u64 = 1 << 30;
const HTTP_PORT: u16 = 80;

impl HttpError {
    pub(crate) fn new(server: &Address, message: String) -> Self {
        Self { url: server.to_string(), message, way_out: None }
    }

    fn io(server: &Address, error: &std::io::Error) -> Self {
        Self::new(server, format!("the server cannot be asked: {error}"))
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "http://{}:{}{}", self.host, self.port, self.base)
    }
}

impl Address {
    /// Reads `http://HOST[:PORT][/PATH]`.
    ///
    /// # Errors
    /// Where it is no such address; one with `https` among them.
    pub(crate) fn parse(url: &str) -> Result<Self, HttpError> {
        let refuse = |message: &str, way_out| {
            Err(HttpError { url: url.to_owned(), message: message.to_owned(), way_out: Some(way_out) })
        };
        if url.starts_with("https://") {
            let way_out = "use a connection without encryption, such as a port that is forwarded";
            return refuse("encrypted connections are not supported", way_out);
        }
        let Some(rest) = url.strip_prefix("http://") else {
            return refuse("this is no address of a server", "write it as http://localhost:9090");
        };
        let (authority, base) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
            _ => (authority, Some(HTTP_PORT)),
        };
        match (host.is_empty(), port) {
            (false, Some(port)) => {
                Ok(Self { host: host.to_owned(), port, base: base.trim_end_matches('/').to_owned() })
            }
            _ => refuse("this is no address of a server", "write it as http://localhost:9090"),
        }
    }
}

/// The document at `path`.
///
/// # Errors
/// Where there is no connection, or the server refuses.
pub(crate) fn get(server: &Address, path: &str, parameters: &[(&str, &str)]) -> Result<Vec<u8>, HttpError> {
    let answer = exchange(server, path, parameters).map_err(|error| HttpError::io(server, &error))?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let Some((head, body)) = end.map(|end| (&answer[..end], &answer[end + 4..])) else {
        return Err(HttpError::new(server, "it does not speak HTTP".to_owned()));
    };
    let status = String::from_utf8_lossy(head).lines().next().unwrap_or_default().to_owned();
    let code = status.split(' ').nth(1).unwrap_or_default();
    if code == "200" { Ok(body.to_vec()) } else { Err(HttpError::new(server, format!("{path}: it answers {status}"))) }
}

fn exchange(server: &Address, path: &str, parameters: &[(&str, &str)]) -> std::io::Result<Vec<u8>> {
    let host = server.host.trim_start_matches('[').trim_end_matches(']');
    let no_address = || std::io::Error::other("the name of the host has no address");
    let address = (host, server.port).to_socket_addrs()?.next().ok_or_else(no_address)?;
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    let target = format!("{}{path}{}", server.base, query(parameters));
    // A server of version 1.0 sends the document as it is and closes the connection.
    write!(
        stream,
        "GET {target} HTTP/1.0\r\nHost: {}:{}\r\nAccept: application/json\r\n\r\n",
        server.host, server.port
    )?;
    let mut answer = Vec::new();
    stream.take(MAX_BYTES).read_to_end(&mut answer)?;
    Ok(answer)
}

fn query(parameters: &[(&str, &str)]) -> String {
    let mut query = String::new();
    for (i, (name, value)) in parameters.iter().enumerate() {
        query.push(if i == 0 { '?' } else { '&' });
        for (j, text) in [name, value].into_iter().enumerate() {
            query.push_str(if j == 0 { "" } else { "=" });
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    query.push(char::from(byte));
                } else {
                    let _ = write!(query, "%{byte:02X}");
                }
            }
        }
    }
    query
}
