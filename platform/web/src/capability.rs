//! What a capability hands to the server.

use crate::Routes;

/// Where the API lives.
pub const API: &str = "/api/v1";

/// One capability, put together: `pub fn capability(service) -> web::Capability`.
pub struct Capability {
    /// Its name: `grid`, `cases`.
    pub name: &'static str,
    /// Where its routes are mounted: [`API`], or the prefix of another protocol.
    pub mount: &'static str,
    /// Every statement it has, for the test that prepares each on both databases.
    pub statements: &'static [&'static [db::Sql]],
    /// The words of its refusals: YAML, `code: {zh, en}`.
    pub messages: &'static str,
    /// Its routes, with their state.
    pub routes: Routes,
}
