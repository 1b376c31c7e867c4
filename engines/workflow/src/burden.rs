//! What Jingwei never does (house plan §8.5): no quotas, points, mileage, online time, ranking or forced check-in for
//! grid workers. A pack that asks for one is refused.
//!
//! The grounds: 《关于防治“指尖上的形式主义”的若干意见》 (Central Cyberspace Affairs Commission, 2023) against forced use, daily
//! check-in, points, rankings and online time in government apps, and 《整治形式主义为基层减负若干规定》 (General Office of the
//! CPC Central Committee, 2024). The message of finding `burden` names both.

use serde_json::Value;

use crate::{CaseType, Finding, Text};

/// Words of a key or code, each a run of its parts.
const WORDS: [&[&str]; 17] = [
    &["quota"],
    &["quotas"],
    &["points"],
    &["ranking"],
    &["rankings"],
    &["leaderboard"],
    &["mileage"],
    &["checkin"],
    &["check", "in"],
    &["clock", "in"],
    &["punch", "in"],
    &["online", "time"],
    &["online", "minutes"],
    &["online", "hours"],
    &["step", "count"],
    &["min", "reports"],
    &["daily", "minimum"],
];

/// Words of a Chinese name.
const CHINESE: [&str; 8] = ["积分", "排名", "排行", "打卡", "在线时长", "步数", "上报定额", "上报指标"];

/// The forbidden word that a key or code carries.
pub fn burden_word(code: &str) -> Option<String> {
    let lower = code.to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    WORDS
        .iter()
        .find(|word| parts.windows(word.len()).any(|window| window == **word))
        .map(|word| word.join("_"))
        .or_else(|| CHINESE.iter().find(|word| code.contains(**word)).map(|word| (*word).to_owned()))
}

fn finding(path: String, word: String) -> Finding {
    Finding::new("burden", path).with("word", word)
}

/// The keys of a JSON tree that carry a forbidden word: for sections whose form is not known here.
pub fn burden_in_keys(value: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk(value, String::new(), &mut findings);
    findings
}

fn walk(value: &Value, path: String, findings: &mut Vec<Finding>) {
    match value {
        Value::Object(members) => {
            for (key, inner) in members {
                let at = format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
                if let Some(word) = burden_word(key) {
                    findings.push(finding(at.clone(), word));
                }
                walk(inner, at, findings);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, format!("{path}/{index}"), findings);
            }
        }
        _ => {}
    }
}

pub(crate) fn burden_in_case_type(case_type: &CaseType) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut judge = |path: String, code: &str, name: Option<&Text>| {
        let in_name = name.and_then(|n| burden_word(&n.zh));
        if let Some(word) = burden_word(code).or(in_name) {
            findings.push(finding(path, word));
        }
    };
    judge("/code".to_owned(), &case_type.code, Some(&case_type.name));
    for (code, state) in &case_type.states {
        judge(format!("/states/{code}"), code, Some(&state.name));
    }
    for (index, transition) in case_type.transitions.iter().enumerate() {
        let path = format!("/transitions/{index}");
        judge(path.clone(), &transition.action, transition.name.as_ref());
        for (i, input) in transition.input.iter().enumerate() {
            judge(format!("{path}/input/{i}"), &input.key, input.name.as_ref());
        }
    }
    findings
}
