//! The data directory: locked by the one server that owns it, and reached by its children through a descriptor.
//!
//! Children get the directory as an open descriptor and name their files `/proc/self/fd/N/…`. So a socket's path is
//! short whatever the directory's is, and a child without rights to the directories above it (a checkout under `/root`)
//! still reaches its own.

use super::{StartError, while_doing};
use execora_actors::hex;
use nix::fcntl::{Flock, FlockArg, OFlag};
use nix::sys::stat::Mode;
use nix::unistd::{Gid, Uid, User, chown};
use std::fs::{self, File, Permissions};
use std::io::{Read as _, Write as _};
use std::os::fd::{AsRawFd as _, OwnedFd};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// An open data directory.
#[derive(Debug)]
pub(crate) struct DataDir {
    path: PathBuf,
    /// Inherited by the children, on purpose: not closed on exec.
    handle: OwnedFd,
    /// Held while this process owns the directory.
    lock: Option<Flock<File>>,
}

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DataDirError {
    /// Another server runs on it.
    #[error("another server (process {pid}) runs on {path}: stop it, or give --data another directory")]
    InUse { path: PathBuf, pid: String },
    /// It cannot be made, opened or written.
    #[error("the data directory {path} cannot be used")]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
}

/// Who the private servers run as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Owner {
    pub(crate) uid: Uid,
    pub(crate) gid: Gid,
}

impl DataDir {
    /// Makes the directory where it is missing and becomes its one owner.
    pub(crate) fn own(path: &Path) -> Result<Self, DataDirError> {
        let mut data = Self::open(path)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(data.path.join("lock"))
            .map_err(|source| DataDirError::Io { path: data.path.clone(), source })?;
        match Flock::lock(file, FlockArg::LockExclusiveNonblock) {
            Ok(mut lock) => {
                let note = lock.set_len(0).and_then(|()| writeln!(lock, "{}", std::process::id()));
                note.map_err(|source| DataDirError::Io { path: data.path.clone(), source })?;
                data.lock = Some(lock);
                Ok(data)
            }
            Err((mut file, _)) => {
                let mut pid = String::new();
                // Who it is only makes the message better: a server that has just started may not have written it yet.
                let known = file.read_to_string(&mut pid).is_ok() && !pid.trim().is_empty();
                let pid = if known { pid.trim().to_owned() } else { "unknown".to_owned() };
                Err(DataDirError::InUse { path: data.path, pid })
            }
        }
    }

