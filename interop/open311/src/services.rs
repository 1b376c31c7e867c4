//! Services from packs: every public category without children, of every pack in use.
//!
//! A service's code is `PACK.CATEGORY`, since categories are unique within their pack only; where a category's code alone
//! leaves no doubt it is understood too. What a service asks stands in the pack's section `attributes`.

use crate::model::{Attribute, Datatype, Definition, Service};
use kernel::Lang;
use packs::model::{AnswerType, Question};
use packs::{CategoryEntry, Loaded};
use std::sync::Arc;

/// A category offered as a service.
#[derive(Clone)]
pub struct Offered {
    /// Its pack.
    pub pack: Arc<Loaded>,
    /// Its code in the pack.
    pub category: String,
}

impl Offered {
    /// The service's code.
    pub fn code(&self) -> String {
        code(&self.pack.pack.id, &self.category)
    }

    fn entry(&self) -> Option<&CategoryEntry> {
        self.pack.category(&self.category)
    }

    /// Names from the category's parent to the top, nearest first.
    fn above(&self, lang: Lang) -> Vec<String> {
        let path = self.entry().map(|entry| entry.path.as_slice()).unwrap_or_default();
        let names = path.iter().skip(1).filter_map(|code| self.pack.category(code));
        names.map(|entry| said(&entry.name, lang)).collect()
    }

    /// Its name.
    pub fn name(&self, lang: Lang) -> String {
        self.entry().map(|entry| said(&entry.name, lang)).unwrap_or_default()
    }

    /// As a service.
    pub fn service(&self, lang: Lang) -> Service {
        let pack = said(&self.pack.pack.name, lang);
        let above = self.above(lang);
        let group = above.first().unwrap_or(&pack).clone();
        let mut names: Vec<String> = above.into_iter().rev().collect();
        names.insert(0, pack);
        names.push(self.name(lang));
        Service {
            code: self.code(),
            name: self.name(lang),
            description: names.join(" / "),
            metadata: self.questions().next().is_some(),
            keywords: self.entry().map(|entry| entry.keywords.clone()).unwrap_or_default(),
            group,
        }
    }

    /// Its questions.
    pub fn definition(&self, lang: Lang) -> Definition {
        let attribute = |q: &Question| Attribute {
            code: q.code.clone(),
            variable: q.variable,
            datatype: datatype(q.datatype),
            required: q.required && q.variable,
            hint: q.hint.as_ref().map(|hint| said(hint, lang)),
            description: said(&q.name, lang),
            values: q.values.iter().map(|v| (v.code.clone(), said(&v.name, lang))).collect(),
        };
        Definition { code: self.code(), attributes: self.questions().map(attribute).collect() }
    }

    /// What is asked about a matter of the category.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.pack.questions(&self.category)
    }
}

fn datatype(answer: AnswerType) -> Datatype {
    match answer {
        AnswerType::String => Datatype::String,
        AnswerType::Number => Datatype::Number,
        AnswerType::DateTime => Datatype::DateTime,
        AnswerType::Text => Datatype::Text,
        AnswerType::SingleValueList => Datatype::SingleValueList,
        AnswerType::MultiValueList => Datatype::MultiValueList,
    }
}

/// The code of a pack's category as a service.
pub fn code(pack: &str, category: &str) -> String {
    format!("{pack}.{category}")
}

/// All services, in the order of the packs.
pub fn offered(enabled: &[Arc<Loaded>]) -> Vec<Offered> {
    let of = |pack: &Arc<Loaded>| {
        let categories = pack.categories().filter(|entry| entry.public && entry.leaf);
        let offer = |entry: &CategoryEntry| Offered { pack: pack.clone(), category: entry.code.clone() };
        categories.map(offer).collect::<Vec<_>>()
    };
    enabled.iter().flat_map(of).collect()
}

