//! Runs the program and shows what it says.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The program, run in the directory of the test data, without what could change its looks.
pub(crate) fn promenade() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_promenade"));
    command.current_dir(data()).env_remove("NO_COLOR").env("COLUMNS", "80").env("LINES", "24");
    command
}

/// The directory of the test data.
pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// The outcome of a run with these arguments, which are separated by blanks outside of single quotes.
pub(crate) fn run(arguments: &str) -> Output {
    promenade().args(split(arguments)).stdin(Stdio::null()).output().expect("the program runs")
}

/// As [`run`] with text for the standard input.
pub(crate) fn run_with_input(arguments: &str, input: &str) -> Output {
    feed(promenade(), arguments, input)
}

fn feed(mut command: Command, arguments: &str, input: &str) -> Output {
    command.args(split(arguments)).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program runs");
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads all");
    child.wait_with_output().expect("it ends")
}

/// What it wrote, and the exit code where it is not 0.
pub(crate) fn shown(output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is UTF-8");
    let mut shown = text(&output.stdout);
    if !output.stderr.is_empty() {
        let _ = write!(shown, "--- stderr\n{}", text(&output.stderr));
    }
    match output.status.code() {
        Some(0) => {}
        code => drop(write!(shown, "--- exit code {code:?}")),
    }
    shown
}

/// What a run shows.
pub(crate) fn show(arguments: &str) -> String {
    shown(&run(arguments))
}

fn split(arguments: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (i, part) in arguments.split('\'').enumerate() {
        if i % 2 == 1 {
            words.last_mut().expect("there is always one").push_str(part);
            continue;
        }
        for (j, word) in part.split(' ').enumerate() {
            if j > 0 {
                words.push(String::new());
            }
            words.last_mut().expect("there is always one").push_str(word);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A folder with files in it, which goes with the test.
pub(crate) struct Tree {
    folder: tempfile::TempDir,
}

impl Tree {
    /// With these files: paths and what is in them.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let tree = Self { folder: tempfile::tempdir().expect("there is room for files") };
        for (path, text) in files {
            tree.write(path, text);
        }
        tree
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
        std::fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("it can be read")
    }

    /// The outcome of a run in the folder.
    pub(crate) fn run(&self, arguments: &str) -> Output {
        let mut command = promenade();
        command.current_dir(&self.folder).args(split(arguments)).stdin(Stdio::null());
        command.output().expect("the program runs")
    }

    /// What a run in the folder shows.
    pub(crate) fn show(&self, arguments: &str) -> String {
        shown(&self.run(arguments)).replace(&self.folder.path().display().to_string(), "TREE")
    }

    /// The same with text for the standard input.
    pub(crate) fn show_with_input(&self, arguments: &str, input: &str) -> String {
        let mut command = promenade();
        command.current_dir(&self.folder);
        shown(&feed(command, arguments, input))
    }
}
