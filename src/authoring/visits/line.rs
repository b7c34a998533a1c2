//! One line of a log → a visit. The formats are those of nginx and Apache (common, combined, with or without a host before
//! it), JSON as servers and hosts write it, and W3C's extended format, which says its columns in a line of its own.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::Visit;

/// Reads the lines of one file.
pub struct LogReader {
    zone: TimeZone,
    /// The columns of W3C's format, once they were said.
    columns: Vec<String>,
}

/// What a line is.
#[derive(Debug, PartialEq, Eq)]
pub enum LogLine {
    Visit(Visit),
    /// A comment, or an empty line.
    Nothing,
    Unknown,
}

impl LogReader {
    pub fn new(zone: TimeZone) -> Self {
        Self { zone, columns: Vec::new() }
    }

    pub fn read(&mut self, line: &str) -> LogLine {
        let line = line.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        if let Some(columns) = line.strip_prefix("#Fields:") {
            self.columns = columns.split_whitespace().map(str::to_ascii_lowercase).collect();
            return LogLine::Nothing;
        }
        if line.is_empty() || line.starts_with('#') {
            return LogLine::Nothing;
        }
        let visit = if line.starts_with('{') {
            self.json(line)
        } else if self.columns.is_empty() {
            self.combined(line)
        } else {
            self.columned(line)
        };
        visit.map_or(LogLine::Unknown, LogLine::Visit)
    }

    /// `… [10/Oct/2026:13:55:36 +0800] "GET /path HTTP/1.1" 200 1234 "referrer" "agent"`, whatever stands before it.
    fn combined(&self, line: &str) -> Option<Visit> {
        let (_, rest) = line.split_once('[')?;
        let (time, rest) = rest.split_once(']')?;
        let (request, rest) = quoted(rest)?;
        let mut numbers = rest.split_whitespace();
        let status = numbers.next()?.parse().ok()?;
        let (referrer, agent) = match quoted(rest) {
            Some((referrer, rest)) => (Some(referrer), quoted(rest).map(|(agent, _)| agent)),
            None => (None, None),
        };
        let mut parts = request.split(' ');
        let (method, target) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        Some(Visit { day: self.common_day(time)?, method, target, status, agent, referrer: given(referrer) })
    }

    /// `10/Oct/2026:13:55:36 +0800`.
    fn common_day(&self, time: &str) -> Option<Date> {
        if let Ok(moment) = Timestamp::strptime("%d/%b/%Y:%H:%M:%S %z", time) {
            return Some(moment.to_zoned_datetime(self.zone.clone()).date());
        }
        self.day(time)
    }

    fn json(&self, line: &str) -> Option<Visit> {
        let value: Value = serde_json::from_str(line).ok()?;
        let request =
            ["request", "proxy", "req"].iter().find_map(|key| value.get(key)).filter(|value| value.is_object());
        let find = |names: &[&str]| {
            let own = names.iter().find_map(|name| value.get(name));
            own.or_else(|| names.iter().find_map(|name| request?.get(name)))
        };
        let text = |names: &[&str]| find(names).and_then(text_of);
        let header = |name: &str| {
            let headers = find(&["headers"])?.as_object()?;
            headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).and_then(|(_, value)| text_of(value))
        };
        let mut target = text(&[
            "request_uri",
            "uri",
            "url",
            "path",
            "ClientRequestURI",
            "ClientRequestPath",
            "requestUrl",
            "requestPath",
            "cs-uri-stem",
        ]);
        let mut method =
            text(&["request_method", "method", "ClientRequestMethod", "requestMethod", "cs-method", "http_method"]);
        // `"request": "GET /a HTTP/1.1"` says both.
        if let Some(line) = value.get("request").and_then(Value::as_str) {
            let mut parts = line.split(' ');
            method = method.or_else(|| parts.next().map(str::to_owned));
            target = target.or_else(|| parts.next().map(str::to_owned));
        }
        let status = find(&[
            "status",
            "status_code",
            "statusCode",
            "EdgeResponseStatus",
            "responseStatus",
            "sc-status",
            "http_status",
        ]);
        let status = status.and_then(|status| match status {
            Value::Number(number) => number.as_u64().and_then(|number| u16::try_from(number).ok()),
            other => other.as_str()?.parse().ok(),
        })?;
        let time = find(&[
            "time_iso8601",
            "time",
            "timestamp",
            "@timestamp",
            "ts",
            "msec",
            "EdgeStartTimestamp",
            "time_local",
            "date",
            "datetime",
        ])?;
        let day = match time {
            Value::Number(number) => self.day_of_number(number.as_f64()?)?,
            other => {
                let text = other.as_str()?;
                self.common_day(text).or_else(|| self.day_of_number(text.parse().ok()?))?
            }
        };
        let agent = text(&[
            "http_user_agent",
            "user_agent",
            "userAgent",
            "ClientRequestUserAgent",
            "requestUserAgent",
            "agent",
        ]);
        let referrer = text(&["http_referer", "referer", "referrer", "ClientRequestReferer"]);
        Some(Visit {
            day,
            method: method.unwrap_or_else(|| "GET".to_owned()),
            target: path_of(&target?),
            status,
            agent: agent.or_else(|| header("user-agent")),
            referrer: given(referrer.or_else(|| header("referer"))),
        })
    }

    fn columned(&self, line: &str) -> Option<Visit> {
        let tabbed = line.contains('\t');
        let values: Vec<&str> = if tabbed { line.split('\t').collect() } else { line.split(' ').collect() };
        let get = |name: &str| {
            let value = values.get(self.columns.iter().position(|column| column == name)?)?;
            Some((*value).to_owned()).filter(|value| value != "-")
        };
        let spaced = |text: String| text.replace("%20", " ").replace('+', " ");
        let (date, time) = (get("date")?, get("time").unwrap_or_else(|| "00:00:00".to_owned()));
        // Its times are UTC.
        let moment: DateTime = format!("{date}T{time}").parse().ok()?;
        let day = moment.to_zoned_datetime(TimeZone::UTC).ok()?.with_time_zone(self.zone.clone()).date();
        let query = get("cs-uri-query").map_or(String::new(), |query| format!("?{query}"));
        Some(Visit {
            day,
            method: get("cs-method").unwrap_or_else(|| "GET".to_owned()),
            target: format!("{}{query}", get("cs-uri-stem").or_else(|| get("cs-uri"))?),
            status: get("sc-status")?.parse().ok()?,
            agent: get("cs(user-agent)").map(spaced),
            referrer: get("cs(referer)").or_else(|| get("cs(referrer)")),
        })
    }

    /// A date with a time, with an offset or in the zone of the site.
    fn day(&self, text: &str) -> Option<Date> {
        let text = text.trim();
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Some(moment.to_zoned_datetime(self.zone.clone()).date());
        }
        let text = text.replace('/', "-").replacen(' ', "T", 1);
        text.parse::<DateTime>().map(DateTime::date).or_else(|_| text.parse::<Date>()).ok()
    }

    /// Seconds since 1970, or thousandths, millionths or billionths of them.
    fn day_of_number(&self, number: f64) -> Option<Date> {
        let seconds = [1.0, 1e3, 1e6, 1e9].into_iter().map(|unit| number / unit).find(|seconds| *seconds < 1e11)?;
        Some(Timestamp::from_second(seconds as i64).ok()?.to_zoned_datetime(self.zone.clone()).date())
    }
}

