//! The figures of a year → a table for spreadsheet programs, and JSON.

use serde_json::{Value, json};

use crate::base::csv::CsvWriter;
use crate::config::collection::value::Qualifier;
use crate::view::data::FiguresDataView;

const HEADS: [&str; 10] = ["记录", "名称", "数值", "单位", "限定词", "原文", "范围", "说明", "来源", "网址"];

/// A row a figure. UTF-8 with a byte order mark, as spreadsheet programs in China want it.
pub fn csv(view: &FiguresDataView) -> Vec<u8> {
    let (mut text, mut writer) = (String::from("\u{FEFF}"), CsvWriter::for_spreadsheets());
    writer.record(&mut text, HEADS);
    for row in &view.rows {
        let figure = &row.figure;
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            row.record.clone(),
            figure.name.clone(),
            figure.value.to_string(),
            figure.unit.clone(),
            figure.qualifier.map_or("", Qualifier::word).to_owned(),
            figure.text.clone(),
            optional(&figure.scope),
            optional(&figure.caveat),
            row.source.clone(),
            row.permalink.clone(),
        ];
        writer.record(&mut text, cells);
    }
    text.into_bytes()
}

/// `{year, as_of, figures: [{record, url, figure, source}], sums: [{name, sum, from}]}`.
pub fn json(view: &FiguresDataView) -> Vec<u8> {
    let figure = |row: &crate::view::data::FigureRow| json!({"record": row.record, "url": row.permalink, "figure": row.figure, "source": row.source});
    let figures: Vec<Value> = view.rows.iter().map(figure).collect();
    let sums: Vec<Value> = view.sums.iter().filter_map(|sum| serde_json::from_str(sum).ok()).collect();
    let whole = json!({"year": view.year, "as_of": view.as_of, "figures": figures, "sums": sums});
    let mut text = whole.to_string();
    text.push('\n');
    text.into_bytes()
}
