//! Sums → rows, and words for people.

use std::collections::BTreeMap;

use serde::Serialize;

use super::count::{MonthKey, Sum, Visits};
use crate::base::diagnostic::Language;
use crate::build::Ready;
use crate::config::collection::Facet;
use crate::route::Shows;

/// What was read of one address in one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitRow {
    /// 2026-05.
    pub month: String,
    /// `entry`, `place`, `page`, `download`, `calendar` or `feed`.
    pub kind: &'static str,
    /// The collection of an entry; empty for anything else.
    pub collection: String,
    pub title: String,
    pub address: String,
    pub views: u64,
    pub wechat: u64,
    pub searched: u64,
}

/// Addresses of each kind that are listed for people.
const MOST_LISTED: usize = 15;

fn written((year, month): MonthKey) -> String {
    format!("{year:04}-{month:02}")
}

/// All rows: by month, the most read first.
pub fn rows(ready: &Ready, visits: &Visits) -> Vec<VisitRow> {
    let (site, routes) = (ready.site(), ready.routes());
    let language = site.config.language.as_str();
    let mut rows: Vec<VisitRow> = Vec::new();
    for ((place, month), sum) in &visits.routes {
        let route = &routes.routes[*place];
        let (mut collection, mut title) = (String::new(), String::new());
        let kind = match &route.shows {
            Shows::Entry(id) => {
                let entry = site.entry(*id);
                title.clone_from(&entry.title);
                if !site.collection(*id).name.is_empty() {
                    collection = site.collection(*id).title.get(language).to_owned();
                }
                if site.collection(*id).has(Facet::Place) { "place" } else { "entry" }
            }
            Shows::Calendar(_) => "calendar",
            Shows::Feed { .. } => "feed",
            Shows::Dataset { .. } | Shows::FiguresData { .. } | Shows::Asset(_) => "download",
            shows => {
                title = shows.kind().name.0.to_owned();
                "page"
            }
        };
        let Sum { views, wechat, searched } = *sum;
        let address = route.url.to_string();
        rows.push(VisitRow { month: written(*month), kind, collection, title, address, views, wechat, searched });
    }
    rows.sort_by(|a, b| (&a.month, b.views, &a.address).cmp(&(&b.month, a.views, &b.address)));
    rows
}

/// What is said of a kind.
fn named(kind: &str, language: Language) -> &'static str {
    let (zh, en) = match kind {
        "place" => ("基地", "places"),
        "entry" => ("条目", "entries"),
        "download" => ("下载", "downloads"),
        "calendar" => ("日历订阅", "calendar subscriptions"),
        "feed" => ("订阅源", "feeds"),
        _ => ("其他页面", "other pages"),
    };
    if language == Language::Chinese { zh } else { en }
}

const KINDS: [&str; 6] = ["entry", "place", "page", "download", "calendar", "feed"];

/// The sums in words.
pub fn text(ready: &Ready, visits: &Visits, language: Language) -> String {
    let rows = rows(ready, visits);
    let chinese = language == Language::Chinese;
    let mut out = String::new();
    let mut line = |words: String| {
        out.push_str(&words);
        out.push('\n');
    };
    let mut months: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for row in &rows {
        *months.entry(&row.month).or_default().entry(row.kind).or_default() += row.views;
    }
    for (month, kinds) in &months {
        let parts = KINDS.iter().filter_map(|kind| Some(format!("{} {}", named(kind, language), kinds.get(kind)?)));
        line(format!("{month}  {}", parts.collect::<Vec<_>>().join(if chinese { "，" } else { ", " })));
    }
    for kind in KINDS {
        let mut sums: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.kind == kind) {
            *sums.entry((&row.address, &row.title)).or_default() += row.views;
        }
        let mut sums: Vec<_> = sums.into_iter().collect();
        sums.sort_by_key(|((address, _), views)| (std::cmp::Reverse(*views), *address));
        if !sums.is_empty() {
            line(format!("\n{}", named(kind, language)));
        }
        for ((address, title), views) in sums.iter().take(MOST_LISTED) {
            line(format!("{views:>8}  {title}  {address}").replace("    /", "  /"));
        }
        if sums.len() > MOST_LISTED {
            let rest = sums.len() - MOST_LISTED;
            line(if chinese { format!("          另有 {rest} 个") } else { format!("          and {rest} more") });
        }
    }
    let mut landings: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.searched > 0) {
        *landings.entry((&row.title, &row.address)).or_default() += row.searched;
    }
    let mut landings: Vec<_> = landings.into_iter().collect();
    landings.sort_by_key(|((_, address), count)| (std::cmp::Reverse(*count), *address));
    if !landings.is_empty() {
        let mut engines: BTreeMap<&str, u64> = BTreeMap::new();
        visits.engines.iter().for_each(|((engine, _), count)| *engines.entry(engine).or_default() += count);
        let engines: Vec<String> = engines.iter().map(|(engine, count)| format!("{engine} {count}")).collect();
        let head = if chinese { "从搜索引擎来" } else { "From search engines" };
        line(format!("\n{head}（{}）", engines.join("、")));
        for ((title, address), count) in landings.iter().take(MOST_LISTED) {
            line(format!("{count:>8}  {title}  {address}"));
        }
    }
    let mut missing: Vec<(&String, &u64)> = visits.missing.iter().collect();
    missing.sort_by_key(|(address, count)| (std::cmp::Reverse(**count), *address));
    if !missing.is_empty() {
        line(format!("\n{}", if chinese { "网站上没有的网址（404）" } else { "Addresses that aren't there (404)" }));
        for (address, count) in missing.iter().take(MOST_LISTED) {
            line(format!("{count:>8}  {address}"));
        }
        if visits.missing_rest > 0 {
            let rest = visits.missing_rest;
            line(if chinese { format!("{rest:>8}  其他网址") } else { format!("{rest:>8}  others") });
        }
    }
    out
}

/// The sums as figures of a record (`figures` in front matter), each saying what it was counted from.
pub fn figures(ready: &Ready, visits: &Visits) -> String {
    let rows = rows(ready, visits);
    let (Some(first), Some(last)) = (visits.months.iter().min(), visits.months.iter().max()) else {
        return "figures: []".to_owned();
    };
    let sum =
        |kinds: &[&str]| -> u64 { rows.iter().filter(|row| kinds.contains(&row.kind)).map(|row| row.views).sum() };
    let figure = |name: &str, count: u64, unit: &str| (count > 0).then(|| format!("{name}{count}{unit}"));
    let figures = [
        figure("网站浏览", sum(&["entry", "place", "page"]), "次"),
        figure("网站下载", sum(&["download"]), "次"),
        figure("日历订阅请求", sum(&["calendar"]), "次"),
    ];
    let figures: Vec<String> = figures.into_iter().flatten().collect();
    let span = if first == last { written(*first) } else { format!("{}至{}", written(*first), written(*last)) };
    let robots = if visits.unnamed > 0 {
        "，日志没有记浏览器的部分未能去除机器人"
    } else {
        "，已去除机器人"
    };
    format!("figures: [{}]\nresults_source: 服务器日志统计，{span}{robots}", figures.join(", "))
}
