//! The reference grammar: its names are the parser's, and what it generates the parser takes.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use promenade_syntax::Variables;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// The right side of a production.
#[derive(Debug, Clone)]
enum Rule {
    Sequence(Vec<Rule>),
    Choice(Vec<Rule>),
    Optional(Box<Rule>),
    Repeat(Box<Rule>),
    Word(String),
    Name(String),
    Pattern(String),
}

type Grammar = BTreeMap<String, Rule>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn grammar() -> Grammar {
    let text = fs::read_to_string(root().join("../../grammar/promql.ebnf")).expect("the grammar is in the repository");
    let mut rest = text.as_str();
    let mut grammar = Grammar::new();
    while let Some((name, after)) = name(rest) {
        let (rule, after) = choice(symbol(after, "=").expect("= after a name"));
        rest = symbol(after, ";").unwrap_or_else(|| panic!("; after the production {name}"));
        assert!(grammar.insert(name.to_owned(), rule).is_none(), "{name} stands twice");
    }
    assert_eq!(skip(rest), "", "rest of the grammar");
    grammar
}

fn skip(text: &str) -> &str {
    let text = text.trim_start();
    match text.strip_prefix("(*") {
        Some(comment) => skip(&comment[comment.find("*)").expect("a closed comment") + 2..]),
        None => text,
    }
}

fn symbol<'a>(text: &'a str, symbol: &str) -> Option<&'a str> {
    skip(text).strip_prefix(symbol)
}

fn name(text: &str) -> Option<(&str, &str)> {
    let text = skip(text);
    let len = text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    (len > 0).then(|| text.split_at(len))
}

fn choice(mut text: &str) -> (Rule, &str) {
    let mut rules = Vec::new();
    loop {
        let (rule, rest) = sequence(text);
        rules.push(rule);
        match symbol(rest, "|") {
            Some(after) => text = after,
            None => return (Rule::Choice(rules), rest),
        }
    }
}

fn sequence(mut text: &str) -> (Rule, &str) {
    let mut rules = Vec::new();
    loop {
        let (rule, rest) = item(text);
        rules.push(rule);
        match symbol(rest, ",") {
            Some(after) => text = after,
            None => return (Rule::Sequence(rules), rest),
        }
    }
}

fn item(text: &str) -> (Rule, &str) {
    let text = skip(text);
    let within = |close: char, rest: &str| {
        let at = rest.find(close).expect("a closing sign");
        (rest[..at].to_owned(), at + 1)
    };
    match text.as_bytes()[0] {
        open @ (b'(' | b'[' | b'{') => {
            let (rule, rest) = choice(&text[1..]);
            let close = match open {
                b'(' => ")",
                b'[' => "]",
                _ => "}",
            };
            let rest = symbol(rest, close).expect("a closing bracket");
            let rule = match open {
                b'(' => rule,
                b'[' => Rule::Optional(Box::new(rule)),
                _ => Rule::Repeat(Box::new(rule)),
            };
            (rule, rest)
        }
        b'"' => {
            let (word, len) = within('"', &text[1..]);
            (Rule::Word(word), &text[1 + len..])
        }
        b'?' => {
            let end = text[1..].find(" ?").expect("a closed pattern") + 1;
            (Rule::Pattern(text[1..end].trim().to_owned()), &text[end + 2..])
        }
        _ => {
            let (name, rest) = name(text).unwrap_or_else(|| panic!("a rule at {text:.20}"));
            (Rule::Name(name.to_owned()), rest)
        }
    }
}

#[test]
fn names_are_the_parsers() {
    let is_production = |name: &&String| name.chars().all(|c| !c.is_ascii_uppercase());
    let in_grammar: BTreeSet<String> = grammar().keys().filter(is_production).cloned().collect();
    let mut in_parser = BTreeSet::new();
    for file in fs::read_dir(root().join("src/parser")).expect("the parser's folder") {
        let path = file.expect("an entry").path();
        if path.ends_with("input.rs") || path.ends_with("recovery.rs") {
            continue;
        }
        let text = fs::read_to_string(path).expect("a source file");
        for signature in text.split("\npub(super) fn ").skip(1) {
            let head = &signature[..signature.find('{').expect("a body")];
            if head.contains("-> Parsed<") {
                in_parser.insert(head[..head.find(['(', '<']).expect("parameters")].to_owned());
            }
        }
    }
    assert_eq!(in_grammar, in_parser);
}

