//! Texts → plain values: numbers, addresses, telephone numbers; and what is meant by a word that isn't known.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use super::usual;
use crate::base::diagnostic::{Diagnostic, FieldName, Localized, messages};
use crate::base::text::{did_you_mean, narrow};
use crate::base::time::{When, parse_time};
use crate::base::time_words::plain;
use crate::base::yaml::write::{self, YamlValue};
use crate::base::yaml::{Map, Node};
use crate::config::collection::value::figure::Numeral;
use crate::config::collection::value::phone_numbers;
use crate::config::collection::{Choice, Field, FieldType, forms};
use crate::config::{TaxonomyConfig, TermConfig};

/// The key of the field that a word means: one with this label, or one of a similar name.
pub fn meant_field<'f>(word: &str, fields: &'f [Field]) -> Option<&'f str> {
    let labelled = fields.iter().find(|field| field.label.all().any(|label| label == word));
    if let Some(field) = labelled {
        return Some(&field.key);
    }
    if holds_back(word)
        && let Some(draft) = fields.iter().find(|field| &*field.key == "draft")
    {
        return Some(&draft.key);
    }
    if takes_down(word)
        && let Some(expires) = fields.iter().find(|field| &*field.key == "expires")
    {
        return Some(&expires.key);
    }
    let usual = || usual::meanings(word).find_map(|key| fields.iter().find(|field| *field.key == *key));
    let words = fields.iter().flat_map(|field| std::iter::once(&*field.key).chain(field.label.all()));
    let Some(near) = did_you_mean(word, words) else { return usual().map(|field| &*field.key) };
    let field = fields.iter().find(|field| *field.key == *near || field.label.all().any(|label| label == near));
    field.map(|field| &*field.key)
}

/// What other programs call the field that holds a text back.
const NOT_PUBLIC: [&str; 18] = [
    "published",
    "publish",
    "hidden",
    "private",
    "public",
    "visible",
    "visibility",
    "unlisted",
    "status",
    "permission",
    "password",
    "encrypt",
    "公开",
    "隐藏",
    "发布",
    "状态",
    "私密",
    "密码",
];

/// What other programs call the day on which a text is taken down. `unpublish_at` is spelt like `publish_at`, which is the
/// opposite: who took that advice would publish what is to go.
const TAKEN_DOWN: [&str; 13] = [
    "unpublish",
    "unpublish_at",
    "unpublish_date",
    "unpublishdate",
    "expire",
    "expire_at",
    "expires_at",
    "expiry",
    "expiry_date",
    "expirydate",
    "下线时间",
    "下架时间",
    "失效日期",
];

/// Whether a word names the day on which a text is taken down.
pub fn takes_down(word: &str) -> bool {
    TAKEN_DOWN.contains(&&*word.to_ascii_lowercase())
}

fn holds_back(word: &str) -> bool {
    NOT_PUBLIC.contains(&&*word.to_ascii_lowercase())
}

/// Reports a field that isn't declared. Returns the field that was meant too.
///
/// Of a word of another program for what isn't public only the whole line is shown: `published: false` means the opposite of
/// `draft: false`.
pub fn undeclared<'f>(key: &str, fields: &'f [Field], collection: FieldName<'_>) -> (Diagnostic, Option<&'f str>) {
    let (fault, meant) = (messages::unknown_field(key, collection), meant_field(key, fields));
    let fault = match meant {
        None => without_meaning(fault, fields),
        Some("draft") if holds_back(key) => fault.helped(
            &format!("不公开：把这一行改成 draft: true；公开：删去这一行。静态网站不能设密码，“{key}”不起作用"),
            &format!("not to publish it, write the line as draft: true; to publish it, remove the line; `{key}` has no effect, and a static site has no passwords"),
        ),
        Some(_) => fault.meant(meant),
    };
    (fault, meant)
}

/// Says which fields there are, where an unknown one isn't like any of them.
pub fn without_meaning(fault: Diagnostic, fields: &[Field]) -> Diagnostic {
    let names = |write: fn(&Field) -> String| fields.iter().take(MOST_NAMED).map(write).collect::<Vec<_>>();
    let mut zh = names(|field| format!("{}（{}）", field.key, field.label.get("zh-CN")));
    let mut en = names(|field| field.key.to_string());
    if fields.len() > MOST_NAMED {
        zh.push("……".to_owned());
        en.push("…".to_owned());
    }
    let (zh, en) = (zh.join("、").replace("（）", ""), en.join(", "));
    fault.helped(
        &format!("这里可以写：{zh}；不需要它就删去这一行，新的字段要先在 _collection.yaml 的 fields 里声明"),
        &format!("there are: {en}; remove the line, or declare a new field under `fields` in _collection.yaml"),
    )
}

