//! Lines that comments of pint leave out: they make a file readable that is a template around its rules.

/// The text with blanks in place of what comments such as `# pint ignore/line` leave out, so that all places stay; none
/// where there is no such comment.
pub(super) fn without_ignored(text: &str) -> Option<String> {
    if !text.contains("pint") {
        return None;
    }
    let (mut out, mut state, mut is_changed) = (String::with_capacity(text.len()), State::Read, false);
    for line in text.split_inclusive('\n') {
        let (leave_out, next) = state.step(command(line));
        state = next;
        is_changed |= leave_out;
        if leave_out {
            let content = line.trim_end_matches(['\n', '\r']);
            out.extend(std::iter::repeat_n(' ', content.len()));
            out.push_str(&line[content.len()..]);
        } else {
            out.push_str(line);
        }
    }
    is_changed.then_some(out)
}

/// What becomes of the lines that follow.
#[derive(Clone, Copy)]
enum State {
    Read,
    /// The next line is left out.
    Next,
    /// All lines to the end of the block.
    Block,
    /// All lines.
    File,
}

impl State {
    /// Whether a line with this command is left out, and what becomes of the next.
    fn step(self, command: Option<&str>) -> (bool, Self) {
        match (self, command) {
            (Self::File, _) | (Self::Read, Some("ignore/file")) => (true, Self::File),
            (Self::Block, Some("ignore/end")) | (Self::Next, _) | (Self::Read, Some("ignore/line")) => {
                (true, Self::Read)
            }
            (Self::Block, _) | (Self::Read, Some("ignore/begin")) => (true, Self::Block),
            (Self::Read, Some("ignore/next-line")) => (false, Self::Next),
            (Self::Read, _) => (false, Self::Read),
        }
    }
}

/// What a comment of a line asks of pint.
fn command(line: &str) -> Option<&str> {
    let spoken = line.split('#').skip(1).find_map(|part| part.trim_start().strip_prefix("pint"))?;
    spoken.starts_with([' ', '\t']).then(|| spoken.split_whitespace().next()).flatten()
}

#[cfg(test)]
mod tests {
    use super::without_ignored;

    #[test]
    fn places_stay() {
        for (text, left_out) in [
            ("a: 1\n{% x %} # pint ignore/line\nb: 2\n", &[1][..]),
            ("# pint ignore/next-line\n{% ü %}\r\na: 1", &[1]),
            ("a: 1\n# pint ignore/begin\n{%\n# pint ignore/end\nb: 2\n", &[1, 2, 3]),
            ("a: 1\n# why # pint ignore/file\n{%\n", &[1, 2]),
            ("a: 1 # pint disable x\n", &[]),
            ("a: 1\n", &[]),
        ] {
            let rest = without_ignored(text).unwrap_or_else(|| text.to_owned());
            for (number, (before, after)) in text.split('\n').zip(rest.split('\n')).enumerate() {
                let is_blank = left_out.contains(&number);
                let expected =
                    if is_blank { " ".repeat(before.trim_end().len()) } else { before.trim_end().to_owned() };
                assert_eq!(after.strip_suffix('\r').unwrap_or(after), expected, "{text:?}");
            }
            assert_eq!((rest.len(), without_ignored(text).is_some()), (text.len(), !left_out.is_empty()), "{text:?}");
        }
    }
}
