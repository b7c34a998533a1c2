//! Questions on a terminal, in the site's language.
//!
//! What can be chosen is offered and not typed; typing narrows a list down, by its Chinese
//! words, by their pinyin or its initials, so that nobody has to change the input method.

use std::fmt;

use inquire::{MultiSelect, Select};

use super::cancelled::Cancelled;
use super::line;
use crate::authoring::scaffold::{self, Answers, ScaffoldQuestion};
use crate::base::diagnostic::Diagnostic;
use crate::base::text::{initials_of, pinyin_of};
use crate::config::collection::{FieldType, shipped};
use crate::site::Site;

/// As many lines of a list as leave room for what was answered before.
const PAGE: usize = 12;

pub struct Prompt<'a> {
    site: &'a Site,
    chinese: bool,
}

/// Something to choose: what it says, and what it stands for.
#[derive(Clone)]
struct Offer {
    says: String,
    stands_for: String,
}

impl Offer {
    fn new(stands_for: &str, label: &str) -> Self {
        let same = label.is_empty() || label == stands_for;
        let says = if same { stands_for.to_owned() } else { format!("{label} ({stands_for})") };
        Self { says, stands_for: stands_for.to_owned() }
    }
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says)
    }
}

/// Whether what was typed is in an offer, as it stands or as it is spelt.
fn fits(typed: &str, offer: &str) -> bool {
    let typed = typed.trim().to_lowercase();
    offer.to_lowercase().contains(&typed) || pinyin_of(offer).contains(&typed) || initials_of(offer).contains(&typed)
}

fn score(typed: &str, offer: &Offer) -> Option<i64> {
    fits(typed, &offer.says).then_some(0)
}

impl<'a> Prompt<'a> {
    pub fn new(site: &'a Site) -> Self {
        Self { site, chinese: site.config.language.starts_with("zh") }
    }

