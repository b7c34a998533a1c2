//! Composes the records of a year into sections in the order of yearly reports: work and results, bases, people,
//! honours, shortfalls, plans.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::annex;
use super::phrases::{MOST_TITLES, date, days, figures, listed, narrow, ordinal, quoted};
use super::{Note, RecordSource, Report, ReportForm, ReportSection, ReportTable, Sentence, Source};
use crate::config::collection::Facet;
use crate::config::collection::value::Figure;
use crate::site::figures::{
    CountedFigures, Group, Year, containers, figures_count, has_parts, held, items, series, series_of, sessions,
};
use crate::site::targets::standings::Standing;
use crate::site::{EntryId, Site};

/// More records than these are only counted in a footnote.
const MOST_NAMED: usize = 4;

/// How many sums are compared with those of the year before.
const MOST_COMPARED: usize = 6;

pub struct Composer<'r> {
    pub(super) source: &'r Source<'r>,
    pub site: &'r Site,
    pub book: &'r Year<'r>,
    pub counted: &'r CountedFigures,
    pub(super) standings: &'r [Standing],
    pub(super) form: ReportForm,
    /// Events of the year that took place, including drives and their parts.
    pub(super) held: Vec<EntryId>,
    sections: Vec<ReportSection>,
    pub(super) notes: Vec<Note>,
    /// What is missing, by the heading under which it is, where the text only counts it.
    pub(super) gaps: Vec<(String, String)>,
    /// What the sections are based on, by their headings, where no footnotes say it.
    sources: Vec<(String, BTreeSet<String>)>,
}

impl<'r> Composer<'r> {
    pub fn new(
        source: &'r Source<'r>,
        book: &'r Year<'r>,
        counted: &'r CountedFigures,
        standings: &'r [Standing],
        form: ReportForm,
    ) -> Self {
        let site = source.site;
        let held = held(site, book.year, book.as_of);
        let (sections, notes, gaps, sources) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { source, site, book, counted, standings, form, held, sections, notes, gaps, sources }
    }

    /// The report, with tables beside its text.
    pub fn report(mut self, mut tables: Vec<ReportTable>) -> Report {
        self.opening();
        self.chapter("主要工作与成效");
        self.overview();
        self.drives();
        self.others();
        self.columns();
        self.bases();
        self.rosters();
        self.funds();
        self.honours();
        self.shortfalls();
        self.plan();
        if self.form == ReportForm::Final {
            tables.extend(annex::behind(&self.gaps, &self.sources));
        }
        for (index, table) in tables.iter_mut().enumerate() {
            table.title = format!("附件{} {}", index + 1, table.title);
        }
        let (photos, rest) = self.photos();
        let photos_title = match photos.len() {
            0 => String::new(),
            _ => format!("附件{} 活动照片", tables.len() + 1),
        };
        let photos_note = match rest {
            0 => String::new(),
            rest => format!("另有{rest}张照片见各活动的网页。"),
        };
        let config = &self.site.config;
        let organisation = config.organisation.get(&config.language).to_owned();
        let year = self.book.year;
        let (draft, preamble) = match self.form {
            ReportForm::Internal => (
                "（草稿）",
                format!(
                    "本稿由截至{}的活动、成效、基地等记录汇编，每句话以脚注注明所依据的记录；记录中没有的内容标明“缺”，不作推算。数据按记录原样列出，带“余”“多”“近”“超”等字样的为概数；不同单位的数据不相加。",
                    date(self.book.last_day())
                ),
            ),
            ReportForm::Final => ("", String::new()),
        };
        Report {
            title: format!("{organisation}{year}年科普工作总结{draft}"),
            preamble,
            organisation,
            year,
            as_of: self.book.last_day().to_string(),
            sections: numbered(self.sections),
            tables,
            photos,
            photos_title,
            photos_note,
            signed: self.form == ReportForm::Final,
            notes: self.notes,
        }
    }

    /// Returns a record's details for a footnote.
    pub fn record(&self, id: EntryId) -> RecordSource {
        let entry = self.site.entry(id);
        RecordSource {
            title: entry.title.clone(),
            file: entry.source.to_string(),
            url: (self.source.address)(id),
            said: entry.fields.text("results_source").map(str::to_owned),
        }
    }

    pub(super) fn chapter(&mut self, heading: &str) {
        self.sections.push(ReportSection { heading: heading.to_owned(), level: 1, paragraphs: Vec::new() });
    }

    fn part(&mut self, heading: &str) {
        self.sections.push(ReportSection { heading: heading.to_owned(), level: 2, paragraphs: Vec::new() });
    }

