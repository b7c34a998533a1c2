//! Tables: what is understood, what is told, and what a second import does.

use kepu::authoring::import::datum::Datum;
use kepu::authoring::import::table::{TableDrafts, TableOptions, drafts};
use kepu::authoring::import::{ExistingSite, Fate, Import, Unfit, bring, settle};
use kepu::base::diagnostic::{Language, Location, Severity, has_errors};
use kepu::base::source::{Snapshot, SourceFile};
use kepu::build::Cache;

use super::excel;
use crate::support::{
    Site, TODAY, add_plain_theme, clean_build, codes, kepu, options, put_bytes, repository, shown, snapshot,
    source_path, tree,
};

pub fn existing(site: &Snapshot) -> ExistingSite {
    ExistingSite::of(site, &options(TODAY), &mut Cache::default())
}

fn table(site: &Snapshot, bytes: &[u8], options: &TableOptions<'_>) -> TableDrafts {
    drafts(&existing(site), &source_path("基地.xlsx"), bytes, options)
}

fn imported(site: &Snapshot, made: TableDrafts, force: bool) -> Import {
    bring(&existing(site), force, &mut Cache::default(), |_, _| made.drafts.clone())
}

fn text<'a>(import: &'a Import, path: &str) -> &'a str {
    let file = import.files.iter().find(|file| file.path.as_str() == path);
    let known = || import.files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>().join("\n");
    std::str::from_utf8(&file.unwrap_or_else(|| panic!("{path} isn't among\n{}", known())).bytes).unwrap()
}

/// The demonstration site, whose terms the workbook uses.
fn demonstration() -> Snapshot {
    kepu::io::disk::read(repository()).value
}

#[test]
fn sixty_bases_of_a_workbook_become_a_site_that_builds() {
    let site = demonstration();
    let bytes = excel::bases(8_300_000_000.0);
    let about = TableOptions { into: "bases", datum: Some(Datum::Gcj02), ..TableOptions::default() };
    let made = table(&site, &bytes, &about);
    let mapping = made.mapping.clone().unwrap();
    let sources: Snapshot = [(source_path("基地.xlsx"), SourceFile::new(made.text.as_bytes()))].into_iter().collect();
    let first = imported(&site, made, false);
    let told = shown(&first.diagnostics, &sources, Language::Chinese);
    assert_eq!(first.count(Fate::Made), excel::BASES, "{told}");
    assert!(!has_errors(&first.found) && !has_errors(&first.diagnostics), "{told}");

    // Titles above the header, a blank row, a header repeated and a note below are no entries.
    assert!(!told.contains("W1001") || told.contains("“注：本表由各区县汇总。”这一行是附注"), "{told}");
    let base = text(&first, "content/bases/jiang-yang-qu-di-1-ke-pu-qi-xiang-zhan.md");
    let expected = "\
---
title: 江阳区第1科普气象站
base_type: venue
level: national
district: jiangyang
address: 江阳区科学路1号
location: [105.396408, 28.873002]
opening_hours: 周二至周日 09:00-17:00；周一闭馆
admission: {free: true}
phone: \"08300000000\"
verified_on: 2026-01-01
# 命名日期: 2010年1月1日
---
";
    assert_eq!(base, expected);
    // The fourth has hours that nobody understands, a price, and a date of the other style.
    let base = text(&first, "content/bases/jiang-yang-qu-di-4-ke-pu-shi-yan-shi.md");
    for line in [
        "opening_hours: 预约后开放\n",
        "admission: {free: true}\n",
        "verified_on: 2026-04-04\n",
        "phone: \"13900000003\"\n",
    ] {
        assert!(base.contains(line), "{line}{base}");
    }
    let mapped = [
        "sheet: 基地名录\n",
        "header: 3\n",
        "  基地名称: title\n",
        "  经度: location.lon\n",
        "  备注:\n",
        "  base_type:\n",
        "    科技场馆类:\n",
    ];
    for line in mapped {
        assert!(mapping.contains(line), "{line}{mapping}");
    }
    for code in ["W1002", "W1003", "W1006"] {
        assert!(codes(&first.diagnostics).contains(&code), "{code}\n{told}");
    }

    // A second import of the same table changes nothing, with the mapping that the first wrote or without.
    let site = first.over(&site);
    let mapping_path = source_path("基地.mapping.yaml");
    let mapping = SourceFile::new(mapping.as_bytes());
    for mapping in [None, Some((&mapping_path, &mapping))] {
        let made = table(&site, &bytes, &TableOptions { mapping, ..about });
        let second = settle(made.drafts, &site, false, &Unfit::new());
        let told = shown(&second.diagnostics, &sources, Language::English);
        assert_eq!(second.count(Fate::Unchanged), excel::BASES, "{told}");
    }
    // A third with another number changes that number, if it may.
    let bytes = excel::bases(13_800_000_000.0);
    let third = settle(table(&site, &bytes, &about).drafts, &site, false, &Unfit::new());
    assert_eq!((third.count(Fate::Unchanged), third.count(Fate::Updated)), (excel::BASES, 0));
    assert!(codes(&third.diagnostics).contains(&"W1004"));
    let third = settle(table(&site, &bytes, &TableOptions { force: true, ..about }).drafts, &site, true, &Unfit::new());
    assert_eq!((third.count(Fate::Unchanged), third.count(Fate::Updated)), (excel::BASES - 1, 1));
}

