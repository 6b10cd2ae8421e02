//! Posts over time as a page: volume, naming, use, links, what changes, and what goes round.

use khitab::MonitorReport;
use khitab::features::{Change, Period, Series as Steps};
use maud::{Markup, html};

use super::plot::{Axis, Mark, Series, WIDE, plot};
use super::{Cell, Page, Words, figure, table, words};

/// Steps above which points are joined to a line without dots.
const DOTS: usize = 60;
/// A change whose adjusted level lies below is drawn.
const SURE: f64 = 0.05;
/// The rows that a list shows.
const SHOWN: usize = 50;

/// Columns that are drawn together, with their names in the legend.
type Columns = [(&'static str, &'static str)];

const MEDIA: &Columns = &[
    ("posts", "posts"),
    ("video", "video"),
    ("image", "image"),
    ("text", "text"),
    ("audio", "audio"),
];
const NAMING: &Columns = &[
    ("self_names", "self names"),
    ("outsider_names", "outsiders' names"),
    ("neutral_names", "neutral names"),
    ("hedged_names", "so-called"),
];
const RATIOS: &Columns = &[("use_ratio", "use ratio"), ("naming_ratio", "naming ratio")];
const LINKS: &Columns = &[
    ("social", "social"),
    ("messaging", "messaging"),
    ("paste", "paste"),
    ("file_share", "file share"),
    ("archive", "archive"),
    ("shortener", "shortener"),
    ("own_site", "own site"),
    ("other_links", "other"),
];

/// The page of the posts in `subject`.
pub(crate) fn monitor(subject: &str, report: &MonitorReport) -> String {
    let steps = &report.series;
    let facts = html! {
        p.facts { bdi dir="ltr" {
            (steps.posts) " posts · " (report.refused) " rows refused · " (steps.authors) " authors · " (steps.steps.len()) " steps, each a "
            (period(steps.period)) " in UTC · " (report.schema) " · khitab " (report.khitab)
        } }
    };
    let mut page = Page::new(words("رصد عبر الزمن", "posts over time"), subject).facts(facts);
    let pictures = [
        (
            "volume",
            words("الحجم", "volume"),
            words(
                "المنشورات، وكلمات كل نوع من الوسائط",
                "posts, and words for each type of media",
            ),
            MEDIA,
        ),
        (
            "naming",
            words("التسمية", "naming"),
            words(
                "أسماء التنظيم في كلام الكاتب: اسمه لنفسه أو أسماء غيره له",
                "names of the group, in use: its own, or those of others",
            ),
            NAMING,
        ),
        (
            "use",
            words("نسب", "ratios"),
            words(
                "نصيب ما يستعمله الكاتب من علامات الخطر ولا يكتفي بذكره، ونصيب اسم التنظيم لنفسه من أسمائه",
                "use ratio: of the risk cues, those used rather than mentioned; naming ratio: of the group's names, its own",
            ),
            RATIOS,
        ),
        (
            "links",
            words("الروابط", "outlinks"),
            words(
                "الروابط حسب نوع المنصة، دون فتح أي منها",
                "links by type of platform, none of them opened",
            ),
            LINKS,
        ),
    ];
    for (id, title, caption, columns) in pictures {
        page = page.section(id, title, picture(caption, columns, steps));
    }
    page.section(
        "changes",
        words("نقاط التحول", "change points"),
        changes(steps),
    )
    .section(
        "clusters",
        words("النصوص المكررة", "top clusters"),
        clusters(steps),
    )
    .section(
        "profile",
        words("أوقات النشر", "posting times"),
        profile(steps),
    )
    .render()
}

const fn period(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
    }
}

/// The values of a column, one a step.
fn values<'s>(steps: &'s Steps, name: &str) -> Option<impl Iterator<Item = f64> + 's> {
    let at = steps.columns.iter().position(|column| column == name)?;
    Some(steps.steps.iter().map(move |step| step.values[at]))
}

/// Some columns over time; upright lines where one of them changes level.
fn picture(caption: Words, columns: &Columns, steps: &Steps) -> Markup {
    let drawn = drawn(columns, steps);
    if drawn.is_empty() {
        return html! { p.quiet { (words("لا شيء منها في هذه المنشورات", "none of these in the posts")) } };
    }
    let top = top(&drawn);
    let changed = sure(&steps.changes, columns);
    let lines = changed.iter().map(|change| {
        let x = change.point.at as f64 - 0.5;
        Series::guide(vec![(x, 0.0), (x, top)])
    });
    let description = description(&drawn);
    let series: Vec<Series<'_>> = lines.chain(drawn).collect();
    html! {
        (figure(caption, &description, &plot(WIDE, &time(steps), &Axis::count(top), &series)))
        @if !changed.is_empty() {
            p.quiet { (words("الخطوط القائمة: تحول في المستوى لا تفسره المصادفة.", "Upright lines: a change of level that chance does not explain.")) }
        }
    }
}

