//! Curves and bars, drawn by `plotters` in the colours of the page.
//!
//! A picture is drawn in the colours of light pages; `page.css` knows each of them by role and paints it anew in dark ones.

use std::ops::Range;

use maud::{Markup, PreEscaped, html};
use plotters::coord::Shift;
use plotters::drawing::DrawingAreaErrorKind;
use plotters::prelude::*;

const FAINT: RGBColor = RGBColor(0x5A, 0x5D, 0x66);
const RULE: RGBColor = RGBColor(0xDE, 0xDA, 0xD0);

/// The colours of series, in the order in which they are given out.
const TONES: [RGBColor; 8] = [
    RGBColor(0x0B, 0x6E, 0x66),
    RGBColor(0xB2, 0x4A, 0x12),
    RGBColor(0x2F, 0x66, 0xB5),
    RGBColor(0x8A, 0x3F, 0xA8),
    RGBColor(0x9A, 0x74, 0x00),
    RGBColor(0x63, 0x6A, 0x76),
    RGBColor(0xC2, 0x2F, 0x2B),
    RGBColor(0x24, 0x80, 0x4D),
];

/// The width and height of a picture that stands beside another, in its own units.
pub(crate) const HALF: (u32, u32) = (520, 400);
/// Those of one that has a line for itself.
pub(crate) const WIDE: (u32, u32) = (960, 320);

/// One axis: its range and what it measures.
pub(crate) struct Axis<'a> {
    pub(crate) range: Range<f64>,
    pub(crate) name: &'static str,
    /// How the numbers along it are written; an empty string leaves one out.
    pub(crate) write: Box<dyn Fn(&f64) -> String + 'a>,
}

impl Axis<'_> {
    /// An axis for shares, 0 to 1.
    pub(crate) fn share(name: &'static str) -> Self {
        Self {
            range: 0.0..1.0,
            name,
            write: Box::new(|value| format!("{value:.1}")),
        }
    }

    /// An axis for shares that are small: as percentages, from 0.
    pub(crate) fn percent(top: f64) -> Self {
        Self {
            range: 0.0..top,
            name: "",
            write: Box::new(|value| format!("{:.0} %", 100.0 * value)),
        }
    }

    /// An axis for counts, from 0; whole numbers once they are large enough.
    pub(crate) fn count(top: f64) -> Self {
        let places = usize::from(top < 5.0);
        Self {
            range: 0.0..top,
            name: "",
            write: Box::new(move |value| format!("{value:.places$}")),
        }
    }
}

/// How the points of a series are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Line,
    Dots,
    /// Bars from zero, one a unit of the first axis.
    Bars,
    /// A thin line that is no data: chance, perfection.
    Guide,
}

/// Points with a name and a colour.
pub(crate) struct Series<'a> {
    pub(crate) name: &'a str,
    pub(crate) points: Vec<(f64, f64)>,
    /// The place of its colour among [`TONES`]; a guide has none.
    tone: usize,
    pub(crate) mark: Mark,
}

impl<'a> Series<'a> {
    /// The series at that place of several: its colour follows from the place.
    pub(crate) fn new(name: &'a str, at: usize, mark: Mark, points: Vec<(f64, f64)>) -> Self {
        Self {
            name,
            points,
            tone: at % TONES.len(),
            mark,
        }
    }

    /// A line to compare with.
    pub(crate) fn guide(points: Vec<(f64, f64)>) -> Self {
        Self {
            name: "",
            points,
            tone: TONES.len(),
            mark: Mark::Guide,
        }
    }
}

/// Series over two axes, those that have a name with a key above.
pub(crate) fn plot(size: (u32, u32), x: &Axis<'_>, y: &Axis<'_>, series: &[Series<'_>]) -> Markup {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        // Drawing into a string cannot fail; were it to, the page would lack a picture and keep its tables.
        let _ = draw(&area, x, y, series);
    }
    let named = || series.iter().filter(|one| !one.name.is_empty());
    html! {
        @if named().count() > 0 {
            ul.legend.keys {
                @for one in named() { li { span class={ "key tone" (one.tone) } {} " " bdi { (one.name) } } }
            }
        }
        (embedded(&svg, size))
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

fn draw(area: &Area<'_>, x: &Axis<'_>, y: &Axis<'_>, series: &[Series<'_>]) -> Drawn {
    let mut chart = ChartBuilder::on(area)
        .margin(14)
        // The last date of an axis stands half beyond it.
        .margin_right(48)
        .x_label_area_size(52)
        .y_label_area_size(66)
        .build_cartesian_2d(x.range.clone(), y.range.clone())?;
    let label = ("sans-serif", 16).into_font().color(&FAINT);
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(RULE)
        .axis_style(FAINT)
        .label_style(label.clone())
        .axis_desc_style(label)
        .x_labels(8)
        .y_labels(6)
        .x_desc(x.name)
        .y_desc(y.name)
        .x_label_formatter(&x.write)
        .y_label_formatter(&y.write)
        .draw()?;
    for one in series {
        let tone = TONES.get(one.tone).unwrap_or(&FAINT);
        let points = one.points.iter().copied();
        match one.mark {
            Mark::Guide => {
                chart.draw_series(LineSeries::new(points, tone.stroke_width(1)))?;
            }
            Mark::Bars => {
                let bar = |(x, y)| Rectangle::new([(x - 0.4, 0.0), (x + 0.4, y)], tone.filled());
                chart.draw_series(points.map(bar))?;
            }
            Mark::Line => {
                chart.draw_series(LineSeries::new(points, tone.stroke_width(3)))?;
            }
            Mark::Dots => {
                chart.draw_series(LineSeries::new(points.clone(), tone.stroke_width(2)))?;
                chart.draw_series(points.map(|point| Circle::new(point, 4, tone.filled())))?;
            }
        }
    }
    area.present()
}

/// The picture as part of a page, which needs no name space and knows the size itself.
fn embedded(svg: &str, (width, height): (u32, u32)) -> Markup {
    let view =
        format!("<svg class=\"plot\" viewBox=\"0 0 {width} {height}\" aria-hidden=\"true\">");
    let body = svg.find('>').map_or("", |end| &svg[end + 1..]);
    PreEscaped(format!("{view}{body}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_series_are_escaped_and_no_name_space_is_left() {
        let series = [
            Series::new(
                "<script>alert(1)</script>",
                0,
                Mark::Line,
                vec![(0.0, 0.0), (1.0, 0.5)],
            ),
            Series::new("b&\"'", 1, Mark::Dots, vec![(0.2, 0.1)]),
            Series::guide(vec![(0.0, 0.0), (1.0, 1.0)]),
        ];
        let svg = plot(HALF, &Axis::share("x"), &Axis::share("y"), &series).into_string();
        assert!(svg.contains("<svg class=\"plot\""), "{svg}");
        assert!(svg.trim_end().ends_with("</svg>"), "{svg}");
        assert!(!svg.contains("<script") && !svg.contains("http"), "{svg}");
        assert!(svg.contains("&lt;script&gt;"), "{svg}");
        assert!(svg.contains("#B24A12"), "{svg}");
    }

    #[test]
    fn every_colour_of_a_picture_is_known_to_the_style() {
        let style = include_str!("../page.css");
        for RGBColor(r, g, b) in TONES.into_iter().chain([FAINT, RULE]) {
            let colour = format!("#{r:02X}{g:02X}{b:02X}");
            assert!(style.contains(&format!("[fill=\"{colour}\"]")), "{colour}");
            assert!(
                style.contains(&format!("[stroke=\"{colour}\"]")),
                "{colour}"
            );
        }
    }
}
