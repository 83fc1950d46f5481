//! The envelope around data or an error.

use serde::Serialize;

use crate::value::Data;

/// A response: data, or an error, with the warnings and infos of the query.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response<D> {
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<D>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_type: Option<ErrorType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    infos: Vec<String>,
}

/// The class of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorType {
    /// The query or another parameter is invalid.
    BadData,
    /// The evaluation failed or exceeded a limit.
    Execution,
    /// The evaluation timed out.
    Timeout,
    /// The evaluation was canceled.
    Canceled,
    /// The store failed.
    Internal,
}

impl<D> Response<D> {
    /// The response to a successful query. `data` is [`Data`], or a type that flattens it and adds fields.
    pub fn success(data: D) -> Self {
        let (error_type, error) = (None, None);
        Self { status: "success", data: Some(data), error_type, error, warnings: Vec::new(), infos: Vec::new() }
    }

    /// Adds the warnings and infos of the query.
    #[must_use]
    pub fn with_annotations(mut self, warnings: Vec<String>, infos: Vec<String>) -> Self {
        (self.warnings, self.infos) = (warnings, infos);
        self
    }
}

impl Response<Data<'_>> {
    /// The response to a failed query.
    pub fn error(error_type: ErrorType, message: impl Into<String>) -> Self {
        let (error_type, error) = (Some(error_type), Some(message.into()));
        Self { status: "error", data: None, error_type, error, warnings: Vec::new(), infos: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_has_a_type_and_no_data() {
        let response = Response::error(ErrorType::BadData, "no query");
        let expected = r#"{"status":"error","errorType":"bad_data","error":"no query"}"#;
        assert_eq!(serde_json::to_string(&response).ok().as_deref(), Some(expected));
    }
}
