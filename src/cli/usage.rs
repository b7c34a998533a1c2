//! A command line that isn't understood → what is wrong with it, in Chinese. The library speaks English alone.

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::hints;

/// What is wrong, how it was meant, and the way the command is used.
pub fn fault(error: &clap::Error, root: &Command, words: &[String]) -> String {
    let hint = hints::hint(error, root, words).map(|hint| hint.zh);
    let context = |kind: ContextKind| error.get(kind).map(texts).unwrap_or_default();
    let first = |kind: ContextKind| context(kind).into_iter().next().unwrap_or_default();
    let argument = || quoted(&context(ContextKind::InvalidArg));
    let value = || first(ContextKind::InvalidValue);
    let meant = |kind: ContextKind| match context(kind) {
        near if near.is_empty() || hint.is_some() => String::new(),
        near => format!("，是不是想写 {}", quoted(&near)),
    };
    let said = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有参数 {}{}", argument(), meant(ContextKind::SuggestedArg)),
        ErrorKind::InvalidSubcommand => {
            let word = first(ContextKind::InvalidSubcommand);
            format!("没有命令 `{word}`{}", meant(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::InvalidValue if value().is_empty() => format!("{} 后面要写值{}", argument(), choices(&context)),
        ErrorKind::InvalidValue => {
            let near = meant(ContextKind::SuggestedValue);
            format!("{} 不能是 `{}`{near}{}", argument(), value(), choices(&context))
        }
        ErrorKind::ValueValidation if argument().starts_with("`--root") => format!("没有这个文件夹：{}", value()),
        ErrorKind::ValueValidation => format!("{} 的值 `{}` 不对", argument(), value()),
        ErrorKind::NoEquals => format!("{} 后面要写等号和值", argument()),
        ErrorKind::TooManyValues => format!("{} 的值太多，多了 `{}`", argument(), value()),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{} 的值太少", argument()),
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            prior if prior.is_empty() => format!("{} 不能这样一起用", argument()),
            prior if prior == context(ContextKind::InvalidArg) => format!("{} 写了两次", argument()),
            prior => format!("{} 不能和 {} 一起用", argument(), quoted(&prior)),
        },
        ErrorKind::MissingRequiredArgument => format!("还缺 {}", argument()),
        ErrorKind::MissingSubcommand => "还缺命令".to_owned(),
        ErrorKind::InvalidUtf8 => "参数里有不是 UTF-8 编码的字".to_owned(),
        _ => "命令写得不对".to_owned(),
    };
    let usage = first(ContextKind::Usage);
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    let command: Vec<&str> = usage.split_whitespace().take_while(|word| !word.starts_with(['[', '<', '-'])).collect();
    let named = || match hints::subcommand(root, words) {
        Some((command, _)) => format!("kepu {}", command.get_name()),
        None => "kepu".to_owned(),
    };
    let help = if command.len() < 2 { named() } else { command.join(" ") };
    // The usage that the library shows beside a wrong guess is that of the guess.
    let usage = if usage.is_empty() || hint.is_some() { String::new() } else { format!("用法：{usage}\n") };
    let hint = hint.map_or(String::new(), |hint| format!("怎么办：{hint}\n"));
    format!("错误：{said}\n{hint}{usage}全部参数：{help} --help")
}

fn texts(value: &ContextValue) -> Vec<String> {
    match value {
        ContextValue::String(text) => vec![text.clone()],
        ContextValue::Strings(texts) => texts.clone(),
        ContextValue::StyledStr(text) => vec![text.to_string()],
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect(),
        ContextValue::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join("、")
}

fn choices(context: &impl Fn(ContextKind) -> Vec<String>) -> String {
    match context(ContextKind::ValidValue) {
        known if known.is_empty() => String::new(),
        known => format!("；可以是 {}", quoted(&known)),
    }
}

#[cfg(test)]
mod tests {
    use super::fault;
    use crate::cli::command;

    #[test]
    fn a_wrong_command_line_is_told_in_chinese() {
        let said = |words: &[&str]| {
            let error = command().try_get_matches_from([&["kepu"], words].concat()).unwrap_err();
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            fault(&error, &command(), &words)
        };
        for (words, expected) in [
            (&["biuld"][..], "没有命令 `biuld`"),
            (&["check", "--externl"], "没有参数 `--externl`，是不是想写 `--external`"),
            (&["check", "--format", "xml"], "`--format <FORMAT>` 不能是 `xml`；可以是 `text`、`json`、`sarif`"),
            (&["check", "--root"], "`--root <DIR>` 后面要写值"),
            (&["check", "--root", "nowhere"], "没有这个文件夹：nowhere"),
            (&["check", "--dry-run"], "还缺 `--fix`"),
            (&["check", "--fix", "--format", "json"], "`--fix` 不能和 `--format <FORMAT>` 一起用"),
            (&["import", "csv"], "还缺 `--into <COLLECTION>`、`<PATH>`"),
            (&["report", "abc"], "`<YEAR>` 的值 `abc` 不对"),
        ] {
            let said = said(words);
            assert_eq!(said.lines().next(), Some(format!("错误：{expected}").as_str()), "{words:?}");
            assert!(said.contains("--help"), "{said}");
        }
    }
}