/// A line with a missing field to copy; a term is one of its taxonomy, a choice one that other fields of the map speak for.
pub fn example_line(field: &Field, map: &Map, taxonomies: &BTreeMap<String, TaxonomyConfig>) -> String {
    if let FieldType::Choice(choices) = &field.field_type
        && let Some(choice) = choices.iter().find(|choice| map.get(&choice.key).is_some())
    {
        return format!("{}: {}", field.key, choice.key);
    }
    let term = match field.field_type.item() {
        FieldType::Term { taxonomy } => taxonomies.get(taxonomy).and_then(|config| config.terms.first()),
        _ => None,
    };
    match (term, &field.field_type) {
        (Some(term), FieldType::List(_)) => format!("{}: [{}]", field.key, term.title.get("zh-CN")),
        (Some(term), _) => format!("{}: {}", field.key, term.title.get("zh-CN")),
        (None, _) => forms::line(field),
    }
}

/// The label of the choice that a word means.
pub fn meant_choice<'c>(word: &str, choices: &'c [Choice]) -> Option<&'c str> {
    let words = choices.iter().flat_map(|choice| std::iter::once(choice.key.as_str()).chain(choice.label.all()));
    // 取消 is within 已取消.
    let within = |label: &&str| word.chars().count() > 1 && label.contains(word);
    let mut holders = choices.iter().flat_map(|choice| choice.label.all()).filter(within);
    match (holders.next(), holders.next()) {
        (Some(label), None) => Some(label),
        // The Chinese label of a choice says more than its key.
        _ => did_you_mean(word, words).map(|near| {
            let choice =
                choices.iter().find(|choice| choice.key == near || choice.label.all().any(|label| label == near));
            choice.map_or(near, |choice| choice.label.get("zh-CN"))
        }),
    }
}

/// Returns the term that a misspelt one is nearest to.
pub fn meant_term<'t>(text: &str, known: &'t [TermConfig]) -> Option<&'t str> {
    let words = known.iter().flat_map(|term| {
        let aliases = term.aliases.iter().map(String::as_str);
        std::iter::once(term.key.as_str()).chain(term.title.all()).chain(aliases)
    });
    did_you_mean(text, words)
}

/// Returns the titles of a taxonomy's terms for a message, as many as it names.
pub fn titles_of(known: &[TermConfig]) -> String {
    let mut titles: Vec<&str> = known.iter().take(MOST_NAMED).map(|term| term.title.get("zh-CN")).collect();
    if known.len() > MOST_NAMED {
        titles.push("…");
    }
    titles.join("、")
}

const MOST_NAMED: usize = 20;

/// A group for a text that is none of its choices: with the choice that the text names, and the field that takes the rest.
pub fn group_line(fields: &[Field], text: &str) -> String {
    let file = text.rsplit_once('.').filter(|(_, end)| (2..=5).contains(&end.len()) && end.is_ascii());
    let file = file.filter(|_| !text.contains("://"));
    let takes = |field: &&Field| match &field.field_type {
        FieldType::Phone => phone(text).is_ok(),
        FieldType::Url => url(text).is_ok(),
        FieldType::File | FieldType::Image => file.is_some(),
        _ => false,
    };
    let optional = || fields.iter().filter(|field| !field.is_required());
    let note = || optional().rfind(|field| matches!(field.field_type, FieldType::Text));
    let rest = fields.iter().find(takes).or_else(note);
    let own = |field: &Field| format!("{}: {}", field.key, write::inline(&YamlValue::text(text)));
    let chosen = |field: &Field| match (&field.field_type, file) {
        _ if rest.is_some_and(|rest| rest.key == field.key) => own(field),
        // What a file is called is at least its name.
        (FieldType::Text, Some((stem, _))) => format!("{}: {}", field.key, write::inline(&YamlValue::text(stem))),
        (FieldType::Choice(choices), _) => {
            let named = choices.iter().find(|choice| rest.is_some_and(|rest| *rest.key == *choice.key));
            let choice = usual::choice(text).and_then(|key| choices.iter().find(|choice| choice.key == key));
            named.or(choice).map_or_else(|| forms::line(field), |choice| format!("{}: {}", field.key, choice.key))
        }
        _ => forms::line(field),
    };
    let required = fields.iter().filter(|field| field.is_required()).map(chosen);
    let rest = rest.filter(|field| !field.is_required()).map(own);
    let lines: Vec<String> = required.chain(rest).collect();
    format!("{{{}}}", lines.join(", "))
}

