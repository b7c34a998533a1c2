//! Reads recurrences as they are said: `每周三、五 14:00`, `每月第二个周六上午`, `每年9月第三个周六`, `工作日，至2026年6月30日`.
//!
//! What is said becomes a rule of RFC 5545, and the time of day, if one is said. The event's start is not known here.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::rule::DAYS;
use crate::base::diagnostic::Localized;
use crate::base::text::is_han;
use crate::base::time::parse_date;
use crate::base::time_fault::later_half;
use crate::base::time_words::PartOfDay;
use crate::base::weekday;
use crate::config::collection::value::digits::{number, numeral};

/// What was said: a rule, and the time of day.
#[derive(Default)]
pub(super) struct Said {
    frequency: Option<&'static str>,
    /// Whether a word such as 每 says that it repeats.
    repeats: bool,
    /// Whether it is said of every quarter of a year.
    quarterly: bool,
    interval: u16,
    /// Weekdays, each with its number in the month, or 0.
    days: Vec<(i8, usize)>,
    dates: Vec<i8>,
    months: Vec<u16>,
    count: Option<u16>,
    until: Option<Date>,
    pub(super) time: Option<Time>,
    /// When it is over, if that was said with the time.
    pub(super) end: Option<Time>,
    /// A time with an end that is earlier.
    backwards: Option<(Time, Time)>,
    /// 上午, without a time.
    pub(super) part: Option<PartOfDay>,
    /// Every time of day that was said.
    times: Vec<Time>,
}

/// Words that say nothing a rule needs.
const FILLERS: [&str; 17] =
    ["举行", "举办", "开展", "的", "逢", "固定", "一次", "开放", "，", ",", "、", "。", " ", "（", "）", "(", ")"];

/// Reads a text in words; `None` if it isn't one, such as `FREQ=WEEKLY`.
pub(super) fn read(text: &str) -> Option<Result<Said, Localized>> {
    let spoken = text.chars().any(is_han) && !text.contains('=');
    spoken.then(|| Said::read(text.trim()))
}

impl Said {
    fn read(text: &str) -> Result<Self, Localized> {
        let mut said = Self { interval: 1, ..Self::default() };
        let mut rest = text;
        while !rest.is_empty() {
            rest = said.word(rest).ok_or_else(|| unknown(text, rest))?;
        }
        if let [first, second, ..] = said.times.as_slice() {
            return Err(two_times(text, *first, *second));
        }
        if let Some((start, end)) = said.backwards {
            return Err(backwards(start, end));
        }
        // 5月30日, without 每年 or 每月, is a date and no rule.
        if !said.dates.is_empty() && !said.repeats {
            return Err(unknown(text, text));
        }
        // 2:00（下午）, 2:00 PM: an hour that isn't of its part of the day.
        if said.part.zip(said.time).is_some_and(|(part, time)| !part.holds(time.hour())) {
            return Err(unknown(text, text));
        }
        if said.frequency.is_none() {
            // 第二个周六: of every month; 周六: of every week.
            said.frequency = match said.days.first() {
                Some((0, _)) => Some("WEEKLY"),
                Some(_) => Some("MONTHLY"),
                None => return Err(unknown(text, text)),
            };
        }
        let numbered = said.days.iter().any(|(number, _)| *number != 0);
        if said.frequency == Some("WEEKLY") && numbered
            || said.frequency == Some("MONTHLY") && !numbered && !said.days.is_empty()
        {
            return Err(unknown(text, text));
        }
        if !said.days.is_empty() && !said.dates.is_empty() {
            return Err(unknown(text, text));
        }
        if said.quarterly && numbered && !said.count_in_quarters() {
            return Err(unknown(text, text));
        }
        Ok(said)
    }

    /// `每季度第一个周六` is in the first month of each quarter, and the last one in its last month, whichever month the
    /// event begins in. Returns whether one rule can say it: a fifth weekday is in another month from quarter to quarter.
    fn count_in_quarters(&mut self) -> bool {
        let numbers = || self.days.iter().map(|(number, _)| *number);
        let first: u16 = if numbers().all(|number| (1..=4).contains(&number)) {
            1
        } else if numbers().all(|number| number < 0) {
            3
        } else {
            return false;
        };
        if !self.months.is_empty() {
            return false;
        }
        self.months = (0..4).map(|quarter| first + 3 * quarter).collect();
        (self.frequency, self.interval) = (Some("YEARLY"), 1);
        true
    }

