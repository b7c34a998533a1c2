//! A command line that isn't understood → how it was meant, with a line to copy.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::base::diagnostic::Localized;
use crate::base::text::did_you_mean;

/// What people call commands, in Chinese and as other programs do.
const COMMANDS: [(&str, &[&str]); 14] = [
    ("build", &["编译", "生成", "构建", "generate", "make", "compile"]),
    ("serve", &["预览", "server", "preview", "dev", "start", "run", "watch"]),
    ("studio", &["编辑", "编辑台", "edit", "admin", "gui"]),
    ("check", &["检查", "校对", "test", "lint", "validate"]),
    ("new", &["新建", "add", "create", "写"]),
    ("mv", &["改名", "移动", "move", "rename", "ren"]),
    ("import", &["导入", "convert"]),
    ("init", &["建站", "初始化", "新建网站", "setup"]),
    ("package", &["打包", "zip", "export", "导出"]),
    ("deploy", &["部署", "上传", "upload", "push"]),
    ("publish", &["发布"]),
    ("report", &["总结", "报告", "统计"]),
    ("explain", &["解释", "说明", "man", "doc"]),
    ("help", &["帮助", "/?", "?", "/h", "/help", "-?"]),
];

/// What people call options, with the options that it may be.
const OPTIONS: [(&[&str], &[&str]); 7] = [
    (&["today", "date", "day"], &["today", "as-of"]),
    (&["as-of"], &["today"]),
    (&["output", "dest", "destination", "to", "file"], &["out"]),
    (&["dir", "path", "folder", "site", "source", "directory"], &["root"]),
    (&["draft", "with-drafts"], &["drafts"]),
    (&["host", "address", "ip"], &["bind"]),
    (&["silent", "quiet", "no-prompt", "y"], &["yes", "no-input"]),
];

/// Kinds of import by the extension of what is imported.
const IMPORTS: [(&str, &str); 9] = [
    ("xlsx", "xlsx"),
    ("xls", "xlsx"),
    ("et", "xlsx"),
    ("ods", "xlsx"),
    ("csv", "csv"),
    ("docx", "docx"),
    ("ics", "ics"),
    ("xml", "wordpress"),
    ("html", "html"),
];

/// What people call kinds of import.
const IMPORT_WORDS: [(&str, &[&str]); 5] = [
    ("xlsx", &["excel", "xls", "et", "wps", "table", "sheet", "表格", "电子表格", "表"]),
    ("docx", &["word", "doc", "文档"]),
    ("ics", &["calendar", "ical", "日历", "日程"]),
    ("html", &["htm", "web", "网页", "网站"]),
    ("csv", &["tsv"]),
];

/// The subcommand that the words name, and its words from the command's name on.
pub fn subcommand<'c>(root: &'c Command, words: &[String]) -> Option<(&'c Command, usize)> {
    words.iter().enumerate().find_map(|(at, word)| Some((root.find_subcommand(word)?, at)))
}

/// Says how the words were meant, if that can be told.
pub fn hint(error: &clap::Error, root: &Command, words: &[String]) -> Option<Localized> {
    let of = |kind: ContextKind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    };
    let found = subcommand(root, words);
    match error.kind() {
        ErrorKind::InvalidSubcommand => command_meant(root, &of(ContextKind::InvalidSubcommand)?),
        ErrorKind::UnknownArgument => argument_meant(found, words, &of(ContextKind::InvalidArg)?),
        ErrorKind::InvalidValue => import_meant(found?.0, words, &of(ContextKind::InvalidValue)?),
        ErrorKind::MissingRequiredArgument => missing(found?, words),
        ErrorKind::ValueValidation => expected(&of(ContextKind::InvalidArg)?),
        _ => None,
    }
}

fn say(zh: String, en: String) -> Option<Localized> {
    Some(Localized { zh, en })
}

fn command_meant(root: &Command, word: &str) -> Option<Localized> {
    let folded = word.trim_start_matches('/').to_lowercase();
    let named = COMMANDS.iter().find(|(_, words)| words.contains(&word) || words.contains(&folded.as_str()));
    let known: Vec<&str> = root.get_subcommands().map(Command::get_name).collect();
    let exact = known.iter().copied().find(|name| *name == folded);
    if let Some(name) = named.map(|(name, _)| *name).or(exact).or_else(|| did_you_mean(&folded, known)) {
        return say(format!("是不是想写：kepu {name}"), format!("did you mean: kepu {name}"));
    }
    let extension = extension(word);
    if let Some((_, kind)) = IMPORTS.iter().find(|(known, _)| *known == extension) {
        let line = format!("kepu import {kind} {word} --into column");
        return say(format!("要导入这个文件，写：{line}"), format!("to import the file, write: {line}"));
    }
    None
}