/// The choices of the first of some fields that has any, in words.
pub fn choices_of(fields: &[&Field]) -> Option<String> {
    fields.iter().find_map(|field| match &field.field_type {
        FieldType::Choice(choices) => {
            let labels: Vec<&str> = choices.iter().map(|choice| choice.label.get("zh-CN")).collect();
            Some(format!("“{}”（{}）", field.label.get("zh-CN"), labels.join("、")))
        }
        _ => None,
    })
}

/// A value that others complete: a number without its unit; an end that is a time of day has the day of the start.
pub fn completed(field: &Field, node: &Node, map: &Map, zone: &TimeZone) -> Option<Node> {
    if let (FieldType::Datetime { .. }, "end" | "doors") = (&field.field_type, &*field.key) {
        let time = plain(node.as_text()?);
        parse_time(&time)?;
        let start = When::parse(map.get("start")?.as_text()?, zone)?;
        return Some(Node::scalar(format!("{} {time}", start.date), node.span));
    }
    without_unit(field, node)
}

/// A number whose field's unit is written behind it, without the unit.
pub fn without_unit(field: &Field, node: &Node) -> Option<Node> {
    let (FieldType::Number { .. }, Some(unit)) = (&field.field_type, &field.unit) else { return None };
    let number = node.as_text()?.trim().strip_suffix(unit.as_str())?.trim_end();
    Some(Node::scalar(number, node.span))
}

pub fn expected(zh: &str, en: &str) -> Localized {
    Localized { zh: zh.to_owned(), en: en.to_owned() }
}

/// A number keeps this many digits; of a longer one the rest would be others.
const MOST_DIGITS: usize = 15;

pub fn number(text: &str, min: Option<f64>, max: Option<f64>) -> Result<f64, Localized> {
    let plain: String = text.chars().map(narrow).filter(|c| *c != ',').collect();
    let number: f64 = plain.trim().parse().map_err(|_| not_a_number(&plain))?;
    if !number.is_finite() {
        return Err(expected("应是有限的数字", "a finite number is expected"));
    }
    let mantissa = plain.split(['e', 'E']).next().unwrap_or_default().trim_start_matches(['-', '+', '0', '.', ' ']);
    if mantissa.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
        let text = plain.trim();
        return Err(expected(
            &format!(
                "“{text}”超过 {MOST_DIGITS} 位，后面几位会变；写成 {MOST_DIGITS} 位以内，编号、账号之类换成文字（text）字段"
            ),
            &format!(
                "`{text}` has more than {MOST_DIGITS} digits, and the last ones would change; write fewer, or declare a field of text for what is a name"
            ),
        ));
    }
    match (min, max) {
        (Some(min), Some(max)) if number < min || number > max => {
            Err(expected(&format!("应在 {min}～{max} 之间"), &format!("it must lie within {min}～{max}")))
        }
        (Some(min), None) if number < min => {
            Err(expected(&format!("不能小于 {min}"), &format!("it can't be less than {min}")))
        }
        (None, Some(max)) if number > max => {
            Err(expected(&format!("不能大于 {max}"), &format!("it can't be more than {max}")))
        }
        _ => Ok(number),
    }
}

/// Says which number was meant, if there is one.
fn not_a_number(text: &str) -> Localized {
    let parts: Vec<&str> =
        text.split(|c: char| !(c.is_ascii_digit() || c == '.')).filter(|part| part.parse::<f64>().is_ok()).collect();
    if let Some(number) = in_words(text) {
        return expected(&format!("“{text}”要写成数字：{number}"), &format!("`{text}` is written in digits: {number}"));
    }
    match parts.as_slice() {
        [from, to] if text.contains(['-', '~', '至', '到', '—', '–']) => expected(
            &format!("“{text}”是一个范围，这里只能写一个数字，如 {to}；范围写进正文或说明里"),
            &format!("`{text}` is a range, and one number is expected, such as {to}, between {from} and {to}"),
        ),
        [number] => expected(
            &format!("“{text}”不是数字，这里只能写数字：{number}；“约”“多”之类写进正文或说明里"),
            &format!("`{text}` isn't a number; write {number} alone, and the rest in a text"),
        ),
        _ => expected(
            &format!("“{text}”不是数字，应写成 500 这样"),
            &format!("`{text}` isn't a number; write it like 500"),
        ),
    }
}

