//! Checks for characters and words that were typed twice.
//!
//! Chinese repeats words for a purpose: nouns (天天), kin (妈妈), verbs (看看, 研究研究), adverbs
//! (刚刚, 渐渐), measure words (一个个). Function words alone are never repeated (吕叔湘《现代汉语八百词》:
//! 重叠 is of nouns, measure words, verbs, adjectives and adverbs), so only these are taken for
//! slips; and not where one of the two belongs to a word beside it (现在在, 为了了解, 目的的).

use std::ops::Range;

use super::Passage;
use crate::base::diagnostic::{Diagnostic, messages};

/// A function word of one character.
struct Particle {
    character: char,
    /// Words that end in it and may precede it.
    ends: &'static [&'static str],
    /// Words that begin with it and may follow it.
    begins: &'static [&'static str],
    /// Words that contain it twice in a row.
    holds: &'static [&'static str],
}

const PARTICLES: &[Particle] = &[
    Particle {
        character: '的',
        ends: &["目的", "标的", "中的", "众矢之的", "有的", "打的"],
        begins: &["的确", "的士", "的话", "的哥", "的卢", "的当"],
        holds: &["的的确确"],
    },
    Particle {
        character: '了',
        ends: &["为了", "除了", "明了", "罢了", "末了", "私了", "未了", "临了"],
        begins: &["了解", "了结", "了却", "了断", "了望", "了事", "了得", "了如指掌", "了无", "了不起", "了然"],
        holds: &["不甚了了", "小时了了", "了了分明", "心中了了", "了了可见"],
    },
    Particle {
        character: '是',
        ends: &[
            "但是",
            "可是",
            "还是",
            "就是",
            "于是",
            "只是",
            "要是",
            "总是",
            "或是",
            "若是",
            "凡是",
            "正是",
            "都是",
            "国是",
            "不是",
            "既是",
            "实事求是",
            "自以为是",
            "比比皆是",
        ],
        begins: &["是否", "是非", "是以"],
        holds: &["是是非非"],
    },
    Particle {
        character: '在',
        ends: &[
            "现在", "存在", "正在", "实在", "所在", "内在", "外在", "潜在", "自在", "好在", "旨在", "健在", "志在",
            "贵在", "重在", "意在",
        ],
        begins: &[
            "在于", "在线", "在场", "在校", "在职", "在岗", "在位", "在家", "在意", "在乎", "在座", "在即", "在册",
            "在编", "在建", "在世", "在野",
        ],
        holds: &["在在处处"],
    },
    Particle {
        character: '和',
        ends: &[
            "温和", "缓和", "饱和", "中和", "调和", "总和", "共和", "柔和", "谐和", "求和", "人和", "祥和", "平和",
            "亲和", "讲和", "暖和", "附和", "议和",
        ],
        begins: &[
            "和谐", "和平", "和睦", "和蔼", "和气", "和田", "和声", "和解", "和约", "和弦", "和风", "和面", "和县",
            "和顺", "和善", "和服",
        ],
        holds: &["和和气气", "和和美美", "和和睦睦"],
    },
    Particle {
        character: '与',
        ends: &["参与", "赠与", "给与", "授与", "付与"],
        begins: &["与会", "与其", "与否", "与众不同", "与日俱增", "与时俱进"],
        holds: &[],
    },
    Particle {
        character: '就',
        ends: &["成就", "造就", "早就", "将就", "迁就", "俯就", "高就", "屈就"],
        begins: &[
            "就业", "就是", "就地", "就近", "就读", "就诊", "就医", "就餐", "就职", "就任", "就座", "就此", "就绪",
            "就算", "就义",
        ],
        holds: &[],
    },
    Particle {
        character: '也',
        ends: &["再也", "空空如也", "维也"],
        begins: &["也许", "也是", "也门", "也就", "也罢"],
        holds: &[],
    },
    Particle {
        character: '把',
        ends: &["一把", "火把", "车把", "拖把", "门把", "两把", "几把", "每把", "个把", "手把", "刀把"],
        begins: &["把握", "把手", "把关", "把戏", "把门", "把柄", "把脉"],
        holds: &[],
    },
    Particle {
        character: '被',
        ends: &["棉被", "植被", "覆被", "毛被", "盖被", "羽被", "花被", "种被"],
        begins: &["被子", "被动", "被告", "被褥", "被单", "被窝", "被迫"],
        holds: &[],
    },
    Particle {
        character: '对',
        ends: &[
            "面对", "相对", "针对", "绝对", "反对", "应对", "核对", "校对", "比对", "配对", "敌对", "成对", "一对",
            "两对", "作对", "结对", "查对",
        ],
        begins: &[
            "对于", "对象", "对比", "对话", "对应", "对称", "对方", "对面", "对待", "对流", "对外", "对内", "对照",
            "对立", "对手", "对策", "对接", "对抗",
        ],
        holds: &[],
    },
    Particle {
        character: '为',
        ends: &[
            "因为", "作为", "成为", "认为", "行为", "称为", "以为", "分为", "视为", "更为", "最为", "较为", "极为",
            "人为", "名为", "变为", "改为", "定为", "化为", "转为", "何为", "有为", "无为", "难为", "即为",
        ],
        begins: &["为了", "为何", "为主", "为止", "为期", "为首", "为人", "为此", "为难", "为什么", "为民", "为政"],
        holds: &[],
    },
    Particle {
        character: '从',
        ends: &["自从", "服从", "随从", "听从", "跟从", "顺从", "遵从", "无从", "侍从", "主从", "盲从"],
        begins: &[
            "从事", "从而", "从来", "从前", "从此", "从中", "从业", "从小", "从容", "从严", "从速", "从众", "从属",
            "从军", "从政", "从句",
        ],
        holds: &[],
    },
    Particle {
        character: '而',
        ends: &["因而", "从而", "然而", "反而", "进而", "时而", "继而", "偶而", "故而", "幸而"],
        begins: &["而且", "而后", "而今", "而是", "而已"],
        holds: &[],
    },
    Particle {
        character: '或',
        ends: &["抑或", "间或", "倘或", "容或"],
        begins: &["或者", "或许", "或是", "或多或少"],
        holds: &[],
    },
    Particle {
        character: '及',
        ends: &[
            "以及",
            "涉及",
            "普及",
            "波及",
            "埃及",
            "顾及",
            "提及",
            "危及",
            "触及",
            "遍及",
            "惠及",
            "论及",
            "来不及",
            "来得及",
            "料及",
            "推及",
            "言及",
        ],
        begins: &["及时", "及其", "及格", "及早", "及至", "及物", "及第"],
        holds: &[],
    },
];

