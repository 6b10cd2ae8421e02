//! Block G: whose voice the text is, and blocks F7 and F9: sums of other blocks.

use super::{Page, Tally};

pub(super) fn measure(page: &Page<'_>, tally: &mut Tally<'_>) {
    let breaking = tally.get("G5");
    tally.set("G5", breaking.0.min(1.0), breaking.1.min(1.0));
    let report = tally.get("H1").0 + 10.0 * (tally.get("H2").0 + tally.get("H3").0);
    let voice = |release: f64| ((report + 1.0) / (release + 1.0)).ln();
    let own = ["G1", "G2", "C6", "A1.self"].map(|id| tally.get(id));
    let all = own.iter().map(|sums| sums.0).sum();
    let used = own.iter().map(|sums| sums.1).sum();
    tally.set("G3", voice(all), voice(used));
    let micro: f64 = ["F1", "F9.discrimination"]
        .iter()
        .map(|id| tally.get(id).0)
        .sum();
    let macro_: f64 = ["F2.war", "F9.anti_west"]
        .iter()
        .map(|id| tally.get(id).0)
        .sum();
    let roots = (micro - macro_) / (micro + macro_ + 1.0);
    tally.set("F7", roots, roots);
    let marks = page
        .frame
        .units
        .iter()
        .filter(|unit| unit.is_mark(&['…']) || unit.is_mark(&['.']) && unit.form.len() > 1);
    let ellipses = marks.count() as f64;
    tally.set("F9.ellipsis", ellipses, ellipses);
}
