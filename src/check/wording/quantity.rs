//! Checks for quantities that contradict themselves: an exact number hedged as approximate, two hedges at once,
//! attendances counted as persons.

use rust_decimal::Decimal;

use super::Passage;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::pattern::{self, Pattern};
use crate::base::yaml::{Kind, Node};
use crate::check::Subject;
use crate::config::collection::value::{Figure, Qualifier};
use crate::content::Entry;

pub fn check(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
    hedged(passage, findings);
    hedged_twice(passage, findings);
    persons_by_times(passage, findings);
}

/// Units that are counted in whole numbers. Measures (米, 小时, 吨) may be exact to any digit, and a count of stars or
/// heartbeats may be an estimate to the last digit.
const COUNTED: &str =
    "(人次|人|名|位|家|个|种|场次|场|份|册|幅|期|条|项|件|辆次|辆|台|套|株|头|所|间|座|支|张|篇|部|户|处|块)";

static NEARLY: Pattern = Pattern::new(|| pattern::constant(&format!(r"(将近|接近|大约|近|约) ?(\d+) ?{COUNTED}")));
static ODD: Pattern = Pattern::new(|| pattern::constant(&format!(r"(\d[\d,.]*) ?(余|多) ?{COUNTED}")));

/// Characters that form another word with 近 or 约: 附近, 节约.
const OTHER_WORDS: &str = "附最邻靠远亲临新相逼贴走就预节签公条违合契邀特履制简隐相缔守解毁爽立失";

fn hedged(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
    let text = &passage.text;
    for slip in NEARLY.captures_iter(text) {
        let (Some(whole), Some(number)) = (slip.get(0), slip.get(2)) else { continue };
        let before = text[..whole.start()].chars().next_back();
        if before.is_some_and(|before| OTHER_WORDS.contains(before)) || is_measure(&text[whole.end()..]) {
            continue;
        }
        if is_exact(number.as_str()) {
            findings.push(passage.slip(messages::hedged_exact_number(whole.as_str()), whole.range()));
        }
    }
    for slip in ODD.captures_iter(text) {
        let (Some(whole), Some(number)) = (slip.get(0), slip.get(1)) else { continue };
        // 余 after 20 means 21 to 29; after 47 it means nothing. A decimal may have more digits.
        let number = number.as_str();
        let exact = !number.ends_with('0') || is_zero(number);
        if !number.contains('.') && exact && !is_measure(&text[whole.end()..]) {
            findings.push(passage.slip(messages::hedged_exact_number(whole.as_str()), whole.range()));
        }
    }
}

/// Nothing is neither near to a number nor above it.
fn is_zero(digits: &str) -> bool {
    digits.bytes().all(|digit| digit == b'0')
}

/// Returns whether a number is given to its last digit: 206 and 0, but not 15, 105 or 1250.
fn is_exact(digits: &str) -> bool {
    match digits.len() {
        0..=2 => is_zero(digits),
        3 => !digits.ends_with(['0', '5']),
        _ => !digits.ends_with('0'),
    }
}

/// Returns whether 个 is followed by a word that makes it a unit of measure.
fn is_measure(after: &str) -> bool {
    ["小时", "月", "百分点", "星期", "多"].iter().any(|word| after.starts_with(word))
}

static TWICE: Pattern = Pattern::new(|| {
    pattern::constant(
        r"(?:将近|接近|大约|大概|近|约|超过|超|逾) ?\d[\d,.]* ?[万亿]?(?:余|多)|(?:大约|大概|约|将近|近) ?\d[\d,.]* ?[万亿]?\p{Han}{0,3}左右",
    )
});

fn hedged_twice(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
    for slip in TWICE.find_iter(&passage.text) {
        let before = passage.text[..slip.start()].chars().next_back();
        if before.is_none_or(|before| !OTHER_WORDS.contains(before)) {
            findings.push(passage.slip(messages::hedged_twice(slip.as_str()), slip.range()));
        }
    }
}

static BY_TIMES: Pattern = Pattern::new(|| pattern::constant(r"(\d[\d,.]*) ?(万)? ?(?:余|多)? ?(人|辆|场|架)[/／]次"));

/// `5000人/次` means 5000 persons at a time; attendances are counted in 人次.
fn persons_by_times(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
    for slip in BY_TIMES.captures_iter(&passage.text) {
        let (Some(whole), Some(number), Some(unit)) = (slip.get(0), slip.get(1), slip.get(3)) else { continue };
        let start = passage.text[..whole.start()].char_indices().rev().nth(5).map_or(0, |(at, _)| at);
        let before = &passage.text[start..whole.start()];
        let at_a_time = ["限", "每", "最多", "容纳", "接待能力", "上限"].iter().any(|word| before.contains(word));
        if !at_a_time && (number.as_str().len() > 2 || slip.get(2).is_some()) {
            let diagnostic = messages::persons_by_times(whole.as_str(), unit.as_str());
            findings.push(passage.slip(diagnostic, whole.range()));
        }
    }
}

/// What visitors of an event do, as figures name it.
const ATTENDED: [&str; 12] =
    ["参加", "参观", "观看", "观展", "观影", "听众", "观众", "咨询", "受益", "培训", "接待", "受众"];
