//! open311
