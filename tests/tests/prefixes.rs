//! Each prefix of real queries, as somebody types them, is checked and has a semantic model.
#![allow(clippy::unwrap_used)] // test code

use promenade::Features;
use promenade::semantic::flow::FlowOptions;
use promenade::semantic::{Options, SemanticModel, parse_and_check};
use promenade_tests::shared::{files, read};
use promenade_tests::shared_dir;

const N_QUERIES: usize = 500;

/// Queries from all parts of the corpus, broken ones with variables included.
fn queries() -> Option<Vec<String>> {
    let lines: Vec<String> = files(&shared_dir("corpus")?, "jsonl").iter().map(|path| read(path)).collect();
    let lines: Vec<&str> = lines.iter().flat_map(|text| text.lines()).collect();
    let expr = |line: &&str| -> String {
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        entry["expr"].as_str().unwrap().to_owned()
    };
    Some(lines.iter().step_by(lines.len() / N_QUERIES).take(N_QUERIES).map(expr).collect())
}

/// Checks that diagnostics lie inside the text and that label flow knows each node of the typed tree.
fn check_prefix(prefix: &str, options: &Options) {
    let checked = parse_and_check(prefix, options);
    for diagnostic in &checked.diagnostics {
        assert!(prefix.get(diagnostic.range.clone()).is_some(), "{prefix}: {diagnostic:?}");
    }
    let parsed = promenade::syntax::parse(prefix, &options.parse_options());
    let model = SemanticModel::of(prefix, &parsed, options.features);
    let flow = model.label_flow(&FlowOptions::default());
    let mut todo = vec![model.tree()];
    while let Some(expr) = todo.pop() {
        assert!(flow.of(expr.id).is_some(), "{prefix}: {:?}", expr.range);
        todo.extend(expr.children());
    }
}

#[test]
fn each_prefix_is_checked_and_has_a_model() {
    let Some(queries) = queries() else { return };
    assert_eq!(queries.len(), N_QUERIES);
    let options = Options::with_features(Features::all());
    let check_all = |queries: &[String]| {
        for query in queries {
            query.char_indices().for_each(|(end, _)| check_prefix(&query[..end], &options));
        }
    };
    let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for part in queries.chunks(N_QUERIES.div_ceil(n_threads)) {
            scope.spawn(move || check_all(part));
        }
    });
}
