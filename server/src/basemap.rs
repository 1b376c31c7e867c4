//! The base map: raster tiles in WGS-84 web-Mercator from a folder `{z}/{x}/{y}.png` (or .jpg, .webp), since networks of
//! government often have no internet. Without one, divisions and grids alone make the map.

use crate::app::App;
use authz::action;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Refusal, RefusalKind};
use std::path::{Path as FilePath, PathBuf};
use web::{Answer, Caller, Capability, Path, Routes, routes};

/// What a tile may be, in the order looked for.
const KINDS: &[(&str, &str)] = &[("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")];

/// Where pages find the tiles.
pub const TEMPLATE: &str = "/tiles/basemap/{z}/{x}/{y}";

/// One tile.
#[utoipa::path(get, path = "/basemap/{z}/{x}/{y}", tag = "site",
    params(("z" = u32, Path), ("x" = u32, Path), ("y" = u32, Path)),
    responses((status = 200, content_type = "image/png")))]
async fn tile(State(app): State<App>, _: Caller, Path((z, x, y)): Path<(u32, u32, u32)>) -> Answer<Response> {
    let missing = || Refusal::new(RefusalKind::NotFound, "page.not_found");
    if app.config.basemap.folder.is_empty() {
        return Err(missing().into());
    }
    let stem = FilePath::new(&app.config.basemap.folder).join(z.to_string()).join(x.to_string());
    for (ending, mime) in KINDS {
        let file: PathBuf = stem.join(format!("{y}.{ending}"));
        if let Ok(bytes) = tokio::fs::read(&file).await {
            let headers = [(header::CONTENT_TYPE, *mime), (header::CACHE_CONTROL, "public, max-age=86400")];
            return Ok((headers, bytes).into_response());
        }
    }
    Err(missing().into())
}

/// The one route.
pub fn capability(app: App) -> Capability {
    Capability {
        name: "basemap",
        mount: "/tiles",
        statements: &[],
        messages: "{}",
        routes: Routes::new().on(action::PUBLIC_READ, routes!(tile)).with_state(app),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_tile_comes_from_the_folder_and_nothing_else_does() {
        testkit::block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let tiles = folder.path().join("tiles/3/6");
            std::fs::create_dir_all(&tiles).unwrap();
            std::fs::write(tiles.join("4.png"), b"tile").unwrap();
            let mut config = Config { data: folder.path().display().to_string(), ..Config::default() };
            config.basemap.folder = folder.path().join("tiles").display().to_string();
            let app = App::open(config, true).await.unwrap();
            let client = web::testing::Client::new(app.web().unwrap().router);
            let found = client.get("/tiles/basemap/3/6/4").await;
            assert_eq!((found.status.as_u16(), found.body.as_slice()), (200, b"tile".as_slice()));
            assert_eq!(client.get("/tiles/basemap/3/6/5").await.status.as_u16(), 404);
            assert_eq!(client.get("/tiles/basemap/3/6/..%2F4").await.status.as_u16(), 400);
        });
    }
}
