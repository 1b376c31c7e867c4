//! The binary as a library, so that tests can put the whole application together: command line, configuration, the list
//! of capabilities, and one module for each command.

pub mod app;
mod assets;
mod basemap;
pub mod cli;
pub mod commands;
pub mod config;
mod fonts;
pub mod located;
mod neighbours;
mod observe;
mod progress;
mod site;
