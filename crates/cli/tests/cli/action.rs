//! The scripts of the GitHub Action, run as a runner does.

use std::path::Path;
use std::process::{Command, Output};

use super::common::Tree;

const ACTION: &str = include_str!("../../../../action.yml");

/// The script of a step.
fn script(step: &str) -> String {
    let (_, after) = ACTION.split_once(&format!("- name: {step}\n")).expect("there is such a step");
    let (_, run) = after.split_once("      run: |\n").expect("it runs a script");
    let lines = run.lines().take_while(|line| line.starts_with("        ")).map(|line| &line[8..]);
    lines.collect::<Vec<_>>().join("\n")
}

/// The outcome of a step in a folder, with the program on the path.
fn run(step: &str, folder: &Path, variables: &[(&str, &str)]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_promenade")).parent().expect("it lies in a folder");
    let path = std::env::var("PATH").unwrap_or_default();
    std::fs::write(folder.join("step.sh"), script(step)).expect("it can be written");
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "step.sh"]).current_dir(folder);
    command.env("PATH", format!("{}:{path}", program.display())).envs(variables.iter().copied());
    command.output().expect("there is a bash")
}

#[test]
fn it_ends_as_the_program_does() {
    let rules = "groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: rate(sum(x)[5m:])\n";
    let good = "groups:\n- name: a\n  rules:\n  - record: a:b\n    expr: sum(rate(x[5m]))\n";
    let tree = Tree::new(&[
        ("bad/a rule.yml", rules),
        ("good/rules.yml", good),
        ("bad/query.promql", "sum(x)by(y)\n"),
        ("bad/no.yml", "groups: 1\n"),
    ]);
    for (command, paths, args, code, said) in [
        ("lint", "good", "", 0, ""),
        ("lint", "bad/a rule.yml", "", 1, "file=bad/a rule.yml,line=5,"),
        ("lint", "good\n\n  \nbad/a rule.yml\n", "--fail-on error", 1, "file=bad/a rule.yml,line=5,"),
        ("lint", "bad/a rule.yml", "--ignore PQL301  --exit-zero", 0, ""),
        ("lint", "missing", "", 1, ""),
        ("lint", "good", "--no-such-flag", 2, ""),
        ("fmt", "good", "", 0, ""),
        ("fmt", "bad/query.promql\ngood", "--width 40", 1, "+sum by (y) (x)"),
        ("check-rules", "good/rules.yml", "", 0, "SUCCESS: 1 rules found"),
        ("check-rules", "good/rules.yml\nbad/no.yml", "", 1, "FAILED"),
        ("check-rules", "bad/n*.yml\ngood/*.yml", "", 1, "Checking good/rules.yml"),
        ("lint", "bad/a*.yml", "", 1, "file=bad/a rule.yml,line=5,"),
        ("lint", "bad/nothing*.yml", "", 1, "bad/nothing*.yml: there is no such file or folder"),
        ("lint", "bad", "--exclude 'a rule.yml' --exclude \"no.yml\"", 0, ""),
        ("build", "good", "", 2, "::error title=Promenade::there is no command 'build'"),
    ] {
        let output = run("Run it", &tree.path(""), &[("COMMAND", command), ("PATHS", paths), ("ARGS", args)]);
        let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{command} {paths:?} {args}: {text}");
        assert!(text.contains(said), "{command} {paths:?} {args}: {text}");
    }
}

#[test]
fn another_source_is_another_program() {
    let tree = Tree::new(&[("src/Cargo.toml", ""), ("src/Cargo.lock", ""), ("src/crates/a b.rs", "fn a() {}")]);
    let (source, output) = (tree.path("src"), tree.path("output"));
    let variables = [("SOURCE", source.to_str().expect("UTF-8")), ("GITHUB_OUTPUT", output.to_str().expect("UTF-8"))];
    let hash = || {
        let _ = std::fs::remove_file(&output);
        let ended = run("Hash the source", &tree.path(""), &variables);
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
        tree.read("output")
    };
    let before = hash();
    assert!(before.starts_with("hash=") && before.trim().len() == "hash=".len() + 40, "{before}");
    assert_eq!(hash(), before);
    tree.write("src/crates/a b.rs", "fn b() {}");
    assert_ne!(hash(), before);
}
