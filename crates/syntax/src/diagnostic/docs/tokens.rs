//! Codes of the lexer: characters, strings, numbers, brackets.

use super::{CodeDocs, Example};

pub(in super::super) const UNEXPECTED_CHARACTER: CodeDocs = CodeDocs {
    meaning: "A character that has no meaning at this place. Between braces stand matchers, between brackets a duration; \
              outside of quotes PromQL knows no `#` in names, no `;`, no `&&` and no `$`.",
    example: Example::Query("up && on (job) node_load1"),
    mended: "up and on (job) node_load1",
    remedy: "Use the operator of PromQL in its place (`and`, `or`, `unless`, `!=`), or put text in quotes. Names with \
             characters beyond ASCII letters, digits, `_` and, in metrics, `:` go in quotes, those of metrics inside braces: \
             `{\"my.metric\", \"my.label\"=\"a\"}`. With the feature `promql-unquoted-utf8-names`, here and on the server, \
             letters of any script, and dots, need no quotes.",
};

pub(in super::super) const UNTERMINATED_STRING: CodeDocs = CodeDocs {
    meaning: "A string has no closing quote. Strings in `\"` or `'` end on the line that they begin on; only those in \
              backquotes may hold line breaks.",
    example: Example::Query("up{job=\"node\n}"),
    mended: "up{job=\"node\"\n}",
    remedy: "Close it with the quote that opened it. A quote within the string takes a backslash, or the string takes \
             another kind of quotes.",
};

pub(in super::super) const INVALID_ESCAPE: CodeDocs = CodeDocs {
    meaning: "A backslash in a string begins no escape sequence that is known, or an incomplete one. As in Go there are \
              `\\a \\b \\f \\n \\r \\t \\v \\\\ \\\" \\'`, `\\x` with two hexadecimal digits, `\\` with three octal ones, `\\u` with four and \
              `\\U` with eight hexadecimal ones. It meets those who write regular expressions: `\\.` and `\\d` are escapes of \
              the expression, and their backslash must come through the string.",
    example: Example::Query("up{instance=~\"10\\.0\\.0\\..*\"}"),
    mended: "up{instance=~\"10\\\\.0\\\\.0\\\\..*\"}",
    remedy: "Write the backslash twice, or put the string in backquotes, in which nothing is escaped.",
};

pub(in super::super) const INVALID_NUMBER: CodeDocs = CodeDocs {
    meaning: "Something begins like a number or a duration and is neither. Durations are whole numbers with the units `ms`, \
              `s`, `m`, `h`, `d`, `w` and `y`, from the longest to the shortest and each once: `1h30m`.",
    example: Example::Query("rate(http_requests_total[5min])"),
    mended: "rate(http_requests_total[5m])",
    remedy: "Give the unit by its short name, and smaller units in place of fractions: `1h30m`, not `1.5h`.",
};

pub(in super::super) const UNCLOSED_DELIMITER: CodeDocs = CodeDocs {
    meaning: "A bracket, brace or parenthesis is opened and never closed. The message shows where it was opened; where the \
              closing one belongs is a guess.",
    example: Example::Query("sum by (job) (rate(http_requests_total[5m])"),
    mended: "sum by (job) (rate(http_requests_total[5m]))",
    remedy: "Close it.",
};

pub(in super::super) const UNMATCHED_DELIMITER: CodeDocs = CodeDocs {
    meaning: "A bracket, brace or parenthesis is closed that was not opened.",
    example: Example::Query("sum(up))"),
    mended: "sum(up)",
    remedy: "Take it away, or open it before.",
};

pub(in super::super) const INVALID_UTF8_ESCAPE: CodeDocs = CodeDocs {
    meaning: "The escapes of a string give bytes that are not UTF-8. Names and values of labels are UTF-8, so no series has such a \
              value. This is a warning: Prometheus accepts the query, which finds nothing.",
    example: Example::Query("up{job=\"\\xff\"}"),
    mended: "up{job=\"\u{ff}\"}",
    remedy: "Write the character itself, or its number with `\\u`: `\\u00ff`.",
};
