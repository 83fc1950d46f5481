/**
 * PromQL as Prometheus 3.16 speaks it, for tree-sitter, with the variables of Grafana. Aggregators and keywords come from
 * names.js, which is generated from the catalogue. They are recognized in lower and in upper case.
 */
const names = require("./names.js");

/** A keyword in lower or upper case. */
const keyword = (text) => choice(text, alias(text.toUpperCase(), text));
/** One of these keywords. */
const anyOf = (words) => choice(...words.map(keyword));

const commaSeparated = (rule) => seq(rule, repeat(seq(",", rule)));
const withTrailingComma = (rule) => seq(commaSeparated(rule), optional(","));

/** How operators bind, from weak to strong. */
const LEVEL = { or: 1, and: 2, comparison: 3, sum: 4, product: 5, sign: 6, power: 7, postfix: 8 };

/** Binary operators by level. */
const OPERATORS = [
  [prec.left, LEVEL.or, [keyword("or")]],
  [prec.left, LEVEL.and, [keyword("and"), keyword("unless")]],
  [prec.left, LEVEL.comparison, ["==", "!=", "<", "<=", ">", ">=", "</", ">/"]],
  [prec.left, LEVEL.sum, ["+", "-"]],
  [prec.left, LEVEL.product, ["*", "/", "%", keyword("atan2")]],
  [prec.right, LEVEL.power, ["^"]],
];

/** The variables of Grafana: `$x`, `${x}`, `${x:format}`, `[[x]]`. */
const VARIABLE = /\$\w+|\$\{\w+([.:][^}]+)?\}|\[\[\w+(:\w+)?\]\]/.source;

