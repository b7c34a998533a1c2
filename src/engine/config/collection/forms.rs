//! How values of each field type are written: in words, with examples that the reader takes.

use super::{Field, FieldType};
use crate::base::diagnostic::messages::Pair;

/// The forms of one type.
pub struct TypeForm {
    /// The type's name in declarations.
    pub name: &'static str,
    pub title: Pair,
    pub words: Pair,
    pub examples: &'static [&'static str],
}

const fn pair(zh: &'static str, en: &'static str) -> Pair {
    Pair { zh, en }
}

/// Every type, in the order of [`FieldType::NAMES`].
pub const FORMS: [TypeForm; FieldType::NAMES.len()] = [
    TypeForm {
        name: "text",
        title: pair("文字", "text"),
        words: pair(
            "一行文字。含有“: ”或“ #”，或以 @ * & ! % [ { 等符号开头时，整个加上引号。",
            "One line of text. It needs quotes if it has a colon and a space or a space and # in it, or begins with a sign such as @ * & ! % [ {.",
        ),
        examples: &["露水", "\"书评: 三体\""],
    },
    TypeForm {
        name: "name",
        title: pair("名称", "a name"),
        words: pair(
            "一个人或一个单位的名称；几个之间用顿号或逗号分开。",
            "The name of a person or a body; commas part several.",
        ),
        examples: &["张三", "泸州市科学技术协会"],
    },
    TypeForm {
        name: "markdown",
        title: pair("带格式的文字", "formatted text"),
        words: pair(
            "一段 Markdown；有几行时在冒号后写 |，下面各行缩进两格。",
            "Markdown; for several lines write | and indent them by two spaces.",
        ),
        examples: &["一段**带格式**的文字。"],
    },
    TypeForm {
        name: "number",
        title: pair("数字", "a number"),
        words: pair(
            "只写数字，不写“约”“多”；千位可用逗号分开，单位可写可不写。",
            "A number alone, without words such as `about`; commas may separate thousands, and the field's unit may follow.",
        ),
        examples: &["500", "1,200", "28.5"],
    },
    TypeForm {
        name: "bool",
        title: pair("是或否", "yes or no"),
        words: pair("true 或 false；是、否、有、无、yes、no 也可以。", "true or false; yes and no are accepted too."),
        examples: &["true", "false"],
    },
    TypeForm {
        name: "date",
        title: pair("日期", "a date"),
        words: pair(
            "年份四位；2026-05-18、2026/5/18、2026.5.18、2026年5月18日、20260518 都可以。",
            "A date with a year of four digits: 2026-05-18, 2026/5/18, 2026.5.18 and 2026年5月18日 are accepted.",
        ),
        examples: &["2026-05-18", "2026年5月18日"],
    },
    TypeForm {
        name: "datetime",
        title: pair("日期或时间", "a date or a time"),
        words: pair(
            "日期，后面可以空一格写时间：24 小时制，或上午、下午、晚上几点。一天到 23:59 为止。声明了 rough 的字段也可以写还没有定的时间：2026-05、2026年第四季度、时间待定。",
            "A date, and a time of day behind a space if wanted, by the 24-hour clock. A field declared as rough also takes a time that isn't fixed: 2026-05, 2026年第四季度, 时间待定.",
        ),
        examples: &["2026-05-18", "2026-05-18 09:30", "2026年5月18日 下午2点半"],
    },
    TypeForm {
        name: "duration",
        title: pair("时长", "a length of time"),
        words: pair("数字加单位：分钟、小时、天、周。", "A number with a unit: m, h, d or w."),
        examples: &["90分钟", "1小时30分钟", "2h", "3天"],
    },
    TypeForm {
        name: "month",
        title: pair("月份", "a month"),
        words: pair("年份四位，加月份。", "A year of four digits and a month."),
        examples: &["2026-05", "2026年5月"],
    },
    TypeForm {
        name: "choice",
        title: pair("选项", "one of several choices"),
        words: pair(
            "声明里列出的一项，写中文名或代号都可以。",
            "One of the declared choices, by its label or its key.",
        ),
        examples: &["已取消", "cancelled"],
    },
    TypeForm {
        name: "group",
        title: pair("一组字段", "a group of fields"),
        words: pair(
            "下面缩进两格，每行一个“字段: 值”；也可以写在一行的花括号里。只有一项时直接写它的值。",
            "Fields on lines indented by two spaces, or in braces on one line. A single value stands for the field that accepts it.",
        ),
        examples: &["{price: 20, note: 学生半价}", "免费"],
    },
    TypeForm {
        name: "reference",
        title: pair("别的条目", "another entry"),
        words: pair(
            "另一个条目的文件名（不带 .md）、slug，或它的标题；同名的写“栏目:文件名”。",
            "Another entry: its file name without .md, its slug or its title; collection:name if several have the name.",
        ),
        examples: &["city-museum", "bases:city-museum", "城区科技馆"],
    },
    TypeForm {
        name: "term",
        title: pair("分类词", "a term of a taxonomy"),
        words: pair(
            "site.yaml 的 taxonomies 里的词，写名称或代号；没有标明 closed 的分类可以写新词。",
            "A word of the taxonomy in site.yaml, by its title or its key; an open taxonomy takes new words.",
        ),
        examples: &["光学"],
    },
    TypeForm {
        name: "image",
        title: pair("图片", "a picture"),
        words: pair(
            "图片文件放在文章旁边，写它的文件名；或放进 static/，写以 / 开头的路径。不能写电脑上的路径（C:/…）。",
            "The name of a picture beside the entry, or the path of one in static/, beginning with /. Not a path on your computer.",
        ),
        examples: &["cover.jpg", "/images/cover.jpg"],
    },
    TypeForm {
        name: "file",
        title: pair("附件", "a file"),
        words: pair(
            "文件放在文章旁边，写它的文件名；或放进 static/，写以 / 开头的路径。",
            "The name of a file beside the entry, or the path of one in static/, beginning with /.",
        ),
        examples: &["通知.pdf", "/files/notice.pdf"],
    },
    TypeForm {
        name: "url",
        title: pair("网址", "an address"),
        words: pair(
            "以 https:// 或 http:// 开头；本站的页面以 / 开头。",
            "An address that begins with https:// or http://; one on this site begins with /.",
        ),
        examples: &["https://example.org/", "/about/"],
    },
    TypeForm {
        name: "phone",
        title: pair("电话号码", "a telephone number"),
        words: pair("区号、减号、号码。", "A number with its area code."),
        examples: &["0830-1234567"],
    },
    TypeForm {
        name: "email",
        title: pair("邮箱地址", "an e-mail address"),
        words: pair("名字@域名。", "name@host."),
        examples: &["kepu@example.org"],
    },
    TypeForm {
        name: "point",
        title: pair("坐标", "coordinates"),
        words: pair(
            "经度在前，纬度在后，都是小数表示的度（WGS-84）。",
            "Longitude, then latitude, in decimal degrees of WGS-84.",
        ),
        examples: &["[105.4423, 28.8718]", "105.4423,28.8718"],
    },
    TypeForm {
        name: "opening_hours",
        title: pair("开放时间", "opening hours"),
        words: pair(
            "星期和时间，几段之间用分号；也可以分开写 weekly、holidays、exceptions、note，只有说明的就只写 note。",
            "Days and times, parts separated by semicolons; or a map of weekly, holidays, exceptions and note, or of a note alone.",
        ),
        examples: &[
            "周二至周日 9:00-12:00,14:00-17:00；周一闭馆",
            "夏季（5月—10月）9:00-18:00，冬季（11月—4月）9:00-17:00，周一闭馆",
            "周一至周五预约开放；周末 9:00-17:00",
            "{weekly: 周二至周日 9:00-17:00, note: 提前一天预约}",
            "{note: 开放时间请来电询问}",
        ],
    },
    TypeForm {
        name: "recurrence",
        title: pair("重复", "a recurrence"),
        words: pair(
            "照平常的说法写，start 必须是其中的一天；有几天不举行的，分开写 rule、except（不举行的日期）、also（另加的日期）。也可以写 iCalendar 的规则。",
            "In plain Chinese, or a rule of iCalendar; `start` is one of its days. With days left out or added it is a map of rule, except and also.",
        ),
        examples: &[
            "每周六",
            "每月第二个周六 9:30",
            "每周三，共8次",
            "FREQ=WEEKLY;BYDAY=SA",
            "{rule: 每周六, except: [2026-10-03]}",
        ],
    },
    TypeForm {
        name: "figure",
        title: pair("数据", "a figure"),
        words: pair(
            "名称、数字、单位；“余、约、近、超”照写。一条只写一个数字。",
            "A name, a number and its unit; one number each.",
        ),
        examples: &["发放资料 60000余份", "满意率 98.5%"],
    },
];

