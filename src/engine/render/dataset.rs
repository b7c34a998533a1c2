//! A [`DatasetView`] → a table for spreadsheet programs (CSV, RFC 4180), JSON for programs,
//! and GeoJSON (RFC 7946) for maps.
//!
//! What the fields mean is not known here; a value is written by its shape alone. People
//! take these files elsewhere, so every address in them is a whole one.

use geojson::{Feature, FeatureCollection, Geometry, feature::Id};
use serde_json::{Map, Value, json};

use crate::base::csv::CsvWriter;
use crate::view::data::{DatasetRow, DatasetView};
use crate::view::model::Shown;

/// A row an entry, under a header of labels. UTF-8 with a byte order mark, without which
/// Excel in China reads the file as GB18030.
pub fn csv(view: &DatasetView) -> Vec<u8> {
    let words = Words::of(&view.language);
    let columns: Vec<_> = view.columns.iter().filter(|(key, _)| key != "title" && key != "slug").collect();
    let located = view.rows.iter().any(|row| row.point.is_some());

    let (mut text, mut writer) = (String::from("\u{FEFF}"), CsvWriter::for_spreadsheets());
    let labels = columns.iter().map(|(_, label)| label.clone());
    let place = if located { &words.place[..] } else { &[] };
    let header = words.entry.iter().map(|word| (*word).to_owned()).chain(labels);
    writer
        .record(&mut text, header.chain(place.iter().map(|word| (*word).to_owned())).chain([words.address.to_owned()]));
    for row in &view.rows {
        let values =
            columns.iter().map(|(key, _)| row.fields.get(key).map_or_else(String::new, |it| cell(it, view, words)));
        let place = match &row.point {
            Some(point) => vec![point.lon.to_string(), point.lat.to_string()],
            None => vec![String::new(); place.len()],
        };
        let entry = [row.id.clone(), row.title.clone()].into_iter();
        writer.record(&mut text, entry.chain(values).chain(place).chain([row.permalink.clone()]));
    }
    text.into_bytes()
}

/// `{title, url, language, fields: [{key, label}], entries: [{id, url, title, location?, fields: {…}}]}`.
/// A field without a value is missing.
pub fn json(view: &DatasetView) -> Vec<u8> {
    let fields: Vec<_> = view.columns.iter().map(|(key, label)| json!({"key": key, "label": label})).collect();
    let entries: Vec<_> = view.rows.iter().map(|row| json_entry(row, view)).collect();
    let dataset = json!({
        "title": view.title,
        "url": view.permalink,
        "language": view.language,
        "fields": fields,
        "entries": entries,
    });
    line(&dataset)
}

/// A feature for each row with a point. Its properties are flat, as map programs want
/// them: the entry's `title` and `permalink`, then the fields by key, in words where they
/// are neither numbers nor yes or no.
pub fn geojson(view: &DatasetView) -> Vec<u8> {
    let features = view.rows.iter().filter_map(|row| feature(row, view));
    line(&FeatureCollection::new(features))
}

fn feature(row: &DatasetRow, view: &DatasetView) -> Option<Feature> {
    let point = row.point.as_ref()?;
    let mut properties = Map::new();
    properties.insert("title".into(), row.title.as_str().into());
    properties.insert("permalink".into(), row.permalink.as_str().into());
    for (key, value) in in_order(row, view) {
        let value = match value {
            Shown::Bool(_) | Shown::Integer(_) => json_value(value, view),
            value => cell(value, view, Words::of(&view.language)).into(),
        };
        properties.entry(key).or_insert(value);
    }
    Some(Feature {
        // RFC 7946 §3.1.1: longitude, then latitude.
        geometry: Some(Geometry::new_point([point.lon, point.lat])),
        id: Some(Id::String(row.id.clone())),
        properties: Some(properties),
        ..Feature::default()
    })
}

fn json_entry(row: &DatasetRow, view: &DatasetView) -> Value {
    let mut entry = json!({"id": row.id, "url": row.permalink, "title": row.title});
    if let Some(point) = &row.point {
        entry["location"] = json!({"lon": point.lon, "lat": point.lat});
    }
    entry["fields"] = in_order(row, view).map(|(key, value)| (key.to_owned(), json_value(value, view))).collect();
    entry
}

