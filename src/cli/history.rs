//! `kepu history` and `kepu restore`: what the studio saved, and the way back. The rule by which old versions go is here as
//! well.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::comments::{in_bin, is_comments};
use super::exit::{FAILURE, SUCCESS};
use super::terminal::{print, say};
use crate::base::diagnostic::Language;
use crate::base::fingerprint::Fingerprint;
use crate::base::url::SourcePath;
use crate::io::disk::{self, SavedChange};

#[derive(Args)]
pub struct HistoryArguments {
    /// 哪个文件，如 content/column/dew.md（不写就列出最近的改动）· which file (default: the latest changes of all)
    entry: Option<String>,
    /// 显示这个版本的文字 · print the text of this version
    #[arg(long, value_name = "VERSION", requires = "entry")]
    show: Option<String>,
    /// 按规则清理旧版本，先说会清理多少 · forget old versions by the rule, after saying how many
    #[arg(long, conflicts_with_all = ["entry", "show"])]
    prune: bool,
    /// 只说会做什么，不清理 · say what would be done, and forget nothing
    #[arg(long, requires = "prune")]
    dry_run: bool,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
}

#[derive(Args)]
#[command(disable_version_flag = true)]
pub struct RestoreArguments {
    /// 哪个文件，如 content/column/dew.md；删掉了的也行 · which file; one that was removed as well
    entry: String,
    /// 哪个版本，kepu history 列出它们（不写就是删掉前的那个）· which version, as `kepu history` lists them (default: the one before it was removed)
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
}

/// Changes that are listed without a file's name.
const MOST_LISTED: usize = 40;
/// The characters of a version that tell it from others.
const SHORT: usize = 10;

pub fn run(arguments: &HistoryArguments, language: Language) -> i32 {
    let root = &arguments.root;
    let changes = disk::remembered(root);
    if arguments.prune {
        return prune(arguments, &changes, language);
    }
    let path = arguments.entry.as_deref().map(source);
    let mut found: Vec<&SavedChange> =
        changes.iter().filter(|change| path.as_ref().is_none_or(|path| change.path == *path)).collect();
    // They come and go with their entry.
    found.retain(|change| !is_comments(&change.path));
    if let (Some(path), Some(version)) = (&path, &arguments.show) {
        let Some(bytes) = one_version(&found, version).and_then(|version| disk::version(root, &version)) else {
            return missing(path, language);
        };
        print(String::from_utf8_lossy(&bytes).trim_end_matches('\n'));
        return SUCCESS;
    }
    if found.is_empty() {
        print(say(
            language,
            "还没有历史：在编辑台里保存过的文件才有",
            "there is no history yet: files have one once they were saved in the studio",
        ));
        return SUCCESS;
    }
    found.reverse();
    let most = if path.is_some() { found.len() } else { MOST_LISTED };
    for change in found.iter().take(most) {
        let what = match (&change.before, &change.after) {
            (None, _) => say(language, "新建", "made"),
            (_, None) => say(language, "删除", "removed"),
            _ => say(language, "修改", "changed"),
        };
        let version = change.after.as_deref().or(change.before.as_deref()).unwrap_or_default();
        let time: String = change.time.chars().take(16).collect();
        print(&format!(
            "{}  {}  {what}  {}  {}",
            &version[..version.len().min(SHORT)],
            time.replace('T', " "),
            change.path,
            change.who
        ));
    }
    let left = found.len() - found.len().min(most);
    if left > 0 {
        print(&match language {
            Language::Chinese => format!("还有 {left} 次更早的；写上文件名可以看它的全部"),
            Language::English => format!("{left} earlier ones; with a file's name all of its own are listed"),
        });
    }
    SUCCESS
}

/// Restores a version of a file. The one that is there goes into the history.
pub fn restore(arguments: &RestoreArguments, language: Language) -> i32 {
    let root = &arguments.root;
    let path = source(&arguments.entry);
    let changes = disk::remembered(root);
    let own: Vec<&SavedChange> = changes.iter().filter(|change| change.path == path).collect();
    let version = match &arguments.version {
        Some(version) => one_version(&own, version),
        None => own.iter().rev().find(|change| change.after.is_none()).and_then(|change| change.before.clone()),
    };
    let Some(place) = SourcePath::new(&path) else { return missing(&path, language) };
    let Some(new) = version.and_then(|version| disk::version(root, &version)) else {
        return missing(&path, language);
    };
    let before = disk::read_file(&root.join(&path)).ok().map(|file| file.held().to_vec());
    if before.as_deref() == Some(&*new) {
        print(say(language, "文件已经是这个版本", "the file is this version already"));
        return SUCCESS;
    }
    let name = |bytes: &[u8]| Fingerprint::of_bytes(bytes).to_string();
    let kept = before.iter().chain([&new]).try_for_each(|bytes| disk::keep_version(root, bytes));
    let done = kept.and_then(|()| match &before {
        Some(before) => disk::replace(root, &place, before, &new),
        None => disk::create(root, &place, &new).map(drop),
    });
    let change = SavedChange {
        time: Timestamp::now().to_string(),
        who: "kepu restore".to_owned(),
        path: path.clone(),
        before: before.as_deref().map(name),
        after: Some(name(&new)),
    };
    let failed = |path: &str, error: &std::io::Error| {
        eprintln!("{}", disk::write_fault(path, error).message.get(language));
        FAILURE
    };
    if let Err(error) = done.and_then(|()| disk::log(root, &change)) {
        return failed(&path, &error);
    }
    print(&format!("{} {path}", say(language, "恢复了", "restored")));
    // The file is back, whatever becomes of them.
    match in_bin(root, &place).filter(|_| before.is_none()) {
        Some((comments, bytes)) => match restore_comments(root, &comments, &bytes) {
            Ok(()) => SUCCESS,
            Err(error) => failed(comments.as_str(), &error),
        },
        None => SUCCESS,
    }
}

