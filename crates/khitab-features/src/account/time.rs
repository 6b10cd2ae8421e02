//! Points in time, read from text and put into periods, in UTC.

use core::fmt;
use core::str::FromStr;

/// A second, counted from the start of 1970 in UTC.
///
/// ```
/// use khitab_features::Timestamp;
/// let time: Timestamp = "2017-09-15T10:30:00+02:00".parse()?;
/// assert_eq!((time.hour(), time.weekday()), (8, 4));
/// assert_eq!(time.to_string(), "2017-09-15T08:30:00Z");
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "String", try_from = "String"))]
pub struct Timestamp(i64);

const DAY: i64 = 86_400;
/// The years of ISO 8601. Milliseconds in the place of seconds lie far behind them.
const YEARS: core::ops::RangeInclusive<i64> = -9999..=9999;

impl Timestamp {
    /// From seconds since 1970.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The hour of the day, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> usize {
        (self.0.rem_euclid(DAY) / 3600) as usize
    }

    /// The day of the week, Monday 0 to Sunday 6.
    #[must_use]
    pub const fn weekday(self) -> usize {
        // 1970 began on a Thursday.
        (self.days() + 3).rem_euclid(7) as usize
    }

    /// Days since 1970.
    #[must_use]
    pub const fn days(self) -> i64 {
        self.0.div_euclid(DAY)
    }

    /// Year, month and day.
    #[must_use]
    pub const fn date(self) -> (i64, i64, i64) {
        civil(self.days())
    }

    /// Seconds from `earlier` to this.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> f64 {
        self.0.saturating_sub(earlier.0) as f64
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let second = self.0.rem_euclid(DAY);
        let (hour, minute) = (second / 3600, second / 60 % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}Z",
            second % 60
        )
    }
}

impl From<Timestamp> for String {
    fn from(time: Timestamp) -> Self {
        time.to_string()
    }
}

impl TryFrom<String> for Timestamp {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl FromStr for Timestamp {
    type Err = String;

    /// Reads seconds since 1970 (in the years that have four digits), `2017-09-15`, or `2017-09-15T08:30:00` with `Z`, an offset or
    /// nothing (UTC); a space may stand for the `T`, and fractions of seconds are dropped.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        read(text).map(Self).ok_or_else(|| {
            let short: String = text.chars().take(40).collect();
            let seconds = text.parse::<i64>().map(|number| number / 1000);
            let milliseconds = seconds.is_ok_and(|seconds| read(&seconds.to_string()).is_some());
            let hint = if milliseconds {
                ", not milliseconds,"
            } else {
                ""
            };
            format!("`{short}` is no time: give seconds since 1970{hint} or 2017-09-15T08:30:00Z")
        })
    }
}

fn read(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        let (year, _, _) = civil(seconds.div_euclid(DAY).clamp(-DAY * DAY, DAY * DAY));
        return Some(seconds).filter(|_| YEARS.contains(&year));
    }
    let (date, clock) = match text.split_once(['T', ' ']) {
        Some((date, clock)) => (date, clock.trim()),
        None => (text, ""),
    };
    let mut parts = date.split('-').map(str::parse::<i64>);
    let (year, month, day) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    let days = days_from_civil(year, month, day)?;
    if parts.next().is_some() {
        return None;
    }
    Some(days * DAY + seconds(clock)?)
}

/// Seconds of a clock such as `08:30:00.5+02:00`, its offset taken off.
fn seconds(clock: &str) -> Option<i64> {
    if clock.is_empty() {
        return Some(0);
    }
    let (clock, offset) = match clock.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, 0),
        None => match clock.rfind(['+', '-']) {
            Some(at) => {
                let sign = if clock[at..].starts_with('-') { -1 } else { 1 };
                let digits = clock[at + 1..].replace(':', "");
                let value = digits.parse::<i64>().ok().filter(|_| digits.len() == 4)?;
                (&clock[..at], sign * (value / 100 * 3600 + value % 100 * 60))
            }
            None => (clock, 0),
        },
    };
    let whole = clock.split('.').next()?.trim();
    let mut parts = whole.split(':').map(str::parse::<i64>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().unwrap_or(Ok(0)).ok()?;
    let fits = (0..24).contains(&hour) && (0..60).contains(&minute) && (0..=60).contains(&second);
    fits.then_some(hour * 3600 + minute * 60 + second - offset)
}

/// Howard Hinnant's `days_from_civil`; nothing for a day that its month has not.
fn days_from_civil(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !YEARS.contains(&year) {
        return None;
    }
    let written = (year, month, day);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    let days = era * 146_097 + days - 719_468;
    (civil(days) == written).then_some(days)
}

/// Howard Hinnant's `civil_from_days`.
const fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days - era * 146_097;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_their_usual_spellings() {
        let unix = |text: &str| text.parse::<Timestamp>().map(Timestamp::unix);
        assert_eq!(unix("0"), Ok(0));
        assert_eq!(unix("1970-01-02"), Ok(DAY));
        assert_eq!(unix("2016-02-29"), Ok(16_860 * DAY));
        assert_eq!(unix("2017-09-15 08:30:00.25"), unix("2017-09-15T08:30:00Z"));
        assert_eq!(unix("2017-09-15T08:30-0230"), unix("2017-09-15T11:00:00Z"));
        for wrong in [
            "",
            "yesterday",
            "2017-13-01",
            "2017-09-15T25:00",
            "2017-09-15-01",
            "2017-02-29",
            "2017-04-31",
            "1505464200000",
            "9223372036854775807",
            "-9223372036854775808",
        ] {
            assert!(unix(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            unix("soon").unwrap_err(),
            "`soon` is no time: give seconds since 1970 or 2017-09-15T08:30:00Z"
        );
        assert_eq!(
            unix("1505464200000").unwrap_err(),
            "`1505464200000` is no time: give seconds since 1970, not milliseconds, or 2017-09-15T08:30:00Z"
        );
    }

    #[test]
    fn dates_round_trip() {
        for days in (-800_000..800_000).step_by(997) {
            let (year, month, day) = civil(days);
            assert_eq!(days_from_civil(year, month, day), Some(days));
        }
    }
}
