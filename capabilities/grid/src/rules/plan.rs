//! What an import changes: drafts laid over the map that is there, row by row.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use geometry::{MultiPolygon, area_m2, bbox, to_geojson};
use kernel::{Text, Timestamp};

use super::ground::{self, Ground};
use crate::import::{Draft, ImportMap};
use crate::model::{Area, Problem, ProblemKind, Severity};
use crate::profile::Profile;

/// Decimals kept of a coordinate, about a millimetre.
const DIGITS: u32 = 8;

/// An area with everything that is stored of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored {
    /// The area; in a layer its level is empty and its path its code.
    pub area: Area,
    /// The layer's code, empty for the tree.
    pub layer: String,
    /// Its ground as a GeoJSON geometry.
    pub geometry: Option<String>,
    /// Local codes, sorted.
    pub aliases: Vec<String>,
    /// Hash over all of it, see [`Stored::digest_of`].
    pub digest: String,
}

impl Stored {
    /// Whether the hash is the hash of the other columns.
    pub fn is_sealed(&self) -> bool {
        self.digest_of(Some(&self.digest)).as_deref() == Some(&self.digest)
    }

    /// Hashes every stored column, with the function that made `like`, or the chosen one.
    pub fn digest_of(&self, like: Option<&str>) -> Option<String> {
        let time = |t: Option<Timestamp>| t.map(|t| t.0.to_be_bytes());
        let (from, to) = (time(self.area.valid_from), time(self.area.valid_to));
        let list = |l: &[String]| l.join("\n");
        let (aliases, successors) = (list(&self.aliases), list(&self.area.successors));
        let fields: [Option<&[u8]>; 13] = [
            Some(b"jingwei.area.1"),
            Some(self.layer.as_bytes()),
            Some(self.area.code.as_bytes()),
            Some(self.area.level.as_bytes()),
            self.area.parent.as_deref().map(str::as_bytes),
            Some(self.area.path.as_bytes()),
            Some(self.area.name.zh.as_bytes()),
            self.area.name.en.as_deref().map(str::as_bytes),
            Some(self.area.kind.as_str().as_bytes()),
            self.geometry.as_deref().map(str::as_bytes),
            from.as_ref().map(|b| b.as_slice()),
            to.as_ref().map(|b| b.as_slice()),
            Some(aliases.as_bytes()),
        ];
        let tail = [Some(successors.as_bytes())];
        let all: Vec<_> = fields.into_iter().chain(tail).collect();
        match like {
            Some(like) => ledger::same_digest(like, &all),
            None => Some(ledger::hash_fields(&all)),
        }
    }
}

/// The changes of one import.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Rows to write, parents before children.
    pub upsert: Vec<Stored>,
    /// Rows as they were, to be kept as past versions.
    pub past: Vec<Stored>,
    /// Codes that are new.
    pub added: Vec<String>,
    /// Codes whose row changes.
    pub changed: Vec<String>,
    /// Codes that came to an end.
    pub retired: Vec<String>,
    /// Number of drafts that change nothing.
    pub unchanged: u64,
    /// What is wrong between areas.
    pub problems: Vec<Problem>,
}

