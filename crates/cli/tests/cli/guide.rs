//! The guide of testing rules: each console block shows what its commands print.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::common::Tree;

const GUIDE: &str = "docs/testing-rules.md";

/// Set to write what the commands print into the guide.
const UPDATE: &str = "UPDATE_GUIDE";

#[test]
fn the_guide_shows_what_commands_print() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(GUIDE);
    let text = fs::read_to_string(&path).expect("the guide is there");
    let run = run(&text);
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&path, &run).expect("the guide can be written");
    }
    let is_same = text == run;
    assert!(
        is_same || std::env::var_os(UPDATE).is_some(),
        "{GUIDE} is out of date; run this test with {UPDATE}=1:\n{run}"
    );
}

/// The guide with its console blocks as they come out: blocks with the name of a file write it, those of a console run
/// commands.
fn run(text: &str) -> String {
    let tree = Tree::new(&[]);
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        let Some(info) = line.strip_prefix("```").filter(|info| !info.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let content = block.join("\n") + "\n";
        if info == "console" {
            for command in block.iter().filter_map(|line| line.strip_prefix("$ promenade ")) {
                let _ = writeln!(out, "$ promenade {command}");
                out += &printed(&tree, command);
            }
        } else {
            if let Some((_, file)) = info.split_once(' ') {
                tree.write(file, &content);
            }
            out += &content;
        }
        out += "```\n";
    }
    out
}

/// What a command prints, as a terminal shows it.
fn printed(tree: &Tree, command: &str) -> String {
    let output = tree.run(command);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is UTF-8");
    text(&output.stdout) + &text(&output.stderr)
}
