//! Parses `statistics.csv`: figures of a year that no entry has, such as people, funds, media, and visitors of bases.
//!
//! A line is a figure with its year and its group. Only `kepu report` reads the file; what can't be read is reported with
//! its line and left out.

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::config::collection::value::Figure;
use crate::config::inputs::STATISTICS_FILE;
use crate::content::{Entry, EntryName, table};
use crate::site::Site;

/// What a recorded figure is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    People,
    Places,
    Funds,
    Media,
    Events,
    /// Visitors of one base.
    Bases,
    /// The site and the accounts.
    Site,
}

/// Groups as people call them, the usual name first.
const GROUPS: [(Group, &[&str]); 7] = [
    (Group::People, &["科普人员", "人员", "people"]),
    (Group::Places, &["科普场地", "场地", "places"]),
    (Group::Funds, &["科普经费", "经费", "funds"]),
    (Group::Media, &["科普传媒", "传媒", "媒体", "media"]),
    (Group::Events, &["科普活动", "活动", "events"]),
    (Group::Bases, &["基地参观", "基地", "科普基地", "bases"]),
    (Group::Site, &["网站和新媒体", "网站", "公众号", "新媒体", "账号", "网站和账号", "site"]),
];

impl Group {
    pub fn title(self) -> &'static str {
        GROUPS.iter().find(|(group, _)| *group == self).map_or("", |(_, names)| names[0])
    }

    fn named(text: &str) -> Option<Self> {
        let fits = |names: &[&str]| names.iter().any(|name| text.eq_ignore_ascii_case(name));
        GROUPS.iter().find(|(_, names)| fits(names)).map(|(group, _)| *group)
    }
}

/// One line of the file.
#[derive(Clone, Debug)]
pub struct RecordedFigure {
    pub year: i16,
    pub group: Group,
    /// The number of the row in the form of the statistics, as it was that year.
    pub code: String,
    pub figure: Figure,
    pub source: String,
    /// Its line in the file, from 1.
    pub line: usize,
    /// Where its name is written.
    pub at: Location,
}

/// All lines that could be read.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    pub figures: Vec<RecordedFigure>,
}

impl RecordedFigure {
    /// Who reported it; one of the bureau's own words where no one is named.
    pub fn reported_by(&self) -> &str {
        if self.source.is_empty() { "填报" } else { &self.source }
    }
}

impl Recorded {
    fn has(&self, year: i16, group: Group, name: &str, unit: &str) -> bool {
        self.of(year, group).any(|row| row.figure.name == name && row.figure.unit == unit)
    }

    /// The figures of a year and a group, in the order of the file.
    pub fn of(&self, year: i16, group: Group) -> impl Iterator<Item = &RecordedFigure> {
        self.figures.iter().filter(move |one| one.year == year && one.group == group)
    }

    /// The figure with the same name and unit in the year before.
    pub fn before(&self, one: &RecordedFigure) -> Option<&RecordedFigure> {
        let same = |other: &&RecordedFigure| {
            (other.group, &other.figure.name, &other.figure.unit) == (one.group, &one.figure.name, &one.figure.unit)
        };
        self.figures.iter().filter(|other| other.year == one.year - 1).find(same)
    }
}

/// The columns, with the words for each.
const COLUMNS: [(&str, &[&str]); 7] = [
    ("year", &["年份", "年度", "year"]),
    ("group", &["类别", "分类", "group"]),
    ("code", &["编号", "编码", "指标编码", "行号", "代码", "code"]),
    ("name", &["名称", "指标", "指标名称", "name"]),
    ("unit", &["单位", "计量单位", "unit"]),
    ("value", &["数值", "数据", "数量", "value"]),
    ("source", &["来源", "数据来源", "source"]),
];

