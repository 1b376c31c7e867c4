//! Progress of long work: a bar on a terminal, a line every few seconds elsewhere.

use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::IsTerminal as _,
    sync::Mutex,
    time::{Duration, Instant},
};

/// How often a line is written where there is no terminal.
const EVERY: Duration = Duration::from_secs(3);

/// Progress on standard error.
pub struct Progress {
    what: &'static str,
    bar: Option<ProgressBar>,
    last: Mutex<Instant>,
}

impl Progress {
    /// Of `total` things, when that is known.
    pub fn new(what: &'static str, total: Option<u64>) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
            let style = "{msg} {wide_bar} {human_pos}/{human_len} {per_sec}";
            bar.set_style(
                ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
            );
            bar.set_message(what);
            bar
        });
        Self { what, bar, last: Mutex::new(Instant::now()) }
    }

    /// So many are done.
    pub fn at(&self, done: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(done);
            return;
        }
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if last.elapsed() >= EVERY {
            *last = Instant::now();
            eprintln!("{} {done}", self.what);
        }
    }

    /// It is over.
    pub fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
