//! Articles for official accounts pass a model of the editor unchanged, and lose nothing of their pages.

use kepu::authoring::share::find;
use kepu::authoring::share::month::Month;
use kepu::authoring::share::wechat::{Article, WechatOptions, entry, month};
use kepu::base::diagnostic::{Checked, Language};
use kepu::base::html::{HtmlElement, HtmlNode, parse};

use super::editor::{faults, pasted};
use super::{DEMONSTRATION, site};
use crate::support::codes;

const OPTIONS: WechatOptions<'static> =
    WechatOptions { lettering: None, bold: None, embed: false, language: Language::Chinese };

/// The article of a text, and the codes of what is told of it but for the cover that no font was there for.
fn article(body: &str) -> (Article, Vec<&'static str>) {
    let ready = site(body);
    let Checked { value, diagnostics } = entry(&ready, find(&ready, "a").unwrap(), OPTIONS);
    let told = codes(&diagnostics).into_iter().filter(|code| *code != "W1508").collect();
    (value.unwrap(), told)
}

#[track_caller]
fn accepted(article: &Article) {
    assert_eq!(faults(&article.html), Vec::<String>::new(), "{}: {}", article.title, article.html);
    let kept = pasted(&article.html);
    if kept != article.html {
        let at = kept.bytes().zip(article.html.bytes()).take_while(|(one, other)| one == other).count();
        let around = |text: &str| {
            text.chars()
                .skip(text[..text.floor_char_boundary(at)].chars().count().saturating_sub(80))
                .take(200)
                .collect::<String>()
        };
        panic!("{}: the editor changes\n{}\nto\n{}", article.title, around(&article.html), around(&kept));
    }
}

/// Texts of a page, each without white space, and all numbers of its formulas.
fn said(nodes: &[HtmlNode], said: &mut Vec<String>) {
    for node in nodes {
        match node {
            HtmlNode::Text(words) => said.push(words.split_whitespace().collect()),
            HtmlNode::Element(element) if is_said_otherwise(element) => {}
            HtmlNode::Element(element) if element.name == "math" => numbers(element, said),
            HtmlNode::Element(element) => self::said(&element.children, said),
            HtmlNode::Comment(_) => {}
        }
    }
}

fn is_said_otherwise(element: &HtmlElement) -> bool {
    matches!(element.name.as_str(), "rp" | "script" | "style" | "hr")
        || matches!(element.attribute("class"), Some("footnote-ref" | "footnote-back"))
}

fn numbers(element: &HtmlElement, said: &mut Vec<String>) {
    if element.name == "mn" {
        said.push(element.text());
    }
    element.elements().for_each(|inner| numbers(inner, said));
}

fn count(nodes: &[HtmlNode], names: &[&str]) -> usize {
    let elements = nodes.iter().filter_map(HtmlNode::element);
    elements.map(|element| usize::from(names.contains(&&*element.name)) + count(&element.children, names)).sum()
}

#[test]
fn every_entry_of_the_demonstration_passes_the_editor_whole() {
    let ready = &*DEMONSTRATION;
    let mut seen = 0;
    for id in ready.site().ids() {
        let Some(article) = entry(ready, id, OPTIONS).value else { continue };
        accepted(&article);
        let (page, _) = ready.entry_page(id).unwrap();
        let (body, made) = (parse(&page.body.html()), parse(&article.html));
        let text: String = HtmlNode::line(&made).split_whitespace().collect();
        let mut wanted = Vec::new();
        said(&body, &mut wanted);
        for words in wanted {
            assert!(text.contains(&words), "{} lacks {words}", article.title);
        }
        for names in [&["td", "th"][..], &["img"][..]] {
            assert!(count(&made, names) >= count(&body, names), "{} lacks some of {names:?}", article.title);
        }
        assert!(!article.html.contains("【图"), "{} lacks a picture", article.title);
        seen += 1;
    }
    assert!(seen > 150, "{seen}");
}

#[test]
fn a_month_is_an_article_of_its_events_and_new_articles() {
    let ready = &*DEMONSTRATION;
    let found = Month::of(ready, 2026, 5).unwrap();
    let made = month(ready, &found, OPTIONS).value;
    accepted(&made);
    let text = HtmlNode::line(&parse(&made.html));
    for id in found.days.articles.iter().chain(found.days.events.iter().map(|event| &event.id)) {
        let title = &ready.site().entry(*id).title;
        assert!(text.contains(title.as_str()), "{title}");
    }
    assert!(found.days.events.len() > 3 && !found.days.articles.is_empty());
    assert!(Month::of(ready, 2026, 13).is_none());
}

