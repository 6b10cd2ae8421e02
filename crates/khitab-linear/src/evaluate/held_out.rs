//! Rows that a model has not seen, and the probabilities that are learned from their decision values.

use crate::{
    Calibration, Error,
    calibrate::{Map, Method},
};

/// A held-out document: its number, its decision values, its class.
pub(super) struct Held {
    pub(super) row: usize,
    pub(super) values: Vec<f64>,
    pub(super) class: usize,
}

/// How decision values become probabilities, a map a value or one for all.
pub(super) fn learn_maps(
    method: Method,
    values: &[Vec<f64>],
    classes: &[usize],
) -> Result<Calibration, Error> {
    let width = values.first().map_or(0, Vec::len);
    if width > 1 && method == Method::Temperature {
        return Calibration::temperature(values, classes);
    }
    let map = |at: usize| {
        let class = if width == 1 { 1 } else { at };
        let decisions: Vec<f64> = values.iter().map(|row| row[at]).collect();
        let positive: Vec<bool> = classes.iter().map(|&c| c == class).collect();
        Map::learn(method, &decisions, &positive)
    };
    Ok(Calibration::PerClass(
        (0..width).map(map).collect::<Result<_, _>>()?,
    ))
}
