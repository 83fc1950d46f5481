//! The page that compares errors shows what the program says.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::promenade;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The blocks of a console: the command, what it says, its exit code.
fn sessions(page: &str) -> Vec<(&str, &str, &str)> {
    let blocks = page.split("```console\n$ ").skip(1).filter_map(|rest| rest.split_once("\n```"));
    blocks
        .filter_map(|(block, _)| {
            let (command, rest) = block.split_once('\n')?;
            let (said, code) = rest.split_once("\n$ echo $?\n")?;
            Some((command, said, code))
        })
        .collect()
}

#[test]
fn the_page_shows_what_the_program_says() {
    let page = fs::read_to_string(root().join("docs/compare-errors.md")).unwrap();
    let sessions = sessions(&page);
    assert!(sessions.len() >= 9, "{}", sessions.len());
    for (command, said, code) in sessions {
        let Some(arguments) = command.strip_prefix("promenade ") else { continue };
        let output = promenade().current_dir(root()).args(arguments.split(' ')).output().unwrap();
        // The program writes errors after what is found, so that both streams together are one after the other.
        let both = [output.stdout, output.stderr].concat();
        let both = String::from_utf8(both).unwrap();
        assert_eq!(both.trim_end(), said, "{command}: run cargo xtask generate");
        assert_eq!(output.status.code().map(|code| code.to_string()).as_deref(), Some(code), "{command}");
    }
}

#[test]
fn the_files_on_the_page_are_those_that_are_checked() {
    let page = fs::read_to_string(root().join("docs/compare-errors.md")).unwrap();
    for entry in fs::read_dir(root().join("testdata/errors")).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(page.contains(&format!("```yaml\n{text}```")), "{text}");
    }
}