    pub fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        if self.chinese { zh } else { en }
    }

    /// Which collection a new entry goes to.
    pub fn kind(&self) -> Result<String, Cancelled> {
        let named = self.site.collections.values().filter(|collection| !collection.name.is_empty());
        let language = &self.site.config.language;
        let offers = named.map(|collection| Offer::new(&collection.name, collection.title.get(language))).collect();
        self.choose(self.say("新建什么", "What is to be made"), offers)
    }

    /// One line of text; the default is taken for an empty line.
    pub fn text(&self, question: &str, help: Option<&str>, default: &str) -> Result<String, Cancelled> {
        line::read(question, help, default)
    }

    pub fn choose(&self, question: &str, offers: Vec<impl Into<PromptChoice>>) -> Result<String, Cancelled> {
        let offers: Vec<Offer> = offers.into_iter().map(|offer| offer.into().0).collect();
        let help =
            self.say("↑↓ 移动，输入文字或拼音筛选，回车选定", "↑↓ to move, type to narrow down, enter to choose");
        let select = Select::new(question, offers).with_help_message(help).with_page_size(PAGE);
        let chosen = select.with_scorer(&|typed, offer, _, _| score(typed, offer)).prompt()?;
        Ok(chosen.stands_for)
    }

    fn choose_some(&self, question: &str, offers: Vec<Offer>) -> Result<Vec<String>, Cancelled> {
        let help = self.say(
            "↑↓ 移动，空格选中，输入文字或拼音筛选，回车确定",
            "↑↓ to move, space to pick, type to narrow down, enter to go on",
        );
        let formatter = |chosen: &[inquire::list_option::ListOption<&Offer>]| {
            chosen.iter().map(|option| option.value.says.clone()).collect::<Vec<_>>().join("、")
        };
        let select = MultiSelect::new(question, offers).with_help_message(help).with_page_size(PAGE);
        let select = select.with_formatter(&formatter).with_keep_filter(false);
        let chosen = select.with_scorer(&|typed, offer, _, _| score(typed, offer)).prompt()?;
        Ok(chosen.into_iter().map(|offer| offer.stands_for).collect())
    }

    /// Which of the fields that may be left out are to be filled in as well.
    pub fn further<'q, 's>(
        &self,
        questions: &'q [ScaffoldQuestion<'s>],
        answers: &Answers,
    ) -> Result<Vec<&'q ScaffoldQuestion<'s>>, Cancelled> {
        let mut open: Vec<&ScaffoldQuestion<'_>> =
            questions.iter().filter(|question| !question.required && !answers.contains_key(&question.key)).collect();
        // What makes the collection what it is comes before what every entry may have.
        let common = shipped("entry").map(|entry| entry.fields).unwrap_or_default();
        let is_common = |way: &str| common.iter().any(|field| way.split('.').next() == Some(&*field.key));
        open.sort_by_key(|question| is_common(&question.key));
        let offers = open.iter().map(|question| Offer::new(&question.key, &self.label(question))).collect();
        let chosen = self.choose_some(self.say("还要填哪些（可不选）", "What else to fill in (or nothing)"), offers)?;
        Ok(open.into_iter().filter(|question| chosen.contains(&question.key)).collect())
    }

    /// A field's label, with that of the group that it is in.
    fn label(&self, question: &ScaffoldQuestion<'_>) -> String {
        let language = &self.site.config.language;
        let group = question.group.map(|group| format!("{} › ", group.label.get(language)));
        format!("{}{}", group.unwrap_or_default(), question.field.label.get(language))
    }

    /// Asks for one field until the answer can be used; nothing is an answer where the field may be left out.
    pub fn answer(
        &self,
        question: &ScaffoldQuestion<'_>,
        default: Option<&str>,
        answers: &mut Answers,
    ) -> Result<(), Cancelled> {
        let field_type = &question.field.field_type;
        let list = matches!(field_type, FieldType::List(_));
        let label = self.label(question);
        let offers = self.offers(field_type.item());
        // What was refused doesn't stay in the line: the next answer is typed from the beginning.
        let typed = loop {
            let typed = match (offers.is_empty(), list) {
                (false, false) => self.choose(&label, offers.clone())?,
                (false, true) => self.choose_some(&label, offers.clone())?.join("；"),
                (true, _) => self.text(&label, self.help(question).as_deref(), default.unwrap_or_default())?,
            };
            match scaffold::fault(question, &typed, self.site) {
                Some(fault) => eprintln!("  ✗ {}", self.in_a_line(&fault)),
                None if typed.trim().is_empty() => return Ok(()),
                None => break typed,
            }
        };
        answers.insert(question.key.clone(), scaffold::value(field_type, &typed, self.site));
        Ok(())
    }

    /// What there is to choose from; nothing where any text will do.
    fn offers(&self, field_type: &FieldType) -> Vec<Offer> {
        let language = &self.site.config.language;
        match field_type {
            FieldType::Bool => {
                vec![Offer::new("true", self.say("是", "yes")), Offer::new("false", self.say("否", "no"))]
            }
            FieldType::Choice(choices) => {
                choices.iter().map(|choice| Offer::new(&choice.key, choice.label.get(language))).collect()
            }
            FieldType::Term { taxonomy } => {
                let config = self.site.config.taxonomies.get(taxonomy).filter(|config| config.closed);
                let terms = config.map(|config| config.terms.as_slice()).unwrap_or_default();
                terms.iter().map(|term| Offer::new(&term.key, term.title.get(language))).collect()
            }
            FieldType::Reference { to } => {
                self.site.nameable(to).into_iter().map(|(name, title)| Offer::new(&name, title)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// How an answer is written.
    fn help(&self, question: &ScaffoldQuestion<'_>) -> Option<String> {
        let (zh, en) = match question.field.field_type.item() {
            FieldType::Date => ("如 2026-05-18", "as in 2026-05-18"),
            FieldType::Datetime { .. } => ("如 2026-05-18 或 2026-05-18 09:30", "as in 2026-05-18 or 2026-05-18 09:30"),
            FieldType::Month => ("如 2026-05", "as in 2026-05"),
            FieldType::Duration => ("如 90分钟、1小时30分", "as in 90 min"),
            FieldType::Point => ("经度,纬度（WGS-84），如 105.4423,28.8718", "longitude,latitude in WGS-84"),
            FieldType::OpeningHours => ("如 周二至周日 09:00-17:00；周一闭馆", "as in 周二至周日 09:00-17:00"),
            FieldType::Figure => ("如 参加公众 4.2万余人次", "as in 参加公众 4.2万余人次"),
            FieldType::Url => ("如 https://example.org/", "as in https://example.org/"),
            FieldType::Phone => ("如 0830-1234567", "as in 0830-1234567"),
            _ => ("", ""),
        };
        let list = matches!(question.field.field_type, FieldType::List(_));
        let several = if list { self.say("几项之间用；隔开", "several with ; between them") } else { "" };
        let hint = question.field.help.get(&self.site.config.language);
        let parts: Vec<&str> = [hint, self.say(zh, en), several].into_iter().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join(self.say("；", "; ")))
    }

    fn in_a_line(&self, fault: &Diagnostic) -> String {
        if self.chinese {
            format!("{}（{}）", fault.message.zh, fault.help.zh)
        } else {
            format!("{} ({})", fault.message.en, fault.help.en)
        }
    }
}

/// What a caller offers: a name, or a name and what it says.
pub struct PromptChoice(Offer);

impl From<Offer> for PromptChoice {
    fn from(offer: Offer) -> Self {
        Self(offer)
    }
}

impl From<(&str, &str)> for PromptChoice {
    fn from((stands_for, label): (&str, &str)) -> Self {
        Self(Offer::new(stands_for, label))
    }
}