/// A site of a few lines with events and a base.
pub fn small() -> Snapshot {
    let mut site = snapshot(&[
        (
            "site.yaml",
            "title: 甲\nbase_url: https://kepu.example.org/\ntheme: plain\ntaxonomies:\n  district:\n    title: 区县\n    closed: true\n    terms: {north: 城北区, south: 城南区}\n",
        ),
        ("content/bases/_collection.yaml", "extends: base\n"),
        (
            "content/bases/hall.md",
            "---\ntitle: 科技馆\ndistrict: north\naddress: 一路1号\n# 总机\nphone: 0830-0000001\n---\n展厅。\n",
        ),
        ("content/events/_collection.yaml", "extends: event\n"),
    ]);
    add_plain_theme(&mut site);
    site
}

pub fn csv(site: &Snapshot, text: &str, options: &TableOptions<'_>) -> (Import, String) {
    let path = source_path("表.csv");
    let made = drafts(&existing(site), &path, text.as_bytes(), options);
    let sources: Snapshot = [(path, SourceFile::new(made.text.as_bytes()))].into_iter().collect();
    let import = imported(site, made, options.force);
    let told = shown(&import.diagnostics, &sources, Language::Chinese);
    (import, told)
}

#[test]
fn an_entry_that_is_there_gets_what_it_lacks() {
    let site = small();
    let text = "名称,区县,地址,电话,网站\n科 技 馆,城北区,一路1号,0830-0000002,www.example.org\n";
    let (import, told) = csv(&site, text, &TableOptions { into: "bases", ..TableOptions::default() });
    let expected = "---\ntitle: 科技馆\ndistrict: north\naddress: 一路1号\n# 总机\nphone: 0830-0000001\nwebsite: http://www.example.org\n---\n展厅。\n";
    assert_eq!(text_of(&import), [("content/bases/hall.md", expected)]);
    assert!(told.contains("“电话（phone）”已有“0830-0000001”，来源里是“0830-0000002”，没有改"), "{told}");
    // The name in the list has spaces, which is no reason to say that it differs from the one there is.
    assert!(!told.contains("“标题（title）”已有") || told.contains("科 技 馆"), "{told}");
    let force = TableOptions { into: "bases", force: true, ..TableOptions::default() };
    let (import, _) = csv(&site, text, &force);
    assert!(text_of(&import)[0].1.contains("# 总机\nphone: 0830-0000002\n"), "{:?}", text_of(&import));
}