/// A number that is written in Chinese numerals and has nothing beside it.
fn in_words(text: &str) -> Option<String> {
    let text = text.trim();
    let numeral = Numeral::last(text).filter(|numeral| numeral.chinese)?;
    (numeral.start == 0 && numeral.end == text.len()).then(|| numeral.value.normalize().to_string())
}

pub fn url(text: &str) -> Result<String, Localized> {
    if let Some(public) = without_user(text) {
        return Err(expected(
            &format!("网址里不能有用户名和密码，它们会随网页公开；写成 {public}"),
            &format!("an address has no user or password, which the page would make public; write {public}"),
        ));
    }
    let hostless = text.split_once("://").is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with(AUTHORITY_END));
    let address = !hostless && ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| text.starts_with(scheme));
    // A second slash of either kind makes the rest a host.
    let place = text.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']));
    if (address || place) && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        let plain: String = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
        let plain = plain.trim_start_matches(['/', '\\']).to_owned();
        let whole = if plain.contains("://") { plain } else { format!("https://{plain}") };
        if whole.contains('.') && whole.is_ascii() && !hostless {
            Err(expected(
                &format!("网址要以 https:// 或 http:// 开头，用半角符号：{whole}"),
                &format!("an address begins with https:// or http://: {whole}"),
            ))
        } else {
            Err(expected("应是网址，如 https://example.org/", "an address is expected, as in https://example.org/"))
        }
    }
}

/// What ends the host of an address. Browsers take a backslash for a slash.
const AUTHORITY_END: [char; 4] = ['/', '\\', '?', '#'];

/// An address without the user and password that it contains; `None` if it has neither. What stands before `@` also makes
/// readers believe that another site is meant.
fn without_user(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let end = rest.find(AUTHORITY_END).unwrap_or(rest.len());
    let (_, host) = rest[..end].rsplit_once('@')?;
    Some(format!("{scheme}://{host}{}", &rest[end..]))
}

/// Words that a field of yes or no takes, in small letters.
const YES: [&str; 5] = ["true", "是", "有", "yes", "on"];
const NO: [&str; 5] = ["false", "否", "无", "no", "off"];
/// Words that say the same and aren't taken: some of them may have slipped in.
const MEANT_YES: [&str; 12] = ["是的", "对", "对的", "y", "t", "1", "√", "✓", "✔", "真", "需要", "可以"];
const MEANT_NO: [&str; 12] = ["不", "不是", "没有", "n", "f", "0", "×", "x", "✗", "假", "不需要", "不可以"];

/// Reads a yes or a no. YAML and spreadsheets write them in capitals as well.
pub fn truth(key: &str, text: &str) -> Result<bool, Localized> {
    let word = text.to_lowercase();
    let is = |words: &[&str]| words.contains(&word.as_str());
    let meant =
        |value: bool| expected(&format!("“{text}”写成：{key}: {value}"), &format!("write `{text}` as {key}: {value}"));
    match () {
        () if is(&YES) => Ok(true),
        () if is(&NO) => Ok(false),
        () if is(&MEANT_YES) => Err(meant(true)),
        () if is(&MEANT_NO) => Err(meant(false)),
        () => Err(expected("应是 true 或 false（是、否也可以）", "true or false is expected")),
    }
}

