//! Metrics in the text format of Prometheus. Routes are labelled by their pattern, so no value of anybody gets in.
//!
//! A request costs a look into two small tables that are never locked and three atomic additions. What others know (jobs,
//! readers, the database) is asked when the page is read: they declare a collector that answers [`Family`]s.

use arc_swap::ArcSwap;
use axum::http::Method;
use futures::future::BoxFuture;
use std::{
    collections::HashMap,
    fmt::Write,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// Upper bounds of the buckets, in microseconds.
const BOUNDS: [u64; 13] = [
    1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000, 2_500_000, 10_000_000,
    30_000_000,
];

#[derive(Default)]
struct Histogram {
    buckets: [AtomicU64; BOUNDS.len()],
    count: AtomicU64,
    micros: AtomicU64,
}

impl Histogram {
    fn record(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(at) = BOUNDS.iter().position(|bound| micros <= *bound) {
            self.buckets[at].fetch_add(1, Relaxed);
        }
        self.count.fetch_add(1, Relaxed);
        self.micros.fetch_add(micros, Relaxed);
    }

    fn sample(&self, labels: Labels) -> Sample {
        let mut below = 0;
        let bucket = |(bound, n): (&u64, &AtomicU64)| {
            below += n.load(Relaxed);
            (seconds(*bound), below)
        };
        let buckets: Vec<(f64, u64)> = BOUNDS.iter().zip(&self.buckets).map(bucket).collect();
        let count = self.count.load(Relaxed).max(below);
        Sample { labels, value: Value::Histogram { buckets, count, sum: seconds(self.micros.load(Relaxed)) } }
    }
}

type Labels = Vec<(&'static str, String)>;

/// What a metric is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// One metric with its samples.
#[derive(Clone, Debug)]
pub struct Family {
    name: &'static str,
    help: &'static str,
    kind: Kind,
    samples: Vec<Sample>,
}

#[derive(Clone, Debug)]
struct Sample {
    labels: Labels,
    value: Value,
}

#[derive(Clone, Debug)]
enum Value {
    Number(f64),
    Histogram { buckets: Vec<(f64, u64)>, count: u64, sum: f64 },
}

impl Family {
    /// Something that only grows; its name ends in `_total`.
    pub fn counter(name: &'static str, help: &'static str) -> Self {
        Self { name, help, kind: Kind::Counter, samples: vec![] }
    }
    /// Something that goes up and down.
    pub fn gauge(name: &'static str, help: &'static str) -> Self {
        Self { name, help, kind: Kind::Gauge, samples: vec![] }
    }
    /// How values are spread.
    pub fn histogram(name: &'static str, help: &'static str) -> Self {
        Self { name, help, kind: Kind::Histogram, samples: vec![] }
    }
    /// The value under some labels.
    #[must_use]
    pub fn with(mut self, labels: &[(&'static str, &str)], value: f64) -> Self {
        self.samples.push(Sample { labels: owned(labels), value: Value::Number(value) });
        self
    }
    /// A spread: upper bounds with how many values were at most that, how many in all, and their sum.
    #[must_use]
    pub fn spread(
        mut self,
        labels: &[(&'static str, &str)],
        buckets: Vec<(f64, u64)>,
        count: u64,
        sum: f64,
    ) -> Self {
        let value = Value::Histogram { buckets, count, sum };
        self.samples.push(Sample { labels: owned(labels), value });
        self
    }

    fn write(&self, page: &mut String) {
        let kind = match self.kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        let _ = writeln!(page, "# HELP {0} {1}\n# TYPE {0} {kind}", self.name, self.help);
        for sample in &self.samples {
            sample.write(self.name, page);
        }
    }
}

impl Sample {
    fn write(&self, name: &str, page: &mut String) {
        match &self.value {
            Value::Number(value) => {
                let _ = writeln!(page, "{name}{} {value}", braces(&self.labels, None));
            }
            Value::Histogram { buckets, count, sum } => {
                for (bound, n) in buckets {
                    let _ =
                        writeln!(page, "{name}_bucket{} {n}", braces(&self.labels, Some(&bound.to_string())));
                }
                let _ = writeln!(page, "{name}_bucket{} {count}", braces(&self.labels, Some("+Inf")));
                let _ = writeln!(page, "{name}_sum{} {sum}", braces(&self.labels, None));
                let _ = writeln!(page, "{name}_count{} {count}", braces(&self.labels, None));
            }
        }
    }
}

fn owned(labels: &[(&'static str, &str)]) -> Labels {
    labels.iter().map(|(name, value)| (*name, (*value).to_string())).collect()
}

fn braces(labels: &Labels, bound: Option<&str>) -> String {
    let all = labels.iter().map(|(name, value)| (*name, value.as_str())).chain(bound.map(|le| ("le", le)));
    let pairs: Vec<String> = all.map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("{{{}}}", pairs.join(",")) }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

type Collector = Box<dyn Fn() -> BoxFuture<'static, Vec<Family>> + Send + Sync>;
/// The answers of one route by method and status: a handful.
type Answers = ArcSwap<Vec<(Method, u16, Arc<Histogram>)>>;

/// What the process counts.
#[derive(Default)]
pub struct Metrics {
    requests: ArcSwap<HashMap<String, Arc<Answers>>>,
    collectors: Mutex<Vec<Arc<Collector>>>,
}

impl Metrics {
    /// A request was answered.
    pub(crate) fn request(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let answers = self.route(route);
        let find = |list: &[(Method, u16, Arc<Histogram>)]| {
            list.iter()
                .find(|(m, s, _)| m == method && *s == status)
                .map(|(_, _, histogram)| histogram.clone())
        };
        let known = find(&answers.load());
        let histogram = known.or_else(|| {
            answers.rcu(|list| match find(list) {
                Some(_) => list.clone(),
                None => {
                    let mut list = Vec::clone(list);
                    list.push((method.clone(), status, Arc::default()));
                    Arc::new(list)
                }
            });
            find(&answers.load())
        });
        if let Some(histogram) = histogram {
            histogram.record(took);
        }
    }

    fn route(&self, route: &str) -> Arc<Answers> {
        if let Some(answers) = self.requests.load().get(route) {
            return answers.clone();
        }
        self.requests.rcu(|routes| {
            let mut routes = HashMap::clone(routes);
            routes.entry(route.to_string()).or_default();
            routes
        });
        self.requests.load().get(route).cloned().unwrap_or_default()
    }

    /// Declares what is asked when the page is read.
    pub fn collect(&self, collector: impl Fn() -> BoxFuture<'static, Vec<Family>> + Send + Sync + 'static) {
        self.collectors.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(Box::new(collector)));
    }

    /// The page.
    pub async fn page(&self) -> String {
        let mut page = String::new();
        self.requests().write(&mut page);
        let collectors = self.collectors.lock().unwrap_or_else(PoisonError::into_inner).clone();
        for collector in collectors {
            for family in collector().await {
                family.write(&mut page);
            }
        }
        page
    }

    fn requests(&self) -> Family {
        let name = "jingwei_http_request_seconds";
        let mut family = Family::histogram(name, "Time from a request to its answer, by route pattern.");
        let routes = self.requests.load();
        let mut routes: Vec<_> = routes.iter().collect();
        routes.sort_by_key(|(route, _)| route.as_str());
        for (route, answers) in routes {
            for (method, status, histogram) in answers.load().iter() {
                let labels = [("method", method.as_str()), ("route", route), ("status", &status.to_string())];
                family.samples.push(histogram.sample(owned(&labels)));
            }
        }
        family
    }
}

#[allow(clippy::cast_precision_loss)] // shown to microseconds
fn seconds(micros: u64) -> f64 {
    micros as f64 / 1_000_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_page_says_what_was_counted() {
        let metrics = Arc::new(Metrics::default());
        let counted = (0..4).map(|n| {
            let metrics = metrics.clone();
            std::thread::spawn(move || {
                for _ in 0..100 {
                    metrics.request(&Method::GET, "/a/{b}", 200 + n % 2, Duration::from_millis(3));
                }
            })
        });
        counted.for_each(|thread| thread.join().unwrap());
        metrics.collect(|| {
            Box::pin(async {
                vec![
                    Family::gauge("queue", "How long.").with(&[("of", "a \"b\"\\\n")], 2.5),
                    Family::counter("none_total", "Nothing yet."),
                ]
            })
        });
        let page = metrics.page().await;
        for line in [
            "# TYPE jingwei_http_request_seconds histogram",
            r#"jingwei_http_request_seconds_bucket{method="GET",route="/a/{b}",status="200",le="0.002"} 0"#,
            r#"jingwei_http_request_seconds_bucket{method="GET",route="/a/{b}",status="200",le="0.005"} 200"#,
            r#"jingwei_http_request_seconds_bucket{method="GET",route="/a/{b}",status="201",le="+Inf"} 200"#,
            r#"jingwei_http_request_seconds_sum{method="GET",route="/a/{b}",status="201"} 0.6"#,
            r#"queue{of="a \"b\"\\\n"} 2.5"#,
            "# TYPE none_total counter",
        ] {
            assert!(page.lines().any(|l| l == line), "{line}\n{page}");
        }
    }
}
