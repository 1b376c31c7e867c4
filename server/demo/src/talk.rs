//! What people say. Every topic has its phrases in `data/talk/`; a report puts some together the way people do: three
//! words, a polite sentence, an angry one, a clerk's record of a call, a grid worker's line.

use crate::DemoError;
use crate::data::read;
use crate::naming::pick;
use fastrand::Rng;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Something people report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// The pack it belongs to: the file's.
    #[serde(skip)]
    pub pack: String,
    /// Told by a town office to the county, not by people.
    #[serde(skip)]
    pub official: bool,
    /// Its name among ourselves.
    pub topic: String,
    /// Category codes of the pack, one of them by chance.
    pub categories: Vec<String>,
    /// How often, compared with the others.
    pub weight: f64,
    /// Share of each month from January.
    pub months: Vec<f64>,
    /// When in the day it is noticed.
    pub hours: Hours,
    /// Kinds of places.
    pub r#where: Vec<Where>,
    /// Of how many days a year it comes in crowds (storms, frost, festivals); 0 for all days alike.
    #[serde(default)]
    pub burst: u32,
    /// A kind of place where it heaps up.
    #[serde(default)]
    pub cluster: Option<Where>,
    /// Three words.
    pub short: Vec<String>,
    /// What is wrong.
    pub what: Vec<String>,
    /// More about it.
    pub detail: Vec<String>,
    /// What it does to people.
    pub effect: Vec<String>,
    /// What was done about it in the end.
    pub done: Vec<String>,
}

/// A file of topics.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Topics {
    pack: String,
    #[serde(default)]
    voice: Option<TopicVoice>,
    topics: Vec<Topic>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TopicVoice {
    Town,
}

impl Topics {
    fn named(self) -> impl Iterator<Item = Topic> {
        let (pack, official) = (self.pack, self.voice.is_some());
        self.topics.into_iter().map(move |t| Topic { pack: pack.clone(), official, ..t })
    }
}

/// When in the day something is noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// At any hour.
    Any,
    /// Between breakfast and dusk.
    Day,
    /// Early.
    Morning,
    /// On the way to work and back.
    Rush,
    /// After work.
    Evening,
    /// Late.
    Night,
}

impl Hours {
    /// Shares of the 24 hours.
    pub fn shares(self) -> [f64; 24] {
        let hump = |middle: f64, width: f64, height: f64| {
            move |h: usize| height * (-((h as f64 - middle) / width).powi(2)).exp()
        };
        let sum = |humps: &[(f64, f64, f64)]| {
            std::array::from_fn(|h| 0.02 + humps.iter().map(|&(m, w, v)| hump(m, w, v)(h)).sum::<f64>())
        };
        match self {
            Self::Any => sum(&[(8.5, 3.0, 1.0), (15.0, 5.0, 0.9), (21.0, 3.0, 0.5)]),
            Self::Day => sum(&[(9.5, 2.0, 1.0), (15.5, 2.6, 0.9), (20.0, 2.0, 0.3)]),
            Self::Morning => sum(&[(7.5, 1.6, 1.0), (10.0, 3.0, 0.3)]),
            Self::Rush => sum(&[(8.0, 1.2, 1.0), (17.8, 1.5, 1.0), (12.0, 3.0, 0.3)]),
            Self::Evening => sum(&[(19.5, 2.0, 1.0), (21.5, 1.5, 0.7), (10.0, 3.0, 0.15)]),
            Self::Night => sum(&[(22.3, 1.6, 1.0), (19.8, 1.4, 0.5), (0.5, 1.4, 0.5)]),
        }
    }
}

/// A kind of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Where {
    /// On a street of a town.
    Street,
    /// Between the houses of an estate.
    Estate,
    /// In a village.
    Village,
    /// At a market.
    Market,
    /// At a building site.
    Works,
    /// In a park.
    Park,
}

