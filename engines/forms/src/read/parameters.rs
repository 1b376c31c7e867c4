//! The cell `parameters`: `key=value`, several separated by a space, comma or semicolon.

use super::survey::put;
use crate::{
    fault::{Problem, Wanted},
    kinds::Control,
    lex,
    model::{Choices, Item, List, Question},
};

/// What a type takes.
fn known(question: &Question) -> &'static [&'static str] {
    match (question.kind.control, question.kind.name) {
        (Control::SelectOne | Control::SelectMultiple | Control::Rank, _) => match question.choices {
            Some(Choices::File { .. }) => &["label", "randomize", "seed", "value"],
            _ => &["randomize", "seed"],
        },
        (Control::Range, _) => &["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"],
        (_, "image") => &["app", "max-pixels"],
        (_, "audio" | "background-audio") => &["quality"],
        (_, "text") => &["rows"],
        (_, "geopoint") => &["allow-mock-accuracy", "capture-accuracy", "warning-accuracy"],
        (_, "geotrace" | "geoshape") => &["allow-mock-accuracy", "incremental"],
        (_, "audit") => &[
            "identify-user",
            "location-max-age",
            "location-min-interval",
            "location-priority",
            "track-changes",
            "track-changes-reasons",
        ],
        _ => &[],
    }
}

/// What a type has where nothing is said.
pub fn none(item: &mut Item, question: &Question) {
    if question.kind.control == Control::Range {
        for (key, value) in [("start", "1"), ("end", "10"), ("step", "1")] {
            put(&mut item.control, key, value);
        }
    }
}

/// Reads a cell into an item and its question.
pub fn read(
    text: &str,
    item: &mut Item,
    question: &mut Question,
    lists: &[List],
) -> Result<(), Vec<Problem>> {
    none(item, question);
    let takes = known(question);
    let mut problems = Vec::new();
    let mut found: Vec<(String, String)> = Vec::new();
    for part in parts(text) {
        match part.split_once('=') {
            Some((key, value)) if !key.is_empty() && !value.is_empty() => {
                let key = key.to_lowercase();
                if takes.contains(&key.as_str()) {
                    put(&mut found, &key, value);
                } else {
                    let known = if takes.is_empty() { "none".into() } else { takes.join(", ") };
                    problems.push(Problem::UnknownParameter { found: key, known });
                }
            }
            _ => problems.push(Problem::BadParameter(part)),
        }
    }
    let mut reading = Reading { found, problems, item, question };
    match (reading.question.kind.control, reading.question.kind.name) {
        (Control::SelectOne | Control::SelectMultiple | Control::Rank, _) => reading.select(),
        (Control::Range, _) => reading.range(lists),
        (_, "image") => reading.image(),
        (_, "text") => reading.whole("rows", "rows"),
        (_, "audio" | "background-audio") => reading.quality(),
        (_, "geopoint" | "geotrace" | "geoshape") => reading.place(),
        (_, "audit") => reading.audit(),
        _ => {}
    }
    if reading.problems.is_empty() { Ok(()) } else { Err(reading.problems) }
}