/// Restores the comments that went to the bin with a file.
fn restore_comments(root: &Path, place: &SourcePath, bytes: &[u8]) -> std::io::Result<()> {
    disk::create(root, place, bytes)?;
    let change = SavedChange {
        time: Timestamp::now().to_string(),
        who: "kepu restore".to_owned(),
        path: place.to_string(),
        before: None,
        after: Some(Fingerprint::of_bytes(bytes).to_string()),
    };
    disk::log(root, &change)
}

/// A file as people name it, below the site's root.
fn source(named: &str) -> String {
    let path = named.replace('\\', "/");
    let path = path.trim_start_matches("./");
    if path.starts_with("content/") || path == crate::config::CONFIG_FILE {
        path.to_owned()
    } else {
        format!("content/{path}")
    }
}

/// The version that begins with what was typed, if only one does.
fn one_version(changes: &[&SavedChange], typed: &str) -> Option<String> {
    let names = changes.iter().flat_map(|change| change.before.iter().chain(&change.after));
    let fits: BTreeSet<&String> = names.filter(|name| !typed.is_empty() && name.starts_with(typed)).collect();
    if fits.len() == 1 { fits.into_iter().next().cloned() } else { None }
}

fn missing(path: &str, language: Language) -> i32 {
    eprintln!(
        "{}",
        match language {
            Language::Chinese => format!("{path} 没有这个版本。kepu history {path} 列出它的版本"),
            Language::English => format!("{path} has no such version; `kepu history {path}` lists those that it has"),
        }
    );
    FAILURE
}

fn prune(arguments: &HistoryArguments, changes: &[SavedChange], language: Language) -> i32 {
    let today = jiff::tz::Offset::UTC.to_datetime(Timestamp::now()).date();
    let kept = kept(changes, today);
    let gone = changes.len() - kept.len();
    print(&match language {
        Language::Chinese => {
            format!("共 {} 次保存，按规则留 {}，清理 {gone}。规则：{}", changes.len(), kept.len(), RULE.0)
        }
        Language::English => format!(
            "saves: {}; kept by the rule: {}; forgotten: {gone}. The rule: {}",
            changes.len(),
            kept.len(),
            RULE.1
        ),
    });
    if arguments.dry_run || gone == 0 {
        return SUCCESS;
    }
    match disk::prune(&arguments.root, &kept) {
        Ok(_) => SUCCESS,
        Err(error) => {
            eprintln!("{}", disk::write_fault(".kepu-history", &error).message.get(language));
            FAILURE
        }
    }
}

/// The rule by which old versions go, as it is said to people.
pub const RULE: (&str, &str) = (
    "90 天以内的每次保存都留；更早的每个文件每天留最后一次；超过两年的每月留最后一次；删除的文件永远留着最后的样子",
    "every save of the last 90 days stays; of earlier ones the last of each day of a file, and after two years the last of each month; a file that was removed always keeps its last state",
);

/// Returns the changes that stay, in their order.
pub fn kept(changes: &[SavedChange], today: Date) -> Vec<SavedChange> {
    let back = |span: Span| today.checked_sub(span).unwrap_or(today);
    let (recent, old) = (back(Span::new().days(90)), back(Span::new().years(2)));
    // Of each file and day or month, the place of the last change.
    let mut last: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let part = |change: &SavedChange| {
        let day: Date = change.time.get(..10)?.parse().ok()?;
        let length = if day >= recent {
            return None;
        } else if day >= old {
            10
        } else {
            7
        };
        Some(change.time.get(..length)?.to_owned())
    };
    for (place, change) in changes.iter().enumerate() {
        if let Some(part) = part(change) {
            last.insert((change.path.as_str(), part), place);
        }
    }
    let stays = |(place, change): &(usize, &SavedChange)| match part(change) {
        None => true,
        Some(part) => change.after.is_none() || last.get(&(change.path.as_str(), part)) == Some(place),
    };
    changes.iter().enumerate().filter(stays).map(|(_, change)| change.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(time: &str, path: &str, after: Option<&str>) -> SavedChange {
        SavedChange {
            time: format!("{time}T08:00:00Z"),
            who: String::new(),
            path: path.to_owned(),
            before: None,
            after: after.map(str::to_owned),
        }
    }

    #[test]
    fn old_saves_thin_out_and_nothing_removed_is_forgotten() {
        let changes = [
            change("2023-01-02", "a", Some("1")),
            change("2023-01-20", "a", None),
            change("2023-01-28", "a", Some("2")),
            change("2026-05-01", "a", Some("3")),
            change("2026-05-01", "b", Some("4")),
            change("2026-05-01", "a", Some("5")),
            change("2026-11-20", "a", Some("6")),
            change("2026-11-20", "a", Some("7")),
        ];
        let kept = kept(&changes, jiff::civil::date(2026, 11, 23));
        let seen: Vec<_> = kept.iter().map(|change| change.after.as_deref().unwrap_or("-")).collect();
        assert_eq!(seen, ["-", "2", "4", "5", "6", "7"]);
    }

    #[test]
    fn a_version_is_named_by_its_beginning() {
        let changes = [change("2026-05-01", "a", Some("abc1")), change("2026-05-01", "a", Some("abd2"))];
        let changes: Vec<&SavedChange> = changes.iter().collect();
        assert_eq!(one_version(&changes, "abc").as_deref(), Some("abc1"));
        assert_eq!((one_version(&changes, "ab"), one_version(&changes, "")), (None, None));
        assert_eq!(
            (source("column\\dew.md"), source("./content/a.md")),
            ("content/column/dew.md".into(), "content/a.md".into())
        );
    }
}
