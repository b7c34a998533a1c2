//! Files and folders that appear whole or not at all: written under a temporary name beside their place and moved there.
//!
//! The temporary name (`.kepu-XXXXXX.tmp`) is hidden, so that it is no input of a site, and no other run chooses it. A process
//! that is asked to end removes its own ([`remove_all`]); one that is killed leaves them behind, and [`sweep`] removes them in
//! a later run.
//!
//! - Unix: a rename replaces the file, also while others have it open; they go on reading the old one.
//! - Windows: a rename fails while another program has the file open: see [`patience`](super::patience).
//! - Everywhere a power failure can leave a renamed file empty unless its content was synced first. [`Durability::Synced`]
//!   pays for that; for hundreds of outputs that can be built again it would cost more than it is worth.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tempfile::{Builder, TempDir, TempPath};

use super::interrupt;
use super::patience::{Patience, is_held};

const PREFIX: &str = ".kepu-";
const SUFFIX: &str = ".tmp";
/// Characters between the two.
const RANDOM: usize = 6;
/// No run writes one file for so long. An older temporary file is stale: its run was killed.
const STALE_AFTER: Duration = Duration::from_secs(60 * 60);
/// Whether a file must survive a power failure once it is renamed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// No: the next run makes it again.
    Rebuildable,
    /// Yes: it is synced (fsync), because it holds work that nothing can make again.
    Synced,
}

/// The temporary files and folders of this process.
static OWN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

fn own() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    OWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A temporary name, listed until it is dropped.
struct Listed(PathBuf);

impl Listed {
    fn new(path: &Path) -> Self {
        own().insert(path.to_owned());
        Self(path.to_owned())
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        own().remove(&self.0);
    }
}

/// A file that isn't in its place yet. Dropped before, it is removed.
pub(super) struct StagedFile {
    path: TempPath,
    _listed: Listed,
}

/// A folder that isn't in its place yet. Dropped before, it is removed.
pub(super) struct StagedFolder {
    folder: TempDir,
    _listed: Listed,
}

impl StagedFolder {
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes what this process has under temporary names, because it ends. Other threads may still write.
pub fn remove_all() {
    let (listed, patience) = (own().clone(), Patience::none());
    for place in listed {
        if place.is_dir() {
            let _ = (0..TRIES).find(|_| patience.remove_folder(&place).is_ok());
        } else {
            let _ = patience.remove_file(&place);
        }
    }
}

/// How often the removal of a folder is begun again, into which another thread has put a file meanwhile.
const TRIES: usize = 5;

/// Writes a file with the permissions of any new file.
pub(super) fn write(file: &Path, bytes: &[u8], durability: Durability) -> io::Result<()> {
    write_with(file, durability, None, |new| new.write_all(bytes))
}

/// Writes a file by a function. `permissions` are those of any new file where nothing else is said.
pub(super) fn write_with<T>(
    file: &Path,
    durability: Durability,
    permissions: Option<Permissions>,
    fill: impl FnOnce(&mut File) -> io::Result<T>,
) -> io::Result<T> {
    let (new, made) = stage(file, durability, permissions, fill)?;
    persist(new, file, durability)?;
    Ok(made)
}

/// Writes a file under a temporary name beside its place.
pub(super) fn stage<T>(
    file: &Path,
    durability: Durability,
    permissions: Option<Permissions>,
    fill: impl FnOnce(&mut File) -> io::Result<T>,
) -> io::Result<(StagedFile, T)> {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "only Unix has modes"))]
    let mut builder = builder();
    #[cfg(unix)]
    builder.permissions(mode(0o666));
    // Dropped before the end, it removes the file. One that isn't listed yet isn't missed by the end.
    let (mut new, listed) = interrupt::unbroken(|| {
        let new = builder.tempfile_in(parent(file))?;
        let listed = Listed::new(new.path());
        Ok::<_, io::Error>((new, listed))
    })?;
    let made = fill(new.as_file_mut())?;
    if let Some(permissions) = permissions {
        new.as_file().set_permissions(permissions)?;
    }
    if durability == Durability::Synced {
        new.as_file().sync_all()?;
    }
    Ok((StagedFile { path: new.into_temp_path(), _listed: listed }, made))
}

/// Moves a staged file to its place.
pub(super) fn persist(new: StagedFile, file: &Path, durability: Durability) -> io::Result<()> {
    let persist = |path: TempPath| path.persist(file).map_err(|error| (error.error, error.path));
    Patience::default().wait_out(new.path, is_held, persist)?;
    if durability == Durability::Synced {
        sync_folder(parent(file));
    }
    Ok(())
}

