//! Assembles what a package of the program holds: the program without symbols, its symbols apart, completions of shells
//! and manual pages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::run::run as run_program;

/// Arguments of `dist`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Use this program instead of building one.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// The folder to fill.
    #[arg(long, value_name = "DIR", default_value = "target/package")]
    output: PathBuf,
}

/// The shells with the places of their completions.
const SHELLS: [(&str, &str); 3] = [
    ("bash", "share/bash-completion/completions/promenade"),
    ("zsh", "share/zsh/site-functions/_promenade"),
    ("fish", "share/fish/vendor_completions.d/promenade.fish"),
];

pub(crate) fn run(args: &Args) -> Result<()> {
    let built = match &args.binary {
        Some(binary) => binary.clone(),
        None => build()?,
    };
    let (program, symbols) = (args.output.join("bin/promenade"), args.output.join("lib/debug/promenade.debug"));
    split_symbols(&built, &program, &symbols)?;
    for (shell, place) in SHELLS {
        write(&args.output.join(place), &output(&program, &["completions", shell])?)?;
    }
    let pages = args.output.join("share/man/man1");
    write(&pages.join("promenade.1"), &output(&program, &["man"])?)?;
    for command in commands(&program)? {
        write(&pages.join(format!("promenade-{command}.1")), &output(&program, &["man", &command])?)?;
    }
    let n_bytes = fs::metadata(&program)?.len();
    println!("{}: a program of {:.1} MB", args.output.display(), n_bytes as f64 / 1e6);
    Ok(())
}

/// Builds the program with the profile of packages.
fn build() -> Result<PathBuf> {
    run_program(Command::new("cargo").args(["build", "--locked", "--profile", "dist", "-p", "promenade-cli"]))?;
    Ok(PathBuf::from("target/dist/promenade"))
}

/// Copies the program without its symbols, and puts these into a file that debuggers find.
fn split_symbols(built: &Path, program: &Path, symbols: &Path) -> Result<()> {
    for file in [program, symbols] {
        fs::create_dir_all(file.parent().context("the file has a folder")?)?;
    }
    let objcopy = |args: &[&str], files: &[&Path]| {
        run_program(Command::new("objcopy").args(args).args(files)).context("objcopy, of binutils")
    };
    objcopy(&["--only-keep-debug"], &[built, symbols])?;
    let link = format!("--add-gnu-debuglink={}", symbols.display());
    objcopy(&["--strip-all", &link], &[built, program])
}

/// The commands of the program, as its help lists them.
fn commands(program: &Path) -> Result<Vec<String>> {
    let help = String::from_utf8(output(program, &["--help"])?)?;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = listed.filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    Ok(names.map(str::to_owned).collect())
}

fn output(program: &Path, args: &[&str]) -> Result<Vec<u8>> {
    let output = Command::new(program).args(args).output()?;
    ensure!(output.status.success(), "promenade {} failed", args.join(" "));
    Ok(output.stdout)
}

fn write(path: &Path, contents: &[u8]) -> Result<()> {
    fs::create_dir_all(path.parent().context("the file has a folder")?)?;
    fs::write(path, contents).with_context(|| path.display().to_string())
}
