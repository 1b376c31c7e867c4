//! Routes that state the action they need. There is no other way to declare one.

use crate::{gate, problem::PROBLEM_JSON};
use authz::Action;
use axum::{extract::DefaultBodyLimit, middleware};
use std::time::Duration;
use utoipa::openapi::{Content, OpenApi, PathItem, Ref, RefOr, Response, path::Operation};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// What a route allows beyond the usual.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest body that [`crate::Json`] and [`crate::Raw`] buffer, in bytes.
    pub body: usize,
    /// How long an answer may take.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 1 << 20, time: Duration::from_secs(30) }
    }
}

/// The routes of a capability, relative to where it is mounted.
///
/// ```ignore
/// Routes::new()
///     .on(action::UNIT_READ, routes!(list_units))
///     .on(action::UNIT_WRITE, routes!(put_unit))
///     .with_state(service)
/// ```
pub struct Routes<S = ()>(OpenApiRouter<S>);

impl<S: Clone + Send + Sync + 'static> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// No routes.
    pub fn new() -> Self {
        Self(OpenApiRouter::default())
    }

    /// Adds handlers (each with `#[utoipa::path]`) that need `action`. Whoever holds it nowhere is refused before the
    /// handler runs; the handler's service still requires it on the thing itself.
    pub fn on(self, action: Action, handlers: UtoipaMethodRouter<S>) -> Self {
        self.on_with(action, Limits::default(), handlers)
    }

    /// The same with other limits (imports, uploads).
    pub fn on_with(self, action: Action, limits: Limits, handlers: UtoipaMethodRouter<S>) -> Self {
        let (schemas, mut paths, router) = handlers;
        for item in paths.paths.values_mut() {
            for (_, operation) in operations_mut(item) {
                let extensions = operation.extensions.get_or_insert_default();
                extensions.insert("x-action".into(), action.name().into());
                operation.responses.responses.entry("default".into()).or_insert_with(problem);
            }
        }
        let router = router.route_layer(DefaultBodyLimit::max(limits.body)).route_layer(middleware::from_fn(
            move |request, next| gate::admit(action, limits, request, next),
        ));
        Self(self.0.routes((schemas, paths, router)))
    }

    /// Both sets of routes.
    pub fn merge(self, other: Self) -> Self {
        Self(self.0.merge(other.0))
    }

    /// Gives the handlers their state.
    pub fn with_state<T: Clone + Send + Sync + 'static>(self, state: S) -> Routes<T> {
        Routes(self.0.with_state(state))
    }

    /// Names the operations after the capability they belong to, so that no two bear the same id.
    pub(crate) fn named(mut self, capability: &str) -> Self {
        for item in self.0.get_openapi_mut().paths.paths.values_mut() {
            for (_, operation) in operations_mut(item) {
                operation.tags = Some(vec![capability.into()]);
                operation.operation_id =
                    operation.operation_id.as_ref().map(|id| format!("{capability}_{id}"));
            }
        }
        self
    }

    /// Router and document.
    pub(crate) fn split(self) -> (axum::Router<S>, OpenApi) {
        self.0.split_for_parts()
    }
}

/// What every operation may answer instead.
fn problem() -> RefOr<Response> {
    let content = Content::new(Some(Ref::from_schema_name("Problem")));
    Response::builder().description("A problem document (RFC 9457)").content(PROBLEM_JSON, content).into()
}

/// The operations of a path with their methods.
pub(crate) fn operations_mut(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    [
        ("GET", &mut item.get),
        ("PUT", &mut item.put),
        ("POST", &mut item.post),
        ("DELETE", &mut item.delete),
        ("HEAD", &mut item.head),
        ("PATCH", &mut item.patch),
        ("OPTIONS", &mut item.options),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
    .collect()
}