/// The service with a code: `PACK.CATEGORY`, or a category's code that only one pack has.
pub fn find(offered: &[Offered], wanted: &str) -> Option<Offered> {
    if let Some(found) = offered.iter().find(|offer| offer.code() == wanted) {
        return Some(found.clone());
    }
    let mut bare = offered.iter().filter(|offer| offer.category == wanted);
    match (bare.next(), bare.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

fn said(text: &workflow::Text, lang: Lang) -> String {
    if lang == Lang::En && !text.en.is_empty() { text.en.clone() } else { text.zh.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pack(id: &str, questions: serde_json::Value) -> Arc<Loaded> {
        let name = |zh: &str, en: &str| json!({"zh": zh, "en": en});
        let document = json!({
            "id": id, "version": "1.0.0", "name": name("城市管理", "City upkeep"),
            "categories": [
                {"code": "01", "name": name("部件", "Components"), "public": true, "children": [
                    {"code": "0101", "name": name("公用设施", "Utilities"), "children": [
                        {"code": "010115", "name": name("路灯", "Street lamp"), "keywords": ["灯坏了", "黑灯"]},
                        {"code": "010122", "name": name("监控设备箱", "Camera cabinet"), "public": false},
                    ]},
                ]},
                {"code": "02", "name": name("内部", "Internal")},
            ],
            "attributes": questions,
        });
        Arc::new(Loaded::from_document(&document).unwrap())
    }

    fn questions() -> serde_json::Value {
        json!([
            {"category": "01", "code": "note", "datatype": "text", "variable": false, "required": true,
             "name": {"zh": "说明", "en": "Note"}},
            {"category": "010115", "code": "how", "datatype": "singlevaluelist", "required": true,
             "name": {"zh": "故障", "en": "Fault"}, "hint": {"zh": "选一项", "en": "Choose one"},
             "values": [{"code": "dark", "name": {"zh": "不亮", "en": "Dark"}}]},
            {"category": "02", "code": "other", "datatype": "string", "name": {"zh": "别的", "en": "Other"}},
        ])
    }

    #[test]
    fn public_leaves_are_services() {
        let all = offered(&[pack("upkeep", json!([]))]);
        assert_eq!(all.iter().map(Offered::code).collect::<Vec<_>>(), ["upkeep.010115"]);
        let service = all[0].service(Lang::En);
        assert_eq!(service.name, "Street lamp");
        assert_eq!(service.group, "Utilities");
        assert_eq!(service.description, "City upkeep / Components / Utilities / Street lamp");
        assert_eq!(service.keywords, ["灯坏了", "黑灯"]);
        assert!(!service.metadata);
        assert_eq!(all[0].service(Lang::Zh).name, "路灯");
        assert!(all[0].definition(Lang::Zh).attributes.is_empty());
    }

    #[test]
    fn a_service_asks_what_its_category_and_those_above_it_ask() {
        let all = offered(&[pack("upkeep", questions())]);
        assert!(all[0].service(Lang::Zh).metadata);
        let asked = all[0].definition(Lang::En).attributes;
        assert_eq!(asked.iter().map(|a| a.code.as_str()).collect::<Vec<_>>(), ["note", "how"]);
        assert!(!asked[0].required, "what is only shown needs no answer");
        assert_eq!(asked[1].values, [("dark".to_string(), "Dark".to_string())]);
        assert_eq!(asked[1].hint.as_deref(), Some("Choose one"));
    }

    #[test]
    fn codes_are_understood_with_and_without_their_pack() {
        let one = offered(&[pack("upkeep", json!([]))]);
        assert!(find(&one, "upkeep.010115").is_some());
        assert!(find(&one, "010115").is_some());
        assert!(find(&one, "upkeep.010122").is_none(), "not public");
        let two = offered(&[pack("upkeep", json!([])), pack("other", json!([]))]);
        assert_eq!(two.len(), 2);
        assert!(find(&two, "010115").is_none(), "two packs have it");
        assert_eq!(find(&two, "other.010115").map(|o| o.code()).as_deref(), Some("other.010115"));
    }
}