/// Returns the forms of a type; those of the items for a list.
pub fn form(field_type: &FieldType) -> Option<&'static TypeForm> {
    let name = field_type.item().name();
    FORMS.iter().find(|form| form.name == name)
}

/// Codes of problems that are about how values are written, with the types of these values; without any, all of them.
const CODES: [(&str, &[&str]); 21] = [
    ("E0204", &[]),
    ("E0207", &["datetime"]),
    ("E0208", &["term"]),
    ("E0209", &["choice"]),
    ("E0226", &["image"]),
    ("E0228", &["image", "file"]),
    ("W0270", &["text"]),
    ("W0271", &["term"]),
    ("W0272", &["term"]),
    ("W0290", &["opening_hours"]),
    ("W0293", &["date", "datetime"]),
    ("W0294", &["datetime", "recurrence"]),
    ("W0295", &["date", "datetime"]),
    ("W0297", &["date", "datetime", "month"]),
    ("E0301", &["reference"]),
    ("E0302", &["reference"]),
    ("E0305", &["image", "file"]),
    ("W0307", &["reference"]),
    ("W0770", &["datetime"]),
    ("W0771", &["datetime"]),
    ("W1003", &[]),
];

/// Returns the forms of the values that a code is about; none for a code about something else.
pub fn of_code(code: &str) -> impl Iterator<Item = &'static TypeForm> {
    let types = CODES.iter().find(|(known, _)| *known == code).map(|(_, types)| *types);
    FORMS.iter().filter(move |form| types.is_some_and(|types| types.is_empty() || types.contains(&form.name)))
}

