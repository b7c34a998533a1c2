//! What a list says of an entry that isn't to be public: 是否公开 with 否, 保密 with 是.

use crate::authoring::import::audience::{answer, is_hiding, is_public, is_showing};
use crate::authoring::import::existing::folded;

/// Whether a column says whether its entries are public.
pub fn is_about(heading: &str) -> bool {
    let heading = folded(heading);
    is_showing(&heading) || is_hiding(&heading)
}

/// Whether a cell of such a column keeps its entry from being public. What is doubtful does.
pub fn withholds(heading: &str, value: &str) -> bool {
    let (heading, value) = (folded(heading), folded(value));
    let said = if is_public(&value) { Some(is_showing(&heading)) } else { answer(&value) };
    !value.is_empty() && (is_showing(&heading) && said != Some(true) || is_hiding(&heading) && said != Some(false))
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
            ("公开", "无"),
        ] {
            assert!(is_about(heading) && withholds(heading, value), "{heading}: {value}");
        }
        for (heading, value) in [
            ("是否公开", "是"),
            ("公开", "√"),
            ("涉密", "否"),
            ("保密", ""),
            ("是否保密", "公开"),
            ("备注", "否"),
            ("公开电话", "否"),
        ] {
            assert!(!withholds(heading, value), "{heading}: {value}");
        }
    }
}
