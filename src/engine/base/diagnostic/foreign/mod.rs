//! What a library, a server or the system says in English → the cause in the words of this program, by its kind.

mod words;

use std::fmt;
use std::io;

use words::{KINDS, PHRASES, TEMPLATES};

use super::Localized;

/// The cause of a fault, behind a message that ends in it: `：没有权限` for Chinese, with `{:#}` as `: Permission denied`
/// for English.
///
/// A cause of an unknown kind isn't shown in Chinese. What the library said is the English message, which `--verbose` shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cause {
    zh: Option<String>,
    own: String,
}

impl Cause {
    /// A cause that this program found itself.
    pub fn new(zh: &str, en: &str) -> Self {
        Self { zh: Some(zh.to_owned()), own: en.to_owned() }
    }

    /// Recognises what a library or a server says.
    pub fn said(text: impl fmt::Display) -> Self {
        let own = text.to_string();
        Self { zh: known(&own), own }
    }

    /// The cause of a fault in JSON: its place, and whether the text ends early.
    pub fn json(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let zh = match error.classify() {
            serde_json::error::Category::Eof => "内容没有写完，文件可能不完整".to_owned(),
            serde_json::error::Category::Data if line == 0 => "内容不是应有的样子".to_owned(),
            _ => format!("第 {line} 行第 {column} 个字写法有误"),
        };
        Self::new(&zh, &error.to_string())
    }

    /// The cause of a fault of the system, by its kind: its text may be in the system's language.
    pub fn io(error: &io::Error) -> Self {
        let own = error.to_string();
        let zh = of_kind(error).map(str::to_owned).or_else(|| known(&own));
        Self { zh, own }
    }
}

/// For a message that has the cause within it.
impl From<Cause> for Localized {
    fn from(cause: Cause) -> Self {
        Self { zh: cause.zh.unwrap_or_else(|| "原文加 --verbose 显示".to_owned()), en: cause.own }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.zh {
            _ if f.alternate() => write!(f, ": {}", self.own),
            Some(zh) => write!(f, "：{zh}"),
            None => f.write_str("（原文加 --verbose 显示）"),
        }
    }
}

fn of_kind(error: &io::Error) -> Option<&'static str> {
    use io::ErrorKind as Kind;
    // Windows: another program has the file open; all disks: no space.
    match error.raw_os_error() {
        Some(32 | 33) if cfg!(windows) => return Some("文件正被别的程序打开，关掉它再试"),
        Some(24) if cfg!(unix) => return Some("打开的文件太多"),
        Some(5) if cfg!(unix) => return Some("磁盘读写出错"),
        _ => {}
    }
    Some(match error.kind() {
        Kind::NotFound => "没有这个文件或目录",
        Kind::PermissionDenied => "没有权限",
        Kind::AlreadyExists => "已经有同名的文件",
        Kind::StorageFull | Kind::QuotaExceeded => "磁盘满了",
        Kind::FileTooLarge => "文件太大",
        Kind::ReadOnlyFilesystem => "这里只能读，不能写",
        Kind::IsADirectory => "这是目录，不是文件",
        Kind::NotADirectory => "这不是目录",
        Kind::DirectoryNotEmpty => "目录不是空的",
        Kind::InvalidFilename => "文件名太长，或含有不能用的字符",
        Kind::ResourceBusy | Kind::ExecutableFileBusy => "文件正被别的程序使用",
        Kind::AddrInUse => "端口已被别的程序占用",
        Kind::AddrNotAvailable => "本机没有这个地址",
        Kind::ConnectionRefused => "对方拒绝连接",
        Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => "连接被对方断开",
        Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => "网络不通",
        Kind::TimedOut => "等得太久，没有回应",
        Kind::UnexpectedEof => "文件不完整",
        Kind::OutOfMemory => "内存不够",
        Kind::InvalidData => "内容不是应有的格式",
        _ => return None,
    })
}

/// The words for a text: those of the whole of it, or else of a phrase in it.
fn known(text: &str) -> Option<String> {
    let text = text.trim();
    let whole = TEMPLATES.iter().find_map(|(template, zh)| Some(filled(zh, &parts(template, text)?)));
    let lower = text.to_lowercase();
    whole.or_else(|| PHRASES.iter().find(|(phrase, _)| lower.contains(phrase)).map(|(_, zh)| (*zh).to_owned()))
}

/// What stands in the holes of a template, if a text is made of it.
fn parts<'t>(template: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut fixed = template.split("{}");
    let mut rest = text.strip_prefix(fixed.next()?)?;
    let mut found = Vec::new();
    for (index, part) in template.split("{}").enumerate().skip(1) {
        let last = index == template.matches("{}").count();
        let end = match (part.is_empty(), last) {
            (true, _) => rest.len(),
            (false, true) => rest.len().checked_sub(part.len()).filter(|_| rest.ends_with(part))?,
            (false, false) => rest.find(part)?,
        };
        found.push(&rest[..end]);
        rest = &rest[end + part.len()..];
    }
    rest.is_empty().then_some(found)
}

/// Fills a template in order. What is filled in is somebody's code and stands in backticks, or one of [`KINDS`].
fn filled(zh: &str, parts: &[&str]) -> String {
    let mut parts = parts.iter();
    let mut text = String::new();
    for (index, fixed) in zh.split("{}").enumerate() {
        if index > 0 {
            let part = parts.next().map_or("", |part| part.trim());
            let bare = part.trim_matches(['`', '\'', '"']);
            match KINDS.iter().find(|(kind, _)| *kind == part) {
                Some((_, word)) => text.push_str(word),
                None => text.push_str(&format!("`{}`", if bare.is_empty() { part } else { bare })),
            }
        }
        text.push_str(fixed);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_recognised_by_kind() {
        let zh = |text: &str| Cause::said(text).to_string();
        assert_eq!(zh("Unknown filter `nofilter`"), "：没有过滤器 `nofilter`");
        assert_eq!(zh("Found `-` but expected %}."), "：这里是 `-`，应是 `%}`");
        assert_eq!(zh("Found `}}` but expected identifier."), "：这里是 `}}`，应是 名称");
        assert_eq!(zh("Found identifier but expected `%}`."), "：这里是 名称，应是 `%}`");
        assert_eq!(zh("Unknown filter `string`"), "：没有过滤器 `string`");
        assert_eq!(zh("a.md: Permission denied (os error 13)"), "：没有权限");
        assert_eq!(zh("it ends before its last line"), "：文件不完整");
        assert_eq!(zh("Strange thing"), "（原文加 --verbose 显示）");
        assert_eq!(format!("{:#}", Cause::said("Strange thing")), ": Strange thing");
        let denied = io::Error::from(io::ErrorKind::PermissionDenied);
        assert_eq!(Cause::io(&denied).to_string(), "：没有权限");
    }

    #[test]
    fn every_template_is_reached_and_told_in_chinese() {
        for (template, zh) in TEMPLATES {
            let text = template.replace("{}", "x");
            let said = Cause::said(&text).zh.unwrap_or_default();
            assert_eq!(said, zh.replace("{}", "`x`"), "{template} is hidden by another");
            assert!(zh.matches("{}").count() <= template.matches("{}").count(), "{template}");
        }
        for (phrase, _) in PHRASES {
            assert_eq!(*phrase, phrase.to_lowercase());
        }
    }
}
