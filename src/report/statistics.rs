//! The tables behind a report: the statistics sheet, all figures by name and unit, stated totals beside sums, and the
//! records that are counted by no indicator or by several.

use rust_decimal::prelude::ToPrimitive;

use super::annex::table;
use super::compose::Composer;
use super::phrases::date;
use super::recorded::rows;
use super::{ReportCell, ReportForm, ReportTable};
use crate::config::collection::value::FigureSum;
use crate::site::EntryId;
use crate::site::figures::{Indicators, Item};

pub fn tables(composer: &Composer<'_>, indicators: &Indicators) -> Vec<ReportTable> {
    let mut tables = vec![indicator_table(composer, indicators), sums(composer), comparisons(composer)];
    // Which indicator a record belongs to is the bureau's own matter.
    if composer.form == ReportForm::Internal {
        tables.push(listed(composer, indicators));
    }
    tables.push(rows(composer, indicators));
    tables
}

fn indicator_table(composer: &Composer<'_>, indicators: &Indicators) -> ReportTable {
    let (site, counted) = (composer.site, composer.counted);
    let language = &site.config.language;
    let mut rows = Vec::new();
    for (one, measured) in indicators.list.iter().zip(&counted.cells) {
        let title = one.title.get(language);
        let title = if one.also { format!("其中：{title}") } else { title.to_owned() };
        if let Some(unit) = &one.events {
            let (offline, online) = (&measured.offline, &measured.online);
            rows.push(vec![
                ReportCell::text(&title),
                ReportCell::text("举办次数"),
                ReportCell::text(unit),
                ReportCell::count(offline.times),
                ReportCell::count(online.times),
                ReportCell::text(""),
                ReportCell::text(titles(composer, offline.events.iter().chain(&online.events).copied())),
            ]);
        }
        for (place, measure) in one.measures.iter().enumerate() {
            let (offline, from) = &measured.offline.sums[place];
            let (online, more) = &measured.online.sums[place];
            let stated: Vec<String> = measured
                .stated
                .iter()
                .filter_map(|item| Some((item, item.figure(site)?)))
                .filter(|(_, figure)| figure.unit == measure.unit && measure.stated.contains(&figure.name))
                .map(|(item, figure)| format!("{}：{}", site.entry(item.id).title, figure.text))
                .collect();
            rows.push(vec![
                ReportCell::text(&title),
                ReportCell::text(measure.title.get(language)),
                ReportCell::text(&measure.unit),
                sum(offline),
                sum(online),
                ReportCell::text(stated.join("；")),
                ReportCell::text(titles(composer, from.iter().chain(more).map(|item| item.id))),
            ]);
        }
        if !measured.without.is_empty() || !measured.unclear.is_empty() {
            let missing = titles(composer, measured.without.iter().copied());
            let unclear = titles(composer, measured.unclear.iter().copied());
            let mut text = String::new();
            if !missing.is_empty() {
                text.push_str(&format!("没有该单位数据（缺）：{missing}"));
            }
            if !unclear.is_empty() {
                text.push_str(&format!(
                    "{}有几个数据都可计入，未采用：{unclear}",
                    if text.is_empty() { "" } else { "；" }
                ));
            }
            let mut row =
                vec![ReportCell::text(&title), ReportCell::text("缺漏"), ReportCell::text(""), ReportCell::text("")];
            row.extend([ReportCell::text(""), ReportCell::text(""), ReportCell::text(text)]);
            rows.push(row);
        }
    }
    let columns = ["指标", "项目", "单位", "线下", "线上", "填报总数（不相加）", "所依据的记录"];
    let note = format!(
        "统计期{0}年1月1日至12月31日，按截至{1}的记录。≥、≤、≈表示合计中含有概数；“缺”表示没有记录，不作推算。",
        composer.book.year,
        date(composer.book.last_day())
    );
    table("科普统计表", &columns, rows, &note)
}

