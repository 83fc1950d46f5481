//! Answers requests for the page and for files, from this machine alone.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::files::{ServedFile, list};
use super::request::Request;
use super::response::Response;

/// How long a browser may take to send a request or to read an answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Tells the page where the list of files is (`wasm/playground/src/data/served.ts`).
const DATA_LINK: &str = "<meta name=\"promenade-data\" content=\"data/index.json\"></head>";

/// What is served.
pub(super) struct Site {
    /// The files of the page by path.
    pub(super) page: fn(&str) -> Option<&'static [u8]>,
    pub(super) files: Vec<ServedFile>,
    pub(super) port: u16,
}

/// Answers until the listener fails, each connection in a thread of its own.
pub(super) fn run(listener: &TcpListener, site: &Arc<Site>) {
    for stream in listener.incoming().flatten() {
        let site = Arc::clone(site);
        // Without a thread the connection is closed, and the browser asks again.
        let _ = thread::Builder::new().spawn(move || {
            // A browser that goes away has no use for an error.
            let _ = answer(stream, &site);
        });
    }
}

fn answer(mut stream: TcpStream, site: &Site) -> io::Result<()> {
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let Some(request) = Request::read(&mut stream)? else {
        return Response::error("400 Bad Request", "this is not a request".to_owned()).write(&mut stream, true);
    };
    let response = site.respond(&request);
    response.write(&mut stream, request.method != "HEAD")
}

impl Site {
    fn respond(&self, request: &Request) -> Response {
        if !self.is_own(&request.host) {
            let message = format!("open http://127.0.0.1:{}/ instead", self.port);
            return Response::error("421 Misdirected Request", message);
        }
        if !["GET", "HEAD"].contains(&request.method.as_str()) {
            return Response::error("405 Method Not Allowed", "files are only read".to_owned());
        }
        match request.path.trim_start_matches('/') {
            "" | "index.html" => self.index(),
            "data/index.json" => Response::file("index.json", list(&self.files)),
            path => match path.strip_prefix("data/") {
                Some(index) => self.data(index),
                None => (self.page)(path).map_or_else(not_found, |body| Response::file(path, body)),
            },
        }
    }

    /// Whether the browser means this server. Another site whose name points to this machine must not read the files.
    fn is_own(&self, host: &str) -> bool {
        ["127.0.0.1", "localhost"].iter().any(|own| host == format!("{own}:{}", self.port))
    }

    fn index(&self) -> Response {
        let Some(page) = (self.page)("index.html") else { return not_found() };
        let page = String::from_utf8_lossy(page).replacen("</head>", DATA_LINK, 1);
        Response::file("index.html", page.into_bytes())
    }

    fn data(&self, index: &str) -> Response {
        let Some(file) = index.parse::<usize>().ok().and_then(|index| self.files.get(index)) else {
            return not_found();
        };
        match file.read() {
            Ok(bytes) => Response::file("", bytes),
            Err(error) => Response::error("500 Internal Server Error", format!("{}: {error}", file.name())),
        }
    }
}

fn not_found() -> Response {
    Response::error("404 Not Found", "there is no such file".to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::sync::Arc;
    use std::thread;

    use super::{ServedFile, Site, run};

    fn page(path: &str) -> Option<&'static [u8]> {
        match path {
            "index.html" => Some(b"<html><head></head></html>"),
            "assets/engine.wasm" => Some(b"\0asm"),
            _ => None,
        }
    }

    /// Starts a server of a page and a file; its port.
    fn serve(content: &[u8]) -> (u16, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.prom");
        std::fs::write(&path, content).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let labelled = format!("job=node:{}", path.display()).into();
        let site = Site { page, files: ServedFile::all(&[labelled]).unwrap(), port };
        thread::spawn(move || run(&listener, &Arc::new(site)));
        (port, folder)
    }

    fn ask(port: u16, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.write_all(request.replace("HOST", &format!("Host: localhost:{port}\r\n")).as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(port: u16, path: &str) -> String {
        ask(port, &format!("GET {path} HTTP/1.1\r\nHOST\r\n"))
    }

    #[test]
    fn the_page_is_told_where_the_files_are() {
        let (port, _folder) = serve(b"up 1\n");
        let index = get(port, "/");
        assert!(index.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"), "{index}");
        assert!(index.contains(r#"<meta name="promenade-data" content="data/index.json"></head>"#), "{index}");
        let list = get(port, "/data/index.json");
        assert!(list.contains("a.prom") && list.contains(r#""url":"data/0""#), "{list}");
        assert!(list.contains(r#""labels":{"job":"node"}"#), "{list}");
        assert!(get(port, "/data/0").ends_with("\r\n\r\nup 1\n"));
        assert!(get(port, "/assets/engine.wasm").contains("Content-Type: application/wasm\r\nContent-Length: 4\r\n"));
    }

    #[test]
    fn compressed_files_are_unpacked() {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(b"up 2\n").unwrap();
        let (port, _folder) = serve(&encoder.finish().unwrap());
        assert!(get(port, "/data/0").ends_with("\r\n\r\nup 2\n"));
    }

    #[test]
    fn a_file_that_has_gone_is_an_error_of_the_server() {
        let (port, folder) = serve(b"up 1\n");
        folder.close().unwrap();
        let gone = get(port, "/data/0");
        assert!(gone.starts_with("HTTP/1.1 500") && gone.contains("a.prom: "), "{gone}");
    }

    #[test]
    fn nothing_else_is_served() {
        let (port, _folder) = serve(b"up 1\n");
        for path in ["/data/1", "/data/../a.prom", "/data/a.prom", "/etc/passwd", "//etc/passwd"] {
            assert!(get(port, path).starts_with("HTTP/1.1 404"), "{path}");
        }
        assert!(ask(port, "POST / HTTP/1.1\r\nHOST\r\n").starts_with("HTTP/1.1 405"));
        assert!(ask(port, "nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
        let other = ask(port, "GET /data/0 HTTP/1.1\r\nHost: example.org\r\n\r\n");
        assert!(other.starts_with("HTTP/1.1 421") && !other.contains("up 1"), "{other}");
    }

    #[test]
    fn a_head_request_has_no_body() {
        let (port, _folder) = serve(b"up 1\n");
        let head = ask(port, "HEAD /data/0 HTTP/1.1\r\nHOST\r\n");
        assert!(head.contains("Content-Length: 5\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    }
}
