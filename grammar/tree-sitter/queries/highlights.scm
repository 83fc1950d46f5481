; What tokens are. The names of functions are generated from the catalogue; a call of another name is an error.

(comment) @comment @spell

(string) @string
(number) @number
(duration) @number
(variable) @variable.parameter

(metric_name) @variable
(label_name) @property
(labels (string) @property)
(matcher label: (quoted_name) @property)
(matchers (quoted_name) @variable)

(aggregator) @function.builtin
(duration_function) @function.builtin
(at_function ["start" "end"] @function.builtin)

(function_name) @function
((function_name) @function.builtin
  (#any-of? @function.builtin
  ; generated: functions
  ; end
  ))

[
  "by"
  "without"
  "on"
  "ignoring"
  "group_left"
  "group_right"
  "offset"
  "anchored"
  "smoothed"
] @keyword
(bool_modifier) @keyword
(fill ["fill" "fill_left" "fill_right"] @keyword)

["and" "or" "unless" "atan2"] @keyword.operator
["+" "-" "*" "/" "%" "^" "==" "!=" "<" "<=" ">" ">=" "</" ">/" "=" "=~" "!~"] @operator

["(" ")" "[" "]" "{" "}"] @punctuation.bracket
["," ":" "@"] @punctuation.delimiter
