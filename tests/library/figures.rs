//! Figures as a bureau's year has them: each comes back as it was written, and no sum says more than its parts.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use crate::support::{TODAY, add_plain_theme, options, repository};
use calamine::Reader as _;
use jiff::civil::date;
use kepu::base::url::SourcePath;
use kepu::build::{Cache, Ready, prepare};
use kepu::config::collection::value::{Figure, FigureSum, Qualifier};
use kepu::report::{self, PhotoFile, Report, ReportForm, Source};
use kepu::site::figures::{Recorded, Year, held, read_recorded, series_of, sessions, unknown_bases};
use proptest::prelude::*;

/// Name, value, unit, qualifier and printed form, a line each.
#[test]
fn every_figure_of_a_year_comes_back_with_its_value_unit_and_qualifier() {
    let mut snapshot = kepu::io::disk::read(&repository().join("tests/figures/site")).value;
    add_plain_theme(&mut snapshot);
    let ready = prepare(&snapshot, &options(TODAY), &mut Cache::default());
    assert!(ready.diagnostics().is_empty(), "{:?}", ready.diagnostics());
    let entries = ready.site().entries.iter();
    let figures = entries.flat_map(|entry| entry.outcome.iter().flat_map(|outcome| &outcome.figures));
    let line = |figure: &Figure| {
        let qualifier = figure.qualifier.map_or("", Qualifier::word);
        format!("{}\t{}\t{}\t{qualifier}\t{}", figure.name, figure.value, figure.unit, figure.text)
    };
    let found: BTreeSet<String> = figures.map(line).collect();
    let expected = include_str!("../figures/expected.tsv");
    let wanted: BTreeSet<String> = expected.lines().map(str::to_owned).collect();
    assert_eq!(found, wanted);
    println!("{} of {} figures came back", found.len(), expected.lines().count());
    assert_eq!(found.len(), 55);
}

const UNITS: [&str; 12] = ["人", "人次", "份", "册", "幅", "期", "条", "场次", "辆次", "家", "个", "元"];
const CHINESE: [&str; 8] = ["十", "二十", "两百", "三千五百", "一万", "百", "千", "万"];

prop_compose! {
    /// A figure as somebody might write it.
    fn written()(
        name in "(发放资料|听讲|三下乡服务点|)",
        whole in 1_u32..9_999_999,
        fraction in 0_u32..1000,
        form in 0_usize..4,
        magnitude in 0_usize..4,
        qualifier in 0_usize..10,
        wide in any::<bool>(),
        unit in 0_usize..UNITS.len(),
        chinese in 0_usize..CHINESE.len(),
    ) -> String {
        let magnitude = ["", "万", "亿", "千"][magnitude];
        let (before, between, after) = [
            ("", "余", ""), ("", "多", ""), ("近", "", ""), ("超", "", ""), ("约", "", ""), ("达", "", ""),
            ("上", "", ""), ("", "", "以上"), ("", "", "以下"), ("", "", ""),
        ][qualifier];
        let numeral = match form {
            0 => (whole % 9000).to_string(),
            1 => format!("{}.{:03}", whole % 1000, fraction),
            2 => format!("{},{:03}", 1 + whole % 999, fraction),
            _ => CHINESE[chinese].to_owned(),
        };
        // 上 goes with round words alone, and these with a hedge.
        let round = ["百", "千", "万"].contains(&numeral.as_str());
        let (before, numeral) = match (before, form) {
            ("上", _) => ("上", "千".to_owned()),
            ("", 3) if round && between.is_empty() => ("超", numeral),
            (before, _) => (before, numeral),
        };
        let digits = numeral.is_ascii();
        let magnitude = if digits { magnitude } else { "" };
        let numeral: String = match wide && digits {
            true => numeral.replace(',', "").chars().map(|c| match c {
                '.' => '．',
                c => char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap(),
            }).collect(),
            false => numeral,
        };
        let gap = if name.is_empty() { "" } else { " " };
        format!("{name}{gap}{before}{numeral}{magnitude}{between}{}{after}", UNITS[unit])
    }
}