/// Formats a sum; without figures it is a dash, not zero.
fn sum(sum: &FigureSum) -> ReportCell {
    if sum.count == 0 {
        return ReportCell::text("缺");
    }
    let text = format!("{}{}", sum.bound.sign(), sum.value);
    let exact = sum.is_exact().then(|| sum.value.to_f64()).flatten();
    ReportCell { text, number: exact }
}

fn titles(composer: &Composer<'_>, ids: impl Iterator<Item = EntryId>) -> String {
    let titles: Vec<&str> = ids.map(|id| composer.site.entry(id).title.as_str()).collect();
    titles.join("；")
}

fn from(composer: &Composer<'_>, items: &[Item]) -> ReportCell {
    ReportCell::text(titles(composer, items.iter().map(|item| item.id)))
}

fn sums(composer: &Composer<'_>) -> ReportTable {
    let row = |line: crate::site::figures::Line| {
        let sources = from(composer, &line.from);
        let hedges: Vec<&str> = line.sum.qualifiers.iter().map(|hedge| hedge.word()).collect();
        let kind = match line.sum.approximate {
            0 => "精确".to_owned(),
            count => format!("{count}项概数（{}）", hedges.join("、")),
        };
        let value = sum(&line.sum);
        let cells =
            [ReportCell::text(line.name), value, ReportCell::text(line.sum.unit.clone()), ReportCell::text(kind)];
        cells.into_iter().chain([ReportCell::count(line.sum.count), sources]).collect()
    };
    let rows = composer.book.lines(|_| true).into_iter().map(row).collect();
    let note = "同名同单位的数据才相加；上级活动或系列填报了总数的，只计总数，不与下级重复相加。";
    table("成效数据汇总", &["名称", "合计", "单位", "性质", "数据个数", "所依据的记录"], rows, note)
}

fn comparisons(composer: &Composer<'_>) -> ReportTable {
    let site = composer.site;
    let mut rows = Vec::new();
    for id in &composer.book.records {
        for found in composer.book.comparisons(*id) {
            let Some(stated) = found.stated.figure(site) else { continue };
            rows.push(vec![
                ReportCell::text(&site.entry(*id).title),
                ReportCell::text(&stated.name),
                ReportCell::text(&stated.text),
                ReportCell::text(&found.parts.text),
                ReportCell::text(found.printed()),
                from(composer, &found.from),
            ]);
        }
    }
    let note = "填报总数与登记合计是两个数，分别列出，不相加；差额为填报总数减去登记合计。";
    table("填报总数与登记合计对照", &["记录", "名称", "填报总数", "登记合计", "差额", "合计所依据的记录"], rows, note)
}

fn listed(composer: &Composer<'_>, indicators: &Indicators) -> ReportTable {
    let counted = composer.counted;
    let language = &composer.site.config.language;
    let row = |id: EntryId, why: String| {
        let record = composer.record(id);
        vec![ReportCell::text(record.title), ReportCell::text(why), ReportCell::text(record.file)]
    };
    let name = |key: &String| {
        let found = indicators.list.iter().find(|one| one.key == *key);
        found.map_or(key.clone(), |one| one.title.get(language).to_owned())
    };
    let unmatched = counted.unmatched.iter().map(|id| row(*id, "不属于任何指标".to_owned()));
    let doubled = counted.doubled.iter().map(|(id, keys)| {
        let names: Vec<String> = keys.iter().map(name).collect();
        row(*id, format!("同时属于{}", names.join("、")))
    });
    let going = counted.going.iter().map(|id| row(*id, "还没有结束，没有计入".to_owned()));
    let part = "还在继续，已计入举办过的场次，数据在结束后计入开始的那一年";
    let continuing = counted.continuing.iter().map(|id| row(*id, part.to_owned()));
    let rows = unmatched.chain(doubled).chain(going).chain(continuing).collect();
    let note = "指标由 indicators.yaml 规定；列在这里的活动请核对活动形式，或修改指标；没有结束的活动请写上截止日期（recurrence 里的“至某年某月某日”），结束以后计入。";
    table("没有对应或重复对应指标的活动", &["活动", "情况", "文件"], rows, note)
}