/// Lays drafts over `existing` (the tree, or one layer). `layer` is empty for the tree.
pub fn plan(
    existing: &[Stored],
    drafts: Vec<Draft>,
    layer: &str,
    map: &ImportMap,
    profile: &Profile,
    now: Timestamp,
) -> Plan {
    let old: HashMap<&str, &Stored> = existing.iter().map(|s| (s.area.code.as_str(), s)).collect();
    let mut shapes: HashMap<String, MultiPolygon> = HashMap::new();
    let mut next: BTreeMap<String, Stored> =
        existing.iter().map(|s| (s.area.code.clone(), s.clone())).collect();
    let mut plan = Plan::default();
    if map.replace {
        plan.retired = to_retire(existing, &drafts, now);
        for code in &plan.retired {
            if let Some(row) = next.get_mut(code) {
                row.area.valid_to = Some(now);
            }
        }
    }
    let drafted: Vec<String> = drafts.iter().map(|d| d.code.clone()).collect();
    for draft in drafts {
        let before = old.get(draft.code.as_str()).copied();
        let row = lay(before, &draft, layer, map, profile, now);
        if let Some(shape) = draft.shape {
            shapes.insert(row.area.code.clone(), shape);
        }
        next.insert(draft.code, row);
    }
    set_paths(&mut next);
    for row in next.values_mut() {
        row.digest = row.digest_of(None).unwrap_or_default();
    }
    plan.problems.extend(taken_aliases(next.values()));
    compare(&mut plan, &old, &next, &drafted);
    let fresh: BTreeSet<&str> = plan.added.iter().chain(&plan.changed).map(String::as_str).collect();
    let judged = judge(&next, &mut shapes, &fresh, map, now);
    plan.problems.extend(judged);
    plan
}

/// One row: what the draft says over what was known; what it does not say stays.
fn lay(
    before: Option<&Stored>,
    draft: &Draft,
    layer: &str,
    map: &ImportMap,
    profile: &Profile,
    now: Timestamp,
) -> Stored {
    let level = if layer.is_empty() { profile.levels.get(draft.depth) } else { None };
    let old = before.map(|b| &b.area);
    let geometry = draft.shape.as_ref().map(|s| to_geojson(s, DIGITS).to_string());
    let (bounds, ground) = match &draft.shape {
        Some(shape) => (bbox(shape).map(|b| [b.west, b.south, b.east, b.north]), Some(area_m2(shape))),
        None => (old.and_then(|a| a.bbox), old.and_then(|a| a.area_m2)),
    };
    let name = Text {
        zh: draft.name.zh.clone(),
        en: draft.name.en.clone().or_else(|| old.and_then(|a| a.name.en.clone())),
    };
    let still = |end: Option<Timestamp>| end.filter(|t| *t > now);
    let mut aliases = draft.aliases.clone();
    aliases.sort();
    aliases.dedup();
    let area = Area {
        code: draft.code.clone(),
        level: level.map(|l| l.id.clone()).unwrap_or_default(),
        depth: draft.depth as u16,
        is_grid: level.is_some_and(|l| l.grid),
        parent: draft.parent.clone(),
        path: String::new(),
        name,
        kind: if map.kind.is_some() { draft.kind } else { old.map_or(draft.kind, |a| a.kind) },
        area_m2: ground,
        bbox: bounds,
        valid_from: draft.valid_from.or_else(|| old.and_then(|a| a.valid_from)),
        valid_to: draft.valid_to.or_else(|| still(old.and_then(|a| a.valid_to))),
        successors: match (draft.successors.is_empty(), old) {
            (true, Some(a)) => a.successors.clone(),
            _ => draft.successors.clone(),
        },
    };
    Stored {
        area,
        layer: layer.to_owned(),
        geometry: geometry.or_else(|| before.and_then(|b| b.geometry.clone())),
        aliases: match (aliases.is_empty(), before) {
            (true, Some(b)) => b.aliases.clone(),
            _ => aliases,
        },
        digest: String::new(),
    }
}

/// Known areas that a complete file no longer has: of the same levels and parents as its areas.
fn to_retire(existing: &[Stored], drafts: &[Draft], now: Timestamp) -> Vec<String> {
    let families: BTreeSet<(usize, Option<&str>)> =
        drafts.iter().map(|d| (d.depth, d.parent.as_deref())).collect();
    let kept: BTreeSet<&str> = drafts.iter().map(|d| d.code.as_str()).collect();
    let gone = existing.iter().filter(|s| {
        let a = &s.area;
        let family = (usize::from(a.depth), a.parent.as_deref());
        families.contains(&family) && !kept.contains(a.code.as_str()) && a.valid_to.is_none_or(|t| t > now)
    });
    gone.map(|s| s.area.code.clone()).collect()
}