#[test]
fn rows_that_a_list_keeps_back_become_drafts() {
    let site = small();
    let text = "名称,区县,地址,是否公开,保密\n甲馆,城北区,一路2号,否,\n乙馆,城北区,一路3号,是,否\n丙馆,城北区,一路4号,,是\n科技馆,城北区,一路1号,否,\n";
    let about = TableOptions { into: "bases", ..TableOptions::default() };
    let (import, told) = csv(&site, text, &about);
    let drafts: Vec<bool> = text_of(&import).iter().map(|(_, text)| text.contains("draft: true\n")).collect();
    assert_eq!(drafts, [true, false, true, false], "{told}");
    assert!(told.contains("“是否公开: 否”") && told.contains("“保密: 是”") && !told.contains("W1002"), "{told}");
    assert!(told.contains("“草稿（draft）”已有"), "{told}");
    let (import, told) = csv(&site, text, &TableOptions { force: true, ..about });
    let hall = text_of(&import).into_iter().find(|(path, _)| path.ends_with("hall.md"));
    assert!(hall.is_some_and(|(_, text)| text.contains("draft: true\n")), "{told}");
    // In a table of entries as well.
    let (import, told) = csv(&site, text, &TableOptions { table: true, ..about });
    let entries = text_of(&import).into_iter().find(|(path, _)| path.ends_with("entries.csv"));
    assert_eq!(entries.map(|(_, text)| text.matches("true").count()), Some(2), "{told}");
}

#[test]
fn an_event_that_is_called_off_comes_in_as_such() {
    let site = small();
    let text = "名称,时间,地点,状态\n甲,2026-05-16 9:00,一楼,取消\n乙,2026-05-17 9:00,一楼,延期\n丙,2026-05-18 9:00,一楼,按期举行\n丁,2026-05-19 9:00,一楼,另行商量\n";
    let (import, told) = csv(&site, text, &TableOptions { into: "events", ..TableOptions::default() });
    let texts = text_of(&import);
    let has = |part: &str| texts.iter().map(|(_, text)| text.contains(part)).collect::<Vec<bool>>();
    assert_eq!(has("status: cancelled\n"), [true, false, false, false], "{told}");
    assert_eq!(has("status: postponed\n"), [false, true, false, false], "{told}");
    assert_eq!(has("status: scheduled\n"), [false, false, true, false], "{told}");
    assert_eq!(has("draft: true\n"), [false, false, false, true], "{told}");
}

pub fn text_of(import: &Import) -> Vec<(&str, &str)> {
    import.files.iter().map(|file| (file.path.as_str(), std::str::from_utf8(&file.bytes).unwrap())).collect()
}

#[test]
fn events_of_one_name_are_told_apart_by_their_time() {
    let site = small();
    let text = "\
活动名称,活动时间,结束时间,举办基地,区县
科普讲座,2026年5月16日（星期六）上午9:30,2026/5/16 11:00,科技馆,城北区
科普讲座,2026/5/23 下午2点半,,科技馆,城北
开放日,20260601,2026-05-01,,
,,,,
科普大篷车,五月中旬,,科学馆,城北区
";
    let about = TableOptions { into: "events", ..TableOptions::default() };
    let (import, told) = csv(&site, text, &about);
    let first =
        "---\ntitle: 科普讲座\nstart: 2026-05-16 09:30\nend: 2026-05-16 11:00\nbase: hall\ndistrict: north\n---\n";
    let second = "---\ntitle: 科普讲座\nstart: 2026-05-23 14:30\nbase: hall\n# 区县: 城北\n---\n";
    let third = "---\ntitle: 科普大篷车\nstart: 五月中旬\ndistrict: north\n# 举办基地: 科学馆\n---\n";
    let expected = [
        ("content/events/2026/ke-pu-jiang-zuo.md", first),
        ("content/events/2026/ke-pu-jiang-zuo-2026-05-23.md", second),
        ("content/events/ke-pu-da-peng-che.md", third),
    ];
    assert_eq!(text_of(&import), expected, "{told}");
    for said in ["是不是想写“城北区”", "“开放日”：结束时间早于开始时间", "是不是想写“科技馆”"]
    {
        assert!(told.contains(said), "{said}\n{told}");
    }
    let (again, told) = csv(&import.over(&site), text, &about);
    assert_eq!(again.count(Fate::Unchanged), 3, "{told}");
}

