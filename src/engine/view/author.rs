//! The name of an author or a host → whether it is a person or a body, as search engines want to know.
//!
//! The form of the name decides, since an author is one text. A Chinese person has a surname and one or two more characters
//! (`张三`, `欧阳修`), or parts with a middle dot; a title may stand beside it (`李四教授`, `记者 张三`). A person's name in Latin letters has two
//! to four words in capitals. Whatever ends in the word for a body (局, 部, 室, 馆, 协会, 编辑部, 办, …, `Bureau`), and everything else, is a
//! body.

use crate::base::text::is_han;

/// The usual surnames of one character.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤温康施文牛樊葛邢安齐伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季成霍涂谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁房蒲滕屈饶牟艾尤穆司卓古吉缪简车项连芦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝";
/// Surnames of two characters.
const DOUBLE: [&str; 16] = [
    "欧阳", "司马", "诸葛", "上官", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "东方", "独孤",
    "南宫", "长孙",
];
/// What the name of a body ends in.
const BODIES: [&str; 58] = [
    "局",
    "部",
    "室",
    "馆",
    "会",
    "办",
    "委",
    "厅",
    "处",
    "社",
    "院",
    "所",
    "校",
    "厂",
    "署",
    "团",
    "司",
    "联",
    "府",
    "队",
    "县",
    "区",
    "市",
    "省",
    "镇",
    "乡",
    "村",
    "台",
    "站",
    "网",
    "报",
    "组",
    "园",
    "站点",
    "中心",
    "学校",
    "大学",
    "学院",
    "中学",
    "小学",
    "公司",
    "集团",
    "基地",
    "团队",
    "编辑",
    "医院",
    "政府",
    "街道",
    "社区",
    "联盟",
    "杂志",
    "频道",
    "平台",
    "公众号",
    "工作者",
    "志愿者",
    "课题组",
    "本站",
];
/// The same for names in Latin letters.
const LATIN_BODIES: [&str; 38] = [
    "bureau",
    "department",
    "office",
    "university",
    "school",
    "college",
    "museum",
    "association",
    "society",
    "institute",
    "center",
    "centre",
    "committee",
    "team",
    "editors",
    "editorial",
    "press",
    "ltd",
    "inc",
    "agency",
    "ministry",
    "hall",
    "library",
    "hospital",
    "academy",
    "group",
    "desk",
    "station",
    "foundation",
    "council",
    "commission",
    "company",
    "science",
    "the",
    "of",
    "and",
    "for",
    "staff",
];
/// What stands before or behind a person's name.
const TITLES: [&str; 24] = [
    "教授",
    "副教授",
    "博士",
    "硕士",
    "院士",
    "研究员",
    "副研究员",
    "老师",
    "记者",
    "通讯员",
    "工程师",
    "高级工程师",
    "医生",
    "医师",
    "主任医师",
    "讲师",
    "同志",
    "先生",
    "女士",
    "主任",
    "馆长",
    "作者",
    "文",
    "图",
];

/// Returns whether a name is a person's, by its form.
pub fn is_person(name: &str) -> bool {
    // 李四（气象局）: a person with the body they belong to.
    let name = name.split(['（', '(']).next().unwrap_or_default().trim();
    if name.is_ascii() || name.chars().all(|c| c.is_alphabetic() && !is_han(c) || " .'-".contains(c)) {
        return is_latin_person(name);
    }
    let words: Vec<&str> = name.split([' ', '\u{3000}', '：', ':', '/']).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [one] => is_chinese_person(without_title(one)),
        [title, one] | [one, title] if TITLES.contains(title) => is_chinese_person(without_title(one)),
        // 张 三, as names are set in tables.
        [surname, given] if surname.chars().count() <= 2 && given.chars().count() <= 2 => {
            is_chinese_person(&format!("{surname}{given}"))
        }
        _ => false,
    }
}

fn without_title(name: &str) -> &str {
    let bare = TITLES.iter().filter_map(|title| name.strip_suffix(title).or_else(|| name.strip_prefix(title)));
    bare.filter(|rest| rest.chars().count() >= 2).min_by_key(|rest| rest.len()).unwrap_or(name)
}

fn is_chinese_person(name: &str) -> bool {
    let length = name.chars().count();
    if let Some((first, rest)) = name.split_once(['·', '•', '‧']) {
        return !BODIES.iter().any(|body| rest.ends_with(body))
            && name.chars().all(|c| is_han(c) || "·•‧".contains(c))
            && !first.is_empty();
    }
    if !name.chars().all(is_han) {
        return false;
    }
    let double = DOUBLE.iter().any(|surname| name.starts_with(surname));
    let surnamed = double || name.chars().next().is_some_and(|first| SURNAMES.contains(first));
    surnamed && (2..=if double { 4 } else { 3 }).contains(&length) && !BODIES.iter().any(|body| name.ends_with(body))
}

fn is_latin_person(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
    let body = |word: &&str| LATIN_BODIES.contains(&word.trim_matches(['.', ',']).to_ascii_lowercase().as_str());
    let named = |word: &&str| {
        word.chars().next().is_some_and(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase)
            || word.len() == 2 && word.ends_with('.')
    };
    (2..=4).contains(&words.len()) && !words.iter().any(body) && words.iter().all(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_a_name_says_whose_it_is() {
        for person in [
            "张三",
            "李小明",
            "欧阳修",
            "司马相如",
            "阿依·古丽",
            "李四教授",
            "记者 张三",
            "张 三",
            "Li Wei",
            "Ada B. Lovelace",
            "José García",
        ] {
            assert!(is_person(person), "{person}");
        }
        for body in [
            "科普编辑部",
            "市科技局",
            "市科学技术局",
            "江阳区科协",
            "科普中国",
            "文旅局",
            "党办",
            "文联",
            "高新区",
            "方志办",
            "新华社",
            "泸州市气象局",
            "本站编辑",
            "Science Bureau",
            "City Museum",
            "kepu",
            "The Editors",
            "科技馆",
            "马戏团",
            "市科技局编辑部",
            "NASA",
            "",
        ] {
            assert!(!is_person(body), "{body}");
        }
    }
}