/// Codes from the top, joined by `/`. A parent always has a higher level, so there is no circle.
fn set_paths(rows: &mut BTreeMap<String, Stored>) {
    let mut order: Vec<(u16, String)> = rows.values().map(|r| (r.area.depth, r.area.code.clone())).collect();
    order.sort();
    let mut paths: HashMap<String, String> = HashMap::new();
    for (_, code) in order {
        let Some(row) = rows.get_mut(&code) else { continue };
        let above = row.area.parent.as_ref().and_then(|p| paths.get(p));
        let path = above.map_or_else(|| code.clone(), |p| format!("{p}/{code}"));
        row.area.path.clone_from(&path);
        paths.insert(code, path);
    }
}

fn taken_aliases<'a>(rows: impl Iterator<Item = &'a Stored>) -> Vec<Problem> {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    let mut out = Vec::new();
    for row in rows {
        for alias in &row.aliases {
            if let Some(owner) = owners.insert(alias, &row.area.code) {
                let problem = Problem::new(ProblemKind::AliasTaken).code(&row.area.code).other(owner);
                out.push(problem.value(alias));
            }
        }
    }
    out
}

fn compare(
    plan: &mut Plan,
    old: &HashMap<&str, &Stored>,
    next: &BTreeMap<String, Stored>,
    drafted: &[String],
) {
    for (code, row) in next {
        match old.get(code.as_str()) {
            None => plan.added.push(code.clone()),
            Some(before) if before.digest != row.digest => {
                plan.past.push((*before).clone());
                if !plan.retired.contains(code) {
                    plan.changed.push(code.clone());
                }
            }
            Some(_) => continue,
        }
        plan.upsert.push(row.clone());
    }
    plan.upsert.sort_by(|a, b| (a.area.depth, &a.area.code).cmp(&(b.area.depth, &b.area.code)));
    let touched: BTreeSet<&str> = plan.upsert.iter().map(|r| r.area.code.as_str()).collect();
    plan.unchanged = drafted.iter().filter(|c| !touched.contains(c.as_str())).count() as u64;
}

fn judge(
    rows: &BTreeMap<String, Stored>,
    shapes: &mut HashMap<String, MultiPolygon>,
    fresh: &BTreeSet<&str>,
    map: &ImportMap,
    now: Timestamp,
) -> Vec<Problem> {
    if fresh.is_empty() {
        return vec![];
    }
    let alive: Vec<&Stored> = rows.values().filter(|r| r.area.valid_to.is_none_or(|t| t > now)).collect();
    for row in &alive {
        if let Some(text) = &row.geometry
            && !shapes.contains_key(&row.area.code)
            && let Some(shape) = read_shape(text)
        {
            shapes.insert(row.area.code.clone(), shape);
        }
    }
    let areas: Vec<Ground<'_>> = alive
        .iter()
        .map(|r| Ground {
            code: &r.area.code,
            parent: r.area.parent.as_deref(),
            kind: r.area.kind,
            shape: shapes.get(&r.area.code),
            fresh: fresh.contains(r.area.code.as_str()),
            valid_from: r.area.valid_from,
            valid_to: r.area.valid_to,
        })
        .collect();
    ground::problems(&areas, map.checks.tolerance_m2)
}

/// A stored geometry as a shape; nothing if it cannot be read.
pub fn read_shape(geometry: &str) -> Option<MultiPolygon> {
    let value = serde_json::from_str(geometry).ok()?;
    geometry::Rings::from_geojson(&value, geometry::Datum::Wgs84).ok().map(|r| r.to_shape())
}

