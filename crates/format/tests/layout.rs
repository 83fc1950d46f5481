//! The layout of each kind of node, short and long, with and without comments, as reviewed snapshots.

mod common;

use std::fmt::Write as _;

use promenade_format::{GroupingPosition, Options, Parentheses};
use promenade_syntax::Variables;

use common::{check, formatted};

/// What becomes of queries, one after the other.
fn layouts(sources: &[&str], options: &Options) -> String {
    let mut text = String::new();
    for source in sources {
        let _ = writeln!(text, "{source}\n    ⇒\n{}\n", check(source, options));
    }
    text
}

/// The same within lines of forty characters, so that short queries break.
fn narrow() -> Options {
    Options::default().width(40)
}

macro_rules! layout {
    ($name:ident, $options:expr, $($source:expr,)*) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(layouts(&[$($source,)*], &$options));
        }
    };
}

layout!(
    literals,
    Options::default(),
    "  1.50 ",
    "- 1",
    "-  -1",
    "0x1F",
    ".5",
    "1_000",
    "1e-3",
    "5m",
    "inf",
    "NaN",
    "'it\\'s'",
    "\"a\\\"b\"",
    "`raw\n text`",
);

layout!(
    literals_normalized,
    Options::default().normalize(true),
    "0x1F + .5 + 5. + 1E3 + inf + nan + 1_000",
    "x{a='b', c=`d`, e='\"', f='\\''}",
    "label_replace(x, 'a', `$1`, 'b', '(.*)')",
);

layout!(
    vector_selectors,
    narrow(),
    "up",
    "up { }",
    "{  __name__ =~ 'a.*'  }",
    "up{job = \"api\" , }",
    "{\"http.requests\",\"l.x\"!=\"y\"}",
    "up{job=\"api\", instance=~\"10\\\\..*\", env!=\"test\"}",
    "up{job=\"a value that is longer than the line is wide\"}",
    "an_unusually_long_name_of_a_metric_that_is_wider",
    "up{job=\"api\"} offset -5m @ 1609746000.000",
    "up @ end ( ) offset ( 5m )",
    "up anchored",
);

layout!(
    matrix_selectors_and_subqueries,
    narrow(),
    "x [ 5m ]",
    "x{a=\"b\"}[ 1h30m ] offset 1d @ start()",
    "x[5m * 2 - step( )] smoothed",
    "x[max_of( 5m , step() )]",
    "x[-(5m)+2*(1h)]",
    "rate(x[5m]) [ 1h : ]",
    "rate(x[5m])[1h:1m]  offset 5m",
    "rate(x{job=\"api\", instance=~\"a\"}[5m])[1h:1m]",
    "(a + b)[5m:1m]",
);

layout!(
    calls,
    narrow(),
    "time ( )",
    "rate( x[5m] )",
    "clamp(x,0,1)",
    "clamp(a_rather_long_name, -1000000, 1000000)",
    "histogram_quantile(.9, sum by (le) (rate(latency_bucket[5m])))",
    "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")",
    "abs(abs(abs(a_name_which_fills_the_whole_line)))",
);

layout!(
    aggregations,
    narrow(),
    "SUM(x)",
    "sum  by(job)(x)",
    "sum(x)by(job)",
    "sum without(a , b,) (x)",
    "sum by () (x)",
    "topk by (job) (5, x)",
    "count_values(\"version\", build_info) by (job)",
    "sum by (job) (rate(http_requests_total[5m]))",
    "sum by (cluster, namespace, workload, container) (x)",
    "sum by (cluster, namespace, workload, container) (rate(http_requests_total{code=~\"5..\"}[5m]))",
);

layout!(
    aggregations_with_grouping_after,
    narrow().grouping(GroupingPosition::AfterArguments),
    "sum by (job) (x)",
    "sum by (job) (rate(http_requests_total[5m]))",
    "sum by (job) (rate(http_requests_total{code=~\"5..\"}[5m]))",
);

layout!(
    aggregations_as_written,
    narrow().grouping(GroupingPosition::AsWritten),
    "sum by (job) (sum(x) by (job, instance))",
);

layout!(
    signs_and_parentheses,
    narrow(),
    "- x",
    "+ - x",
    "-x ^ 2",
    "( ( x ) )",
    "(an_expression_that_is_too_long + for_one_line)",
    "-(an_expression_that_is_too_long + for_one_line)",
);

layout!(
    fewer_parentheses,
    narrow().parentheses(Parentheses::RemoveRedundant),
    "((a))",
    "(a) + (rate(x[5m])) * ((b))",
    "(a + b) * c",
    "absent((x))",
    "(# why\na) + b",
    "a * on (b) group_left () (a_long_name_of_a_metric{a=\"b\"})",
);

