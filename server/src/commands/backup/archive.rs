//! The file: a plain tar archive (readable with `tar` and `zcat`) whose last parts are the manifest and its hash.
//!
//! Nothing in it is free: a part's header is a function of its name and size, fill is zero, the manifest names every
//! part with its hash. So any bit that differs is found, and the part it is in is named.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
};

const BLOCK: usize = 512;
/// A manifest or a piece of a table is read into memory: no larger.
pub const PIECE: u64 = 256 << 20;
/// The largest attachment there may be.
const FILE: u64 = 8 << 30;
/// Names of the last parts.
const MANIFEST: &str = "manifest.json";
const SEAL: &str = "manifest.sha256";
/// Part with the key of the protected values, when it was asked for.
pub const KEY: &str = "vault.key";
/// What the names of attachments begin with.
pub const BLOBS: &str = "blobs/";
/// The form of the archive that this program writes and reads.
pub const FORMAT: u32 = 1;

/// What is wrong with an archive, and where.
#[derive(Debug, thiserror::Error)]
pub enum Torn {
    /// A part differs from what was written.
    #[error("{part}: {why}")]
    Part {
        /// The part.
        part: String,
        /// What is wrong.
        why: String,
    },
    /// The file cannot be read or written.
    #[error(transparent)]
    File(#[from] io::Error),
}

impl Torn {
    /// Something wrong with a part.
    pub fn part(part: &str, why: impl std::fmt::Display) -> Self {
        Self::Part { part: part.to_owned(), why: why.to_string() }
    }
}

/// A part that is no attachment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// Bytes in the archive.
    pub size: u64,
    /// Of these bytes, hexadecimal.
    pub sha256: String,
}

/// The attachments, each a part named by its own hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// How many.
    pub count: u64,
    /// Bytes in all.
    pub bytes: u64,
    /// Hash of their names, each followed by a line feed, in the order of the archive.
    pub sha256: String,
    /// In the database, but not on the disk when the backup was made, or damaged there.
    pub missing: Vec<String>,
}

/// What the archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Form of the archive.
    pub format: u32,
    /// Version of the program that wrote it.
    pub product: String,
    /// When, UTC milliseconds.
    pub made_at: i64,
    /// `sqlite` or `postgres`; either can be restored into either.
    pub engine: String,
    /// Migrations that the database had run.
    pub migrations: Vec<i64>,
    /// Tables and their rows.
    pub tables: BTreeMap<String, u64>,
    /// Every part but the attachments, the manifest and its hash, in order.
    pub parts: Vec<Part>,
    /// The attachments.
    pub files: Files,
}

/// The header of a part, in the common form of tar.
fn header(name: &str, size: u64) -> Result<[u8; BLOCK], Torn> {
    if name.len() > 100 || size >= FILE {
        return Err(Torn::part(name, "is too large for the archive"));
    }
    let mut block = [0u8; BLOCK];
    block[..name.len()].copy_from_slice(name.as_bytes());
    let mut put = |at: usize, text: &str| block[at..at + text.len()].copy_from_slice(text.as_bytes());
    put(100, "0000600\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{size:011o}\0"));
    put(136, "00000000000\0");
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = block.iter().map(|b| u32::from(*b)).sum();
    let sum = format!("{sum:06o}\0 ");
    block[148..156].copy_from_slice(sum.as_bytes());
    Ok(block)
}

/// Zeros that fill a part up to a whole block.
fn fill(size: u64) -> usize {
    (BLOCK - (size % BLOCK as u64) as usize) % BLOCK
}

/// Writes an archive.
pub struct Writer<W: Write> {
    out: W,
    parts: Vec<Part>,
    files: Files,
    names: Sha256,
}

impl<W: Write> Writer<W> {
    /// Into `out`.
    pub fn new(out: W) -> Self {
        Self { out, parts: vec![], files: Files::default(), names: Sha256::new() }
    }

    fn raw(&mut self, name: &str, bytes: &[u8]) -> Result<(), Torn> {
        let size = bytes.len() as u64;
        self.out.write_all(&header(name, size)?)?;
        self.out.write_all(bytes)?;
        Ok(self.out.write_all(&[0; BLOCK][..fill(size)])?)
    }

    /// A part in memory.
    pub fn part(&mut self, name: &str, bytes: &[u8]) -> Result<(), Torn> {
        let sha256 = hex::encode(Sha256::digest(bytes));
        self.parts.push(Part { name: name.to_owned(), size: bytes.len() as u64, sha256 });
        self.raw(name, bytes)
    }

    /// An attachment, which has been seen to have this hash and size.
    pub fn file(&mut self, hash: &str, size: u64, mut from: impl Read) -> Result<(), Torn> {
        let name = format!("{BLOBS}{hash}");
        self.out.write_all(&header(&name, size)?)?;
        let copied = io::copy(&mut from.by_ref().take(size), &mut self.out)?;
        if copied != size {
            return Err(Torn::part(&name, "became shorter while it was read"));
        }
        self.out.write_all(&[0; BLOCK][..fill(size)])?;
        self.names.update(format!("{hash}\n"));
        self.files.count += 1;
        self.files.bytes += size;
        Ok(())
    }