/// Turns what the map file allows into warnings, and puts errors first.
pub fn weigh(mut problems: Vec<Problem>, map: &ImportMap) -> Vec<Problem> {
    for problem in &mut problems {
        if map.checks.allow.get(&problem.kind).is_some_and(|a| a.covers(problem.area_m2)) {
            problem.severity = Severity::Warning;
        }
    }
    problems.sort_by_key(|p| p.severity);
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{draft, read};
    use crate::model::ImportKind;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn run(existing: &[Stored], map: &str, csv: &str) -> Plan {
        let kind = ImportKind::Divisions;
        let map = if map.is_empty() {
            ImportMap::standard(kind).unwrap()
        } else {
            ImportMap::parse(map, kind).unwrap()
        };
        let profile = map.profile().unwrap();
        let known = existing.iter().map(|s| (s.area.code.clone(), usize::from(s.area.depth))).collect();
        let drafts = draft(kind, &map, &profile, &read(csv.as_bytes(), &map.reading()).unwrap(), &known);
        assert_eq!(drafts.problems, []);
        plan(existing, drafts.areas, "", &map, &profile, NOW)
    }

    const LIST: &str = "level,code,name,aliases\ncounty,350302,甲,\ntown,350302001,乙,LOCAL-1\n";

    #[test]
    fn new_changed_and_unchanged() {
        let first = run(&[], "", LIST);
        assert_eq!(first.added, ["35", "3503", "350302", "350302001"]);
        let paths: Vec<_> = first.upsert.iter().map(|s| s.area.path.as_str()).collect();
        assert_eq!(paths[3], "35/3503/350302/350302001");
        let again = run(&first.upsert, "", LIST);
        assert!(again.upsert.is_empty() && again.past.is_empty());
        assert_eq!(again.unchanged, 2);
        let renamed = run(&first.upsert, "", "level,code,name\ntown,350302001,丙\n");
        assert_eq!(renamed.changed, ["350302001"]);
        assert_eq!(renamed.past[0].area.name.zh, "乙");
        assert_eq!(renamed.upsert[0].aliases, ["LOCAL-1"], "what the file does not say stays");
    }

    #[test]
    fn a_complete_file_retires_the_rest() {
        let first = run(&[], "", "level,code,name\ncounty,350302,甲\ncounty,350303,乙\ntown,350303001,丙\n");
        let map = "code: code\nname: name\nlevel: {value: county}\nreplace: true\n";
        let next = run(&first.upsert, map, "code,name\n350302,甲\n350304,丁\n");
        assert_eq!(next.retired, ["350303"]);
        assert_eq!(next.added, ["350304"]);
        let ended = next.upsert.iter().find(|s| s.area.code == "350303").unwrap();
        assert_eq!(ended.area.valid_to, Some(NOW));
        assert!(!ended.area.valid_at(NOW) && ended.area.valid_at(Timestamp(NOW.0 - 1)));
    }

    #[test]
    fn a_new_parent_moves_the_whole_subtree() {
        let map = |parent: &str| {
            format!(
                "profile: {{id: p, home: a, levels: [{{id: a, name: {{zh: a}}}}, {{id: b, name: {{zh: b}}}}, {{id: c, name: {{zh: c}}}}]}}\n\
                 code: code\nname: code\nlevel: level\nparent: {{column: parent, values: {{P: {parent}}}}}\n"
            )
        };
        let csv = "code,level,parent\nx,a,\ny,a,\nm,b,P\nn,c,m\n";
        let first = run(&[], &map("x"), csv);
        let moved = run(&first.upsert, &map("y"), csv);
        assert_eq!(moved.changed, ["m", "n"]);
        assert_eq!(moved.upsert[1].area.path, "y/m/n");
    }

    #[test]
    fn an_alias_has_one_owner() {
        let first = run(&[], "", LIST);
        let second = run(&first.upsert, "", "level,code,name,aliases\ntown,350302002,丁,LOCAL-1\n");
        assert_eq!(second.problems[0].kind, ProblemKind::AliasTaken);
    }
}
