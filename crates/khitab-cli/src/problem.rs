//! What was refused: where and by which rule.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

/// A refusal that names the file, the line where there is one, and the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    file: String,
    line: Option<u64>,
    rule: String,
}

impl Problem {
    pub(crate) fn in_file(file: impl Into<String>, rule: impl fmt::Display) -> Self {
        Self {
            file: file.into(),
            line: None,
            rule: rule.to_string(),
        }
    }

    pub(crate) fn in_line(file: impl Into<String>, line: u64, rule: impl fmt::Display) -> Self {
        Self {
            file: file.into(),
            line: Some(line),
            rule: rule.to_string(),
        }
    }

    /// Names an error of the operating system without its number.
    pub(crate) fn of_io(path: &Path, error: &io::Error) -> Self {
        let rule = match error.kind() {
            io::ErrorKind::NotFound => "no such file".to_owned(),
            io::ErrorKind::PermissionDenied => "not allowed to open it".to_owned(),
            io::ErrorKind::IsADirectory => "is a folder, not a file".to_owned(),
            io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
                "is a file, not a folder".to_owned()
            }
            _ => error.to_string(),
        };
        Self::in_file(path.display().to_string(), rule)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.rule),
            None => write!(f, "{}: {}", self.file, self.rule),
        }
    }
}

/// Prints refusals as they come and remembers how many there were, and prints what is odd but no refusal.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    count: AtomicU64,
    notes: AtomicU64,
    quiet: bool,
}

impl Problems {
    /// After so many lines the rest is only counted: a broken file must not flood a terminal.
    const PRINTED: u64 = 10;

    /// For a second look at the same input: nothing is printed.
    pub(crate) fn quiet() -> Self {
        Self {
            quiet: true,
            ..Self::default()
        }
    }

    pub(crate) fn report(&self, problem: &Problem) {
        self.print(&self.count, problem);
    }

    /// Says what a person should look at; the input is used as it stands.
    pub(crate) fn note(&self, oddity: &Problem) {
        self.print(&self.notes, oddity);
    }

    fn print(&self, count: &AtomicU64, problem: &Problem) {
        let before = count.fetch_add(1, Ordering::Relaxed);
        if before < Self::PRINTED && !self.quiet {
            eprintln!("khitab: {problem}");
        }
    }

    /// How many refusals there were until now.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// Says how many were not printed, and whether there was any refusal.
    pub(crate) fn close(&self) -> bool {
        let (count, notes) = (&self.count, &self.notes);
        for (count, what) in [(count, "refused"), (notes, "to look at")] {
            let count = count.load(Ordering::Relaxed);
            if count > Self::PRINTED {
                eprintln!("khitab: and {} more {what}", count - Self::PRINTED);
            }
        }
        self.count() > 0
    }
}

/// Why a command ends early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The command was called in a way that cannot work: exit code 2.
    Usage(String),
    /// Nothing more can be done with this input: exit code 1.
    Refused(Problem),
    /// The reader of our output went away: exit quietly.
    PipeClosed,
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl Stop {
    /// Turns an error of writing into a stop.
    pub(crate) fn of_output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::PipeClosed
        } else {
            Self::Refused(Problem::in_file("output", error))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_file_line_and_rule() {
        let problem = Problem::in_line("rows.jsonl", 7, "field \"text\" is missing");
        assert_eq!(
            problem.to_string(),
            "rows.jsonl:7: field \"text\" is missing"
        );
    }

    #[test]
    fn a_missing_file_is_said_in_words() {
        let error = io::Error::from(io::ErrorKind::NotFound);
        assert_eq!(
            Problem::of_io(Path::new("a.txt"), &error).to_string(),
            "a.txt: no such file"
        );
    }
}
