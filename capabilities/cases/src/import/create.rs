//! Making what the map tells to make: categories in a further version of the pack, and units.

use super::map::{CaseMap, Coded, Unknown};
use super::{Makers, Request, open, wrong};
use crate::service::Cases;
use identity::NewUnit;
use kernel::{Ctx, Failure, Result, Text};
use packs::Loaded;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// What an import stands on.
pub(super) struct Made {
    /// The pack, with the categories that were made.
    pub pack: Arc<Loaded>,
    /// Category codes by value.
    pub categories: HashMap<String, String>,
    /// Unit codes by value.
    pub units: HashMap<String, String>,
}

/// Makes what is missing; in a dry run, only in memory.
pub(super) async fn create(
    cases: &Cases,
    ctx: &Ctx,
    makers: &Makers,
    map: &CaseMap,
    request: &Request<'_>,
) -> Result<Made> {
    let enabled = cases.parts.library.enabled().into_iter().find(|p| p.pack.id == map.pack);
    let pack = enabled.ok_or_else(|| wrong("import.map", format!("pack {:?} is not in use", map.pack)))?;
    let makes = |coded: &Option<Coded>| coded.clone().filter(|c| c.unknown == Unknown::Create);
    let mut made = Made { pack, categories: HashMap::new(), units: HashMap::new() };
    if let Some(coded) = makes(&map.category) {
        let values = unknown_values(map, request, &coded, |v| made.pack.category(v).is_some())?;
        categories(ctx, makers, &coded, values, request.dry_run, &mut made).await?;
    }
    if let Some(coded) = makes(&map.unit) {
        let values = unknown_values(map, request, &coded, |_| false)?;
        units(cases, ctx, makers, &coded, values, request.dry_run, &mut made).await?;
    }
    Ok(made)
}

/// The values of a column that the map does not list, in order.
fn unknown_values(
    map: &CaseMap,
    request: &Request<'_>,
    coded: &Coded,
    known: impl Fn(&str) -> bool,
) -> Result<BTreeSet<String>> {
    let mut values = BTreeSet::new();
    let Some(column) = &coded.column else { return Ok(values) };
    for record in open(request.file, map)? {
        let record = record.map_err(|e| wrong("import.file", e))?;
        if let Some(value) = column.read(&|c| record.cell(c))
            && !coded.values.contains_key(&value)
            && !known(&value)
        {
            values.insert(value);
        }
    }
    Ok(values)
}

/// Letters and digits of a value, and a little of its hash, so that two values never meet.
fn code_of(prefix: &str, value: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let mut slug: String = value.chars().map(plain).collect();
    while slug.contains("--") {
        slug = slug.replace("--", "-");
    }
    let hash = value.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
    let slug: String = slug.trim_matches('-').chars().take(32).collect();
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        format!("{prefix}-{hash:08x}")
    } else {
        format!("{prefix}-{slug}-{:04x}", hash & 0xffff)
    }
}

async fn categories(
    ctx: &Ctx,
    makers: &Makers,
    coded: &Coded,
    values: BTreeSet<String>,
    dry_run: bool,
    made: &mut Made,
) -> Result<()> {
    let Some(under) = &coded.under else {
        return Err(wrong("import.map", "category.unknown: create needs `under`"));
    };
    let new: Vec<(String, String)> = values.into_iter().map(|v| (code_of(&under.code, &v), v)).collect();
    made.categories.extend(new.iter().map(|(code, value)| (value.clone(), code.clone())));
    let missing: Vec<_> = new.into_iter().filter(|(code, _)| made.pack.category(code).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut document: Value = serde_json::from_str(made.pack.canonical())?;
    let children: Vec<Value> = missing
        .iter()
        .map(|(code, value)| json!({ "code": code, "name": { "zh": value, "en": value } }))
        .collect();
    let tops = document.get_mut("categories").and_then(Value::as_array_mut);
    let tops = tops.ok_or_else(|| wrong("import.map", "the pack has no categories"))?;
    match tops.iter_mut().find(|top| top["code"] == under.code.as_str()) {
        Some(top) => {
            let mut all = top["children"].as_array().cloned().unwrap_or_default();
            all.extend(children);
            top["children"] = Value::Array(all);
        }
        None => {
            let zh = if under.name.zh.is_empty() { under.code.clone() } else { under.name.zh.clone() };
            let en = under.name.en.clone().unwrap_or_else(|| zh.clone());
            tops.push(json!({
                "code": under.code, "name": { "zh": zh, "en": en }, "public": under.public, "children": children,
            }));
        }
    }
    document["version"] = Value::String(next_version(makers, &made.pack));
    let loaded =
        Loaded::from_document(&document).map_err(|found| wrong("import.map", format!("{found:?}")))?;
    if dry_run {
        made.pack = Arc::new(loaded);
        return Ok(());
    }
    let added = makers.packs.add(ctx, loaded).await?;
    makers.packs.enable(ctx, &added.id, &added.version).await?;
    let pack = makers.packs.pack(&added.id, &added.version);
    made.pack = pack.ok_or_else(|| Failure::Internal("a pack that was just added is not there".into()))?;
    Ok(())
}

/// The next number that no version has.
fn next_version(makers: &Makers, pack: &Loaded) -> String {
    let mut parts: Vec<u64> = pack.pack.version.split('.').map(|p| p.parse().unwrap_or(0)).collect();
    parts.resize(3, 0);
    loop {
        parts[2] += 1;
        let version = format!("{}.{}.{}", parts[0], parts[1], parts[2]);
        if makers.packs.pack(&pack.pack.id, &version).is_none() {
            return version;
        }
    }
}

async fn units(
    cases: &Cases,
    ctx: &Ctx,
    makers: &Makers,
    coded: &Coded,
    values: BTreeSet<String>,
    dry_run: bool,
    made: &mut Made,
) -> Result<()> {
    let Some(under) = &coded.under else {
        return Err(wrong("import.map", "unit.unknown: create needs `under`"));
    };
    for value in values {
        if cases.parts.directory.has_unit(&value).await? {
            continue;
        }
        let code = code_of("u", &value);
        made.units.insert(value.clone(), code.clone());
        if dry_run || cases.parts.directory.has_unit(&code).await? {
            continue;
        }
        let unit = NewUnit {
            code,
            name: Text { zh: value, en: None },
            area: under.code.clone(),
            parent: None,
            functions: vec![],
            contact: None,
        };
        makers.identity.upsert_unit(ctx, unit).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_plain_and_never_meet() {
        assert!(code_of("h", "Bulky Items").starts_with("h-bulky-items-"));
        assert_ne!(code_of("h", "路灯"), code_of("h", "井盖"));
        assert_ne!(code_of("h", "a b"), code_of("h", "a-b"));
        assert!(code_of("h", &"x ".repeat(80)).len() < 48);
    }
}
