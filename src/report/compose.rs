//! The records of a year → sections in the order that yearly reports have: work and results, bases, people,
//! honours, what fell short, what is planned.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::phrases::{date, days, figures, named, narrow, ordinal, quoted};
use super::statistics;
use super::{Note, RecordSource, Report, Section, Sentence, Source};
use crate::collection::{Facet, FieldType};
use crate::content::{Entry, Status, Value};
use crate::figures::{Counted, Year, containers, has_parts, held, is_held, items, series, series_of, undated};
use crate::site::{EntryId, Site};
use crate::standings::{Standing, State};
use crate::targets::Every;

/// More records than these are counted in a footnote.
const MOST_NAMED: usize = 4;

pub struct Composer<'r> {
    source: &'r Source<'r>,
    pub site: &'r Site,
    pub book: &'r Year<'r>,
    pub counted: &'r Counted,
    standings: &'r [Standing],
    /// The day of the report, from which on things are still to come.
    as_of: Date,
    /// Events of the year that took place, drives and their parts.
    held: Vec<EntryId>,
    sections: Vec<Section>,
    notes: Vec<Note>,
    chapters: usize,
    parts: usize,
}

impl<'r> Composer<'r> {
    pub fn new(
        source: &'r Source<'r>,
        book: &'r Year<'r>,
        counted: &'r Counted,
        standings: &'r [Standing],
        as_of: Date,
    ) -> Self {
        let site = source.site;
        let held = held(site, book.year, book.as_of);
        let (sections, notes) = (Vec::new(), Vec::new());
        Self { source, site, book, counted, standings, as_of, held, sections, notes, chapters: 0, parts: 0 }
    }

    pub fn report(mut self) -> Report {
        self.chapter("主要工作与成效");
        self.whole();
        self.drives();
        self.others();
        self.columns();
        self.bases();
        self.rosters();
        self.honours();
        self.shortfalls();
        self.plan();
        let config = &self.site.config;
        let organisation = config.organisation.get(&config.language).to_owned();
        let year = self.book.year;
        let tables = statistics::tables(&self, self.source.indicators);
        Report {
            title: format!("{organisation}{year}年科普工作总结（草稿）"),
            preamble: format!(
                "本稿由截至{}的活动、成效、基地等记录汇编，每句话以脚注注明所依据的记录；记录中没有的内容标明“缺”，不作推算。数据按记录原样列出，带“余”“多”“近”“超”等字样的为概数；不同单位的数据不相加。",
                date(self.book.as_of)
            ),
            organisation,
            year,
            as_of: self.book.as_of.to_string(),
            sections: self.sections,
            tables,
            notes: self.notes,
        }
    }

    /// What is known of a record.
    pub fn record(&self, id: EntryId) -> RecordSource {
        let entry = self.site.entry(id);
        RecordSource {
            title: entry.title.clone(),
            file: entry.source.to_string(),
            url: (self.source.address)(id),
            said: entry.fields.text("results_source").map(str::to_owned),
        }
    }

    fn chapter(&mut self, heading: &str) {
        self.chapters += 1;
        self.parts = 0;
        let heading = format!("{}、{heading}", ordinal(self.chapters));
        self.sections.push(Section { heading, level: 1, paragraphs: Vec::new() });
    }

    fn part(&mut self, heading: &str) {
        self.parts += 1;
        let heading = format!("（{}）{heading}", ordinal(self.parts));
        self.sections.push(Section { heading, level: 2, paragraphs: Vec::new() });
    }

    fn paragraph(&mut self, sentences: Vec<Sentence>) {
        if let (Some(section), false) = (self.sections.last_mut(), sentences.is_empty()) {
            section.paragraphs.push(sentences);
        }
    }

