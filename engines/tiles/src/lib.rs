//! Vector tiles (Mapbox Vector Tile 2.1) of areas and of points.
//!
//! Pure: no input or output, no clock. The world is the square of Web Mercator, cut into 2³² × 2³² whole units, so that
//! what two areas share stays shared through simplifying, clipping and rounding: both come to the same numbers.
//!
//! | room | for |
//! |---|---|
//! | [`tile`] | the address of a tile, places in the world |
//! | [`mvt`] | writing the format |
//! | [`clip`] | what of a ring lies in a tile |
//! | [`ground`] | areas by their shared borders, simplified for each zoom |
//! | [`cluster`] | points by cells, and cells gathered into clusters |

pub mod clip;
pub mod cluster;
pub mod ground;
pub mod mvt;
pub mod tile;

pub use ground::Ground;
pub use mvt::{Form, Layer, Pen, Value};
pub use tile::{BUFFER, EXTENT, MAX_ZOOM, Place, Tile, Window};
