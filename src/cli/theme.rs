//! `kepu theme`: lists the themes that a site can use, makes a new one, exports one that the program has.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::exit::{FAILURE, SUCCESS, USAGE};
use super::terminal::{print, say};
use crate::base::diagnostic::Language;
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::base::yaml;
use crate::config;
use crate::config::theme::{API, THEME_FILE};
use crate::io::disk;

/// A chain of themes that is longer leads in a circle.
const DEEPEST: usize = 8;

#[derive(Args)]
pub struct ThemeArguments {
    #[command(subcommand)]
    command: ThemeCommand,
    /// 网站根目录 · the site's root
    #[arg(long, default_value = ".", value_name = "DIR", global = true, value_parser = crate::cli::arguments::existing_folder)]
    root: PathBuf,
}

#[derive(Subcommand)]
enum ThemeCommand {
    /// 列出能用的主题 · list the themes that the site can use
    List,
    /// 新建一个主题，没有写的都沿用上级主题 · make a theme; what it doesn't have comes from its parent
    New {
        /// 主题的名字，也是目录名 · its name, which is that of its folder
        name: String,
        /// 上级主题 · the theme that it extends
        #[arg(long, default_value = "spring", value_name = "THEME")]
        parent: String,
        /// 从上级主题复制来改的文件，如 templates/home.html · files to copy from the parent and change
        #[arg(long, value_name = "FILE")]
        copy: Vec<String>,
    },
    /// 把程序自带的主题写进网站的 themes/，可以直接改 · write a theme of the program into the site's themes/, to be changed
    Export {
        /// 哪个主题 · which theme
        name: String,
    },
}

pub fn run(arguments: &ThemeArguments, language: Language) -> i32 {
    let root = &arguments.root;
    let snapshot = disk::read(root).value;
    match &arguments.command {
        ThemeCommand::List => list(root, &snapshot, language),
        ThemeCommand::New { name, parent, copy } => make(root, &snapshot, (name, parent, copy), language),
        ThemeCommand::Export { name } => export(root, &snapshot, name, language),
    }
}

fn names(snapshot: &Snapshot) -> Vec<&str> {
    let files = snapshot.below("themes").filter(|(path, _)| path.file_name() == THEME_FILE);
    files.filter_map(|(path, _)| path.folder().strip_prefix("themes/")).filter(|name| !name.contains('/')).collect()
}

fn parent(snapshot: &Snapshot, name: &str) -> Option<String> {
    let text = snapshot.text(&SourcePath::new(&format!("themes/{name}/{THEME_FILE}"))?)?;
    Some(yaml::parse(text, 0).ok()?.as_map()?.get("parent")?.as_text()?.to_owned())
}

fn list(root: &Path, snapshot: &Snapshot, language: Language) -> i32 {
    let used = config::read(snapshot, None).value.theme;
    for name in names(snapshot) {
        let own = root.join("themes").join(name).is_dir();
        let from =
            if own { format!("themes/{name}") } else { say(language, "程序自带", "of the program").to_owned() };
        let extends = parent(snapshot, name).map(|parent| match language {
            Language::Chinese => format!("，沿用 {parent}"),
            Language::English => format!(", extends {parent}"),
        });
        let mark = if name == used { "*" } else { " " };
        print(&format!("{mark} {name:<16} {from}{}", extends.unwrap_or_default()));
    }
    SUCCESS
}

fn make(root: &Path, snapshot: &Snapshot, (name, from, copy): (&str, &str, &[String]), language: Language) -> i32 {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        eprintln!(
            "{name}: {}",
            say(
                language,
                "主题的名字只用小写字母、数字、- 和 _",
                "the name of a theme has small letters, digits, - and _ only"
            )
        );
        return USAGE;
    }
    if taken(root, name, language) {
        return FAILURE;
    }
    if !is_known(snapshot, from, language) {
        return FAILURE;
    }
    let manifest = format!(
        "# {}\nname: {name}\nversion: 0.1.0\napi: {API}\nparent: {from}\n",
        say(
            language,
            "没有写的模板、样式、文字和选项都来自上级主题；同名的文件代替它的。",
            "Templates, assets, words and options that aren't here come from the parent; a file of the same name overrides its."
        )
    );
    let mut files = vec![(THEME_FILE.to_owned(), manifest.into_bytes())];
    for wanted in copy {
        match inherited(snapshot, from, wanted) {
            Ok((path, bytes)) => files.push((path, bytes)),
            Err(near) => {
                eprintln!("{}", no_file(wanted, from, near.as_deref(), language));
                return FAILURE;
            }
        }
    }
    let files = files.into_iter().map(|(path, bytes)| (format!("themes/{name}/{path}"), bytes));
    if !written(root, files, language) {
        return FAILURE;
    }
    print(&match language {
        Language::Chinese => format!("主题已建好。在 site.yaml 里写 theme: {name} 就用它"),
        Language::English => format!("The theme is there. `theme: {name}` in site.yaml uses it"),
    });
    SUCCESS
}

