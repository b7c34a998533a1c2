//! What a list says of an entry that isn't to be public: 是否公开 with 否, 保密 with 是.

use crate::authoring::import::existing::folded;

/// Headings of columns in which a yes lets an entry be public.
const SHOWING: [&str; 12] = [
    "是否公开",
    "公开",
    "可否公开",
    "能否公开",
    "是否可以公开",
    "是否对外公开",
    "对外公开",
    "是否同意公开",
    "同意公开",
    "是否发布",
    "public",
    "published",
];

/// Headings of columns in which a yes keeps it from being public.
const HIDING: [&str; 10] =
    ["是否保密", "保密", "涉密", "是否涉密", "是否隐藏", "隐藏", "不公开", "private", "hidden", "confidential"];

/// Whether a column says whether its entries are public.
pub fn is_about(heading: &str) -> bool {
    let heading = folded(heading);
    SHOWING.contains(&heading.as_str()) || HIDING.contains(&heading.as_str())
}

/// Whether a cell of such a column keeps its entry from being public. What is doubtful does.
pub fn withholds(heading: &str, value: &str) -> bool {
    let (heading, value) = (folded(heading), folded(value));
    let is = |words: &[&str]| words.contains(&value.as_str());
    if SHOWING.contains(&heading.as_str()) {
        return !value.is_empty()
            && !is(&[
                "是",
                "√",
                "✓",
                "✔",
                "y",
                "yes",
                "true",
                "1",
                "对",
                "公开",
                "可",
                "可以",
                "同意",
                "能",
                "已公开",
                "已发布",
            ]);
    }
    HIDING.contains(&heading.as_str())
        && !value.is_empty()
        && !is(&[
            "否",
            "不",
            "不是",
            "无",
            "没有",
            "×",
            "✗",
            "✘",
            "n",
            "no",
            "false",
            "0",
            "不涉密",
            "不保密",
            "公开",
            "非密",
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_doubtful_is_not_public() {
        for (heading, value) in [
            ("是否公开", "否"),
            ("是否公开", "暂缓"),
            ("同意 公开", "不同意"),
            ("Public", "No"),
            ("保密", "是"),
            ("是否涉密", "待定"),
        ] {
            assert!(is_about(heading) && withholds(heading, value), "{heading}: {value}");
        }
        for (heading, value) in
            [("是否公开", "是"), ("公开", "√"), ("涉密", "否"), ("保密", ""), ("备注", "否"), ("公开电话", "否")]
        {
            assert!(!withholds(heading, value), "{heading}: {value}");
        }
    }
}
