//! Days, weeks and months.

use crate::account::Timestamp;

/// The length of a step of a [`Series`](crate::Series).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "lowercase"))]
pub enum Period {
    /// From midnight UTC.
    Day,
    /// From Monday.
    Week,
    /// From the first of the month.
    Month,
}

impl Period {
    /// The period of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            _ => return None,
        })
    }

    /// The number of the step that holds `time`; steps follow one another without a gap.
    #[must_use]
    pub fn step(self, time: Timestamp) -> i64 {
        match self {
            Self::Day => time.days(),
            Self::Week => (time.days() + 3).div_euclid(7),
            Self::Month => {
                let (year, month, _) = time.date();
                year * 12 + month - 1
            }
        }
    }

    /// The first day of a step, such as `2017-09-11`.
    #[must_use]
    pub fn label(self, step: i64) -> String {
        let day = |days: i64| {
            let (year, month, day) = Timestamp::from_unix(days * 86_400).date();
            format!("{year:04}-{month:02}-{day:02}")
        };
        match self {
            Self::Day => day(step),
            Self::Week => day(step * 7 - 3),
            Self::Month => format!(
                "{:04}-{:02}-01",
                step.div_euclid(12),
                step.rem_euclid(12) + 1
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_labelled_by_their_first_day() {
        let time: Timestamp = "2017-09-15T08:00:00Z".parse().unwrap();
        for (period, label) in [
            (Period::Day, "2017-09-15"),
            (Period::Week, "2017-09-11"),
            (Period::Month, "2017-09-01"),
        ] {
            assert_eq!(period.label(period.step(time)), label);
        }
        let sunday: Timestamp = "2017-09-17T23:59:59Z".parse().unwrap();
        assert_eq!(Period::Week.step(sunday), Period::Week.step(time));
    }
}
