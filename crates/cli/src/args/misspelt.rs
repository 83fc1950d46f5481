//! Flags that do not exist, before an expression: the expression may begin with a hyphen, so that the parser of the
//! command line takes them for it.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Error, Parser};
use promenade::model::suggest::nearest;

use super::Cli;

/// The commands that take an expression.
const COMMANDS: [&str; 2] = ["query", "explain"];

/// Parses the command line; ends the program where it is wrong.
pub(crate) fn parse() -> Cli {
    let args: Vec<OsString> = std::env::args_os().collect();
    if let Some(error) = misspelt_flag(&args) {
        error.exit()
    }
    Cli::parse_from(args)
}

/// The error for the first flag of a command with an expression that does not exist.
fn misspelt_flag(args: &[OsString]) -> Option<Error> {
    let words: Vec<&str> =
        args.iter().skip(1).take_while(|arg| *arg != "--").map(|arg| arg.to_str().unwrap_or("")).collect();
    let mut program = Cli::command();
    program.build();
    let command = words.iter().find_map(|word| program.find_subcommand(word))?.clone();
    if !COMMANDS.contains(&command.get_name()) {
        return None;
    }
    let known: Vec<String> = command.get_arguments().flat_map(long_names).collect();
    let is_unknown = |flag: &&str| !known.iter().any(|name| name == flag_name(flag));
    let flag = words.into_iter().filter(|word| is_flag(word)).find(is_unknown)?;
    Some(unknown(flag, &known, &command))
}

/// `--name` or `--name=value`; an expression has other signs.
fn is_flag(word: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    word.starts_with("--") && is_name(flag_name(word))
}

fn flag_name(word: &str) -> &str {
    let name = word.trim_start_matches('-');
    name.split_once('=').map_or(name, |(name, _)| name)
}

fn long_names(arg: &clap::Arg) -> Vec<String> {
    arg.get_long_and_visible_aliases().unwrap_or_default().into_iter().map(str::to_owned).collect()
}

fn unknown(flag: &str, known: &[String], command: &clap::Command) -> Error {
    let name = flag_name(flag);
    let mut error = Error::new(ErrorKind::UnknownArgument).with_cmd(command);
    error.insert(ContextKind::InvalidArg, ContextValue::String(format!("--{name}")));
    if let Some(meant) = nearest(name, known.iter().map(String::as_str)) {
        error.insert(ContextKind::SuggestedArg, ContextValue::String(format!("--{meant}")));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_that_do_not_exist_are_found() {
        let found = |line: &str| {
            let args: Vec<OsString> = line.split('|').map(OsString::from).collect();
            misspelt_flag(&args).map(|error| error.to_string())
        };
        for (line, words) in [
            ("promenade|query|--outputt|json|up", "'--output'"),
            ("promenade|--color|never|query|up|--max-sample=5", "'--max-samples'"),
            ("promenade|explain|--unoptimised|up", "'--unoptimized'"),
            ("promenade|query|--nothing-like-it|up", "'--nothing-like-it'"),
        ] {
            let message = found(line).unwrap_or_default();
            assert!(message.contains("unexpected argument") && message.contains(words), "{line}: {message}");
        }
        for line in [
            "promenade|query|-up|--output|json",
            "promenade|query|--up{a=\"b\"}",
            "promenade|query|--color=always|up|--help",
            "promenade|query|--|--up",
            "promenade|lint|--nothing",
            "promenade",
        ] {
            assert_eq!(found(line), None, "{line}");
        }
    }
}
