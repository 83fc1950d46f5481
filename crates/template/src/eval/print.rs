//! Values as text, as Go's `fmt` prints them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use promenade_go::fmt::{Flags, Integer};
use promenade_go::time::Time;

use super::fields::string;
use super::value::{Sample, Value};

/// Where Go prints the address of a value; addresses differ from run to run.
const ADDRESS: u64 = 0x00c0_0000_0000;

/// What an action prints.
pub(super) fn printable(value: &Value) -> String {
    match value {
        Value::None | Value::Interface(None) => "<no value>".to_owned(),
        value => {
            let mut printer = Printer::default();
            match value.concrete() {
                // What a pointer points to, not the pointer.
                Value::Sample(sample) => printer.sample(sample, 'v', 0),
                other => printer.argument(other, 'v'),
            }
            printer.text
        }
    }
}

/// A value with a verb and no flags.
pub(super) fn print_value(value: &Value, verb: char) -> String {
    let mut printer = Printer::default();
    printer.argument(value, verb);
    printer.text
}

/// Go's `Sprint`: spaces between neighbours that are no texts.
pub(super) fn sprint(values: &[Value]) -> String {
    let mut printer = Printer::default();
    let mut follows_text = true;
    for value in values {
        let is_text = matches!(value.concrete(), Value::Text(_) | Value::Html(_));
        if !is_text && !follows_text {
            printer.text.push(' ');
        }
        printer.argument(value, 'v');
        follows_text = is_text;
    }
    printer.text
}

/// Go's `Sprintln`.
pub(super) fn sprintln(values: &[Value]) -> String {
    let texts: Vec<String> = values.iter().map(|value| print_value(value, 'v')).collect();
    texts.join(" ") + "\n"
}

/// Prints values with the flags of a verb.
#[derive(Debug, Default)]
pub(super) struct Printer {
    pub(super) text: String,
    pub(super) flags: Flags,
    /// `%#v`
    pub(super) is_go_syntax: bool,
    /// `%+v`
    pub(super) has_field_names: bool,
    /// While the value of a wrong verb is printed, methods are not called.
    ignores_methods: bool,
}

impl Printer {
    /// Prints an argument.
    pub(super) fn argument(&mut self, value: &Value, verb: char) {
        let value = value.concrete();
        let Some(type_name) = value.type_name() else {
            return match verb {
                'T' | 'v' => self.flags.pad("<nil>", &mut self.text),
                _ => self.bad_verb(value, verb),
            };
        };
        match verb {
            'T' => {
                self.flags.text(type_name, 's', &mut self.text);
            }
            'p' => self.pointer(value, verb),
            'w' => self.bad_verb(value, verb),
            _ => self.value(value, verb, 0),
        }
    }