proptest! {
    #[test]
    fn a_figure_prints_what_was_written_and_is_read_from_what_it_prints(text in written()) {
        let figure = Figure::parse(&text).map_err(|fault| TestCaseError::fail(fault.en))?;
        prop_assert_eq!(text.trim_start_matches(&figure.name).trim(), &figure.text);
        let again = Figure::parse(&figure.to_string()).map_err(|fault| TestCaseError::fail(fault.en))?;
        prop_assert_eq!(Figure { name: figure.name.clone(), ..again }, figure);
    }

    #[test]
    fn no_sum_mixes_units_or_loses_a_qualifier(texts in proptest::collection::vec(written(), 0..12)) {
        let figures: Vec<Figure> = texts.iter().filter_map(|text| Figure::parse(text).ok()).collect();
        let sums = FigureSum::by_unit(&figures);
        prop_assert_eq!(sums.iter().map(|sum| sum.count).sum::<usize>(), figures.len());
        for sum in &sums {
            let parts: Vec<&Figure> = figures.iter().filter(|figure| figure.unit == sum.unit).collect();
            let hedges: BTreeSet<Qualifier> = parts.iter().filter_map(|figure| figure.qualifier).collect();
            prop_assert_eq!(sum.value, parts.iter().map(|figure| figure.value).sum());
            prop_assert_eq!(&sum.qualifiers, &hedges);
            prop_assert_eq!(sum.is_exact(), hedges.is_empty());
            prop_assert_eq!(sum.approximate, parts.iter().filter(|figure| !figure.is_exact()).count());
            let hedged = ["约", "以上", "以内"].iter().any(|word| sum.text.contains(word));
            prop_assert_eq!(hedged, !hedges.is_empty(), "{}", sum.text);
        }
        let units: BTreeSet<&str> = sums.iter().map(|sum| sum.unit.as_str()).collect();
        prop_assert_eq!(units.len(), sums.len());
    }
}

fn demonstration() -> Ready {
    let snapshot = kepu::io::disk::read(repository()).value;
    prepare(&snapshot, &options(TODAY), &mut Cache::default())
}

fn report_of(ready: &Ready, year: i16) -> Report {
    report_in(ready, year, ReportForm::Internal)
}

fn report_in(ready: &Ready, year: i16, form: ReportForm) -> Report {
    let routes = ready.routes();
    let address = |id| routes.entry(id).to_string();
    let recorded = recorded(ready);
    let source = Source { recorded: &recorded, photo: &photo, ..source(ready, &address) };
    report::report(&source, year, date(2026, 11, 23), form)
}

const NOTHING: &Recorded = &Recorded { figures: Vec::new() };

/// What a report is made of, without figures of its own and photographs.
fn source<'r>(ready: &'r Ready, address: &'r dyn Fn(kepu::site::EntryId) -> String) -> Source<'r> {
    let (site, indicators, targets) = (ready.site(), ready.indicators(), ready.targets());
    Source { site, indicators, targets, reviews: ready.reviews(), recorded: NOTHING, photo: &|_, _| None, address }
}

fn recorded(ready: &Ready) -> Recorded {
    let mut diagnostics = Vec::new();
    let recorded = read_recorded(ready.snapshot(), &mut diagnostics);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    recorded
}

/// Stands for a published picture: a report doesn't look into it.
fn photo(_: &SourcePath, target: &str) -> Option<PhotoFile> {
    (!target.is_empty()).then(|| PhotoFile { bytes: target.as_bytes().to_vec(), width: 1000, height: 667 })
}

#[test]
fn every_sentence_of_a_report_is_footnoted_or_says_what_is_missing() {
    let ready = demonstration();
    let report = report_of(&ready, 2025);
    let sentences: Vec<_> = report.sections.iter().flat_map(|section| section.paragraphs.iter().flatten()).collect();
    assert!(sentences.len() > 40, "{}", sentences.len());
    for sentence in &sentences {
        assert!(sentence.note.is_some() || sentence.missing, "{}", sentence.text);
    }
    let numbers: Vec<usize> = sentences.iter().filter_map(|sentence| sentence.note).collect();
    assert_eq!(numbers, (1..=report.notes.len()).collect::<Vec<_>>(), "in the order of the text");
    assert!(report.notes.iter().all(|note| !note.text.is_empty()));
    // What nobody has recorded is said to be missing.
    let empty = report_of(&ready, 1999);
    let text = report::markdown(&empty);
    assert!(text.contains("没有已举行活动的记录（缺）"), "{text}");
    assert!(!text.contains("0项") && !text.contains("0场次"), "{text}");
}

