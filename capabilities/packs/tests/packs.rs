//! The packs that come with Jingwei are sound, their examples turn out as they say.

use std::path::{Path, PathBuf};

use kernel::Lang;
use packs::{Report, check_dir, messages};

fn shipped() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).expect("packs").map(|entry| entry.expect("entry").path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn told(report: &Report) -> String {
    report.problems.iter().map(|problem| messages::line(problem, Lang::En) + "\n").collect()
}

#[test]
fn the_shipped_packs_are_sound() {
    let folders = shipped();
    assert!(folders.len() >= 2);
    for folder in folders {
        let report = check_dir(&folder, &[]);
        assert!(report.is_sound(), "{}:\n{}", folder.display(), told(&report));
        assert!(report.examples >= 4, "{} has examples", folder.display());
    }
}
