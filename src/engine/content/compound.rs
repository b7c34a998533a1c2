//! Values of several parts, written as a map: coordinates, figures, recurrences and opening hours.
//!
//! A part has one name. Other names that people give it are recognised for the hint alone.

use super::scalar::expected;
use super::value::{Value, ValueReader};
use crate::base::diagnostic::{FieldName, Localized, messages};
use crate::base::text::did_you_mean;
use crate::base::time::When;
use crate::base::yaml::write::{self, YamlValue};
use crate::base::yaml::{Kind, Map, Node};
use crate::config::collection::FieldType;
use crate::config::collection::value::opening_hours::Unread;
use crate::config::collection::value::{Figure, Holidays, OpeningHours, Point, Qualifier, Recurrence};

const FIGURE: [&str; 7] = ["name", "value", "unit", "qualifier", "scope", "caveat", "source"];
const RECURRENCE: [&str; 3] = ["rule", "except", "also"];
const HOURS: [&str; 4] = ["weekly", "holidays", "exceptions", "note"];
const POINT: [&str; 2] = ["lon", "lat"];

/// What people call the parts, in small letters.
const USUAL: [(&str, &[&str]); 12] = [
    ("lon", &["lng", "long", "longitude", "经度", "x"]),
    ("lat", &["latitude", "纬度", "y"]),
    ("weekly", &["week", "hours", "open", "开放时间", "时间", "每周", "平时"]),
    ("holidays", &["holiday", "节假日", "法定节假日", "假日"]),
    ("exceptions", &["exception", "例外", "特殊", "特殊日期"]),
    ("note", &["notes", "remark", "备注", "说明", "提示"]),
    ("rule", &["rrule", "repeat", "规则", "重复"]),
    ("except", &["exdate", "exceptions", "除外", "停办"]),
    ("also", &["rdate", "另加", "加办"]),
    ("name", &["title", "名称", "项目", "指标"]),
    ("value", &["number", "count", "数值", "数量", "数字"]),
    ("unit", &["units", "单位"]),
];

/// Returns the part that a name means, of those that a value has.
fn meant<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let folded = name.trim().to_lowercase();
    let usual = |part: &str| USUAL.iter().any(|(key, words)| *key == part && words.contains(&folded.as_str()));
    let exact = known.iter().copied().find(|part| *part == folded || usual(part));
    exact.or_else(|| did_you_mean(name, known.iter().copied()))
}

