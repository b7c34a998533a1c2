//! Clipboards in the shape of Word, WPS and an article of an official account.

use super::*;

fn pasted(html: &str, rtf: &str) -> (Pasted, Vec<Vec<u8>>) {
    let mut kept = Vec::new();
    let mut keep = |bytes: &[u8]| {
        kept.push(bytes.to_vec());
        bytes.starts_with(b"\x89PNG").then(|| format!("a-{}.png", kept.len()))
    };
    let clipboard = Clipboard { html, rtf, first_note: 3 };
    let options = MarkdownOptions { raw_html: true, language: "zh-CN".to_owned() };
    let made = paste(&clipboard, &options, &mut keep);
    (made, kept)
}

fn reports(pasted: &Pasted) -> Vec<&str> {
    pasted.reports.iter().map(|reports| reports.zh.as_str()).collect()
}

#[test]
fn words_from_word_keep_their_structure() {
    let html = include_str!("../../../../tests/import/clipboard/word.html");
    let rtf = include_str!("../../../../tests/import/clipboard/word.rtf");
    let (made, kept) = pasted(html, rtf);
    assert_eq!(
        made.markdown,
        "## 露水从哪里来\n\n夜里**地面 比空气凉**，水汽就凝成露水。[^3]\n\n### 一、怎样观察\n\n1. 傍晚放一片叶子\n   - 草叶最好\n   - 玻璃也行\n\
         2. 清早看看\n\n![](a-1.png \"图1 草叶上的露珠\")\n\n| 时间 | 气温 |\n|---|---|\n| 22:00 | 12℃<br>晴 |\n\n\
         水的式子是H~2~O，见[中国气象局](https://www.cma.gov.cn/)，附件在这里。\n\n[^3]: 这叫“露点”。"
    );
    assert!(kept.len() == 1 && kept[0].ends_with(b"IEND\xaeB`\x82"), "{kept:?}");
    let reports = reports(&made);
    assert_eq!(reports.len(), 4, "{reports:?}");
    assert!(
        reports[0].contains("批注") && reports[1].contains("修订") && reports[2].contains("自己的电脑"),
        "{reports:?}"
    );
    assert!(reports[3].contains("表头") && made.remote.is_empty(), "{reports:?}");
}

#[test]
fn without_the_pictures_their_places_are_marked() {
    let html = include_str!("../../../../tests/import/clipboard/word.html");
    let (made, _) = pasted(html, "{\\rtf1}");
    assert!(made.markdown.contains("（缺图）\n\n图1 草叶上的露珠"), "{}", made.markdown);
    assert!(reports(&made)[0].contains("1 张图片浏览器读不到"));
}

#[test]
fn words_from_wps_keep_their_structure() {
    let (made, _) = pasted(include_str!("../../../../tests/import/clipboard/wps.html"), "");
    assert_eq!(
        made.markdown,
        "## 科学营活动方案\n\n为了让孩子们**亲手做实验**，定于7月12日举办。\n\n### 活动内容\n\n- 观星\n- 做火箭\n\n（一）集合\n\n（缺图）\n\n\
         <table><tbody><tr><td colspan=\"2\"><strong>日程</strong></td></tr>\n<tr><td>9:00</td><td>开营</td></tr>\n</tbody>\n</table>"
    );
    let reports = reports(&made);
    assert!(reports.len() == 2 && reports[0].contains("缺图") && reports[1].contains("合并"), "{reports:?}");
}

#[test]
fn an_article_of_an_official_account_names_its_pictures() {
    let (made, _) = pasted(include_str!("../../../../tests/import/clipboard/wechat.html"), "");
    assert_eq!(
        made.markdown,
        "**夜空里的流星**\n\n流星是**太空里的尘埃**，落进大气就发光。\n\n\
         ![](https://mmbiz.qpic.cn/mmbiz_jpg/abc123/640?wx_fmt=jpeg \"图1 英仙座流星雨\")\n\n- 找一处黑的地方\n- 等二十分钟\n\n> 来源：中国天文学会"
    );
    assert_eq!(made.remote, ["https://mmbiz.qpic.cn/mmbiz_jpg/abc123/640?wx_fmt=jpeg"]);
    let reports = reports(&made);
    assert!(reports.len() == 4 && reports[0].starts_with("2 个视频") && reports[1].contains("装饰"), "{reports:?}");
}

#[test]
fn pieces_of_pages_and_sheets_become_markdown() {
    for (html, expected) in [
        ("<meta charset=utf-8><b style=\"font-weight:normal\"><p>甲<i>乙</i></p><p>丙</p></b>", "甲*乙*\n\n丙"),
        ("<strong><p>甲</p></strong>", "**甲**"),
        ("<p>甲<span style='vertical-align:super'>2</span></p>", "甲^2^"),
        ("<img src=\"data:image/png;base64,iVBORw0KGgo=\" alt=露珠>", "![露珠](a-1.png)"),
        ("<img width=1 height=1 src=\"data:image/png;base64,iVBORw0KGgo=\">甲", "甲"),
        ("<img src=\"data:image/tiff;base64,AAAA\">甲", "甲"),
        ("<table><tr><td>甲<p>乙</p></td></tr></table>", "甲\n\n乙"),
        ("<table><tr><td>1<td>2<tr><td>3<td>4<tr><td><td></table>", "| | |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"),
        ("<a href=\"javascript:x()\">甲</a><a href=\"#a\">乙</a>", "甲乙"),
        ("<p class=MsoNormal style='mso-list:l0 level1'><span style='mso-list:Ignore'>5)</span>甲</p>", "5. 甲"),
        ("<script>x</script><style>y</style>", ""),
        ("甲\u{200b}乙\u{f1a0}", "甲乙"),
    ] {
        assert_eq!(pasted(html, "").0.markdown, expected, "{html}");
    }
}

proptest::proptest! {
    #[test]
    fn nothing_panics_and_no_data_stays(html in "(<(p|b|ul|li|td|tr|table|img src=data:a,b|a href=#_ftn1|h1|div id=ftn1 style=mso-element:footnote|p style=\"mso-list:l0 level2\"|span style=mso-list:Ignore)>|</(p|b|table|a|div)>|[甲1*]){0,30}") {
        let (made, _) = pasted(&html, "");
        proptest::prop_assert!(!made.markdown.contains("data:"), "{}", made.markdown);
    }
}
