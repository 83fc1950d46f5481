//! Sections of files that are generated, between a line that ends in `generated: NAME` and one that ends in `end`.

use anyhow::{Context, bail};

/// The text with a section's lines replaced, each indented as the line that begins the section.
pub(super) fn replace(text: &str, name: &str, lines: &[String]) -> anyhow::Result<String> {
    let begin = format!("generated: {name}\n");
    let (before, rest) = text.split_once(&begin).with_context(|| format!("no section {name}"))?;
    let first = before.rsplit('\n').next().unwrap_or_default();
    let indent: String = first.chars().take_while(|c| *c == ' ').collect();
    let mark = first.trim();
    let end = format!("{indent}{mark} end\n");
    let Some((_, after)) = rest.split_once(&end) else { bail!("section {name} has no line {end:?}") };
    let body: Vec<String> = lines.iter().map(|line| format!("{indent}{line}\n")).collect();
    let body = body.concat();
    Ok(format!("{before}{begin}{body}{end}{after}"))
}

/// Words joined by a separator, in lines of at most 120 characters with what stands before each.
pub(super) fn wrap(words: &[String], separator: &str, first: &str, next: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    for (index, word) in words.iter().enumerate() {
        let separated = if index + 1 < words.len() { format!("{word}{separator}") } else { word.clone() };
        if line.len() + separated.trim_end().len() > 110 && !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
            next.clone_into(&mut line);
        }
        line.push_str(&separated);
    }
    lines.push(line.trim_end().to_owned());
    lines
}