/// An example of a field's value, as it stands behind the colon.
pub fn example(field: &Field) -> String {
    let item = match field.field_type.item() {
        // A line that is copied must not say that there is nothing.
        FieldType::Choice(choices) => {
            let choice = choices.iter().find(|choice| choice.key != "none").or(choices.first());
            choice.map_or("", |choice| choice.key.as_str()).to_owned()
        }
        FieldType::Group(fields) => {
            let required: Vec<&Field> = fields.iter().filter(|field| field.is_required()).collect();
            let shown = if required.is_empty() { fields.iter().take(1).collect() } else { required };
            let parts: Vec<String> = shown.into_iter().map(line).collect();
            format!("{{{}}}", parts.join(", "))
        }
        FieldType::Text => text_example(&field.key).to_owned(),
        other => form(other).and_then(|form| form.examples.first()).map_or("", |text| *text).to_owned(),
    };
    if matches!(field.field_type, FieldType::List(_)) { format!("[{item}]") } else { item }
}

/// A text that a field of this key may have.
fn text_example(key: &str) -> &'static str {
    match key {
        "ignore" => "W0703",
        "reason" => "引用原文",
        "address" => "科技路1号",
        "aliases" => "/old/address/",
        "slug" => "morning-dew",
        "summary" => "一句话摘要",
        "source" => "科普编辑部",
        "subtitle" => "副标题",
        "template" => "special",
        "contact" => "综合科",
        "venue" => "一楼报告厅",
        "status_reason" => "因暴雨取消",
        "caption" => "清晨的草叶",
        "credit" | "cover_credit" => "摄影：科普编辑部",
        key if key.ends_with("alt") => "草叶上挂着一排露珠",
        key if key.ends_with("note") => "提前一天预约",
        _ => "露水",
    }
}

/// A line of front matter with a field, as an example to copy.
pub fn line(field: &Field) -> String {
    format!("{}: {}", field.key, example(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_its_forms() {
        let names: Vec<&str> = FORMS.iter().map(|form| form.name).collect();
        assert_eq!(names, FieldType::NAMES);
        assert!(FORMS.iter().all(|form| !form.examples.is_empty()));
    }

    #[test]
    fn a_code_names_the_types_that_it_is_about() {
        for (code, types) in CODES {
            assert!(crate::base::diagnostic::Code::find(code).is_some(), "{code}");
            let found: Vec<&str> = of_code(code).map(|form| form.name).collect();
            let expected: Vec<&str> =
                FieldType::NAMES.into_iter().filter(|name| types.is_empty() || types.contains(name)).collect();
            assert_eq!(found, expected, "{code}");
            assert!(types.iter().all(|name| found.contains(name)), "{code}");
        }
        assert_eq!(of_code("E0401").count(), 0);
    }
}