layout!(
    chains,
    narrow(),
    "a+b-c",
    "a_long_name_1 + a_long_name_2 - a_long_name_3",
    "a_long_name_1 * a_long_name_2 + a_long_name_3 * a_long_name_4",
    "errors_total / requests_total * 100 > bool 5",
    "(errors_total / requests_total_of_all_kinds) * 100 > 5 and requests_total > 0",
    "a_long_name_1 > a_long_name_2 * a_long_name_3 + a_long_name_4",
    "a_long_name_1 ^ a_long_name_2 ^ a_long_name_3",
    "a_long_name_1 == a_long_name_2 or a_long_name_3 and a_long_name_4 unless a_long_name_5",
    "a_long_name_1 / a_long_name_2 > 1 or a_long_name_3 / a_long_name_4 > 1",
    "sum(a_long_name_1) or sum by (job) (a_long_name_2_that_fills_it)",
    "a_long_name_1 - (a_long_name_2 - a_long_name_3)",
    "-a_long_name_1 ^ a_long_name_2 * a_long_name_3",
);

layout!(
    matching,
    narrow(),
    "a*on(b)c",
    "a*ignoring ( b , c ) GROUP_LEFT d",
    "a > bool on (b) group_right (c) d",
    "a + on (b) fill_left(0) fill_right ( -1 ) c",
    "a + fill(0) b",
    "requests_total / on (cluster, namespace) group_left (node) kube_node_info",
    "requests_total / on (cluster, namespace) group_left (node) kube_node_info{node=~\".*\", os!=\"\"}",
    "requests_total / on (cluster, namespace) group_left (node) (kube_node_info + kube_pod_info_x)",
    "requests_total / on (cluster, namespace) group_left (node) sum by (node) (kube_node_info)",
    "requests_total and on (cluster, namespace, pod, container_name) kube_pod_info",
    "requests_total > bool on (cluster, namespace) group_left (node, pod) fill (0) requests_limit",
);

layout!(
    comments,
    narrow(),
    "# before\n\n\n# and again\nup # after",
    "up\n# below",
    "sum( # why\n x)",
    "sum(\n  # above\n  x\n)",
    "sum(x # behind\n)",
    "sum(x\n# at the end\n)",
    "sum # of all\n by # each\n (job) # job\n (x)",
    "sum by (\n# first\njob, # one\ninstance # two\n) (x)",
    "sum(x) # sum\n by (job) # job",
    "sum(up) # c1\n# c2\nby (job)",
    "sum(up)\n# c1\nby (job) # c2",
    "sum(up) by (job) # all",
    "sum\n# of all\n(up) by (job)",
    "a + sum(up) # c1\n# c2\nby (job) # c3\n+ b",
    "clamp(sum(up) # c1\n# c2\nby (job), 0, 1)",
    "sum(sum(up) # c1\n# c2\nby (job, a) # c3\n) # c4\nby (job)",
    "up{ # all\n job=\"a\", # one\n # above\n env # odd\n = \"b\" }",
    "rate(x[5m] # five\n) # rate",
    "x # name\n[5m]",
    "a # a\n+ # plus\nb # b",
    "a\n# above plus\n+ b\n# above minus\n- c",
    "a # a\n* # times\non (b) # on\ngroup_left # left\nc",
    "(\n# inside\na\n# last\n)",
    "- # minus\nx",
    "clamp(x, # the value\n0 # least\n, 1)",
    "clamp(x\n# above the comma\n, 0, 1)",
    "time( # nothing\n)",
    "x{ # nothing\n}",
    "# only\n1",
    "a or # b is better\nb / c # because",
    "rate(x[5m])[1h:1m] # sub\noffset 5m # off",
    "#\nx",
);

layout!(
    variables,
    narrow().variables(Variables::Grafana),
    "rate( $Metric [ $__rate_interval ] )",
    "sum by( $Grouping ) (node_${metric}_total{ job=~'$job' , $filters })",
    "$AGG by (job) (x[ $__range : ${step}m ] OFFSET - $o @ $t)",
    "topk( $k,x{a=$a}*0.$x )",
    "[[Metric:regex]] > $Threshold # $comment",
);

#[test]
fn width_counts_characters() {
    let options = Options::default().width(20);
    assert_eq!(check("x{a=\"äöüäöü\", b=\"\"}", &options), "x{a=\"äöüäöü\", b=\"\"}");
    assert_eq!(check("x{a=\"äöüäöüßß\", b=\"\"}", &options), "x{\n  a=\"äöüäöüßß\",\n  b=\"\"\n}");
}

#[test]
fn indent_and_extremes() {
    let source = "sum by (job) (rate(x{a=\"b\", c=\"d\"}[5m])) / 2";
    for width in [0, 1, 7, 20, usize::MAX] {
        for indent in [0, 1, 8, 300] {
            check(source, &Options::default().width(width).indent(indent));
        }
    }
    let four = narrow().indent(4);
    assert_eq!(
        check("sum(x{a=\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"})", &four).lines().nth(1).map(|l| &l[..5]),
        Some("    x")
    );
}

#[test]
fn what_is_broken_is_not_formatted() {
    for source in ["", "sum(", "rate(x[5m)", "x[$__interval]", "# only a comment"] {
        assert!(promenade_format::format(source, &Options::default()).is_err(), "{source}");
    }
    // Types are not the formatter's affair.
    assert_eq!(formatted("rate( x )", &Options::default()).text, "rate(x)");
}
