//! Three kinds of charts: bars from 1 to either side, dots along a line, lines. All axes are logarithmic.

use svg::Document;
use svg::node::element::{Circle, Group, Line, Polyline, Rectangle, Style, Text};

/// Ratios, one bar each.
pub(crate) struct Bars {
    pub(crate) title: String,
    pub(crate) rows: Vec<(String, Option<f64>)>,
}

/// Several numbers for each row.
pub(crate) struct Dots {
    pub(crate) title: String,
    pub(crate) series: Vec<String>,
    pub(crate) rows: Vec<(String, Vec<Option<f64>>)>,
}

/// Numbers that depend on another.
pub(crate) struct Lines {
    pub(crate) title: String,
    pub(crate) x: String,
    pub(crate) y: String,
    pub(crate) series: Vec<(String, Vec<(f64, f64)>)>,
}

/// Readers choose between light and dark; a background of its own keeps each legible anywhere.
const STYLE: &str = "
.ground { fill: #ffffff } text { font: 12px sans-serif; fill: #1f2328 } .head { font-weight: bold }
.grid { stroke: #d1d9e0 } .one { stroke: #59636e } .bar { fill: #9ba7b4 } .own { fill: #0969da }
.s0 { --c: #59636e } .s1 { --c: #0969da } .s2 { --c: #bc4c00 } .s3 { --c: #1a7f37 }
.dot { fill: var(--c) } .line { stroke: var(--c); fill: none; stroke-width: 2 }
@media (prefers-color-scheme: dark) {
.ground { fill: #0d1117 } text { fill: #e6edf3 } .grid { stroke: #30363d } .one { stroke: #9198a1 }
.bar { fill: #6e7681 } .own { fill: #4493f8 }
.s0 { --c: #9198a1 } .s1 { --c: #4493f8 } .s2 { --c: #f0883e } .s3 { --c: #3fb950 }
}";

const WIDTH: f64 = 820.0;
/// Where the names of rows end and the axis begins.
const LEFT: f64 = 350.0;
/// Where the axis ends; numbers stand behind it.
const RIGHT: f64 = 760.0;
const ROW: f64 = 18.0;

/// Where a number is on a logarithmic axis.
#[derive(Clone, Copy)]
struct Axis {
    /// Decimal logarithms.
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Axis {
    /// Wide enough for the numbers and for `least` to `most`.
    fn of(numbers: impl Iterator<Item = f64>, [least, most]: [f64; 2], [from, to]: [f64; 2]) -> Self {
        let (low, high) = numbers.fold((least, most), |(low, high), number| (low.min(number), high.max(number)));
        Self { low: low.log10() - 0.02, high: high.log10() + 0.02, from, to }
    }

    fn at(self, number: f64) -> f64 {
        self.from + (number.log10() - self.low) / (self.high - self.low) * (self.to - self.from)
    }

    /// Numbers such as 1, 2, 5, 10 that lie on it; fewer where it is long, more where it is short.
    fn ticks(self) -> impl Iterator<Item = f64> {
        let steps: &[f64] = match self.high - self.low {
            long if long > 2.2 => &[1.0],
            short if short < 0.7 => &[1.0, 1.5, 2.0, 3.0, 5.0, 7.0],
            _ => &[1.0, 2.0, 5.0],
        };
        let powers = (-9..12).map(|power| 10_f64.powi(power));
        let all = powers.flat_map(move |power| steps.iter().map(move |step| power * step));
        all.filter(move |tick| (self.low..=self.high).contains(&tick.log10()))
    }
}

/// Panels of bars one below the other, all with the same axis.
pub(crate) fn bars(title: &str, panels: &[Bars]) -> Document {
    let numbers = panels.iter().flat_map(|panel| panel.rows.iter().filter_map(|(_, number)| *number));
    let axis = Axis::of(numbers, [0.5, 2.0], [LEFT, RIGHT]);
    let mut drawing = Group::new().add(text(10.0, 20.0, "start", title).set("class", "head"));
    let mut y = 34.0;
    for panel in panels {
        drawing = drawing.add(text(10.0, y + 13.0, "start", &panel.title).set("class", "head"));
        let (top, bottom) = (y + ROW, y + ROW * (rows(panel.rows.len()) + 1.0));
        for tick in axis.ticks() {
            let class = if (tick - 1.0).abs() < 1e-9 { "one" } else { "grid" };
            drawing = drawing.add(line([axis.at(tick), top], [axis.at(tick), bottom], class));
            drawing = drawing.add(text(axis.at(tick), y + 13.0, "middle", &number(tick)));
        }
        for (index, (name, value)) in panel.rows.iter().enumerate() {
            let row = top + ROW * rows(index);
            drawing = drawing.add(text(LEFT - 8.0, row + 13.0, "end", name));
            let Some(value) = value else {
                drawing = drawing.add(text(LEFT + 4.0, row + 13.0, "start", "–"));
                continue;
            };
            let (from, to) = (axis.at(value.min(1.0)), axis.at(value.max(1.0)));
            let class = if is_own(name) { "own" } else { "bar" };
            let bar = Rectangle::new().set("x", round(from)).set("y", row + 3.0).set("height", ROW - 6.0);
            drawing = drawing.add(bar.set("width", round((to - from).max(1.5))).set("class", class));
            drawing = drawing.add(text(to + 4.0, row + 13.0, "start", &format!("{value:.2}")));
        }
        y = bottom + 10.0;
    }
    document(y, drawing)
}

/// One line for each row with a dot for each series.
pub(crate) fn dots(dots: &Dots) -> Document {
    let numbers = dots.rows.iter().flat_map(|(_, numbers)| numbers.iter().flatten().copied());
    let axis = Axis::of(numbers, [1.0, 10.0], [LEFT, RIGHT]);
    let mut drawing = Group::new().add(text(10.0, 20.0, "start", &dots.title).set("class", "head"));
    drawing = legend(drawing, 40.0, dots.series.iter().zip(0..).map(|(name, colour)| (&**name, colour)));
    let (top, bottom) = (72.0, 72.0 + ROW * rows(dots.rows.len()));
    for tick in axis.ticks() {
        drawing = drawing.add(line([axis.at(tick), top], [axis.at(tick), bottom], "grid"));
        drawing = drawing.add(text(axis.at(tick), top - 6.0, "middle", &number(tick)));
    }
    for (index, (name, values)) in dots.rows.iter().enumerate() {
        let row = top + ROW * rows(index);
        drawing = drawing.add(text(LEFT - 8.0, row + 13.0, "end", name));
        for (value, colour) in values.iter().zip(0..) {
            let Some(value) = value else { continue };
            drawing = drawing.add(dot([axis.at(*value), row + 9.0], colour));
        }
    }
    document(bottom + 10.0, drawing)
}

/// Panels of lines one below the other.
pub(crate) fn lines(panels: &[Lines]) -> Document {
    const HEIGHT: f64 = 220.0;
    let mut drawing = Group::new();
    let mut y = 0.0;
    for panel in panels {
        let (top, bottom) = (y + 66.0, y + 66.0 + HEIGHT);
        let points = || panel.series.iter().flat_map(|(_, points)| points);
        let least = points().next().map_or([1.0, 1.0], |(x, y)| [*x, *y]);
        let across = Axis::of(points().map(|(x, _)| *x), [least[0]; 2], [70.0, RIGHT]);
        let up = Axis::of(points().map(|(_, y)| *y), [least[1] * 0.9, least[1] * 1.1], [bottom, top]);
        let title = format!("{}: {}", panel.title, panel.y);
        drawing = drawing.add(text(10.0, y + 20.0, "start", &title).set("class", "head"));
        let colours = colours(panel.series.iter().map(|(name, _)| &**name));
        drawing =
            legend(drawing, y + 40.0, panel.series.iter().zip(&colours).map(|((name, _), colour)| (&**name, *colour)));
        for tick in up.ticks() {
            drawing = drawing.add(line([70.0, up.at(tick)], [RIGHT, up.at(tick)], "grid"));
            drawing = drawing.add(text(62.0, up.at(tick) + 4.0, "end", &number(tick)));
        }
        // What was measured stands below, not round numbers.
        let mut measured: Vec<f64> = points().map(|(x, _)| *x).collect();
        measured.sort_by(f64::total_cmp);
        measured.dedup();
        for x in measured {
            drawing = drawing.add(line([across.at(x), top], [across.at(x), bottom], "grid"));
            drawing = drawing.add(text(across.at(x), bottom + 16.0, "middle", &number(x)));
        }
        drawing = drawing.add(text(RIGHT, bottom + 32.0, "end", &panel.x));
        for ((_, points), colour) in panel.series.iter().zip(colours) {
            let places: Vec<[f64; 2]> = points.iter().map(|(x, y)| [across.at(*x), up.at(*y)]).collect();
            let path: Vec<String> = places.iter().map(|[x, y]| format!("{},{}", round(*x), round(*y))).collect();
            let path = Polyline::new().set("points", path.join(" "));
            drawing = drawing.add(path.set("class", format!("line s{colour}")));
            for place in places {
                drawing = drawing.add(dot(place, colour));
            }
        }
        y = bottom + 46.0;
    }
    document(y, drawing)
}

fn document(height: f64, drawing: Group) -> Document {
    let ground = Rectangle::new().set("width", WIDTH).set("height", round(height)).set("class", "ground");
    let document = Document::new().set("viewBox", (0.0, 0.0, WIDTH, round(height)));
    document.set("width", WIDTH).set("height", round(height)).add(Style::new(STYLE)).add(ground).add(drawing)
}

/// The name of each series behind a dot of its colour.
fn legend<'a>(mut drawing: Group, y: f64, series: impl Iterator<Item = (&'a str, usize)>) -> Group {
    let mut x = 16.0;
    for (name, colour) in series {
        drawing = drawing.add(dot([x, y - 4.0], colour)).add(text(x + 8.0, y, "start", name));
        x += 34.0 + 6.3 * rows(name.chars().count());
    }
    drawing
}

/// One for each name, always the same for the library's own.
fn colours<'a>(names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let mut others = [0, 2, 3].into_iter().cycle();
    names.map(|name| if is_own(name) { 1 } else { others.next().unwrap_or(0) }).collect()
}

fn dot([x, y]: [f64; 2], colour: usize) -> Circle {
    Circle::new().set("cx", round(x)).set("cy", round(y)).set("r", 4.5).set("class", format!("dot s{}", colour % 4))
}

fn line([x1, y1]: [f64; 2], [x2, y2]: [f64; 2], class: &str) -> Line {
    let line = Line::new().set("x1", round(x1)).set("y1", round(y1)).set("x2", round(x2)).set("y2", round(y2));
    line.set("class", class)
}

fn text(x: f64, y: f64, anchor: &str, text: &str) -> Text {
    Text::new(text).set("x", round(x)).set("y", round(y)).set("text-anchor", anchor)
}

/// With as few digits as tell it from its neighbours.
fn number(number: f64) -> String {
    let digits = if number >= 10.0 {
        0
    } else if number >= 1.0 {
        1
    } else {
        2
    };
    let text = format!("{number:.digits$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A tenth of a pixel is enough.
fn round(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

fn is_own(name: &str) -> bool {
    name.starts_with("superconfig")
}

#[expect(clippy::cast_precision_loss, reason = "a chart has few rows")]
fn rows(count: usize) -> f64 {
    count as f64
}