const SESSIONS: [&str; 4] = ["场", "场次", "次", "期"];

/// A person who comes to several sessions is counted several times, so the unit is 人次, as the yearly statistics of
/// outreach (全国科普统计) require.
pub fn check_figures(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let site = subject.site();
    for entry in &site.entries {
        let Some(outcome) = &entry.outcome else { continue };
        for figure in outcome.figures.iter().filter(|figure| is_hedged_exactly(figure)) {
            // A figure that is written as a text was checked with the passages.
            if node(subject, entry, figure).is_none_or(|node| node.as_text().is_none()) {
                findings.push(messages::hedged_exact_number(&figure.text).at(place(subject, entry, figure)));
            }
        }
        let several = |figure: &Figure| SESSIONS.contains(&figure.unit.as_str()) && figure.value > Decimal::ONE;
        let held = entry.schedule.as_ref().map_or(0, |schedule| schedule.occurrences.len());
        if held < 2 && !outcome.figures.iter().any(several) {
            continue;
        }
        for figure in &outcome.figures {
            let attended = ATTENDED.iter().any(|word| figure.name.contains(word));
            if figure.unit == "人" && attended && figure.scope.is_none() {
                findings.push(messages::persons_of_sessions(&figure.text).at(place(subject, entry, figure)));
            }
        }
    }
}

/// Returns whether a figure given in parts (`{value: 206, qualifier: 近, unit: 种}`) hedges an exact number.
fn is_hedged_exactly(figure: &Figure) -> bool {
    let counted = COUNTED.trim_matches(['(', ')']).split('|').any(|unit| unit == figure.unit);
    let digits = format!("{}", figure.value);
    let exact = match figure.qualifier {
        Some(Qualifier::Nearly | Qualifier::About) => is_exact(&digits),
        Some(Qualifier::Odd | Qualifier::More) => !digits.ends_with('0') || is_zero(&digits),
        _ => false,
    };
    counted && exact && !digits.contains('.')
}

/// Returns where a figure is written, or the entry's location if that is unknown.
fn place(subject: &Subject<'_>, entry: &Entry, figure: &Figure) -> Location {
    let node = node(subject, entry, figure);
    node.map_or_else(|| entry.location(), |node| Location::span(&entry.source, node.span))
}

fn node<'s>(subject: &'s Subject<'_>, entry: &Entry, figure: &Figure) -> Option<&'s Node> {
    let file = subject.written.iter().find(|file| *file.path == entry.source)?;
    let record = file.records.iter().find(|record| record.span == entry.span)?;
    record.front.entries.iter().find_map(|(_, node)| within(node, figure))
}

/// Returns the node of a figure: its text, or its parts.
fn within<'n>(node: &'n Node, figure: &Figure) -> Option<&'n Node> {
    match &node.kind {
        Kind::Scalar { text, .. } => text.contains(&figure.text).then_some(node),
        Kind::List(items) => items.iter().find_map(|node| within(node, figure)),
        Kind::Map(map) => {
            let value = map.get("value").and_then(Node::as_text);
            let this = value.is_some_and(|value| value.trim() == figure.value.to_string());
            if this { Some(node) } else { map.entries.iter().find_map(|(_, node)| within(node, figure)) }
        }
        Kind::Null => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::url::SourcePath;
    use crate::check::passage::Passages;
    use crate::content::markdown::MarkdownOptions;

    fn codes(text: &str) -> Vec<&'static str> {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut passages = Passages::new(&path, "zh-CN");
        passages.body(text, 0, &MarkdownOptions::default());
        let mut findings = Vec::new();
        passages.finished.iter().for_each(|passage| check(passage, &mut findings));
        findings.iter().map(|finding| finding.code.0).collect()
    }

    #[test]
    fn hedges_of_exact_numbers_are_found() {
        for text in
            ["引进品种近206种", "约1234人参加", "组织47余家企业", "合作社近 108 个", "大约2189人", "发放资料1,003余份"]
        {
            assert_eq!(codes(text), ["W0809"], "{text}");
        }
        for text in ["参加活动约0人次", "近 0 家", "观众0余人"] {
            assert_eq!(codes(text), ["W0809"], "{text}");
        }
        for text in ["约100多人", "近30余家单位", "超过2万余人", "大约50人左右", "约 3 公里左右"]
        {
            assert_eq!(codes(text), ["W0810"], "{text}");
        }
        for text in ["培训5000人/次", "出动200多辆/次", "受益1万人/次"] {
            assert_eq!(codes(text), ["W0811"], "{text}");
        }
    }

    #[test]
    fn sound_quantities_are_left_alone() {
        for text in [
            "近200种，约1250人，近50家，约105个，约15分钟，100多人次，2100多场次，6000余名，5万余人，22.11万人次",
            "公转约365天，光速约299792公里每秒，海拔约5596米，约29.8千米，约72次",
            "附近206家商店，预约128人，节约306个，最近115场",
            "2.58亿元，近9123万元，约2189万人，3个多月，2个多小时，20多个小时",
            "每场接待能力200人/次，限300人/次，50元/人/次",
            "左右两侧约3米，前后左右",
        ] {
            assert_eq!(codes(text), [""; 0], "{text}");
        }
    }
}
