//! Tables of public holidays, one per year, as a [`Calendar`].
//!
//! The program contains the years that were announced before its release; the site's `holidays.yaml` adds or replaces
//! years. A year without a table counts as not announced: holidays are never computed from the lunar calendar or from
//! earlier years, because the government decides on the days off every autumn. What a place does on a holiday is not
//! known here.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::base::diagnostic::{Checked, Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::time::parse_date;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Key, Node};
use crate::config::inputs::HOLIDAYS_FILE;
use crate::config::settings::Settings;
use crate::config::{Config, HolidayTable};

/// The notices of the State Council (国务院办公厅关于部分节假日安排的通知), the newest last.
const CHINA: [&str; 2] = [include_str!("cn/2025.yaml"), include_str!("cn/2026.yaml")];

/// The English names of the holidays in the notices.
const ENGLISH: [(&str, &str); 7] = [
    ("元旦", "New Year"),
    ("春节", "Spring Festival"),
    ("清明节", "Qingming Festival"),
    ("劳动节", "Labour Day"),
    ("端午节", "Dragon Boat Festival"),
    ("中秋节", "Mid-Autumn Festival"),
    ("国庆节", "National Day"),
];

/// The maximum length of one holiday; a longer one is a mistake.
const MOST_DAYS: i32 = 31;

/// The public holidays of the years that are announced.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Calendar {
    years: BTreeMap<i16, HolidayYear>,
}

/// The holidays of a year.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct HolidayYear {
    /// The holidays, sorted by date.
    pub off: Vec<Holiday>,
    /// Saturdays and Sundays on which the country works to make up for days off.
    pub work: BTreeSet<Date>,
}

/// Days off in a row.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Holiday {
    pub name: String,
    pub from: Date,
    /// The last day, inclusive.
    pub to: Date,
}

impl Calendar {
    /// Returns the holidays of mainland China in the years that the program contains.
    pub fn china() -> Self {
        let path = SourcePath::new(HOLIDAYS_FILE);
        // A unit test checks that all of them are valid.
        let read = |path| CHINA.iter().flat_map(move |text| table(text, &path, &mut Vec::new())).collect();
        Self { years: path.map(read).unwrap_or_default() }
    }

    /// Returns whether no year is known: the site uses no table of holidays.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// Returns whether the holidays of a year are announced.
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// Returns the holiday of a date. One at the beginning of a year may begin in the year before.
    pub fn holiday(&self, date: Date) -> Option<&Holiday> {
        let years = [Some(date.year()), date.year().checked_add(1)];
        let off = years.into_iter().flatten().filter_map(|year| self.years.get(&year)).flat_map(|year| &year.off);
        off.into_iter().find(|holiday| (holiday.from..=holiday.to).contains(&date))
    }

    /// Returns the holidays between two dates, both inclusive, in order.
    pub fn between(&self, from: Date, to: Date) -> impl Iterator<Item = &Holiday> {
        let off = self.years.values().flat_map(|year| &year.off);
        off.filter(move |holiday| holiday.to >= from && holiday.from <= to)
    }

    /// Returns whether the country works on a Saturday or Sunday to make up for days off.
    pub fn works(&self, date: Date) -> bool {
        self.years.get(&date.year()).is_some_and(|year| year.work.contains(&date))
    }

    /// Returns the Saturdays and Sundays between two dates, both inclusive, on which the country works, in order.
    pub fn work_between(&self, from: Date, to: Date) -> impl Iterator<Item = Date> {
        let work = self.years.values().flat_map(|year| &year.work).copied();
        work.filter(move |date| (from..=to).contains(date))
    }

    /// Returns the years from one on in the format of the theme's `hours.js`: each with the first and last day and the
    /// name of its holidays, `{"2026":[["2026-01-01","2026-01-03","元旦"],…]}`, and the name in the table where it is
    /// another; under `work` the Saturdays and Sundays of all years on which the country works. A year that is missing is
    /// not announced.
    pub fn script(&self, from: i16, chinese: bool) -> String {
        let holiday = |off: &Holiday| {
            let name = off.name(chinese);
            let mut parts = vec![off.from.to_string(), off.to.to_string(), name.clone()];
            parts.extend((name != off.name).then(|| off.name.clone()));
            json!(parts)
        };
        let year = |(number, year): (&i16, &HolidayYear)| (number.to_string(), year.off.iter().map(holiday).collect());
        let mut script: Map<String, Value> = self.years.range(from..).map(year).collect();
        let work = self.years.range(from..).flat_map(|(_, year)| &year.work).map(ToString::to_string);
        let work: Vec<String> = work.collect();
        if !work.is_empty() {
            script.insert("work".to_owned(), json!(work));
        }
        Value::Object(script).to_string()
    }
}

impl Holiday {
    /// Returns the name in a language; as written, if no translation is known.
    pub fn name(&self, chinese: bool) -> String {
        if chinese {
            return self.name.clone();
        }
        let english = |name: &str| ENGLISH.iter().find(|(zh, _)| *zh == name).map(|(_, en)| *en);
        let names: Option<Vec<&str>> = self.name.split('、').map(english).collect();
        names.map_or_else(|| self.name.clone(), |names| names.join(", "))
    }
}