    pub(super) fn value(&mut self, value: &Value, verb: char, depth: usize) {
        let value = value.concrete();
        if self.method(value, verb) {
            return;
        }
        match value {
            Value::None | Value::Interface(_) if verb == 'v' => self.text.push_str("<nil>"),
            Value::Bool(boolean) if matches!(verb, 't' | 'v') => self.flags.boolean(*boolean, &mut self.text),
            Value::None | Value::Interface(_) | Value::Bool(_) => self.bad_verb(value, verb),
            Value::Int(_) | Value::Month(_) | Value::Weekday(_) | Value::Duration(_) => {
                if !self.flags.integer(value.integer().unwrap_or_default(), verb, &mut self.text) {
                    self.bad_verb(value, verb);
                }
            }
            Value::Byte(byte) => self.byte(*byte, value, verb),
            Value::Float(float) => {
                if !self.flags.float(*float, verb, &mut self.text) {
                    self.bad_verb(value, verb);
                }
            }
            Value::Complex(real, imaginary) => self.complex(*real, *imaginary, value, verb),
            Value::Text(text) | Value::Html(text) => self.string(text, value, verb),
            Value::Texts(map) => self.map(map, "map[string]string", verb, depth, |printer, text, verb, _| {
                printer.string(text, &Value::text(text), verb);
            }),
            Value::Map(map) => self.map(map, "map[string]interface {}", verb, depth, Self::value),
            Value::Samples(samples) => {
                let samples: Vec<Value> = samples.borrow().iter().map(|sample| Value::Sample(sample.clone())).collect();
                self.list(&samples, verb, depth);
            }
            Value::Sample(sample) if depth == 0 && verb != 'p' => {
                self.text.push('&');
                self.sample(sample, verb, depth);
            }
            Value::Data(data) => {
                let fields = [
                    ("Labels", Value::Texts(data.labels.clone())),
                    ("ExternalLabels", Value::Texts(data.external_labels.clone())),
                    ("ExternalURL", Value::Text(data.external_url.clone())),
                    ("Value", data.value.clone()),
                ];
                self.structure(value.type_name().unwrap_or_default(), &fields, verb, depth);
            }
            Value::Histogram(histogram) if depth == 0 && !self.is_go_syntax && verb != 'p' => {
                self.histogram(histogram, verb);
            }
            Value::Time(time) => self.time(*time, false, verb),
            Value::TimePointer(time) if depth == 0 => self.time(*time, true, verb),
            Value::Sample(_) | Value::Histogram(_) | Value::TimePointer(_) | Value::DurationPointer(_) => {
                self.pointer(value, verb);
            }
        }
    }

    /// Prints what a value says of itself, where it does and the verb asks for a text.
    fn method(&mut self, value: &Value, verb: char) -> bool {
        if self.ignores_methods || self.is_go_syntax || !matches!(verb, 'v' | 's' | 'x' | 'X' | 'q') {
            return false;
        }
        let text = string(value);
        text.is_some_and(|text| self.flags.text(&text, verb, &mut self.text))
    }

    /// `%!d(string=hi)`
    fn bad_verb(&mut self, value: &Value, verb: char) {
        let _ = write!(self.text, "%!{verb}(");
        match value.type_name() {
            Some(type_name) => {
                let _ = write!(self.text, "{type_name}=");
                let before = std::mem::replace(&mut self.ignores_methods, true);
                self.value(value, 'v', 0);
                self.ignores_methods = before;
            }
            None => self.text.push_str("<nil>"),
        }
        self.text.push(')');
    }

    fn byte(&mut self, byte: u8, value: &Value, verb: char) {
        let before = self.flags;
        let is_hexadecimal = verb == 'v' && self.is_go_syntax;
        self.flags.sharp |= is_hexadecimal;
        if !self.flags.integer(u64::from(byte), if is_hexadecimal { 'x' } else { verb }, &mut self.text) {
            self.bad_verb(value, verb);
        }
        self.flags = before;
    }

    fn complex(&mut self, real: f64, imaginary: f64, value: &Value, verb: char) {
        if !matches!(verb, 'v' | 'b' | 'g' | 'G' | 'x' | 'X' | 'f' | 'F' | 'e' | 'E') {
            return self.bad_verb(value, verb);
        }
        self.text.push('(');
        self.flags.float(real, verb, &mut self.text);
        Flags { plus: true, ..self.flags }.float(imaginary, verb, &mut self.text);
        self.text.push_str("i)");
    }

    fn string(&mut self, text: &str, value: &Value, verb: char) {
        let is_quoted = verb == 'v' && self.is_go_syntax;
        if !self.flags.text(text, if is_quoted { 'q' } else { verb }, &mut self.text) {
            self.bad_verb(value, verb);
        }
    }

    fn map<V>(
        &mut self,
        map: &BTreeMap<String, V>,
        type_name: &str,
        verb: char,
        depth: usize,
        print: impl Fn(&mut Self, &V, char, usize),
    ) {
        let (open, comma, close) = self.brackets(type_name, "map[", "]");
        self.text.push_str(&open);
        for (i, (key, value)) in map.iter().enumerate() {
            self.text.push_str(if i > 0 { comma } else { "" });
            self.string(key, &Value::text(key), verb);
            self.text.push(':');
            print(self, value, verb, depth + 1);
        }
        self.text.push_str(close);
    }

