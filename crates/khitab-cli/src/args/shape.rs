//! The shape of an output: asked for, or told by its extension.

use std::path::Path;

use clap::ValueEnum;

use crate::problem::Stop;
use crate::source;

/// The shape `asked` for, or else that of the output's extension.
pub(super) fn of<F: ValueEnum>(
    asked: Option<F>,
    output: Option<&Path>,
    usual: F,
) -> Result<F, Stop> {
    asked.map_or_else(
        || named(output, usual).map_err(|rule| Stop::Usage(format!("{rule}, or give --format"))),
        Ok,
    )
}

/// The shape that the extension of `output` names, packing put aside; the `usual` one where there is no extension. One of
/// no shape is refused with those that there are.
pub(crate) fn named<F: ValueEnum>(output: Option<&Path>, usual: F) -> Result<F, String> {
    let Some(path) = output.filter(|path| !source::shape(path).is_empty()) else {
        return Ok(usual);
    };
    F::from_str(&source::shape(path), true).map_err(|_| {
        let shapes = F::value_variants()
            .iter()
            .filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = shapes
            .flat_map(|shape| {
                let names = shape.get_name_and_aliases();
                names.map(|name| format!(".{name}")).collect::<Vec<_>>()
            })
            .collect();
        let (path, names) = (path.display(), names.join(", "));
        format!("{path}: the extension tells the shape; it is written as {names}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{LineFormat, SeriesFormat};

    #[test]
    fn the_extension_speaks_where_nothing_is_asked() {
        let of_series =
            |asked, name| of::<SeriesFormat>(asked, Some(Path::new(name)), SeriesFormat::Json).ok();
        assert_eq!(of_series(None, "m.csv"), Some(SeriesFormat::Csv));
        assert_eq!(of_series(None, "m.HTML"), Some(SeriesFormat::Html));
        assert_eq!(of_series(None, "m.csv.gz"), Some(SeriesFormat::Csv));
        assert_eq!(
            of_series(Some(SeriesFormat::Json), "m.csv"),
            Some(SeriesFormat::Json)
        );
        for bare in ["m", "-", "m.gz"] {
            assert_eq!(of_series(None, bare), Some(SeriesFormat::Json), "{bare}");
        }
    }

    #[test]
    fn an_extension_of_no_shape_is_refused_with_those_there_are() {
        let refused = named(Some(Path::new("m.xyz.zst")), LineFormat::Text).unwrap_err();
        assert_eq!(
            refused,
            "m.xyz.zst: the extension tells the shape; it is written as .text, .txt, .jsonl"
        );
        assert!(matches!(
            of(None, Some(Path::new("m.xyz")), LineFormat::Text),
            Err(Stop::Usage(rule)) if rule.ends_with(", or give --format")
        ));
    }
}