/// A plan as bureaus write it: the year in the title alone, one column for time.
const PLAN: &str = "\
泸州市2026年度科普活动计划表,,,
序号,活动名称,时间,举办基地
1,科技之春启动仪式,3月5日,科技馆
2,科普进社区,3月5日-7日,
3,世界水日宣传,3月22日（周日）上午9:00,
4,院士讲座,4月11日下午3点半,
5,航天日展览,4月24日—5月5日,
6,防灾减灾日演练,5月12日 10:00-11:00,
7,科技活动周,5月16日至22日,
8,全国科普日启动,９月１９日（周六）９：００—１１：３０,
9,科普日闭幕,9月25日（星期五）14：30,
10,夏令营,7月13日～7月17日,
11,天文观测,5月中旬,
12,科普大篷车,6月,
13,青少年创新大赛,第四季度,
14,科普讲解大赛,时间待定,
15,周末科学课堂,每周六上午,
16,开放日,每月15日,
17,科学电影,每月第二个周日 14:00,
18,农技培训,3月至4月,
19,科普阅读,4月下旬,
20,健康讲座,2026年6月6日,
21,中秋赏月,2026.9.25 19:30,
22,研学,7-8月,
23,科普剧巡演,下半年,
24,机器人比赛,11月7日-8日,
25,年终总结,12月31日,
26,进校园,10月12日9:00-16:00,
27,工作日导览,工作日,
28,主题党日,六月上旬,
29,食品安全周,6月30日至7月2日,
30,小小讲解员,开学后第一周,
31,开放实验室,3月5日9:00-11:00，14:00-16:00,
32,儿童节专场,六月一日,
";

#[test]
fn a_years_plan_comes_in_with_the_year_of_its_title() {
    let site = small();
    let (import, told) = csv(&site, PLAN, &TableOptions { into: "events", ..TableOptions::default() });
    assert!(!has_errors(&import.diagnostics) && !has_errors(&import.found), "{told}");
    let times: Vec<String> = PLAN
        .lines()
        .skip(2)
        .map(|line| {
            let title = line.split(',').nth(1).unwrap();
            let file = import.files.iter().map(|file| std::str::from_utf8(&file.bytes).unwrap());
            let file = file.into_iter().find(|text| text.contains(&format!("title: {title}\n"))).unwrap_or_default();
            let said =
                file.lines().filter(|line| ["start", "end", "recurrence", "#"].iter().any(|key| line.starts_with(key)));
            said.collect::<Vec<_>>().join(" ")
        })
        .collect();
    let expected = [
        "start: 2026-03-05",
        "start: 2026-03-05 end: 2026-03-07",
        "start: 2026-03-22 09:00",
        "start: 2026-04-11 15:30",
        "start: 2026-04-24 end: 2026-05-05",
        "start: 2026-05-12 10:00 end: 2026-05-12 11:00",
        "start: 2026-05-16 end: 2026-05-22",
        "start: 2026-09-19 09:00 end: 2026-09-19 11:30",
        "start: 2026-09-25 14:30",
        "start: 2026-07-13 end: 2026-07-17",
        "start: 2026年5月中旬",
        "start: 2026年6月",
        "start: 2026年第四季度",
        "start: 时间待定",
        "start: 2026-01-03 recurrence: 每周六上午，至2026年12月31日",
        "start: 2026-01-15 recurrence: 每月15日，至2026年12月31日",
        "start: 2026-01-11 14:00 recurrence: 每月第二个周日 14:00，至2026年12月31日",
        "start: 2026年3月至4月",
        "start: 2026年4月下旬",
        "start: 2026-06-06",
        "start: 2026-09-25 19:30",
        "start: 2026年7-8月",
        "start: 2026年下半年",
        "start: 2026-11-07 end: 2026-11-08",
        "start: 2026-12-31",
        "start: 2026-10-12 09:00 end: 2026-10-12 16:00",
        "start: 2026-01-01 recurrence: 工作日，至2026年12月31日",
        "start: 2026年六月上旬",
        "start: 2026-06-30 end: 2026-07-02",
        "start: 时间待定 # 时间: 开学后第一周",
        "start: 时间待定 # 时间: 3月5日9:00-11:00，14:00-16:00",
        "start: 2026-06-01",
    ];
    assert_eq!(times, expected, "{told}");
    // What couldn't be read is told, row by row.
    assert_eq!(codes(&import.diagnostics).iter().filter(|code| **code == "W1003").count(), 2, "{told}");
    assert!(told.contains("先按“时间待定”收下"), "{told}");

    let untitled = PLAN.replacen("2026年度", "", 1).replace("（周六）", "（周五）");
    let about = TableOptions { into: "events", year: Some(2026), ..TableOptions::default() };
    let (import, told) = csv(&site, &untitled, &about);
    assert!(codes(&import.diagnostics).contains(&"W0293") && told.contains("2026-09-19 是周六"), "{told}");
    let (_, told) = csv(&site, &untitled, &TableOptions { into: "events", ..TableOptions::default() });
    assert!(told.contains("--year 2026"), "{told}");
}

