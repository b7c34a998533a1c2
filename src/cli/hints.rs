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
        ErrorKind::ValueValidation => Some(expected(&of(ContextKind::InvalidArg)?)),
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
    let extension = extension(value);
    let (_, kind) = IMPORTS.iter().find(|(known, _)| *known == extension)?;
    let into = words.iter().skip_while(|word| *word != "--into").nth(1).map_or("column", String::as_str);
    let line = format!("kepu {} {kind} {value} --into {into}", command.get_name());
    (command.get_name() == "import").then(|| Localized {
        zh: format!("文件前面要写种类：{line}"),
        en: format!("the kind goes before the file: {line}"),
    })
}

/// What the value of an argument is to be, by the name that stands for it.
fn expected(argument: &str) -> Localized {
    let (zh, en) = if argument.contains("YEAR") || argument.contains("YYYY") {
        ("应是四位的年份，如：kepu report 2026", "a year of four digits is expected, as in: kepu report 2026")
    } else if argument.starts_with("--port") {
        ("端口是 1 到 65535 的整数，如：--port 8080", "a port is a number from 1 to 65535, as in: --port 8080")
    } else if argument.starts_with("--bind") {
        ("应是 IP 地址，如：--bind 0.0.0.0", "an IP address is expected, as in: --bind 0.0.0.0")
    } else if argument.starts_with("--root") {
        (
            "检查路径：网站的文件夹里有 site.yaml；也可以先进到那里再运行，不写 --root",
            "check the path: the site's folder holds site.yaml; started in that folder, kepu needs no --root",
        )
    } else {
        ("应是大于 0 的整数", "a number above 0 is expected")
    };
    Localized { zh: zh.to_owned(), en: en.to_owned() }
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
            ("report 2026年", "kepu report 2026"),
            ("serve --port 80000", "65535"),
            ("check --today 2026-05-18", "--as-of"),
            ("build --output x", "--out"),
            ("build --root nowhere", "site.yaml"),
            ("build --jobs none", "大于 0"),
        ] {
            let root = crate::cli::command();
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            let typed = std::iter::once("kepu".to_owned()).chain(words.iter().cloned());
            let error = root.clone().try_get_matches_from(typed).unwrap_err();
            let said = hint(&error, &root, &words).unwrap_or_default();
            assert!(said.zh.contains(expected), "{line}: {}", said.zh);
        }
    }
}
