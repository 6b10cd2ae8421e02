//! What is learned from decision values of rows that the model has not seen: a boundary, probabilities.

use crate::{
    Calibration, Error,
    calibrate::{Map, Method},
};

/// The values of a held-out document and its class.
pub(super) type Held = (Vec<f64>, usize);

/// The decision value between two rows from which on saying the second class has the best macro-F1; of
/// several the one nearest to zero.
pub(super) fn best_boundary(held: &[Held]) -> Result<f64, Error> {
    let mut rows: Vec<(f64, bool)> = Vec::with_capacity(held.len());
    for (values, class) in held {
        let [value] = values[..] else {
            return Err(Error::parameter("a boundary is placed between two classes"));
        };
        rows.push((value, *class == 1));
    }
    rows.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    // Below the boundary: rows of the first class are right, of the second wrong.
    let positives = rows.iter().filter(|row| row.1).count();
    let (mut right, mut wrong) = (0, 0);
    let f1 = |hits: usize, misses: usize| 2.0 * hits as f64 / (2 * hits + misses) as f64;
    let mut best = (f64::MIN, 0.0_f64);
    for pair in rows.windows(2) {
        right += usize::from(!pair[0].1);
        wrong += usize::from(pair[0].1);
        if pair[0].0 == pair[1].0 {
            continue;
        }
        let misses = wrong + rows.len() - positives - right;
        let score = f1(right, misses) + f1(positives - wrong, misses);
        let place = f64::midpoint(pair[0].0, pair[1].0);
        if score > best.0 || score == best.0 && place.abs() < best.1.abs() {
            best = (score, place);
        }
    }
    Ok(best.1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boundary_lies_where_held_out_rows_part() {
        let held = |rows: &[(f64, usize)]| -> Vec<Held> {
            rows.iter()
                .map(|&(value, class)| (vec![value], class))
                .collect()
        };
        let apart = [(-3.0, 0), (-2.0, 0), (-1.0, 1), (0.5, 1), (1.0, 1)];
        assert_eq!(best_boundary(&held(&apart)).unwrap(), -1.5);
        // One row on the wrong side costs less than moving past three.
        let mixed = [
            (-3.0, 0),
            (-2.5, 1),
            (-2.0, 0),
            (-1.5, 0),
            (-1.0, 1),
            (2.0, 1),
        ];
        assert_eq!(best_boundary(&held(&mixed)).unwrap(), -1.25);
        assert_eq!(best_boundary(&held(&[(0.5, 0), (0.5, 1)])).unwrap(), 0.0);
        assert!(best_boundary(&[(vec![0.0, 1.0], 0)]).is_err());
    }
}