#[test]
fn entries_may_be_rows_of_one_table() {
    let mut site = small();
    let about = TableOptions { into: "bases", table: true, ..TableOptions::default() };
    let text = "名称,区县,地址,门票,坐标,别名\n天文台,城北区,\"山上, 顶\",免费,\"105.44,28.88\",星台；观星台\n科技馆,城北区,一路1号,,,\n";
    let (import, told) = csv(&site, text, &about);
    let table =
        "\u{feff}标题,别名,区县,地址,坐标,门票.免费\n天文台,星台；观星台,north,\"山上, 顶\",\"105.44,28.88\",true\n";
    assert_eq!(text_of(&import)[1], ("content/bases/entries.csv", table), "{told}");
    assert_eq!(text_of(&import)[0].0, "content/bases/hall.md");
    // An editor writes as editors do; what means the same isn't changed.
    let edited = "标题,区县,地址,坐标,门票.免费,电话\n天文台,城北区,\"山上, 顶\",105.44 28.88,是,\n";
    site.insert(source_path("content/bases/entries.csv"), SourceFile::new(edited.as_bytes()));
    let without = TableOptions { table: false, ..about };
    let (import, told) =
        csv(&site, "名称,区县,地址,门票,坐标\n天文台,城北区,\"山上, 顶\",免费,\"105.44,28.88\"\n", &without);
    assert_eq!((text_of(&import)[0].1, import.count(Fate::Unchanged)), (edited, 1), "{told}");
    let more = "名称,区县,地址,电话\n天文台,城南区,山上,0830-0000009\n";
    let (import, told) = csv(&site, more, &without);
    let expected =
        "\u{feff}标题,区县,地址,坐标,门票.免费,电话\n天文台,城北区,\"山上, 顶\",105.44 28.88,是,0830-0000009\n";
    assert_eq!(text_of(&import), [("content/bases/entries.csv", expected)], "{told}");
    assert!(
        told.contains("“区县（district）”已有“城北区”，来源里是“south”")
            && told.contains("“地址（address）”已有“山上, 顶”"),
        "{told}"
    );
}

#[test]
fn coordinates_of_zeros_are_missing_and_told() {
    let site = small();
    for (text, datum) in [
        ("名称,区县,地址,坐标\n天文台,城北区,山上,\"0,0\"\n", Datum::Bd09),
        ("名称,区县,地址,经度,纬度\n天文台,城北区,山上,0,0.000000\n", Datum::Wgs84),
    ] {
        let about = TableOptions { into: "bases", datum: Some(datum), ..TableOptions::default() };
        let (import, told) = csv(&site, text, &about);
        assert!(!text_of(&import)[0].1.contains("location: "), "{told}");
        assert!(codes(&import.diagnostics).contains(&"W1003") && told.contains("是没有填坐标"), "{told}");
    }
}

#[test]
fn a_tag_that_says_there_is_none_is_left_out() {
    let about = TableOptions { into: "bases", ..TableOptions::default() };
    let (import, told) = csv(&small(), "名称,区县,地址,标签\n天文台,城北区,山上,无\n", &about);
    assert!(!text_of(&import)[0].1.contains('无'), "{told}");
}