impl ValueReader<'_> {
    pub(super) fn point(&mut self, key: FieldName<'_>, node: &Node) -> Option<Value> {
        let number = |node: &Node| node.as_text().and_then(|text| text.trim().parse::<f64>().ok());
        let point = match &node.kind {
            Kind::List(items) => match items.iter().map(number).collect::<Option<Vec<f64>>>().as_deref() {
                Some([lon, lat]) => Point::new(*lon, *lat),
                _ => Err(no_pair(key.key)),
            },
            Kind::Map(map) => {
                let of = |part: &str| {
                    let named = map.entries.iter().find(|(name, _)| meant(&name.text, &POINT) == Some(part));
                    named.and_then(|(_, node)| number(node))
                };
                match (of("lon"), of("lat")) {
                    (Some(lon), Some(lat)) if POINT.iter().all(|part| map.get(part).is_some()) => {
                        self.map(key, node, &POINT)?;
                        Point::new(lon, lat)
                    }
                    (Some(lon), Some(lat)) => Err(expected(
                        &format!("两个数叫 lon（经度）和 lat（纬度），写成：{}: {{lon: {lon}, lat: {lat}}}", key.key),
                        &format!(
                            "the numbers are called `lon` and `lat`; write {}: {{lon: {lon}, lat: {lat}}}",
                            key.key
                        ),
                    )),
                    _ => Err(no_pair(key.key)),
                }
            }
            _ => Err(no_pair(key.key)),
        };
        self.checked(key, node, point).map(Value::Point)
    }

    pub(super) fn figure(&mut self, key: FieldName<'_>, node: &Node) -> Option<Value> {
        let map = self.map(key, node, &FIGURE)?;
        let text = |key: &str| map.get(key).and_then(Node::as_text).map(str::to_owned);
        let Some(value) = text("value").and_then(|value| value.parse().ok()) else {
            self.wrong(key, node, "数据缺少 value，或它不是数字", "a figure needs a number as its `value`");
            return None;
        };
        let (name, unit) = (text("name").unwrap_or_default(), text("unit").unwrap_or_default());
        let qualifier = match text("qualifier") {
            Some(word) => Some(self.checked(key, node, Qualifier::parse(&word))?),
            None => None,
        };
        let figure = self.checked(key, node, Figure::from_parts(&name, value, &unit, qualifier))?;
        let (scope, caveat, source) = (text("scope"), text("caveat"), text("source"));
        Some(Value::Figure(Box::new(Figure { scope, caveat, source, ..figure })))
    }

    pub(super) fn recurrence(&mut self, key: FieldName<'_>, node: &Node) -> Option<Value> {
        let map = self.map(key, node, &RECURRENCE)?;
        let Some(rule) = map.get("rule").and_then(Node::as_text) else {
            self.without_main(key, node, map, &RECURRENCE, ("rule", "每周六"));
            return None;
        };
        let mut recurrence = self.checked(key, node, Recurrence::parse(rule))?;
        recurrence.except = self.moments(key, map.get("except"));
        recurrence.also = self.moments(key, map.get("also"));
        Some(Value::Recurrence(Box::new(recurrence)))
    }

    fn moments(&mut self, key: FieldName<'_>, node: Option<&Node>) -> Vec<When> {
        let Some(Value::List(items)) =
            node.and_then(|node| self.list(key, &FieldType::Datetime { rough: false }, node))
        else {
            return Vec::new();
        };
        items
            .into_iter()
            .filter_map(|item| match item {
                Value::Datetime(when) => Some(when),
                _ => None,
            })
            .collect()
    }

    /// A note alone is taken: it is shown, and no day's hours are known.
    pub(super) fn opening_hours(&mut self, key: FieldName<'_>, node: &Node) -> Option<Value> {
        let map = self.map(key, node, &HOURS)?;
        let texts = |key: &str| -> Vec<(&Node, &str)> {
            let nodes = map.get(key).map(|node| node.as_list().unwrap_or(std::slice::from_ref(node)));
            let texts = nodes.into_iter().flatten().filter_map(|node| Some((node, node.as_text()?)));
            texts.filter(|(_, text)| !text.trim().is_empty()).collect()
        };
        let (weekly, notes) = (texts("weekly"), texts("note"));
        if weekly.is_empty() && notes.is_empty() {
            self.without_main(key, node, map, &HOURS, ("weekly", "周二至周日 09:00-17:00"));
            return None;
        }
        let mut hours = if weekly.is_empty() {
            OpeningHours::unknown()
        } else {
            let read = OpeningHours::parse_weekly(&weekly.iter().map(|(_, text)| *text).collect::<Vec<_>>());
            self.checked(key, node, read)?
        };
        if let Some(rule) = map.get("holidays") {
            hours.holidays = self.checked("holidays".into(), rule, Holidays::parse(rule.as_text().unwrap_or_default()));
        }
        self.unread_hours(&hours.unread, map.get("weekly").unwrap_or(node));
        for (exception, text) in texts("exceptions") {
            let known = hours.unread.len();
            hours.add_exception(text);
            self.unread_hours(&hours.unread[known..], exception);
        }
        for (_, note) in notes {
            hours.add_note(note);
        }
        Some(Value::OpeningHours(Box::new(hours)))
    }

    /// Hours that couldn't be read are shown as they were written.
    pub(super) fn unread_hours(&mut self, unread: &[Unread], node: &Node) {
        for unread in unread {
            self.report(messages::hours_unread(&unread.text, &unread.reason.zh, &unread.reason.en), node.span);
        }
    }

    /// Reports a map without its main part, with the line as it should be; a misnamed part has been reported before.
    fn without_main(
        &mut self,
        key: FieldName<'_>,
        node: &Node,
        map: &Map,
        known: &[&'static str],
        (main, example): (&'static str, &'static str),
    ) {
        if map.entries.iter().any(|(name, _)| !known.contains(&name.text.as_str())) {
            return;
        }
        let given = map.entries.iter().filter(|(name, node)| name.text != main && !node.is_null());
        let parts = given.map(|(name, node)| (name.text.clone(), YamlValue::from(node)));
        let whole =
            YamlValue::Group(std::iter::once((main.to_owned(), YamlValue::text(example))).chain(parts).collect());
        let line = format!("{}: {}", key.key, write::inline(&whole));
        self.wrong(
            key,
            node,
            &format!("没有写 {main}，写成这样：{line}"),
            &format!("`{main}` is missing; write it like {line}"),
        );
    }

    /// The map behind a compound value, with keys that it can't have reported.
    fn map<'n>(&mut self, key: FieldName<'_>, node: &'n Node, known: &[&'static str]) -> Option<&'n Map> {
        let Kind::Map(map) = &node.kind else {
            let (zh, en) = node.describe();
            self.wrong(
                key,
                node,
                &format!("应是文字或一组键值，却是{zh}"),
                &format!("a text or a map is expected, not {en}"),
            );
            return None;
        };
        for (found, _) in &map.entries {
            if !known.contains(&found.text.as_str()) {
                let fault = messages::unknown_field(&found.text, key)
                    .helped(&format!("这里可以写：{}", known.join("、")), &format!("there are: {}", known.join(", ")));
                self.report(fault.meant(meant(&found.text, known)), found.span);
            }
        }
        Some(map)
    }
}

fn no_pair(key: &str) -> Localized {
    expected(
        &format!("应是经度和纬度两个数，写成：{key}: [105.4423, 28.8718]"),
        &format!("longitude and latitude are expected; write {key}: [105.4423, 28.8718]"),
    )
}
