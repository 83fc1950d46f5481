//! The arguments of all commands: one declaration for each flag.

mod backtest;
mod check_rules;
mod files;
mod fmt;
mod help;
mod lint;
mod misspelt;
mod playground;
mod query;
mod snapshot;
mod test;
mod tsdb;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) use backtest::*;
pub(crate) use check_rules::*;
pub(crate) use files::*;
pub(crate) use fmt::*;
pub(crate) use help::*;
pub(crate) use lint::*;
pub(crate) use misspelt::parse;
pub(crate) use playground::*;
pub(crate) use query::*;
pub(crate) use snapshot::*;
pub(crate) use test::*;
pub(crate) use tsdb::*;

/// Evaluate, lint and format PromQL over files, without a server.
#[derive(Debug, Parser)]
#[command(name = "promenade", version, arg_required_else_help = true, propagate_version = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours
    #[arg(
        long,
        help = "When to use colours; `auto` respects NO_COLOR",
        value_enum,
        global = true,
        default_value_t,
        value_name = "WHEN"
    )]
    pub(crate) color: ColorChoice,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Query(Box<QueryArgs>),
    Explain(ExplainArgs),
    #[command(visible_alias = "format")]
    Fmt(FmtArgs),
    #[command(visible_alias = "check")]
    Lint(Box<LintArgs>),
    CheckRules(CheckRulesArgs),
    Test(TestArgs),
    Backtest(Box<BacktestArgs>),
    Snapshot(SnapshotArgs),
    Playground(PlaygroundArgs),
    Tsdb(TsdbArgs),
    ExplainCode(ExplainCodeArgs),
    Config(ShowConfigArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Print a completion script for a shell.
#[derive(Debug, Args)]
#[command(after_long_help = COMPLETIONS_EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ColorChoice {
    /// If the output is a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  promenade completions bash > ~/.local/share/bash-completion/completions/promenade
  promenade completions zsh > ~/.zfunc/_promenade
  promenade completions fish > ~/.config/fish/completions/promenade.fish";