fn argument_meant(found: Option<(&Command, usize)>, words: &[String], argument: &str) -> Option<Localized> {
    let (command, at) = found?;
    let name = command.get_name();
    let longs: Vec<&str> = command.get_arguments().filter_map(clap::Arg::get_long).collect();
    let bare = argument.trim_start_matches('-').split('=').next().unwrap_or_default();
    let before = words[..at].iter().any(|word| word.starts_with(argument));
    if before && longs.contains(&bare) {
        let value = words[..at].iter().skip_while(|word| !word.starts_with(argument)).nth(1);
        let value = value.map(|value| format!(" {value}")).unwrap_or_default();
        let line = format!("kepu {name} {argument}{value}");
        return say(format!("它写在命令后面：{line}"), format!("it goes behind the command: {line}"));
    }
    if !argument.starts_with('-') {
        return longs.contains(&"root").then(|| Localized {
            zh: format!("kepu {name} 管的是整个网站，后面不直接写文件或文件夹；网站不在这里，写：kepu {name} --root 网站的文件夹"),
            en: format!("`kepu {name}` is about the whole site; if that isn't here, write: kepu {name} --root FOLDER"),
        });
    }
    if argument.starts_with("--") {
        let other = OPTIONS.iter().find(|(words, _)| words.contains(&bare)).map(|(_, option)| *option);
        if let Some(option) = other.into_iter().flatten().find(|option| longs.contains(option)) {
            return say(format!("是不是想写 --{option}"), format!("did you mean --{option}"));
        }
        let positional = command.get_positionals().find(|one| one.get_id().as_str() == bare)?;
        let place = positional.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
        return say(
            format!("直接写在命令后面，前面不加 {argument}：kepu {name} … {place}"),
            format!("it is written without {argument}: kepu {name} … {place}"),
        );
    }
    // `-o`, or `-out`, of which the library takes the first letter alone.
    let typed = words.iter().find(|word| word.starts_with(argument) && !word.starts_with("--"));
    let typed = typed.map_or(bare, |word| word.trim_start_matches('-').split('=').next().unwrap_or_default());
    let meant: Vec<String> = match longs.contains(&typed) {
        true => vec![format!("--{typed}")],
        false => longs.iter().filter(|long| long.starts_with(bare)).map(|long| format!("--{long}")).collect(),
    };
    let (zh, en) = (meant.join("、"), meant.join(", "));
    (!meant.is_empty()).then(|| Localized {
        zh: format!("参数前面是两个减号，写全：{zh}"),
        en: format!("options have two dashes and their whole name: {en}"),
    })
}

fn import_meant(command: &Command, words: &[String], value: &str) -> Option<Localized> {
    if command.get_name() != "import" {
        return None;
    }
    let into = words.iter().skip_while(|word| *word != "--into").nth(1).map_or("column", String::as_str);
    if let Some(kind) = kind_of_file(value) {
        let line = format!("kepu import {kind} {value} --into {into}");
        return say(format!("文件前面要写种类：{line}"), format!("the kind goes before the file: {line}"));
    }
    // A word for the kind; the file behind it says more.
    let folded = value.to_lowercase();
    let named = IMPORT_WORDS.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|(kind, _)| *kind);
    let file = behind(words, value);
    let kind = file.and_then(kind_of_file).or(named)?;
    let line = |name: &str| format!("kepu import {kind} {} --into {into}", file.unwrap_or(name));
    say(format!("是不是想写：{}", line("文件")), format!("did you mean: {}", line("FILE")))
}

/// What stands behind a word, if it is no option.
fn behind<'w>(words: &'w [String], word: &str) -> Option<&'w str> {
    words.iter().skip_while(|one| *one != word).nth(1).map(String::as_str).filter(|next| !next.starts_with('-'))
}

fn kind_of_file(file: &str) -> Option<&'static str> {
    let extension = extension(file);
    IMPORTS.iter().find(|(known, _)| *known == extension).map(|(_, kind)| *kind)
}

/// What a command still needs, with a whole line.
fn missing((command, at): (&Command, usize), words: &[String]) -> Option<Localized> {
    let given = |distance: usize| words.get(at + distance).map(String::as_str).filter(|word| !word.starts_with('-'));
    match command.get_name() {
        "mv" => {
            let line = "kepu mv content/column/a.md content/column/b.md";
            say(
                format!("先写现在的路径，再写新的，如：{line}"),
                format!("the path as it is, then the new one, as in: {line}"),
            )
        }
        "init" => say(
            "写上新文件夹的名称，如：kepu init 科普网站".to_owned(),
            "name the new folder, as in: kepu init science".to_owned(),
        ),
        "import" => {
            let (kind, file) = (given(1).unwrap_or("csv"), given(2));
            let line = |name: &str| format!("kepu import {kind} {} --into column", file.unwrap_or(name));
            say(
                format!("写明文件，和导入到哪个栏目，如：{}", line("基地.csv")),
                format!("name the file, and the collection that takes it, as in: {}", line("bases.csv")),
            )
        }
        _ => None,
    }
}