/// Makes sure that the names in a folder survive a crash. Where a folder can't be synced, the file system does without.
pub(super) fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// A folder to be filled and moved to `place`; until then it is removed when it is dropped.
pub(super) fn folder(place: &Path) -> io::Result<StagedFolder> {
    #[cfg_attr(not(unix), allow(unused_mut, reason = "only Unix has modes"))]
    let mut builder = builder();
    #[cfg(unix)]
    builder.permissions(mode(0o777));
    interrupt::unbroken(|| {
        let folder = builder.tempdir_in(parent(place))?;
        let listed = Listed::new(folder.path());
        Ok(StagedFolder { folder, _listed: listed })
    })
}

/// Moves a filled folder to its place, where there is none, or on Unix an empty one.
pub(super) fn put(folder: StagedFolder, place: &Path) -> io::Result<()> {
    Patience::default().rename(folder.path(), place)?;
    let _ = folder.folder.keep();
    Ok(())
}

/// Removes what runs that were killed left in a folder. Only names that are ours, and no links.
pub(super) fn sweep(folder: &Path) {
    let patience = Patience::default();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !is_temporary(&entry.file_name().to_string_lossy()) {
            continue;
        }
        // Of a link, and not of what it leads to.
        let Ok(about) = entry.metadata() else { continue };
        if is_stale(&about) {
            let place = entry.path();
            let _ = if about.is_dir() { patience.remove_folder(&place) } else { patience.remove_file(&place) };
        }
    }
}

/// Whether a name is one that files and folders have here before they are in their place.
pub(super) fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|name| name.strip_suffix(SUFFIX));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn is_stale(about: &Metadata) -> bool {
    let age = about.modified().ok().and_then(|modified| SystemTime::now().duration_since(modified).ok());
    !about.file_type().is_symlink() && age.is_some_and(|age| age > STALE_AFTER)
}

fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    builder
}

/// What anyone may do with a new file, before the umask takes something away: without it only its owner could read it,
/// and a web server couldn't.
#[cfg(unix)]
fn mode(mode: u32) -> Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(mode)
}

/// What only the owner may read; elsewhere the folder decides.
pub(super) fn private() -> Option<Permissions> {
    #[cfg(unix)]
    return Some(mode(0o600));
    #[cfg(not(unix))]
    return None;
}

/// The folder that a file lies in.
pub(super) fn parent(file: &Path) -> &Path {
    file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("a.html");
        write(&file, b"one", Durability::Rebuildable).unwrap();
        write(&file, b"two", Durability::Synced).unwrap();
        let failed = write_with(&file, Durability::Rebuildable, None, |new| {
            new.write_all(b"thr")?;
            Err::<(), _>(io::Error::other("full"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "full");
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(names(root.path()), ["a.html"]);
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_have_the_mode_of_any_new_one() {
        use std::os::unix::fs::PermissionsExt;
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        let mode = |name: &str| fs::metadata(at(name)).unwrap().permissions().mode();
        fs::write(at("plain"), "").unwrap();
        fs::create_dir(at("plain.d")).unwrap();
        write(&at("ours"), b"", Durability::Rebuildable).unwrap();
        put(folder(&at("ours.d")).unwrap(), &at("ours.d")).unwrap();
        assert_eq!((mode("ours"), mode("ours.d")), (mode("plain"), mode("plain.d")));
        write_with(&at("other"), Durability::Rebuildable, Some(Permissions::from_mode(0o640)), |_| Ok(())).unwrap();
        assert_eq!(mode("other") & 0o777, 0o640);
    }

    #[test]
    fn a_temporary_name_is_listed_until_the_file_is_in_its_place_or_gone() {
        let root = tempfile::tempdir().unwrap();
        // Other tests have theirs.
        let listed = || own().iter().filter(|path| path.starts_with(root.path())).count();
        let file = root.path().join("a.html");
        let stage = || stage(&file, Durability::Rebuildable, None, |new| new.write_all(b"a")).unwrap().0;
        let (moved, given_up, folder) = (stage(), stage(), folder(&file).unwrap());
        assert_eq!((listed(), names(root.path()).len()), (3, 3));
        persist(moved, &file, Durability::Rebuildable).unwrap();
        drop(given_up);
        put(folder, &root.path().join("d")).unwrap();
        assert_eq!((listed(), names(root.path())), (0, vec!["a.html".to_owned(), "d".to_owned()]));
    }

    #[test]
    fn only_what_a_killed_run_left_is_swept() {
        let root = tempfile::tempdir().unwrap();
        let put = |name: &str, age: u64| {
            let file = File::create(root.path().join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        };
        let day = 24 * 60 * 60;
        put(".kepu-abc123.tmp", day);
        for kept in [".kepu-abc12.tmp", ".kepu-abc123.html", "kepu-abc123.tmp", ".kepu-cache"] {
            put(kept, day);
        }
        put(".kepu-fresh1.tmp", 0);
        let mut before = names(root.path());
        sweep(root.path());
        before.retain(|name| name != ".kepu-abc123.tmp");
        assert_eq!(names(root.path()), before);
        assert_eq!(before.len(), 5);
    }
}
