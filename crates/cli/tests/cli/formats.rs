//! Results in all formats.

use crate::common::{promenade, run, run_with_input, show, shown};
use insta::assert_snapshot;

#[test]
fn tables_have_a_column_for_each_label() {
    assert_snapshot!(show("query temperature_celsius --data cluster"), @"
    __name__             room    value
    temperature_celsius  Küche    21.5
    temperature_celsius  cellar  -3.25
    ");
    assert_snapshot!(show("query 'node_memory_free_bytes * on (node) group_left (zone) node_info' -d cluster"), @"
    node  zone       value
    a     eu-1  2147483648
    b     eu-2   536870912
    ");
    assert_snapshot!(show("query 'histogram_quantile(0.9, http_request_duration_seconds_bucket)' -d cluster"), @"
    job  value
    api    0.5
    ");
    assert_snapshot!(show("query latency_seconds -d histogram.jsonl"), @r#"
    latency_seconds{job="api"}
    value
    {count:12, sum:18.4, [-1,-0.5):3, [-0.001,0.001]:2, (0.5,1]:4, (4,8]:3}
    "#);
}

#[test]
fn a_range_that_is_piped_is_a_table() {
    let query = "query 'queue_length' -d export.jsonl --start 1782468870 --end 1782469560 --step 5m";
    assert_snapshot!(show(query), @"
    __name__      job  timestamp               value
    queue_length  api  2026-06-26T10:14:30Z  -19.854
    queue_length  api  2026-06-26T10:19:30Z  -19.178
    ");
}

#[test]
fn scalars_and_strings_stand_alone() {
    assert_eq!(show("query '2 ^ 10'"), "1024\n");
    assert_eq!(show("query -1"), "-1\n");
    assert_eq!(show("query 1/0"), "+Inf\n");
    assert_eq!(show(r#"query '"a\tb"'"#), "a\tb\n");
}

#[test]
fn json_is_the_answer_of_prometheus() {
    let query = "query temperature_celsius -d cluster --time 1782468875.486 -o json";
    assert_snapshot!(show(query), @r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"temperature_celsius","room":"Küche"},"value":[1782468875.486,"21.5"]},{"metric":{"__name__":"temperature_celsius","room":"cellar"},"value":[1782468875.486,"-3.25"]}]}}"#);
    assert_snapshot!(show("query latency_seconds -d histogram.jsonl -o json"), @r#"{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"latency_seconds","job":"api"},"histogram":[1782468000.500,{"count":"12","sum":"18.4","buckets":[[1,"-1","-0.5","3"],[3,"-0.001","0.001","2"],[0,"0.5","1","4"],[0,"4","8","3"]]}]}]}}"#);
    let range = "query 'queue_length' -d export.jsonl --start 1782468870 --end 1782469560 --step 5m -o json";
    assert_snapshot!(show(range), @r#"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"queue_length","job":"api"},"values":[[1782468870,"-19.854"],[1782469170,"-19.178"]]}]}}"#);
    assert_snapshot!(show("query 1.5 --time=-1.05 -o json"), @r#"{"status":"success","data":{"resultType":"scalar","result":[-1.050,"1.5"]}}"#);
    assert_snapshot!(show("query 1.5 --time 1 -o json"), @r#"{"status":"success","data":{"resultType":"scalar","result":[1,"1.5"]}}"#);
    assert_snapshot!(show(r#"query '"a"' --time 1 -o json"#), @r#"{"status":"success","data":{"resultType":"string","result":[1,"a"]}}"#);
}

#[test]
fn json_tells_warnings_and_errors() {
    assert_snapshot!(show("query 'quantile(2, queue_length)' -d export.jsonl -o json"), @r#"
    {"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1782469800,"+Inf"]}]},"warnings":["PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)"]}
    --- stderr
    warning: quantile value should be between 0 and 1, got 2
     --> query:1:10
      |
    1 | quantile(2, queue_length)
      |          ^
    "#);
    assert_snapshot!(show("query 'rate(up)' -d export.jsonl -o json"), @r#"
    {"status":"error","errorType":"bad_data","error":"invalid parameter \"query\": 1:6: parse error: argument 1 of `rate` must be a range vector, but this is an instant vector"}
    --- stderr
    error[PQL105]: argument 1 of `rate` must be a range vector, but this is an instant vector
     --> query:1:6
      |
    1 | rate(up)
      |      ^^
      = help: add a range: rate(up[5m])

    --- exit code Some(1)
    "#);
    assert_snapshot!(show("query 'up' -d missing.prom -o json"), @r#"
    {"status":"error","errorType":"internal","error":"missing.prom: there is no such file or directory"}
    --- stderr
    error: missing.prom: there is no such file or directory
      help: check the path after --data
    --- exit code Some(1)
    "#);
}

#[test]
fn csv_has_a_header() {
    assert_snapshot!(show("query temperature_celsius -d cluster --time 0 -o csv"), @"
    __name__,room,timestamp,value
    temperature_celsius,Küche,1970-01-01T00:00:00Z,21.5
    temperature_celsius,cellar,1970-01-01T00:00:00Z,-3.25
    ");
    assert_snapshot!(show("query latency_seconds -d histogram.jsonl -o csv"), @r#"
    __name__,job,timestamp,value,histogram
    latency_seconds,api,2026-06-26T10:00:00.500Z,,"{count:12, sum:18.4, [-1,-0.5):3, [-0.001,0.001]:2, (0.5,1]:4, (4,8]:3}"
    "#);
    let tricky = "m{value=\"a,b\",quote=\"\\\"\"} 1\n";
    assert_snapshot!(shown(&run_with_input("query m -d - --time 0 -o csv", tricky)), @r#"
    __name__,quote,label_value,timestamp,value
    m,"""","a,b",1970-01-01T00:00:00Z,1
    "#);
}

#[test]
fn arrow_is_a_stream() {
    let output = run("query temperature_celsius -d cluster -o arrow");
    assert_eq!(output.status.code(), Some(0));
    let mut reader = arrow_ipc::reader::StreamReader::try_new(&output.stdout[..], None).unwrap();
    let batch = reader.next().unwrap().unwrap();
    let names: Vec<_> = reader.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!((batch.num_rows(), names), (2, ["__name__", "room", "timestamp", "value"].map(str::to_owned).to_vec()));
}

#[test]
fn charts_draw_lines() {
    let query = "query 'sum by (job) (rate(http_requests_total[5m]))' -d export.jsonl --step 30s -o chart";
    assert_snapshot!(show(query), @r#"
    8 ┤                    aaaaaaaaaaaa
      │                aaaa           aaaa
      │             aaa                   aaa
      │            aa                       aaa
    6 ┤           a                           aaa
      │          aa                              aa
      │         aa                                 aa
      │         a                                    aa
      │        a                                      aaa
    4 ┤       a                                         aaaa
      │      aa                                            aaa                     a
      │     aa                                                aaa               aaaa
      │    aa                                                   aaaaa      aaaaaa
    2 ┤   aa      bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      │  aa    bbbb
      │ aa  bbbb
      │ abbbb
    0 ┤ bb
      └┬────────────────────────┬─────────────────────────┬────────────────────────┬
       10:00                  10:10                     10:20                  10:30
       2026-06-26T10:00:00Z – 2026-06-26T10:30:00Z
    a {job="api"}  last 3.163  min 0.795  max 7.904
    b {job="web"}  last 2  min 0.2  max 2
    "#);
    assert_snapshot!(show("query queue_length -d export.jsonl --step 30s -o chart"), @r#"
     20 ┤        ⢀⠤⠒⠉⠉⠒⠤⡀
        │       ⡠⠃      ⠘⢄
        │      ⡔⠁         ⢣
        │     ⡜            ⢣
     10 ┤    ⡜              ⢣
        │   ⡜                ⢣                                          ⢀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
        │  ⡸                 ⠈⢆
        │ ⡰⠁                  ⠈⢆
        │⢰⠁                    ⠘⡄
      0 ┤⠎                      ⢱
        │                        ⢣
        │                         ⢇
        │                         ⠘⡄
        │                          ⠘⡄
    -10 ┤                           ⠘⡄
        │                            ⠘⡄
        │                             ⠘⢄
        │                              ⠈⢆⡀
    -20 ┤                                ⠈⠢⢄⣀⡠⠔⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒
        └┬────────────────────────┬───────────────────────┬────────────────────────┬
         10:00                  10:10                   10:20                  10:30
         2026-06-26T10:00:00Z – 2026-06-26T10:30:00Z
    ━ queue_length{job="api"}  last 7.5  min -19.98  max 19.95
    "#);
}

#[test]
fn charts_have_colours_where_asked() {
    let output = promenade()
        .args(["query", "http_requests_total", "-d", "export.jsonl", "--step", "5m", "-o", "chart"])
        .args(["--color", "always"])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\u{1b}[2mhttp_requests_total{code=\"200\"}\u{1b}[0m"), "{text}");
    assert!(text.contains("\u{1b}[32m━\u{1b}[0m {job=\"api\"}"), "{text}");
    assert!(text.contains("\u{1b}[33m━\u{1b}[0m {job=\"web\"}"), "{text}");
    assert!(text.contains('⠤') || text.contains('⠒') || text.contains('⣀'), "{text}");
}

#[test]
fn charts_of_one_time_are_bars() {
    assert_snapshot!(show("query '{__name__=~\"temperature.*|node_mem.*\"} / 1e7' -d cluster -o chart"), @r#"
    {node="a"}           214.7   ███████████████████████████████████████████████████
    {node="b"}           53.69   ████████████▊
    {room="Küche"}    2.15e-06
    {room="cellar"}  -3.25e-07
    "#);
    assert_snapshot!(show("query temperature_celsius -d cluster -o chart"), @r#"
    temperature_celsius
    {room="Küche"}    21.5          ████████████████████████████████████████████████
    {room="cellar"}  -3.25  ████████
    "#);
}

#[test]
fn histograms_are_drawn_by_their_buckets() {
    assert_snapshot!(show("query latency_seconds -d histogram.jsonl --step 1s -o chart"), @r#"
    latency_seconds{job="api"}
        ≤ 8 ┤                                   ▓
        ≤ 1 ┤                                   █
    ≤ 0.001 ┤                                   ▒
     ≤ -0.5 ┤                                   ▓
            └───────────────────────────────────┬───────────────────────────────────
                                          10:00:00.500
             2026-06-26T10:00:00.500Z – 2026-06-26T10:00:00.500Z
             █ 4 observations
    "#);
    assert_snapshot!(show("query latency_seconds -d histogram.jsonl -o chart"), @r#"
    latency_seconds{job="api"}  count 12  sum 18.4
      [-1, -0.5)       3  ███████████████████████████████████████████▌
      [-0.001, 0.001]  2  █████████████████████████████
      (0.5, 1]         4  ██████████████████████████████████████████████████████████
      (1, 2]           0
      (4, 8]           3  ███████████████████████████████████████████▌
    "#);
}

#[test]
fn charts_say_what_they_do_not_draw() {
    assert_snapshot!(show("query 'queue_length / 0' -d export.jsonl --start 1782468000 --end 1782468000 -o chart"), @r#"
    there are no finite values to draw
    ━ {job="api"}  NaN
    "#);
}

#[test]
fn labels_cannot_move_the_cursor() {
    let output = run_with_input("query m -d -", "m{l=\"\u{1b}[2Jx\\ny\"} 1\n");
    assert_snapshot!(shown(&output), @r"
    __name__  l              value
    m         \u{1b}[2Jx\ny      1
    ");
}