    fn list(&mut self, values: &[Value], verb: char, depth: usize) {
        let (open, comma, close) = self.brackets("template.queryResult", "[", "]");
        self.text.push_str(&open);
        for (i, value) in values.iter().enumerate() {
            self.text.push_str(if i > 0 { comma } else { "" });
            self.value(value, verb, depth + 1);
        }
        self.text.push_str(close);
    }

    /// What opens, separates and closes elements.
    fn brackets(&self, type_name: &str, open: &str, close: &'static str) -> (String, &'static str, &'static str) {
        if self.is_go_syntax { (format!("{type_name}{{"), ", ", "}") } else { (open.to_owned(), " ", close) }
    }

    fn sample(&mut self, sample: &Sample, verb: char, depth: usize) {
        let fields = [("Labels", Value::Texts(sample.labels.clone())), ("Value", sample.value.clone())];
        self.structure("template.sample", &fields, verb, depth);
    }

    /// The fields of a time, which Go prints where a verb asks for no text.
    fn time(&mut self, time: Time, is_pointer: bool, verb: char) {
        if self.is_go_syntax {
            return self.flags.pad(&time.go_syntax(), &mut self.text);
        }
        let (seconds, nanoseconds) = time.since_year_one();
        self.text.push_str(if is_pointer { "&{" } else { "{" });
        self.number(u64::from(nanoseconds), ("wall:", "uint64"), verb);
        self.text.push(' ');
        self.number(seconds, ("ext:", "int64"), verb);
        self.text.push_str(if self.has_field_names { " loc:" } else { " " });
        match verb {
            'v' => self.flags.pad("<nil>", &mut self.text),
            'b' | 'o' | 'd' | 'x' | 'X' => {
                self.flags.integer(0_u64, verb, &mut self.text);
            }
            _ => {
                let _ = write!(self.text, "%!{verb}(*time.Location=");
                self.flags.pad("<nil>", &mut self.text);
                self.text.push(')');
            }
        }
        self.text.push('}');
    }

    /// A number within a struct.
    pub(super) fn number(&mut self, value: impl Into<Integer> + Copy, (field, type_name): (&str, &str), verb: char) {
        self.text.push_str(if self.has_field_names { field } else { "" });
        if !self.flags.integer(value, verb, &mut self.text) {
            let _ = write!(self.text, "%!{verb}({type_name}=");
            self.flags.integer(value, 'v', &mut self.text);
            self.text.push(')');
        }
    }

    fn structure(&mut self, type_name: &str, fields: &[(&str, Value)], verb: char, depth: usize) {
        let (open, comma, close) = self.brackets(type_name, "{", "}");
        self.text.push_str(&open);
        for (i, (name, value)) in fields.iter().enumerate() {
            self.text.push_str(if i > 0 { comma } else { "" });
            if self.has_field_names || self.is_go_syntax {
                self.text.push_str(name);
                self.text.push(':');
            }
            self.value(value, verb, depth + 1);
        }
        self.text.push_str(close);
    }

    fn pointer(&mut self, value: &Value, verb: char) {
        let is_pointer = matches!(
            value,
            Value::Sample(_)
                | Value::Histogram(_)
                | Value::TimePointer(_)
                | Value::DurationPointer(_)
                | Value::Texts(_)
                | Value::Map(_)
                | Value::Samples(_)
        );
        let hexadecimal = Flags { sharp: !self.flags.sharp, ..self.flags };
        match verb {
            _ if !is_pointer => self.bad_verb(value, verb),
            'v' if self.is_go_syntax => {
                let _ = write!(self.text, "({})({ADDRESS:#x})", value.type_name().unwrap_or_default());
            }
            'v' | 'p' => {
                hexadecimal.integer(ADDRESS, 'x', &mut self.text);
            }
            'b' | 'o' | 'd' | 'x' | 'X' => {
                self.flags.integer(ADDRESS, verb, &mut self.text);
            }
            _ => self.bad_verb(value, verb),
        }
    }
}
