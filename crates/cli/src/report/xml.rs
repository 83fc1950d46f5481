//! Text in XML.

/// Text for an attribute or between tags. Characters that XML 1.0 cannot hold are replaced.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn signs_and_lines_come_through() {
        assert_eq!(escape("a < \"b\" & 'c'\n\u{1}"), "a &lt; &quot;b&quot; &amp; &apos;c&apos;&#10;\u{fffd}");
    }
}
