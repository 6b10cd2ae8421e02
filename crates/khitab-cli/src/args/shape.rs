//! The shape of an output: asked for, or told by its extension.

use std::path::Path;

use clap::ValueEnum;

use crate::source;

/// The shape `asked` for, or else the one that the extension of `output` names, packing put aside.
pub(super) fn of<F: ValueEnum>(asked: Option<F>, output: Option<&Path>) -> Option<F> {
    asked.or_else(|| F::from_str(source::shape(output?), true).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{MatrixFormat, SeriesFormat};

    #[test]
    fn the_extension_speaks_where_nothing_is_asked() {
        let of_series = |asked, name| of::<SeriesFormat>(asked, Some(Path::new(name)));
        assert_eq!(of_series(None, "m.csv"), Some(SeriesFormat::Csv));
        assert_eq!(of_series(None, "m.HTML"), Some(SeriesFormat::Html));
        assert_eq!(of_series(None, "m.csv.gz"), Some(SeriesFormat::Csv));
        assert_eq!(
            of_series(Some(SeriesFormat::Json), "m.csv"),
            Some(SeriesFormat::Json)
        );
        assert_eq!(of_series(None, "m.txt"), None);
        assert_eq!(of::<MatrixFormat>(None, None), None);
    }
}
