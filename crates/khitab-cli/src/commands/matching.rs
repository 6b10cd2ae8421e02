//! `khitab match`: rows back with the signals of others that they answer.

use khitab::Pipeline;
use khitab::features::exchange::{self, Signal, SignalMatch, SignalMatcher};
use serde_json::{Value, json};

use crate::args::Match;
use crate::problem::{Problem, Problems, Stop};
use crate::progress::Progress;
use crate::rows;
use crate::source::{self, Source};

pub(crate) fn run(args: &Match, problems: &Problems) -> Result<(), Stop> {
    source::check_output([&args.signals], args.rows.output.as_deref())?;
    let name = args.signals.display().to_string();
    let text = Source::open(&args.signals, &Progress::hidden())?.read_text()?;
    let signals =
        exchange::read(&name, &text).map_err(|error| Problem::in_file("signals", error))?;
    if signals.is_empty() {
        let rule = "holds no signal of a text: text_tlsh, trend_query or raw_text";
        return Err(Problem::in_file(name, rule).into());
    }
    let (lines, signals): (Vec<usize>, Vec<Signal>) = signals.into_iter().unzip();
    let matcher = SignalMatcher::new(signals);
    let pipeline = Pipeline::default();
    rows::map(&args.rows, problems, |row| {
        let found = pipeline.matches(&matcher, &row.text);
        let found: Vec<Value> = found
            .iter()
            .map(|one| describe(one, lines[one.signal], &matcher, &row.text))
            .collect();
        Ok(vec![("matches", Value::from(found))])
    })
}

fn describe(found: &SignalMatch, line: usize, matcher: &SignalMatcher, text: &str) -> Value {
    let spans: Vec<Value> = found
        .spans
        .iter()
        .map(|span| json!({ "start": span.start(), "end": span.end(), "surface": span.of(text) }))
        .collect();
    json!({
        "line": line,
        "type": matcher.signals()[found.signal].kind(),
        "distance": found.distance,
        "spans": spans,
    })
}