#[test]
fn what_is_handed_in_shows_no_files_no_differences_and_counts_what_is_missing() {
    let ready = demonstration();
    let (internal, handed_in) = (report_of(&ready, 2025), report_in(&ready, 2025, ReportForm::Final));
    let text = report::markdown(&handed_in);
    for inner in [".md", "content/", "[^", "草稿", "indicators.yaml", "site.yaml"] {
        let at = text.lines().find(|line| line.contains(inner));
        assert!(at.is_none(), "{inner}: {at:?}");
    }
    let work = text.split("## 附件1").next().unwrap();
    assert!(!work.contains("缺）") && !work.contains("已完成0"), "{work}");
    assert!(handed_in.notes.is_empty() && handed_in.preamble.is_empty());
    let body = |report: &Report| -> Vec<String> {
        report
            .sections
            .iter()
            .flat_map(|section| section.paragraphs.iter().flatten())
            .map(|one| one.text.clone())
            .collect()
    };
    assert!(body(&internal).iter().any(|text| text.contains("未作相加")));
    assert!(body(&handed_in).iter().all(|text| !text.contains("相差") && !text.is_empty()));
    // Nothing is lost: the differences are in their table, what is missing and the sources in annexes.
    let named = |title: &str| handed_in.tables.iter().find(|table| table.title.ends_with(title)).unwrap();
    assert!(!named("填报总数与登记合计对照").rows.is_empty());
    assert!(!named("待补充的内容").rows.is_empty() && !named("资料来源").rows.is_empty());
    let titles: Vec<&str> = handed_in.tables.iter().map(|table| table.title.as_str()).collect();
    assert!(
        titles.iter().enumerate().all(|(index, title)| title.starts_with(&format!("附件{} ", index + 1))),
        "{titles:?}"
    );
    // Headings are numbered without gaps.
    let chapters: Vec<&str> =
        handed_in.sections.iter().filter(|one| one.level == 1).map(|one| one.heading.as_str()).collect();
    assert!(chapters[0].starts_with("一、") && chapters[1].starts_with("二、"), "{chapters:?}");
}

#[test]
fn a_year_is_compared_with_the_one_before_and_a_plan_says_what_is_planned() {
    let ready = demonstration();
    let text = report::markdown(&report_of(&ready, 2025));
    let plan = text.split("年工作打算").nth(1).unwrap().split("附件").next().unwrap();
    assert!(plan.contains("计划于") && !plan.contains("已举办"), "{plan}");
    // 2026 isn't over on the day of the report, so it isn't compared.
    let unfinished = report::markdown(&report_of(&ready, 2026));
    assert!(!unfinished.contains("比上年") && !unfinished.contains("与上年"), "{unfinished}");
    let routes = ready.routes();
    let address = |id| routes.entry(id).to_string();
    let whole =
        report::markdown(&report::report(&source(&ready, &address), 2026, date(2027, 1, 10), ReportForm::Internal));
    assert!(whole.contains("上年的") && whole.contains("主要成效数据与上年对照："), "{whole}");
}

#[test]
fn what_goes_over_the_turn_of_the_year_counts_when_it_is_over_and_is_named_until_then() {
    let mut snapshot = kepu::io::disk::read(repository()).value;
    let common = "form: exhibition\nbase: city-museum\nhosts: [市科学技术局]\nadmission: {free: true}\nbooking: {method: none}\n";
    for (name, front) in [
        ("turn", "title: 跨年夜科学\nstart: 2025-12-30\nend: 2026-01-03\nfigures: [参加 300人次]\n"),
        ("weekly", "title: 每周开放日\nstart: 2025-03-01 9:00\nrecurrence: 每周六\n"),
    ] {
        let path = SourcePath::new(&format!("content/events/2025/{name}.md")).unwrap();
        let text = format!("---\n{front}{common}---\n内容。\n");
        snapshot.insert(path, kepu::base::source::SourceFile::new(text.as_bytes()));
    }
    let ready = prepare(&snapshot, &options(TODAY), &mut Cache::default());
    let routes = ready.routes();
    let address = |id| routes.entry(id).to_string();
    let written =
        |year: i16, day| report::markdown(&report::report(&source(&ready, &address), year, day, ReportForm::Internal));
    let later = written(2025, date(2026, 11, 23));
    assert!(later.contains("跨年夜科学") && !later.contains("跨年夜科学 | 还没有结束"), "{later}");
    // What was held of an event that goes on counts: 44 Saturdays of 2025.
    let part = "每周开放日 | 还在继续，已计入举办过的场次";
    assert!(later.contains(part), "{later}");
    let site = ready.site();
    let named = |title: &str| site.ids().map(|id| site.entry(id)).find(|entry| entry.title == title).unwrap();
    let (weekly, turn) = (named("每周开放日"), named("跨年夜科学"));
    let day = date(2026, 11, 23);
    for (year, by, times) in
        [(2024, day, 0), (2025, day, 44), (2025, date(2025, 3, 8), 2), (2026, day, 47), (2026, date(2027, 1, 10), 52)]
    {
        assert_eq!(sessions(weekly, year, by), times, "{year} by {by}");
    }
    for (year, by, times) in [(2025, date(2025, 12, 31), 0), (2025, date(2026, 1, 3), 1), (2026, day, 0)] {
        assert_eq!(sessions(turn, year, by), times, "{year} by {by}");
    }
    let at_once = written(2025, date(2025, 12, 31));
    assert!(at_once.contains("跨年夜科学 | 还没有结束，没有计入"), "{at_once}");
    assert!(written(2026, day).contains(part));
    assert!(written(2026, day).contains("还在继续，计入的是已经举办的场次"));
}

