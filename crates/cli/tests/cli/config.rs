//! `promenade.toml`: where it is found, what it says, and what is wrong with it.

use crate::common::{Tree, show};
use insta::assert_snapshot;

#[test]
fn the_nearest_file_counts() {
    let tree = Tree::new(&[
        ("promenade.toml", "[format]\ngrouping = \"after\"\n"),
        ("a.promql", "sum by (x) (y)"),
        ("team/promenade.toml", "[format]\ngrouping = \"as-written\"\n"),
        ("team/deep/b.promql", "sum(y)by(x)"),
        ("team/deep/c.promql", "sum by(x)(y)"),
    ]);
    assert_eq!(tree.run("fmt").status.code(), Some(0));
    assert_eq!(tree.read("a.promql"), "sum(y) by (x)");
    assert_eq!(tree.read("team/deep/b.promql"), "sum(y) by (x)");
    assert_eq!(tree.read("team/deep/c.promql"), "sum by (x) (y)");
    assert_eq!(tree.run("fmt a.promql --isolated").status.code(), Some(0));
    assert_eq!(tree.read("a.promql"), "sum by (x) (y)");
    assert_eq!(tree.run("fmt team --config promenade.toml").status.code(), Some(0));
    assert_eq!(tree.read("team/deep/c.promql"), "sum(y) by (x)");
    assert_eq!(tree.show_with_input("fmt - --stdin-filename team/x.promql", "sum(y)by(x)"), "sum(y) by (x)");
}

#[test]
fn arguments_go_before_settings() {
    let tree = Tree::new(&[("promenade.toml", "[format]\ngrouping = \"after\"\nnormalize = true\nwidth = 30\n")]);
    assert_eq!(tree.show_with_input("fmt -", "sum by (x) (.5 * y)"), "sum(0.5 * y) by (x)");
    assert_eq!(tree.show_with_input("fmt - --grouping before", "sum by (x) (.5 * y)"), "sum by (x) (0.5 * y)");
}

#[test]
fn excluded_files_are_left_out_unless_they_are_named() {
    let tree = Tree::new(&[
        ("promenade.toml", "exclude = [\"vendor/\", \"*.old.promql\"]\n"),
        ("vendor/a.promql", "1+1"),
        ("x/b.old.promql", "1+1"),
        ("c.promql", "1+1"),
    ]);
    assert_snapshot!(tree.show("fmt --check"), @"
    --- stderr
    note: c.promql would change
    1 of 1 file would change
    --- exit code Some(1)
    ");
    assert_eq!(tree.run("fmt --check --force-exclude vendor/a.promql").status.code(), Some(0));
    assert_snapshot!(tree.show("fmt --check vendor/a.promql"), @"
    --- stderr
    note: vendor/a.promql would change
    1 of 1 file would change
    --- exit code Some(1)
    ");
}

#[test]
fn mistakes_in_settings_have_their_place() {
    for (text, name) in [
        ("[lint]\nselct = []\n", "key"),
        ("[format]\ngrouping = \"befor\"\n", "value"),
        ("[format]\nwidth = \"wide\"\n", "type"),
        ("[format]\nwidth = 5\n", "range"),
        ("[lint\n", "syntax"),
        ("[profile]\nscrape_interval = \"15 seconds\"\n", "period"),
        ("[profile]\nfeatures = [\"promql-experimental-function\"]\n", "feature"),
        ("exclude = [\"[z-a]\"]\n", "pattern"),
        ("[lint]\nignore = [\"rate-of-nothing\"]\n", "lint"),
        ("[lint.per-file-ignores]\n\"*.promql\" = [\"PQL9999\"]\n", "per_file_lint"),
    ] {
        let tree = Tree::new(&[("promenade.toml", text), ("a.promql", "up\n")]);
        assert_snapshot!(format!("mistake_{name}"), tree.show("lint"));
        assert_eq!(tree.run("lint").status.code(), Some(2), "{text}");
    }
}

#[test]
fn effective_settings_are_shown() {
    let tree = Tree::new(&[("promenade.toml", "[format]\nwidth = 80\n"), ("team/a.yml", "")]);
    assert_snapshot!(tree.show("config team/a.yml"), @"
    # TREE/promenade.toml
    exclude = []
    fail-on-unread = false

    [format]
    width = 80

    [lint]
    select = []
    extend-select = []
    ignore = []

    [lint.per-file-ignores]

    [profile]
    features = []
    rule_files = []

    [profile.external_labels]
    ");
    assert_snapshot!(tree.show("config --isolated"), @"
    # defaults
    exclude = []
    fail-on-unread = false

    [format]

    [lint]
    select = []
    extend-select = []
    ignore = []

    [lint.per-file-ignores]

    [profile]
    features = []
    rule_files = []

    [profile.external_labels]
    ");
}

#[test]
fn the_schema_is_fresh_and_takes_what_the_program_takes() {
    let text = show("config --schema");
    let stored = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../schema/promenade.schema.json"));
    assert_eq!(stored.unwrap_or_default(), text, "run cargo xtask generate");
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let valid = |text: &str| {
        let value: serde_json::Value = serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap();
        validator.is_valid(&value)
    };
    for text in [
        "",
        "snapshot = \"snapshot.json\"\n[format]\nwidth = 80\ngrouping = \"as-written\"",
        "[lint]\nselect = [\"all\"]\nfail-on = \"warning\"\n[lint.per-file-ignores]\n\"a/*\" = [\"PQL001\"]",
        "[profile]\nscrape_interval = \"1m30s\"\nfeatures = []\n[profile.external_labels]\nregion = \"eu\"",
    ] {
        assert!(valid(text), "{text}");
        let tree = Tree::new(&[("promenade.toml", text)]);
        assert_eq!(tree.run("config").status.code(), Some(0), "{text}");
    }
    for text in
        ["[lint]\nselct = []", "[format]\nwidth = 5", "[format]\ngrouping = \"x\"", "[profile]\nretention = \"x\""]
    {
        assert!(!valid(text), "{text}");
        let tree = Tree::new(&[("promenade.toml", text)]);
        assert_eq!(tree.run("config").status.code(), Some(2), "{text}");
    }
}