/// The fields of a row that have a value, in declared order.
fn in_order<'a>(row: &'a DatasetRow, view: &'a DatasetView) -> impl Iterator<Item = (&'a str, &'a Shown)> {
    view.columns.iter().filter_map(|(key, _)| row.fields.get(key).map(|value| (key.as_str(), value)))
}

/// A value as data: a date in ISO 8601, a picture with its address.
fn json_value(value: &Shown, view: &DatasetView) -> Value {
    match value {
        Shown::Text(text) => json!(text),
        Shown::Bool(value) => json!(value),
        Shown::Integer(value) => json!(value),
        Shown::Date(date) => json!(date.iso),
        Shown::Link(link) => json!({"title": link.title, "url": whole(&link.url, view)}),
        Shown::Choice { key, title } => json!({"key": key, "title": title}),
        Shown::Image(image) => json!({"url": whole(&image.url.to_string(), view), "alt": image.alt}),
        Shown::Point(point) => json!({"lon": point.lon, "lat": point.lat}),
        Shown::Lines(lines) => json!(lines),
        Shown::Figure(figure) => json!(figure),
        Shown::List(values) => values.iter().map(|value| json_value(value, view)).collect(),
        Shown::Group(values) => values.iter().map(|(key, value)| (key.to_string(), json_value(value, view))).collect(),
    }
}

/// A value in words, for one cell of a table.
fn cell(value: &Shown, view: &DatasetView, words: &Words) -> String {
    let joined = |values: &mut dyn Iterator<Item = String>| values.collect::<Vec<_>>().join(words.between);
    match value {
        Shown::Text(text) => text.clone(),
        Shown::Bool(value) => words.answers[usize::from(*value)].to_owned(),
        Shown::Integer(value) => value.to_string(),
        Shown::Date(date) => date.iso.clone(),
        Shown::Link(link) => link.title.clone(),
        Shown::Choice { title, .. } => title.clone(),
        Shown::Image(image) => whole(&image.url.to_string(), view),
        Shown::Point(point) => format!("{},{}", point.lon, point.lat),
        Shown::Lines(lines) => lines.join(words.between),
        Shown::Figure(figure) => format!("{}{}", figure.name, figure.text),
        Shown::List(values) => joined(&mut values.iter().map(|value| cell(value, view, words))),
        Shown::Group(values) => {
            joined(&mut values.iter().map(|(key, value)| format!("{key}: {}", cell(value, view, words))))
        }
    }
}

fn whole(address: &str, view: &DatasetView) -> String {
    if address.starts_with('/') { format!("{}{address}", view.base.trim_end_matches('/')) } else { address.to_owned() }
}

