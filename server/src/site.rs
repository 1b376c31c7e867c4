//! What a page must know before anything else: the deployment's name, its ground, its limits.

use crate::app::App;
use authz::action;
use axum::extract::State;
use kernel::Text;
use serde::Serialize;
use utoipa::ToSchema;
use web::{Answer, Caller, Capability, Json, Routes, routes};

/// The deployment.
#[derive(Serialize, ToSchema)]
struct Site {
    /// Its name.
    name: Text,
    /// True in a demo: accounts are shown on the login page.
    demo: bool,
    /// The root area, once a map is there.
    root: Option<grid::model::AreaRef>,
    /// West, south, east, north in degrees.
    bounds: Option<[f64; 4]>,
    /// Longitude and latitude of the middle.
    center: Option<[f64; 2]>,
    /// Languages of the screens.
    languages: Vec<&'static str>,
    /// The base map, if one is configured.
    basemap: Option<Basemap>,
    /// Accounts to try, in a demo only.
    demo_accounts: Vec<DemoAccount>,
    /// The password of the demo accounts, in a demo only.
    demo_password: Option<String>,
    /// Largest attachment in bytes.
    max_upload_bytes: i64,
    /// IANA time zone.
    zone: String,
}

/// A base map.
#[derive(Serialize, ToSchema)]
struct Basemap {
    url: String,
    kind: &'static str,
    datum: &'static str,
    attribution: String,
}

/// A demo account.
#[derive(Clone, Serialize, ToSchema)]
pub struct DemoAccount {
    /// Login.
    pub login: String,
    /// Whose it is.
    pub name: String,
}

/// The deployment: name, ground, languages, limits.
#[utoipa::path(get, path = "/site", tag = "site", responses((status = 200, body = Site)))]
async fn site(State(app): State<App>, _: Caller) -> Answer<Json<Site>> {
    let map = app.grid.map();
    let root = map.children(None).first().and_then(|top| map.ancestors(&top.code).pop());
    let bounds = map.locator().extent().map(|b| [b.west, b.south, b.east, b.north]);
    let config = &app.config;
    let basemap = (!config.basemap.folder.is_empty()).then(|| Basemap {
        url: crate::basemap::TEMPLATE.into(),
        kind: "raster",
        datum: "wgs84",
        attribution: config.basemap.attribution.clone(),
    });
    Ok(Json(Site {
        name: Text::from(&config.name),
        demo: app.demo.is_some(),
        root,
        bounds,
        center: bounds.map(|[w, s, e, n]| [f64::midpoint(w, e), f64::midpoint(s, n)]),
        languages: vec!["zh", "en"],
        basemap,
        demo_accounts: accounts(&app),
        demo_password: app.demo.as_ref().map(|demo| demo.password.clone()),
        max_upload_bytes: app.blobs.options().max_bytes,
        zone: config.zone.clone(),
    }))
}

fn accounts(app: &App) -> Vec<DemoAccount> {
    let accounts = app.demo.iter().flat_map(|demo| demo.accounts.iter().cloned());
    accounts.map(|(login, name)| DemoAccount { login, name }).collect()
}

/// The one route.
pub fn capability(app: App) -> Capability {
    Capability {
        name: "site",
        mount: web::API,
        statements: &[],
        messages: "{}",
        routes: Routes::new().on(action::PUBLIC_READ, routes!(site)).with_state(app),
    }
}
