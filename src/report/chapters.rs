//! The chapters after the year's work: bases, people, honours, shortfalls, plans.

use rust_decimal::Decimal;

use super::compose::Composer;
use super::phrases::{date, days, named, quoted};
use super::{Note, ReportForm, Sentence};
use crate::base::diagnostic::Language;
use crate::config::collection::{Facet, FieldType};
use crate::content::Entry;
use crate::site::EntryId;
use crate::site::figures::{Group, has_parts, undated};
use crate::site::targets::Every;
use crate::site::targets::standings::{Standing, accredited};

impl Composer<'_> {
    pub(super) fn bases(&mut self) {
        let (site, year, day) = (self.site, self.book.year, self.book.last_day());
        let language = &site.config.language;
        self.chapter("阵地建设");
        let mut any = false;
        for collection in site.with_facet(Facet::Place).filter(|found| !found.has(Facet::Schedule)) {
            // A base counts from the year of its first accreditation.
            let there = |id: &&EntryId| {
                let since = accredited(site.entry(**id));
                since.is_empty() || since.iter().any(|date| *date <= day)
            };
            let ids: Vec<EntryId> = site.listing(&collection.name, language).iter().filter(there).copied().collect();
            if ids.is_empty() {
                continue;
            }
            any = true;
            let title = collection.title.get(language);
            let text = format!("截至{}，名录共有{title}{}家。", date(day), ids.len());
            let mut sentences = vec![self.with_note(text, &ids)];
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
                    sentences.push(self.with_note(format!("按{label}分，{}。", counts.join("、")), &ids));
                }
            }
            let new: Vec<EntryId> = ids
                .iter()
                .copied()
                .filter(|id| accredited(site.entry(*id)).iter().any(|date| date.year() == year && *date <= day))
                .collect();
            sentences.push(match new.is_empty() {
                true => self.missing(format!("{year}年没有新增命名认定的记录。"), &[]),
                false => {
                    let titles: Vec<&str> = new.iter().map(|id| self.title(*id)).collect();
                    self.with_note(format!("{year}年新获命名认定{}家：{}。", new.len(), named(&titles, "家")), &new)
                }
            });
            self.paragraph(sentences);
        }
        if !any {
            let sentence = self.missing("没有基地记录（缺）。".to_owned(), &[]);
            self.paragraph(vec![sentence]);
        }
        let visitors = match self.visitors() {
            Some(sentence) => sentence,
            None => self.missing("没有各基地全年参观人数的数据（缺）。".to_owned(), &[]),
        };
        self.paragraph(vec![visitors]);
    }

    pub(super) fn rosters(&mut self) {
        let site = self.site;
        let language = &site.config.language;
        self.chapter("队伍建设");
        let people = match self.recorded(Group::People, "现有") {
            Some(sentence) => sentence,
            None => self.missing("没有科普专职、兼职人员和志愿者的数据（缺）。".to_owned(), &[]),
        };
        self.paragraph(vec![people]);
        for name in &site.config.report.rosters {
            let Some(collection) = site.collections.get(name) else { continue };
            let title = collection.title.get(language);
            let ids = site.listing(name, language).to_vec();
            if ids.is_empty() {
                let sentence = self.missing(format!("没有{title}的记录（缺）。"), &[]);
                self.paragraph(vec![sentence]);
                continue;
            }
            let present = if self.form == ReportForm::Final { "" } else { "（现时登记）" };
            let mut text = format!("现有{title}{}个", ids.len());
            for field in collection.fields.iter().filter(|field| matches!(field.field_type, FieldType::Number { .. })) {
                let Some(unit) = field.unit.as_ref() else { continue };
                let numbers = ids.iter().filter_map(|id| site.entry(*id).fields.number(&field.key));
                let numbers: Vec<Decimal> = numbers.filter_map(|number| Decimal::try_from(number).ok()).collect();
                if !numbers.is_empty() {
                    let sum = numbers.iter().sum::<Decimal>().normalize();
                    text.push_str(&format!("，{}{sum}{unit}", field.label.get(language)));
                }
            }
            let mut sentences = vec![self.with_note(format!("{text}{present}。"), &ids)];
            let with_results: Vec<EntryId> = ids.iter().copied().filter(|id| self.has_results(*id)).collect();
            for id in &with_results {
                sentences.extend(self.totals(*id, None));
            }
            if with_results.is_empty() && collection.has(Facet::Outcome) {
                let text = format!("{title}没有登记{}年分队数据（缺）。", self.book.year);
                sentences.push(self.missing(text, &[]));
            }
            self.paragraph(sentences);
        }
    }

    pub(super) fn funds(&mut self) {
        self.chapter("经费保障");
        let sentence = match self.recorded(Group::Funds, "") {
            Some(sentence) => sentence,
            None => self.missing("没有科普经费的数据（缺）。".to_owned(), &[]),
        };
        self.paragraph(vec![sentence]);
    }

    pub(super) fn honours(&mut self) {
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
                sentences.push(self.with_note(text, &[id]));
            }
        }
        if sentences.is_empty() {
            sentences.push(self.missing(format!("没有{year}年的表彰记录（缺）。"), &[]));
        }
        self.paragraph(sentences);
    }

    pub(super) fn shortfalls(&mut self) {
        let (site, year) = (self.site, self.book.year);
        let language = &site.config.language;
        self.chapter("存在的不足");
        let before = self.notes.len();
        let mut sentences = Vec::new();
        for standing in self.standings.iter().filter(|standing| standing.year == year) {
            let title = standing.target.title.get(language);
            let short: Vec<_> = standing.short().collect();
            if short.is_empty() {
                continue;
            }
            let names = short.iter().map(|row| {
                let missed = if row.missed.is_empty() || standing.target.every == Every::Year {
                    String::new()
                } else {
                    format!("，缺{}", row.missed.join("、"))
                };
                format!("{}（应有{}、已完成{}{missed}）", row.name, row.wanted, row.done)
            });
            if self.form == ReportForm::Final {
                self.gaps.push((title.to_owned(), names.collect::<Vec<_>>().join("、")));
                let text = self.shortfall(standing, title, short.len());
                let ids: Vec<EntryId> = short.iter().filter_map(|row| row.subject).collect();
                sentences.push(self.with_note(text, &ids));
                continue;
            }
            let names: Vec<String> = names.take(8).collect();
            let more = if short.len() > 8 { format!("等{}个", short.len()) } else { String::new() };
            let text = format!(
                "目标“{title}”共{}个对象，已达到{}个，未达到{}个：{}{more}。",
                standing.rows.len(),
                standing.reached(),
                short.len(),
                names.join("、")
            );
            let ids: Vec<EntryId> = short.iter().filter_map(|row| row.subject).collect();
            sentences.push(self.missing(text, &ids));
        }
        let bare: Vec<EntryId> =
            self.held.iter().copied().filter(|id| !has_parts(site, *id) && self.lacks_results(*id)).collect();
        if !bare.is_empty() {
            // The chapters on the work have named them.
            if self.form == ReportForm::Final {
                let text = format!(
                    "活动效果统计还不够及时完整，{}项活动的数据有待补充核实，下一步将完善活动结束后的登记制度。",
                    bare.len()
                );
                sentences.push(self.with_note(text, &bare));
            } else {
                let titles: Vec<&str> = bare.iter().map(|id| self.title(*id)).collect();
                let text = format!("{}项活动没有登记成效数据：{}。", bare.len(), named(&titles, "项"));
                sentences.push(self.missing(text, &bare));
            }
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

    pub(super) fn plan(&mut self) {
        let (site, next) = (self.site, self.book.year + 1);
        let language = &site.config.language;
        self.chapter(&format!("{next}年工作打算"));
        let targets: Vec<String> = self
            .standings
            .iter()
            .map(|standing| {
                let every = standing.target.every.words(Language::Chinese);
                let unit = self.unit_of(standing);
                format!("“{}”（{every}不少于{}{unit}）", standing.target.title.get(language), standing.target.at_least)
            })
            .collect();
        let mut sentences = Vec::new();
        if !targets.is_empty() {
            let text = format!("继续落实既定目标：{}。", targets.join("，"));
            // Targets are settings, so no record holds them.
            let note = (self.form == ReportForm::Internal).then(|| {
                let number = self.notes.len() + 1;
                self.notes.push(Note { number, text: "site.yaml，targets。".to_owned(), records: Vec::new() });
                number
            });
            sentences.push(Sentence { text, note, missing: false });
        }
        let planned = |id: &EntryId| {
            let entry = site.entry(*id);
            in_year(entry, next)
                && site.representative(*id) == *id
                && entry.schedule.as_ref().is_some_and(|schedule| schedule.status.takes_place())
        };
        let mut planned: Vec<EntryId> = site.ids().filter(planned).collect();
        planned.sort_by_key(|id| site.entry(*id).schedule.as_ref().map(|schedule| schedule.days()));
        let (tops, single): (Vec<EntryId>, Vec<EntryId>) = planned.iter().copied().partition(|id| has_parts(site, *id));
        let one = |id: &EntryId| {
            let entry = site.entry(*id);
            format!("{}举办{}", entry.schedule.as_ref().map(days).unwrap_or_default(), quoted(&entry.title))
        };
        let planned_tops: Vec<String> = tops.iter().map(one).collect();
        if !planned_tops.is_empty() {
            // A plan says what is planned, whatever has happened by the day on which it is written.
            sentences.push(self.with_note(format!("计划于{}。", planned_tops.join("，")), &tops));
        }
        if !single.is_empty() {
            sentences.push(self.with_note(format!("{next}年活动日历已登记具体活动{}项。", single.len()), &single));
        }
        if planned.is_empty() {
            sentences.push(self.missing(format!("活动日历中还没有{next}年的安排（缺）。"), &[]));
        }
        self.paragraph(sentences);
    }
}

impl Composer<'_> {
    /// What a target counts: articles, events, or other entries.
    fn unit_of(&self, standing: &Standing) -> &'static str {
        let facets = self.site.collections.get(&standing.target.count.collection);
        match facets {
            Some(collection) if collection.has(Facet::Schedule) => "场",
            Some(collection) if collection.has(Facet::Publication) => "篇",
            _ => "项",
        }
    }

    /// A target that was missed, in the words of such reports: how many, and what is to be done.
    fn shortfall(&self, standing: &Standing, title: &str, short: usize) -> String {
        let (all, next) = (standing.rows.len(), self.book.year + 1);
        let wanted = standing.target.at_least;
        let unit = self.unit_of(standing);
        let every = standing.target.every.words(Language::Chinese);
        if standing.target.each.is_none() {
            return format!(
                "“{title}”的要求（{every}不少于{wanted}{unit}）没有全部落实，{next}年将加强统筹，按计划推进。"
            );
        }
        let reached = match standing.reached() {
            0 => "均未达到要求".to_owned(),
            reached => format!("达到要求的{reached}个，还有{short}个没有达到"),
        };
        format!(
            "工作开展还不平衡。“{title}”（{every}不少于{wanted}{unit}）应落实的{all}个对象中，{reached}，{next}年将列为工作重点，逐个督促落实。"
        )
    }
}

fn in_year(entry: &Entry, year: i16) -> bool {
    entry.schedule.as_ref().is_some_and(|schedule| schedule.days().0.year() == year)
}