    /// Opens the directory beside a server that may own it.
    pub(crate) fn open(path: &Path) -> Result<Self, DataDirError> {
        let failed = |source| DataDirError::Io { path: path.to_owned(), source };
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(failed)?;
        let path = path.canonicalize().map_err(failed)?;
        // Children that run as another user pass through; nobody can list it.
        let mode = fs::metadata(&path).map_err(failed)?.permissions().mode();
        let wanted = if Uid::effective().is_root() { (mode & 0o700) | 0o711 } else { 0o700 };
        if mode & 0o777 != wanted && mode & 0o777 != 0o755 {
            fs::set_permissions(&path, Permissions::from_mode(wanted)).map_err(failed)?;
        }
        let handle = nix::fcntl::open(&path, OFlag::O_PATH | OFlag::O_DIRECTORY, Mode::empty());
        Ok(Self { handle: handle.map_err(|error| failed(error.into()))?, path, lock: None })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A name in it that this process and its children can both use, short enough for a socket.
    pub(crate) fn short(&self, name: &str) -> String {
        format!("/proc/self/fd/{}/{name}", self.handle.as_raw_fd())
    }

    /// Who the private servers run as: whoever owns the database already; else `postgres` or `nobody` in place of root.
    pub(crate) fn servers_run_as(&self) -> Result<Owner, StartError> {
        let (us, database) = (Uid::effective(), self.path.join("postgresql"));
        if let Ok(meta) = fs::metadata(&database)
            && meta.uid() != 0
        {
            if !us.is_root() && meta.uid() != us.as_raw() {
                return Err(StartError::NotOurs { path: database, owner: meta.uid() });
            }
            return Ok(Owner { uid: Uid::from_raw(meta.uid()), gid: Gid::from_raw(meta.gid()) });
        }
        if !us.is_root() {
            return Ok(Owner { uid: us, gid: Gid::effective() });
        }
        let low = ["postgres", "nobody"].into_iter().find_map(|name| User::from_name(name).ok().flatten());
        let no_user = || std::io::Error::other("there is neither a user postgres nor a user nobody");
        let user = low.ok_or_else(no_user).map_err(while_doing("find a user for the private servers"))?;
        Ok(Owner { uid: user.uid, gid: user.gid })
    }

    /// A directory in it that belongs to the private servers alone.
    pub(crate) fn private_dir(&self, name: &str, owner: Owner) -> Result<PathBuf, StartError> {
        let path = self.path.join(name);
        let doing = || while_doing(format!("make {}", path.display()));
        fs::create_dir_all(&path).map_err(doing())?;
        fs::set_permissions(&path, Permissions::from_mode(0o700)).map_err(doing())?;
        chown(&path, Some(owner.uid), Some(owner.gid)).map_err(|error| doing()(error.into()))?;
        Ok(path)
    }

    /// An empty log file for one of the private servers; the one of the last start is kept beside it.
    pub(crate) fn log(&self, name: &str) -> Result<(PathBuf, File), StartError> {
        let logs = self.path.join("log");
        let path = logs.join(format!("{name}.log"));
        let doing = || while_doing(format!("open {}", path.display()));
        fs::create_dir_all(&logs).map_err(doing())?;
        if path.exists() {
            fs::rename(&path, logs.join(format!("{name}.1.log"))).map_err(doing())?;
        }
        let file = File::options().create(true).append(true).mode(0o600).open(&path).map_err(doing())?;
        Ok((path, file))
    }

    /// A secret of this name, made where there is none: 32 random bytes, in hexadecimal, readable by its owner alone.
    pub(crate) fn secret(&self, name: &str) -> std::io::Result<String> {
        let path = self.path.join(name);
        match fs::read_to_string(&path) {
            Ok(text) if text.trim().len() == 64 => return Ok(text.trim().to_owned()),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes).map_err(std::io::Error::other)?;
        let text = hex::write(&bytes);
        self.write_private(name, &text)?;
        Ok(text)
    }

    /// Writes a whole file that only its owner may read, or leaves the old one.
    pub(crate) fn write_private(&self, name: &str, text: &str) -> std::io::Result<()> {
        let (path, new) = (self.path.join(name), self.path.join(format!("{name}.new")));
        let mut file = File::options().create(true).write(true).truncate(true).mode(0o600).open(&new)?;
        file.set_permissions(Permissions::from_mode(0o600))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(new, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory of its own under the system's temporary one, removed when dropped.
    struct Temporary(PathBuf);

    impl Temporary {
        fn new() -> Self {
            let path = std::env::temp_dir().join(format!("execora-test-{}", uuid::Uuid::now_v7()));
            Self(path)
        }
    }

    impl Drop for Temporary {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn a_second_owner_is_told_who_the_first_is() {
        let place = Temporary::new();
        let first = DataDir::own(&place.0).unwrap();
        let refused = DataDir::own(&place.0).unwrap_err().to_string();
        assert!(refused.contains(&format!("process {}", std::process::id())), "{refused}");
        drop(first);
        DataDir::own(&place.0).unwrap();
    }

    #[test]
    fn a_secret_is_made_once_and_kept_from_others() {
        let place = Temporary::new();
        let data = DataDir::own(&place.0).unwrap();
        let secret = data.secret("signing.key").unwrap();
        assert_eq!(data.secret("signing.key").unwrap(), secret);
        assert_eq!(fs::metadata(place.0.join("signing.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_short_name_leads_into_the_directory() {
        let place = Temporary::new();
        let data = DataDir::own(&place.0).unwrap();
        fs::write(data.short("here"), "yes").unwrap();
        assert_eq!(fs::read_to_string(place.0.join("here")).unwrap(), "yes");
        assert!(data.short("run/.s.PGSQL.5432").len() < 60);
    }
}