#[test]
fn all_names_are_defined_and_used() {
    fn names(rule: &Rule, out: &mut BTreeSet<String>) {
        match rule {
            Rule::Sequence(rules) | Rule::Choice(rules) => rules.iter().for_each(|rule| names(rule, out)),
            Rule::Optional(rule) | Rule::Repeat(rule) => names(rule, out),
            Rule::Name(name) => drop(out.insert(name.clone())),
            Rule::Word(_) | Rule::Pattern(_) => {}
        }
    }
    let grammar = grammar();
    let mut used: BTreeSet<String> = ["query", "metric_selector", "metric"].map(str::to_owned).into();
    for rule in grammar.values() {
        names(rule, &mut used);
    }
    assert_eq!(used, grammar.keys().cloned().collect());
}

/// Draws texts from a grammar.
struct Generator<'a> {
    grammar: &'a Grammar,
    state: u64,
    /// How many more productions may be opened freely.
    fuel: usize,
    variables: Variables,
}

impl Generator<'_> {
    fn below(&mut self, n: usize) -> usize {
        // xorshift64*
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }

    fn text(&mut self, rule: &Rule, out: &mut Vec<String>) {
        match rule {
            Rule::Sequence(rules) => rules.iter().for_each(|rule| self.text(rule, out)),
            Rule::Choice(rules) => {
                let rules: Vec<_> = rules.iter().filter(|rule| self.may_be(rule)).collect();
                let idx = if self.fuel == 0 { 0 } else { self.below(rules.len()) };
                self.text(rules[idx], out);
            }
            Rule::Optional(rule) => {
                if self.fuel > 0 && self.below(2) == 0 {
                    self.text(rule, out);
                }
            }
            Rule::Repeat(rule) => {
                while self.fuel > 0 && self.below(4) == 0 {
                    self.text(rule, out);
                }
            }
            Rule::Word(word) => out.push(word.clone()),
            Rule::Pattern(pattern) => out.push(self.token(pattern)),
            Rule::Name(name) => self.production(name, out),
        }
    }

    /// Whether this alternative belongs to the language: variables are there in their mode only.
    fn may_be(&self, rule: &Rule) -> bool {
        let Rule::Sequence(rules) = rule else { return true };
        let is_variable = |name: &str| ["VARIABLE", "variable_expr", "variable_duration"].contains(&name);
        let [Rule::Name(name)] = &rules[..] else { return true };
        self.variables == Variables::Grafana || !is_variable(name)
    }

    fn production(&mut self, name: &str, out: &mut Vec<String>) {
        self.fuel = self.fuel.saturating_sub(1);
        match name {
            "AGGREGATOR" => {
                let all: Vec<_> = promenade_functions::aggregators().collect();
                out.push(all[self.below(all.len())].name.to_owned());
            }
            // Where nothing may be opened any more, the way to the end is short.
            "operand" | "unary_expr" if self.fuel == 0 => out.push("x".to_owned()),
            "duration_expr" | "duration_primary" if self.fuel == 0 => out.push("5m".to_owned()),
            _ => {
                let grammar = self.grammar;
                self.text(&grammar[name], out);
            }
        }
    }

    fn token(&mut self, pattern: &str) -> String {
        let rng = proptest::test_runner::TestRng::from_seed(
            proptest::test_runner::RngAlgorithm::ChaCha,
            &std::array::from_fn::<u8, 32, _>(|_| self.below(256) as u8),
        );
        let mut runner = proptest::test_runner::TestRunner::new_with_rng(ProptestConfig::default(), rng);
        let strategy = proptest::string::string_regex(pattern).expect("a regular expression");
        strategy.new_tree(&mut runner).expect("a text").current()
    }
}

#[test]
fn the_parser_takes_what_the_grammar_generates() {
    let grammar = grammar();
    let (mut n_accepted, n_total) = (0, 4000_u64);
    for seed in 1..=n_total {
        let variables = if seed % 2 == 0 { Variables::Grafana } else { Variables::None };
        let state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut generator = Generator { grammar: &grammar, state, fuel: 40, variables };
        let mut words = Vec::new();
        generator.production("query", &mut words);
        let source = words.join(" ");
        let parse = common::parse_with(&source, variables);
        common::check_invariants(&source, &parse);
        if !parse.has_errors() {
            n_accepted += 1;
            common::check_round_trip_with(&source, &parse.expr, variables);
        }
    }
    // What is refused has a modifier or a bracket where none may stand, which the notation cannot say.

    assert!(n_accepted * 10 >= n_total * 6, "only {n_accepted} of {n_total} accepted");
}
