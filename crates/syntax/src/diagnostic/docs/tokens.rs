//! Codes of the lexer: characters, strings, numbers, brackets.

use super::{CodeDocs, Example};

pub(in super::super) const UNEXPECTED_CHARACTER: CodeDocs = CodeDocs {
    meaning: "The character has no meaning here. Braces hold matchers and brackets hold durations; outside of quotes PromQL has \
              no `;`, no `&&` and no `$`.",
    example: Example::Query("up && on (job) node_load1"),
    fixed: "up and on (job) node_load1",
    how_to_fix: "Use PromQL's operator instead (`and`, `or`, `unless`, `!=`), or quote the text. Quote names with characters other \
             than ASCII letters, digits, `_` and, in metrics, `:`; a quoted metric name goes inside the braces: \
             `{\"my.metric\", \"my.label\"=\"a\"}`. With the feature `promql-unquoted-utf8-names`, here and on the server, \
             letters of any script and dots need no quotes.",
};

pub(in super::super) const UNTERMINATED_STRING: CodeDocs = CodeDocs {
    meaning: "A string has no closing quote. Strings in `\"` or `'` must end on the line on which they begin; only strings in \
              backquotes may hold line breaks.",
    example: Example::Query("up{job=\"node\n}"),
    fixed: "up{job=\"node\"\n}",
    how_to_fix: "Close it with the quote that opened it. Escape a quote inside the string with a backslash, or use another kind \
             of quotes.",
};

pub(in super::super) const INVALID_ESCAPE: CodeDocs = CodeDocs {
    meaning: "A backslash in a string begins an unknown or incomplete escape sequence. As in Go there are \
              `\\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\'`, `\\x` with two hexadecimal digits, `\\` with three octal ones, `\\u` with four and \
              `\\U` with eight hexadecimal ones. This is common in regular expressions: `\\.` and `\\d` are escapes of \
              the expression, and the string must contain their backslash.",
    example: Example::Query("up{instance=~\"10\\.0\\.0\\..*\"}"),
    fixed: "up{instance=~\"10\\\\.0\\\\.0\\\\..*\"}",
    how_to_fix: "Write the backslash twice, or use backquotes, in which nothing is escaped.",
};

pub(in super::super) const INVALID_NUMBER: CodeDocs = CodeDocs {
    meaning: "The token begins like a number or a duration but is neither. A duration is made of whole numbers with the units \
              `ms`, `s`, `m`, `h`, `d`, `w` and `y`, from the longest to the shortest and each once: `1h30m`.",
    example: Example::Query("rate(http_requests_total[5min])"),
    fixed: "rate(http_requests_total[5m])",
    how_to_fix: "Use the short unit, and smaller units instead of fractions: `1h30m`, not `1.5h`.",
};

pub(in super::super) const UNCLOSED_DELIMITER: CodeDocs = CodeDocs {
    meaning: "A bracket, brace or parenthesis is never closed. The message shows where it was opened and a likely place for the \
              closing one.",
    example: Example::Query("sum by (job) (rate(http_requests_total[5m])"),
    fixed: "sum by (job) (rate(http_requests_total[5m]))",
    how_to_fix: "Add the closing delimiter.",
};

pub(in super::super) const UNMATCHED_DELIMITER: CodeDocs = CodeDocs {
    meaning: "A closing bracket, brace or parenthesis has no opening one.",
    example: Example::Query("sum(up))"),
    fixed: "sum(up)",
    how_to_fix: "Remove it, or add the opening delimiter.",
};

pub(in super::super) const INVALID_UTF8_ESCAPE: CodeDocs = CodeDocs {
    meaning: "The escapes of a string produce bytes that are not UTF-8. Label names and values are UTF-8, so no series has such a \
              value. This is a warning: Prometheus accepts the query, and it matches nothing.",
    example: Example::Query("up{job=\"\\xff\"}"),
    fixed: "up{job=\"\u{ff}\"}",
    how_to_fix: "Write the character itself, or its number with `\\u`: `\\u00ff`.",
};
