//! The whole application, put together as the binary does it, on SQLite and on PostgreSQL. One binary, so that everything is
//! linked once.

#![allow(clippy::unwrap_used)] // a test says so by failing

#[macro_use]
mod support;

mod backup;
mod bad_input;
mod calendars;
mod first_city;
mod forms;
mod keys;
mod ledger;
mod r#loop;
mod metrics;
mod openapi;
mod papers;
mod plain;
mod plans;
mod registers;
mod residents;
mod routes;
mod schema;
mod statements;
mod two_databases;
