//! The expression engine through its public face.

use expression::{EvalError, Expression, FaultCode, MAX_DEPTH, MAX_SOURCE, Operator, Schema, Scope, Type};
use proptest::prelude::*;
use serde_json::{Value, json};

fn schema() -> Schema {
    Schema::new()
        .with(
            "case",
            Type::object([
                ("category", Type::Text),
                ("categories", Type::list(Type::Text)),
                ("returns", Type::Int),
                ("has_photo", Type::Bool),
            ]),
        )
        .with("attributes", Type::map(Type::Text))
        .with("input", Type::object([("hours", Type::Number)]))
}

fn context() -> Value {
    json!({
        "case": {"category": "010305", "categories": ["010305", "0103"], "returns": 1, "has_photo": true},
        "attributes": {"depth": "20 cm"},
        "input": {"hours": 2.5},
    })
}

fn parse(source: &str) -> Expression {
    Expression::parse(source).unwrap_or_else(|fault| panic!("{source}: {fault}"))
}

#[test]
fn right_expressions_check_and_evaluate() {
    let context = context();
    let scope = Scope::new(&context);
    for (source, kind, value) in [
        ("'0103' in case.categories", Type::Bool, json!(true)),
        ("case.returns + 1", Type::Int, json!(2)),
        ("case.returns < 2 && !case.has_photo", Type::Bool, json!(false)),
        ("input.hours > 2", Type::Bool, json!(true)),
        ("attributes['depth'] + '!'", Type::Text, json!("20 cm!")),
        ("has(attributes.width)", Type::Bool, json!(false)),
        ("'depth' in attributes ? 'a' : 'b'", Type::Text, json!("a")),
        ("case.categories.exists(c, c.startsWith('01'))", Type::Bool, json!(true)),
        ("case.categories.all(c, c.size() == 4)", Type::Bool, json!(false)),
        ("case.categories.exists_one(c, size(c) == 4)", Type::Bool, json!(true)),
        ("case.categories.filter(c, size(c) == 4)", Type::list(Type::Text), json!(["0103"])),
        ("case.categories.map(c, size(c))", Type::list(Type::Int), json!([6, 4])),
        ("{'a': 1}['a']", Type::Int, json!(1)),
        ("case.category in ['010305']", Type::Bool, json!(true)),
    ] {
        let expression = parse(source);
        assert_eq!(expression.check(&schema()), Ok(kind), "{source}");
        assert_eq!(expression.eval(&scope), Ok(value), "{source}");
    }
}

#[test]
fn mistakes_are_found_before_anything_runs() {
    for (source, code, line, column) in [
        ("kase.returns > 1", FaultCode::UnknownVariable, 1, 1),
        ("case.retuns > 1", FaultCode::UnknownField, 1, 5),
        ("'中文' == case.categry", FaultCode::UnknownField, 1, 13),
        ("case.has_photo &&\n  case.x", FaultCode::UnknownField, 2, 7),
        ("case.returns > '1'", FaultCode::WrongOperands, 1, 14),
        ("case.returns && true", FaultCode::WrongOperands, 1, 14),
        ("case.category in case.category", FaultCode::WrongOperands, 1, 15),
        ("case.returns == 'x'", FaultCode::WrongOperands, 1, 14),
        ("1 + 1.5 > 2.0", FaultCode::WrongOperands, 1, 3),
        ("case.category.matches('a')", FaultCode::UnknownFunction, 1, 22),
        ("now() > 1", FaultCode::UnknownFunction, 1, 4),
        ("case.category.startsWith(1)", FaultCode::WrongOperands, 1, 25),
        ("case.returns.exists(c, true)", FaultCode::WrongType, 1, 20),
        ("case['other'] == 1", FaultCode::UnknownField, 1, 5),
        ("{1: 2} == {1: 2}", FaultCode::WrongType, 1, 2),
    ] {
        let fault = parse(source).check_bool(&schema()).unwrap_err();
        assert_eq!(fault.code, code, "{source}: {fault}");
        assert_eq!((fault.at.line, fault.at.column), (line, column), "{source}: {fault}");
    }
    let fault = parse("case.returns").check_bool(&schema()).unwrap_err();
    assert_eq!(fault.code, FaultCode::WrongType);
    assert!(parse("case.category").check_text(&schema()).is_ok());
    assert!(parse("case.returns").check_text(&schema()).is_err());
}