/// Words of two characters that are never repeated: pronouns, prepositions, conjunctions, auxiliaries.
const WORDS: &[&str] = &[
    "我们", "你们", "他们", "她们", "它们", "咱们", "这些", "那些", "因为", "所以", "但是", "而且", "如果", "虽然",
    "以及", "并且", "或者", "通过", "对于", "关于", "由于", "根据", "按照", "为了", "可以", "能够", "应该", "已经",
    "正在", "进行", "其中", "同时", "没有", "就是", "还是", "不是", "可能", "作为", "成为", "这个", "那个", "什么",
    "自己", "大家", "需要", "具有", "本次",
];

/// English words that are never repeated.
const ENGLISH: &[&str] =
    &["the", "a", "an", "of", "to", "and", "in", "for", "with", "is", "are", "at", "by", "from", "on", "or"];

pub fn check(passage: &Passage<'_>, findings: &mut Vec<Diagnostic>) {
    for range in particles(&passage.text).chain(words(&passage.text)).chain(english(&passage.text)) {
        let twice = &passage.text[range.clone()];
        let once = match twice.split_once(char::is_whitespace) {
            Some((once, _)) => once,
            None => &twice[..twice.len() / 2],
        };
        findings.push(passage.slip(messages::doubled_word(twice, once), range));
    }
}

