//! Settings of `site.yaml`, `_collection.yaml` and `theme.yaml`, as the guides describe them: the tables of the guides
//! are part of the program.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::base::diagnostic::Language;
use crate::base::diagnostic::messages::Pair;
use crate::config::names;

pub const CONTENT: Pair =
    Pair { zh: include_str!("../../../docs/content.zh-CN.md"), en: include_str!("../../../docs/content.md") };
const CHECK: Pair =
    Pair { zh: include_str!("../../../docs/check.zh-CN.md"), en: include_str!("../../../docs/check.md") };
const DEPLOY: Pair =
    Pair { zh: include_str!("../../../docs/deploy.zh-CN.md"), en: include_str!("../../../docs/deploy.md") };
const REVIEW: Pair =
    Pair { zh: include_str!("../../../docs/review.zh-CN.md"), en: include_str!("../../../docs/review.md") };
const TEMPLATES: Pair =
    Pair { zh: include_str!("../../../docs/templates.zh-CN.md"), en: include_str!("../../../docs/templates.md") };

/// A table of settings: the guide that has it, which of its tables it is, and where its settings stand.
struct Table {
    guide: &'static Pair,
    number: usize,
    place: Pair,
}

const fn table(guide: &'static Pair, number: usize, zh: &'static str, en: &'static str) -> Table {
    Table { guide, number, place: Pair { zh, en } }
}

/// What is asked for most comes first.
const TABLES: [Table; 9] = [
    table(&CONTENT, 2, "site.yaml", "site.yaml"),
    table(&CONTENT, 3, "site.yaml 的 taxonomies 里每个分类", "each taxonomy of `taxonomies` in site.yaml"),
    table(&CONTENT, 0, "_collection.yaml", "_collection.yaml"),
    table(&CONTENT, 1, "_collection.yaml 的 fields 里每个字段", "each field of `fields` in _collection.yaml"),
    table(&CHECK, 0, "site.yaml 的 targets", "`targets` in site.yaml"),
    table(&DEPLOY, 0, "site.yaml 的 deploy 里每个目标", "each target of `deploy` in site.yaml"),
    table(&DEPLOY, 1, "site.yaml 的 publish", "`publish` in site.yaml"),
    table(&REVIEW, 0, "site.yaml 的 review", "`review` in site.yaml"),
    table(&TEMPLATES, 0, "theme.yaml", "theme.yaml"),
];

/// The files whose settings can be listed.
pub const FILES: [&str; 3] = ["site.yaml", "_collection.yaml", "theme.yaml"];

/// One setting, in the words of a guide.
struct Setting {
    keys: Vec<String>,
    place: &'static str,
    meaning: String,
    default: String,
}

fn of(pair: &'static Pair, language: Language) -> &'static str {
    match language {
        Language::Chinese => pair.zh,
        Language::English => pair.en,
    }
}

/// The settings in a language. The guides are long, so they are read once.
fn all(language: Language) -> &'static [Setting] {
    static CHINESE: LazyLock<Vec<Setting>> = LazyLock::new(|| read(Language::Chinese));
    static ENGLISH: LazyLock<Vec<Setting>> = LazyLock::new(|| read(Language::English));
    match language {
        Language::Chinese => &CHINESE,
        Language::English => &ENGLISH,
    }
}

fn read(language: Language) -> Vec<Setting> {
    TABLES.iter().flat_map(|table| rows(table, language)).collect()
}

