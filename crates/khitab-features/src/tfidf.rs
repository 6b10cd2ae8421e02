//! Which terms are kept, and what a count of one weighs.
//!
//! The formulas are scikit-learn's (`TfidfTransformer`, `CountVectorizer`), so that published
//! settings can be repeated: smooth idf = ln((1 + n) / (1 + df)) + 1, plain idf =
//! ln(n / df) + 1, sublinear tf = 1 + ln(tf), rows scaled after weighting.

/// A bound on the number of documents a term stands in.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum DocumentFrequency {
    /// That many documents.
    Count(u32),
    /// That share of the documents, from 0 to 1.
    Share(f64),
}

impl DocumentFrequency {
    pub(crate) fn of(self, documents: usize) -> f64 {
        match self {
            Self::Count(count) => f64::from(count),
            Self::Share(share) => share * documents as f64,
        }
    }

    pub(crate) fn is_valid(self) -> bool {
        match self {
            Self::Count(_) => true,
            Self::Share(share) => (0.0..=1.0).contains(&share),
        }
    }
}

/// How the documents of a term lower its weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Idf {
    /// ln((1 + n) / (1 + df)) + 1: as if one more document held every term.
    #[default]
    Smooth,
    /// ln(n / df) + 1.
    Plain,
    /// 1.
    None,
}

impl Idf {
    pub(crate) fn weight(self, documents: usize, df: u32) -> f32 {
        let (n, df) = (documents as f64, f64::from(df));
        let weight = match self {
            Self::Smooth => ((1.0 + n) / (1.0 + df)).ln() + 1.0,
            Self::Plain => (n / df).ln() + 1.0,
            Self::None => 1.0,
        };
        weight as f32
    }
}

/// How the count of a term in a document enters its weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Tf {
    /// The count.
    #[default]
    Count,
    /// 1 + ln(count).
    Sublinear,
    /// 1.
    Binary,
}

impl Tf {
    /// Hashed counts carry a sign, which stays.
    #[inline]
    fn weight(self, count: f32) -> f64 {
        match self {
            Self::Binary => f64::from(count).signum(),
            Self::Sublinear if count.abs() > 1.0 => {
                (1.0 + f64::from(count).abs().ln()).copysign(f64::from(count))
            }
            _ => f64::from(count),
        }
    }
}

/// The length to which a row is scaled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Norm {
    /// The sum of absolute values is 1.
    L1,
    /// The sum of squares is 1.
    #[default]
    L2,
    /// Rows stay as they are.
    None,
}

/// The three choices together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default))]
pub(crate) struct Weighting {
    pub(crate) tf: Tf,
    pub(crate) idf: Idf,
    pub(crate) norm: Norm,
}

impl Weighting {
    /// Turns the counts of one row of one block into weights, in place.
    ///
    /// Sums run in `f64` in column order: the same bytes on every machine and thread.
    pub(crate) fn apply(self, idf: impl Fn(u32) -> f32, columns: &[u32], values: &mut [f32]) {
        let mut length = 0.0;
        for (&column, value) in columns.iter().zip(values.iter_mut()) {
            let weight = self.tf.weight(*value) * f64::from(idf(column));
            length += match self.norm {
                Norm::L1 => weight.abs(),
                _ => weight * weight,
            };
            *value = weight as f32;
        }
        let length = match self.norm {
            Norm::None => return,
            Norm::L1 => length,
            Norm::L2 => length.sqrt(),
        };
        if length > 0.0 {
            let scale = 1.0 / length;
            for value in values {
                *value = (f64::from(*value) * scale) as f32;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_follow_the_formulas() {
        assert_eq!(Idf::Smooth.weight(3, 1), (2.0f64.ln() + 1.0) as f32);
        assert_eq!(Idf::Plain.weight(4, 4), 1.0);
        assert_eq!(Idf::None.weight(9, 1), 1.0);
        assert_eq!(Tf::Sublinear.weight(1.0), 1.0);
        assert_eq!(Tf::Sublinear.weight(-2.0), -(1.0 + 2.0f64.ln()));
        assert_eq!(Tf::Binary.weight(7.0), 1.0);
        assert_eq!(Tf::Binary.weight(-7.0), -1.0);
    }

    #[test]
    fn rows_are_scaled_to_one() {
        let mut row = [3.0, 4.0];
        let l2 = Weighting {
            idf: Idf::None,
            ..Weighting::default()
        };
        l2.apply(|_| 1.0, &[0, 1], &mut row);
        assert_eq!(row, [0.6, 0.8]);
        let mut row = [1.0, 3.0];
        let l1 = Weighting {
            norm: Norm::L1,
            ..l2
        };
        l1.apply(|_| 1.0, &[0, 1], &mut row);
        assert_eq!(row, [0.25, 0.75]);
        l1.apply(|_| 1.0, &[], &mut []);
    }
}
