//! Counts by month, district or form → bars with their places, for a template to draw.
//!
//! Only whole numbers come out, so that a page is the same on every machine.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use crate::site::EntryId;
use crate::site::figures::held_times;
use crate::view::inputs::Inputs;
use crate::view::model::{ChartBar, ChartView};

const WIDTH: usize = 360;
/// Room for labels on the left, as much as the longest wants, and for numbers on the right.
const LEFT: (usize, usize) = (60, 176);
const RIGHT: usize = 44;
const ROW: usize = 28;
const BAR: usize = 16;

/// The charts of some events; one with nothing to show is left out.
pub fn charts(inputs: &Inputs, events: &[EntryId], year: i16, language: &str) -> Vec<ChartView> {
    let site = &inputs.site;
    let mut months = [0; 12];
    for time in events.iter().flat_map(|id| held_times(site.entry(*id), year, site.today.0)) {
        months[usize::from(time.start.date.month().unsigned_abs()) - 1] += 1;
    }
    let months =
        (1..=12).zip(months).map(|(month, count)| (inputs.word(language, &format!("month_{month}")).to_owned(), count));
    let mut charts = vec![chart("month", months.collect())];
    for field in ["district", "form"] {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for key in events.iter().flat_map(|id| site.term_keys(*id, field)) {
            *counts.entry(key).or_default() += 1;
        }
        let Some(taxonomy) = site.taxonomies.get(field) else { continue };
        let terms = taxonomy
            .terms
            .iter()
            .filter_map(|term| Some((term.title.get(language).to_owned(), *counts.get(&*term.key)?)));
        let mut terms: Vec<(String, usize)> = terms.collect();
        // A stable sort: terms of equal counts stay in the order of the site.
        terms.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        charts.push(chart(field, terms));
    }
    charts.retain(|chart| chart.bars.iter().any(|bar| bar.count > 0));
    charts
}

fn chart(key: &str, counts: Vec<(String, usize)>) -> ChartView {
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let longest = counts.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    let left = (longest * 8 + 12).clamp(LEFT.0, LEFT.1);
    let bars: Vec<ChartBar> = counts
        .into_iter()
        .enumerate()
        .map(|(place, (label, count))| {
            let width = count * (WIDTH - left - RIGHT) / most;
            let top = place * ROW;
            let (y, baseline) = (top + (ROW - BAR) / 2, top + ROW / 2 + 5);
            ChartBar { label, count, y, width, baseline, after: left + width + 6 }
        })
        .collect();
    ChartView { key: key.to_owned(), width: WIDTH, height: bars.len() * ROW, left, bars }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_leaves_room_for_its_number() {
        let chart = chart("form", vec![("讲座".to_owned(), 12), ("展览".to_owned(), 3), ("竞赛".to_owned(), 0)]);
        assert_eq!(chart.bars.iter().map(|bar| bar.width).collect::<Vec<_>>(), [256, 64, 0]);
        assert!(chart.bars.iter().all(|bar| bar.after < WIDTH && bar.y + BAR < chart.height));
    }
}
