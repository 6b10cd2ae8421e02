//! The `khitab` command: a thin face over the library.
//!
//! What it does not do: think. Every number comes from the crates below it.

mod args;
mod commands;
mod encoding;
mod kept;
mod lines;
mod mapped;
mod problem;
mod progress;
mod render;
mod rows;
mod source;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Cli, Command};
use problem::{Problems, Stop};

fn main() -> ExitCode {
    let cli = Cli::parse();
    if cli.no_color {
        anstream::ColorChoice::Never.write_global();
    }
    let problems = Problems::default();
    let done = set_threads(cli.threads).and_then(|()| run(&cli.command, &problems));
    let refused = problems.close();
    match done {
        Ok(()) if refused => ExitCode::from(1),
        Ok(()) | Err(Stop::PipeClosed) => ExitCode::SUCCESS,
        Err(Stop::Refused(problem)) => {
            eprintln!("khitab: {problem}");
            ExitCode::from(1)
        }
        Err(Stop::Usage(message)) => {
            eprintln!("khitab: {message}");
            ExitCode::from(2)
        }
    }
}

/// A slip of the hand would start as many threads as it names.
const MOST_THREADS: usize = 1024;

fn set_threads(threads: Option<usize>) -> Result<(), Stop> {
    if threads.is_some_and(|threads| !(1..=MOST_THREADS).contains(&threads)) {
        return Err(Stop::Usage(format!(
            "--threads takes a number from 1 to {MOST_THREADS}"
        )));
    }
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.unwrap_or(0))
        .build_global()
        .map_err(|error| Stop::Usage(error.to_string()))
}

fn run(command: &Command, problems: &Problems) -> Result<(), Stop> {
    match command {
        Command::Analyze(args) => commands::analyze::run(args, problems),
        Command::Normalize(args) => commands::normalize::run(args, problems),
        Command::Tokenize(args) => commands::tokenize::run(args, problems),
        Command::Segment(args) => commands::segment::run(args, problems),
        Command::Transliterate(args) => commands::transliterate::run(args, problems),
        Command::Stem(args) => commands::stem::run(args, problems),
        Command::Deobfuscate(args) => commands::deobfuscate::run(args, problems),
        Command::Subword(args) => commands::subword::run(args, problems),
        Command::Features(args) => commands::features::run(args, problems),
        Command::Dedupe(args) => commands::dedupe::run(args, problems),
        Command::Monitor(args) => commands::monitor::run(args, problems),
        Command::Fingerprint(args) => commands::fingerprint::run(args, problems),
        Command::Match(args) => commands::matching::run(args, problems),
        Command::Train(args) => commands::train::run(args, problems),
        Command::Score(args) => commands::score::run(args, problems),
        Command::Evaluate(args) => commands::evaluate::run(args, problems),
        Command::Check(args) => commands::check::run(args, problems),
        Command::Audit(args) => commands::audit::run(args, problems),
        Command::Card(args) => commands::card::run(args),
        Command::Completions(args) => commands::shell::completions(args),
        Command::Man => commands::shell::man(),
    }
}
