//! What `statistics.csv` says of people, funds, media and visitors: sentences for the chapters, and the annex that sets the
//! rows of the national statistics beside what is known of each.

use std::collections::BTreeSet;

use super::annex::table;
use super::compose::Composer;
use super::phrases::{figures, narrow};
use super::{Note, ReportCell, ReportForm, ReportTable, Sentence};
use crate::config::collection::value::FigureSum;
use crate::config::inputs::STATISTICS_FILE;
use crate::site::figures::{Group, Indicators, RecordedFigure};

/// Rows of the national statistics that a bureau is asked for, by group. The form changes from year to year, and its numbers
/// with it: numbers stand in the site's own files.
const ROWS: [(Group, &str, &str); 19] = [
    (Group::People, "科普专职人员", "人"),
    (Group::People, "科普兼职人员", "人"),
    (Group::People, "科普兼职人员年度实际投入工作量", "人月"),
    (Group::People, "注册科普志愿者", "人"),
    (Group::Places, "科技馆", "个"),
    (Group::Places, "科学技术类博物馆", "个"),
    (Group::Places, "青少年科技馆站", "个"),
    (Group::Places, "科普场馆全年参观人次", "人次"),
    (Group::Funds, "年度科普经费筹集额", "万元"),
    (Group::Funds, "政府拨款", "万元"),
    (Group::Funds, "科普专项经费", "万元"),
    (Group::Funds, "年度科普经费使用额", "万元"),
    (Group::Media, "科普图书出版", "种"),
    (Group::Media, "科普期刊出版", "种"),
    (Group::Media, "广播电台科普节目播出", "小时"),
    (Group::Media, "电视台科普节目播出", "小时"),
    (Group::Media, "科普网站", "个"),
    (Group::Media, "科普类微信公众号", "个"),
    (Group::Media, "发放科普读物和资料", "份"),
];

impl Composer<'_> {
    /// A sentence of all figures of a group, each beside that of the year before.
    pub(super) fn recorded(&mut self, group: Group, before: &str) -> Option<Sentence> {
        let recorded = self.source.recorded;
        let rows: Vec<&RecordedFigure> = recorded.of(self.book.year, group).collect();
        let one = |row: &&RecordedFigure| {
            let earlier = recorded.before(row);
            let earlier = earlier.map_or(String::new(), |old| format!("（上年{}）", narrow(&old.figure.text)));
            format!("{}{earlier}", figures(std::iter::once(&row.figure)))
        };
        let texts: Vec<String> = rows.iter().map(one).collect();
        let text = format!("{before}{}。", texts.join("、"));
        (!rows.is_empty()).then(|| self.with_lines(text, &rows))
    }

    /// A sentence on the visitors of bases: how many bases reported how many, by unit.
    pub(super) fn visitors(&mut self) -> Option<Sentence> {
        let (recorded, year) = (self.source.recorded, self.book.year);
        let rows: Vec<&RecordedFigure> = recorded.of(year, Group::Bases).collect();
        let units: BTreeSet<&str> = rows.iter().map(|row| row.figure.unit.as_str()).collect();
        let sum = |year: i16, unit: &str| {
            let mut sum = FigureSum::new(unit);
            let of_unit = recorded.of(year, Group::Bases).filter(|row| row.figure.unit == unit);
            let added: BTreeSet<&str> =
                of_unit.filter(|row| sum.add(&row.figure).is_ok()).map(|row| row.figure.name.as_str()).collect();
            (added.len(), sum.text)
        };
        let one = |unit: &&str| {
            let ((bases, now), (bases_before, before)) = (sum(year, unit), sum(year - 1, unit));
            let earlier = match bases_before {
                0 => String::new(),
                count => format!("，上年{count}家{before}"),
            };
            format!("据{bases}家基地填报，全年接待参观{now}{earlier}。")
        };
        let text: String = units.iter().map(one).collect();
        (!rows.is_empty()).then(|| self.with_lines(text, &rows))
    }

    fn with_lines(&mut self, text: String, rows: &[&RecordedFigure]) -> Sentence {
        if self.form == ReportForm::Final {
            let one = |row: &&RecordedFigure| format!("{}（{}）", row.figure.name, row.reported_by());
            self.based_on(rows.iter().map(one).collect());
            return Sentence { text, note: None, missing: false };
        }
        let one = |row: &&RecordedFigure| match row.source.as_str() {
            "" => format!("第{}行", row.line),
            source => format!("第{}行（{source}）", row.line),
        };
        let lines: Vec<String> = rows.iter().map(one).collect();
        let number = self.notes.len() + 1;
        let text_of_note = format!("{STATISTICS_FILE}，{}。", lines.join("、"));
        self.notes.push(Note { number, text: text_of_note, records: Vec::new() });
        Sentence { text, note: Some(number), missing: false }
    }
}

