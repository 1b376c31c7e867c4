//! One figure, its bar, and the table.

use std::fmt::Write as _;

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub enum Bar {
    /// The value, at least.
    AtLeast(f64),
    /// The value, at most.
    AtMost(f64),
    /// The ratio, at least.
    RatioAtLeast(f64),
    /// The ratio, at most.
    RatioAtMost(f64),
}

/// A measured value.
#[derive(Clone, Debug)]
pub struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    bars: Vec<Bar>,
    ratio: Option<(f64, String)>,
    note: String,
}

impl Figure {
    /// A value with its unit (`1/s`, `ms`, `MB`, `s`).
    pub fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self { name: name.into(), value, unit, bars: vec![], ratio: None, note: String::new() }
    }
    /// What it is to reach.
    pub fn bar(mut self, bar: Bar) -> Self {
        self.bars.push(bar);
        self
    }
    /// How many times the baseline it is.
    pub fn beside(mut self, baseline: f64, what: impl Into<String>) -> Self {
        if baseline > 0.0 {
            self.ratio = Some((self.value / baseline, what.into()));
        }
        self
    }
    /// What else is to be known.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn meets(&self, bar: Bar) -> bool {
        let ratio = self.ratio.as_ref().map(|r| r.0);
        match bar {
            Bar::AtLeast(want) => self.value >= want,
            Bar::AtMost(want) => self.value <= want,
            Bar::RatioAtLeast(want) => ratio.is_some_and(|r| r >= want),
            Bar::RatioAtMost(want) => ratio.is_some_and(|r| r <= want),
        }
    }

    fn bar_text(&self) -> String {
        let one = |bar: &Bar| {
            let text = match bar {
                Bar::AtLeast(v) => format!("≥ {}", number(*v)),
                Bar::AtMost(v) => format!("≤ {}", number(*v)),
                Bar::RatioAtLeast(v) => format!("≥ {v} ×"),
                Bar::RatioAtMost(v) => format!("≤ {v} ×"),
            };
            format!("{text} {}", if self.meets(*bar) { "✓" } else { "✗" })
        };
        self.bars.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn ratio_text(&self) -> String {
        self.ratio.as_ref().map(|(r, what)| format!("{r:.2} × {what}")).unwrap_or_default()
    }

    /// Everything on one line.
    pub fn line(&self) -> String {
        let parts = [
            format!("{}: {} {}", self.name, number(self.value), self.unit),
            self.bar_text(),
            self.ratio_text(),
            self.note.clone(),
        ];
        parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Digits that say something, thousands apart.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        v if v >= 100.0 => 0,
        v if v >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    let (whole, rest) =
        text.split_once('.').map_or((text.as_str(), String::new()), |(w, r)| (w, format!(".{r}")));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && c != '-' && !out.ends_with('-') {
            out.push(',');
        }
        out.push(c);
    }
    out + &rest
}

/// All figures as a table in Markdown.
pub fn table(figures: &[Figure]) -> String {
    let mut out = String::from("| figure | value | bar | ratio | note |\n|---|---:|---|---|---|\n");
    for f in figures {
        let _ = writeln!(
            out,
            "| {} | {} {} | {} | {} | {} |",
            f.name,
            number(f.value),
            f.unit,
            f.bar_text(),
            f.ratio_text(),
            f.note
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_met_or_not() {
        let slow = Figure::new("f", 40.0, "1/s").beside(100.0, "bare").bar(Bar::RatioAtLeast(0.5));
        assert!(slow.line().contains("≥ 0.5 × ✗"), "{}", slow.line());
        let quick = Figure::new("f", 12_500.0, "1/s").bar(Bar::AtLeast(2_500.0));
        assert!(quick.line().starts_with("f: 12,500 1/s · ≥ 2,500 ✓"), "{}", quick.line());
    }
}
