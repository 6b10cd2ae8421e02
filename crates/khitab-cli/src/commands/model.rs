//! Loading a model file.

use std::fs::File;
use std::path::Path;

use khitab::TextModel;

use crate::mapped;
use crate::problem::Problem;

/// The model in that file, or the one that ships under that name.
pub(crate) fn load(path: &Path) -> Result<TextModel, Problem> {
    let refuse = |rule: &dyn std::fmt::Display| Problem::in_file(path.display().to_string(), rule);
    let model = match path.to_str() {
        Some("discourse") => TextModel::discourse(),
        Some("register") => TextModel::register(),
        Some("offensive") => TextModel::offensive(),
        _ if !path.exists() => {
            return Err(refuse(
                &"no such file, and none of the models that ship: discourse, register, offensive",
            ));
        }
        _ => TextModel::from_shared(&mapped::open(path)?),
    };
    model.map_err(|error| refuse(&error))
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