fn particles(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    PARTICLES.iter().flat_map(move |particle| {
        let twice = particle.character.to_string().repeat(2);
        let places: Vec<usize> = text.match_indices(&twice).map(|(at, _)| at).collect();
        places
            .into_iter()
            .map(move |at| at..at + 2 * particle.character.len_utf8())
            .filter(|range| particle.is_slip(text, range))
    })
}

impl Particle {
    fn is_slip(&self, text: &str, range: &Range<usize>) -> bool {
        let length = self.character.len_utf8();
        let first_ends = &text[..range.start + length];
        let second_begins = &text[range.start + length..];
        let held = self.holds.iter().any(|word| {
            let before = word.find(&text[range.clone()]).unwrap_or_default();
            range.start.checked_sub(before).and_then(|start| text.get(start..start + word.len())) == Some(*word)
        });
        !held
            && !self.ends.iter().any(|word| first_ends.ends_with(word))
            && !self.begins.iter().any(|word| second_begins.starts_with(word))
    }
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    WORDS.iter().flat_map(move |word| {
        let places = text.match_indices(word).map(|(at, _)| at);
        places.filter(move |at| text[at + word.len()..].starts_with(word)).map(|at| at..at + 2 * word.len())
    })
}

fn english(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut last: Option<(usize, &str)> = None;
    let words = text.split_inclusive(char::is_whitespace).scan(0, |at, word| {
        let start = *at;
        *at += word.len();
        Some((start, word.trim_end()))
    });
    words.filter_map(move |(start, word)| {
        let before = last.replace((start, word));
        let (first, before) = before?;
        let twice = before.eq_ignore_ascii_case(word) && ENGLISH.contains(&word.to_ascii_lowercase().as_str());
        twice.then(|| first..start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slips(text: &str) -> Vec<&str> {
        particles(text).chain(words(text)).chain(english(text)).map(|range| &text[range]).collect()
    }

    #[test]
    fn words_typed_twice_are_found() {
        for (text, slip) in [
            ("美丽的的彩虹", "的的"),
            ("参观了了科技馆", "了了"),
            ("这是是一种现象", "是是"),
            ("活动在在江阳区举行", "在在"),
            ("讲座和和展览", "和和"),
            ("我们我们常说", "我们我们"),
            ("因为因为光会折射", "因为因为"),
            ("what the the sky shows", "the the"),
            ("把把水倒进杯子", "把把"),
        ] {
            assert_eq!(slips(text), [slip], "{text}");
        }
    }

    #[test]
    fn what_the_language_repeats_is_left_alone() {
        for text in [
            "天天向上，妈妈刚刚渐渐看看，常常仅仅人人家家户户个个处处往往慢慢",
            "研究研究，讨论讨论，活动活动筋骨，一个一个地数，考虑考虑",
            "为了了解彩虹，除了了解还要动手",
            "现在在江阳区，正在在建的展馆，问题所在在于光",
            "这次活动的目的的确很明确，出租的的士",
            "的的确确，不甚了了，是是非非，和和气气",
            "饱和和不饱和溶液，参与与否，成就就业",
            "作为为民服务的窗口，以及及时发布，因为为了省电",
            "但是是否下雨还不知道，相对对流更弱，植被被破坏",
            "星星闪闪，猩猩、蝈蝈、蛐蛐、狒狒，亮晶晶，毛茸茸，滴滴答答",
            "he had had it, that that is",
        ] {
            assert_eq!(slips(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn the_table_holds_what_it_says() {
        for particle in PARTICLES {
            assert!(particle.ends.iter().all(|word| word.ends_with(particle.character)));
            assert!(particle.begins.iter().all(|word| word.starts_with(particle.character)));
            let twice = particle.character.to_string().repeat(2);
            assert!(particle.holds.iter().all(|word| word.contains(&twice)));
        }
    }
}