/// Reads the file; without one there are no figures.
pub fn read(snapshot: &Snapshot, diagnostics: &mut Vec<Diagnostic>) -> Recorded {
    let mut recorded = Recorded::default();
    let Some(path) = SourcePath::new(STATISTICS_FILE) else { return recorded };
    let Some(file) = snapshot.get(&path) else { return recorded };
    let whole = |zh: &str, en: &str| messages::statistics_line(zh, en).at(Location::file(&path));
    let Some(text) = table::decode(file.held()) else {
        diagnostics.push(whole("不是 UTF-8 或 GB18030 的文字", "it is neither UTF-8 nor GB18030"));
        return recorded;
    };
    let table = table::read(&text, &path, diagnostics);
    let place = |key: &str| {
        let words = COLUMNS.iter().find(|(known, _)| *known == key).map_or(&[][..], |(_, words)| *words);
        table.header.iter().position(|cell| words.iter().any(|word| cell.text.trim().eq_ignore_ascii_case(word)))
    };
    let [year, group, name, value] = ["year", "group", "name", "value"].map(place);
    let (Some(year), Some(group), Some(name), Some(value)) = (year, group, name, value) else {
        if !table.header.is_empty() {
            diagnostics.push(whole(
                "第一行要有“年份、类别、名称、数值”，还可以有“编号、单位、来源”",
                "its first line needs `year`, `group`, `name` and `value`, and may have `code`, `unit` and `source`",
            ));
        }
        return recorded;
    };
    let (code, unit, source) = (place("code"), place("unit"), place("source"));
    for row in &table.rows {
        let cell = |at: usize| row[at].text.trim();
        let at = |at: usize| Location::span(&path, Span { start: row[at].span.start, end: row[at].span.end });
        let optional = |at: Option<usize>| at.map_or("", &cell).to_owned();
        let digits = cell(year).trim_end_matches('年');
        let Some(year_number) = digits.parse().ok().filter(|year| (1900..2200).contains(year)) else {
            let (zh, en) = (format!("“{}”不是年份", cell(year)), format!("`{}` is no year", cell(year)));
            diagnostics.push(messages::statistics_line(&zh, &en).at(at(year)));
            continue;
        };
        let Some(group_found) = Group::named(cell(group)) else {
            let names: Vec<&str> = GROUPS.iter().map(|(_, names)| names[0]).collect();
            let zh = format!("不认识类别“{}”，可用：{}", cell(group), names.join("、"));
            let en =
                format!("unknown group `{}`; use people, places, funds, media, events, bases or site", cell(group));
            diagnostics.push(messages::statistics_line(&zh, &en).at(at(group)));
            continue;
        };
        // A year that isn't over yet has lines without a value.
        if cell(value).is_empty() {
            continue;
        }
        let quantity = quantity(cell(value), &optional(unit));
        match Figure::parse(&quantity) {
            Ok(figure) if recorded.has(year_number, group_found, cell(name), &figure.unit) => {
                let (zh, en) = (
                    format!("“{}”这一年已经有一行", cell(name)),
                    format!("`{}` has a line for this year already", cell(name)),
                );
                diagnostics.push(messages::statistics_line(&zh, &en).at(at(value)));
            }
            Ok(figure) if figure.name.is_empty() && !cell(name).is_empty() => {
                let figure = Figure { name: cell(name).to_owned(), ..figure };
                let line = text[..row[value].span.start].matches('\n').count() + 1;
                let (code, source) = (optional(code), optional(source));
                recorded.figures.push(RecordedFigure {
                    year: year_number,
                    group: group_found,
                    code,
                    figure,
                    source,
                    line,
                    at: at(name),
                });
            }
            Ok(_) => {
                let (zh, en) = (
                    format!("“{quantity}”前面多了字，或没有名称"),
                    format!("`{quantity}` has words before it, or no name"),
                );
                diagnostics.push(messages::statistics_line(&zh, &en).at(at(value)));
            }
            Err(why) => diagnostics.push(messages::statistics_line(&why.zh, &why.en).at(at(value))),
        }
    }
    recorded
}

/// Reports the bases of a year's visitors that the site doesn't have, each with the title that is nearest: a misspelt one
/// would count as one more base. One that isn't public is there all the same.
pub fn unknown_bases(recorded: &Recorded, site: &Site, year: i16) -> Vec<Diagnostic> {
    let all = site.entries.iter().chain(site.absent.iter().map(|(entry, _)| entry));
    let bases: Vec<&Entry> =
        all.map(|entry| &**entry).filter(|entry| entry.place.is_some() && entry.schedule.is_none()).collect();
    if bases.is_empty() {
        return Vec::new();
    }
    let known = |name: &str| bases.iter().any(|base| base.title.trim() == name || EntryName::parse(name).fits(base));
    let report = |row: &RecordedFigure| {
        let name = row.figure.name.as_str();
        let zh = format!("没有叫“{name}”的基地，这一行仍算作一家");
        let en = format!("there is no base `{name}`; the line counts as one all the same");
        let fault = messages::statistics_line(&zh, &en).helped(
            "写网站上基地的标题；网站上没有这家基地的，可以不管",
            "write the base's title on the site; if the site doesn't have the base, leave it",
        );
        fault.meant(did_you_mean(name, bases.iter().map(|base| base.title.as_str()))).at(row.at.clone())
    };
    recorded.of(year, Group::Bases).filter(|row| !known(&row.figure.name)).map(report).collect()
}

