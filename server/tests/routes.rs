//! Every route states an action, and asks for it.

#![allow(clippy::unwrap_used)] // a test says so by failing

mod support;

whole!(no_route_is_open_by_mistake, |whole| async move {
    let app = whole.app.web().unwrap();
    let routes = web::testing::walk(&app, &[]).await;
    assert!(routes > 10, "only {routes} routes: is a capability missing from the list?");
});
