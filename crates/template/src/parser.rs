//! The parser, one function for each production. It reads ahead, fails and counts lines as Go's does, since what is
//! refused, and the line that is named, depend on it.

mod control;
mod definition;
mod operand;
mod pipeline;

use std::mem;
use std::ops::Range;

use promenade_model::suggest::nearest;

use crate::error::{ErrorKind, TemplateError};
use crate::functions;
use crate::lexer::Lexer;
use crate::options::Options;
use crate::token::{Keyword, Token, TokenKind};
use crate::tree::{Definition, Node, Template};

/// Reads a template.
///
/// # Errors
/// Returns the error of Go's `text/template`, in its words. Parentheses and actions can be nested 100 levels deep (Go:
/// 10,000 and unlimited).
pub fn parse(text: &str, options: &Options) -> Result<Template, TemplateError> {
    let mut parser = Parser::new(text, options);
    let body = parser.template()?;
    parser.add_main(&body)?;
    let Parser { lexer, definitions, .. } = parser;
    Ok(Template { name: options.name.clone(), body, definitions, comments: lexer.comments })
}

/// So deep may parentheses and actions be nested, taken together.
const MAX_DEPTH: usize = 100;

struct Parser<'a> {
    source: &'a str,
    options: &'a Options,
    lexer: Lexer<'a>,
    /// Tokens that were read and put back, the next one last.
    ahead: Vec<Token>,
    /// The line of the token that was read last, which errors name.
    last_line: usize,
    depth: usize,
    scope: Scope,
    definitions: Vec<Definition>,
}

/// What each template has for itself.
#[derive(Default)]
struct Scope {
    variables: Vec<String>,
    /// Where the action that is being read began.
    action: Option<Token>,
    range_depth: usize,
}

impl Scope {
    fn new(variables: &[String]) -> Self {
        let mut all = vec!["$".to_owned()];
        all.extend_from_slice(variables);
        Scope { variables: all, ..Scope::default() }
    }
}

/// What stands between two actions, or an action.
enum Item {
    Node(Node),
    End(Range<usize>),
    Else(Range<usize>),
}

type Parsed<T> = Result<T, TemplateError>;

impl<'a> Parser<'a> {
    fn new(source: &'a str, options: &'a Options) -> Self {
        Parser {
            source,
            options,
            lexer: Lexer::new(source),
            ahead: Vec::new(),
            last_line: 1,
            depth: 0,
            scope: Scope::new(&options.variables),
            definitions: Vec::new(),
        }
    }

    fn template(&mut self) -> Parsed<Vec<Node>> {
        let mut nodes = Vec::new();
        loop {
            let token = self.next();
            match token.kind {
                TokenKind::End => return Ok(nodes),
                TokenKind::LeftDelimiter => {
                    let first = self.next_non_space();
                    if first.kind == TokenKind::Keyword(Keyword::Define) {
                        self.definition()?;
                        continue;
                    }
                    self.back(first);
                    self.back(token);
                }
                _ => self.back(token),
            }
            match self.text_or_action()? {
                Item::Node(node) => nodes.push(node),
                Item::End(range) => return Err(self.fail(ErrorKind::Stray { found: "{{end}}" }, range)),
                Item::Else(range) => return Err(self.fail(ErrorKind::Stray { found: "{{else}}" }, range)),
            }
        }
    }

    /// Nodes up to `{{end}}` or `{{else}}`, which is given too. `opened` is what needs it.
    fn item_list(&mut self, opened: &Range<usize>) -> Parsed<(Vec<Node>, Item)> {
        let mut nodes = Vec::new();
        while self.peek_non_space().kind != TokenKind::End {
            match self.text_or_action()? {
                Item::Node(node) => nodes.push(node),
                end => return Ok((nodes, end)),
            }
        }
        Err(self.fail(ErrorKind::UnexpectedEnd, opened.clone()))
    }

    fn text_or_action(&mut self) -> Parsed<Item> {
        let token = self.next_non_space();
        match token.kind {
            TokenKind::Text => Ok(Item::Node(Node::Text(token.range))),
            TokenKind::LeftDelimiter => {
                self.scope.action = Some(token);
                let item = self.nested(Self::action)?;
                self.scope.action = None;
                Ok(item)
            }
            _ => Err(self.unexpected(&token, "input")),
        }
    }

    /// Runs `production` one level deeper.
    fn nested<T>(&mut self, production: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        if self.depth >= MAX_DEPTH {
            let token = self.peek_non_space();
            return Err(self.fail(ErrorKind::TooDeep, token.range));
        }
        self.depth += 1;
        let result = production(self);
        self.depth -= 1;
        result
    }

    /// Runs `production` in the scope of another template.
    fn in_scope<T>(&mut self, production: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        let outer = mem::replace(&mut self.scope, Scope::new(&[]));
        let result = production(self);
        self.scope = outer;
        result
    }

    fn next(&mut self) -> Token {
        if let Some(token) = self.ahead.pop() {
            return token;
        }
        let token = self.lexer.next_token();
        self.last_line = token.line;
        token
    }

    fn next_non_space(&mut self) -> Token {
        loop {
            let token = self.next();
            if token.kind != TokenKind::Space {
                return token;
            }
        }
    }

    fn back(&mut self, token: Token) {
        self.ahead.push(token);
    }

    fn peek(&mut self) -> Token {
        let token = self.next();
        self.back(token.clone());
        token
    }

    /// The next token that is no space. Spaces before it are gone.
    fn peek_non_space(&mut self) -> Token {
        let token = self.next_non_space();
        self.back(token.clone());
        token
    }

    fn expect(&mut self, kind: TokenKind, context: &str) -> Parsed<Token> {
        let token = self.next_non_space();
        if token.kind == kind { Ok(token) } else { Err(self.unexpected(&token, context)) }
    }

    fn fail(&self, kind: ErrorKind, range: Range<usize>) -> TemplateError {
        TemplateError { name: self.options.name.clone(), line: self.last_line, kind, range }
    }

    fn unexpected(&self, token: &Token, context: &str) -> TemplateError {
        if token.kind != TokenKind::Error {
            let found = token.show(self.source);
            let kind = ErrorKind::Unexpected { found, context: context.to_owned() };
            return self.fail(kind, token.range.clone());
        }
        let message = token.message.clone();
        let is_unclosed = message.ends_with(" action");
        let action = self.scope.action.as_ref();
        let started = action.filter(|action| action.line != token.line).map(|action| {
            let inside = if is_unclosed { "" } else { " in action" };
            format!("{inside} started at {}:{}", self.options.name, action.line)
        });
        let range = action.filter(|_| is_unclosed).map_or(&token.range, |action| &action.range);
        self.fail(ErrorKind::Token { message, started: started.unwrap_or_default() }, range.clone())
    }

    fn unknown_function(&self, name: &str, range: Range<usize>) -> TemplateError {
        let meant = nearest(name, functions::all().iter().map(|function| function.name)).map(str::to_owned);
        self.fail(ErrorKind::UndefinedFunction { name: name.to_owned(), meant }, range)
    }

    fn unknown_variable(&self, name: &str, range: Range<usize>) -> TemplateError {
        let known = self.scope.variables.iter().map(String::as_str).filter(|variable| *variable != "$");
        let meant = nearest(name, known).map(str::to_owned);
        self.fail(ErrorKind::UndefinedVariable { name: name.to_owned(), meant }, range)
    }
}
