//! Documents of a server, over HTTP without encryption.

use std::time::Duration;

use ureq::Agent;
use ureq::http::Uri;

/// A server, and the path below which its API lies.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    /// Without a slash at the end.
    url: String,
    agent: Agent,
}

/// Why a server did not answer.
#[derive(Debug)]
pub(crate) struct HttpError {
    pub(crate) url: String,
    pub(crate) message: String,
    pub(crate) help: Option<&'static str>,
}

/// How long a server may take until it answers.
const TIMEOUT: Duration = Duration::from_mins(1);
/// How long the transfer of a document may take.
const BODY_TIMEOUT: Duration = Duration::from_mins(10);
const MAX_BYTES: u64 = 1 << 30;

impl Server {
    /// The server at `http://HOST[:PORT][/PATH]`.
    ///
    /// # Errors
    /// Returns an error if it is no such address; one with `https` among them.
    pub(crate) fn at(url: &str) -> Result<Self, HttpError> {
        let refuse =
            |message: &str, help| Err(HttpError { url: url.to_owned(), message: message.to_owned(), help: Some(help) });
        if url.starts_with("https://") {
            let help = "use a connection without encryption, such as a port that is forwarded";
            return refuse("encrypted connections are not supported", help);
        }
        let has_host = |uri: &Uri| uri.host().is_some_and(|host| !host.is_empty());
        if !url.starts_with("http://") || !url.parse().is_ok_and(|uri| has_host(&uri)) {
            return refuse("this is no address of a server", "write it as http://localhost:9090");
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(TIMEOUT))
            .timeout_recv_response(Some(TIMEOUT))
            .timeout_recv_body(Some(BODY_TIMEOUT));
        Ok(Self { url: url.trim_end_matches('/').to_owned(), agent: config.build().into() })
    }

    /// An error of this server.
    pub(crate) fn error(&self, message: String) -> HttpError {
        HttpError { url: self.url.clone(), message, help: None }
    }

    /// The document at `path`.
    ///
    /// # Errors
    /// Returns an error if there is no connection, or the server refuses.
    pub(crate) fn get(&self, path: &str, parameters: &[(&str, &str)]) -> Result<Vec<u8>, HttpError> {
        let unanswered = |error: ureq::Error| self.error(format!("the server cannot be asked: {error}"));
        let request = self.agent.get(format!("{}{path}", self.url)).header("Accept", "application/json");
        let mut response = request.query_pairs(parameters.iter().copied()).call().map_err(unanswered)?;
        if response.status() != 200 {
            let (version, status) = (response.version(), response.status());
            return Err(self.error(format!("{path}: it answers {version:?} {status}")));
        }
        response.body_mut().with_config().limit(MAX_BYTES).read_to_vec().map_err(unanswered)
    }
}