    /// The rule as RFC 5545 writes it.
    pub(super) fn rule(&self) -> String {
        let mut rule = format!("FREQ={}", self.frequency.unwrap_or("WEEKLY"));
        if self.interval > 1 {
            rule.push_str(&format!(";INTERVAL={}", self.interval));
        }
        let list = |values: Vec<String>| values.join(",");
        if !self.months.is_empty() {
            rule.push_str(&format!(";BYMONTH={}", list(self.months.iter().map(u16::to_string).collect())));
        }
        if !self.dates.is_empty() {
            rule.push_str(&format!(";BYMONTHDAY={}", list(self.dates.iter().map(i8::to_string).collect())));
        }
        if !self.days.is_empty() {
            let day = |(number, day): &(i8, usize)| match number {
                0 => DAYS[*day].to_owned(),
                number => format!("{number}{}", DAYS[*day]),
            };
            rule.push_str(&format!(";BYDAY={}", list(self.days.iter().map(day).collect())));
        }
        if let Some(count) = self.count {
            rule.push_str(&format!(";COUNT={count}"));
        }
        if let Some(until) = self.until {
            rule.push_str(&format!(";UNTIL={}", until.strftime("%Y%m%d")));
        }
        rule
    }

    /// Takes the first word off a text.
    fn word<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = self.frequency(text) {
            self.repeats = true;
            return Some(rest);
        }
        if let Some(rest) = self.limit(text) {
            return Some(rest);
        }
        if let Some((when, rest)) = clock(text) {
            let when = when?;
            self.times.extend((!self.times.contains(&when)).then_some(when));
            self.time = Some(when);
            let until = rest.trim_start().strip_prefix(['-', '—', '～', '~', '至', '到', '–']);
            let until = until.map(|rest| rest.trim_start_matches(['—', ' ']));
            let Some((written, (end, rest))) = until.and_then(|text| Some((text, clock(text)?))) else {
                return Some(rest);
            };
            let end = end?;
            // 下午2点到4点: the word 下午 is for both.
            let for_both = when.hour() >= 12 && part_of(text) && !part_of(written);
            let later = end.checked_add(12.hours()).ok().filter(|later| for_both && *later > when);
            self.end = if end < when { later } else { Some(end) };
            self.backwards = self.end.is_none().then_some((when, end)).or(self.backwards);
            return Some(rest);
        }
        if let Some(rest) = self.nth(text).or_else(|| self.weekdays(text)).or_else(|| self.date(text)) {
            return Some(rest);
        }
        if let Some((part, rest)) = PartOfDay::leading(text) {
            let other = self.part.replace(part).is_some_and(|other| other != part);
            return (!other).then_some(rest);
        }
        FILLERS.iter().find_map(|word| text.strip_prefix(word))
    }

    fn frequency<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        for word in ["每个工作日", "每逢工作日", "工作日", "每周工作日"] {
            if let Some(rest) = text.strip_prefix(word) {
                self.frequency = Some("WEEKLY");
                self.days.extend((0..5).map(|day| (0, day)));
                return Some(rest);
            }
        }
        let each = ["每个", "每逢", "每"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text);
        if let Some(rest) = weekday::weekend(each) {
            self.frequency = Some("WEEKLY");
            self.days.extend([(0, 5), (0, 6)]);
            return Some(rest);
        }
        let every_other = text.strip_prefix('隔').and_then(weekday::marked).or_else(|| text.strip_prefix("单双周"));
        if let Some(rest) = every_other {
            (self.frequency, self.interval) = (Some("WEEKLY"), 2);
            return self.weekdays(rest).or(Some(rest));
        }
        if let Some(rest) = ["隔日", "隔天"].iter().find_map(|word| text.strip_prefix(word)) {
            (self.frequency, self.interval) = (Some("DAILY"), 2);
            return Some(rest);
        }
        if let Some(rest) = ["天天", "每日"].iter().find_map(|word| text.strip_prefix(word)) {
            self.frequency = Some("DAILY");
            return Some(rest);
        }
        let rest = text.strip_prefix("每逢").or_else(|| text.strip_prefix('每'))?;
        let (interval, unit) = number(rest).or_else(|| numeral(rest)).unwrap_or((1, rest));
        if interval == 0 {
            return None;
        }
        let unit = unit.strip_prefix('个').unwrap_or(unit);
        let named =
            [("季度", "MONTHLY", 3), ("天", "DAILY", 1), ("日", "DAILY", 1), ("月", "MONTHLY", 1), ("年", "YEARLY", 1)];
        let weeks = weekday::MARKS.iter().map(|mark| (*mark, "WEEKLY", 1));
        let (word, frequency, factor) = named.into_iter().chain(weeks).find(|(word, ..)| unit.starts_with(word))?;
        (self.frequency, self.interval) = (Some(frequency), interval * factor);
        self.quarterly = word == "季度" && interval == 1;
        let rest = &unit[word.len()..];
        // 每周三: the numeral alone is a day. 每两周周三 has the word again.
        if frequency == "WEEKLY" {
            self.numerals(rest).or_else(|| self.weekdays(rest)).or(Some(rest))
        } else {
            Some(rest)
        }
    }

    /// `第二个周六`, `第一、三个周日`, `最后一个周五`, `最后一天`.
    fn nth<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = text.strip_prefix("最后一天") {
            self.dates.push(-1);
            return Some(rest);
        }
        let (numbers, rest) = if let Some(rest) =
            ["最后一个", "末个", "倒数第一个"].iter().find_map(|word| text.strip_prefix(word))
        {
            (vec![-1], rest)
        } else if let Some(rest) = text.strip_prefix("倒数第二个") {
            (vec![-2], rest)
        } else if let Some(rest) = text.strip_prefix("首个") {
            (vec![1], rest)
        } else {
            let mut numbers = Vec::new();
            let mut rest = text.strip_prefix('第')?;
            loop {
                let (count, after) = number(rest).or_else(|| numeral(rest))?;
                numbers.push(i8::try_from(count).ok().filter(|count| (1..=5).contains(count))?);
                let after = after.strip_prefix('个').unwrap_or(after);
                match after.strip_prefix(['、', '和', '，', ',']) {
                    Some(more) => rest = more.strip_prefix('第').unwrap_or(more),
                    None => break (numbers, after),
                }
            }
        };
        let (day, mut rest) = one_weekday(rest)?;
        let mut days = vec![day];
        // 第二个周六、周日: the number is for both.
        while let Some((day, after)) = rest.strip_prefix(['、', '和', '及']).and_then(one_weekday_or_numeral) {
            days.push(day);
            rest = after;
        }
        self.days.extend(numbers.into_iter().flat_map(|number| days.iter().map(move |day| (number, *day))));
        if self.frequency == Some("WEEKLY") { None } else { Some(rest) }
    }

    /// `周六`, `周三、五`, `周一至周五`.
    fn weekdays<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (day, rest) = one_weekday(text)?;
        Some(self.more_days(day, rest))
    }

    /// The same after 每周, where the first day is a numeral alone.
    fn numerals<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (day, rest) = numeral_day(text)?;
        Some(self.more_days(day, rest))
    }

    fn more_days<'t>(&mut self, first: usize, mut rest: &'t str) -> &'t str {
        let mut last = first;
        self.days.push((0, first));
        loop {
            let run = rest.strip_prefix(['至', '到', '-', '—', '～']);
            let next = run.or_else(|| rest.strip_prefix(['、', '和', '及', '，', ','])).unwrap_or(rest);
            let next = next.strip_prefix('每').unwrap_or(next);
            let Some((day, after)) = one_weekday_or_numeral(next) else { return rest };
            let days = if run.is_some() { (day + 7 - last) % 7 } else { 0 };
            match days {
                0 => self.days.push((0, day)),
                length => self.days.extend((1..=length).map(|step| (0, (last + step) % 7))),
            }
            (last, rest) = (day, after);
        }
    }

    /// `3月`, `3月7日`, `15日`, `1日、15日`.
    fn date<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let (count, rest) = number(text).or_else(|| numeral(text))?;
        let is_month = (1..=12).contains(&count);
        // 5月30日、6月1日 would be four days: each month with each date.
        if !self.dates.is_empty() && rest.starts_with('月') {
            return None;
        }
        if let Some((last, rest)) = month_run(rest).filter(|_| is_month) {
            let length = (last + 12).checked_sub(count)? % 12;
            self.months.extend((0..=length).map(|step| (count + step - 1) % 12 + 1));
            self.frequency = self.frequency.or(Some("YEARLY"));
            return Some(rest);
        }
        if let Some(rest) = rest.strip_prefix('月').filter(|_| is_month) {
            self.months.push(count);
            self.frequency = self.frequency.or(Some("YEARLY"));
            return Some(rest);
        }
        let day = i8::try_from(count).ok().filter(|day| (1..=31).contains(day))?;
        let rest = if let Some(rest) = rest.strip_prefix(['日', '号']) {
            rest
        } else {
            // 5、20日: the mark is for both.
            let more = rest.strip_prefix(['、', '和'])?;
            let (_, after) = number(more)?;
            after.starts_with(['日', '号', '、']).then_some(more)?
        };
        self.dates.push(day);
        Some(rest)
    }

    /// `共8次`, `至2026年6月30日`.
    fn limit<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = text.strip_prefix('共') {
            let rest = rest.trim_start();
            let (count, rest) = number(rest).or_else(|| numeral(rest))?;
            self.count = Some(count);
            return rest.trim_start().strip_prefix(['次', '场', '期']);
        }
        let rest = ["截至", "直到", "到", "至"].iter().find_map(|word| text.strip_prefix(word))?.trim_start();
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(11).collect::<Vec<_>>();
        let (date, end) = ends.into_iter().rev().find_map(|end| Some((parse_date(&rest[..end])?, end)))?;
        self.until = Some(date);
        let rest = &rest[end..];
        Some(["为止", "结束", "止"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest))
    }
}

