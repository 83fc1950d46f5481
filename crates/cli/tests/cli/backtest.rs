//! `promenade backtest` shows when alerts would have fired over data.

use std::process::Command;

use crate::common::{Tree, run};

const RULES: &str = "groups:\n- name: g\n  rules:\n  - record: job:up:sum\n    expr: sum by (job) (up)\n  - alert: Down\n    \
                     expr: job:up:sum == 0\n    for: 2m\n";

/// A sample a minute from 1970 on, an hour long; down from minute 20 to 29.
fn metrics() -> String {
    let line = |minute: u32| format!("up{{job=\"a\"}} {} {}\n", u8::from(!(20..30).contains(&minute)), minute * 60);
    let lines: String = (0..=60).map(line).collect();
    format!("# TYPE up gauge\n{lines}# EOF\n")
}

fn tree() -> Tree {
    Tree::new(&[("rules.yml", RULES), ("data.om", &metrics())])
}

#[test]
fn a_table_says_how_often_and_how_long() {
    assert_eq!(
        tree().show("backtest rules.yml --data data.om"),
        "alert          fired  firing  longest  pending  first fired\n\
         Down{job=\"a\"}  1      8m      8m       2m       1970-01-01T00:22:17.426Z\n"
    );
}

#[test]
fn a_chart_has_a_bar_for_each_alert() {
    let shown = tree().show("backtest rules.yml --data data.om --output chart");
    let bar = shown.lines().next().expect("a line");
    let cells = format!("{}{}{}{}", "·".repeat(21), "▒".repeat(3), "█".repeat(9), "·".repeat(32));
    assert_eq!(bar, format!("Down{{job=\"a\"}}  {cells}"), "{shown}");
}

#[test]
fn json_has_all_times() {
    let output = tree().run("backtest rules.yml --data data.om --output json");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("it is JSON");
    let alert = &report["alerts"][0];
    assert_eq!((alert["alert"].as_str(), alert["line"].as_u64()), (Some("Down"), Some(6)));
    let span = &alert["spans"][0];
    for (key, time) in [("active_at", "00:20:17"), ("fired_at", "00:22:17"), ("resolved_at", "00:30:17")] {
        assert_eq!(span[key].as_str(), Some(format!("1970-01-01T{time}.426Z").as_str()));
    }
    assert_eq!(report["rules"][0]["evaluations"].as_u64(), Some(60));
}

#[test]
fn openmetrics_can_be_queried_again() {
    let tree = tree();
    let output = tree.run("backtest rules.yml --data data.om --output openmetrics");
    tree.write("alerts.om", &output.stdout);
    let query = "query 'count_over_time(ALERTS{alertstate=\"firing\"}[1h])' --time 3600 --data alerts.om";
    assert_eq!(tree.show(query), "alertname  alertstate  job  value\nDown       firing      a        8\n");
}

#[test]
fn versions_are_compared_with_files_and_revisions() {
    let tree = tree();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(tree.path(".")).args(["-c", "user.name=a", "-c", "user.email=a@b"]).args(arguments);
        command.output().is_ok_and(|output| output.status.success())
    };
    tree.write("other.yml", RULES.replace("2m", "5m"));
    let expected = "against VERSION: 1 alert fires at other times\n\
                    change  alert          fired before  after  firing before  after  first before              after\n\
                    more    Down{job=\"a\"}  1             1      5m             8m     1970-01-01T00:25:17.426Z  1970-01-01T00:22:17.426Z\n";
    let shown = tree.show("backtest rules.yml --data data.om --against other.yml");
    assert!(shown.ends_with(&expected.replace("VERSION", "other.yml")), "{shown}");
    let is_made = git(&["init", "-q"]) && {
        tree.write("rules.yml", RULES.replace("2m", "5m"));
        git(&["add", "rules.yml"]) && git(&["commit", "-qm", "rules"])
    };
    assert!(is_made, "git makes a repository");
    tree.write("rules.yml", RULES);
    let shown = tree.show("backtest rules.yml --data data.om --against HEAD");
    assert!(shown.ends_with(&expected.replace("VERSION", "HEAD")), "{shown}");
    let shown = tree.show("backtest rules.yml --data data.om --against nowhere");
    assert!(shown.contains("is neither a file nor a revision of the git repository of rules.yml"), "{shown}");
}

#[test]
fn missing_data_is_said() {
    let shown = tree().show("backtest rules.yml --data data.om --end 7200");
    assert!(
        shown.ends_with("no data: `up` from 1970-01-01T01:05:00Z to 1970-01-01T02:00:00Z: job:up:sum, Down\n"),
        "{shown}"
    );
}

#[test]
fn what_is_wrong_is_named() {
    let tree = tree();
    tree.write("broken.yml", "groups:\n- name: g\n  rules:\n  - {record: r, expr: 'sum('}\n");
    let shown = tree.show("backtest broken.yml --data data.om");
    assert!(shown.contains("broken.yml: 4:") && shown.ends_with("exit code Some(1)"), "{shown}");
    assert_eq!(run("backtest tests/rules.yml").status.code(), Some(2));
    assert!(tree.show("backtest nowhere.yml --data data.om").contains("nowhere.yml: there is no such file"));
}
