//! Qualifiers before a number.

use super::Qualifier;

/// Words before a number. Those without a qualifier only introduce it: a total (共) isn't approximate.
pub(super) const SYNONYMS: [(&str, Option<Qualifier>); 21] = [
    ("超过", Some(Qualifier::Over)),
    ("突破", Some(Qualifier::Over)),
    ("逾", Some(Qualifier::Over)),
    ("超", Some(Qualifier::Over)),
    ("接近", Some(Qualifier::Nearly)),
    ("将近", Some(Qualifier::Nearly)),
    ("近", Some(Qualifier::Nearly)),
    ("大约", Some(Qualifier::About)),
    ("约", Some(Qualifier::About)),
    ("达到", Some(Qualifier::Reaching)),
    ("达", Some(Qualifier::Reaching)),
    ("至少", Some(Qualifier::AtLeast)),
    ("不少于", Some(Qualifier::AtLeast)),
    ("不足", Some(Qualifier::AtMost)),
    ("不到", Some(Qualifier::AtMost)),
    ("共计", None),
    ("累计", None),
    ("总计", None),
    ("合计", None),
    ("共", None),
    // 上 is a qualifier only before a round number in Chinese: 上千人次, but not 网上5人.
    ("上", Some(Qualifier::UpTo)),
];

/// Words that end in a qualifier's character and have another meaning.
const NO_QUALIFIER: [&str; 11] =
    ["附近", "最近", "就近", "邻近", "网上", "线上", "以上", "现场上", "节约", "预约", "合约"];

/// Returns whether a number without a digit (亿, 百) has a qualifier before or after it: 超亿元, 百余人.
pub(super) fn is_hedge(before: &str, after: &str) -> bool {
    after.starts_with(['余', '多']) || leading_words(before, true).1.is_some()
}

/// Removes qualifiers and introducing words from the end of the text before a number.
pub(super) fn leading_words(before: &str, chinese: bool) -> (&str, Option<Qualifier>) {
    let (mut head, mut qualifier) = (before, None);
    while !NO_QUALIFIER.iter().any(|word| head.ends_with(word)) {
        let fits = |(word, _): &&(&str, _)| head.ends_with(word) && (chinese || *word != "上");
        let Some((word, meaning)) = SYNONYMS.iter().find(fits) else { break };
        head = &head[..head.len() - word.len()];
        qualifier = qualifier.or(*meaning);
    }
    (head, qualifier)
}
