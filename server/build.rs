//! The release binary carries the built front ends: build again when they change.
fn main() {
    for app in ["console", "field", "citizen"] {
        println!("cargo:rerun-if-changed=../web/apps/{app}/dist");
    }
}