/// The text between the next two quotation marks, in which one may be escaped, and what follows.
fn quoted(text: &str) -> Option<(String, &str)> {
    let start = text.find('"')? + 1;
    let mut escaped = false;
    for (at, c) in text[start..].char_indices() {
        match c {
            '"' if !escaped => return Some((text[start..start + at].to_owned(), &text[start + at + 1..])),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty() && text != "-")
}

/// A text, or the first of a list of them, as servers write headers.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => items.first().and_then(text_of),
        _ => None,
    }
}

/// The path of a whole address.
fn path_of(target: &str) -> String {
    match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]).to_owned(),
        None => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> LogLine {
        LogReader::new(TimeZone::get("Asia/Shanghai").unwrap()).read(line)
    }

    fn visit(line: &str) -> Visit {
        match read(line) {
            LogLine::Visit(visit) => visit,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn lines_of_every_format_are_the_same_visit() {
        let expected = Visit {
            day: Date::new(2026, 5, 1).unwrap(),
            method: "GET".to_owned(),
            target: "/column/a/?x=1".to_owned(),
            status: 200,
            agent: Some("Mozilla/5.0 \"x".replace('"', "\\\"")),
            referrer: Some("https://www.baidu.com/".to_owned()),
        };
        let combined = r#"203.0.113.9 - - [30/Apr/2026:17:00:00 +0000] "GET /column/a/?x=1 HTTP/1.1" 200 512 "https://www.baidu.com/" "Mozilla/5.0 \"x""#;
        assert_eq!(visit(combined), expected);
        assert_eq!(visit(&format!("kepu.example.org:443 {combined}")), expected);
        let plain = Visit { agent: Some("Mozilla/5.0".to_owned()), ..expected.clone() };
        for json in [
            r#"{"time_iso8601":"2026-05-01T01:00:00+08:00","request_uri":"/column/a/?x=1","status":"200","http_user_agent":"Mozilla/5.0","http_referer":"https://www.baidu.com/","request_method":"GET"}"#,
            r#"{"ts":1777568400.5,"request":{"method":"GET","uri":"/column/a/?x=1","headers":{"User-Agent":["Mozilla/5.0"],"Referer":["https://www.baidu.com/"]}},"status":200}"#,
            r#"{"EdgeStartTimestamp":1777568400000000000,"ClientRequestURI":"/column/a/?x=1","ClientRequestMethod":"GET","EdgeResponseStatus":200,"ClientRequestUserAgent":"Mozilla/5.0","ClientRequestReferer":"https://www.baidu.com/"}"#,
            r#"{"timestamp":1777568400000,"url":"https://kepu.example.org/column/a/?x=1","method":"GET","status_code":200,"user_agent":"Mozilla/5.0","referrer":"https://www.baidu.com/"}"#,
        ] {
            assert_eq!(visit(json), plain, "{json}");
        }
        let mut reader = LogReader::new(TimeZone::get("Asia/Shanghai").unwrap());
        assert_eq!(
            reader.read("#Fields: date time cs-method cs-uri-stem cs-uri-query sc-status cs(User-Agent) cs(Referer)"),
            LogLine::Nothing
        );
        let line = "2026-04-30 17:00:00 GET /column/a/ x=1 200 Mozilla/5.0 https://www.baidu.com/";
        assert_eq!(reader.read(line), LogLine::Visit(plain));
    }

    #[test]
    fn what_is_no_request_is_told_from_it() {
        for line in
            ["hello", "{", "{}", "a [b] \"c\" d", "1.2.3.4 - - [30/Apr/2026:17:00:00 +0000] \"\\x16\\x03\" 400 0"]
        {
            assert_eq!(read(line), LogLine::Unknown, "{line}");
        }
        assert_eq!(read(""), LogLine::Nothing);
        let common = "1.2.3.4 - - [30/Apr/2026:17:00:00 +0000] \"GET / HTTP/1.0\" 200 12";
        assert_eq!(visit(common).agent, None);
    }
}