/// What follows the first number of `3月至11月` and `3-11月`: the last month, and the rest.
fn month_run(text: &str) -> Option<(u16, &str)> {
    let rest = text.strip_prefix('月').unwrap_or(text);
    let rest = rest.strip_prefix(['至', '到', '-', '—', '～', '–'])?;
    let (last, rest) = number(rest).or_else(|| numeral(rest))?;
    let rest = rest.strip_prefix('月')?;
    // 3月至6月30日 is no run of months.
    let day = number(rest).is_some();
    (!day && (1..=12).contains(&last)).then_some((last, rest))
}

fn one_weekday(text: &str) -> Option<(usize, &str)> {
    numeral_day(weekday::marked(text)?)
}

/// After another day, the numeral alone is a day too: 周六、日.
fn one_weekday_or_numeral(text: &str) -> Option<(usize, &str)> {
    one_weekday(text).or_else(|| numeral_day(text))
}

fn numeral_day(text: &str) -> Option<(usize, &str)> {
    let day = weekday::numeral(text).map(|(day, _)| day);
    let rest = &text[text.chars().next()?.len_utf8()..];
    // 每周6; 每周10 is no day, and in 周五、6点 the numeral is an hour.
    let digit = text.bytes().next().filter(|digit| matches!(digit, b'1'..=b'7'));
    let more = rest.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '.' | '日' | '号' | '次'));
    let day = day.or(digit.filter(|_| !more).map(|digit| usize::from(digit - b'1')))?;
    // 三点 is a time.
    (!rest.starts_with(['点', '时', '月', '十'])).then_some((day, rest))
}

