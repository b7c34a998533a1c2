//! The examples of CommonMark 0.31.2 and of GFM's extensions.

use super::support::{commonmark_examples, differing, pulldown_examples, suite};

/// Examples of CommonMark that come out otherwise, each with the reason.
const COMMONMARK_LEFT_OUT: &[(usize, &str)] = &[
    (21, RAW),
    (31, HTML),
    (150, HTML),
    (151, HTML),
    (155, HTML),
    (156, HTML),
    (157, HTML),
    (158, HTML),
    (163, HTML),
    (165, HTML),
    (173, HTML),
    (174, HTML),
    (175, HTML),
    (177, COMMENT),
    (179, COMMENT),
    (180, HTML),
    (181, HTML),
    (182, HTML),
    (183, COMMENT),
    (184, HTML),
    (187, HTML),
    (201, HTML),
    (308, COMMENT),
    (309, COMMENT),
    (344, RAW),
    (476, HTML),
    (477, HTML),
    (488, HTML),
    (491, HTML),
    (494, HTML),
    (524, HTML),
    (536, HTML),
    (572, FIGURE),
    (573, FIGURE),
    (576, FIGURE),
    (577, FIGURE),
    (584, FIGURE),
    (585, FIGURE),
    (586, FIGURE),
    (588, FIGURE),
    (589, FIGURE),
    (591, FIGURE),
    (602, BARE),
    (608, BARE),
    (611, BARE),
    (613, HTML),
    (614, HTML),
    (615, HTML),
    (616, HTML),
    (617, HTML),
    (623, HTML),
    (625, COMMENT),
    (626, COMMENT),
    (627, HTML),
    (628, HTML),
    (629, HTML),
    (630, HTML),
    (631, RAW),
    (642, HTML),
    (643, HTML),
];
const RAW: &str =
    "an address of the site's own is left open in raw HTML too, and this test fills it in percent-encoded";
const COMMENT: &str = "a comment isn't published";
const HTML: &str = "a tag passes only where HTML has it, and elements are balanced";
const FIGURE: &str = "a picture alone in a paragraph with a title is a figure";
const BARE: &str = "a bare address is a link, as in GFM";

#[test]
fn commonmark() {
    let Some(spec) = suite("commonmark.txt") else { return };
    let examples = commonmark_examples(&spec);
    assert_eq!(examples.len(), 652);
    hold("CommonMark 0.31.2", examples.len(), &differing(&examples), COMMONMARK_LEFT_OUT);
}

#[test]
fn gfm_extensions() {
    let suites: [(&str, &[(usize, &str)]); 4] = [
        ("gfm_table", &[(8, "a table without rows has no body")]),
        ("gfm_strikethrough", &[(1, "a single tilde is an index")]),
        ("gfm_tasklist", &[]),
        ("definition_lists", &[]),
    ];
    for (name, left_out) in suites {
        let Some(file) = suite(&format!("{name}.rs")) else { continue };
        let examples = pulldown_examples(&file);
        hold(name, examples.len(), &differing(&examples), left_out);
    }
}

/// What differs must be what is listed, no more and no less.
fn hold(name: &str, count: usize, differing: &[usize], left_out: &[(usize, &str)]) {
    println!(
        "{name}: {} of {count} examples as specified, {} otherwise on purpose",
        count - differing.len(),
        left_out.len()
    );
    let listed: Vec<usize> = left_out.iter().map(|(number, _)| *number).collect();
    assert_eq!(differing, listed, "{name}: KEPU_SHOW=1 shows the examples");
}