/// The rows of the national statistics, each with what is known of it.
pub(super) fn rows(composer: &Composer<'_>, indicators: &Indicators) -> ReportTable {
    let year = composer.book.year;
    let recorded = composer.source.recorded;
    let cell = |text: &str| ReportCell::text(text);
    let from_file = |row: &RecordedFigure| {
        let value = narrow(&row.figure.text);
        let caveat = row.figure.caveat.as_ref().map_or(String::new(), |caveat| format!("（{caveat}）"));
        let unit = &row.figure.unit;
        // 412.6万元 is in 万元, as the form wants it.
        let large =
            ["万", "亿"].iter().map(|word| format!("{word}{unit}")).find(|large| value.ends_with(large.as_str()));
        let unit = large.as_ref().filter(|_| unit == "元").unwrap_or(unit);
        let value = format!("{value}{caveat}");
        let cells = [row.group.title(), &row.code, &row.figure.name, unit, &value, row.reported_by()];
        cells.map(cell).to_vec()
    };
    let mut rows: Vec<Vec<ReportCell>> = Vec::new();
    for group in [Group::People, Group::Places, Group::Funds, Group::Media, Group::Site] {
        let given: Vec<&RecordedFigure> = recorded.of(year, group).collect();
        let known = |name: &str| given.iter().any(|row| row.figure.name == name);
        rows.extend(given.iter().map(|row| from_file(row)));
        let unknown = ROWS.iter().filter(|(of, name, _)| *of == group && !known(name));
        let counted = |name: &str| indicators.list.iter().any(|one| one.title.get("zh") == name);
        let unknown = unknown.filter(|(_, name, _)| !counted(name));
        rows.extend(
            unknown.map(|(_, name, unit)| [group.title(), "", name, unit, "缺", "向有关单位收集"].map(cell).to_vec()),
        );
    }
    let language = &composer.site.config.language;
    for (one, measured) in indicators.list.iter().zip(&composer.counted.cells) {
        let title = one.title.get(language);
        let mut line = |code: &Option<String>, name: String, unit: &str, value: String| {
            let code = code.as_deref().unwrap_or_default();
            rows.push([Group::Events.title(), code, &name, unit, &value, "活动记录"].map(cell).to_vec());
        };
        if let Some(unit) = &one.events {
            let (offline, online) = (measured.offline.times, measured.online.times);
            line(&one.code, format!("{title}（举办）"), unit, format!("线下{offline}，线上{online}"));
        }
        for (place, measure) in one.measures.iter().enumerate() {
            let text = |sum: &FigureSum| match sum.count {
                0 => "缺".to_owned(),
                _ => format!("{}{}", sum.bound.sign(), sum.value),
            };
            let (offline, online) = (&measured.offline.sums[place].0, &measured.online.sums[place].0);
            let name = format!("{title}（{}）", measure.title.get(language));
            line(&measure.code, name, &measure.unit, format!("线下{}，线上{}", text(offline), text(online)));
        }
    }
    rows.extend(recorded.of(year, Group::Events).map(from_file));
    let note =
        "编号以当年调查表为准。“缺”表示没有记录，不作推算，请向有关科室和单位收集后填写；≥、≤、≈表示合计中含有概数。";
    table("全国科普统计对照", &["类别", "编号", "指标", "单位", "数值", "来源"], rows, note)
}
