//! What templates refer to.
#![allow(clippy::unwrap_used)] // test code

use promenade_template::references::{LabelSource, QueryKind, QueryText, ValueUsage};
use promenade_template::{Options, References, parse};

/// What a template refers to, in short: `job` and `instance` are labels of the alert, `^job` of the server, `0.job` of
/// the first query, `$labels*` all of them; `=` stands for the value, `<…>` for a query.
fn refers(text: &str) -> String {
    let template = parse(text, &Options::alert("A")).unwrap();
    let references = template.references();
    let mut all: Vec<(usize, String)> = Vec::new();
    let of = |source: LabelSource| match source {
        LabelSource::Alert => String::new(),
        LabelSource::External => "^".to_owned(),
        LabelSource::Query(Some(query)) => format!("{query}."),
        LabelSource::Query(None) => "?.".to_owned(),
    };
    let References { labels, all_labels, values, queries } = references;
    all.extend(labels.iter().map(|label| (label.range.start, of(label.source) + &label.name)));
    all.extend(all_labels.iter().map(|(source, range)| (range.start, of(*source) + "*")));
    all.extend(values.iter().map(|value| (value.range.start, "=".to_owned())));
    all.extend(queries.iter().map(|query| {
        let text = match &query.text {
            QueryText::Literal(text) => text.clone(),
            QueryText::Format(text) => format!("{text} …"),
            QueryText::Unknown => "…".to_owned(),
        };
        let link = if query.kind == QueryKind::Link { "link " } else { "" };
        (query.range.start, format!("<{link}{text}>"))
    }));
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, short)| short).collect::<Vec<_>>().join(" ")
}

#[test]
fn labels_and_value_are_found_under_all_their_names() {
    for (template, expected) in [
        ("plain", ""),
        ("{{ $labels.job }} {{ .Labels.instance }} {{ $.Labels.x }}", "job instance x"),
        ("{{ index $labels \"a-b\" }} {{ index .Labels `c` }} {{ (index $labels \"d\") }}", "a-b c d"),
        ("{{ \"k\" | index $labels }}", "k"),
        ("{{ $externalLabels.cluster }} {{ .ExternalLabels.region }}", "^cluster ^region"),
        ("{{ $value }} {{ .Value | humanize }} {{ $.Value }} {{ printf \"%f\" $value }}", "= = = ="),
        ("{{ $labels }} {{ range $k, $v := .Labels }}{{ $k }}{{ end }}", "* *"),
        ("{{ printf \"%v\" $labels }} {{ len $externalLabels }}", "* ^*"),
        ("{{ index $labels $value }}", "* ="),
        ("{{ if $labels.a }}{{ else if eq $labels.b \"x\" }}{{ else }}{{ $labels.c }}{{ end }}", "a b c"),
        ("{{ $externalURL }} {{ .ExternalURL }} {{ .Foo.bar }}", ""),
    ] {
        assert_eq!(refers(template), expected, "{template}");
    }
}

#[test]
fn variables_and_dots_are_followed() {
    for (template, expected) in [
        ("{{ $l := $labels }}{{ $l.job }}", "job"),
        ("{{ with $labels }}{{ .job }}{{ end }}{{ .job }}", "job"),
        ("{{ with $l := .Labels }}{{ $l.a }}{{ .b }}{{ $.Labels.c }}{{ else }}{{ .Labels.d }}{{ end }}", "a b c d"),
        ("{{ with $labels.job }}{{ . }}{{ .x }}{{ end }}", "job"),
        ("{{ with .Value }}{{ . }}{{ end }}", "= ="),
        ("{{ $labels := 1 }}{{ $labels.job }}", ""),
        ("{{ $l := $labels }}{{ if true }}{{ $l = $externalLabels }}{{ end }}{{ $l.a }}", ""),
        ("{{ range $labels.x }}{{ .Labels.a }}{{ $.Labels.b }}{{ end }}", "x b"),
        ("{{ define \"t\" }}{{ .Labels.a }}{{ end }}{{ template \"t\" . }}", "a"),
        ("{{ define \"t\" }}{{ .a }}{{ $.b }}{{ end }}{{ template \"t\" $labels }}", "a b"),
        ("{{ define \"t\" }}{{ .Labels.a }}{{ end }}{{ template \"t\" }}", ""),
        ("{{ define \"t\" }}{{ .Labels.a }}{{ template \"t\" . }}{{ end }}{{ template \"t\" . }}", "a"),
        ("{{ block \"b\" . }}{{ .Labels.a }}{{ end }}", "a"),
    ] {
        assert_eq!(refers(template), expected, "{template}");
    }
}

#[test]
fn queries_and_their_labels_are_found() {
    for (template, expected) in [
        ("{{ query \"up\" | first | value }}", "<up>"),
        ("{{ with query `up{job=\"x\"}` }}{{ . | first | label \"job\" }}{{ end }}", "<up{job=\"x\"}> 0.job"),
        ("{{ range query \"a\" }}{{ .Labels.b }}{{ .Value }}{{ end }}", "<a> 0.b"),
        ("{{ range $i, $s := query \"a\" | sortByLabel \"b\" }}{{ $s.Labels.c }}{{ end }}", "<a> 0.c"),
        ("{{ (query \"a\" | first).Labels.b }} {{ (index (query \"c\") 0).Labels.d }}", "<a> 0.b <c> 1.d"),
        ("{{ printf \"up{i='%s'}\" $labels.i | query | first | value }}", "<up{i='%s'} …> i"),
        ("{{ query (print \"a\" $labels.b) }}", "<…> b"),
        ("{{ \"up\" | query }} {{ graphLink \"up\" }} {{ tableLink \"down\" }}", "<up> <link up> <link down>"),
        ("{{ range query \"a\" }}{{ .Labels }}{{ end }}", "<a> 0.*"),
    ] {
        assert_eq!(refers(template), expected, "{template}");
    }
}

#[test]
fn what_becomes_of_the_value() {
    use ValueUsage::{Formatted, Printed, Read};
    for (template, expected) in [
        ("{{ $value }} {{ (.Value) }}", &[Printed, Printed][..]),
        ("{{ $value | humanize }} {{ printf \"%f\" (.Value) }}", &[Formatted, Formatted]),
        ("{{ if gt $value 1.0 }}{{ $value }}{{ end }}", &[Read, Printed]),
        ("{{ $v := $value }}{{ $v }}", &[Read, Printed]),
        ("{{ define \"x\" }}{{ . }}{{ end }}{{ template \"x\" $value }}", &[Read, Printed]),
        ("{{ with $value }}{{ . }}{{ end }}", &[Read, Printed]),
    ] {
        let references = parse(template, &Options::alert("A")).unwrap().references();
        let usages: Vec<_> = references.values.iter().map(|value| value.usage).collect();
        assert_eq!(usages, expected, "{template}");
    }
}