#[test]
fn one_cell_may_say_when_something_begins_and_ends() {
    let site = small();
    let text = "\
活动名称,活动时间
甲,2026年5月16日（周六）9:00-11:30
乙,2026/5/16至2026/5/18
丙,2026年5月16日—18日
丁,2026.5.30～6.2
戊,2026年5月16日下午2点至4点
己,2026-05-16
";
    let (import, told) = csv(&site, text, &TableOptions { into: "events", ..TableOptions::default() });
    let times: Vec<String> = text_of(&import)
        .iter()
        .map(|(_, text)| text.lines().filter(|line| line.starts_with(['s', 'e'])).collect::<Vec<_>>().join(" "))
        .collect();
    let expected = [
        "start: 2026-05-16 09:00 end: 2026-05-16 11:30",
        "start: 2026-05-16 end: 2026-05-18",
        "start: 2026-05-16 end: 2026-05-18",
        "start: 2026-05-30 end: 2026-06-02",
        "start: 2026-05-16 14:00 end: 2026-05-16 16:00",
        "start: 2026-05-16",
    ];
    assert_eq!(times, expected, "{told}");
}

#[test]
fn a_mapping_file_names_columns_words_and_the_key() {
    let site = small();
    let mapping = "key: id\ncolumns:\n  代码: id\n  叫什么: title\n  哪个区: district\n  在哪: address\n  备注: skip\nvalues:\n  district:\n    北: north\n";
    let (path, file) = (source_path("m.yaml"), SourceFile::new(mapping.as_bytes()));
    let about = TableOptions { into: "bases", mapping: Some((&path, &file)), ..TableOptions::default() };
    let (import, told) = csv(&site, "代码,叫什么,哪个区,在哪,备注\nA1,天文台,北,山上,无\n", &about);
    let made = "---\ntitle: 天文台\nid: A1\ndistrict: north\naddress: 山上\n---\n";
    assert_eq!((text_of(&import), told.as_str()), (vec![("content/bases/tian-wen-tai.md", made)], ""));
    // It is the same base by its number, whatever it is called now.
    let (again, told) = csv(&import.over(&site), "代码,叫什么,哪个区,在哪\nA1,新天文台,北,山上\n", &about);
    assert_eq!(again.files.len(), 1);
    assert!(told.contains("“标题（title）”已有“天文台”，来源里是“新天文台”"), "{told}");
    let wrong = SourceFile::new(*b"columns: {a: tilte}\ndatum: mars\nkolumns: {}\n");
    let about = TableOptions { mapping: Some((&path, &wrong)), ..about };
    let made = drafts(&existing(&site), &source_path("表.csv"), "名称\n甲\n".as_bytes(), &about);
    assert_eq!(codes(&made.drafts.diagnostics), ["E0203", "E1003", "E0103"]);
}

#[test]
fn an_import_finds_what_a_build_of_the_site_finds() {
    let about = TableOptions { into: "bases", ..TableOptions::default() };
    let draft = "---\ntitle: 草稿\ndistrict: north\naddress: 二路\ndraft: true\n---\n";
    // An event that names the draft: on the site without drafts it names nothing public, which is no fault.
    let event = "---\ntitle: 讲座\nstart: 2026-12-01\nbase: plan\n---\n[草稿](../bases/plan.md)\n";
    let mut site = small();
    for files in [&[][..], &[("content/bases/plan.md", draft)], &[("content/events/talk.md", event)]] {
        for (path, text) in files {
            site.insert(source_path(path), SourceFile::new(text.as_bytes()));
        }
        let (import, _) = csv(&site, "名称,区县,地址\n天文台,城北区,山上\n", &about);
        let mut built = clean_build(&import.over(&site), &options(TODAY)).diagnostics;
        // Reminders about other files are no part of the report.
        let own = |at: &Location| import.files.iter().any(|file| file.path == at.path);
        built.retain(|found| {
            let mut places = found.at.iter().chain(found.related.iter().map(|(at, _)| at)).peekable();
            found.severity() == Severity::Error || places.peek().is_none() || places.any(own)
        });
        assert_eq!(codes(&import.found), codes(&built));
        assert_eq!(import.found, built);
        assert_eq!(import.count(Fate::Made), 1);
    }
}

