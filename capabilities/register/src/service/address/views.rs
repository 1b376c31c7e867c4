//! What questions about addresses answer.

use super::super::Register;
use super::Index;
use gazetteer::{Candidate, Home, Level, Place};
use geometry::Point;
use grid::model::AreaRef;
use serde::Serialize;
use utoipa::ToSchema;

/// How a question ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AddressOutcome)]
pub enum Outcome {
    /// There is one answer.
    Placed,
    /// One answer, whose ground is several grids: which of them is not said.
    Coarse,
    /// Several places are meant by these words.
    Ambiguous,
    /// Nothing is known by these words.
    Unknown,
    /// The words name a division that is not of this map.
    Elsewhere,
}

impl Outcome {
    /// The word in facts and answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Coarse => "coarse",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// The levels of an address; one that it does not have is null.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AddressParts)]
pub struct Parts {
    /// A road, or a group of a village.
    pub road: Option<String>,
    /// The number on it.
    pub number: Option<String>,
    /// A compound.
    pub estate: Option<String>,
    /// The name of a place.
    pub place: Option<String>,
    /// A building.
    pub building: Option<String>,
    /// A unit.
    pub unit: Option<String>,
    /// A room.
    pub room: Option<String>,
}

/// What was said below the level that was reached, and is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AddressMissing)]
pub struct Missing {
    /// The level.
    pub level: String,
    /// The number that was said.
    pub said: String,
}

/// A standard address, to the level that is known of it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = StandardAddress)]
pub struct AddressView {
    /// Finds it again: `under` of a list.
    pub id: String,
    /// `area`, `road`, `group`, `number`, `estate`, `spot`, `building`, `unit` or `room`.
    pub level: String,
    /// All of it in words.
    pub text: String,
    /// Its last part.
    pub name: String,
    /// Its levels below the village.
    pub parts: Parts,
    /// The areas from the top to the grid.
    pub path: Vec<AreaRef>,
    /// The grid; null where it has ground in several.
    pub grid: Option<AreaRef>,
    /// Degrees east, WGS-84.
    pub lon: Option<f64>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Other names.
    pub aliases: Vec<String>,
    /// The record of it; for staff.
    pub record: Option<String>,
    /// How many addresses stand right under it; for staff.
    pub children: Option<u64>,
    /// From 0 to 1, how well the words fit; of an answer.
    pub score: Option<f64>,
    /// What was said and is not there.
    pub missing: Option<Missing>,
    /// The words mean something close by.
    pub beside: bool,
}

/// How far down somebody sees: staff to the room, everybody else to the building.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sight {
    pub staff: bool,
}

impl Sight {
    fn sees(self, level: Level) -> bool {
        self.staff || level < Level::Unit
    }
}

const MARK: char = '~';

impl Register {
    /// A candidate as it is shown.
    pub(crate) fn shown(&self, index: &Index, homes: &[&Home], c: &Candidate, sight: Sight) -> AddressView {
        let mut view = match c.place {
            Place::Area(area) => self.shown_area(index, area),
            Place::Node { home, node } => {
                let line = homes[home].line(node);
                let sees = |n: &&u32| homes[home].node(**n).is_some_and(|n| sight.sees(n.level()));
                let node = line.iter().rev().find(sees).copied().unwrap_or(node);
                self.shown_node(index, homes[home], node, sight)
            }
        };
        view.score = Some((f64::from(c.score) * 100.0).round() / 100.0);
        let missing = c.missing.filter(|(level, _)| sight.sees(*level));
        view.missing =
            missing.map(|(level, said)| Missing { level: level.word().into(), said: said.to_string() });
        view.beside = c.beside;
        view
    }

    fn shown_area(&self, index: &Index, area: u32) -> AddressView {
        let area = index.areas.get(area);
        let place = self.parts.grid.place_of(&area.code).unwrap_or_default();
        AddressView {
            id: area.code.clone(),
            level: Level::Area.word().into(),
            text: in_words(&place.path),
            name: area.name.clone(),
            parts: Parts::default(),
            grid: place.grid.as_ref().and_then(|_| place.path.last().cloned()),
            path: place.path,
            lon: None,
            lat: None,
            aliases: vec![],
            record: None,
            children: None,
            score: None,
            missing: None,
            beside: false,
        }
    }

