//! Signals in the formats of Meta's `threatexchange` (1.2): `local_file` lines and the CSV of
//! `threatexchange dataset -P --csv`.
//!
//! What is written can find a text again without showing it: `text_tlsh` of the canonical form
//! and `trend_query` from lexicon terms. `raw_text`, the text itself, is read and never written.

mod near_tlsh;
mod search;
mod trend;

use std::io::{self, Write};

pub use search::{SignalMatch, SignalMatcher};
pub use trend::TrendQuery;

use crate::{Canonical, Error, Tlsh};

/// The header of the CSV that `threatexchange dataset -P --csv` prints.
const CSV_HEADER: [&str; 5] = ["signal_type", "signal_str", "collab", "category", "tags"];

/// Something to look for in texts.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Signal {
    /// `text_tlsh`: a TLSH, here of the canonical form.
    Tlsh(Tlsh),
    /// `trend_query`: words and patterns that must or must not stand in a text.
    Trend(TrendQuery),
    /// `raw_text` of others: a text that must be met but for one character in twenty.
    RawText(Canonical),
}

impl Signal {
    /// Its name in files.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Tlsh(_) => "text_tlsh",
            Self::Trend(_) => "trend_query",
            Self::RawText(_) => "raw_text",
        }
    }

    /// What is written into a file; nothing for a text.
    fn written(&self) -> Option<String> {
        match self {
            Self::Tlsh(tlsh) => Some(tlsh.to_string()),
            Self::Trend(query) => Some(query.to_json()),
            Self::RawText(_) => None,
        }
    }

    /// Reads one signal; `Ok(None)` for the kinds that are not about text.
    fn parse(kind: &str, signal: &str) -> Result<Option<Self>, String> {
        match kind {
            "text_tlsh" => match signal.parse() {
                Ok(tlsh) => Ok(Some(Self::Tlsh(tlsh))),
                Err(rule) => Err(rule.to_string()),
            },
            "trend_query" => TrendQuery::from_json(signal).map(|query| Some(Self::Trend(query))),
            "raw_text" => Ok(Some(Self::RawText(search::canonical(signal)))),
            "" => Err("a signal has a type before it".to_owned()),
            _ => Ok(None),
        }
    }
}

/// Writes one `type signal` line each, the format of the `local_file` exchange.
///
/// The version of the canonical form belongs beside the file: [`Canonical::VERSION`].
///
/// # Errors
/// What the sink gives; a text among the signals, which is never written.
pub fn write_lines(signals: &[Signal], mut out: impl Write) -> io::Result<()> {
    for signal in signals {
        writeln!(out, "{} {}", signal.kind(), text_of(signal)?)?;
    }
    out.flush()
}

/// Writes the CSV of `threatexchange dataset`, under one name of a collaboration.
///
/// # Errors
/// What the sink gives; a text among the signals, which is never written.
pub fn write_csv(signals: &[Signal], collab: &str, out: impl Write) -> io::Result<()> {
    let mut out = csv::Writer::from_writer(out);
    out.write_record(CSV_HEADER)?;
    for signal in signals {
        let text = text_of(signal)?;
        out.write_record([signal.kind(), &text, collab, "INVESTIGATION_SEED", ""])?;
    }
    out.flush()
}

fn text_of(signal: &Signal) -> io::Result<String> {
    let refused = || io::Error::new(io::ErrorKind::InvalidInput, "a text is never written out");
    signal.written().ok_or_else(refused)
}

/// Reads `local_file` lines, or the CSV when the first line is its header: each signal with its line, counted from 1.
/// Kinds of signals that are not about text are passed over.
///
/// ```
/// use khitab_features::exchange::{TrendQuery, Signal, read, write_lines};
/// let query = Signal::Trend(TrendQuery::of_terms(&["معرض الكتاب"]));
/// let mut file = Vec::new();
/// write_lines(&[query.clone()], &mut file)?;
/// assert_eq!(read("signals.txt", std::str::from_utf8(&file)?)?, [(1, query)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// For a signal that breaks the rules of its kind: file, line and rule.
pub fn read(file: &str, text: &str) -> Result<Vec<(usize, Signal)>, Error> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    match text.starts_with(&CSV_HEADER.join(",")) {
        true => read_csv(file, text),
        false => read_lines(file, text),
    }
}