/// What the value of an argument is to be, by the words that stand for it in the help: `--port <N>`.
fn expected(argument: &str) -> Option<Localized> {
    let option = argument.split([' ', '=', '[']).next().unwrap_or_default();
    let (zh, en) = match option {
        "--root" => (
            "写网站的文件夹，里面有 site.yaml；已经在那个文件夹里时，不写 --root",
            "name the site's folder, which has site.yaml in it; within that folder leave --root out",
        ),
        "--port" => {
            ("端口是 1 到 65535 的整数，如：--port 8080", "a port is a number from 1 to 65535, as in: --port 8080")
        }
        "--preview-port" => (
            "端口是 1 到 65535 的整数，如：--preview-port 8081",
            "a port is a number from 1 to 65535, as in: --preview-port 8081",
        ),
        "--bind" => ("应是 IP 地址，如：--bind 0.0.0.0", "an IP address is expected, as in: --bind 0.0.0.0"),
        "--host" => (
            "应是网址里的主机名，如：--host kepu.example.org",
            "the host name of an address is expected, as in: --host kepu.example.org",
        ),
        "--proxy" => (
            "应是反向代理的 IP 地址，如：--proxy 10.0.0.2",
            "the IP address of the reverse proxy is expected, as in: --proxy 10.0.0.2",
        ),
        "--count" => ("应是整数，如：--count 20", "a whole number is expected, as in: --count 20"),
        "--jobs" => ("应是大于 0 的整数，如：--jobs 2", "a number above 0 is expected, as in: --jobs 2"),
        "--poll" => {
            ("应是毫秒数，从 10 起，如：--poll 500", "milliseconds are expected, 10 or more, as in: --poll 500")
        }
        "--year" => ("应是四位的年份，如：--year 2026", "a year of four digits is expected, as in: --year 2026"),
        _ if argument.contains("YEAR") => {
            ("应是四位的年份，如：kepu report 2026", "a year of four digits is expected, as in: kepu report 2026")
        }
        _ => return None,
    };
    Some(Localized { zh: zh.to_owned(), en: en.to_owned() })
}

fn extension(word: &str) -> String {
    word.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_told_as_it_was_meant() {
        for (line, expected) in [
            ("bulid", "kepu build"),
            ("预览", "kepu serve"),
            ("/build", "kepu build"),
            ("基地.xlsx", "kepu import xlsx 基地.xlsx"),
            ("build -o x", "--out"),
            ("build -out x", "写全：--out"),
            ("serve -p 8080", "--port"),
            ("build 网站", "kepu build --root"),
            ("--root 网站 build", "kepu build --root 网站"),
            ("--verbose check", "kepu check --verbose"),
            ("new article --title 露水", "不加 --title"),
            ("import 基地.xlsx --into bases", "kepu import xlsx 基地.xlsx --into bases"),
            ("import table 基地.csv", "kepu import csv 基地.csv --into column"),
            ("import word", "kepu import docx 文件 --into column"),
            ("import 表格 基地.xlsx --into bases", "kepu import xlsx 基地.xlsx --into bases"),
            ("import csv", "kepu import csv 基地.csv --into column"),
            ("import html 旧网站", "kepu import html 旧网站 --into column"),
            ("mv a", "kepu mv content/column/a.md"),
            ("init", "kepu init 科普网站"),
            ("report 2026年", "kepu report 2026"),
            ("serve --port 80000", "65535"),
            ("build --root 没有", "site.yaml"),
            ("build --jobs none", "大于 0"),
            ("build --watch --poll 5", "从 10 起"),
            ("check --today 2026-05-18", "--as-of"),
            ("build --output x", "--out"),
        ] {
            let root = crate::cli::command();
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            let typed = std::iter::once("kepu".to_owned()).chain(words.iter().cloned());
            let error = root.clone().try_get_matches_from(typed).unwrap_err();
            let said = hint(&error, &root, &words).unwrap_or_default();
            assert!(said.zh.contains(expected), "{line}: {}", said.zh);
        }
    }

    /// Every argument whose value is read as something else than a text says what it takes.
    #[test]
    fn each_value_that_is_refused_is_followed_by_what_is_expected() {
        let root = crate::cli::command();
        let mut tried = 0;
        for command in root.get_subcommands().flat_map(|command| std::iter::once(vec![command]).chain(below(command))) {
            let path: Vec<String> = command.iter().map(|command| command.get_name().to_owned()).collect();
            let Some(last) = command.last() else { continue };
            for long in last.get_arguments().filter(|one| !one.is_hide_set()).filter_map(clap::Arg::get_long) {
                let words: Vec<String> = path.iter().cloned().chain([format!("--{long}=☁")]).collect();
                let typed = std::iter::once("kepu".to_owned()).chain(words.iter().cloned());
                let Err(error) = root.clone().try_get_matches_from(typed) else { continue };
                if error.kind() == ErrorKind::ValueValidation {
                    let said = hint(&error, &root, &words);
                    assert!(said.is_some_and(|said| said.zh.contains(long) || long == "root"), "{words:?}: {error}");
                    tried += 1;
                }
            }
        }
        assert!(tried > 20, "{tried}");
    }

    fn below(command: &Command) -> impl Iterator<Item = Vec<&Command>> {
        command.get_subcommands().map(move |inner| vec![command, inner])
    }
}