/// A letter between digits that looks like a digit, such as `0830-3l12345`: the letter, and the text with digits alone.
fn letter_for_digit(text: &str) -> Option<(char, String)> {
    let digit = |c: char| match c {
        'l' | 'I' => Some('1'),
        'O' | 'o' => Some('0'),
        _ => None,
    };
    let typed: Vec<char> = text.chars().collect();
    let stands_for = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| typed.get(before));
        let beside = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_digit() || digit(*c).is_some());
        let near = before.is_some_and(char::is_ascii_digit) || typed.get(at + 1).is_some_and(char::is_ascii_digit);
        let edge = |c: Option<&char>| beside(c) || c.is_none_or(|c| !c.is_alphabetic());
        // A room may be called A1O1; a number is longer.
        let in_number = |c: &&char| c.is_ascii_digit() || digit(**c).is_some() || **c == '-';
        let run = typed[..at].iter().rev().take_while(in_number).chain(typed[at..].iter().take_while(in_number));
        let long = run.filter(|c| c.is_ascii_digit()).count() >= 5;
        digit(typed[at]).filter(|_| near && long && edge(before) && edge(typed.get(at + 1)))
    };
    let first = (0..typed.len()).find(|at| stands_for(*at).is_some())?;
    let mended = (0..typed.len()).map(|at| stands_for(at).unwrap_or(typed[at])).collect();
    Some((typed[first], mended))
}

pub fn phone(text: &str) -> Result<String, Localized> {
    if let Some((letter, mended)) = letter_for_digit(text).filter(|_| !text.contains("://") && !text.contains('@')) {
        return Err(expected(
            &format!("里面的“{letter}”是字母，不是数字，应是：{mended}"),
            &format!("`{letter}` in it is a letter and not a digit: {mended}"),
        ));
    }
    // An address of another kind may hold digits too.
    if phone_numbers(text).is_empty() || text.contains('@') || text.contains("://") {
        return Err(expected("应是电话号码，如 0830-1234567", "a telephone number is expected, as in 0830-1234567"));
    }
    Ok(text.to_owned())
}