fn read_lines(file: &str, text: &str) -> Result<Vec<(usize, Signal)>, Error> {
    let mut signals = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (kind, signal) = line.split_once(' ').unwrap_or((line, ""));
        let parsed = Signal::parse(kind, signal.trim());
        let parsed = parsed.map_err(|rule| Error::at(file, number, rule))?;
        signals.extend(parsed.map(|signal| (number, signal)));
    }
    Ok(signals)
}

fn read_csv(file: &str, text: &str) -> Result<Vec<(usize, Signal)>, Error> {
    let mut signals = Vec::new();
    let mut rows = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    for row in rows.records() {
        let line = |position: Option<&csv::Position>| position.map_or(1, |p| p.line() as usize);
        let row = row.map_err(|error| {
            Error::at(
                file,
                line(error.position()),
                "a row has as many fields as the header",
            )
        })?;
        let field = |at: usize| row.get(at).unwrap_or_default();
        let (number, parsed) = (line(row.position()), Signal::parse(field(0), field(1)));
        let parsed = parsed.map_err(|rule| Error::at(file, number, rule))?;
        signals.extend(parsed.map(|signal| (number, signal)));
    }
    Ok(signals)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Document;

    const TEXT: &str = "وصلت الحافلة إلى المحطة متأخرة ساعة كاملة بسبب الضباب الكثيف على الطريق";

    fn signals() -> Vec<Signal> {
        let canonical = Canonical::new(&Document::new(TEXT), &[]);
        vec![
            Signal::Tlsh(Tlsh::new(canonical.as_str()).unwrap()),
            Signal::Trend(TrendQuery::of_terms(&["مكتبة", "سوق الخضار"])),
        ]
    }

    #[test]
    fn both_formats_go_out_and_come_back() {
        let signals = signals();
        let read = |file: &str, text: &str| {
            let (lines, read): (Vec<usize>, Vec<Signal>) =
                super::read(file, text).unwrap().into_iter().unzip();
            assert_eq!(read, signals, "{file}");
            lines
        };
        let mut lines = Vec::new();
        write_lines(&signals, &mut lines).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        assert_eq!(lines.lines().count(), 2);
        assert_eq!(read("s.txt", &lines), [1, 2]);
        let mut table = Vec::new();
        write_csv(&signals, "ours", &mut table).unwrap();
        let table = String::from_utf8(table).unwrap();
        assert!(table.starts_with("signal_type,signal_str,collab,category,tags\n"));
        assert_eq!(read("s.csv", &table), [2, 3]);
        let marked = format!("\u{FEFF}raw_md5 0123\n\n{lines}\n");
        assert_eq!(read("s.txt", &marked), [3, 4]);
    }

    #[test]
    fn the_text_itself_never_leaves() {
        let text = Signal::RawText(search::canonical(TEXT));
        let error = write_lines(&[text], Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "a text is never written out");
        let mut lines = Vec::new();
        write_lines(&signals(), &mut lines).unwrap();
        let lines = String::from_utf8(lines).unwrap();
        assert!(TEXT.split(' ').all(|word| !lines.contains(word)));
    }

    #[test]
    fn broken_signals_are_named_by_line() {
        let message = |text: &str| read("s.txt", text).unwrap_err().to_string();
        assert_eq!(
            message("raw_md5 1\ntext_tlsh T1AB\n"),
            "s.txt line 2: a tlsh is T1 and 70 hexadecimal digits in capitals"
        );
        assert_eq!(
            message("trend_query {\"and\": 3}"),
            "s.txt line 1: a trend query has \"and\" with lists of terms under \"or\", and \"not\""
        );
        assert_eq!(
            message("trend_query {\"and\": [{\"or\": [\"regex-/(/\"]}], \"not\": []}"),
            "s.txt line 1: term \"regex-/(/\" is no regular expression that khitab reads"
        );
        let header = CSV_HEADER.join(",");
        assert_eq!(
            message(&format!("{header}\ntext_tlsh,x,,,\n")),
            "s.txt line 2: a tlsh is T1 and 70 hexadecimal digits in capitals"
        );
        assert_eq!(
            message(&format!("{header}\nshort\n")),
            "s.txt line 2: a row has as many fields as the header"
        );
    }
}