/// `data/talk/common.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Common {
    openers: BTreeMap<String, Vec<String>>,
    asks: BTreeMap<String, Vec<String>>,
    joins: Vec<String>,
    times: Vec<String>,
    days: Vec<String>,
    when: Vec<String>,
    who: Vec<String>,
    hotline: Vec<String>,
    callers: Vec<String>,
    demands: Vec<String>,
    counter: Vec<String>,
    demand_self: Vec<String>,
    patrol: Vec<String>,
    moods: Vec<Mood>,
    town: Vec<String>,
    within: Vec<String>,
    pub(crate) ratings: BTreeMap<u8, Vec<String>>,
    /// Phrases of the office by their name: `verify_notes`, `return_reasons` …
    pub(crate) office: BTreeMap<String, Vec<String>>,
    spots: BTreeMap<Where, Vec<String>>,
}

/// Whose words they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice {
    /// Somebody at the site or the citizen's program.
    Resident,
    /// A clerk who takes a call.
    Hotline,
    /// A clerk at the counter.
    Counter,
    /// A grid worker on patrol.
    Patrol,
    /// A town office.
    Town,
}

/// How residents speak: one of the patterns, by weight.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mood {
    weight: u32,
    patterns: Vec<String>,
}

/// Where a report says it is: words, and as an address.
#[derive(Debug, Clone, Default)]
pub struct Spoken {
    /// As people say it: 人民路口.
    pub place: String,
    /// The name of the village or community.
    pub village: String,
}

/// All phrases.
#[derive(Debug)]
pub struct Talk {
    /// What people report.
    pub topics: Vec<Topic>,
    common: Common,
}

impl Talk {
    /// Reads the files that are part of the program.
    ///
    /// # Errors
    /// [`DemoError::Data`].
    pub fn load() -> Result<Self, DemoError> {
        let files = [
            ("talk/parts.yaml", include_str!("../data/talk/parts.yaml")),
            ("talk/events.yaml", include_str!("../data/talk/events.yaml")),
            ("talk/calls.yaml", include_str!("../data/talk/calls.yaml")),
        ];
        let mut topics = Vec::new();
        for (file, text) in files {
            topics.extend(read::<Topics>(file, text)?.named());
        }
        let common = read("talk/common.yaml", include_str!("../data/talk/common.yaml"))?;
        Ok(Self { topics, common })
    }

    /// A topic by its name.
    pub fn topic(&self, name: &str) -> Option<&Topic> {
        self.topics.iter().find(|t| t.topic == name)
    }

    /// How people name a place of this kind; `names` fills in what is local (`{street}`, `{estate}` …).
    pub fn spot(
        &self,
        rng: &mut Rng,
        kind: Where,
        names: &dyn Fn(&str, &mut Rng) -> Option<String>,
    ) -> String {
        let patterns = self.common.spots.get(&kind);
        let pattern = patterns.and_then(|p| pick(rng, p)).cloned().unwrap_or_default();
        self.fill(rng, &pattern, names)
    }

    /// A report in somebody's words.
    pub fn report(&self, rng: &mut Rng, topic: &Topic, voice: Voice, at: &Spoken) -> String {
        let c = &self.common;
        let pattern = match voice {
            Voice::Hotline => pick(rng, &c.hotline).cloned().unwrap_or_default(),
            Voice::Counter => pick(rng, &c.counter).cloned().unwrap_or_default(),
            Voice::Patrol => pick(rng, &c.patrol).cloned().unwrap_or_default(),
            Voice::Town => pick(rng, &c.town).cloned().unwrap_or_default(),
            Voice::Resident => return self.resident(rng, topic, at),
        };
        self.say(rng, topic, &pattern, at)
    }

    fn resident(&self, rng: &mut Rng, topic: &Topic, at: &Spoken) -> String {
        let moods: Vec<(&Mood, u32)> = self.common.moods.iter().map(|m| (m, m.weight)).collect();
        let mood = weighted(rng, &moods);
        let pattern = pick(rng, &mood.patterns).cloned().unwrap_or_default();
        let text = self.say(rng, topic, &pattern, at);
        rough(rng, text)
    }

    fn say(&self, rng: &mut Rng, topic: &Topic, pattern: &str, at: &Spoken) -> String {
        let text = self.fill(rng, pattern, &|slot, rng| {
            let list = match slot {
                "place" => return Some(at.place.clone()),
                // not everybody says where: there is a point on the map
                "at" => return (rng.f64() < 0.72).then(|| at.place.clone()).or_else(|| Some(String::new())),
                "village" => return Some(at.village.clone()),
                "what" => &topic.what,
                "short" => &topic.short,
                "detail" => &topic.detail,
                "effect" => &topic.effect,
                _ => return None,
            };
            pick(rng, list).cloned()
        });
        tidy(&text)
    }