#[test]
fn what_is_no_table_is_told() {
    let site = small();
    let told = |name: &str, bytes: &[u8], into: &str| {
        let about = TableOptions { into, ..TableOptions::default() };
        codes(&drafts(&existing(&site), &source_path(name), bytes, &about).drafts.diagnostics)
    };
    assert_eq!(told("a.xlsx", b"PK", "bases"), ["E1001"]);
    assert_eq!(told("a.csv", &[0xff, 0xff, 0xff], "bases"), ["E1001"]);
    assert_eq!(told("a.csv", b"1,2\n3,4\n", "bases"), ["E1002"]);
    assert_eq!(told("a.csv", "地址,区县\n一路,城北区\n".as_bytes(), "bases"), ["E1006"]);
    assert_eq!(told("a.csv", b"", "basses"), ["E1004"]);
}

#[test]
fn the_console_tells_what_becomes_of_a_table() {
    let site = Site::small();
    site.put("content/bases/_collection.yaml", "extends: base\n");
    put_bytes(
        site.root(),
        "基地.csv",
        "\u{feff}名称,区县,地址,经度,纬度,备注\n科技馆,江阳,一路1号,105.44,28.88,新\n,,,,,\n水厂,,二路,,,\n".as_bytes(),
    );
    let before = tree(site.root());
    let import = ["import", "csv", "基地.csv", "--into", "bases", "--today", TODAY];
    let dry = kepu(site.root(), &[&import[..], &["--dry-run"]].concat());
    // What was left out makes it fail, as scripts see it.
    assert_eq!((dry.code, tree(site.root()) == before), (1, true), "{}", dry.stderr);
    let said = "新建 1 个文件，更新 0 个，未变 0 个，保留原样 0 个；没有导入 1 条；另有 3 处要看一看
  新建 content/bases/ke-ji-guan.md
";
    assert!(dry.stdout.starts_with(said) && dry.stdout.ends_with("这是演练，什么也没有写\n"), "{}", dry.stdout);
    assert!(dry.stderr.contains("提醒[W1001]: 没有导入：“水厂”缺少区县\n --> 基地.csv:4:1"), "{}", dry.stderr);
    let first = kepu(site.root(), &import);
    assert!(first.code == 1 && first.stdout.contains("基地.mapping.yaml"), "{}{}", first.stdout, first.stderr);
    assert!(tree(site.root()).contains_key("content/bases/ke-ji-guan.md"));
    assert_eq!(site.build().code, 0);
    let second = kepu(site.root(), &[&import[..], &["--format", "json"]].concat());
    let report: serde_json::Value = serde_json::from_str(&second.stdout).unwrap();
    assert_eq!((&report["ok"], &report["files"][0]["fate"]), (&false.into(), &"unchanged".into()), "{report}");
    assert_eq!(kepu(site.root(), &["import", "csv", "没有.csv", "--into", "bases"]).code, 1);
    assert_eq!(kepu(site.root(), &["import", "csv", "基地.csv"]).code, 2);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]

    /// Whatever stands in the cells, the site builds with what is made of them, and a second import makes nothing more.
    #[test]
    fn no_cell_breaks_a_site(cells in proptest::collection::vec("(免费|30元|09:00-17:00|周一|科技馆|城北区|2026/5/16|至|1[0-9]{10}|105\\.4|\\[a\\]\\(/x\\)|[甲乙 ;；、#:'\"&*{}\\[\\]|>@%\\n-]){0,4}", 14)) {
        let site = small();
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let cells: Vec<String> = cells.iter().map(quoted).collect();
        for table in [false, true] {
            let text = format!(
                "名称,区县,地址,开放时间,电话,经度,纬度,门票,命名日期,别名,网站,正文,预约,设施\n城北馆,城北区,{}\n{}\n",
                cells[2..].join(","),
                cells.join(",")
            );
            let about = TableOptions { into: "bases", table, ..TableOptions::default() };
            let (import, told) = csv(&site, &text, &about);
            let found = shown(&import.found, &import.over(&site), Language::English);
            proptest::prop_assert!(!has_errors(&import.found), "{}\n{}\n{}", text, told, found);
            let (again, told) = csv(&import.over(&site), &text, &about);
            proptest::prop_assert_eq!(again.count(Fate::Made) + again.count(Fate::Updated), 0, "{}\n{}", text, told);
        }
    }
}
