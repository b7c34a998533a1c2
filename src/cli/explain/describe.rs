//! Describes a topic: what it means, how its values are written, with examples to copy.

use std::fmt::Write as _;

use super::super::terminal::say;
use super::guide;
use super::settings;
use super::topics::{FieldTopic, Topics};
use crate::base::diagnostic::messages::Pair;
use crate::base::diagnostic::{Code, Language};
use crate::config::collection::forms::{FORMS, TypeForm, form, line, of_code};
use crate::config::collection::{Collection, Field, FieldType};

/// How many terms of a taxonomy are listed.
const MOST_TERMS: usize = 30;

/// Everything that a word names; none where it names nothing.
pub fn topic(topics: &Topics, word: &str, language: Language) -> Option<String> {
    let mut text = Describe { topics, language, text: String::new() };
    let digits = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let code = if digits {
        ["E", "W"].iter().find_map(|letter| Code::find(&format!("{letter}{word}")))
    } else {
        Code::find(word)
    };
    if let Some(entry) = code {
        text.line(&format!("{} {}", entry.code.0, of(&entry.title, language)));
        text.line("");
        text.line(of(&entry.explanation, language));
        of_code(entry.code.0).for_each(|form| text.type_form(form));
        return Some(text.text);
    }
    let word = word.strip_prefix("list of ").unwrap_or(word);
    let (fields, collection) = (topics.fields(word), topics.collection(word));
    // A word may be a type and a field of that type; the field says more.
    let type_form = Topics::type_form(word)
        .filter(|type_form| !fields.iter().any(|topic| topic.field.field_type.item().name() == type_form.name));
    if let Some(type_form) = type_form {
        text.type_form(type_form);
    }
    for topic in &fields {
        text.field(topic);
    }
    if let Some(collection) = collection {
        text.collection(collection);
    }
    // A setting's other words may be those of a field, which is what an editor asks for.
    let of_setting = settings::topic(word, language);
    if let Some(said) = of_setting.filter(|_| text.text.is_empty() || settings::keys().iter().any(|key| key == word)) {
        text.begin();
        text.text.push_str(&said);
    }
    if text.text.is_empty() {
        text.text.extend(guide::section(word, language));
    }
    (!text.text.is_empty()).then_some(text.text)
}

/// The topics, by kind.
pub fn list(topics: &Topics, language: Language) -> String {
    let mut text = Describe { topics, language, text: String::new() };
    text.line(say(
        language,
        "kepu explain 后面写下面任何一个词，就看到它的意思和写法。",
        "`kepu explain` with any of these words shows what it means and how it is written.",
    ));
    text.line("");
    text.line(say(language, "问题的代码，如：E0204、W0701", "Codes of problems, such as E0204 or W0701"));
    text.line("");
    text.line(&format!(
        "{}{}",
        say(language, "设置文件，列出里面的设置：", "Files of settings, whose settings are listed: "),
        settings::FILES.join(say(language, "、", ", "))
    ));
    text.line("");
    text.line(say(language, "字段的类型：", "Types of fields:"));
    for form in &FORMS {
        text.line(&format!("  {:<14} {}", form.name, of(&form.title, language)));
    }
    let shown = if topics.collections.is_empty() { &topics.kinds } else { &topics.collections };
    for collection in shown.iter() {
        text.line("");
        text.collection(collection);
    }
    text.text
}

struct Describe<'t> {
    topics: &'t Topics,
    language: Language,
    text: String,
}

