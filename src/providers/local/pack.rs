//! The voice pack on disk: which of its files are there, and whether they are what the manifest says.

use execora_actors::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// What brings the pack.
pub(crate) const COMMAND: &str = "scripts/voice-pack";
const MANIFEST: &str = include_str!("../../../deploy/voice-pack.toml");
/// What was hashed, so that it need not be hashed at every start; `scripts/voice-pack` writes the same.
const STAMP: &str = "verified.json";
const BLOCK: usize = 1 << 20;
/// The part that both ears and voice need.
const RUNTIME: &str = "runtime";

/// A directory that holds the voice pack, or should.
#[derive(Clone, Debug)]
pub(crate) struct Pack {
    folder: PathBuf,
}

/// One file of the pack, for `execora doctor`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Fact {
    /// What it is for: `ears`, `voice`, or `runtime` for both.
    pub(crate) part: String,
    /// Inside the pack.
    pub(crate) path: String,
    /// What was found.
    pub(crate) state: FileState,
}

/// What was found of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum FileState {
    /// It is there and has the right sha256.
    Sound,
    /// It is not there.
    Missing,
    /// It is there and is something else: why.
    Broken(String),
}

#[derive(Deserialize)]
struct Manifest {
    file: Vec<Wanted>,
}

#[derive(Deserialize)]
struct Wanted {
    part: String,
    path: String,
    bytes: u64,
    sha256: String,
}

impl Wanted {
    fn serves(&self, part: &str) -> bool {
        self.part == part || self.part == RUNTIME
    }
}

#[derive(Serialize, Deserialize, PartialEq)]
struct Seal {
    bytes: u64,
    modified_ns: u64,
    sha256: String,
}

type Stamp = BTreeMap<String, Seal>;

impl Pack {
    /// A pack in this directory; nothing is read yet.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// A file or folder inside the pack.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.folder.join(inside)
    }

    /// Makes sure of the files of one part, hashing only those that were not hashed since they last changed.
    ///
    /// # Errors
    /// What is missing or broken, and the command that mends it.
    pub(crate) fn check(&self, part: &str) -> Result<(), String> {
        let mut stamp = self.stamp();
        let mut sealed = false;
        for wanted in files()?.iter().filter(|wanted| wanted.serves(part)) {
            let seal = self.seal(wanted);
            if seal.is_some() && stamp.get(&wanted.path) == seal.as_ref() {
                continue;
            }
            match self.examine(wanted) {
                FileState::Sound => {}
                FileState::Missing => return Err(self.advice(&wanted.path, "missing")),
                FileState::Broken(why) => return Err(self.advice(&wanted.path, &why)),
            }
            stamp.extend(seal.map(|seal| (wanted.path.clone(), seal)));
            sealed = true;
        }
        if sealed && let Ok(text) = serde_json::to_vec_pretty(&stamp) {
            // A pack that only another user may write is hashed at every start instead.
            fs::write(self.path(STAMP), text).ok();
        }
        Ok(())
    }

    /// Every file of the pack, hashed now.
    ///
    /// # Errors
    /// Where the manifest in this binary cannot be read.
    pub(crate) fn facts(&self) -> Result<Vec<Fact>, String> {
        let fact = |wanted: Wanted| Fact { state: self.examine(&wanted), part: wanted.part, path: wanted.path };
        Ok(files()?.into_iter().map(fact).collect())
    }

    /// Whether the files of a part are there, by their sizes alone.
    pub(crate) fn present(&self, part: &str) -> bool {
        let right = |wanted: &Wanted| self.path(&wanted.path).metadata().is_ok_and(|found| found.len() == wanted.bytes);
        files().is_ok_and(|files| files.iter().filter(|wanted| wanted.serves(part)).all(right))
    }

    fn examine(&self, wanted: &Wanted) -> FileState {
        let path = self.path(&wanted.path);
        let Ok(found) = path.metadata() else { return FileState::Missing };
        if found.len() != wanted.bytes {
            return FileState::Broken(format!("{} bytes instead of {}", found.len(), wanted.bytes));
        }
        match sha256(&path) {
            Ok(digest) if digest == wanted.sha256 => FileState::Sound,
            Ok(_) => FileState::Broken("the sha256 is wrong".to_owned()),
            Err(error) => FileState::Broken(error.to_string()),
        }
    }

    fn stamp(&self) -> Stamp {
        fs::read(self.path(STAMP)).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
    }

    fn seal(&self, wanted: &Wanted) -> Option<Seal> {
        let found = self.path(&wanted.path).metadata().ok()?;
        let modified = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let modified_ns = u64::try_from(modified.as_nanos()).ok()?;
        Some(Seal { bytes: found.len(), modified_ns, sha256: wanted.sha256.clone() })
    }

    fn advice(&self, file: &str, why: &str) -> String {
        format!("{}: {why}; run {COMMAND}", self.path(file).display())
    }
}

fn files() -> Result<Vec<Wanted>, String> {
    toml::from_str(MANIFEST)
        .map(|manifest: Manifest| manifest.file)
        .map_err(|error| format!("voice-pack.toml: {error}"))
}

fn sha256(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut block = vec![0; BLOCK];
    loop {
        match file.read(&mut block)? {
            0 => break,
            n => digest.update(&block[..n]),
        }
    }
    Ok(hex::write(&digest.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A pack of one small file, in the manifest's words.
    fn wanted(bytes: &[u8]) -> Wanted {
        let sha256 = hex::write(&Sha256::digest(bytes));
        Wanted { part: "ears".to_owned(), path: "file".to_owned(), bytes: u64::try_from(bytes.len()).unwrap(), sha256 }
    }

    fn folder(name: &str) -> Pack {
        let folder = std::env::temp_dir().join(format!("execora-pack-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Pack::new(folder)
    }

    #[test]
    fn the_manifest_names_the_ears_and_the_voice() {
        let files = files().unwrap();
        assert!(files.iter().any(|file| file.path == "whisper-base/model.bin" && file.part == "ears"));
        assert!(files.iter().any(|file| file.path == "kokoro/model.onnx" && file.part == "voice"));
        assert!(files.iter().all(|file| file.sha256.len() == 64));
        let runtime = files.iter().find(|file| file.path == "onnxruntime/libonnxruntime.so").unwrap();
        assert!(runtime.serves("ears") && runtime.serves("voice"), "without it neither can be used");
    }

    #[test]
    fn a_missing_pack_is_reported_with_the_command_that_brings_it() {
        let error = Pack::new("/nowhere".into()).check("ears").unwrap_err();
        assert!(error.contains("missing; run scripts/voice-pack"), "{error}");
        assert!(!Pack::new("/nowhere".into()).present("ears"));
    }

    #[test]
    fn one_changed_byte_breaks_a_file() {
        let pack = folder("changed");
        fs::write(pack.path("file"), b"weights").unwrap();
        assert_eq!(pack.examine(&wanted(b"weights")), FileState::Sound);
        assert!(matches!(pack.examine(&wanted(b"Weights")), FileState::Broken(_)));
        assert!(matches!(pack.examine(&wanted(b"weight")), FileState::Broken(_)));
        fs::remove_dir_all(&pack.folder).unwrap();
    }

    #[test]
    fn a_seal_does_not_outlive_a_change_of_the_file() {
        let pack = folder("seal");
        fs::write(pack.path("file"), b"weights").unwrap();
        let before = pack.seal(&wanted(b"weights"));
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
        File::options().write(true).open(pack.path("file")).unwrap().set_modified(later).unwrap();
        assert!(before != pack.seal(&wanted(b"weights")));
        fs::remove_dir_all(&pack.folder).unwrap();
    }
}
