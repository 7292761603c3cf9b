//! A child process that writes until it is killed: the test program itself, asked for one of its tests.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Command, Stdio};
use std::thread::JoinHandle;

/// The child's test finds the path of its log here; in a run of all tests there is none, and it does nothing.
const PATH: &str = "SKLAD_KILL_PATH";

/// A child, and who listens to what it says was acknowledged.
pub(crate) struct Child {
    process: std::process::Child,
    listener: JoinHandle<u64>,
}

impl Child {
    /// Starts one test of this program on a log.
    pub(crate) fn start(test: &str, path: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(PATH, path);
        let command = command.stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut process = command.spawn().unwrap();
        let output = process.stdout.take().unwrap();
        let listener = std::thread::spawn(move || last_acknowledged(output));
        Self { process, listener }
    }

    /// Kills it with SIGKILL, and returns the number of the last batch that it was acknowledged.
    pub(crate) fn kill(mut self) -> u64 {
        self.process.kill().unwrap();
        let status = self.process.wait().unwrap();
        let ended = std::os::unix::process::ExitStatusExt::signal(&status);
        assert_eq!(ended, Some(9), "the child ended by itself: {status}");
        self.listener.join().unwrap()
    }
}

/// Returns the path of the log, in a child.
pub(crate) fn path_of_child() -> Option<PathBuf> {
    std::env::var_os(PATH).map(PathBuf::from)
}

/// Tells the parent that a batch was acknowledged; once it is in the pipe, a kill does not take it back.
pub(crate) fn acknowledge(number: u64) {
    let mut output = std::io::stdout();
    writeln!(output, "acknowledged {number}").unwrap();
    output.flush().unwrap();
}

fn last_acknowledged(output: ChildStdout) -> u64 {
    let lines = BufReader::new(output).lines().map_while(Result::ok);
    // The first one stands behind what the test program says of itself.
    let numbers = lines.filter_map(|line| line.split_once("acknowledged ")?.1.parse().ok());
    numbers.last().unwrap_or(0)
}
