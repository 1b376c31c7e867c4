//! The folder: `in/` for what is on its way, `ab/cd/<sha256>` for what has arrived, `out/` for what is being removed.
//! All of it blocks.

use sha2::{Digest as _, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// Where files stand.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    root: PathBuf,
}

impl Disk {
    /// Makes the folders that are missing.
    pub(crate) fn open(root: &Path) -> io::Result<Self> {
        let disk = Self { root: root.to_path_buf() };
        fs::create_dir_all(disk.incoming())?;
        fs::create_dir_all(disk.outgoing())?;
        Ok(disk)
    }

    fn incoming(&self) -> PathBuf {
        self.root.join("in")
    }

    fn outgoing(&self) -> PathBuf {
        self.root.join("out")
    }

    /// A file on its way in. `id` is one of ours: hexadecimal.
    pub(crate) fn part(&self, id: &str) -> PathBuf {
        self.incoming().join(id)
    }

    /// The file with that content.
    pub(crate) fn path(&self, hash: &str) -> PathBuf {
        place(&self.root, hash)
    }

    /// Puts a file, which is already safe, under its hash; it stays where it was too.
    pub(crate) fn install(&self, part: &Path, hash: &str) -> io::Result<()> {
        let path = self.path(hash);
        if path.exists() {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        match fs::hard_link(part, &path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
            Err(_) => copy(part, &path)?,
            Ok(()) => {}
        }
        // The file's name is safe only when its folders are.
        for folder in [folder, folder.parent().unwrap_or(&self.root), &self.root] {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    }

    /// Moves a file out of the way; false when it is not there.
    pub(crate) fn take_out(&self, hash: &str) -> io::Result<bool> {
        found(fs::rename(self.path(hash), self.outgoing().join(hash)))
    }

    /// Moves it back.
    pub(crate) fn put_back(&self, hash: &str) -> io::Result<()> {
        self.install(&self.outgoing().join(hash), hash)?;
        self.throw_away(hash)
    }

    /// Forgets a file that was taken out.
    pub(crate) fn throw_away(&self, hash: &str) -> io::Result<()> {
        found(fs::remove_file(self.outgoing().join(hash))).map(drop)
    }

    /// Files that were taken out by a sweep which did not come to its end.
    pub(crate) fn left_out(&self) -> io::Result<Vec<String>> {
        Ok(entries(&self.outgoing())?.into_iter().map(|(name, _)| name).collect())
    }

    /// Files on their way in that nobody touched since `before` (UTC milliseconds).
    pub(crate) fn stale_parts(&self, before: i64) -> io::Result<Vec<PathBuf>> {
        let entries = entries(&self.incoming())?;
        Ok(entries
            .into_iter()
            .filter(|(_, touched)| *touched < before)
            .map(|(name, _)| self.part(&name))
            .collect())
    }
}

/// Where the file with some content stands in a folder of files.
pub fn place(root: &Path, hash: &str) -> PathBuf {
    let (first, rest) = hash.split_at(2.min(hash.len()));
    let second = &rest[..2.min(rest.len())];
    root.join(first).join(second).join(hash)
}

/// Names and times of last change, UTC milliseconds.
fn entries(folder: &Path) -> io::Result<Vec<(String, i64)>> {
    let mut entries = vec![];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(touched) = entry.metadata().and_then(|about| about.modified()) else { continue };
        let touched = touched.duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_millis();
        if let Ok(name) = entry.file_name().into_string() {
            entries.push((name, i64::try_from(touched).unwrap_or(i64::MAX)));
        }
    }
    Ok(entries)
}

/// For folders without hard links.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let half = from.with_extension("copy");
    fs::copy(from, &half)?;
    File::open(&half)?.sync_all()?;
    fs::rename(half, to)
}

/// False for "not found".
pub(crate) fn found(result: io::Result<()>) -> io::Result<bool> {
    match result {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// SHA-256 (hexadecimal), size and first bytes of a file.
pub(crate) fn digest(path: &Path, head: usize) -> io::Result<(String, u64, Vec<u8>)> {
    let mut file = File::open(path)?;
    let (mut hasher, mut size, mut first) = (Sha256::new(), 0, Vec::new());
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer)?;
        if n == 0 {
            return Ok((hex::encode(hasher.finalize()), size, first));
        }
        hasher.update(&buffer[..n]);
        size += n as u64;
        let wanted = head.saturating_sub(first.len()).min(n);
        first.extend_from_slice(&buffer[..wanted]);
    }
}
