//! `make bench`: figures, each with its ratio to a baseline of the same run. Driven by `benches/run`.

mod locate;
mod reports;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["locate", folder] => locate::run(folder),
        ["reports", base, seconds, clients] => {
            reports::run(base, seconds.parse().unwrap_or(5), clients.parse().unwrap_or(64)).await;
        }
        _ => {
            eprintln!("usage: bench locate FOLDER | bench reports URL SECONDS CLIENTS");
            std::process::exit(2);
        }
    }
}

/// One figure as a line of JSON, which `benches/run` turns into the table.
#[allow(clippy::print_stdout)] // the tool's answer
fn figure(name: &str, per_second: f64) {
    println!("{}", serde_json::json!({"figure": name, "per_second": per_second.round()}));
}

/// The middle one of some measurements.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