    /// A node as it is shown: its grid is that of its point.
    pub(crate) fn shown_node(&self, index: &Index, home: &Home, at: u32, sight: Sight) -> AddressView {
        let line = home.line(at);
        let node = home.node(at);
        let level = node.map_or(Level::Area, gazetteer::Node::level);
        let mut parts = Parts::default();
        let root = line.first().copied().unwrap_or(at);
        let front = home.front(root).map(|n| home.line(n)).unwrap_or_default();
        for n in front.iter().chain(&line) {
            let Some(node) = home.node(*n) else { continue };
            let slot = match node.level() {
                Level::Area => continue,
                Level::Road | Level::Group => &mut parts.road,
                Level::Number => &mut parts.number,
                Level::Estate => &mut parts.estate,
                Level::Spot => &mut parts.place,
                Level::Building => &mut parts.building,
                Level::Unit => &mut parts.unit,
                Level::Room => &mut parts.room,
            };
            *slot = Some(home.label(*n));
        }
        let place = self.ground(index, home, at);
        let shown = [
            &parts.road,
            &parts.number,
            &parts.estate,
            &parts.place,
            &parts.building,
            &parts.unit,
            &parts.room,
        ];
        let below: String = shown.into_iter().flatten().map(String::as_str).collect();
        // the words of an address go down to the village
        let map = self.parts.grid.map();
        let above: Vec<AreaRef> =
            place.path.iter().filter(|a| map.area(&a.code).is_none_or(|a| !a.is_grid)).cloned().collect();
        let point = node.and_then(gazetteer::Node::point).filter(|_| place.grid.is_some());
        let name = if level == Level::Area { above.last().map(|a| a.name.zh.clone()) } else { None };
        AddressView {
            id: id(index, home, &line),
            level: level.word().into(),
            text: format!("{}{below}", in_words(&above)),
            name: name.unwrap_or_else(|| home.label(at)),
            parts,
            grid: place.grid.as_ref().and_then(|_| place.path.last().cloned()),
            path: place.path,
            lon: point.map(|p| p.0),
            lat: point.map(|p| p.1),
            aliases: home.aliases(at).iter().map(ToString::to_string).collect(),
            record: node
                .filter(|n| sight.staff && n.record > 0)
                .map(|n| format!("{}-{}", home.code(), n.record)),
            children: sight.staff.then(|| home.children(at).count() as u64),
            score: None,
            missing: None,
            beside: false,
        }
    }

    /// Where a node is: the grid of its point where it was recorded or all of it lies in one grid, else the area that holds it.
    fn ground(&self, index: &Index, home: &Home, at: u32) -> grid::model::Place {
        let Some(node) = home.node(at) else { return grid::model::Place::default() };
        let area = index.areas.get(node.area);
        let point = node.point().filter(|_| area.is_grid || node.record > 0);
        match point {
            Some((lon, lat)) => self.parts.grid.locate(Point::new(lon, lat)),
            None => self.parts.grid.place_of(&area.code).unwrap_or_default(),
        }
    }
}

fn in_words(path: &[AreaRef]) -> String {
    path.iter().map(|a| a.name.zh.as_str()).collect()
}

/// County, division, kind and the labels of a line.
fn id(index: &Index, home: &Home, line: &[u32]) -> String {
    let root = line.first().copied().unwrap_or(0);
    let node = home.node(root);
    let division =
        node.map(|n| index.areas.get(index.areas.division(n.area)).code.clone()).unwrap_or_default();
    let level = node.map_or(Level::Area, gazetteer::Node::level).word();
    let mut id = format!("{}{MARK}{division}{MARK}{level}", home.code());
    for n in line {
        id.push(MARK);
        id.push_str(&home.label(*n).replace(MARK, "-"));
    }
    id
}

/// The node of an id.
pub(crate) fn node_of(index: &Index, id: &str) -> Option<(String, u32)> {
    let mut parts = id.split(MARK);
    let (county, division, level) = (parts.next()?, parts.next()?, parts.next()?);
    let (_, home) = index.homes.get(county)?;
    let division = index.areas.find(division)?;
    let labels: Vec<&str> = parts.collect();
    let (first, rest) = labels.split_first()?;
    let same = |n: &u32, label: &str| home.label(*n).replace(MARK, "-") == label;
    let root = home
        .places(division)
        .iter()
        .copied()
        .find(|n| home.node(*n).is_some_and(|node| node.level().word() == level) && same(n, first))?;
    let down = |at: u32, label: &&str| home.children(at).find(|n| same(n, label));
    rest.iter().try_fold(root, down).map(|node| (county.to_owned(), node))
}