fn export(root: &Path, snapshot: &Snapshot, name: &str, language: Language) -> i32 {
    let shipped = disk::shipped_theme(name);
    if shipped.is_empty() {
        if is_known(snapshot, name, language) {
            let says = say(language, "已经在网站里，直接改就行", "is in the site already, and can be changed there");
            eprintln!("themes/{name} {says}");
        }
        return FAILURE;
    }
    if taken(root, name, language) {
        return FAILURE;
    }
    let files = shipped.into_iter().map(|(path, file)| (path.as_str().to_owned(), file.held().to_vec()));
    if !written(root, files, language) {
        return FAILURE;
    }
    print(&match language {
        Language::Chinese => {
            format!(
                "程序自带的 {name} 已写进 themes/{name}，从现在起网站用这一份；程序以后的更新不再进到这里，只想改几处时用 kepu theme new"
            )
        }
        Language::English => format!(
            "{name} is now in themes/{name}, and the site uses it from there; later versions of the program don't change it. `kepu theme new` is for a few changes"
        ),
    });
    SUCCESS
}

/// Whether there is a folder of that name, which is told.
fn taken(root: &Path, name: &str, language: Language) -> bool {
    let taken = root.join("themes").join(name).exists();
    if taken {
        let says = say(language, "已经有了，没有写入任何文件", "exists already; nothing was written");
        eprintln!("themes/{name} {says}");
    }
    taken
}

fn is_known(snapshot: &Snapshot, name: &str, language: Language) -> bool {
    let names = names(snapshot);
    if names.contains(&name) {
        return true;
    }
    let known = names.join(say(language, "、", ", "));
    eprintln!(
        "{}",
        match language {
            Language::Chinese => format!("没有叫 {name} 的主题；有的是 {known}"),
            Language::English => format!("There is no theme {name}; there are {known}"),
        }
    );
    false
}

/// The file of a theme or of those that it extends, with its path in the theme; else the path that may have been meant.
fn inherited(snapshot: &Snapshot, theme: &str, wanted: &str) -> Result<(String, Vec<u8>), Option<String>> {
    let mut chain = vec![theme.to_owned()];
    while let Some(next) = chain.last().and_then(|name| parent(snapshot, name))
        && chain.len() < DEEPEST
    {
        chain.push(next);
    }
    let mut known = BTreeSet::new();
    for theme in &chain {
        let folder = format!("themes/{theme}");
        for path in [wanted.to_owned(), format!("templates/{wanted}")] {
            let file = SourcePath::new(&format!("{folder}/{path}")).and_then(|path| snapshot.get(&path));
            if let Some(bytes) = file.and_then(|file| file.bytes().ok()) {
                return Ok((path, bytes.to_vec()));
            }
        }
        known.extend(snapshot.paths_below(&folder).map(|(path, _)| path.to_owned()));
    }
    let same_name = known.iter().find(|path| path.rsplit('/').next() == wanted.rsplit('/').next());
    Err(same_name.cloned().or_else(|| did_you_mean(wanted, known.iter().map(String::as_str)).map(str::to_owned)))
}

fn no_file(wanted: &str, theme: &str, near: Option<&str>, language: Language) -> String {
    match (language, near) {
        (Language::Chinese, Some(near)) => format!("{theme} 里没有 {wanted}，是不是 {near}？没有写入任何文件"),
        (Language::Chinese, None) => format!("{theme} 里没有 {wanted}，没有写入任何文件"),
        (Language::English, Some(near)) => format!("{theme} has no {wanted}; is it {near}? Nothing was written"),
        (Language::English, None) => format!("{theme} has no {wanted}; nothing was written"),
    }
}

/// Writes files and lists them; false if one couldn't be written, which is told.
fn written(root: &Path, files: impl Iterator<Item = (String, Vec<u8>)>, language: Language) -> bool {
    for (path, bytes) in files {
        let made = SourcePath::new(&path).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename));
        match made.and_then(|source| disk::create(root, &source, &bytes)) {
            Ok(place) => print(&format!("  {}", disk::shown(&place))),
            Err(error) => {
                eprintln!("{}", disk::write_fault(&path, &error).message.get(language));
                return false;
            }
        }
    }
    true
}
