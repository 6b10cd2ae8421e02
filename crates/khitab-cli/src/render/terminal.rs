//! A report on a terminal.
//!
//! Arabic stands last on its line and is never reordered here: terminals that know bidi would turn it twice.
//! FSI and PDI keep it from pulling the columns before it along.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use khitab::{Found, Frame, Report};

const HEADING: Style = Style::new().bold();
const USED: Style = AnsiColor::Yellow.on_default();
const MENTIONED: Style = AnsiColor::Cyan.on_default();
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

/// The longest piece of text shown on one line, in characters.
const SURFACE: usize = 60;
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

/// The report as lines of text.
pub(crate) fn terminal(name: &str, report: &Report, colour: Colour) -> String {
    let mut out = String::new();
    let counts = report.text;
    heading(&mut out, name);
    line(
        &mut out,
        format_args!(
            "{} words, {} tokens, {} bytes",
            counts.words, counts.tokens, counts.bytes
        ),
    );
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
    let voice = frame
        .voice
        .map_or("unclear: khitab abstains".to_owned(), word);
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
        line(
            out,
            format_args!(
                "  {:>7.4}  {label}",
                probability.as_f64().unwrap_or(f64::NAN)
            ),
        );
    }
    let Some(explanation) = &report.explanation else {
        return;
    };
    heading(
        out,
        &format!(
            "\nWhy: what speaks for {} (+) or against it (-)",
            explanation.label
        ),
    );
    for reason in explanation.contributions.iter().take(REASONS) {
        let name = isolated(&reason.feature);
        line(out, format_args!("  {:>+8.3}  {name}", reason.contribution));
    }
    let rest = explanation.contributions.len().saturating_sub(REASONS);
    if rest > 0 {
        line(out, format_args!("            and {rest} smaller ones"));
    }
}

fn annotations(out: &mut String, found: &[Found]) {
    if found.is_empty() {
        return;
    }
    heading(out, "\nFound (kind, feature, identity, bytes, scope, text)");
    for one in found {
        let style = if one.in_use { USED } else { MENTIONED };
        let kind = serde_json::to_value(one.kind).unwrap_or_default();
        let kind = kind.as_str().unwrap_or_default();
        let scope = if one.scope.is_empty() {
            "-".to_owned()
        } else {
            one.scope.join("+")
        };
        let feature = one.feature.as_deref().unwrap_or("-");
        let id = isolated(one.id.as_deref().unwrap_or("-"));
        let place = format!("{}..{}", one.start, one.end);
        let surface = isolated(&shortened(&one.surface));
        line(
            out,
            format_args!(
                "  {kind:<11} {feature:<20} {place:<12} {style}{scope:<22}{style:#} {id}  {surface}"
            ),
        );
    }
}

fn features(out: &mut String, report: &Report) {
    let mut some = report
        .features
        .iter()
        .filter(|f| f.value != 0.0 || f.in_use != 0.0)
        .peekable();
    if some.peek().is_none() {
        return;
    }
    heading(out, "\nFeatures (over everything, in use)");
    for feature in some {
        line(
            out,
            format_args!(
                "  {:<20} {:>9.3} {:>9.3}  {}",
                feature.id, feature.value, feature.in_use, feature.name
            ),
        );
    }
}

fn isolated(text: &str) -> String {
    format!("{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}")
}

/// The beginning of a long piece; line ends and controls become spaces so that a text cannot draw on the terminal.
fn shortened(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(SURFACE)
        .map(|c| {
            if c.is_control() || is_bidi_control(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    if text.chars().nth(SURFACE).is_some() {
        out.push('…');
    }
    out
}

const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_draw_on_the_terminal() {
        assert_eq!(shortened("a\u{1B}[2Jb\u{202E}c"), "a [2Jb c");
    }

    #[test]
    fn long_pieces_are_cut_at_characters() {
        let long = "ق".repeat(SURFACE + 1);
        assert_eq!(shortened(&long).chars().count(), SURFACE + 1);
        assert!(shortened(&long).ends_with('…'));
    }
}
