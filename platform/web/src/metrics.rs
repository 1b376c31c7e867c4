//! Counters in the text format of Prometheus. Routes are labelled by their pattern, so no value of anybody gets in.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Upper bounds of the buckets, in milliseconds.
const BOUNDS: [u64; 10] = [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000];

#[derive(Default)]
struct Histogram {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    sum_ms: u64,
}

type Gauge = Box<dyn Fn() -> i64 + Send + Sync>;

/// What the process counts.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, String, u16), Histogram>>,
    counters: Mutex<BTreeMap<&'static str, u64>>,
    gauges: Mutex<Vec<(&'static str, Gauge)>>,
}

impl Metrics {
    /// A request was answered.
    pub(crate) fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let histogram = requests.entry((method.into(), route.into(), status)).or_default();
        for (bucket, bound) in histogram.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(ms <= bound);
        }
        histogram.count += 1;
        histogram.sum_ms += ms;
    }

    /// Adds to a counter (`jingwei_…_total`).
    pub fn count(&self, name: &'static str, n: u64) {
        *self.counters.lock().unwrap_or_else(PoisonError::into_inner).entry(name).or_default() += n;
    }

    /// Declares a gauge that is read when the page is.
    pub fn gauge(&self, name: &'static str, read: impl Fn() -> i64 + Send + Sync + 'static) {
        self.gauges.lock().unwrap_or_else(PoisonError::into_inner).push((name, Box::new(read)));
    }

    /// The page.
    pub fn page(&self) -> String {
        let mut page = String::from("# TYPE jingwei_http_request_seconds histogram\n");
        let name = "jingwei_http_request_seconds";
        for ((method, route, status), histogram) in
            self.requests.lock().unwrap_or_else(PoisonError::into_inner).iter()
        {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            for (bucket, bound) in histogram.buckets.iter().zip(BOUNDS) {
                let _ = writeln!(page, "{name}_bucket{{{labels},le=\"{}\"}} {bucket}", seconds(bound));
            }
            let _ = writeln!(page, "{name}_bucket{{{labels},le=\"+Inf\"}} {}", histogram.count);
            let _ = writeln!(page, "{name}_sum{{{labels}}} {}", seconds(histogram.sum_ms));
            let _ = writeln!(page, "{name}_count{{{labels}}} {}", histogram.count);
        }
        for (name, n) in self.counters.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = writeln!(page, "# TYPE {name} counter\n{name} {n}");
        }
        for (name, read) in self.gauges.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = writeln!(page, "# TYPE {name} gauge\n{name} {}", read());
        }
        page
    }
}

#[allow(clippy::cast_precision_loss)] // shown to milliseconds
fn seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}
