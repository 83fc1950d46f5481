//! Codes of the grammar: what stands where nothing or something else should.

use super::{CodeDocs, Example};

pub(in super::super) const UNEXPECTED_TOKEN: CodeDocs = CodeDocs {
    meaning: "The grammar does not allow this token here. The message names the tokens that it allows.",
    example: Example::Query("up == == 1"),
    fixed: "up == 1",
    how_to_fix: "Remove the token, or add what is missing before it: an operand, an operator or a comma.",
};

pub(in super::super) const EMPTY_QUERY: CodeDocs = CodeDocs {
    meaning: "The query has no expression: it is empty, or holds only spaces and comments.",
    example: Example::Query("# up"),
    fixed: "up",
    how_to_fix: "Write an expression, or leave the query out.",
};

pub(in super::super) const TRAILING_COMMA: CodeDocs = CodeDocs {
    meaning: "A comma follows the last argument of a call. Lists of labels and of matchers may end with a comma, \
              arguments may not.",
    example: Example::Query("round(up, 5,)"),
    fixed: "round(up, 5)",
    how_to_fix: "Remove the comma, or add the missing argument.",
};

pub(in super::super) const INVALID_REGEX: CodeDocs = CodeDocs {
    meaning: "The value of a matcher with `=~` or `!~` is not a valid regular expression. Prometheus uses RE2, the syntax of Go, \
              which has no backreferences and no look-around; `*` needs something to repeat.",
    example: Example::Query("up{job=~\"*node\"}"),
    fixed: "up{job=~\".*node\"}",
    how_to_fix: "Fix the expression. It is not a glob: `.*` matches any text, and a special character needs a backslash to match \
             itself. To compare with a fixed text, use `=` or `!=`.",
};

pub(in super::super) const INVALID_LABEL_NAME: CodeDocs = CodeDocs {
    meaning: "A name in a list of labels is not a valid label name: it is empty or not UTF-8. With the feature \
              `promql-unquoted-utf8-names` a label name with a colon must be quoted, here as elsewhere.",
    example: Example::Query("sum by (\"\") (up)"),
    fixed: "sum by (job) (up)",
    how_to_fix: "Use a valid label name. Quote names with characters other than ASCII letters, digits and `_`.",
};
