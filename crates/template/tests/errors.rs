//! Which bytes an error means, and what it suggests.
#![allow(clippy::unwrap_used)] // test code

use promenade_template::{Options, parse};

/// The bytes that are blamed stand between `<` and `>`.
#[track_caller]
fn check(marked: &str, expected: &str) {
    let (start, rest) = marked.split_once('⟨').unwrap();
    let (blamed, end) = rest.split_once('⟩').unwrap();
    let text = format!("{start}{blamed}{end}");
    let error = parse(&text, &Options::alert("A")).unwrap_err();
    assert_eq!(error.range, start.len()..start.len() + blamed.len(), "{text:?}: {error}");
    let suggestion = error.suggestion().map(|meant| format!(" (did you mean {meant}?)"));
    let message = error.to_string();
    assert_eq!(format!("{}{}", &message["template: __alert_A:".len()..], suggestion.unwrap_or_default()), expected);
}

#[test]
fn errors_blame_the_token_that_is_wrong() {
    check("{{ ⟨foo⟩ $value }}", r#"1: function "foo" not defined"#);
    check("{{ $value | ⟨humanise⟩ }}", r#"1: function "humanise" not defined (did you mean humanize?)"#);
    check("a\n{{ ⟨$label⟩.job }}", r#"2: undefined variable "$label" (did you mean $labels?)"#);
    check("{{ ⟨$valeu⟩ }}", r#"1: undefined variable "$valeu" (did you mean $value?)"#);
    check("{{ $value =⟨=⟩ 1 }}", r#"1: unexpected "=" in command"#);
    check("{{ $value ⟨+⟩ 1 }}", r#"1: illegal number syntax: "+""#);
    check("{{ nil⟨.x⟩ }}", "1: unexpected . after term \"nil\"");
    check("{{ print 1 | ⟨2⟩ }}", "1: non executable command in pipeline stage 2");
    check("{{ \"é\" ⟨\"abc }}⟩", "1: unterminated quoted string");
    check("x ⟨{{⟩ $value", "1: unclosed action");
    check("x {{ print (1 ⟨}}⟩", "1: unclosed left paren");
    check("{{ ⟨if⟩ true }} x", "1: unexpected EOF");
    check("{{ if true }}{{ else }}{{ ⟨else⟩ }}{{ end }}", "1: expected end; found {{else}}");
    check("x {{ ⟨end }}⟩", "1: unexpected {{end}}");
    check("{{ ⟨break⟩ }}", "1: {{break}} outside {{range}}");
    check("{{ ⟨\"\\q\"⟩ }}", "1: invalid syntax");
    check("{{ ⟨99999999999999999999⟩ }}", "1: integer overflow: \"99999999999999999999\"");
    check("{{ range $a, $b⟨,⟩ $c := . }}{{ end }}", "1: too many declarations in range");
    check(
        "{{ define \"a\" }}x{{ end }}{{ define ⟨\"a\"⟩ }}y{{ end }}",
        r#"1: template: multiple definition of template "a""#,
    );
    check("{{ $labels.foo⟨-⟩bar }}", "1: bad character U+002D '-'");
}