/// Plain data always has a JSON form, so there is no error to tell.
fn line(value: &impl serde::Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// What a table says besides the content's own words. The first two are the labels of the
/// fields that every entry has, so that a table can be read back as content.
struct Words {
    entry: [&'static str; 2],
    place: [&'static str; 2],
    address: &'static str,
    answers: [&'static str; 2],
    between: &'static str,
}

impl Words {
    fn of(language: &str) -> &'static Self {
        if language.starts_with("zh") { &CHINESE } else { &ENGLISH }
    }
}

const CHINESE: Words =
    Words {
        entry: ["网址名", "标题"], place: ["经度", "纬度"], address: "网页", answers: ["否", "是"], between: "；"
    };

const ENGLISH: Words = Words {
    entry: ["Slug", "Title"],
    place: ["Longitude", "Latitude"],
    address: "Page",
    answers: ["no", "yes"],
    between: "; ",
};

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::base::url::Url;
    use crate::config::collection::value::Point;
    use crate::view::model::{ImageView, LinkView};

    fn row(title: &str, point: Option<Point>, fields: &[(&str, Shown)]) -> DatasetRow {
        DatasetRow {
            id: "museum".into(),
            permalink: "https://kepu.example.org/kp/bases/museum/".into(),
            title: title.into(),
            point,
            fields: fields.iter().map(|(key, value)| (Arc::from(*key), value.clone())).collect(),
        }
    }

    fn view(rows: Vec<DatasetRow>) -> DatasetView {
        let columns =
            [("title", "标题"), ("free", "免费"), ("district", "区县"), ("cover", "封面图"), ("hours", "开放时间")];
        DatasetView {
            title: "科普基地".into(),
            permalink: "https://kepu.example.org/kp/bases/bases.json".into(),
            base: "https://kepu.example.org/kp".into(),
            language: "zh-CN".into(),
            columns: columns.map(|(key, label)| (key.to_owned(), label.to_owned())).to_vec(),
            rows,
        }
    }

    fn full() -> DatasetRow {
        let fields = [
            ("title", Shown::Text("科技馆".into())),
            ("free", Shown::Bool(true)),
            ("district", Shown::Link(LinkView { title: "江阳区".into(), url: "/bases/jiangyang/".into() })),
            ("cover", Shown::Image(ImageView::plain(Url::new("/bases/馆.png"), "大门"))),
            ("hours", Shown::Lines(vec!["周二至周日 09:00～17:00".into(), "周一闭馆".into()])),
        ];
        row("科技馆", Some(Point { lon: 105.4423, lat: 28.8718 }), &fields)
    }

    #[test]
    fn a_table_has_labels_and_whole_addresses() {
        let text = String::from_utf8(csv(&view(vec![full(), row("一,\"二\"", None, &[])]))).unwrap();
        assert_eq!(
            text,
            "\u{FEFF}网址名,标题,免费,区县,封面图,开放时间,经度,纬度,网页\r\n\
             museum,科技馆,是,江阳区,https://kepu.example.org/kp/bases/%E9%A6%86.png,周二至周日 09:00～17:00；周一闭馆,105.4423,28.8718,https://kepu.example.org/kp/bases/museum/\r\n\
             museum,\"一,\"\"二\"\"\",,,,,,,https://kepu.example.org/kp/bases/museum/\r\n"
        );
    }

    #[test]
    fn json_keeps_the_shapes() {
        let dataset: Value = serde_json::from_slice(&json(&view(vec![full()]))).unwrap();
        let entry = &dataset["entries"][0];
        assert_eq!(entry["location"], json!({"lon": 105.4423, "lat": 28.8718}));
        assert_eq!(entry["fields"]["free"], true);
        assert_eq!(entry["fields"]["district"]["url"], "https://kepu.example.org/kp/bases/jiangyang/");
        assert_eq!(dataset["fields"][1], json!({"key": "free", "label": "免费"}));
    }

    #[test]
    fn a_map_has_the_rows_with_a_point() {
        let text = String::from_utf8(geojson(&view(vec![full(), row("无坐标", None, &[])]))).unwrap();
        let features = text.parse::<FeatureCollection>().unwrap().features;
        assert_eq!(features.len(), 1);
        assert_eq!(features[0].geometry, Some(Geometry::new_point([105.4423, 28.8718])));
        assert_eq!(features[0].property("district"), Some(&json!("江阳区")));
        assert_eq!(features[0].property("free"), Some(&json!(true)));
    }

    #[test]
    fn values_within_values_stay_readable() {
        let inner = [("price", Shown::Integer(20)), ("free", Shown::Bool(false))];
        let inner = inner.into_iter().map(|(key, value)| (Arc::from(key), value)).collect();
        let value = Shown::List(vec![Shown::Text("甲".into()), Shown::Group(inner)]);
        assert_eq!(cell(&value, &view(vec![]), &CHINESE), "甲；free: 否；price: 20");
        assert_eq!(json_value(&value, &view(vec![])), json!(["甲", {"free": false, "price": 20}]));
    }

    proptest! {
        #[test]
        fn any_title_is_read_back_from_the_table(title in "[^\\PC]{0,20}|[\", \r\n科\t]{1,20}") {
            let bytes = csv(&view(vec![row(&title, None, &[])]));
            let (mut reader, mut fields) = (csv_core::Reader::new(), Vec::new());
            let (mut rest, mut field, mut used) = (&bytes[3..], vec![0; 4096], 0);
            loop {
                let (result, read, wrote) = reader.read_field(rest, &mut field[used..]);
                (rest, used) = (&rest[read..], used + wrote);
                match result {
                    csv_core::ReadFieldResult::Field { .. } => {
                        fields.push(String::from_utf8(field[..used].to_vec()).unwrap());
                        used = 0;
                    }
                    csv_core::ReadFieldResult::End => break,
                    _ => {}
                }
            }
            prop_assert_eq!(fields.len(), 14);
            prop_assert_eq!(crate::base::csv::unmarked(&fields[8]), crate::base::csv::unmarked(&title));
        }
    }
}