module.exports = grammar({
  name: "promql",

  extras: ($) => [/[ \t\r\n]/, $.comment],

  word: ($) => $.identifier,

  rules: {
    query: ($) => optional($._expression),

    comment: () => /#[^\r\n]*/,

    // A variable, or several, with what may belong to a number or a duration.
    variable: () => new RegExp(`([0-9.]*(${VARIABLE})[0-9smhdwy.]*)+`),

    identifier: () => new RegExp(`([a-zA-Z_:]|${VARIABLE})([a-zA-Z0-9_:]|${VARIABLE})*`),

    _expression: ($) =>
      choice(
        $.aggregation,
        $.binary_expression,
        $.unary_expression,
        $.parenthesized_expression,
        $.function_call,
        $.vector_selector,
        $.matrix_selector,
        $.subquery,
        $.offset_expression,
        $.at_expression,
        $.extended_range_expression,
        $.number,
        $.duration,
        $.string,
        $.variable,
      ),

    parenthesized_expression: ($) => seq("(", $._expression, ")"),

    // Aggregations and calls

    aggregation: ($) =>
      seq(
        field("operator", $.aggregator),
        choice(seq($.grouping, $.arguments), prec.right(seq($.arguments, optional($.grouping)))),
      ),
    aggregator: () => anyOf(names.aggregators),
    grouping: ($) => seq(anyOf(["by", "without"]), $.labels),
    labels: ($) => seq("(", optional(withTrailingComma(choice($.label_name, $.string, $.variable))), ")"),
    label_name: ($) => $.identifier,

    function_call: ($) => seq(field("name", choice($.function_name, $.variable)), $.arguments),
    function_name: ($) => $.identifier,
    arguments: ($) => seq("(", optional(commaSeparated($._expression)), ")"),

    // Operators

    binary_expression: ($) =>
      choice(
        ...OPERATORS.map(([join, level, symbols]) =>
          join(
            level,
            seq(
              field("left", $._expression),
              field("operator", symbols.length > 1 ? choice(...symbols) : symbols[0]),
              optional($.bool_modifier),
              optional($.matching),
              optional($.fill),
              field("right", $._expression),
            ),
          ),
        ),
      ),
    unary_expression: ($) => prec(LEVEL.sign, seq(choice("+", "-"), $._expression)),
    bool_modifier: () => keyword("bool"),
    matching: ($) =>
      seq(
        anyOf(["on", "ignoring"]),
        $.labels,
        optional(prec.right(seq(anyOf(["group_left", "group_right"]), optional(prec(1, $.labels))))),
      ),
    fill: ($) => prec.right(repeat1(seq(anyOf(names.fills), "(", optional(choice("+", "-")), choice($.number, $.duration), ")"))),

    // Selectors, and what may follow an expression

    vector_selector: ($) => prec.right(choice(seq(field("name", $.metric_name), optional($.matchers)), seq($.variable, $.matchers), $.matchers)),
    metric_name: ($) => choice($.identifier, ...names.aggregators.map(keyword), ...names.fills.map(keyword)),
    matchers: ($) => seq("{", optional(withTrailingComma($._matcher)), "}"),
    _matcher: ($) => choice($.matcher, alias($.string, $.quoted_name), $.variable),
    matcher: ($) =>
      seq(
        field("label", choice($.label_name, alias($.string, $.quoted_name), $.variable)),
        field("operator", choice("=", "!=", "=~", "!~")),
        field("value", choice($.string, $.variable)),
      ),

    matrix_selector: ($) => prec(LEVEL.postfix, seq($._expression, "[", $._duration, "]")),
    subquery: ($) => prec(LEVEL.postfix, seq($._expression, "[", $._duration, ":", optional($._duration), "]")),
    offset_expression: ($) => prec(LEVEL.postfix, seq($._expression, keyword("offset"), $._offset)),
    at_expression: ($) =>
      prec(LEVEL.postfix, seq($._expression, "@", choice(seq(optional(choice("+", "-")), choice($.number, $.duration)), $.at_function, $.variable))),
    at_function: () => seq(anyOf(["start", "end"]), "(", ")"),
    extended_range_expression: ($) => prec(LEVEL.postfix, seq($._expression, anyOf(["anchored", "smoothed"]))),

    // Durations

    _duration: ($) =>
      choice(
        $.number,
        $.duration,
        $.variable,
        $.duration_call,
        $.parenthesized_duration,
        $.unary_duration,
        $.binary_duration,
      ),
    _offset: ($) =>
      choice(
        $.number,
        $.duration,
        $.variable,
        $.duration_call,
        $.parenthesized_duration,
        alias($._signed_offset, $.unary_duration),
      ),
    _signed_offset: ($) => seq(choice("+", "-"), $._offset),
    parenthesized_duration: ($) => seq("(", $._duration, ")"),
    unary_duration: ($) => prec(LEVEL.sign, seq(choice("+", "-"), $._duration)),
    binary_duration: ($) =>
      choice(
        prec.left(LEVEL.sum, seq($._duration, choice("+", "-"), $._duration)),
        prec.left(LEVEL.product, seq($._duration, choice("*", "/", "%"), $._duration)),
        prec.right(LEVEL.power, seq($._duration, "^", $._duration)),
      ),
    duration_call: ($) =>
      choice(
        seq(alias(anyOf(["step", "range"]), $.duration_function), "(", ")"),
        seq(alias(anyOf(["max_of", "min_of"]), $.duration_function), "(", $._duration, ",", $._duration, ")"),
      ),

    // Literals

    duration: () => /\d+(\.\d+)?(ms|[smhdwy])(\d+(ms|[smhdwy]))*/,
    number: () =>
      choice(
        /0[xX][0-9a-fA-F_]+/,
        /(\d[\d_]*(\.[\d_]*)?|\.\d[\d_]*)([eE][+-]?\d[\d_]*)?/,
        ...["inf", "Inf", "INF", "nan", "NaN", "NAN", "Nan"],
      ),
    string: () => choice(/"([^"\\\n]|\\.)*"/, /'([^'\\\n]|\\.)*'/, /`[^`]*`/),
  },
});