#[test]
fn a_report_is_the_same_to_the_byte_every_time() {
    let ready = demonstration();
    let (first, second) = (report_of(&ready, 2025), report_of(&ready, 2025));
    let documents = [&first, &second].map(|report| {
        (
            report::docx(report).unwrap(),
            report::xlsx(report).unwrap(),
            report::markdown(report),
            report::html(report),
            report::json(report),
        )
    });
    assert!(documents[0] == documents[1]);
}

/// The text of a part of a ZIP archive, as office programs write them.
fn part(archive: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("XML");
    text
}

#[test]
fn office_documents_hold_every_sentence_and_every_cell() {
    let report = report_of(&demonstration(), 2025);
    let document = part(&report::docx(&report).unwrap(), "word/document.xml");
    let plain =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    for sentence in report.sections.iter().flat_map(|section| section.paragraphs.iter().flatten()) {
        assert!(document.contains(&plain(&sentence.text)), "the document lacks {}", sentence.text);
    }
    let bytes = report::xlsx(&report).unwrap();
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let sheets = workbook.worksheets();
    let shown: BTreeSet<String> = sheets
        .iter()
        .flat_map(|(_, range)| range.used_cells().map(|(_, _, cell)| cell.to_string()).collect::<Vec<_>>())
        .collect();
    for cell in report.tables.iter().flat_map(|table| table.rows.iter().flatten()).filter(|cell| !cell.text.is_empty())
    {
        assert!(shown.contains(&cell.text), "the workbook lacks {}", cell.text);
    }
}

/// A site of two series and a base, of the files given and of the declarations.
fn small(files: &[(&str, &str)]) -> Ready {
    let also = "extends: event\nfields:\n  also: {type: reference, to: series, optional: true, label: 也属于}\n";
    let declared = [
        ("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\n"),
        ("content/events/_collection.yaml", also),
        ("content/series/_collection.yaml", "extends: series\n"),
        ("content/bases/_collection.yaml", "extends: base\n"),
        ("content/series/week.md", "---\ntitle: 科技活动周\n---\n"),
        ("content/series/day.md", "---\ntitle: 科普日\n---\n"),
        ("content/bases/museum.md", "---\ntitle: 市科技馆\ndistrict: 城区\naddress: 一号路\n---\n"),
        ("content/bases/dome.md", "---\ntitle: 天文馆\ndistrict: 城区\naddress: 一号路\ndraft: true\n---\n"),
    ];
    let mut snapshot = crate::support::snapshot(&[&declared[..], files].concat());
    add_plain_theme(&mut snapshot);
    let ready = prepare(&snapshot, &options(TODAY), &mut Cache::default());
    assert!(ready.diagnostics().is_empty(), "{:?}", ready.diagnostics());
    ready
}

#[test]
fn an_event_of_two_series_counts_once() {
    let event = "---\ntitle: 讲座\nstart: 2026-05-18 9:00\nseries: week\nalso: day\nfigures: [参加 300人次]\n---\n";
    let ready = small(&[("content/events/talk.md", event)]);
    let site = ready.site();
    let talk = site.ids().find(|id| site.entry(*id).title == "讲座").unwrap();
    assert_eq!(series_of(site, talk).len(), 2);
    let day = date(2026, 11, 23);
    assert_eq!(held(site, 2026, day), [talk]);
    let lines = Year::of(site, 2026, day).lines(|_| true);
    let sums: Vec<(&str, usize)> = lines.iter().map(|line| (line.sum.text.as_str(), line.sum.count)).collect();
    assert_eq!(sums, [("300人次", 1)]);
    let routes = ready.routes();
    let address = |id| routes.entry(id).to_string();
    let text = report::markdown(&report::report(&source(&ready, &address), 2026, day, ReportForm::Internal));
    assert!(text.contains("举办科普活动1项1场次"), "{text}");
}