impl Describe<'_> {
    fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{line}");
    }

    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        say(self.language, zh, en)
    }

    fn tag(&self) -> &'static str {
        self.say("zh-CN", "en")
    }

    /// An empty line before what follows something.
    fn begin(&mut self) {
        if !self.text.is_empty() {
            self.line("");
        }
    }

    fn collection(&mut self, collection: &Collection) {
        let name = if collection.name.is_empty() { "content" } else { &collection.name };
        let head = match self.language {
            Language::Chinese => format!("“{}”（{name}）的字段：", collection.title.get("zh-CN")),
            Language::English => format!("Fields of {} ({name}):", collection.title.get("en")),
        };
        self.line(&head);
        for field in &collection.fields {
            let need = if field.is_required() { self.say("，必填", ", required") } else { "" };
            let line = format!("  {:<18} {}{need}", field.key, field.label.get(self.tag()));
            self.line(line.trim_end());
        }
    }

    fn type_form(&mut self, form: &TypeForm) {
        self.begin();
        let head = match self.language {
            Language::Chinese => format!("{}（类型 {}）", form.title.zh, form.name),
            Language::English => format!("{} (type {})", form.title.en, form.name),
        };
        self.line(&head);
        self.forms(form, self.say("字段", "field"));
    }

    fn forms(&mut self, form: &TypeForm, key: &str) {
        self.line(of(&form.words, self.language));
        for example in form.examples {
            self.line(&format!("  {key}: {example}"));
        }
    }

    fn field(&mut self, topic: &FieldTopic<'_>) {
        self.begin();
        let field = topic.field;
        let (label, key) = (field.label.get(self.tag()), topic.path.join("."));
        let need = if field.is_required() { self.say("必填", "required") } else { self.say("可不填", "optional") };
        let names: Vec<String> = topic.of.iter().map(|one| one.title.get(self.tag()).to_owned()).collect();
        let head = match self.language {
            Language::Chinese => format!("{label}（{key}），{need}；用于 {}", names.join("、")),
            Language::English => format!("{label} ({key}), {need}; in {}", names.join(", ")),
        };
        self.line(&head);
        let help = field.help.get(self.tag());
        if !help.is_empty() {
            self.line(help);
        }
        if topic.path.len() > 1 {
            let group = topic.path[..topic.path.len() - 1].join(".");
            let line = match self.language {
                Language::Chinese => format!("写在 {group} 下面，缩进两格。"),
                Language::English => format!("It stands below {group}, indented by two spaces."),
            };
            self.line(&line);
        }
        self.values(field);
        if matches!(field.field_type, FieldType::List(_)) {
            self.line(self.say(
                "可以写几项：[甲, 乙]，或每项一行，以“- ”开头。",
                "Several are written as [a, b], or an item a line behind `- `.",
            ));
        }
    }

    fn values(&mut self, field: &Field) {
        match field.field_type.item() {
            FieldType::Choice(choices) => {
                self.line(self.say("写其中一项，代号或名称都可以：", "One of these, by its key or its label:"));
                for choice in choices {
                    let line = format!("  {}: {}  # {}", field.key, choice.key, choice.label.get(self.tag()));
                    self.line(&line);
                }
            }
            FieldType::Group(fields) => {
                if let Some(form) = form(&field.field_type) {
                    self.line(of(&form.words, self.language));
                }
                self.line(&format!("  {}:", field.key));
                for inner in fields {
                    self.line(&format!("    {}  # {}", line(inner), inner.label.get(self.tag())));
                }
            }
            FieldType::Term { taxonomy } => self.terms(field, taxonomy),
            // Of a text its key says more than its type.
            FieldType::Text if !matches!(&*field.key, "title" | "theme") => {
                if let Some(form) = form(&field.field_type) {
                    self.line(of(&form.words, self.language));
                }
                self.line(&format!("  {}", line(field)));
            }
            _ => {
                if let Some(form) = form(&field.field_type) {
                    self.forms(form, &field.key);
                }
            }
        }
    }

    /// The terms of the site, or where there is none the general form.
    fn terms(&mut self, field: &Field, name: &str) {
        let taxonomies = &self.topics.taxonomies;
        let Some(taxonomy) = taxonomies.get(name).filter(|taxonomy| !taxonomy.terms.is_empty()) else {
            if let Some(form) = form(&field.field_type) {
                self.forms(form, &field.key);
            }
            return;
        };
        let open = !taxonomy.closed;
        let lines: Vec<String> = taxonomy
            .terms
            .iter()
            .take(MOST_TERMS)
            .map(|term| format!("  {}: {}", field.key, term.title.get(self.tag())))
            .collect();
        let more = taxonomy.terms.len().saturating_sub(MOST_TERMS);
        self.line(match open {
            true => self.say("已有的词（也可以写新的）：", "Known words; new ones are taken too:"),
            false => self.say("只能写其中的词：", "One of these words:"),
        });
        lines.iter().for_each(|line| self.line(line));
        if more > 0 {
            let line = match self.language {
                Language::Chinese => format!("  还有 {more} 个，见 site.yaml 的 taxonomies"),
                Language::English => format!("  {more} more, see `taxonomies` in site.yaml"),
            };
            self.line(&line);
        }
    }
}

fn of(pair: &Pair, language: Language) -> &'static str {
    say(language, pair.zh, pair.en)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(word: &str) -> String {
        topic(&Topics::shipped(), word, Language::Chinese).unwrap_or_default()
    }

    #[test]
    fn every_code_type_and_field_is_explained() {
        let topics = Topics::shipped();
        let forms = FORMS.iter().flat_map(|form| [form.name, form.title.zh, form.title.en]);
        let fields: Vec<String> = topics
            .kinds
            .iter()
            .flat_map(|kind| super::super::topics::nested(&kind.fields))
            .flat_map(|(path, field)| [path.join("."), field.key.to_string(), field.label.get("zh-CN").to_owned()])
            .filter(|word| !word.is_empty())
            .collect();
        for word in forms.chain(fields.iter().map(String::as_str)) {
            for language in [Language::Chinese, Language::English] {
                let text = topic(&topics, word, language).unwrap_or_else(|| panic!("{word} isn't explained"));
                assert!(text.lines().count() > 1, "{word}: {text}");
            }
        }
    }

    #[test]
    fn a_field_is_explained_by_key_label_and_path() {
        let start = said("start");
        assert!(start.starts_with("开始（start），必填；用于 科普活动"), "{start}");
        assert!(start.contains("  start: 2026-05-18 09:30"), "{start}");
        assert_eq!(start, said("开始"));
        assert!(said("booking.method").contains("写在 booking 下面"), "{}", said("booking.method"));
        assert!(said("status").contains("  status: cancelled  # 已取消"), "{}", said("status"));
        assert!(said("e0204").starts_with("E0204 字段的值不对"));
        assert!(said("date").contains("2026年5月18日"));
        assert!(said("文章").contains("title"), "{}", said("文章"));
        for (code, line) in [
            ("E0204", "  字段: 0830-1234567"),
            ("E0208", "分类词（类型 term）"),
            ("W0290", "  字段: 周二至周日 9:00-12:00,14:00-17:00；周一闭馆"),
            ("E0301", "  字段: 城区科技馆"),
        ] {
            assert!(said(code).contains(line), "{code}: {}", said(code));
        }
        assert!(!said("E0203").contains("类型"));
        assert!(said("opening_hours.note").contains("类型 opening_hours"), "{}", said("opening_hours.note"));
        assert!(said("公式").contains("LaTeX"), "{}", said("公式"));
        assert_eq!(said("nothing-like-it"), "");
        assert_eq!(Topics::shipped().near("opening_hour").as_deref(), Some("opening_hours"));
        assert_eq!(Topics::shipped().near("E0999"), None);
    }
}
