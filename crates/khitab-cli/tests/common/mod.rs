//! The command, run as its users run it.

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// Runs `khitab` with `input` on standard input.
pub(crate) fn khitab(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_khitab"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // A command that refuses its arguments never reads: a closed pipe is no failure of the test.
    let _ = child
        .stdin
        .take()
        .expect("a pipe")
        .write_all(input.as_ref());
    child.wait_with_output().expect("the command ends")
}