    /// A sentence with a footnote that names its records.
    fn said(&mut self, text: String, ids: &[EntryId]) -> Sentence {
        let records: Vec<RecordSource> = ids.iter().map(|id| self.record(*id)).collect();
        let number = self.notes.len() + 1;
        let one = |record: &RecordSource| {
            let said = record.said.as_ref().map_or(String::new(), |said| format!("，{said}"));
            format!("《{}》（{}{said}）", record.title, record.file)
        };
        let note: Vec<String> = records.iter().take(MOST_NAMED).map(one).collect();
        let rest = match records.len() {
            count if count > MOST_NAMED => format!("等{count}条记录"),
            _ => String::new(),
        };
        self.notes.push(Note { number, text: format!("{}{rest}。", note.join("；")), records });
        Sentence { text, note: Some(number), missing: false }
    }

    fn missing(&mut self, text: String, ids: &[EntryId]) -> Sentence {
        let sentence = match ids {
            [] => Sentence { text, note: None, missing: true },
            ids => self.said(text, ids),
        };
        Sentence { missing: true, ..sentence }
    }

    fn title(&self, id: EntryId) -> &'r str {
        &self.site.entry(id).title
    }

    fn whole(&mut self) {
        let (site, year) = (self.site, self.book.year);
        self.part("总体情况");
        let single: Vec<EntryId> = self.held.iter().copied().filter(|id| !has_parts(site, *id)).collect();
        if single.is_empty() {
            let sentence = self.missing(format!("{year}年没有已举行活动的记录（缺）。"), &[]);
            return self.paragraph(vec![sentence]);
        }
        let times: usize =
            single.iter().filter_map(|id| site.entry(*id).schedule.as_ref()).map(|found| found.occurrences.len()).sum();
        let districts: BTreeSet<&str> = single.iter().flat_map(|id| site.term_keys(*id, "district")).collect();
        let mut text = format!("{year}年，登记举办科普活动{}项{times}场次", single.len());
        if !districts.is_empty() {
            text.push_str(&format!("，覆盖{}个区县", districts.len()));
        }
        let first = self.said(format!("{text}。"), &single);
        let mut sentences = vec![first];
        let mut forms: BTreeMap<&str, usize> = BTreeMap::new();
        for key in single.iter().flat_map(|id| site.term_keys(*id, "form")) {
            *forms.entry(key).or_default() += 1;
        }
        if let Some(taxonomy) = site.taxonomies.get("form").filter(|_| !forms.is_empty()) {
            let language = &site.config.language;
            let mut counts: Vec<(usize, String)> = forms
                .iter()
                .map(|(key, count)| {
                    (*count, taxonomy.term(key).map_or(*key, |term| term.title.get(language)).to_owned())
                })
                .collect();
            counts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            let counts: Vec<String> = counts.into_iter().map(|(count, title)| format!("{title}{count}项")).collect();
            sentences.push(self.said(format!("按活动形式分，{}。", counts.join("、")), &single));
        }
        self.paragraph(sentences);
    }

    /// What events of the year belong to: series and programmes with figures of the year.
    fn drives(&mut self) {
        let (site, year) = (self.site, self.book.year);
        for drive in series(site, year, self.book.as_of) {
            let events = self.held.iter().copied().filter(|id| series_of(site, *id).contains(&drive));
            let events: Vec<EntryId> = events.collect();
            let own = items(site, drive, year).next().is_some();
            self.part(self.title(drive));
            let mut sentences = Vec::new();
            let single: Vec<EntryId> = events.iter().copied().filter(|id| !has_parts(site, *id)).collect();
            let tops: Vec<EntryId> = events.iter().copied().filter(|id| has_parts(site, *id)).collect();
            for top in &tops {
                let entry = site.entry(*top);
                let theme = entry.fields.text("theme").map_or(String::new(), |theme| format!("以“{theme}”为主题，"));
                let when = entry.schedule.as_ref().map(days).unwrap_or_default();
                let hosts = entry.fields.texts("hosts").join("、");
                let hosts = if hosts.is_empty() { hosts } else { format!("，由{hosts}主办") };
                sentences.push(self.said(format!("{}{theme}于{when}举行{hosts}。", quoted(&entry.title)), &[*top]));
            }
            if !single.is_empty() {
                let said = self.said(format!("全年登记本系列活动{}项。", single.len()), &single);
                sentences.push(said);
            }
            for id in std::iter::once(drive).chain(tops.iter().copied()) {
                sentences.extend(self.totals(id));
            }
            self.paragraph(sentences);
            let sentences: Vec<Sentence> = single.iter().filter_map(|id| self.event(*id)).collect();
            self.paragraph(sentences);
            let bare: Vec<EntryId> = single.iter().copied().filter(|id| !self.has_results(*id)).collect();
            self.bare(&bare);
            if !own && tops.iter().all(|id| items(site, *id, year).next().is_none()) {
                let text = format!("{year}年{}没有登记汇总数据（缺）。", quoted(self.title(drive)));
                let sentence = self.missing(text, &[drive]);
                self.paragraph(vec![sentence]);
            }
        }
    }

    /// What an entry states of the year, and what its parts come to beside it.
    fn totals(&mut self, id: EntryId) -> Vec<Sentence> {
        let (site, year) = (self.site, self.book.year);
        let all: Vec<_> = items(site, id, year).filter_map(|item| item.figure(site)).collect();
        if all.is_empty() {
            return Vec::new();
        }
        let note = site.entry(id).fields.text("results_note").unwrap_or_default();
        let reserve = if note.contains("不完全统计") { "据不完全统计，" } else { "" };
        let text = format!("{reserve}{}{}。", quoted(self.title(id)), figures(all.into_iter()));
        let mut sentences = vec![self.said(text, &[id])];
        for found in self.book.comparisons(id) {
            let Some(stated) = found.stated.figure(site) else { continue };
            let mut from: Vec<EntryId> = found.from.iter().map(|item| item.id).collect();
            from.dedup();
            let count = found.from.len();
            let text = match found.difference.is_zero() {
                true => format!("其中{}与已登记的{count}项记录合计一致，未作相加。", stated.name),
                false => format!(
                    "其中{}填报{}，已登记的{count}项记录合计{}，相差{}，分别统计，未作相加。",
                    stated.name,
                    narrow(&stated.text),
                    found.parts.text,
                    found.printed()
                ),
            };
            from.insert(0, id);
            sentences.push(self.said(text, &from));
        }
        sentences
    }

    fn has_results(&self, id: EntryId) -> bool {
        items(self.site, id, self.book.year).next().is_some()
    }

    /// An event with what came of it; nothing where no figures are there.
    fn event(&mut self, id: EntryId) -> Option<Sentence> {
        if !self.has_results(id) {
            return None;
        }
        let site = self.site;
        let entry = site.entry(id);
        let when = entry.schedule.as_ref().map(days).unwrap_or_default();
        let base = site.referred(id, "base").next().map(|base| site.entry(base).title.as_str());
        let place = base.or(entry.fields.text("venue")).map_or(String::new(), |place| format!("在{place}"));
        let told = figures(items(site, id, self.book.year).filter_map(|item| item.figure(site)));
        let text = format!("{when}{place}举办{}，{told}。", quoted(&entry.title));
        Some(self.said(text, &[id]))
    }

    fn bare(&mut self, ids: &[EntryId]) {
        if ids.is_empty() {
            return;
        }
        let titles: Vec<&str> = ids.iter().map(|id| self.title(*id)).collect();
        let sentence = self.missing(format!("{}已举行，没有登记成效数据（缺）。", named(&titles, "项")), ids);
        self.paragraph(vec![sentence]);
    }

    /// Events that belong to no series and no drive.
    fn others(&mut self) {
        let site = self.site;
        let alone = |id: &EntryId| containers(site, *id).next().is_none() && !has_parts(site, *id);
        let ids: Vec<EntryId> = self.held.iter().copied().filter(alone).collect();
        if ids.is_empty() {
            return;
        }
        self.part("其他科普活动");
        let sentences: Vec<Sentence> = ids.iter().filter_map(|id| self.event(*id)).collect();
        self.paragraph(sentences);
        let bare: Vec<EntryId> = ids.iter().copied().filter(|id| !self.has_results(*id)).collect();
        self.bare(&bare);
    }

    fn columns(&mut self) {
        let (site, year) = (self.site, self.book.year);
        let language = &site.config.language;
        let published = |id: &EntryId| {
            site.entry(*id)
                .publication
                .as_ref()
                .map(|found| found.date.date)
                .filter(|date| date.year() == year && *date <= self.book.as_of)
        };
        let mut told = Vec::new();
        for collection in site.with_facet(Facet::Publication) {
            let ids: Vec<EntryId> =
                site.listing(&collection.name, language).iter().copied().filter(|id| published(id).is_some()).collect();
            let months: BTreeSet<i8> = ids.iter().filter_map(published).map(|date| date.month()).collect();
            told.push((collection.title.get(language).to_owned(), months.len(), ids));
        }
        if told.is_empty() {
            return;
        }
        self.part("科普专栏");
        let mut sentences = Vec::new();
        for (title, months, ids) in told {
            sentences.push(match ids.is_empty() {
                true => self.missing(format!("“{title}”{year}年没有发布记录（缺）。"), &[]),
                false => self.said(format!("“{title}”全年发布{}篇，12个月中有{months}个月更新。", ids.len()), &ids),
            });
        }
        self.paragraph(sentences);
    }

    fn bases(&mut self) {
        let (site, year, day) = (self.site, self.book.year, self.book.as_of);
        let language = &site.config.language;
        self.chapter("阵地建设");
        let mut any = false;
        for collection in site.with_facet(Facet::Place).filter(|found| !found.has(Facet::Schedule)) {
            // A place whose every accreditation came later wasn't one yet.
            let there = |id: &&EntryId| {
                let since = accredited(site.entry(**id));
                since.is_empty() || since.iter().any(|(_, date)| *date <= day)
            };
            let ids: Vec<EntryId> = site.listing(&collection.name, language).iter().filter(there).copied().collect();
            if ids.is_empty() {
                continue;
            }
            any = true;
            let title = collection.title.get(language);
            let text = format!("截至{}，名录共有{title}{}家。", date(day), ids.len());
            let mut sentences = vec![self.said(text, &ids)];
            for field in &collection.fields {
                let FieldType::Term { taxonomy } = &field.field_type else { continue };
                let Some(taxonomy) = site.taxonomies.get(taxonomy) else { continue };
                let count = |key: &str| {
                    ids.iter().filter(|id| site.term_keys(**id, &field.key).any(|term| term == key)).count()
                };
                let counts: Vec<String> = taxonomy
                    .terms
                    .iter()
                    .map(|term| (term.title.get(language), count(&term.key)))
                    .filter(|(_, count)| *count > 0)
                    .map(|(title, count)| format!("{title}{count}家"))
                    .collect();
                if !counts.is_empty() {
                    let label = field.label.get(language);
                    sentences.push(self.said(format!("按{label}分，{}。", counts.join("、")), &ids));
                }
            }
            let new: Vec<EntryId> = ids
                .iter()
                .copied()
                .filter(|id| accredited(site.entry(*id)).iter().any(|(_, date)| date.year() == year && *date <= day))
                .collect();
            sentences.push(match new.is_empty() {
                true => self.missing(format!("{year}年没有新增命名认定的记录。"), &[]),
                false => {
                    let titles: Vec<&str> = new.iter().map(|id| self.title(*id)).collect();
                    self.said(format!("{year}年新获命名认定{}家：{}。", new.len(), named(&titles, "家")), &new)
                }
            });
            self.paragraph(sentences);
        }
        if !any {
            let sentence = self.missing("没有基地记录（缺）。".to_owned(), &[]);
            self.paragraph(vec![sentence]);
        }
    }

    fn rosters(&mut self) {
        let site = self.site;
        let language = &site.config.language;
        if site.config.report.rosters.is_empty() {
            return;
        }
        self.chapter("队伍建设");
        for name in &site.config.report.rosters {
            let Some(collection) = site.collections.get(name) else { continue };
            let title = collection.title.get(language);
            let ids = site.listing(name, language).to_vec();
            if ids.is_empty() {
                let sentence = self.missing(format!("没有{title}的记录（缺）。"), &[]);
                self.paragraph(vec![sentence]);
                continue;
            }
            let mut text = format!("现有{title}{}支", ids.len());
            for field in collection.fields.iter().filter(|field| matches!(field.field_type, FieldType::Number { .. })) {
                let Some(unit) = field.unit.as_ref() else { continue };
                let numbers: Vec<f64> = ids.iter().filter_map(|id| site.entry(*id).fields.number(&field.key)).collect();
                if !numbers.is_empty() {
                    let sum: f64 = numbers.iter().sum();
                    text.push_str(&format!("，{}{sum}{unit}", field.label.get(language)));
                }
            }
            let mut sentences = vec![self.said(format!("{text}（现时登记）。"), &ids)];
            let told: Vec<EntryId> = ids.iter().copied().filter(|id| self.has_results(*id)).collect();
            for id in &told {
                sentences.extend(self.totals(*id));
            }
            if told.is_empty() && collection.has(Facet::Outcome) {
                let text = format!("{title}没有登记{}年分队数据（缺）。", self.book.year);
                sentences.push(self.missing(text, &[]));
            }
            self.paragraph(sentences);
        }
    }

    fn honours(&mut self) {
        let (site, year) = (self.site, self.book.year);
        let language = &site.config.language;
        if site.config.report.honours.is_empty() {
            return;
        }
        self.chapter("表彰奖励");
        let mut sentences = Vec::new();
        for name in &site.config.report.honours {
            let ids = site.listing(name, language).iter().copied();
            let ids: Vec<EntryId> =
                ids.filter(|id| site.entry(*id).fields.number("year") == Some(f64::from(year))).collect();
            for id in ids {
                let fields = &site.entry(id).fields;
                let by = fields.text("awarded_by").map_or(String::new(), |by| format!("（{by}）"));
                let recipients = fields.texts("recipients").join("、");
                let what = if recipients.is_empty() {
                    fields.text("summary").unwrap_or("受表彰对象缺")
                } else {
                    &recipients
                };
                let text = format!("{}{by}：{}。", quoted(self.title(id)), what.trim_end_matches('。'));
                sentences.push(self.said(text, &[id]));
            }
        }
        if sentences.is_empty() {
            sentences.push(self.missing(format!("没有{year}年的表彰记录（缺）。"), &[]));
        }
        self.paragraph(sentences);
    }

    fn shortfalls(&mut self) {
        let (site, year) = (self.site, self.book.year);
        let language = &site.config.language;
        self.chapter("存在的不足");
        let before = self.notes.len();
        let mut sentences = Vec::new();
        for standing in self.standings.iter().filter(|standing| standing.year == year) {
            let title = standing.target.title.get(language);
            let short: Vec<_> = standing.rows.iter().filter(|row| row.state != State::Reached).collect();
            if short.is_empty() {
                continue;
            }
            let names: Vec<String> = short
                .iter()
                .take(8)
                .map(|row| {
                    let missed = if row.missed.is_empty() || standing.target.every == Every::Year {
                        String::new()
                    } else {
                        format!("，缺{}", row.missed.join("、"))
                    };
                    format!("{}（应有{}、已完成{}{missed}）", row.name, row.wanted, row.done)
                })
                .collect();
            let more = if short.len() > 8 { format!("等{}个", short.len()) } else { String::new() };
            let text = format!(
                "目标“{title}”共{}个对象，已达到{}个，未达到{}个：{}{more}。",
                standing.rows.len(),
                standing.rows.len() - short.len(),
                short.len(),
                names.join("、")
            );
            let ids: Vec<EntryId> = short.iter().filter_map(|row| row.subject).collect();
            sentences.push(self.missing(text, &ids));
        }
        let bare: Vec<EntryId> =
            self.held.iter().copied().filter(|id| !has_parts(site, *id) && !self.has_results(*id)).collect();
        if !bare.is_empty() {
            let titles: Vec<&str> = bare.iter().map(|id| self.title(*id)).collect();
            let text = format!("{}项活动没有登记成效数据：{}。", bare.len(), named(&titles, "项"));
            sentences.push(self.missing(text, &bare));
        }
        let undated = undated(site);
        if !undated.is_empty() {
            let titles: Vec<&str> = undated.iter().map(|id| self.title(*id)).collect();
            let text = format!("{}条记录的数据没有注明年度，本稿未采用：{}。", undated.len(), named(&titles, "条"));
            sentences.push(self.missing(text, &undated));
        }
        if self.notes.len() == before && sentences.is_empty() {
            sentences.push(self.missing("按现有记录没有发现未达到的目标和缺漏的数据。".to_owned(), &[]));
        }
        self.paragraph(sentences);
    }

    fn plan(&mut self) {
        let (site, next) = (self.site, self.book.year + 1);
        let language = &site.config.language;
        self.chapter(&format!("{next}年工作打算"));
        let targets: Vec<String> = self
            .standings
            .iter()
            .map(|standing| {
                let every = match standing.target.every {
                    Every::Month => "每月",
                    Every::Quarter => "每季度",
                    Every::Year => "每年",
                };
                format!("“{}”（{every}不少于{}）", standing.target.title.get(language), standing.target.at_least)
            })
            .collect();
        let mut sentences = Vec::new();
        if !targets.is_empty() {
            let text = format!("继续落实既定目标：{}。", targets.join("，"));
            // Targets are settings; they stand in no record.
            self.notes.push(Note {
                number: self.notes.len() + 1,
                text: "site.yaml，targets。".to_owned(),
                records: Vec::new(),
            });
            sentences.push(Sentence { text, note: Some(self.notes.len()), missing: false });
        }
        let planned = |id: &EntryId| {
            let entry = site.entry(*id);
            let called_off = |status| matches!(status, Status::Cancelled | Status::Postponed);
            in_year(entry, next)
                && site.representative(*id) == *id
                && entry.schedule.as_ref().is_some_and(|schedule| !called_off(schedule.status))
        };
        let mut planned: Vec<EntryId> = site.ids().filter(planned).collect();
        planned.sort_by_key(|id| site.entry(*id).schedule.as_ref().map(|schedule| schedule.days()));
        let (tops, single): (Vec<EntryId>, Vec<EntryId>) = planned.iter().copied().partition(|id| has_parts(site, *id));
        for id in &tops {
            let entry = site.entry(*id);
            let when = entry.schedule.as_ref().map(days).unwrap_or_default();
            let word = if is_held(entry, self.as_of) { "已" } else { "计划" };
            sentences.push(self.said(format!("{when}{word}举办{}。", quoted(&entry.title)), &[*id]));
        }
        if !single.is_empty() {
            sentences.push(self.said(format!("{next}年活动日历已登记具体活动{}项。", single.len()), &single));
        }
        if planned.is_empty() {
            sentences.push(self.missing(format!("活动日历中还没有{next}年的安排（缺）。"), &[]));
        }
        self.paragraph(sentences);
    }
}

fn in_year(entry: &Entry, year: i16) -> bool {
    entry.schedule.as_ref().is_some_and(|schedule| schedule.days().0.year() == year)
}

/// The first days of an entry's accreditations, and what each is called.
fn accredited(entry: &Entry) -> Vec<(String, Date)> {
    let groups = entry.fields.0.iter().flat_map(|(key, _)| entry.fields.values(key)).filter_map(|value| match value {
        Value::Group(fields) => Some(fields),
        _ => None,
    });
    let dated = groups
        .filter_map(|fields| Some((fields.text("title").unwrap_or_default().to_owned(), fields.date("valid_from")?)));
    dated.collect()
}