    /// A phrase of the office.
    pub fn office(&self, rng: &mut Rng, name: &str) -> Option<String> {
        let pattern = pick(rng, self.common.office.get(name)?)?.clone();
        Some(self.fill(rng, &pattern, &|_, _| None))
    }

    /// What was done about a topic.
    pub fn done(&self, rng: &mut Rng, topic: &Topic) -> String {
        let pattern = pick(rng, &topic.done).cloned().unwrap_or_default();
        self.fill(rng, &pattern, &|_, _| None)
    }

    /// The words that come with a grade.
    pub fn rating(&self, rng: &mut Rng, grade: u8) -> Option<String> {
        pick(rng, self.common.ratings.get(&grade)?).filter(|w| !w.is_empty()).cloned()
    }

    /// Fills `{slots}`, also those inside what was filled in.
    pub fn fill(
        &self,
        rng: &mut Rng,
        pattern: &str,
        local: &dyn Fn(&str, &mut Rng) -> Option<String>,
    ) -> String {
        let mut text = pattern.to_owned();
        for _ in 0..40 {
            let Some(from) = text.find('{') else { break };
            let Some(to) = text[from..].find('}') else { break };
            let slot = text[from + 1..from + to].to_owned();
            let value = local(&slot, rng).or_else(|| self.general(rng, &slot)).unwrap_or_default();
            text.replace_range(from..=from + to, &value);
        }
        text
    }

    fn general(&self, rng: &mut Rng, slot: &str) -> Option<String> {
        let c = &self.common;
        let list = match slot {
            "n" => return Some(rng.u32(2..9).to_string()),
            "no" => return Some(rng.u32(1..260).to_string()),
            "unit" => return Some(rng.u32(1..5).to_string()),
            "pole" => {
                return Some(format!("{}{:03}", rng.alphabetic().to_ascii_uppercase(), rng.u32(1..400)));
            }
            "article" => return Some(rng.u32(3..48).to_string()),
            "receipt" => return Some(format!("{:06}", rng.u32(1000..999_999))),
            "join" => &c.joins,
            "sometimes_when" if rng.f64() > 0.3 => return None,
            "when" | "sometimes_when" => &c.when,
            "times" => &c.times,
            "days" => &c.days,
            "who" => &c.who,
            "caller" => &c.callers,
            "demand" => &c.demands,
            "within" => &c.within,
            "demand_self" => &c.demand_self,
            "polite" | "angry" | "vague" | "repeat" => c.openers.get(slot)?,
            _ => c.asks.get(slot.strip_prefix("ask_")?)?,
        };
        pick(rng, list).cloned()
    }
}

/// Picks by weight.
pub fn weighted<T: Copy>(rng: &mut Rng, list: &[(T, u32)]) -> T {
    let total: u32 = list.iter().map(|x| x.1).sum();
    let mut ticket = rng.u32(..total.max(1));
    for (value, weight) in list {
        if ticket < *weight {
            return *value;
        }
        ticket -= weight;
    }
    list[0].0
}

/// Takes double marks away that arise where an empty phrase stood.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        let last = out.chars().last();
        match (last, c) {
            (Some('，' | '。' | '！' | '？' | ' '), '，' | '。') => {}
            (Some('，'), '！' | '？') => {
                out.pop();
                out.push(c);
            }
            (None, '，' | '。' | ' ') => {}
            _ => out.push(c),
        }
    }
    out.trim_end_matches(['，', ' ']).to_owned()
}

/// Not everybody sets marks with care.
fn rough(rng: &mut Rng, text: String) -> String {
    match rng.u32(..20) {
        0 => text.replace(['，', '。'], " "),
        1 => text.replace('，', ","),
        2 => text.replace(['，', '。'], ""),
        3 => text.replace('。', "…"),
        4 if !text.ends_with('！') => text + "！",
        _ => text,
    }
}
