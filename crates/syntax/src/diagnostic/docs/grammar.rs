//! Codes of the grammar: what stands where nothing or something else should.

use super::{CodeDocs, Example};

pub(in super::super) const UNEXPECTED_TOKEN: CodeDocs = CodeDocs {
    meaning: "A word or a sign stands where the grammar has no place for it. The message says what could stand there \
              instead.",
    example: Example::Query("up == == 1"),
    mended: "up == 1",
    remedy: "Take it away, or add what is missing before it: an operand, an operator, a comma.",
};

pub(in super::super) const EMPTY_QUERY: CodeDocs = CodeDocs {
    meaning: "There is no expression: the text is empty, or holds blanks and comments only.",
    example: Example::Query("# up"),
    mended: "up",
    remedy: "Write an expression, or leave the query out.",
};

pub(in super::super) const TRAILING_COMMA: CodeDocs = CodeDocs {
    meaning: "A comma stands behind the last argument of a call. Lists of labels and of matchers may end with a comma, \
              arguments may not.",
    example: Example::Query("round(up, 5,)"),
    mended: "round(up, 5)",
    remedy: "Take the comma away, or add the argument that should follow.",
};

pub(in super::super) const INVALID_REGEX: CodeDocs = CodeDocs {
    meaning: "The value of a matcher with `=~` or `!~` is no regular expression of RE2, the language of Go's. It has no \
              backreferences and no look-around, and `*` needs something to repeat.",
    example: Example::Query("up{job=~\"*node\"}"),
    mended: "up{job=~\".*node\"}",
    remedy: "Mend the expression. It is not a pattern of file names: any text is `.*`, and a sign that stands for itself \
             takes a backslash. Where no expression is meant, use `=` or `!=`.",
};

pub(in super::super) const INVALID_LABEL_NAME: CodeDocs = CodeDocs {
    meaning: "A name in a list of labels cannot be the name of a label: it is empty or not UTF-8. With the feature \
              `promql-unquoted-utf8-names` a name with a colon must stand in quotes here, as elsewhere.",
    example: Example::Query("sum by (\"\") (up)"),
    mended: "sum by (job) (up)",
    remedy: "Give the name of a label. Names beyond letters, digits and `_` stand in quotes.",
};
