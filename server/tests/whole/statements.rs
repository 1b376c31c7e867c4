//! Every statement of every crate is prepared on both databases.

use jingwei::app::App;

whole!(every_statement_is_prepared, |whole| async move {
    let capabilities = whole.app.capabilities().unwrap();
    let of_capabilities = capabilities.iter().flat_map(|c| c.statements.iter().copied());
    let mut count = 0;
    let mut wrong = vec![];
    for statement in App::platform_statements().into_iter().chain(of_capabilities).flatten() {
        count += 1;
        // lists are composed, never `$1 IS NULL OR …`, and paged by key (docs/sql.md)
        let text = statement.text.to_uppercase();
        let optional = text
            .match_indices(" IS NULL OR ")
            .any(|(at, _)| text[..at].trim_end_matches(|c: char| c.is_ascii_digit()).ends_with('$'));
        if optional || text.contains(" OFFSET ") {
            wrong.push(format!("{}: not our dialect: {text}", statement.name));
        }
        if let Err(error) = whole.app.db.prepare(statement).await {
            wrong.push(format!("{}: {error}", statement.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 160, "only {count} statements: is a crate missing from the list?");
});