#[test]
fn lists_keep_their_order_their_numbers_and_their_depth() {
    let (article, told) =
        article("- 甲\n  - 乙\n    - 丙\n      - 丁\n- **词**：释义\n\n3. 三\n4. 四\n\n- [x] 做完\n- [ ] 没做\n");
    accepted(&article);
    assert_eq!(told, Vec::<&str>::new());
    let text = HtmlNode::line(&parse(&article.html));
    assert!(text.contains("甲• 乙• 丙• 丁词：释义3. 三4. 四"), "{text}");
    assert!(text.contains("☑ 做完☐ 没做"), "{text}");
    assert!(article.html.contains("margin:0 0 6px 3em"));
}

#[test]
fn code_keeps_its_lines_and_its_spaces() {
    let (article, _) = article("```python\ndef f(x):\n    return x\n\nprint(f(1))\n```\n");
    accepted(&article);
    let at = article.html.find("&nbsp;&nbsp;&nbsp;&nbsp;").expect("four spaces");
    assert!(article.html[..at].ends_with("<br>"), "{}", article.html);
    assert!(article.html.contains("<br>&nbsp;<br>"), "an empty line holds something: {}", article.html);
    assert_eq!(article.html.matches("<br>").count(), 3);
}

#[test]
fn notes_and_links_stand_at_the_end_by_their_numbers() {
    let (article, told) = article(
        "见[这里](https://example.org/x)和[另一篇](b.md)，又见[这里](https://example.org/x)。[^一]\n\n\
         [公众号](https://mp.weixin.qq.com/s/abc)，[跳](#题)，写信 <mail@example.org>，https://example.org/y\n\n## 题\n\n\
         [^一]: 注里有[链接](https://example.org/z)。\n",
    );
    accepted(&article);
    assert_eq!(told, Vec::<&str>::new());
    let text = HtmlNode::line(&parse(&article.html));
    assert!(text.contains("见这里[1]和另一篇[2]，又见这里[1]。[3]"), "{text}");
    assert!(text.contains("[1] 这里：https://example.org/x"), "{text}");
    assert!(text.contains("[2] 另一篇：https://kepu.example.org/column/"), "{text}");
    assert!(text.contains("[3] 注里有链接（https://example.org/z）。"), "{text}");
    assert!(article.html.contains("<a href=\"https://mp.weixin.qq.com/s/abc\""));
}

#[test]
fn what_the_editor_has_no_form_for_is_written_in_words_and_told() {
    let (article, told) = article(
        "{窖泥|jiàoní}，$\\frac{a+1}{b}$，H~2~O。\n\n> [!WARNING]\n> 小心\n\n\
         <video src=\"https://example.org/v.mp4\" title=\"片子\"></video>\n\n<form><button>按</button></form>\n\n\
         ![图](/photo.svg \"说明\")\n\n---\n\n\
         | 一 | 二 | 三 | 四 | 五 |\n|---|--:|---|---|---|\n| 1 |  | 3 | 4 | 5 |\n",
    );
    accepted(&article);
    assert_eq!(told, ["W1501", "W1502", "W1503"]);
    let text = HtmlNode::line(&parse(&article.html));
    for words in [
        "窖（jiào）泥（ní）",
        "(a + 1)/b",
        "【视频：片子】[1]",
        "注意小心",
        "说明",
        "[1] 视频：片子：https://example.org/v.mp4",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(article.html.contains("overflow-x:auto"));
    assert_eq!(article.html.matches("<td").count() + article.html.matches("<th").count(), 10);
    // The drawing, the code of the video, the code of the page.
    let names: Vec<&str> = article.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["images/01.png", "images/02.png", "images/03.png", "article.html", "meta.txt"]);
    let page = article.files.iter().find(|file| file.name == "article.html").unwrap();
    assert!(String::from_utf8_lossy(&page.bytes).contains(&article.html));
}

#[test]
fn entries_are_found_by_whatever_people_call_them() {
    let ready = site("文");
    let a = find(&ready, "a").unwrap();
    for name in [
        "content/column/a.md",
        "content\\column\\a.md",
        "./content/column/a",
        "column/a",
        "column:a",
        "一篇文章",
        "/column/2026/05/a/",
        "https://kepu.example.org/column/2026/05/a/?x#y",
    ] {
        assert_eq!(find(&ready, name).unwrap(), a, "{name}");
    }
    let fault = find(&ready, "一篇文意").unwrap_err();
    assert_eq!(fault.code.0, "E1501");
    assert!(fault.help.zh.contains("一篇文章"), "{}", fault.help.zh);
}
