//! Completions and the manual page, made from the arguments themselves.

use clap::CommandFactory as _;

use crate::args::{Cli, Completions};
use crate::problem::Stop;
use crate::source::Sink;

/// Prints a completion script.
pub(crate) fn completions(args: &Completions) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "khitab", &mut script);
    print(&script)
}

/// Prints the manual page.
pub(crate) fn man() -> Result<(), Stop> {
    let mut page = Vec::new();
    clap_mangen::Man::new(Cli::command())
        .render(&mut page)
        .map_err(|error| Stop::of_output(&error))?;
    print(&page)
}

fn print(bytes: &[u8]) -> Result<(), Stop> {
    let mut sink = Sink::create(None)?;
    sink.write(bytes)?;
    sink.finish()
}
