//! `khitab card`: what a model says of itself.

use crate::args::{Card, CardFormat};
use crate::commands::{check, model};
use crate::problem::Stop;
use crate::source::Sink;

pub(crate) fn run(args: &Card) -> Result<(), Stop> {
    let model = model::load(&args.model)?;
    let page = match args.format {
        CardFormat::Markdown => model.card().to_markdown(),
        CardFormat::Json => check::json(model.card())?,
    };
    let mut sink = Sink::create(None)?;
    sink.write(page.as_bytes())?;
    sink.finish()
}
