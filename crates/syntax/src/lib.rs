//! Lexer, parser, syntax tree and printer of PromQL.
