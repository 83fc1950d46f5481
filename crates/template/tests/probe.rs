//! What always fails in templates, whatever the labels and the value; and the queries that they run.

use promenade_template::AlertTemplate;

/// The failures of a template: the text that is blamed, and the message.
fn failures(text: &str) -> Vec<(String, String)> {
    let probed = AlertTemplate::new("A", text).probe(false);
    probed.failures.into_iter().map(|f| (text[f.range].to_owned(), f.message)).collect()
}

#[test]
fn what_always_fails_is_found() {
    for (text, blamed, message) in [
        ("{{ if gt $value 5 }}x{{ end }}", "gt $value 5", "error calling gt: incompatible types for comparison"),
        ("{{ if eq $labels.a 1 }}x{{ end }}", "eq $labels.a 1", "error calling eq: incompatible types for comparison"),
        ("{{ .foo }}", ".foo", "can't evaluate field foo in type"),
        ("{{ .Labels.a.b }}", ".Labels.a.b", "can't evaluate field b in type string"),
        ("{{ $labels.a.b }}", "$labels.a.b", "can't evaluate field b in type string"),
        ("{{ $value.foo }}", "$value.foo", "can't evaluate field foo in type float64"),
        ("{{ humanizePercentage }}", "humanizePercentage", "wrong number of args for humanizePercentage: want 1 got 0"),
        ("{{ humanize $value 2 }}", "humanize", "wrong number of args for humanize: want 1 got 2"),
        ("{{ template \"x\" }}", "\"x\"", "template \"x\" not defined"),
        (
            "{{ query \"up\" | value }}",
            "value",
            "wrong type for value; expected *template.sample; got template.queryResult",
        ),
        ("{{ first $labels.a }}", "$labels.a", "wrong type for value; expected template.queryResult; got string"),
        ("{{ nil }}", "nil", "nil is not a command"),
        ("{{ match \"(\" $labels.job }}", "match \"(\" $labels.job", "error calling match: error parsing regexp"),
        ("{{ printf \"%.2f\" $labels.x }}", "printf \"%.2f\" $labels.x", "this prints \"%!f(string=)\""),
        ("{{ printf \"%d\" $value }}", "printf \"%d\" $value", "this prints \"%!d(float64=1.5)\""),
        ("{{ $value | printf \"%s: %d\" $labels.a }}", "printf \"%s: %d\" $labels.a", "this prints"),
        // In branches, loops and templates, whether or not they are reached.
        ("{{ if false }}{{ .foo }}{{ end }}", ".foo", "can't evaluate field foo"),
        ("{{ with $labels.a }}{{ .b }}{{ end }}", ".b", "can't evaluate field b in type string"),
        ("{{ range query \"up\" }}{{ .Name }}{{ end }}", ".Name", "can't evaluate field Name in type *template.sample"),
        ("{{ range query \"up\" }}{{ else }}{{ .foo }}{{ end }}", ".foo", "can't evaluate field foo"),
        ("{{ define \"t\" }}{{ .foo }}{{ end }}{{ template \"t\" . }}", ".foo", "can't evaluate field foo"),
        ("{{ $x := $labels.a }}{{ $x.y }}", "$x.y", "can't evaluate field y in type string"),
        ("{{ $x := .foo }}{{ $x.y }}", ".foo", "can't evaluate field foo"),
    ] {
        let found = failures(text);
        let [(place, said)] = &found[..] else { panic!("{text}: {found:?}") };
        assert!(place == blamed && said.starts_with(message), "{text}: {place}: {said}");
    }
}

#[test]
fn each_failure_is_found() {
    let text = "{{ .foo }} {{ nil }} {{ $value }} {{ $labels.a.b }}";
    assert_eq!(failures(text).into_iter().map(|(place, _)| place).collect::<Vec<_>>(), [".foo", "nil", "$labels.a.b"]);
}

#[test]
fn what_depends_on_the_data_is_not_found() {
    for text in [
        "{{ $labels.a }} {{ .Labels.a }} {{ $value }} {{ .Value | humanize }}",
        "{{ if gt $value 5.0 }}x{{ else if eq $labels.a \"b\" }}y{{ end }}",
        "{{ humanize $labels.a }} {{ $labels.a | humanizeDuration }} {{ $labels.a | parseDuration }}",
        "{{ printf \"%.2f\" $value }} {{ printf \"%s %v\" $labels.a $value }} {{ printf \"100%%\" }} {{ printf \"%q\" $labels.a }}",
        "{{ $value.Count }} {{ $value | toTime }} {{ ($labels.a | toTime).Year }}",
        "{{ with query \"up\" }}{{ . | first | value | humanize }}{{ end }}",
        "{{ (query \"up\" | first).Value }} {{ index (query \"up\") 3 | value }}",
        "{{ range $i, $s := query \"up\" }}{{ $i }} {{ $s.Labels.x }} {{ .Value }} {{ label \"a\" . }}{{ end }}",
        "{{ range $name, $text := $labels }}{{ $name }}={{ $text }}{{ end }}",
        "{{ slice $labels.pod 0 10 }} {{ index $labels \"a b\" }} {{ len $labels }} {{ match $labels.a \"x\" }}",
        "{{ define \"t\" }}{{ .Value }}{{ template \"t\" . }}{{ end }}{{ template \"t\" . }}",
        "{{ externalURL }} {{ pathPrefix }} {{ graphLink \"up\" }} {{ args 1 2 }} {{ $externalLabels.x }}",
        "{{ $x := \"\" }}{{ if $labels.a }}{{ $x = $labels.a }}{{ end }}{{ $x | toUpper }}",
        "{{ range 3 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ break }}{{ end }}",
    ] {
        assert_eq!(failures(text), [], "{text}");
    }
}

#[test]
fn queries_are_listed_with_their_texts() {
    let texts = |text: &str| {
        let probed = AlertTemplate::new("A", text).probe(false);
        let mut texts: Vec<String> = probed.queries.into_iter().flat_map(|query| query.texts).collect();
        texts.dedup();
        texts
    };
    assert_eq!(texts("{{ query \"up\" }}"), ["up"]);
    assert_eq!(texts("{{ $q := printf \"sum(%s\" \"up\" }}{{ query $q }}"), ["sum(up"]);
    assert_eq!(texts("{{ printf \"up{a=%q}\" $labels.a | query }}")[..2], ["up{a=\"\"}", "up{a=\"a\"}"]);
}

#[test]
fn what_prometheus_has_expanded_does_not_always_fail() {
    let mut n_expanded = 0;
    for line in include_str!("data/expand.jsonl").lines() {
        let Ok(line) = serde_json::from_str::<serde_json::Value>(line) else { panic!("{line}") };
        let (text, result) = (line["text"].as_str().unwrap_or_default(), line["result"].as_str());
        let Some(result) = result.filter(|result| !result.contains("%!")) else { continue };
        n_expanded += 1;
        // Branches that are not taken may fail.
        let has_branches = ["if ", "with ", "and ", "or "].iter().any(|word| text.contains(word));
        let found = failures(text);
        assert!(found.is_empty() || has_branches, "{text} {result} {found:?}");
    }
    assert!(n_expanded > 100, "{n_expanded}");
}

#[test]
fn what_only_histograms_have_fails_with_floats() {
    for text in ["{{ $value.Count }}", "{{ printf \"%s\" $value }}"] {
        let template = AlertTemplate::new("A", text);
        assert_eq!((template.probe(false).failures.len(), template.probe(true).failures.len()), (0, 1), "{text}");
    }
}