    /// An attachment that is not there.
    pub fn missing(&mut self, hash: &str) {
        self.files.missing.push(hash.to_owned());
    }

    /// The manifest and the end; `about` says the rest. Answers the manifest and what was written to.
    pub fn finish(mut self, about: impl FnOnce(Vec<Part>, Files) -> Manifest) -> Result<(Manifest, W), Torn> {
        self.files.sha256 = hex::encode(self.names.clone().finalize());
        let manifest = about(std::mem::take(&mut self.parts), std::mem::take(&mut self.files));
        let text = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from)?;
        self.raw(MANIFEST, &text)?;
        let seal = format!("{}\n", hex::encode(Sha256::digest(&text)));
        self.raw(SEAL, seal.as_bytes())?;
        self.out.write_all(&[0; 2 * BLOCK])?;
        Ok((manifest, self.out))
    }
}

/// Reads an archive part by part.
pub struct Reader<R: Read> {
    from: R,
}

/// A part's name and size; its bytes come next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
}

impl<R: Read> Reader<R> {
    /// From `from`.
    pub fn new(from: R) -> Self {
        Self { from }
    }

    /// The next part; None at the end of the archive. `before` names what was read last.
    pub fn next(&mut self, before: &str) -> Result<Option<Head>, Torn> {
        let torn = |why: &str| Torn::part(&format!("after {before}"), why);
        let mut block = [0u8; BLOCK];
        self.exactly(&mut block).map_err(|_| torn("the archive ends too early"))?;
        if block == [0; BLOCK] {
            self.exactly(&mut block).map_err(|_| torn("the archive ends too early"))?;
            let mut more = [0u8; 1];
            if block != [0; BLOCK] || self.from.read(&mut more)? != 0 {
                return Err(torn("there is something behind the end"));
            }
            return Ok(None);
        }
        let text = |range: std::ops::Range<usize>| {
            let bytes = &block[range];
            let end = bytes.iter().position(|b| *b == 0).unwrap_or(bytes.len());
            std::str::from_utf8(&bytes[..end]).ok().map(str::to_owned)
        };
        let name = text(0..100).ok_or_else(|| torn("a header that is not ours"))?;
        let size = text(124..136).and_then(|octal| u64::from_str_radix(&octal, 8).ok());
        let size = size.ok_or_else(|| torn("a header that is not ours"))?;
        if header(&name, size)? != block {
            return Err(torn("a header that is not ours"));
        }
        Ok(Some(Head { name, size }))
    }

    /// A part's bytes in pieces, then the zeros behind it.
    pub fn pieces(
        &mut self,
        head: &Head,
        mut each: impl FnMut(&[u8]) -> Result<(), Torn>,
    ) -> Result<(), Torn> {
        let mut left = head.size;
        let mut buffer = vec![0u8; 1 << 16];
        while left > 0 {
            let n = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
            self.exactly(&mut buffer[..n]).map_err(|_| Torn::part(&head.name, "the archive ends in it"))?;
            each(&buffer[..n])?;
            left -= n as u64;
        }
        let zeros = &mut buffer[..fill(head.size)];
        self.exactly(zeros).map_err(|_| Torn::part(&head.name, "the archive ends in it"))?;
        match zeros.iter().all(|b| *b == 0) {
            true => Ok(()),
            false => Err(Torn::part(&head.name, "is not followed by zeros")),
        }
    }

