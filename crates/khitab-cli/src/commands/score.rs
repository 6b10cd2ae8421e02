//! `khitab score`: every row back with what the model says of it.

use serde_json::Value;

use crate::args::Score;
use crate::commands::model;
use crate::problem::{Problems, Stop};
use crate::rows;

pub(crate) fn run(args: &Score, problems: &Problems) -> Result<(), Stop> {
    let model = model::load(&args.model)?;
    rows::map(&args.rows, problems, |row| {
        let scored = model.score(&row.text);
        let risk = model.risk(&scored);
        let why = serde_json::to_value(model.abstains(&row.text, &scored))
            .map_err(|error| error.to_string())?;
        let mut told = vec![
            ("predicted", Value::from(scored.predicted)),
            ("probability", Value::Object(scored.probability)),
        ];
        if let Some(risk) = risk {
            told.push(("flagged", Value::from(risk.probability >= risk.threshold)));
            told.push(("threshold", Value::from(risk.threshold)));
        }
        told.push(("abstains", why));
        Ok(told)
    })
}