#[test]
fn what_is_no_expression_is_refused_with_its_place() {
    for (source, code, column) in [
        ("", FaultCode::Syntax, 1),
        ("   ", FaultCode::Syntax, 1),
        ("case.returns >", FaultCode::Syntax, 15),
        ("a..b", FaultCode::Syntax, 3),
        ("'abc", FaultCode::Syntax, 1),
        ("b'a' == b'a'", FaultCode::Unsupported, 1),
        ("1u == 1u", FaultCode::Unsupported, 1),
        ("a.b{c: 1}", FaultCode::Unsupported, 4),
        ("[[1]].map(x, x.map(y, y))", FaultCode::TooDeep, 19),
    ] {
        let fault = Expression::parse(source).unwrap_err();
        assert_eq!(fault.code, code, "{source}: {fault}");
        assert_eq!(fault.at.column, column, "{source}: {fault}");
    }
}

#[test]
fn size_and_nesting_are_limited() {
    let code = |source: &str| Expression::parse(source).map(|_| ()).map_err(|f| f.code);
    assert_eq!(code(&"1+".repeat(MAX_SOURCE)), Err(FaultCode::TooLong));
    for (open, close) in [
        ("(", ")"),
        ("[", "]"),
        ("!", ""),
        ("- ", ""),
        ("1+", ""),
        ("{'a':", "}"),
        ("a.", ""),
        ("true?1:", ""),
        ("size(", ")"),
        ("a[", "]"),
    ] {
        for n in [MAX_DEPTH, 90, 200] {
            let source = format!("{}a{}", open.repeat(n), close.repeat(n));
            if source.len() <= MAX_SOURCE && !(open == "(" && n < 96) {
                let outcome = code(&source);
                // a run of `!` or `-` is folded into one by the parser
                let folded = (open == "!" || open == "- ") && outcome == Ok(());
                let refused = matches!(outcome, Err(FaultCode::TooDeep | FaultCode::Syntax));
                assert!(folded || refused, "{source}: {outcome:?}");
            }
        }
    }
    // the deepest that is let in is evaluated on a stack of 1 MiB, half of what a worker thread has
    for (open, close) in
        [("1+", ""), ("size([", "])"), ("true?1:", ""), ("{'a':", "}['a']"), ("[", "]"), ("int(", ")")]
    {
        let source = |n: usize| format!("{}1{}", open.repeat(n), close.repeat(n));
        let deepest = (1..=MAX_DEPTH).rev().find_map(|n| Expression::parse(&source(n)).ok());
        let expression = deepest.unwrap_or_else(|| panic!("{open} nests a few times"));
        let run = std::thread::Builder::new().stack_size(1 << 20).spawn(move || {
            let _ = (expression.check(&schema()), expression.eval(&Scope::empty()), expression.constant());
        });
        run.unwrap().join().unwrap();
    }
    let wide = vec!["case.has_photo"; 100].join(" && ");
    assert!(parse(&wide).eval_bool(&Scope::new(&context())).is_ok());
}

#[test]
fn errors_while_running_have_codes_and_no_values() {
    let context = context();
    let scope = Scope::new(&context);
    for (source, error) in [
        ("attributes.width == 'x'", EvalError::MissingKey),
        ("actor.post == 'x'", EvalError::MissingVariable),
        ("case.categories[5] == 'x'", EvalError::Index),
        ("1 / (case.returns - 1) > 0", EvalError::Number),
        ("case.returns + 9223372036854775807 > 0", EvalError::Number),
        ("int(attributes.depth) > 3", EvalError::Number),
        ("case.returns && true", EvalError::Type),
        ("case.returns", EvalError::Result),
    ] {
        assert_eq!(parse(source).eval_bool(&scope), Err(error), "{source}");
    }
    let post = json!({"post": "x"});
    let inner = scope.with("actor", &post);
    assert_eq!(parse("actor.post == 'x' && case.has_photo").eval_bool(&inner), Ok(true));
}

#[test]
fn an_expression_says_what_it_looks_at() {
    let expression = parse("'0103' in case.categories && (attributes['depth'] != 'x' || case.returns > 1)");
    assert_eq!(
        expression.values(&context()),
        [
            ("case.categories".to_owned(), json!(["010305", "0103"])),
            ("attributes.depth".to_owned(), json!("20 cm")),
            ("case.returns".to_owned(), json!(1)),
        ]
    );
    assert!(expression.mentions("case") && !expression.mentions("input"));
    assert_eq!(
        expression.conjuncts(),
        ["'0103' in case.categories", "(attributes['depth'] != 'x') || (case.returns > 1)"]
    );
    // a loop's own name is no variable
    assert_eq!(parse("[1, 2].all(c, c > 1)").paths().len(), 0);
}