pub fn email(text: &str) -> Result<String, Localized> {
    let valid = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    if valid && !text.contains(char::is_whitespace) {
        Ok(text.to_owned())
    } else {
        let plain: String = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
        Err(match plain != text && email(&plain).is_ok() {
            true => expected(&format!("邮箱用半角符号，中间不空格：{plain}"), &format!("in plain letters: {plain}")),
            false => {
                expected("应是邮箱地址，如 kepu@example.org", "an e-mail address is expected, as in kepu@example.org")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Span;
    use crate::base::yaml::Key;
    use crate::config::collection::shipped;

    #[test]
    fn a_place_of_the_site_is_no_host() {
        assert!(url("/bases/").is_ok() && url("/").is_ok());
        for text in ["//evil.example/", "/\\evil.example", "///evil.example"] {
            let fault = url(text).map_err(|fault| fault.en);
            assert!(fault.is_err_and(|fault| fault.contains("https://evil.example")), "{text}");
        }
    }

    #[test]
    fn an_address_holds_no_user_and_no_password() {
        for (text, public) in [
            ("https://kepu:secret@museum.example/a?b=1", "https://museum.example/a?b=1"),
            ("http://kepu@museum.example", "http://museum.example"),
            ("https://www.gov.example@evil.example\\x", "https://evil.example\\x"),
        ] {
            let fault = url(text).map_err(|fault| fault.en);
            assert!(fault.is_err_and(|fault| fault.ends_with(&format!("write {public}"))), "{text}");
        }
        for text in ["https://museum.example/@kepu", "https://museum.example/?mail=a@b", "mailto:a@museum.example"] {
            assert!(url(text).is_ok(), "{text}");
        }
        for text in ["https:///museum.example", "https://", "http://?a"] {
            let fault = url(text).map_err(|fault| fault.en);
            assert!(fault.is_err_and(|fault| fault.contains("https://example.org/")), "{text}");
        }
    }

    #[test]
    fn a_number_out_of_its_range_is_told_apart() {
        assert_eq!(number("-5", Some(0.0), None).unwrap_err().zh, "不能小于 0");
        assert_eq!(number("9", None, Some(8.0)).unwrap_err().zh, "不能大于 8");
        assert_eq!(number("9", Some(0.0), Some(8.0)).unwrap_err().zh, "应在 0～8 之间");
    }

    #[test]
    fn a_number_with_more_digits_than_are_kept_is_refused() {
        for text in ["1234567890123456", "0.1234567890123456", "-12345678.90123456", "９９９９９９９９９９９９９９９９"]
        {
            assert!(number(text, None, None).unwrap_err().zh.contains("超过 15 位"), "{text}");
        }
        for (text, value) in [("123456789012345", 123_456_789_012_345.0), ("0.001234567890123", 0.001_234_567_890_123)]
        {
            assert_eq!(number(text, None, None), Ok(value), "{text}");
        }
    }

    #[test]
    fn a_number_in_words_and_a_range_are_recognised() {
        for (text, zh) in [
            ("五百", "“五百”要写成数字：500"),
            ("两千", "“两千”要写成数字：2000"),
            ("30-50", "“30-50”是一个范围，这里只能写一个数字，如 50；范围写进正文或说明里"),
            ("很重", "“很重”不是数字，应写成 500 这样"),
        ] {
            assert_eq!(number(text, None, None).unwrap_err().zh, zh);
        }
    }

    #[test]
    fn a_letter_is_no_digit() {
        for (text, mended) in
            [("0830-3l12345", "0830-3112345"), ("O830-3110000", "0830-3110000"), ("138OO13800I", "138001380")]
        {
            let fault = phone(text).unwrap_err();
            assert!(fault.zh.contains(mended), "{text}: {fault:?}");
        }
        for text in ["0830-3110000 ext 8001", "Tel: 0830-3110000", "张老师 13800138000 或 0830-3110000 转 8001"] {
            assert_eq!(phone(text), Ok(text.to_owned()));
        }
    }

    #[test]
    fn a_yes_in_other_words_is_shown_as_it_is_read() {
        for (text, zh) in [
            ("是的", "“是的”写成：draft: true"),
            ("√", "“√”写成：draft: true"),
            ("N", "“N”写成：draft: false"),
            ("也许", "应是 true 或 false（是、否也可以）"),
        ] {
            assert_eq!(truth("draft", text).unwrap_err().zh, zh);
        }
        assert_eq!((truth("draft", "Yes"), truth("draft", "否")), (Ok(true), Ok(false)));
    }

    #[test]
    fn published_false_is_draft_true() {
        let event = shipped("event").unwrap();
        for word in ["published", "hidden", "private", "password", "密码"] {
            let (fault, meant) = undeclared(word, &event.fields, "events".into());
            assert_eq!(meant, Some("draft"), "{word}");
            assert!(fault.help.zh.contains("draft: true") && !fault.help.zh.contains("是不是想写"), "{word}");
        }
    }

    #[test]
    fn a_day_to_take_down_is_no_day_to_publish() {
        let event = shipped("event").unwrap();
        for word in ["unpublish_at", "unpublishDate", "expiryDate", "下线时间"] {
            let (fault, meant) = undeclared(word, &event.fields, "events".into());
            assert_eq!(meant, Some("expires"), "{word}");
            assert!(!fault.help.zh.contains("publish_at"), "{word}");
        }
    }

    #[test]
    fn a_line_to_copy_never_says_the_opposite() {
        let event = shipped("event").unwrap();
        let FieldType::Group(fields) = &event.fields.iter().find(|field| &*field.key == "booking").unwrap().field_type
        else {
            panic!("booking is a group")
        };
        for (text, line) in [
            ("电话预约", "{method: phone, note: 电话预约}"),
            ("扫码报名", "{method: url, note: 扫码报名}"),
            ("网上预约", "{method: url, note: 网上预约}"),
            ("0830-3110000", "{method: phone, phone: 0830-3110000}"),
            ("https://example.org/", "{method: url, url: https://example.org/}"),
            ("免预约", "{method: none, note: 免预约}"),
            ("单位统一报名", "{method: groups, note: 单位统一报名}"),
            ("现场领号", "{method: phone, note: 现场领号}"),
            ("电话预约, 周一除外", "{method: phone, note: \"电话预约, 周一除外\"}"),
            ("电话预约: 每天", "{method: phone, note: \"电话预约: 每天\"}"),
        ] {
            assert_eq!(group_line(fields, text), line, "{text}");
        }
        let attachments = event.fields.iter().find(|field| &*field.key == "attachments").unwrap();
        let FieldType::Group(fields_of_file) = attachments.field_type.item() else { panic!("attachments are groups") };
        assert_eq!(group_line(fields_of_file, "notice.pdf"), "{file: notice.pdf, title: notice}");
        let key = Key { text: "url".to_owned(), span: Span::default() };
        let map = Map { entries: vec![(key, Node::scalar("x", Span::default()))] };
        assert_eq!(example_line(&fields[0], &map, &BTreeMap::new()), "method: url");
        assert_eq!(example_line(&fields[0], &Map::default(), &BTreeMap::new()), "method: phone");
    }
}