/// A value with its unit, which may stand behind it already, or in part: `412.6万` in `万元`.
fn quantity(value: &str, unit: &str) -> String {
    if Figure::parse(value).is_ok_and(|figure| !figure.unit.is_empty()) {
        return value.to_owned();
    }
    let number = value.trim_end_matches(['余', '多', '+']);
    let magnitude = ['万', '亿'].into_iter().find(|large| number.ends_with(*large) && unit.starts_with(*large));
    format!("{value}{}", magnitude.map_or(unit, |large| &unit[large.len_utf8()..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    fn read_bytes(bytes: &[u8]) -> (Recorded, Vec<Diagnostic>) {
        let path = SourcePath::new(STATISTICS_FILE).unwrap();
        let snapshot: Snapshot = [(path, SourceFile::new(bytes))].into_iter().collect();
        let mut diagnostics = Vec::new();
        (read(&snapshot, &mut diagnostics), diagnostics)
    }

    #[test]
    fn lines_are_figures_with_year_and_group() {
        let text = "年份,类别,编号,名称,单位,数值,来源\n2025,人员,,科普专职人员,人,12,人事科\n2024年,经费,,科普经费筹集额,万元,近110,\n2025,经费,,科普经费筹集额,万元,120.5,财务科\n2025,基地,,市科技馆,人次,3.2万余人次,\n2025,人员,,科普志愿者,人,,\n";
        for bytes in [text.as_bytes().to_vec(), encoding_rs::GB18030.encode(text).0.into_owned()] {
            let (recorded, diagnostics) = read_bytes(&bytes);
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
            assert_eq!(recorded.figures.len(), 4);
            let funds = recorded.of(2025, Group::Funds).next().unwrap();
            assert_eq!((funds.figure.text.as_str(), funds.line, funds.source.as_str()), ("120.5万元", 4, "财务科"));
            assert_eq!(recorded.before(funds).unwrap().figure.text, "近110万元");
            assert_eq!(recorded.of(2025, Group::Bases).next().unwrap().figure.value, 32000.into());
        }
    }

    #[test]
    fn a_unit_is_said_once_and_a_line_counts_once() {
        for (value, unit, text) in [
            ("412.6万", "万元", "412.6万元"),
            ("412.6万余", "万元", "412.6万余元"),
            ("64人", "名", "64人"),
            ("64人（不完全统计）", "人", "64人"),
            ("64", "人", "64人"),
        ] {
            let line = format!("年份,类别,名称,单位,数值\n2025,经费,甲,{unit},{value}\n");
            let (recorded, diagnostics) = read_bytes(line.as_bytes());
            assert!(diagnostics.is_empty(), "{value}: {diagnostics:?}");
            assert_eq!(recorded.figures[0].figure.text, text, "{value}");
        }
        let twice = "年份,类别,名称,数值\n2025,基地,甲馆,3人次\n2025,基地,甲馆,3人次\n2025,基地,甲馆,2场\n";
        let (recorded, diagnostics) = read_bytes(twice.as_bytes());
        assert_eq!((recorded.figures.len(), diagnostics.len()), (2, 1), "{diagnostics:?}");
    }

    #[test]
    fn what_cannot_be_read_is_reported_with_its_line_and_left_out() {
        for (text, said) in [
            ("年份,名称,数值\n", "第一行要有"),
            ("年份,类别,名称,数值\n去年,人员,甲,3人\n", "不是年份"),
            ("年份,类别,名称,数值\n2025,其他,甲,3人\n", "不认识类别"),
            ("年份,类别,名称,数值\n2025,人员,甲,若干\n", ""),
            ("年份,类别,名称,数值\n2025,人员,,3人\n", "没有名称"),
        ] {
            let (recorded, diagnostics) = read_bytes(text.as_bytes());
            assert!(recorded.figures.is_empty(), "{text}");
            assert!(diagnostics.len() == 1 && diagnostics[0].message.zh.contains(said), "{text}: {diagnostics:?}");
        }
    }
}