/// `14:00`, `上午9点半`, `下午三点`: the time, or none where the words leave it open, and what follows.
fn clock(text: &str) -> Option<(Option<Time>, &str)> {
    let (part, rest) = PartOfDay::leading(text).map_or((None, text), |(part, rest)| (Some(part), rest));
    let rest = rest.trim_start();
    let (hour, rest) = number(rest).or_else(|| numeral(rest))?;
    let (minute, rest) = if let Some(after) = rest.strip_prefix([':', '：']) {
        number(after)?
    } else {
        let after = rest.strip_prefix(['点', '时'])?;
        match after.strip_prefix('半') {
            Some(after) => (30, after),
            None => match number(after).or_else(|| numeral(after)) {
                Some((minute, after)) => (minute, after.strip_prefix('分').unwrap_or(after)),
                None => (0, after.strip_prefix('整').unwrap_or(after)),
            },
        }
    };
    let Some(hour) = part.map_or(Some(hour), |part| part.hour(hour)) else { return Some((None, rest)) };
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()?;
    Some((Some(time), rest))
}

/// Whether a text begins with a part of the day.
fn part_of(text: &str) -> bool {
    PartOfDay::leading(text).is_some()
}

fn backwards(start: Time, end: Time) -> Localized {
    let (zh, en) = later_half(start, end);
    let (start, end) = (start.strftime("%H:%M"), end.strftime("%H:%M"));
    Localized {
        zh: format!(
            "{start}-{end} 的结束早于开始；{zh}到第二天才结束的，这里只写 {start}，在 end 里写第二天的日期和 {end}"
        ),
        en: format!(
            "{start}-{end} ends before it begins; {en}if it ends on the next day, write {start} alone here, and that day with {end} as `end`"
        ),
    }
}

