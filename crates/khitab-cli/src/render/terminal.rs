//! A report on a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use khitab::{Abstention, Explained, Found, Frame, Report};

use super::columns::{Cell, columns, isolated};
use super::told;

const HEADING: Style = Style::new().bold();
const USED: Style = AnsiColor::Yellow.on_default();
const MENTIONED: Style = AnsiColor::Cyan.on_default();
/// The columns of a line that no terminal bounds.
const ROOM: usize = 140;
/// The features that are shown for a frame.
const EVIDENCE: usize = 4;
/// The contributions that are shown.
const REASONS: usize = 12;

/// Whether an output is a terminal that wants colours: `--no-color` and `NO_COLOR` say no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    Shown,
    LeftOut,
}

impl Colour {
    /// What standard output wants.
    pub(crate) fn of_standard_output() -> Self {
        match anstream::AutoStream::choice(&std::io::stdout()) {
            anstream::ColorChoice::Never => Self::LeftOut,
            _ => Self::Shown,
        }
    }
}

/// The columns that a line may take: those of the terminal on standard output, if it is one.
fn room() -> usize {
    terminal_size::terminal_size().map_or(ROOM, |(width, _)| usize::from(width.0))
}

/// The report as lines of text.
pub(crate) fn terminal(name: &str, report: &Report, colour: Colour) -> String {
    let mut out = String::new();
    let counts = report.text;
    heading(&mut out, &isolated(name));
    let [words, tokens, bytes] = [
        (counts.words, "word"),
        (counts.tokens, "token"),
        (counts.bytes, "byte"),
    ]
    .map(counted);
    line(&mut out, format_args!("{words}, {tokens}, {bytes}"));
    frame(&mut out, &report.frame);
    score(&mut out, report);
    annotations(&mut out, &report.annotations);
    features(&mut out, report);
    out.push('\n');
    match colour {
        Colour::Shown => out,
        Colour::LeftOut => anstream::adapter::strip_str(&out).to_string(),
    }
}

/// A number of things by their name for one.
fn counted((number, one): (usize, &str)) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{number} {one}{end}")
}

fn heading(out: &mut String, text: &str) {
    line(out, format_args!("{HEADING}{text}{HEADING:#}"));
}

/// Writing to a string cannot fail.
fn line(out: &mut String, arguments: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{arguments}");
}

/// Each frame with the features it rests on: how often each was found, in brackets.
fn frame(out: &mut String, frame: &Frame) {
    heading(out, "\nFrame (who speaks; for a reviewer, not a verdict)");
    let abstains = || {
        let why = match frame.abstains {
            Some(Abstention::NoArabic) => "no Arabic word to read",
            Some(Abstention::LittleArabic) => "fewer than one word in five is Arabic",
            Some(Abstention::NearThreshold) => "near the threshold",
            _ => "the evidence is divided",
        };
        format!("unclear: khitab abstains, {why}")
    };
    let voice = frame.voice.map_or_else(abstains, word);
    line(
        out,
        format_args!("  {voice}; priority for review: {}", word(frame.priority)),
    );
    if !frame.about.is_empty() {
        let about = frame.about.join(", ");
        line(out, format_args!("  names designated: {about}"));
    }
    for candidate in &frame.candidates {
        let evidence: Vec<String> = candidate
            .evidence
            .iter()
            .take(EVIDENCE)
            .map(|one| format!("{} {} ({})", one.feature, one.name, one.spans.len()))
            .collect();
        let (strength, voice) = (candidate.strength, word(candidate.voice));
        let evidence = evidence.join(", ");
        line(out, format_args!("  {strength:>5.2}  {voice}: {evidence}"));
    }
}

/// A value by its name in the JSON report.
fn word(value: impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

fn score(out: &mut String, report: &Report) {
    let Some(score) = &report.score else { return };
    heading(out, "\nScore (evidence for a reviewer, not a verdict)");
    for (label, probability) in &score.probability {
        let (probability, label) = (probability.as_f64().unwrap_or(f64::NAN), isolated(label));
        line(out, format_args!("  {probability:>7.4}  {label}"));
    }
    if let Some(risk) = &report.frame.risk {
        let (threshold, (low, high)) = (risk.threshold, risk.band);
        let label = isolated(&risk.label);
        line(
            out,
            format_args!(
                "  {threshold:>7.4}  threshold for {label}; khitab abstains from {low:.4} to {high:.4}"
            ),
        );
    }
    if let Some(explanation) = &report.explanation {
        reasons(out, explanation);
    }
}

fn reasons(out: &mut String, explanation: &Explained) {
    let label = isolated(&explanation.label);
    heading(
        out,
        &format!("\nWhy: what speaks for {label} (+) or against it (-)"),
    );
    // Greatest first: what adds nothing stands at the end.
    let some = explanation
        .contributions
        .partition_point(|one| one.contribution != 0.0);
    let (shown, rest) = explanation.contributions[..some].split_at(some.min(REASONS));
    let row = |amount: f64, feature: &str, name: String| {
        vec![
            Cell::number(format!("{amount:+.3}")),
            Cell::words(feature),
            Cell::words(name),
        ]
    };
    let mut rows: Vec<_> = shown
        .iter()
        .map(|one| row(one.contribution, &one.feature, told(&one.feature)))
        .collect();
    if !rest.is_empty() {
        let sum = rest.iter().map(|one| one.contribution).sum();
        rows.push(row(sum, "", format!("{} smaller ones", rest.len())));
    }
    let name = "what the model says of an empty text".to_owned();
    rows.push(row(explanation.intercept, "intercept", name));
    out.push_str(&columns(rows, room(), &[]));
}

fn annotations(out: &mut String, found: &[Found]) {
    if found.is_empty() {
        return;
    }
    heading(out, "\nFound (bytes, kind, feature, scope, identity, text)");
    let rows = found.iter().map(|one| {
        let style = if one.in_use { USED } else { MENTIONED };
        let scope = if one.scope.is_empty() {
            "-".to_owned()
        } else {
            one.scope.join("+")
        };
        vec![
            Cell::words(format!("{}..{}", one.start, one.end)),
            Cell::words(word(one.kind)),
            Cell::words(one.feature.as_deref().unwrap_or("-")),
            Cell::words(scope).style(style),
            Cell::words(one.id.as_deref().unwrap_or("-")),
            Cell::words(&*one.surface),
        ]
    });
    // A narrow terminal does without the identity, then the bytes, the kind and the scope, which the colour tells.
    out.push_str(&columns(rows.collect(), room(), &[4, 0, 1, 3]));
}

fn features(out: &mut String, report: &Report) {
    let some = report
        .features
        .iter()
        .filter(|f| f.value != 0.0 || f.in_use != 0.0);
    let rows: Vec<_> = some
        .map(|feature| {
            vec![
                Cell::words(feature.id),
                Cell::number(format!("{:.3}", feature.value)),
                Cell::number(format!("{:.3}", feature.in_use)),
                Cell::words(feature.name),
            ]
        })
        .collect();
    if !rows.is_empty() {
        heading(out, "\nFeatures (over everything, in use)");
        out.push_str(&columns(rows, room(), &[]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_a_word() {
        let counts = [(0, "word"), (1, "word"), (2, "word")].map(counted);
        assert_eq!(counts, ["0 words", "1 word", "2 words"]);
    }
}