#[test]
fn the_first_false_part_is_named() {
    let context = context();
    let scope = Scope::new(&context);
    let expression = parse("case.has_photo && case.returns > 1 && attributes.depth == 'x'");
    let (part, values) = expression.first_false(&scope, &context).unwrap();
    assert_eq!(part, "case.returns > 1");
    assert_eq!(values, [("case.returns".to_owned(), json!(1))]);
    assert_eq!(parse("case.has_photo").first_false(&scope, &context), None);
}

#[test]
fn comparisons_with_texts_are_listed() {
    let expression = parse(
        "case.category == 'a' || 'b' in case.categories || case.category in ['c', 'd'] || !case.category.startsWith('e')",
    );
    let found: Vec<_> =
        expression.comparisons().into_iter().map(|c| (c.variable(), c.operator, c.texts.join(","))).collect();
    assert_eq!(
        found,
        [
            ("case.category".to_owned(), Operator::Equals, "a".to_owned()),
            ("case.categories".to_owned(), Operator::Contains, "b".to_owned()),
            ("case.category".to_owned(), Operator::OneOf, "c,d".to_owned()),
            ("case.category".to_owned(), Operator::StartsWith, "e".to_owned()),
        ]
    );
}

#[test]
fn constants_are_seen() {
    assert_eq!(parse("true").constant(), Some(true));
    assert_eq!(parse("1 > 2").constant(), Some(false));
    assert_eq!(parse("case.has_photo && false").constant(), Some(false));
    assert_eq!(parse("case.has_photo").constant(), None);
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "case",
            ".",
            "category",
            "returns",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "&&",
            "||",
            "!",
            "==",
            "in",
            "'a'",
            "\"",
            "'",
            "1",
            "2.5",
            "-",
            "+",
            "?",
            ":",
            ",",
            " ",
            "exists",
            "map",
            "has",
            "x",
            "\n",
            "//",
            "\\",
            "中",
            "`",
            "b'",
            "r'",
            "0x",
            "1e9",
            "true",
            "null",
            "9223372036854775808",
            "size",
            "\u{0}",
            "\u{1F600}",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is written, the engine answers: it never panics, and what passes the checker with `bool` gives a bool
    /// or a clean error.
    #[test]
    fn hostile_source_never_panics(pieces in prop::collection::vec(piece(), 0..40)) {
        let source = pieces.concat();
        if let Ok(expression) = Expression::parse(&source) {
            let context = context();
            let scope = Scope::new(&context);
            let checked = expression.check_bool(&schema());
            let result = expression.eval(&scope);
            if let (Ok(()), Ok(value)) = (checked, result) {
                prop_assert!(value.is_boolean(), "{source} gave {value}");
            }
            let _ = (expression.constant(), expression.comparisons(), expression.values(&context), expression.first_false(&scope, &context));
        }
    }

    /// The normal form of a conjunct reads back as itself.
    #[test]
    fn normal_form_is_stable(a in 0i64..100, name in "v_[a-z]{1,8}", text in "[a-z']{0,5}") {
        let quoted = text.replace('\'', "\\'");
        let source = format!("{name}  >={a} && ({name} =='{quoted}')");
        let first = parse(&source);
        let again = parse(&first.conjuncts().join("&&"));
        prop_assert_eq!(first.conjuncts(), again.conjuncts());
        prop_assert_eq!(first.conjuncts().len(), 2);
    }
}

/// An expression is given what it mentions only: that must make no difference to it.
#[test]
fn what_it_does_not_mention_makes_no_difference() {
    let large = json!({
        "case": {"category": "0201", "tags": ["a", "b"], "spot": {"lon": 1.5, "lat": 2.5}, "empty": {}},
        "actor": {"id": "person/1"},
    });
    let scope = Scope::new(&large);
    for (source, value) in [
        ("size(case) == 4", Ok(true)),
        ("has(case.spot) && !has(case.other)", Ok(true)),
        ("case.spot.lon < case.spot.lat && size(case.spot) == 2", Ok(true)),
        ("size(case.spot) == 2 && case.spot.lon < case.spot.lat", Ok(true)),
        ("case['category'] == '0201' && case.tags[1] == 'b'", Ok(true)),
        ("case.tags.exists(t, t == case.category) || 'category' in case", Ok(true)),
        ("size(case.empty) == 0", Ok(true)),
        ("case.other == 'x'", Err(EvalError::MissingKey)),
        ("case.spot.other == 'x'", Err(EvalError::MissingKey)),
        ("nobody.id == 'x'", Err(EvalError::MissingVariable)),
    ] {
        assert_eq!(parse(source).eval_bool(&scope), value, "{source}");
    }
}