fn two_times(text: &str, first: Time, second: Time) -> Localized {
    let (first, second) = (first.strftime("%H:%M"), second.strftime("%H:%M"));
    Localized {
        zh: format!(
            "“{text}”写了几个时间（{first}、{second}），一场活动只能有一个；请按时间分成几场活动，各写各的 recurrence 和 start"
        ),
        en: format!(
            "`{text}` has several times ({first}, {second}), and an event has one: write an event for each, with its own `recurrence` and `start`"
        ),
    }
}

fn unknown(text: &str, rest: &str) -> Localized {
    let at = if rest == text { String::new() } else { format!("（从“{rest}”起）") };
    Localized {
        zh: format!(
            "看不懂“{text}”{at}，应写成“每周六”“每周三、五 14:00”“每月第二个周六”“每月15日”“每年9月第三个周六”“工作日，至2026年6月30日”这样；停办的日子写在 except 里"
        ),
        en: format!(
            "`{text}` isn't understood; write it like 每周六, 每月第二个周六, 每月15日, or FREQ=WEEKLY;BYDAY=SA"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recurrences_are_read_as_they_are_said() {
        for (text, rule) in [
            ("每周六", "FREQ=WEEKLY;BYDAY=SA"),
            ("每周六上午", "FREQ=WEEKLY;BYDAY=SA"),
            ("每周三、五 14:00", "FREQ=WEEKLY;BYDAY=WE,FR 14:00"),
            ("每周三、周五下午2点", "FREQ=WEEKLY;BYDAY=WE,FR 14:00"),
            ("每周六中午1点", "FREQ=WEEKLY;BYDAY=SA 13:00"),
            ("每周六中午12点", "FREQ=WEEKLY;BYDAY=SA 12:00"),
            ("每周六傍晚6点半", "FREQ=WEEKLY;BYDAY=SA 18:30"),
            ("每周一至周五", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("每星期天", "FREQ=WEEKLY;BYDAY=SU"),
            ("每週六", "FREQ=WEEKLY;BYDAY=SA"),
            ("每禮拜六", "FREQ=WEEKLY;BYDAY=SA"),
            ("每週末", "FREQ=WEEKLY;BYDAY=SA,SU"),
            ("隔週", "FREQ=WEEKLY;INTERVAL=2"),
            ("周六、周日 9:00-11:00", "FREQ=WEEKLY;BYDAY=SA,SU 09:00-11:00"),
            ("工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            ("每周末", "FREQ=WEEKLY;BYDAY=SA,SU"),
            ("隔周周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
            ("每两周周六", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"),
            ("每天", "FREQ=DAILY"),
            ("每月第二个周六上午", "FREQ=MONTHLY;BYDAY=2SA"),
            ("每月第一、三个周日", "FREQ=MONTHLY;BYDAY=1SU,3SU"),
            ("每月最后一个周五", "FREQ=MONTHLY;BYDAY=-1FR"),
            ("每月15日", "FREQ=MONTHLY;BYMONTHDAY=15"),
            ("每月1日、15日", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
            ("每月5、20日", "FREQ=MONTHLY;BYMONTHDAY=5,20"),
            ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
            ("每季度", "FREQ=MONTHLY;INTERVAL=3"),
            ("每两个月15号", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15"),
            ("每年3月", "FREQ=YEARLY;BYMONTH=3"),
            ("每年3月至5月第一个周六", "FREQ=YEARLY;BYMONTH=3,4,5;BYDAY=1SA"),
            ("3-11月每周六", "FREQ=WEEKLY;BYMONTH=3,4,5,6,7,8,9,10,11;BYDAY=SA"),
            ("11月至3月每周日", "FREQ=WEEKLY;BYMONTH=11,12,1,2,3;BYDAY=SU"),
            ("每季度一次", "FREQ=MONTHLY;INTERVAL=3"),
            ("每季度第一个周六", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=1SA"),
            ("每季度最后一个周五", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=-1FR"),
            ("每年一次", "FREQ=YEARLY"),
            ("隔天", "FREQ=DAILY;INTERVAL=2"),
            ("每周6上午", "FREQ=WEEKLY;BYDAY=SA"),
            ("每月首个周日", "FREQ=MONTHLY;BYDAY=1SU"),
            ("每月倒数第二个周五", "FREQ=MONTHLY;BYDAY=-2FR"),
            ("每年3月7日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=7"),
            ("每年9月第三个周六", "FREQ=YEARLY;BYMONTH=9;BYDAY=3SA"),
            ("每周六，至2026年6月30日", "FREQ=WEEKLY;BYDAY=SA;UNTIL=20260630"),
            ("每周六，共8次", "FREQ=WEEKLY;BYDAY=SA;COUNT=8"),
            ("每周六三点", "FREQ=WEEKLY;BYDAY=SA 03:00"),
            ("每周六 9:00-11:00", "FREQ=WEEKLY;BYDAY=SA 09:00-11:00"),
            ("每周六下午2点到4点", "FREQ=WEEKLY;BYDAY=SA 14:00-16:00"),
            ("每月第二个周六、周日", "FREQ=MONTHLY;BYDAY=2SA,2SU"),
            ("每月第1个星期六、日", "FREQ=MONTHLY;BYDAY=1SA,1SU"),
            ("每月第二个周六、第四个周日", "FREQ=MONTHLY;BYDAY=2SA,4SU"),
            ("每周三 共 8 次", "FREQ=WEEKLY;BYDAY=WE;COUNT=8"),
            ("每周三（共8次）", "FREQ=WEEKLY;BYDAY=WE;COUNT=8"),
            ("每年3月、9月的1日", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=1"),
        ] {
            let said = read(text).unwrap().unwrap_or_else(|problem| panic!("{text}: {}", problem.zh));
            let time = said.time.map(|time| time.strftime(" %H:%M").to_string()).unwrap_or_default();
            let end = said.end.map(|time| time.strftime("-%H:%M").to_string()).unwrap_or_default();
            assert_eq!(format!("{}{time}{end}", said.rule()), rule, "{text}");
            assert!(super::super::Recurrence::parse(text).is_ok(), "{text}");
        }
        for text in ["有时", "每周六晚上12点", "每周六（节假日除外）", "每月周六", "每周第二个周六", "每月的某一天"]
        {
            assert!(read(text).unwrap().is_err(), "{text}");
        }
        assert!(read("FREQ=WEEKLY").is_none());
    }

    #[test]
    fn what_one_rule_cannot_say_is_refused() {
        let problem = |text: &str| read(text).unwrap().err().unwrap_or_else(|| panic!("{text}")).zh;
        for text in [
            "每周六 10:00、15:00",
            "每天 10:00，14:00，16:00",
            "每周六 9:00-11:00，14:00-16:00",
            "每周六上午9:00、下午14:00",
        ] {
            assert!(problem(text).contains("分成几场活动"), "{text}");
        }
        for text in ["每周六 9:00-8:00", "每周六 14:00-4:00", "每周六下午2点到下午1点", "每周六 21:00-2:00"]
        {
            assert!(problem(text).contains("结束早于开始"), "{text}: {}", problem(text));
        }
        assert!(problem("每周六 9:00-8:00").contains("当天 20:00 结束的，写成 09:00-20:00"));
        assert!(!problem("每周六 21:00-2:00").contains("当天"));
        // Dates, and no rule; months and dates that aren't a product.
        for text in [
            "每周六 2:00 PM",
            "每周六 2:00（下午）",
            "每周六下午（2:00-4:00）",
            "每周六上午、下午",
            "5月30日、6月1日",
            "六月一日",
            "15日",
            "每年5月30日、6月1日",
            "每0天",
        ] {
            assert!(problem(text).contains("看不懂"), "{text}");
        }
        for text in ["每周六上午，9:00", "每周六下午 14:00"] {
            assert!(read(text).unwrap().is_ok(), "{text}");
        }
    }
}