/// `a = b, c=d` into `a=b` and `c=d`; what is quoted stays together.
fn parts(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    let mut glue = false;
    for c in text.chars() {
        let last = parts.last_mut().map(|p| p.ends_with('=')).unwrap_or(false);
        match (c, quote) {
            (c, Some(q)) => {
                if c == q {
                    quote = None;
                } else if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
            ('"' | '\'', None) => quote = Some(c),
            (',' | ';', None) => parts.push(String::new()),
            (c, None) if c.is_whitespace() => glue = !last,
            (c, None) => {
                if glue && c != '=' && parts.last().is_some_and(|p| !p.is_empty()) {
                    parts.push(String::new());
                }
                glue = false;
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
    }
    parts.retain(|p| !p.is_empty());
    parts
}

struct Reading<'a> {
    found: Vec<(String, String)>,
    problems: Vec<Problem>,
    item: &'a mut Item,
    question: &'a mut Question,
}

impl Reading<'_> {
    fn get(&self, key: &str) -> Option<String> {
        self.found.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone())
    }

    fn wrong(&mut self, key: &str, found: &str, expected: Wanted) {
        self.problems.push(Problem::ParameterValue { key: key.into(), found: found.into(), expected });
    }

    fn one_of(&mut self, key: &str, allowed: &[&str]) -> Option<String> {
        let value = self.get(key)?;
        if allowed.iter().any(|a| value.eq_ignore_ascii_case(a)) {
            return Some(value.to_lowercase());
        }
        self.wrong(key, &value, Wanted::OneOf(allowed.join(", ")));
        None
    }

    fn number(&mut self, key: &str) -> Option<f64> {
        let value = self.get(key)?;
        match value.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                self.wrong(key, &value, Wanted::Number);
                None
            }
        }
    }

    fn whole(&mut self, key: &str, attribute: &str) {
        let Some(value) = self.get(key) else { return };
        match value.parse::<u32>() {
            Ok(_) => put(&mut self.item.control, attribute, &value),
            Err(_) => self.wrong(key, &value, Wanted::Whole),
        }
    }

    fn select(&mut self) {
        let random = self.one_of("randomize", &["true", "false"]);
        let seed = self.get("seed");
        if let Some(seed) = &seed {
            if seed.parse::<f64>().is_err() && lex::only_reference(seed).is_none() {
                self.wrong("seed", seed, Wanted::Seed);
            }
            if random.as_deref() != Some("true") {
                self.wrong("seed", seed, Wanted::Randomize);
            }
        }
        if random.as_deref() == Some("true") {
            self.question.randomize = Some(seed);
        }
        for key in ["value", "label"] {
            if let Some(column) = self.get(key)
                && !lex::is_qualified(&column)
            {
                self.wrong(key, &column, Wanted::ColumnName);
            }
        }
        let (named, titled) = (self.get("value"), self.get("label"));
        if let Some(Choices::File { value, label, .. }) = &mut self.question.choices {
            *value = named.unwrap_or(std::mem::take(value));
            *label = titled.unwrap_or(std::mem::take(label));
        }
    }

    fn range(&mut self, lists: &[List]) {
        let mut fractions = false;
        for key in ["start", "end", "step"] {
            if let Some(number) = self.number(key) {
                fractions |= number.fract() != 0.0;
                if key == "step" && number == 0.0 {
                    self.wrong(key, "0", Wanted::NotZero);
                }
                let value = self.get(key).unwrap_or_default();
                put(&mut self.item.control, key, &value);
            }
        }
        for (key, attribute) in [("tick_interval", "odk:tick-interval"), ("placeholder", "odk:placeholder")] {
            if let Some(number) = self.number(key) {
                fractions |= number.fract() != 0.0;
                let value = self.get(key).unwrap_or_default();
                put(&mut self.item.control, attribute, &value);
            }
        }
        if fractions {
            put(&mut self.item.bind, "type", "decimal");
        }
        if let Some(list) = self.get("tick_labelset") {
            if !lists.iter().any(|l| l.name == list) {
                self.problems.push(Problem::NoList(list.clone()));
            }
            self.ticks(&list, lists);
            self.question.choices = Some(Choices::List(list));
        }
    }

    /// A tick's label stands at a tick.
    fn ticks(&mut self, list: &str, lists: &[List]) {
        let at = |key: &str, otherwise: f64| {
            self.get(key).and_then(|v| v.parse::<f64>().ok()).unwrap_or(otherwise)
        };
        let (start, end, step) = (at("start", 1.0), at("end", 10.0), at("step", 1.0));
        let interval = at("tick_interval", step);
        let fits = |name: &str| {
            let steps = name.parse::<f64>().ok().map(|n| (n, (n - start) / interval));
            steps.is_some_and(|(n, s)| {
                n >= start.min(end) && n <= start.max(end) && (s - s.round()).abs() < 1e-9
            })
        };
        let off = lists.iter().filter(|l| l.name == list).flat_map(|l| &l.choices).find(|c| !fits(&c.name));
        if let Some(choice) = off.map(|c| c.name.clone()) {
            self.wrong("tick_labelset", &choice, Wanted::Ticks(format!("{start} + n × {interval} ≤ {end}")));
        }
    }

    fn image(&mut self) {
        if let Some(value) = self.get("max-pixels") {
            match value.parse::<u32>() {
                Ok(_) => put(&mut self.item.bind, "orx:max-pixels", &value),
                Err(_) => self.wrong("max-pixels", &value, Wanted::Whole),
            }
        }
        if let Some(app) = self.get("app") {
            let parts: Vec<&str> = app.split('.').collect();
            let fits = parts.len() > 1
                && parts.iter().all(|p| {
                    p.starts_with(|c: char| c.is_ascii_alphabetic())
                        && p.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                });
            // drawing and signing are done by the client itself
            let appearance =
                self.item.control.iter().find(|(k, _)| k == "appearance").map_or("", |(_, v)| v.as_str());
            let camera = matches!(appearance, "" | "annotate");
            if fits && camera {
                put(&mut self.item.control, "intent", &app);
            } else if fits {
            } else {
                self.wrong("app", &app, Wanted::AndroidPackage);
            }
        }
    }

    fn quality(&mut self) {
        let allowed: &[&str] = if self.question.kind.name == "audio" {
            &["voice-only", "low", "normal", "external"]
        } else {
            &["voice-only", "low", "normal"]
        };
        if let Some(quality) = self.one_of("quality", allowed) {
            let there = if self.question.kind.asked() { &mut self.item.bind } else { &mut self.item.control };
            put(there, "odk:quality", &quality);
        }
    }

    fn place(&mut self) {
        for (key, attribute) in
            [("capture-accuracy", "accuracyThreshold"), ("warning-accuracy", "unacceptableAccuracyThreshold")]
        {
            if self.number(key).is_some() {
                let value = self.get(key).unwrap_or_default();
                put(&mut self.item.control, attribute, &value);
            }
        }
        if let Some(mock) = self.one_of("allow-mock-accuracy", &["true", "false"]) {
            put(&mut self.item.bind, "odk:allow-mock-accuracy", &mock);
        }
        if let Some(incremental) = self.one_of("incremental", &["true", "false"])
            && incremental == "true"
        {
            put(&mut self.item.control, "incremental", "true");
        }
    }

    fn audit(&mut self) {
        for key in ["track-changes", "identify-user"] {
            if let Some(value) = self.one_of(key, &["true", "false"]) {
                put(&mut self.item.bind, &format!("odk:{key}"), &value);
            }
        }
        if let Some(value) = self.one_of("track-changes-reasons", &["on-form-edit"]) {
            put(&mut self.item.bind, "odk:track-changes-reasons", &value);
        }
        let places = ["location-priority", "location-min-interval", "location-max-age"];
        let given = places.iter().filter(|p| self.get(p).is_some()).count();
        if given == 0 {
            return;
        }
        if given < places.len() {
            self.wrong("location-…", &format!("{given} of three"), Wanted::Location);
        }
        if let Some(value) =
            self.one_of("location-priority", &["no-power", "low-power", "balanced", "high-accuracy"])
        {
            put(&mut self.item.bind, "odk:location-priority", &value);
        }
        let mut seconds = [0u32; 2];
        for (at, key) in ["location-min-interval", "location-max-age"].into_iter().enumerate() {
            let Some(value) = self.get(key) else { continue };
            match value.parse::<u32>() {
                Ok(number) => {
                    seconds[at] = number;
                    put(&mut self.item.bind, &format!("odk:{key}"), &value);
                }
                Err(_) => self.wrong(key, &value, Wanted::Seconds),
            }
        }
        if seconds[1] < seconds[0] {
            self.wrong("location-max-age", &seconds[1].to_string(), Wanted::AtLeastInterval);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn separators() {
        assert_eq!(parts("start=0.5; end=10 ;step=0.5"), ["start=0.5", "end=10", "step=0.5"]);
        assert_eq!(parts("randomize=true, seed = 42"), ["randomize=true", "seed=42"]);
        assert_eq!(parts("a=1 b = 2\nc= 'x y'"), ["a=1", "b=2", "c=x y"]);
        assert_eq!(parts(" ,, "), Vec::<String>::new());
    }
}