/// Reads the table that the configuration chooses, and the site's own on top of it.
pub fn read(snapshot: &Snapshot, config: &Config) -> Checked<Calendar> {
    let mut diagnostics = Vec::new();
    let mut calendar = match config.holidays {
        HolidayTable::China => Calendar::china(),
        HolidayTable::None => Calendar::default(),
    };
    if let Some(path) = SourcePath::new(HOLIDAYS_FILE)
        && let Some(file) = snapshot.get(&path)
    {
        match file.text() {
            Some(text) => calendar.years.extend(table(text, &path, &mut diagnostics)),
            None => diagnostics.push(crate::base::diagnostic::not_text(&path, file.held())),
        }
    }
    Checked { value: calendar, diagnostics }
}

/// Reads the years of one file; a fault is reported, and the value with it is left out.
fn table(text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<i16, HolidayYear> {
    let root = match yaml::parse_written(text, 0, path, diagnostics) {
        Ok(root) => root,
        Err(fault) => {
            diagnostics.extend(fault.diagnostics(path, messages::yaml_syntax));
            return BTreeMap::new();
        }
    };
    // Reports a file that isn't a map; there are no settings to read in it.
    let Some(map) = root.as_map() else {
        Settings::new(&root, path, HOLIDAYS_FILE, diagnostics).finish();
        return BTreeMap::new();
    };
    let mut years = BTreeMap::new();
    for (key, node) in &map.entries {
        match key.text.parse().ok().filter(|year| (1949..=9999).contains(year)) {
            Some(number) => {
                let place = format!("{HOLIDAYS_FILE} {number}");
                years.insert(number, year(number, Settings::new(node, path, place, diagnostics)));
            }
            None => {
                let message = messages::setting_value(&key.text, "应是年份，如 2027", "a year is expected, 2027 say");
                diagnostics.push(message.at(Location::span(path, key.span)));
            }
        }
    }
    years
}

fn year(number: i16, mut settings: Settings<'_>) -> HolidayYear {
    let mut year = HolidayYear::default();
    for (name, node) in settings.map("off") {
        for node in node.as_list().unwrap_or(std::slice::from_ref(node)) {
            year.off.extend(holiday(number, name, node, &mut settings));
        }
    }
    year.off.sort_by_key(|holiday| holiday.from);
    for (text, node) in settings.text_nodes("work").unwrap_or_default() {
        match parse_date(&text).filter(|date| date.year() == number) {
            Some(date) if date.weekday().to_monday_zero_offset() < 5 => settings.wrong(
                "work",
                node,
                &format!("{date} 不是周六、周日，不会是调休上班日"),
                &format!("{date} is no Saturday or Sunday, so it can't make up for a day off"),
            ),
            Some(date) if year.off.iter().any(|holiday| (holiday.from..=holiday.to).contains(&date)) => settings.wrong(
                "work",
                node,
                &format!("{date} 同时写在 off 里"),
                &format!("{date} is under `off` as well"),
            ),
            Some(date) => drop(year.work.insert(date)),
            None => settings.wrong(
                "work",
                node,
                &format!("应是{number}年的日期，如 {number}-02-14"),
                &format!("a date of {number} is expected, {number}-02-14 say"),
            ),
        }
    }
    settings.finish();
    year
}

fn holiday(year: i16, name: &Key, node: &Node, settings: &mut Settings<'_>) -> Option<Holiday> {
    let Some((from, to)) = node.as_text().and_then(dates) else {
        settings.wrong(
            &name.text,
            node,
            &format!("应是日期，如 {year}-10-01至{year}-10-07，或单独一天 {year}-01-01"),
            &format!("dates are expected, {year}-10-01..{year}-10-07 say, or the day {year}-01-01 alone"),
        );
        return None;
    };
    // The New Year's holiday may begin in the last days of the year before.
    let inside = to.year() == year && (from.year() == year || from.year() == year - 1 && from.month() == 12);
    if !inside {
        settings.wrong(&name.text, node, &format!("日期应在{year}年"), &format!("the dates should be in {year}"));
        return None;
    }
    if to < from || from.checked_add(MOST_DAYS.days()).is_ok_and(|last| last < to) {
        settings.wrong(
            &name.text,
            node,
            &format!("{from} 到 {to} 不像一个假期"),
            &format!("{from} to {to} can't be a holiday"),
        );
        return None;
    }
    Some(Holiday { name: name.text.clone(), from, to })
}

/// Parses `2027-01-01`, `2027-01-01至2027-01-03`, `2027-01-01..2027-01-03`.
fn dates(text: &str) -> Option<(Date, Date)> {
    if let Some(date) = parse_date(text) {
        return Some((date, date));
    }
    let (from, to) = ["至", "到", "..", "～", "~", "—"].iter().find_map(|dash| text.split_once(dash))?;
    Some((parse_date(from)?, parse_date(to)?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::base::source::SourceFile;
    use crate::config;

    fn read_site(config: &str, holidays: Option<&str>) -> Checked<Calendar> {
        let files = [(config::CONFIG_FILE, Some(config)), (HOLIDAYS_FILE, holidays)];
        let file =
            |(name, text): (&str, Option<&str>)| Some((SourcePath::new(name)?, SourceFile::new(text?.as_bytes())));
        let snapshot = files.into_iter().filter_map(file).collect();
        read(&snapshot, &config::read(&snapshot, None).value)
    }

    const SITE: &str = "title: 科普\nbase_url: https://example.org/\n";

    #[test]
    fn the_built_in_tables_are_valid() {
        for text in CHINA {
            let mut diagnostics = Vec::new();
            let years = table(text, &SourcePath::new(HOLIDAYS_FILE).unwrap(), &mut diagnostics);
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
            for (number, year) in years {
                // Extra days off are compensated by working days: the law has given thirteen days since 2025.
                let days: i64 =
                    year.off.iter().map(|off| i64::from(off.from.until(off.to).unwrap().get_days()) + 1).sum();
                let weekends = |off: &Holiday| {
                    off.from
                        .series(1.day())
                        .take_while(|date| *date <= off.to)
                        .filter(|date| date.weekday().to_monday_zero_offset() > 4)
                        .count()
                };
                let weekends: usize = year.off.iter().map(weekends).sum();
                assert_eq!(days - weekends as i64 - year.work.len() as i64, 13, "{number}");
            }
        }
    }

    #[test]
    fn a_year_that_is_not_announced_is_not_known() {
        let calendar = read_site(SITE, None).value;
        assert_eq!(calendar.holiday(date(2026, 10, 7)).map(|holiday| holiday.name(true)), Some("国庆节".to_owned()));
        assert_eq!(calendar.holiday(date(2025, 10, 8)).unwrap().name(false), "National Day, Mid-Autumn Festival");
        assert_eq!(calendar.holiday(date(2026, 10, 8)), None);
        assert!(calendar.knows(2026) && !calendar.knows(2031));
        let none = read_site(&format!("{SITE}holidays: none\n"), None).value;
        let elsewhere = read_site(&format!("{SITE}time_zone: Europe/Berlin\n"), None).value;
        assert!(!none.knows(2026) && !elsewhere.knows(2026));
    }

    #[test]
    fn a_site_adds_years_and_overrides_them() {
        let own = "2026:\n  off: {建馆日: 2026-06-01}\n2031:\n  off:\n    元旦: 2030-12-31至2031-01-02\n    春节: [2031-01-22..2031-01-24, 2031年1月26日]\n  work: [2031-01-18]\n";
        let Checked { value: calendar, diagnostics } = read_site(SITE, Some(own));
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(calendar.holiday(date(2026, 10, 1)), None);
        assert_eq!(calendar.holiday(date(2026, 6, 1)).unwrap().name(false), "建馆日");
        assert_eq!(calendar.holiday(date(2030, 12, 31)).unwrap().name(false), "New Year");
        assert_eq!(calendar.holiday(date(2031, 1, 25)), None);
        assert!(calendar.knows(2025) && calendar.knows(2031));
        let script = r#"{"2031":[["2030-12-31","2031-01-02","New Year","元旦"],["2031-01-22","2031-01-24","Spring Festival","春节"],["2031-01-26","2031-01-26","Spring Festival","春节"]],"work":["2031-01-18"]}"#;
        assert_eq!(calendar.script(2027, false), script);
        assert_eq!(calendar.between(date(2031, 1, 2), date(2031, 1, 22)).count(), 2);
        assert!(calendar.works(date(2031, 1, 18)) && !calendar.works(date(2031, 1, 17)));
        assert_eq!(calendar.work_between(date(2031, 1, 18), date(2031, 12, 31)).count(), 1);
    }

    #[test]
    fn faults_are_reported_and_the_rest_is_kept() {
        for (text, wrong) in [
            ("- 2031\n", 1),
            ("元旦: {off: {}}\n", 1),
            ("2031: {of: {}}\n", 1),
            ("2031: {off: {元旦: 一月一日, 春节: 2031-01-22}}\n", 1),
            ("2031: {off: {元旦: 2030-01-01}}\n", 1),
            ("2031: {off: {元旦: 2031-01-03至2031-01-01, 春节: 2031-01-01至2031-06-01}}\n", 2),
            ("2031: {off: {春节: 2031-01-22}, work: [2031-01-22, 2031-01-25, 2030-12-28, 明天]}\n", 3),
            ("2031: {off: {春节: 2031-01-25}, work: 2031-01-25}\n", 1),
            ("2031: [\n", 1),
        ] {
            let Checked { value, diagnostics } = read_site(SITE, Some(text));
            assert_eq!(diagnostics.len(), wrong, "{text}{diagnostics:?}");
            assert!(diagnostics.iter().all(|diagnostic| diagnostic.at.is_some()), "{text}");
            assert!(value.knows(2026), "{text}");
        }
    }
}
