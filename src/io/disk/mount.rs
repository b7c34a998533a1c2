//! A folder → whether its file system doesn't report every change: a network's, or that of another operating system.

use std::fs;
use std::path::Path;

/// File systems whose files can change without this kernel.
const REMOTE: [&str; 26] = [
    "9p",
    "afs",
    "afpfs",
    "beegfs",
    "ceph",
    "cifs",
    "coda",
    "drvfs",
    "fuse.gvfsd-fuse",
    "fuse.rclone",
    "fuse.s3fs",
    "fuse.sshfs",
    "fuse.vmhgfs-fuse",
    "fuse.glusterfs",
    "glusterfs",
    "lustre",
    "ncpfs",
    "nfs",
    "nfs4",
    "orangefs",
    "prl_fs",
    "smb3",
    "smbfs",
    "vboxsf",
    "virtiofs",
    "vmhgfs",
];

/// Returns the type of a folder's file system, if that has to be polled for changes. Only Linux lists its mounts; elsewhere
/// it is `None`.
pub fn remote(folder: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    remote_among(&mounts, &kernel, &folder.canonicalize().ok()?)
}

/// Returns the same from the kernel's table of mounts, whose format is in proc(5).
fn remote_among(mounts: &str, kernel: &str, folder: &Path) -> Option<String> {
    let mut found: Option<(String, &str)> = None;
    for line in mounts.lines() {
        let (place, rest) = line.split_once(" - ")?;
        let point = unescape(place.split(' ').nth(4)?);
        let kind = rest.split(' ').next()?;
        // The longest mount point is the nearest one; of two at one place the later one hides the other.
        let nearer = found.as_ref().is_none_or(|(nearest, _)| point.len() >= nearest.len());
        if nearer && folder.starts_with(&point) {
            found = Some((point, kind));
        }
    }
    let kind = found.map(|(_, kind)| kind).filter(|kind| REMOTE.contains(kind))?;
    let windows = kernel.to_ascii_lowercase().contains("microsoft") && matches!(kind, "9p" | "drvfs" | "virtiofs");
    Some(if windows { format!("WSL, {kind}") } else { kind.to_owned() })
}

/// Decodes a path of the table, in which a space, a tab, a line break and a backslash are three octal digits.
fn unescape(text: &str) -> String {
    [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
        .iter()
        .fold(text.to_owned(), |text, (code, plain)| text.replace(code, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 21 0:25 / /mnt/c rw,noatime - 9p C: rw,dirsync
31 21 0:26 / /srv/our\\040share rw - nfs4 server:/share rw
32 31 8:1 / /srv/our\\040share/local rw - xfs /dev/sda1 rw
33 21 0:27 / /media/far rw master:7 - fuse.sshfs me@far: rw
";

    #[test]
    fn the_nearest_mount_decides() {
        let linux = |folder| remote_among(MOUNTS, "6.1.0-generic", Path::new(folder));
        assert_eq!(linux("/var/site"), None);
        assert_eq!(linux("/srv/our share/site").as_deref(), Some("nfs4"));
        assert_eq!(linux("/srv/our share/local/site"), None);
        assert_eq!(linux("/media/far").as_deref(), Some("fuse.sshfs"));
        assert_eq!(linux("/media/farther"), None);
    }

    #[test]
    fn a_windows_folder_under_wsl_is_recognised_by_its_name() {
        let wsl = remote_among(MOUNTS, "5.15.153.1-microsoft-standard-WSL2", Path::new("/mnt/c/site"));
        assert_eq!(wsl.as_deref(), Some("WSL, 9p"));
    }
}