fn rows(table: &'static Table, language: Language) -> Vec<Setting> {
    let mut tables = Vec::new();
    let mut within = false;
    for line in of(table.guide, language).lines() {
        let cells = cells(line);
        let heads = ["设置", "键", "Key", "Setting"];
        if !within && cells.first().is_some_and(|head| heads.contains(&head.as_str())) {
            tables.push(Vec::new());
            within = true;
        } else if cells.is_empty() {
            within = false;
        } else if within && let Some(rows) = tables.last_mut() {
            rows.push(cells);
        }
    }
    let place = of(&table.place, language);
    let rows = tables.into_iter().nth(table.number).unwrap_or_default();
    let one = |row: Vec<String>| {
        let keys: Vec<String> = row.first()?.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        // `deploy` says of which kinds of target a setting is in its second column.
        let mut said: Vec<String> = row.iter().skip(1).map(|cell| plain(cell)).collect();
        let of_targets = table.place.en.starts_with("each target") && said.len() > 1;
        let default = if of_targets || said.len() < 2 { String::new() } else { said.pop().unwrap_or_default() };
        let meaning = said.join(match language {
            Language::Chinese => "：",
            Language::English => ": ",
        });
        (!keys.is_empty()).then_some(Setting { keys, place, meaning, default })
    };
    rows.into_iter().filter_map(one).collect()
}

/// The cells of a table's row; none for any other line, and for the rule below a header.
fn cells(line: &str) -> Vec<String> {
    let Some(inner) = line.trim().strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) else { return Vec::new() };
    inner.replace("\\|", "\u{1}").split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

/// A cell without its links: references to guides say nothing in a terminal.
fn plain(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|middle| {
            let end = rest[open + middle..].find(')')?;
            Some((&rest[open + 1..open + middle], open + middle + end + 1))
        });
        let Some((words, end)) = link else { break };
        let before = &rest[..open];
        let (reference, kept) = ["；见", "，见", "：见", "；见 ", "，见 ", "：见 ", "; see ", ": see ", ", see "]
            .iter()
            .find_map(|see| Some((true, before.strip_suffix(see)?)))
            .unwrap_or((false, before));
        text.push_str(kept);
        if !reference {
            text.push_str(words);
        }
        rest = &rest[end..];
    }
    text.push_str(rest);
    // What a guide has further below is listed behind the setting.
    let text = text.replace('`', "").replace("：见下文", "").replace(", see below", "").replace(": see below", "");
    text.trim_end_matches(['：', ':', '，', ',', '；', ';']).to_owned()
}

/// Everything that a word means as a setting; none where it is none.
pub fn topic(word: &str, language: Language) -> Option<String> {
    let word = word.trim();
    if let Some(file) = FILES.iter().find(|file| **file == word) {
        return Some(list(file, language));
    }
    // `footer.icp` is described with `footer`.
    let (first, last) = word.split_once('.').unwrap_or((word, word));
    let settings = all(language);
    let named = |key: &str| settings.iter().filter(|one| one.keys.iter().any(|known| known == key)).collect::<Vec<_>>();
    let mut found = named(last);
    if found.is_empty() {
        found = named(first);
    }
    if found.is_empty()
        && let Some(key) = names::other_word(word)
    {
        found = named(key);
    }
    if found.is_empty() {
        let within = |one: &&Setting| one.meaning.split(is_no_key).any(|part| part == last);
        found = settings.iter().filter(within).collect();
    }
    let mut text = String::new();
    for setting in &found {
        describe(&mut text, setting, language);
    }
    (!text.is_empty()).then_some(text)
}

fn is_no_key(c: char) -> bool {
    !(c.is_ascii_alphanumeric() || c == '_')
}

fn describe(text: &mut String, setting: &Setting, language: Language) {
    if !text.is_empty() {
        text.push('\n');
    }
    let _ = match language {
        Language::Chinese => writeln!(text, "{}（{}的设置）", setting.keys.join("、"), spaced(setting.place)),
        Language::English => writeln!(text, "{} (a setting of {})", setting.keys.join(", "), setting.place),
    };
    let _ = writeln!(text, "{}", setting.meaning);
    if !setting.default.is_empty() {
        let _ = match language {
            Language::Chinese => writeln!(text, "不写时：{}", setting.default),
            Language::English => writeln!(text, "If left out: {}", setting.default),
        };
    }
    for key in &setting.keys {
        for line in example(key, setting.place, language) {
            let _ = writeln!(text, "  {line}");
        }
        let below = |one: &&Setting| setting.place == "site.yaml" && one.place.split(is_no_key).any(|word| word == key);
        let inner: Vec<&str> =
            all(language).iter().filter(below).flat_map(|one| &one.keys).map(String::as_str).collect();
        if !inner.is_empty() {
            let _ = match language {
                Language::Chinese => writeln!(text, "里面的设置（kepu explain 加名字看说明）：{}", inner.join("、")),
                Language::English => writeln!(text, "Settings in it, each with `kepu explain`: {}", inner.join(", ")),
            };
        }
    }
}