#[test]
fn visitors_of_a_base_that_the_site_does_not_have_are_named_with_the_nearest() {
    let lines = "年份,类别,名称,单位,数值\n2025,基地参观,市科技官,人次,3\n2025,基地参观,市科技馆,人次,3\n2025,基地参观,museum,场,3\n2025,基地参观,天文馆,人次,3\n2024,基地参观,老馆,人次,3\n";
    let ready = small(&[("statistics.csv", lines)]);
    let found = unknown_bases(&recorded(&ready), ready.site(), 2025);
    let said: Vec<&str> = found.iter().map(|one| one.message.zh.as_str()).collect();
    assert_eq!(said, ["statistics.csv：没有叫“市科技官”的基地，这一行仍算作一家"]);
    assert!(found[0].help.zh.starts_with("是不是想写“市科技馆”？") && found[0].at.is_some(), "{found:?}");
}

#[test]
fn what_no_entry_has_comes_from_a_table_beside_the_year_before() {
    let ready = demonstration();
    let text = report::markdown(&report_in(&ready, 2025, ReportForm::Final));
    for said in [
        "科普专职人员64人（上年61人）、科普兼职人员820余人",
        "年度科普经费筹集额412.6万元（上年386万元）、政府拨款350万元",
        "据3家基地填报，全年接待参观34.1万人次以上，上年1家8.1万人次以上",
        "网站页面浏览18.4万余次",
        "| 科普人员 |  | 科普兼职人员年度实际投入工作量 | 人月 | 缺 |",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // A base that was accredited only in the year after isn't behind.
    assert!(text.contains("应落实的24个对象中"), "{text}");
    let routes = ready.routes();
    let address = |id| routes.entry(id).to_string();
    let without = report::report(&source(&ready, &address), 2025, date(2026, 11, 23), ReportForm::Internal);
    let text = report::markdown(&without);
    assert!(text.contains("没有科普经费的数据（缺）") && text.contains("没有各基地全年参观人数的数据（缺）"));
}

#[test]
fn what_is_handed_in_is_laid_out_as_an_official_document() {
    let mut snapshot = kepu::io::disk::read(repository()).value;
    // The demonstration has drawings, which aren't photographs.
    assert!(report_in(&demonstration(), 2026, ReportForm::Final).photos.is_empty());
    let path = SourcePath::new("content/events/2026/science-day-2026.md").unwrap();
    let text = snapshot.text(&path).unwrap().replace("day-radar.svg", "day-radar.jpg");
    snapshot.insert(path, kepu::base::source::SourceFile::new(text.as_bytes()));
    let ready = prepare(&snapshot, &options(TODAY), &mut Cache::default());
    let report = report_in(&ready, 2026, ReportForm::Final);
    assert!(!report.photos.is_empty() && report.photos.len() <= report::MOST_PHOTOS);
    let bytes = report::docx(&report).unwrap();
    let document = part(&bytes, "word/document.xml");
    // The head of a table is on every page, and pictures are files of their own.
    assert_eq!(document.matches("<w:tblHeader />").count(), document.matches("<w:tblGrid>").count());
    assert!(document.contains("附件：1. 科普统计表") && document.contains("　　年　　月　　日"));
    assert_eq!(document.matches("<pic:pic ").count(), report.photos.len());
    let named = part(&bytes, "word/_rels/document.xml.rels");
    let photos: Vec<&str> = named.split('"').filter(|target| target.starts_with("media/")).collect();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert!(!photos.is_empty());
    for photo in photos {
        assert!(photo.ends_with(".jpeg") && archive.by_name(&format!("word/{photo}")).is_ok(), "{photo}");
    }
    assert!(part(&bytes, "word/footer1.xml").contains("— "));
    assert!(report::html(&report).contains("data:image/jpeg;base64,"));
    assert!(report::markdown(&report).contains("图1　"));
}

#[test]
fn indicators_keep_online_and_offline_apart_and_name_what_is_missing() {
    let ready = demonstration();
    let report = report_of(&ready, 2025);
    let table = &report.tables[0];
    let row = |title: &str, item: &str| {
        let fits = |row: &&Vec<report::ReportCell>| row[0].text == title && row[1].text == item;
        table.rows.iter().find(fits).unwrap_or_else(|| panic!("no {title} {item}"))
    };
    let lectures = row("科普讲座", "参加人次");
    assert_eq!((lectures[3].text.as_str(), lectures[4].text.as_str()), ("118", "≥2300"));
    // 63 persons are no attendances.
    assert!(row("科普讲座", "缺漏")[6].text.contains("科普进社区：冬季用气安全"));
    // What a drive states stands beside the sum, and isn't in it.
    let training = row("实用技术培训", "参加人次");
    assert_eq!(training[3].text, "173");
    assert!(training[5].text.contains("4600余人次"), "{}", training[5].text);
}
