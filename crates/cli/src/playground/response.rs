//! Answers of HTTP/1.1 with the headers that a page with WebAssembly needs.

use std::borrow::Cow;
use std::io::{self, Write};

/// An answer; the connection is closed after it.
#[derive(Debug)]
pub(super) struct Response {
    status: &'static str,
    content_type: &'static str,
    pub(super) body: Cow<'static, [u8]>,
}

/// Code comes from here alone; data may come from servers that the user names, and pictures are made by the page.
const CONTENT_SECURITY_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self' 'unsafe-inline'; connect-src *; img-src 'self' data: blob:; worker-src 'self' blob:; frame-ancestors 'none'";

impl Response {
    /// A file of this name.
    pub(super) fn file(name: &str, body: impl Into<Cow<'static, [u8]>>) -> Self {
        Self { status: "200 OK", content_type: content_type(name), body: body.into() }
    }

    /// Why there is no file.
    pub(super) fn error(status: &'static str, message: String) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", body: message.into_bytes().into() }
    }

    /// Writes head and body, or the head alone. The page is isolated from others, so that it may share memory with its
    /// worker, which is how a query is stopped.
    ///
    /// # Errors
    /// Returns an error if the connection fails.
    pub(super) fn write(&self, out: &mut impl Write, with_body: bool) -> io::Result<()> {
        write!(
            out,
            "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
             X-Content-Type-Options: nosniff\r\nContent-Security-Policy: {CONTENT_SECURITY_POLICY}\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\n\
             Connection: close\r\n\r\n",
            self.status,
            self.content_type,
            self.body.len()
        )?;
        if with_body {
            out.write_all(&self.body)?;
        }
        out.flush()
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