/// A place before a Chinese word: a space only behind Latin letters.
fn spaced(place: &str) -> String {
    if place.ends_with(|c: char| c.is_ascii_alphabetic()) { format!("{place} ") } else { place.to_owned() }
}

/// The lines of the example of `site.yaml` in the guide that have a setting.
fn example(key: &str, place: &str, language: Language) -> Vec<&'static str> {
    if place != "site.yaml" {
        return Vec::new();
    }
    let guide = of(&CONTENT, language);
    let text = guide.split("```yaml site.yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap_or_default();
    let begins = |line: &&str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
    let mut lines = text.lines().skip_while(|line| !begins(line));
    let first = lines.next();
    let below = lines.take_while(|line| line.starts_with(' ')).take(MOST_LINES);
    first.into_iter().chain(below).collect()
}

const MOST_LINES: usize = 7;

/// The settings of a file, each with the beginning of what it means.
pub fn list(file: &str, language: Language) -> String {
    let mut text = String::new();
    let mut place = "";
    for setting in all(language).iter().filter(|one| one.place.contains(file)) {
        if setting.place != place {
            place = setting.place;
            let _ = match language {
                Language::Chinese => {
                    writeln!(text, "{}{}的设置：", if text.is_empty() { "" } else { "\n" }, spaced(place))
                }
                Language::English => writeln!(text, "{}Settings of {place}:", if text.is_empty() { "" } else { "\n" }),
            };
        }
        let short = setting.meaning.split(['：', '；', '（', ':', ';', '(']).next().unwrap_or_default();
        let _ = writeln!(text, "  {:<24} {}", setting.keys.join(", "), short.trim());
    }
    text
}

/// Every key, for suggestions.
pub fn keys() -> Vec<String> {
    let keys = all(Language::Chinese).iter().flat_map(|setting| setting.keys.iter().cloned());
    keys.chain(FILES.iter().map(|file| (*file).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_found_in_both_languages() {
        for table in &TABLES {
            let keys =
                |language| -> Vec<String> { rows(table, language).into_iter().flat_map(|one| one.keys).collect() };
            let (zh, en) = (keys(Language::Chinese), keys(Language::English));
            assert!(zh.len() > 2, "{}", table.place.en);
            assert_eq!(zh, en, "{}", table.place.en);
        }
    }

    #[test]
    fn settings_are_explained_by_key_word_and_path() {
        let said = |word: &str| topic(word, Language::Chinese).unwrap_or_default();
        assert!(said("base_url").contains("base_url: https://kepu.example.org/"), "{}", said("base_url"));
        assert!(said("菜单").starts_with("menu（site.yaml 的设置）"), "{}", said("菜单"));
        assert!(said("footer.icp").contains("ICP备案号"), "{}", said("footer.icp"));
        assert!(said("color").contains("theme_options"), "{}", said("color"));
        assert!(said("extends").contains("_collection.yaml"), "{}", said("extends"));
        assert!(said("site.yaml").lines().count() > 25, "{}", said("site.yaml"));
        assert!(!said("compress").contains("见 ["), "{}", said("compress"));
        assert!(said("deploy").contains("里面的设置（kepu explain 加名字看说明）：to、path"), "{}", said("deploy"));
        assert!(!said("deploy").contains(".md"), "{}", said("deploy"));
        assert!(said("known_hosts").contains("sftp"), "{}", said("known_hosts"));
        assert_eq!(said("nothing-like-it"), "");
        assert!(topic("time_zone", Language::English).unwrap_or_default().contains("a setting of site.yaml"));
    }
}
