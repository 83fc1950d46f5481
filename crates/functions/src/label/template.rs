//! The replacement text of `label_replace`: Go's templates with `$1`, `${name}` and `$$`.

/// A replacement text, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Template(Vec<Part>);

/// Literal text or a group of the regular expression.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Text(String),
    Group(usize),
}

impl Template {
    /// Takes a replacement apart. `group_of_name` knows the index of a named group.
    ///
    /// Groups that do not exist give nothing. A dollar sign that begins nothing stands for itself.
    pub(super) fn parse(replacement: &str, group_of_name: impl Fn(&str) -> Option<usize>) -> Self {
        let mut template = Self(Vec::new());
        let mut rest = replacement;
        while let Some((before, after)) = rest.split_once('$') {
            template.push_text(before);
            rest = after;
            if let Some(after) = rest.strip_prefix('$') {
                template.push_text("$");
                rest = after;
            } else if let Some((name, after)) = reference(rest) {
                template.0.extend(group_number(name).or_else(|| group_of_name(name)).map(Part::Group));
                rest = after;
            } else {
                template.push_text("$");
            }
        }
        template.push_text(rest);
        template
    }

    /// The text with groups put in; `group` gives "" for those that are absent or do not take part in the match.
    pub(super) fn expand<'a>(&self, group: impl Fn(usize) -> &'a str) -> String {
        let mut expanded = String::new();
        for part in &self.0 {
            expanded.push_str(match part {
                Part::Text(text) => text,
                Part::Group(index) => group(*index),
            });
        }
        expanded
    }

    fn push_text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Part::Text(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(Part::Text(text.to_owned())),
        }
    }
}

/// The name or number after a dollar sign, in braces or as long as it goes, and what follows.
fn reference(text: &str) -> Option<(&str, &str)> {
    let braced = text.strip_prefix('{');
    let text = braced.unwrap_or(text);
    let end = text.find(|c: char| !is_name_char(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if name.is_empty() {
        return None;
    }
    let rest = if braced.is_some() { rest.strip_prefix('}')? } else { rest };
    Some((name, rest))
}

/// A letter, a decimal digit of any script, or `_`.
fn is_name_char(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// The number of a group; none for a name, and so for digits with a leading zero.
fn group_number(name: &str) -> Option<usize> {
    let digits = name.bytes().all(|b| b.is_ascii_digit()) && (name.len() == 1 || !name.starts_with('0'));
    if digits { Some(name.parse().unwrap_or(usize::MAX)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn groups_are_put_in() {
        let cases = [
            ("", ""),
            ("plain", "plain"),
            ("$1", "<1>"),
            ("$0-$1", "<0>-<1>"),
            ("$1x", ""),
            ("${1}x", "<1>x"),
            ("$name", "<7>"),
            ("a${name}b", "a<7>b"),
            ("$other.", "."),
            ("$$1", "$1"),
            ("$$$1", "$<1>"),
            ("$", "$"),
            ("a$-b", "a$-b"),
            ("${1", "${1"),
            ("${}", "${}"),
            ("${name-}", "${name-}"),
            ("$01", ""),
            ("$99999999999999999999999", "<many>"),
            ("é$1é", "é"),
            ("${1}é", "<1>é"),
        ];
        for (replacement, expected) in cases {
            let template = Template::parse(replacement, |name| (name == "name").then_some(7));
            let group = |index| match index {
                0 => "<0>",
                1 => "<1>",
                7 => "<7>",
                _ => "<many>",
            };
            assert_eq!(template.expand(group), expected, "{replacement}");
        }
    }
}
