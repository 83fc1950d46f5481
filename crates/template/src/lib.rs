//! Go's text templates as Prometheus's rules use them: parser, and what a template refers to.
