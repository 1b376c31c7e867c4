//! The story of forms, through their public face.

mod section;
