//! The sections of packs.

use forms::model::module::Module;

#[test]
fn a_question_is_one_word_where_its_element_says_the_rest() {
    let module = serde_json::json!({
        "code": "rental_safety", "name": {"zh": "出租屋安全"}, "use": "patrol", "function": "housing", "subject": "dwelling",
        "questions": [
            {"element": "dwelling.use"},
            {"name": "alarm", "type": "select_one yes_no", "label": {"zh": "有烟感报警器吗"},
             "opens": {"answers": ["no"], "category": "city-upkeep/E0307"}},
            {"each": "lives_in", "questions": [{"element": "person.name"}]},
        ],
    });
    let module: Module = serde_json::from_value(module).expect("a module");
    assert_eq!(module.questions[0].element.as_deref(), Some("dwelling.use"));
    assert_eq!(module.questions[2].questions.len(), 1);
}
