//! Streaming readers of metrics text: Prometheus text format, OpenMetrics and JSON lines.