    pub(super) fn paragraph(&mut self, mut sentences: Vec<Sentence>) {
        sentences.retain(|sentence| !sentence.text.is_empty());
        if let (Some(section), false) = (self.sections.last_mut(), sentences.is_empty()) {
            section.paragraphs.push(sentences);
        }
    }

    /// The heading of the present section.
    fn heading(&self) -> String {
        self.sections.last().map_or_else(String::new, |section| section.heading.clone())
    }

    /// Returns a sentence with a footnote that names its records.
    pub(super) fn with_note(&mut self, text: String, ids: &[EntryId]) -> Sentence {
        if self.form == ReportForm::Final {
            self.based_on(ids.iter().map(|id| self.site.entry(*id).title.clone()).collect());
            return Sentence { text, note: None, missing: false };
        }
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

    /// Notes what the present chapter is based on, for the annex of a report that is handed in.
    pub(super) fn based_on(&mut self, titles: Vec<String>) {
        let heading = self.heading();
        if self.sources.last().is_none_or(|(of, _)| *of != heading) {
            self.sources.push((heading, BTreeSet::new()));
        }
        if let Some((_, of_chapter)) = self.sources.last_mut() {
            of_chapter.extend(titles);
        }
    }

    /// Returns a sentence on what is missing. A report that is handed in lists it in an annex instead.
    pub(super) fn missing(&mut self, text: String, ids: &[EntryId]) -> Sentence {
        if self.form == ReportForm::Final {
            self.gaps.push((self.heading(), text.replace("（缺）", "")));
            return Sentence { text: String::new(), note: None, missing: true };
        }
        let sentence = match ids {
            [] => Sentence { text, note: None, missing: true },
            ids => self.with_note(text, ids),
        };
        Sentence { missing: true, ..sentence }
    }

    pub(super) fn title(&self, id: EntryId) -> &'r str {
        &self.site.entry(id).title
    }

    /// The sentence with which what is handed in begins.
    fn opening(&mut self) {
        if self.form == ReportForm::Final {
            let (site, year) = (self.site, self.book.year);
            let organisation = site.config.organisation.get(&site.config.language);
            self.sections.push(ReportSection { heading: String::new(), level: 0, paragraphs: Vec::new() });
            let last = Date::new(year, 12, 31).is_ok_and(|last| last == self.book.last_day());
            let until = if last { String::new() } else { format!("（截至{}）", date(self.book.last_day())) };
            let text = format!("现将{organisation}{year}年科普工作情况{until}总结如下。");
            self.paragraph(vec![Sentence { text, note: None, missing: false }]);
        }
    }

