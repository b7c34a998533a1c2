//! What people and other programs call fields: the words that imports know, for suggestions.

/// What headings of tables are called: lines in the form `field: word word`.
pub const COLUMN_NAMES: &str = include_str!("column_names.txt");
/// What keys of other generators' front matter are called, in the same form.
pub const KEY_NAMES: &str = include_str!("key_names.txt");

/// The words of tables and of other generators' front matter, in the form `key: word word`.
const WORDS: [&str; 2] = [COLUMN_NAMES, KEY_NAMES];

/// Words that no import takes for a field, because they may mean something else.
const ALSO: &str = "\
cover: 图片 配图 题图 封面图片 picture photo img
attachments: 附件 attachment file files
authors: 记者 编辑 writer by
date: 发布日 pubdate day
tags: 标签词 label labels
summary: 导语 提要
base: 场馆 地点 venue
bases: 相关场馆
facilities: 设施设备
opening_hours: 时间 hours opening open
phone: 电话 telephone mobile
start: begin from
end: finish to until
recurrence: 重复 repeat rrule
capacity: 人数 limit
location: 坐标 coordinates geo latlng
verified_on: 核实 verified checked
aliases: alias redirect_from redirects 旧地址
slug: permalink url
draft: 状态
";

/// The keys of fields that a word usually means, the likeliest first.
pub fn meanings(word: &str) -> impl Iterator<Item = &'static str> {
    let folded = word.trim().to_lowercase();
    let lines = WORDS.into_iter().chain([ALSO]).flat_map(str::lines).filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once(": "));
    pairs.filter(move |(_, words)| words.split(' ').any(|one| one.to_lowercase() == folded)).map(|(key, _)| key)
}

/// What people write of ways to book, by the key of the choice.
const CHOICES: [(&str, &[&str]); 4] = [
    ("none", &["无需", "不需", "不用", "免预约", "免报名"]),
    ("phone", &["电话", "致电", "来电"]),
    ("url", &["网", "扫码", "二维码", "小程序", "公众号", "微信"]),
    ("groups", &["单位", "团体", "集体", "学校"]),
];

/// The key of the choice that a text speaks of.
pub fn choice(text: &str) -> Option<&'static str> {
    let speaks = |(_, words): &&(&str, &[&str])| words.iter().any(|word| text.contains(word));
    CHOICES.iter().find(speaks).map(|(key, _)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_means_fields() {
        assert_eq!(meanings("image").next(), Some("cover"));
        assert_eq!(meanings("题图").next(), Some("cover"));
        assert!(meanings("地点").any(|key| key == "venue") && meanings("地点").any(|key| key == "address"));
        assert_eq!(meanings("pubDate").next(), Some("date"));
        assert_eq!(meanings("xyz").next(), None);
    }
}
