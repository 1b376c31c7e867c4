//! A disk that can be filled: a small memory file system of its own where we may mount one, else a limit on how large
//! the server's files may grow (`CRASH_MOUNT=0` asks for that).

use crate::{
    node::{Node, done},
    setting,
};
use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// Where the data stand.
pub enum Disk {
    /// A file system of its own.
    Own(PathBuf),
    /// The machine's; the server's files may be kept from growing.
    Shared(PathBuf),
}

impl Disk {
    /// A disk under a folder. Says which kind it is.
    pub fn new(folder: &Path, megabytes: u32) -> Self {
        let place = folder.join("disk");
        std::fs::create_dir(&place).unwrap();
        let size = format!("size={megabytes}m");
        let mount = || Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&place).output();
        if setting("CRASH_MOUNT", 1) == 1 && mount().is_ok_and(|output| output.status.success()) {
            println!("full disk: a tmpfs of {megabytes} MB");
            return Self::Own(place);
        }
        println!("full disk: no right to mount; the size of the server's files is limited instead");
        Self::Shared(place)
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        match self {
            Self::Own(path) | Self::Shared(path) => path,
        }
    }

    /// From now on nothing can be added.
    pub fn fill(&self, node: &Node) {
        match self {
            Self::Own(path) => {
                let mut ballast = File::create(path.join("ballast")).unwrap();
                for size in [1 << 16, 1 << 10, 1] {
                    let piece = vec![0u8; size];
                    while ballast.write_all(&piece).is_ok() {}
                }
            }
            Self::Shared(_) => limit(node, "0"),
        }
    }

    /// There is room again.
    pub fn empty(&self, node: &Node) {
        match self {
            Self::Own(path) => std::fs::remove_file(path.join("ballast")).unwrap(),
            Self::Shared(_) => limit(node, "unlimited"),
        }
    }

    /// A node over data on it.
    pub fn node(&self, log: PathBuf) -> Node {
        // the disk is small, and it is to be seen what the writer says
        let node = Node::new(&self.path().join("data"), None, log).with("JINGWEI_READY_FREE_MB", "0");
        match self {
            Self::Own(_) => node,
            // a write that would go beyond the limit shall fail, not end the process
            Self::Shared(_) => node.after("trap '' XFSZ"),
        }
    }
}

fn limit(node: &Node, size: &str) {
    done(Command::new("prlimit").args([
        "--pid",
        &node.pid().to_string(),
        &format!("--fsize={size}:unlimited"),
    ]));
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Self::Own(path) = self {
            let _ = Command::new("umount").arg("-l").arg(path).status();
        }
    }
}
