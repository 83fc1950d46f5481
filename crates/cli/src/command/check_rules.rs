//! `promenade check-rules`: whether Prometheus takes rule files, in the form of `promtool check rules`.

use std::io::{Read, Write, stderr, stdin, stdout};
use std::path::Path;
use std::process::ExitCode;

use promenade::Features;
use promenade::documents::rules::{CheckOptions, Checked, Lints, Verdict, check_bytes};

use crate::args::CheckRulesArgs;
use crate::errors::Failure;

/// Where no file has an error, but a lint found something and that counts.
const LINT_EXIT_CODE: u8 = 3;

pub(super) fn run(args: &CheckRulesArgs) -> Result<ExitCode, Failure> {
    let (lints, unknown) = Lints::parse(&args.lint);
    for name in unknown {
        out(&format!("WARNING: unknown lint option: {name:?}\n"))?;
    }
    let mut worst = Worst::default();
    if args.files.is_empty() {
        out("Checking standard input\n")?;
        let mut bytes = Vec::new();
        match stdin().read_to_end(&mut bytes) {
            Ok(_) => worst.tell(&said_of(&check_bytes(&bytes, &options(args)), lints, ""))?,
            Err(error) => worst.tell(&Said::failed(&error.to_string()))?,
        }
    }
    for path in &args.files {
        out(&format!("Checking {}\n", path.display()))?;
        worst.tell(&said_of_file(path, args, lints))?;
    }
    Ok(worst.exit_code(args.lint_fatal))
}

fn options(args: &CheckRulesArgs) -> CheckOptions {
    let mut features = Features::default();
    for name in &args.features {
        features.enable(name);
    }
    CheckOptions::default().ignore_unknown_fields(args.ignore_unknown_fields).features(features)
}

fn said_of_file(path: &Path, args: &CheckRulesArgs, lints: Lints) -> Said {
    let name = path.display();
    match std::fs::read(path) {
        Ok(bytes) => said_of(&check_bytes(&bytes, &options(args)), lints, &format!("{name}: ")),
        Err(error) => Said::failed(&format!("{name}: {error}")),
    }
}

/// What is said of one file.
struct Said {
    is_refused: bool,
    is_linted: bool,
    stderr: String,
    stdout: String,
}

impl Said {
    fn failed(error: &str) -> Self {
        Said { is_refused: true, is_linted: false, stderr: format!("  FAILED:\n{error}\n"), stdout: String::new() }
    }
}

/// The words of promtool; each error begins with `prefix`.
fn said_of(checked: &Checked, lints: Lints, prefix: &str) -> Said {
    let mut said = match checked.verdict(lints) {
        Verdict::Accepted(n_rules) => Said {
            is_refused: false,
            is_linted: false,
            stderr: String::new(),
            stdout: format!("  SUCCESS: {n_rules} rules found\n\n"),
        },
        Verdict::Lint(message) => Said {
            is_refused: false,
            is_linted: true,
            stderr: format!("  FAILED:\n{message}\n"),
            stdout: "\n".to_owned(),
        },
        Verdict::Refused(errors) => {
            let errors: Vec<String> = errors.iter().map(|error| format!("{prefix}{error}")).collect();
            Said::failed(&errors.join("\n"))
        }
    };
    if checked.has_more_documents {
        said.stderr.insert_str(0, MORE_DOCUMENTS);
    }
    said
}

const MORE_DOCUMENTS: &str =
    "  WARNING: Multiple document yaml rules files are not supported, only the first document is processed\n";

/// What is to be told by the exit code.
#[derive(Default)]
struct Worst {
    is_refused: bool,
    is_linted: bool,
}

impl Worst {
    fn tell(&mut self, said: &Said) -> Result<(), Failure> {
        self.is_refused |= said.is_refused;
        self.is_linted |= said.is_linted;
        // Where the standard error is closed there is nobody to tell.
        let _ = stderr().write_all(said.stderr.as_bytes());
        out(&said.stdout)
    }

    fn exit_code(&self, lint_fatal: bool) -> ExitCode {
        if self.is_refused {
            ExitCode::FAILURE
        } else if self.is_linted && lint_fatal {
            ExitCode::from(LINT_EXIT_CODE)
        } else {
            ExitCode::SUCCESS
        }
    }
}

fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = stdout();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).map_err(Failure::Output)
}
