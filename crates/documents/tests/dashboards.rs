//! Dashboards: which strings are PromQL, and what they belong to.

use promenade_documents::{Document, DocumentKind, Origin, ReadOptions};

/// The queries of a dashboard with the paths that lead to them.
fn paths(text: &str) -> Vec<(String, String)> {
    let document = Document::read("d.json", text, &ReadOptions::default());
    assert_eq!(document.problems(), [], "{text}");
    assert_eq!(document.kind(), DocumentKind::Dashboard, "{text}");
    let path = |origin: &Origin| match origin {
        Origin::Panel { path, .. } | Origin::Variable { path, .. } | Origin::Annotation { path, .. } => path.clone(),
        other => panic!("{other:?}"),
    };
    document.queries().iter().map(|query| (path(&query.origin), query.text.clone())).collect()
}

fn check(text: &str, expected: &[(&str, &str)]) {
    let found = paths(text);
    let found: Vec<_> = found.iter().map(|(path, query)| (path.as_str(), query.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn panels_stand_in_rows_old_and_new() {
    check(
        r#"{"title":"t","schemaVersion":39,"panels":[
            {"title":"A","targets":[{"expr":"a"},{"expr":"b","hide":true},{"expr":""},{"rawSql":"c"}]},
            {"type":"row","collapsed":true,"panels":[{"title":"B","targets":[{"expr":"d"}]}],"targets":null}],
          "rows":[{"panels":[{"targets":[{"expr":"e"}]}]}]}"#,
        &[
            ("panels[0].targets[0].expr", "a"),
            ("panels[0].targets[1].expr", "b"),
            ("panels[1].panels[0].targets[0].expr", "d"),
            ("rows[0].panels[0].targets[0].expr", "e"),
        ],
    );
}

#[test]
fn only_data_sources_of_prometheus_count() {
    let panel = |panel: &str, target: &str, expr: &str| {
        format!(
            r#"{{"__inputs":[{{"name":"DS_L","pluginId":"loki"}},{{"name":"DS_P","pluginId":"prometheus"}}],
            "templating":{{"list":[{{"type":"datasource","name":"logs","query":"loki"}},{{"type":"datasource","name":"ds","query":"prometheus"}}]}},
            "panels":[{{"datasource":{panel},"targets":[{{"datasource":{target},"expr":"{expr}"}}]}}]}}"#
        )
    };
    let prometheus = r#"{"type":"prometheus","uid":"x"}"#;
    let table = [
        (prometheus, "null", "a", true),
        ("null", "null", "a", true),
        ("null", r#"{"type":"loki","uid":"x"}"#, "a", false),
        (prometheus, r#"{"type":"loki"}"#, "a", false),
        (r#"{"type":"datasource","uid":"-- Mixed --"}"#, prometheus, "a", true),
        ("\"-- Mixed --\"", prometheus, "a", true),
        ("\"-- Mixed --\"", r#"{"type":"elasticsearch"}"#, "a", false),
        ("\"$ds\"", "null", "a", true),
        ("\"$logs\"", "null", "a", false),
        ("\"${logs}\"", "null", "a", false),
        (r#"{"uid":"${logs}"}"#, "null", "a", false),
        ("\"${DS_L}\"", "null", "a", false),
        ("\"${DS_P}\"", "null", "a", true),
        ("\"Loki\"", "null", "a", false),
        ("\"-- Grafana --\"", "null", "a", false),
        (r#"{"type":"grafana-amazonprometheus-datasource","uid":"x"}"#, "null", "a", true),
        ("\"mine\"", "null", r#"{a=\"b\"} |= `c`"#, false),
        ("\"mine\"", "null", r#"sum(rate({a=\"b\"} | json [5m]))"#, false),
        ("\"mine\"", "null", r#"a{b=~\"c|d\"} # e | f"#, true),
        ("\"mine\"", "null", "sum(rate(a[$__rate_interval])) / ${x:pipe}", true),
    ];
    for (of_panel, of_target, expr, is_promql) in table {
        let found = paths(&panel(of_panel, of_target, expr));
        assert_eq!(found.len(), usize::from(is_promql), "{of_panel} {of_target} {expr}");
    }
}

#[test]
fn wrapped_dashboards_and_library_panels_are_read() {
    let panel = r#"{"type":"timeseries","targets":[{"expr":"a"}]}"#;
    check(
        &format!(r#"{{"dashboard":{{"panels":[{panel}]}},"folderUid":"x"}}"#),
        &[("dashboard.panels[0].targets[0].expr", "a")],
    );
    check(&format!(r#"{{"kind":1,"model":{panel}}}"#), &[("model.targets[0].expr", "a")]);
    check(&format!(r#"{{"result":{{"model":{panel}}}}}"#), &[("result.model.targets[0].expr", "a")]);
    check(panel, &[("targets[0].expr", "a")]);
    check(
        &format!(r#"{{"panels":[],"__elements":{{"u":{{"model":{panel}}}}}}}"#),
        &[("__elements.u.model.targets[0].expr", "a")],
    );
    check(
        &format!(
            r#"{{"apiVersion":"dashboard.grafana.app/v1beta1","kind":"Dashboard","spec":{{"panels":[{panel}]}}}}"#
        ),
        &[("spec.panels[0].targets[0].expr", "a")],
    );
}

#[test]
fn dashboards_of_the_new_shape_are_read() {
    check(
        r#"{"apiVersion":"dashboard.grafana.app/v2beta1","kind":"Dashboard","spec":{
          "annotations":[{"kind":"AnnotationQuery","spec":{"name":"n","query":{"kind":"DataQuery","group":"prometheus","spec":{"expr":"z"}}}}],
          "elements":{"panel-1":{"kind":"Panel","spec":{"title":"A","data":{"kind":"QueryGroup","spec":{"queries":[
            {"kind":"PanelQuery","spec":{"refId":"A","query":{"kind":"DataQuery","group":"prometheus","spec":{"expr":"a"}}}},
            {"kind":"PanelQuery","spec":{"refId":"B","query":{"kind":"loki","spec":{"expr":"b"}}}},
            {"kind":"PanelQuery","spec":{"refId":"C","query":{"kind":"prometheus","spec":{"expr":"c"}}}}]}}}}},
          "variables":[{"kind":"QueryVariable","spec":{"name":"v","definition":"label_values(up, job)","query":{"kind":"DataQuery","group":"prometheus","spec":{"query":"label_values(up, job)"}}}},
            {"kind":"QueryVariable","spec":{"name":"w","query":{"kind":"prometheus","spec":{"__legacyStringValue":"label_values(w, job)"}}}}]}}"#,
        &[
            ("spec.annotations[0].spec.query.spec.expr", "z"),
            ("spec.elements.panel-1.spec.data.spec.queries[0].spec.query.spec.expr", "a"),
            ("spec.elements.panel-1.spec.data.spec.queries[2].spec.query.spec.expr", "c"),
            ("spec.variables[0].spec.query.spec.query", "up"),
            ("spec.variables[1].spec.query.spec.__legacyStringValue", "w"),
        ],
    );
}

#[test]
fn variables_and_annotations_are_read() {
    check(
        r#"{"annotations":{"list":[{"name":"deploys","datasource":{"type":"prometheus"},"expr":"a > 0"},{"datasource":"-- Grafana --","expr":"b"},{"datasource":"$ds","target":{"expr":"c"}}]},
          "templating":{"list":[
            {"type":"query","name":"job","query":"label_values(up{a=\"$b\"}, job)","definition":"label_values(up{a=\"$b\"}, job)"},
            {"type":"query","name":"x","query":{"query":"query_result(max(up))","refId":"A"}},
            {"type":"query","name":"y","definition":"label_values(node_load1, instance)"},
            {"type":"query","name":"z","query":"label_values(job)"},
            {"type":"query","name":"l","datasource":{"type":"loki"},"query":"label_values({a=\"b\"}, c)"},
            {"type":"custom","name":"c","query":"1,2"}]}}"#,
        &[
            ("annotations.list[0].expr", "a > 0"),
            ("annotations.list[2].target.expr", "c"),
            ("templating.list[0].query", "up{a=\"$b\"}"),
            ("templating.list[1].query", "max(up)"),
            ("templating.list[2].definition", "node_load1"),
        ],
    );
}

#[test]
fn titles_and_names_are_known() {
    let text = r#"{"panels":[{"title":"P é","targets":[{"expr":"a"}]}],"templating":{"list":[{"type":"query","name":"v","query":"query_result(b)"}]}}"#;
    let document = Document::read("d.json", text, &ReadOptions::default());
    assert!(matches!(&document.queries()[0].origin, Origin::Panel { title, .. } if title == "P é"));
    assert!(matches!(&document.queries()[1].origin, Origin::Variable { name, .. } if name == "v"));
}
