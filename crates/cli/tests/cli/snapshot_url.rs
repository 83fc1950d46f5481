//! `promenade snapshot --url`, against a server of a few answers.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use insta::assert_snapshot;

use crate::common::show;

/// The answers of the server: the beginning of the target of a request, status and document.
type Answers = &'static [(&'static str, &'static str, &'static str)];

const ANSWERS: Answers = &[
    (
        "/prom/api/v1/metadata",
        "200 OK",
        r#"{"status":"success","data":{"http_requests_total":[{"type":"counter","help":"Requests.","unit":""}]}}"#,
    ),
    ("/prom/api/v1/label/__name__/values", "200 OK", r#"{"status":"success","data":["http_requests_total","up"]}"#),
    (
        "/prom/api/v1/series?match%5B%5D=%7B__name__%3D%22http_requests_total%22%7D",
        "200 OK",
        r#"{"status":"success","data":[
            {"__name__":"http_requests_total","job":"api","code":"200"},
            {"__name__":"http_requests_total","job":"api"}]}"#,
    ),
    ("/prom/api/v1/series?match%5B%5D=%7B__name__%3D%22up%22%7D", "200 OK", r#"{"status":"success","data":[]}"#),
];

/// Starts a server on a free port, which answers as many requests as come.
fn serve(answers: Answers) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let port = listener.local_addr().expect("it has an address").port();
    thread::spawn(move || listener.incoming().flatten().for_each(|stream| answer(stream, answers)));
    port
}

fn answer(mut stream: TcpStream, answers: Answers) {
    let mut lines = BufReader::new(stream.try_clone().expect("a second handle")).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    let _ = lines.find(String::is_empty);
    let target = request.split(' ').nth(1).unwrap_or_default();
    let found = answers.iter().find(|(path, ..)| *path == target);
    let (status, body) = found.map_or(("404 Not Found", ""), |(_, status, body)| (*status, *body));
    let _ = write!(stream, "HTTP/1.0 {status}\r\nContent-Type: application/json\r\n\r\n{body}");
}

/// What a run shows, with the port left out.
fn show_at(port: u16, path: &str) -> String {
    show(&format!("snapshot --url http://127.0.0.1:{port}{path}")).replace(&port.to_string(), "PORT")
}

#[test]
fn a_server_is_asked_for_its_metrics() {
    assert_snapshot!(show_at(serve(ANSWERS), "/prom/"));
}

#[test]
fn what_is_wrong_with_a_server_is_said() {
    let refused =
        &[("/api/v1/metadata", "200 OK", r#"{"status":"error","errorType":"execution","error":"it is too much"}"#)];
    assert_snapshot!("a_server_that_refuses", show_at(serve(refused), ""));
    assert_snapshot!("a_server_without_api", show_at(serve(&[]), ""));
    let other = &[("/api/v1/metadata", "200 OK", "<html>")];
    assert_snapshot!("a_server_of_something_else", show_at(serve(other), ""));
    assert_snapshot!("no_encryption", show("snapshot --url https://localhost"));
    assert_snapshot!("no_address", show("snapshot --url localhost:9090"));
}