    fn overview(&mut self) {
        let (site, year) = (self.site, self.book.year);
        self.part("总体情况");
        let single: Vec<EntryId> = self.held.iter().copied().filter(|id| !has_parts(site, *id)).collect();
        if single.is_empty() {
            let sentence = self.missing(format!("{year}年没有已举行活动的记录（缺）。"), &[]);
            return self.paragraph(vec![sentence]);
        }
        let times: usize = single.iter().map(|id| sessions(site.entry(*id), year, self.book.as_of)).sum();
        let districts: BTreeSet<&str> = single.iter().flat_map(|id| site.term_keys(*id, "district")).collect();
        let held = if self.form == ReportForm::Final { "共" } else { "登记" };
        let mut text = format!("{year}年，{held}举办科普活动{}项{times}场次", single.len());
        if !districts.is_empty() {
            text.push_str(&format!("，覆盖{}个区县", districts.len()));
        }
        let before = self.year_before();
        let earlier = before.iter().copied().filter(|id| !has_parts(site, *id)).count();
        if earlier > 0 {
            text.push_str(&match single.len().cmp(&earlier) {
                Ordering::Greater => format!("，比上年的{earlier}项增加{}项", single.len() - earlier),
                Ordering::Less => format!("，比上年的{earlier}项减少{}项", earlier - single.len()),
                Ordering::Equal => format!("，与上年的{earlier}项持平"),
            });
        }
        let first = self.with_note(format!("{text}。"), &single);
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
            sentences.push(self.with_note(format!("按活动形式分，{}。", counts.join("、")), &single));
        }
        self.paragraph(sentences);
        let going = &self.counted.going;
        if !going.is_empty() {
            let text = format!("另有{}项活动到{}还没有结束，没有计入（缺）。", going.len(), date(self.book.as_of));
            let sentence = self.missing(text, going);
            self.paragraph(vec![sentence]);
        }
        let continuing = &self.counted.continuing;
        if !continuing.is_empty() {
            let (count, day) = (continuing.len(), date(self.book.as_of));
            let text = format!(
                "其中{count}项重复举办的活动到{day}还在继续，计入的是已经举办的场次，成效数据在结束后计入开始的那一年。"
            );
            let sentence = self.with_note(text, continuing);
            self.paragraph(vec![sentence]);
        }
        if earlier > 0 {
            let sentence = self.compared();
            self.paragraph(sentence.into_iter().collect());
        }
    }

    /// The events of the year before. None while the year isn't over: a part of a year isn't compared with a whole one.
    fn year_before(&self) -> Vec<EntryId> {
        let year = self.book.year;
        let last = |year| Date::new(year, 12, 31).ok();
        let over = last(year) == Some(self.book.last_day());
        if over { held(self.site, year - 1, self.book.as_of) } else { Vec::new() }
    }

    /// Writes the sums that have most records beside those of the year before, as they are printed.
    fn compared(&mut self) -> Option<Sentence> {
        let year = self.book.year - 1;
        let earlier = Year::of(self.site, year, self.book.as_of).lines(|_| true);
        let mut both: Vec<(String, Vec<EntryId>)> = Vec::new();
        let mut lines = self.book.lines(|_| true);
        lines.sort_by_key(|line| std::cmp::Reverse(line.sum.count));
        for line in lines {
            let Some(before) = earlier.iter().find(|old| old.name == line.name && old.sum.unit == line.sum.unit) else {
                continue;
            };
            let text = format!("{}{}（上年{}）", line.name, line.sum.text, before.sum.text);
            both.push((text, line.from.iter().chain(&before.from).map(|item| item.id).collect()));
            if both.len() == MOST_COMPARED {
                break;
            }
        }
        let ids: Vec<EntryId> = both.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
        let texts: Vec<String> = both.into_iter().map(|(text, _)| text).collect();
        (!texts.is_empty()).then(|| self.with_note(format!("主要成效数据与上年对照：{}。", texts.join("、")), &ids))
    }

    /// Writes about what events belong to: series and programmes with figures of the year.
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
                sentences
                    .push(self.with_note(format!("{}{theme}于{when}举行{hosts}。", quoted(&entry.title)), &[*top]));
            }
            if !single.is_empty() {
                let held = if self.form == ReportForm::Final { "举办" } else { "登记" };
                let said = self.with_note(format!("全年{held}本系列活动{}项。", single.len()), &single);
                sentences.push(said);
            }
            for id in std::iter::once(drive).chain(tops.iter().copied()) {
                sentences.extend(self.totals(id, Some(drive).filter(|drive| *drive != id)));
            }
            self.paragraph(sentences);
            let sentences: Vec<Sentence> = single.iter().filter_map(|id| self.event(*id)).collect();
            self.paragraph(sentences);
            let bare: Vec<EntryId> = single.iter().copied().filter(|id| self.lacks_results(*id)).collect();
            self.bare(&bare);
            if !own && tops.iter().all(|id| items(site, *id, year).next().is_none()) {
                let text = format!("{year}年{}没有登记汇总数据（缺）。", quoted(self.title(drive)));
                let sentence = self.missing(text, &[drive]);
                self.paragraph(vec![sentence]);
            }
        }
    }

    /// Writes the totals that an entry states for the year, each beside the sum of its parts. What is handed in doesn't say
    /// again what the series above says.
    pub(super) fn totals(&mut self, id: EntryId, above: Option<EntryId>) -> Vec<Sentence> {
        let (site, year) = (self.site, self.book.year);
        let mut all: Vec<_> = items(site, id, year).filter_map(|item| item.figure(site)).collect();
        if let Some(above) = above.filter(|_| self.form == ReportForm::Final) {
            let said: Vec<_> = items(site, above, year).filter_map(|item| item.figure(site)).collect();
            let same = |one: &Figure| said.iter().any(|other| (&other.name, &other.unit) == (&one.name, &one.unit));
            all.retain(|one| !same(one));
        }
        if all.is_empty() {
            return Vec::new();
        }
        let note = site.entry(id).fields.text("results_note").unwrap_or_default();
        let reserve = if note.contains("不完全统计") { "据不完全统计，" } else { "" };
        let text = format!("{reserve}{}{}。", quoted(self.title(id)), figures(all.into_iter()));
        let mut sentences = vec![self.with_note(text, &[id])];
        // Readers outside find both numbers side by side in the annex.
        if self.form == ReportForm::Final {
            return sentences;
        }
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
            sentences.push(self.with_note(text, &from));
        }
        sentences
    }

    pub(super) fn has_results(&self, id: EntryId) -> bool {
        items(self.site, id, self.book.year).next().is_some()
    }

    /// Whether figures of an event are due in the year, and aren't there.
    pub(super) fn lacks_results(&self, id: EntryId) -> bool {
        self.has_figures_due(id) && !self.has_results(id)
    }

    fn has_figures_due(&self, id: EntryId) -> bool {
        figures_count(self.site.entry(id), self.book.year, self.book.as_of)
    }

    /// Returns a sentence on an event and its results; `None` if it has no figures, or none yet.
    fn event(&mut self, id: EntryId) -> Option<Sentence> {
        if !self.has_results(id) || !self.has_figures_due(id) {
            return None;
        }
        let site = self.site;
        let entry = site.entry(id);
        let when = entry.schedule.as_ref().map(days).unwrap_or_default();
        let host = site.outgoing(id).iter().map(|(_, target)| site.entry(*target)).find(|entry| entry.place.is_some());
        let place = host
            .map(|host| host.title.as_str())
            .or(entry.fields.text("venue"))
            .map_or(String::new(), |place| format!("在{place}"));
        let results = figures(items(site, id, self.book.year).filter_map(|item| item.figure(site)));
        let text = format!("{when}{place}举办{}，{results}。", quoted(&entry.title));
        Some(self.with_note(text, &[id]))
    }

    fn bare(&mut self, ids: &[EntryId]) {
        if ids.is_empty() {
            return;
        }
        let titles: Vec<&str> = ids.iter().map(|id| self.title(*id)).collect();
        let most = if self.form == ReportForm::Final { titles.len() } else { MOST_TITLES };
        let text = format!("{}已举行，没有登记成效数据（缺）。", listed(&titles, "项", most));
        let sentence = self.missing(text, ids);
        self.paragraph(vec![sentence]);
    }

    /// Writes about events that belong to no series and no drive.
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
        let bare: Vec<EntryId> = ids.iter().copied().filter(|id| self.lacks_results(*id)).collect();
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
        let mut columns = Vec::new();
        for collection in site.with_facet(Facet::Publication) {
            let ids: Vec<EntryId> =
                site.listing(&collection.name, language).iter().copied().filter(|id| published(id).is_some()).collect();
            let months: BTreeSet<i8> = ids.iter().filter_map(published).map(|date| date.month()).collect();
            columns.push((collection.title.get(language).to_owned(), months.len(), ids));
        }
        if !columns.is_empty() {
            self.part("科普专栏");
            self.column_sentences(columns);
        }
        self.part("网站和新媒体");
        let mut sentences: Vec<Sentence> = self.recorded(Group::Site, "全年").into_iter().collect();
        sentences.extend(self.recorded(Group::Media, "科普传媒方面，"));
        if sentences.is_empty() {
            sentences.push(self.missing("没有网站访问、公众号和传媒的数据（缺）。".to_owned(), &[]));
        }
        self.paragraph(sentences);
    }

    fn column_sentences(&mut self, columns: Vec<(String, usize, Vec<EntryId>)>) {
        let year = self.book.year;
        let mut sentences = Vec::new();
        for (title, months, ids) in columns {
            sentences.push(match ids.is_empty() {
                true => self.missing(format!("“{title}”{year}年没有发布记录（缺）。"), &[]),
                false => {
                    self.with_note(format!("“{title}”全年发布{}篇，12个月中有{months}个月更新。", ids.len()), &ids)
                }
            });
        }
        self.paragraph(sentences);
    }
}

/// Numbers the headings: 一、 and （一）. Those without any text are left out.
fn numbered(sections: Vec<ReportSection>) -> Vec<ReportSection> {
    let mut kept: Vec<ReportSection> = Vec::new();
    for section in sections.into_iter().rev() {
        let heads = section.level == 1 && kept.last().is_some_and(|next| next.level > 1);
        if heads || !section.paragraphs.is_empty() {
            kept.push(section);
        }
    }
    kept.reverse();
    let (mut chapters, mut parts) = (0, 0);
    for section in &mut kept {
        let heading = &section.heading;
        section.heading = if section.level == 0 {
            String::new()
        } else if section.level == 1 {
            (chapters, parts) = (chapters + 1, 0);
            format!("{}、{heading}", ordinal(chapters))
        } else {
            parts += 1;
            format!("（{}）{heading}", ordinal(parts))
        };
    }
    kept
}