    /// A part's bytes in memory.
    pub fn bytes(&mut self, head: &Head) -> Result<Vec<u8>, Torn> {
        if head.size > PIECE {
            return Err(Torn::part(&head.name, format!("has more than {PIECE} bytes")));
        }
        let mut all = vec![];
        self.pieces(head, |piece| {
            all.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(all)
    }

    fn exactly(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        self.from.read_exact(buffer)
    }
}

/// Reads the whole archive and answers its manifest, when every bit is as it was written.
pub fn check(from: impl Read, mut progress: impl FnMut(u64)) -> Result<Manifest, Torn> {
    let mut reader = Reader::new(from);
    let (mut parts, mut files, mut names) = (vec![], Files::default(), Sha256::new());
    let (mut before, mut done) = ("the beginning".to_owned(), 0);
    let (mut manifest, mut sealed): (Option<Vec<u8>>, bool) = (None, false);
    while let Some(head) = reader.next(&before)? {
        before.clone_from(&head.name);
        match (&manifest, head.name.as_str()) {
            (None, MANIFEST) => manifest = Some(reader.bytes(&head)?),
            (Some(text), SEAL) if !sealed => {
                let seal = format!("{}\n", hex::encode(Sha256::digest(text)));
                if reader.bytes(&head)? != seal.as_bytes() {
                    return Err(Torn::part(MANIFEST, "differs from its hash"));
                }
                sealed = true;
            }
            (Some(_), other) => return Err(Torn::part(other, "stands behind the manifest")),
            (None, name) => {
                let mut hasher = Sha256::new();
                reader.pieces(&head, |piece| {
                    hasher.update(piece);
                    Ok(())
                })?;
                let sha256 = hex::encode(hasher.finalize());
                match name.strip_prefix(BLOBS) {
                    Some(hash) if hash == sha256 => {
                        names.update(format!("{hash}\n"));
                        files.count += 1;
                        files.bytes += head.size;
                    }
                    Some(_) => return Err(Torn::part(name, "differs from its hash")),
                    None => parts.push(Part { name: head.name.clone(), size: head.size, sha256 }),
                }
            }
        }
        done += head.size;
        progress(done);
    }
    let text = manifest.filter(|_| sealed).ok_or_else(|| Torn::part(MANIFEST, "is missing"))?;
    let manifest = read_manifest(&text)?;
    compare(&manifest, parts, files, names)?;
    Ok(manifest)
}

/// An archive of a later form is told from one that is damaged.
fn read_manifest(text: &[u8]) -> Result<Manifest, Torn> {
    #[derive(Deserialize)]
    struct Form {
        format: u32,
        product: String,
    }
    let bad = |e: serde_json::Error| Torn::part(MANIFEST, e);
    let form: Form = serde_json::from_slice(text).map_err(bad)?;
    if form.format > FORMAT {
        let why = format!("was written by version {}, in a form this version does not know", form.product);
        return Err(Torn::part(MANIFEST, why));
    }
    serde_json::from_slice(text).map_err(bad)
}

fn compare(manifest: &Manifest, parts: Vec<Part>, files: Files, names: Sha256) -> Result<(), Torn> {
    for (n, part) in parts.iter().enumerate() {
        match manifest.parts.get(n) {
            Some(said) if said == part => {}
            Some(said) if said.name == part.name => {
                return Err(Torn::part(&part.name, "differs from its hash"));
            }
            _ => return Err(Torn::part(&part.name, "is not the part that the manifest names here")),
        }
    }
    if let Some(said) = manifest.parts.get(parts.len()) {
        return Err(Torn::part(&said.name, "is missing"));
    }
    let sha256 = hex::encode(names.finalize());
    let said = &manifest.files;
    if (said.count, said.bytes, &said.sha256) != (files.count, files.bytes, &sha256) {
        return Err(Torn::part(BLOBS, "are not the attachments that the manifest names"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn manifest(parts: Vec<Part>, files: Files) -> Manifest {
        Manifest {
            format: FORMAT,
            product: "1".into(),
            made_at: 1,
            engine: "sqlite".into(),
            migrations: vec![1],
            tables: BTreeMap::new(),
            parts,
            files,
        }
    }

    fn archive(form: u32) -> Vec<u8> {
        let mut writer = Writer::new(vec![]);
        writer.part("tables/a/000001.jsonl.gz", &[7; 700]).unwrap();
        writer.part("tables/b/000001.jsonl.gz", b"").unwrap();
        let hash = hex::encode(Sha256::digest(b"photo"));
        writer.file(&hash, 5, &b"photo"[..]).unwrap();
        writer.finish(|parts, files| Manifest { format: form, ..manifest(parts, files) }).unwrap().1
    }

    #[test]
    fn every_bit_counts_and_every_byte() {
        let whole = archive(FORMAT);
        let read = check(&whole[..], |_| {}).unwrap();
        assert_eq!((read.parts.len(), read.files.count, read.files.bytes), (2, 1, 5));
        for at in 0..whole.len() {
            let mut torn = whole.clone();
            torn[at] ^= 1 << (at % 8);
            assert!(check(&torn[..], |_| {}).is_err(), "byte {at}");
            assert!(check(&whole[..at], |_| {}).is_err(), "cut at {at}");
        }
        assert!(check(&[&whole[..], b"x"].concat()[..], |_| {}).is_err());
        let said = |torn: &[u8]| check(torn, |_| {}).unwrap_err().to_string();
        let mut torn = whole.clone();
        torn[512 + 20] = 0;
        assert!(said(&torn).starts_with("tables/a/000001.jsonl.gz: "), "{}", said(&torn));
        assert!(said(&whole[..600]).starts_with("tables/a/000001.jsonl.gz: "), "{}", said(&whole[..600]));
        assert!(said(&archive(9)).contains("does not know"));
    }

    #[test]
    fn sizes_that_are_lies_take_no_memory() {
        let head = |name: &str, size: u64| header(name, size).unwrap().to_vec();
        for lie in [head("tables/a/000001.jsonl.gz", FILE - 1), head(MANIFEST, FILE - 1)] {
            assert!(check(&lie[..], |_| {}).is_err());
        }
        assert!(header("x", FILE).is_err());
        let mut huge = head("x", 1);
        huge[124..135].copy_from_slice(b"77777777777");
        assert!(check(&huge[..], |_| {}).is_err());
    }
}