/// The changes of some columns that stand among all that were tested; the table has the others too.
fn sure<'s>(changes: &'s [Change], columns: &Columns) -> Vec<&'s Change> {
    let of = |change: &&Change| columns.iter().any(|(column, _)| *column == change.of);
    let sure = |change: &&Change| change.adjusted < SURE;
    changes.iter().filter(of).filter(sure).collect()
}

/// The columns that hold anything, each as a line of its own.
fn drawn<'c>(columns: &'c Columns, steps: &Steps) -> Vec<Series<'c>> {
    let mark = if steps.steps.len() > DOTS {
        Mark::Line
    } else {
        Mark::Dots
    };
    columns
        .iter()
        .filter_map(|&(column, name)| Some((name, values(steps, column)?.collect::<Vec<f64>>())))
        .filter(|(_, values)| values.iter().any(|&value| value != 0.0))
        .enumerate()
        .map(|(at, (name, values))| {
            let points = (0..).map(f64::from).zip(values).collect();
            Series::new(name, at, mark, points)
        })
        .collect()
}

/// Where the axis ends: at one for shares, a little above the highest point for counts.
fn top(drawn: &[Series<'_>]) -> f64 {
    let points = drawn.iter().flat_map(|series| &series.points);
    let top = points.map(|point| point.1).fold(0.0, f64::max);
    if top <= 1.0 { 1.0 } else { top * 1.08 }
}

/// The picture for those who do not see it.
fn description(drawn: &[Series<'_>]) -> String {
    let sums = drawn.iter().map(|series| {
        let sum: f64 = series.points.iter().map(|point| point.1).sum();
        format!("{}: {sum:.2} over all steps", series.name)
    });
    sums.collect::<Vec<_>>().join("; ")
}

/// The steps from left to right, each by its first day.
fn time(steps: &Steps) -> Axis<'_> {
    let label = |at: &f64| {
        let step = (at.fract() == 0.0 && *at >= 0.0).then(|| steps.steps.get(*at as usize));
        step.flatten()
            .map_or(String::new(), |step| step.start.clone())
    };
    Axis {
        range: -0.5..steps.steps.len() as f64 - 0.5,
        name: "",
        write: Box::new(label),
    }
}

fn changes(steps: &Steps) -> Markup {
    let rows = |changes: &[Change]| -> Vec<Vec<Cell>> {
        let row = |change: &Change| {
            vec![
                Cell::Words(change.of.clone()),
                Cell::Code(change.start.clone()),
                Cell::number(change.point.before, 3),
                Cell::number(change.point.after, 3),
                Cell::number(change.point.level, 3),
                Cell::number(change.adjusted, 3),
            ]
        };
        changes.iter().take(SHOWN).map(row).collect()
    };
    let columns = |first| {
        [
            first,
            words("منذ", "from"),
            words("قبل", "before"),
            words("بعد", "after"),
            words("المستوى", "level"),
            words("بعد التصحيح", "adjusted"),
        ]
    };
    html! {
        @if steps.changes.is_empty() {
            p.quiet { (words("لا تحول يتجاوز المصادفة", "no change beyond chance")) }
        } @else {
            (table(
                words("متوسط العمود قبل التحول وبعده", "the mean of a column before and after"),
                &columns(words("العمود", "column")),
                rows(&steps.changes),
            ))
        }
        @if !steps.naming_shifts.is_empty() {
            (table(
                words("حسابات تغيرت تسميتها", "authors whose naming shifts"),
                &columns(words("الحساب", "author")),
                rows(&steps.naming_shifts),
            ))
        }
    }
}

fn clusters(steps: &Steps) -> Markup {
    html! {
        p.quiet { (words(
            "للتكرار أسباب كثيرة: دعاء أو خبر وكالة يتناقله الناس. كل صف موضع للنظر لا حكم.",
            "Copies have many causes, a prayer or a wire story among them: each row is a place to look.",
        )) }
        @if steps.top_clusters.is_empty() {
            p.quiet { (words("لا نصوص مكررة", "no near-duplicates")) }
        } @else {
            (largest(steps))
        }
        @if !steps.bursts.is_empty() { (bursts(steps)) }
        @if !steps.returns.is_empty() { (returns(steps)) }
    }
}

/// What is told of the posts that a list holds.
const COPIES: [Words; 5] = [
    words("أول منشور", "first post"),
    words("المنشورات", "posts"),
    words("الحسابات", "authors"),
    words("من", "from"),
    words("إلى", "to"),
];

fn largest(steps: &Steps) -> Markup {
    let rows = steps.top_clusters.iter().take(SHOWN).map(|cluster| {
        let (first, last) = (cluster.first.to_string(), cluster.last.to_string());
        copies(&cluster.id, cluster.posts, cluster.authors, [first, last])
    });
    let caption = words("الأكبر أولا", "the largest first");
    table(caption, &COPIES, rows)
}

fn bursts(steps: &Steps) -> Markup {
    let rows = steps.bursts.iter().take(SHOWN).map(|burst| {
        let (start, end) = (burst.start.to_string(), burst.end.to_string());
        copies(&burst.cluster, burst.posts, burst.authors, [start, end])
    });
    let caption = words(
        "تكرار من عدة حسابات في ساعة واحدة",
        "copies by several authors within an hour",
    );
    table(caption, &COPIES, rows)
}

fn copies(id: &str, posts: usize, authors: usize, times: [String; 2]) -> Vec<Cell> {
    let [posts, authors] = [posts, authors].map(|count| Cell::count(count as u64));
    let [from, to] = times.map(Cell::Code);
    vec![Cell::Words(id.to_owned()), posts, authors, from, to]
}

fn returns(steps: &Steps) -> Markup {
    let rows = steps.returns.iter().take(SHOWN).map(|one| {
        vec![
            Cell::Words(one.earlier.clone()),
            Cell::Words(one.later.clone()),
            Cell::number(one.similarity, 2),
            Cell::Code(one.ended.to_string()),
            Cell::Code(one.began.to_string()),
        ]
    });
    let columns = [
        words("السابق", "earlier"),
        words("اللاحق", "later"),
        words("التشابه", "similarity"),
        words("انتهى", "ended"),
        words("بدأ", "began"),
    ];
    let caption = words(
        "حسابات متشابهة الاسم بدأ ثانيها بعد انتهاء أولها",
        "handles alike, the second after the first had ended",
    );
    table(caption, &columns, rows)
}

fn profile(steps: &Steps) -> Markup {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let bars = |shares: &[f64], label: Box<dyn Fn(&f64) -> String>, name: &'static str| {
        let points: Vec<(f64, f64)> = (0..).map(f64::from).zip(shares.iter().copied()).collect();
        let top = shares.iter().fold(0.0_f64, |most, &share| most.max(share));
        let x = Axis {
            range: -0.5..shares.len() as f64 - 0.5,
            name,
            write: label,
        };
        let y = Axis::percent((top * 1.1).max(0.01));
        plot(
            super::plot::HALF,
            &x,
            &y,
            &[Series::new("", 0, Mark::Bars, points)],
        )
    };
    let whole = |at: &f64| (at.fract() == 0.0 && *at >= 0.0).then_some(*at as usize);
    let hour = move |at: &f64| whole(at).map_or(String::new(), |hour| format!("{hour:02}"));
    let day = move |at: &f64| {
        let name = whole(at).and_then(|day| DAYS.get(day));
        name.map_or(String::new(), |name| (*name).to_owned())
    };
    let told = |names: &[String], shares: &[f64]| -> String {
        let one = |(name, share): (&String, &f64)| format!("{name}: {:.1} %", 100.0 * share);
        names
            .iter()
            .zip(shares)
            .map(one)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let hours: Vec<String> = (0..24).map(|hour| format!("{hour:02} h")).collect();
    let days: Vec<String> = DAYS.map(str::to_owned).to_vec();
    html! {
        div.pair {
            (figure(
                words("نصيب كل ساعة (UTC)", "the share of each hour (UTC)"),
                &told(&hours, &steps.profile.hours),
                &bars(&steps.profile.hours, Box::new(hour), "hour"),
            ))
            (figure(
                words("نصيب كل يوم", "the share of each day"),
                &told(&days, &steps.profile.days),
                &bars(&steps.profile.days, Box::new(day), "day"),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use khitab::features::ChangePoint;

    #[test]
    fn a_line_stands_where_chance_is_ruled_out_over_all_tests() {
        let change = |of: &str, adjusted| Change {
            of: of.to_owned(),
            start: "2024-02-05".to_owned(),
            point: ChangePoint {
                at: 4,
                before: 1.0,
                after: 3.0,
                statistic: 2.0,
                level: 0.01,
            },
            adjusted,
        };
        let changes = [
            change("video", 0.01),
            change("image", 0.2),
            change("links", 0.01),
        ];
        assert_eq!(sure(&changes, MEDIA), [&changes[0]]);
    }
}
