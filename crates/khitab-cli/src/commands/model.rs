//! Loading a model file.

use std::fs::File;
use std::path::Path;

use khitab::TextModel;

use crate::mapped;
use crate::problem::Problem;

/// The name of the model that ships.
const SHIPPED: &str = "discourse";

/// The model in that file, or the one that ships.
pub(crate) fn load(path: &Path) -> Result<TextModel, Problem> {
    if path == Path::new(SHIPPED) {
        return TextModel::discourse().map_err(|error| Problem::in_file(SHIPPED, error));
    }
    let bytes = mapped::open(path)?;
    TextModel::from_shared(&bytes)
        .map_err(|error| Problem::in_file(path.display().to_string(), error))
}

/// Writes a model beside its place and moves it there, so that no half-written file takes its name.
pub(crate) fn save(model: &TextModel, path: &Path) -> Result<(), Problem> {
    let beside = path.with_extension("khitab.part");
    let of_io = |error: std::io::Error| Problem::of_io(path, &error);
    let file = File::create(&beside).map_err(of_io)?;
    model
        .write_to(std::io::BufWriter::new(file))
        .map_err(|error| Problem::in_file(path.display().to_string(), error))?;
    std::fs::rename(&beside, path).map_err(of_io)
}
