//! What is added to CommonMark, a case or a few for each.

use kepu::base::diagnostic::Language;
use kepu::content::markdown::{LinkKind, MarkdownOptions};

use super::support::{codes, filled, html, parse, parse_with};

fn is(source: &str, expected: &str) {
    assert_eq!(html(source), expected, "{source}");
}

#[test]
fn indices_hold_within_words() {
    is(
        "H~2~O，x^2^，10^-3^米，SO~4~^2-^",
        "<p>H<sub>2</sub>O，x<sup>2</sup>，10<sup>-3</sup>米，SO<sub>4</sub><sup>2-</sup></p>\n",
    );
    is(
        "C~6~H~12~O~6~，**x^2^**后",
        "<p>C<sub>6</sub>H<sub>12</sub>O<sub>6</sub>，<strong>x<sup>2</sup></strong>后</p>\n",
    );
    is("^14^C 测年，^235^U（^4^He）", "<p><sup>14</sup>C 测年，<sup>235</sup>U（<sup>4</sup>He）</p>\n");
    for text in [
        "^1^Department 与 ^14^测",
        "周一~周三，周四~周五",
        "8~12岁，13~18岁",
        "每天8:00~11:00、13:00~17:00",
        "真好^_^！",
        "^_^",
        "^o^",
        "好^o^，^上^",
        "a ^ b ^ c",
        "约~5元~6元",
    ] {
        is(text, &format!("<p>{text}</p>\n"));
    }
}

#[test]
fn an_empty_head_of_a_table_heads_nothing() {
    let table = html("| | 一月 | ![](a.svg) |\n|:--|--|--|\n| 晴 | 12 | |");
    assert!(
        table.contains("<tr>\n<td class=\"align-left\"></td>\n<th scope=\"col\">一月</th>\n<th scope=\"col\"><img"),
        "{table}"
    );
    assert!(html("| | |\n|--|--|\n| a | b |").contains("<thead>\n<tr>\n<td></td>\n<td></td>\n</tr>\n</thead>"));
}

#[test]
fn formulas_become_mathml_and_prices_do_not() {
    assert!(html("$E=mc^2$").contains("<math display=\"inline\"><mi>E</mi>"));
    assert!(html("$$\\frac{a}{b}$$").starts_with(
        "<p><span class=\"math-block\" tabindex=\"0\" role=\"group\" aria-label=\"公式\"><math display=\"block\">"
    ));
    assert!(html(r"$v=\text{路程}/t$").contains("<math"));
    for text in ["$HOME:$PATH", "$foo/$bar", "设 $HOME 与 $PATH 两项", "a$b$c", "pa$$word$$x", "$ x $"] {
        is(text, &format!("<p>{text}</p>\n"));
    }
    is(
        "https://a.cn/$x/$ www.a.cn/x^2^",
        "<p><a href=\"https://a.cn/$x/$\" rel=\"noopener\">https://a.cn/$x/$</a> <a href=\"http://www.a.cn/x%5E2%5E\" rel=\"noopener\">www.a.cn/x^2^</a></p>\n",
    );
    for text in ["价格$5和$6", "$5、$6、$7", "A$、B$", "从$5（约¥35）起，到$10止"] {
        is(text, &format!("<p>{text}</p>\n"));
    }
    is("价格$5和**$6**。", "<p>价格$5和<strong>$6</strong>。</p>\n");
    is(r"$\bad{<}$", "<p><code class=\"math-error\">$\\bad{&lt;}$</code></p>\n");
    assert_eq!(codes(r"$\bad$"), ["W0250"]);
    assert_eq!(codes(r"$\def\endless{\endless}\endless$"), ["W0250"]);
    assert_eq!(codes(r"$\char中$"), ["W0250"]);
}

#[test]
fn a_formula_within_a_sentence_is_read_with_it() {
    let opening = |source| parse(source).value.opening;
    assert_eq!(opening(r"速度 $v=\frac{s}{t}$ ，水是 $\ce{H2O}$ 。"), "速度 v=s/t ，水是 H₂O 。");
    assert_eq!(opening("共 10<sup>12，</sup>约 10^12^ 个"), "共 10¹²，约 10¹² 个");
    assert_eq!(opening("公式\n\n$$E=mc^2$$\n\n说明"), "公式\n\n说明");
}

#[test]
fn a_formula_may_use_what_an_earlier_one_of_the_page_defined() {
    let page = html("$\\newcommand{\\vol}[1]{V_{\\text{#1}}}$\n\n压强随 $\\vol{水}$ 变化。");
    assert!(page.contains("<msub><mi>V</mi><mtext>水</mtext></msub>"), "{page}");
}

#[test]
fn what_isnt_understood_is_named_in_the_readers_language_and_shown_as_source() {
    let found = parse("浮力 $F=\\rho gV\\unheard{x}$ 。").diagnostics;
    let text = |language| found[0].message.get(language);
    assert_eq!(found.len(), 1);
    assert_eq!(text(Language::Chinese), "看不懂公式“F=\\rho gV\\unheard{x}”：不认识命令 \\unheard；页面上显示它的源码");
    assert_eq!(
        text(Language::English),
        "the formula `F=\\rho gV\\unheard{x}` isn't understood: unknown command \\unheard; the page shows its source"
    );
    assert!(html("$\\unheard$").contains("<code class=\"math-error\">$\\unheard$</code>"));
}

#[test]
fn ruby_reads_by_character_where_it_can() {
    is("{科普|kē pǔ}", "<p><ruby>科<rp>(</rp><rt>kē</rt><rp>)</rp>普<rp>(</rp><rt>pǔ</rt><rp>)</rp></ruby></p>\n");
    is("{東京|とうきょう}", "<p><ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby></p>\n");
    is("`{科普|kē pǔ}` \\{科普|x} {a|b}", "<p><code>{科普|kē pǔ}</code> {科普|x} {a|b}</p>\n");
    let body = parse("# 认识{科普|kē pǔ}\n\n{科|kē}").value;
    assert_eq!(
        (body.headings[0].text.as_str(), body.headings[0].id.as_str(), body.opening.as_str()),
        ("认识科普", "认识科普", "科")
    );
}

#[test]
fn bare_addresses_are_linked() {
    is(
        "见https://a.cn/x_y?b=1&c=2，或www.b.cn。",
        "<p>见<a href=\"https://a.cn/x_y?b=1&amp;c=2\" rel=\"noopener\">https://a.cn/x_y?b=1&amp;c=2</a>，或<a href=\"http://www.b.cn\" rel=\"noopener\">www.b.cn</a>。</p>\n",
    );
    is(
        "[http://a.cn](b.md) `http://a.cn` \\http://a.cn/*x*",
        "<p><a href=\"b.md\">http://a.cn</a> <code>http://a.cn</code> \\<a href=\"http://a.cn/\" rel=\"noopener\">http://a.cn/</a><em>x</em></p>\n",
    );
    is(
        "<https://a.cn> <a@b.cn>",
        "<p><a href=\"https://a.cn\" rel=\"noopener\">https://a.cn</a> <a href=\"mailto:a@b.cn\">a@b.cn</a></p>\n",
    );
}

#[test]
fn gfms_own_examples_of_bare_addresses() {
    let options = {
        let mut options = comrak::Options::default();
        options.extension.autolink = true;
        options
    };
    for source in [
        "www.commonmark.org",
        "Visit www.commonmark.org/help for more.",
        "Visit www.commonmark.org.",
        "Visit www.commonmark.org/a.b.",
        "www.google.com/search?q=Markup+(business)",
        "www.google.com/search?q=Markup+(business)))",
        "(www.google.com/search?q=Markup+(business))",
        "(www.google.com/search?q=Markup+(business)",
        "www.google.com/search?q=(business))+ok",
        "www.google.com/search?q=commonmark&hl=en",
        "www.google.com/search?q=commonmark&hl;",
        "www.commonmark.org/he<lp",
        "http://commonmark.org",
        "(Visit https://encrypted.google.com/search?q=Markup+(business))",
    ] {
        let theirs = comrak::markdown_to_html(source, &options).replace('\'', "&#39;");
        assert_eq!(html(source).replace(" rel=\"noopener\"", ""), theirs, "{source}");
    }
}

#[test]
fn footnotes_stand_at_the_end_with_a_way_back() {
    let source = "甲[^a]，乙[^b]，再甲[^a]。\n\n[^b]: 乙注[链](b.md)\n[^a]: 甲注\n\n    - 项\n\n[^c]: 无人引\n";
    let html = html(source);
    for part in [
        "<sup class=\"footnote-ref\" id=\"fnref:1\"><a href=\"#fn:1\" role=\"doc-noteref\" aria-label=\"脚注1\">1</a></sup>，乙",
        "id=\"fnref:1:2\"",
        "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"脚注\">\n<ol>\n<li id=\"fn:1\">\n<p>甲注</p>\n<ul>\n<li>项</li>\n</ul>\n<p> <a href=\"#fnref:1\"",
        "<li id=\"fn:2\">\n<p>乙注<a href=\"b.md\">链</a> <a href=\"#fnref:2\" class=\"footnote-back\" role=\"doc-backlink\"",
        "<li>\n<p>无人引</p>\n</li>\n</ol>\n</section>\n",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert_eq!(parse(source).value.opening, "甲，乙，再甲。\n\n甲注\n\n项\n\n乙注链\n\n无人引");
    assert_eq!(codes("甲[^无]，\\[^空]"), ["W0203"]);
}

#[test]
fn alerts_speak_the_pages_language() {
    is(
        "> [!TIP]\n> 带水",
        "<aside class=\"alert alert-tip\" role=\"note\">\n<p class=\"alert-title\">提示</p>\n<p>带水</p>\n</aside>\n",
    );
    let english = MarkdownOptions { raw_html: true, language: "en".into() };
    assert!(filled(&parse_with("> [!WARNING]\n> x", &english).value).contains(">Warning</p>"));
}

#[test]
fn tables_are_named_by_their_heads() {
    is(
        "| 馆 | 价 |\n|---|--:|\n| **甲，**乙 | `a\\|b` |\n",
        "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"表格：馆、价\"><table>\n<thead>\n<tr>\n<th scope=\"col\">馆</th>\n<th scope=\"col\" class=\"align-right\">价</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><strong>甲，</strong>乙</td>\n<td class=\"align-right\"><code>a|b</code></td>\n</tr>\n</tbody>\n</table></div>\n",
    );
    assert!(html("|  |\n|--|\n").starts_with("<div class=\"table-scroll\"><table>"));
    assert!(html("| {馆\\|guǎn} |\n|--|\n").contains("<ruby>馆"));
    assert_eq!(parse("| 馆 | 价 |\n|--|--|\n| 甲 | 5 |\n").value.opening, "馆 价\n\n甲 5");
}

#[test]
fn tasks_and_definitions() {
    is(
        "- [x] 甲\n- [ ] 乙\n",
        "<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> 甲</li>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"未完成\"> 乙</li>\n</ul>\n",
    );
    is(
        "- [x] ![图](a.png \"题\")\n\n- 乙\n",
        "<ul>\n<li class=\"task\">\n<p><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> <img src=\"a.png\" alt=\"图\" title=\"题\" loading=\"lazy\" decoding=\"async\"></p>\n</li>\n<li>\n<p>乙</p>\n</li>\n</ul>\n",
    );
    is("术语\n: 定义\n", "<dl>\n<dt>术语</dt>\n<dd>定义</dd>\n</dl>\n");
    assert!(html("| 甲 | 乙 |\n:-: | --:\n丙 | 丁\n").contains("<td class=\"align-right\">丁</td>"));
    assert!(html("> | 甲 | 乙 |\n> :-- | --\n> | 丙 | 丁 |\n").contains("<td class=\"align-left\">丙</td>"));
    for text in [":smile:", ":)", ":30分钟", "::: tip", ":---"] {
        is(&format!("段落\n\n{text}\n"), &format!("<p>段落</p>\n<p>{text}</p>\n"));
        is(&format!("> 段落\n> {text}\n"), &format!("<blockquote>\n<p>段落\n{text}</p>\n</blockquote>\n"));
    }
}

#[test]
fn pictures_with_titles_are_figures() {
    is(
        "![月](m.jpg \"月亮\")",
        "<figure><img src=\"m.jpg\" alt=\"月\" loading=\"lazy\" decoding=\"async\"><figcaption>月亮</figcaption></figure>\n",
    );
    is("![月*亮*\n圆](m.jpg)", "<p><img src=\"m.jpg\" alt=\"月亮圆\" loading=\"lazy\" decoding=\"async\"></p>\n");
    is(
        "看 ![月](m.jpg \"题\")",
        "<p>看 <img src=\"m.jpg\" alt=\"月\" title=\"题\" loading=\"lazy\" decoding=\"async\"></p>\n",
    );
}

#[test]
fn headings_keep_han_in_their_ids() {
    is("# 彩虹 *是*什么", "<h1 id=\"彩虹-是什么\">彩虹 <em>是</em>什么</h1>\n");
    is(
        "## 甲\n## 甲\n## 乙 {#x .y}\n## 丙 {#x}",
        "<h2 id=\"甲\">甲</h2>\n<h2 id=\"甲-2\">甲</h2>\n<h2 id=\"x\" class=\"y\">乙</h2>\n<h2 id=\"x-2\">丙</h2>\n",
    );
    let body = parse("## 看[链](a.md)\n\n正文").value;
    assert_eq!((body.headings[0].level, body.headings[0].text.as_str(), body.opening.as_str()), (2, "看链", "正文"));
    assert_eq!(
        (body.count.han, filled(&body).as_str()),
        (4, "<h2 id=\"看链\">看<a href=\"a.md\">链</a></h2>\n<p>正文</p>\n")
    );
}

#[test]
fn only_the_sites_own_places_are_left_open() {
    let body =
        parse("[a](../馆/%E5%BD%A9.md?q#标) ![b](/i.png) [c](https://a.cn) [d](#x) [e](mailto:a@b) [f](//h/x)").value;
    let links: Vec<_> = body.links.iter().map(|link| (link.target.as_str(), link.suffix.as_str(), link.kind)).collect();
    assert_eq!(links, [("../馆/彩.md", "?q#标", LinkKind::Page), ("/i.png", "", LinkKind::Picture)]);
    let html = body.fill(|link| ["/x/\"<", "/y.png"][link]);
    assert!(html.starts_with("<p><a href=\"/x/&quot;&lt;?q#%E6%A0%87\">a</a> <img src=\"/y.png\""), "{html}");
}

#[test]
fn raw_html_passes_with_its_addresses_open() {
    let source = "<div>\n<a href=\"b.md#q\">看</a> <img src='c.png'> <a href=\"https://x.cn\">x</a>\n</div>\n\n行<video poster=\"/p.jpg\"></video>";
    let body = parse(source).value;
    let links: Vec<_> = body.links.iter().map(|link| (&source[link.span.start..link.span.end], link.kind)).collect();
    assert_eq!(links, [("b.md#q", LinkKind::Page), ("c.png", LinkKind::Asset), ("/p.jpg", LinkKind::Asset)]);
    assert_eq!(filled(&body), format!("{}</p>\n", source.replace("\n\n行", "\n<p>行")));
    let closed = MarkdownOptions { raw_html: false, language: "zh".into() };
    let shown =
        filled(&parse_with("<b>x</b>\n\n<div onclick=\"x\">\n\n[x](javascript:x)\n\n# h {onclick=x}", &closed).value);
    assert_eq!(
        shown,
        "<p>&lt;b&gt;x&lt;/b&gt;</p>\n<p>&lt;div onclick=\"x\"&gt;</p>\n<p><a href=\"\">x</a></p>\n<h1 id=\"h\">h</h1>\n"
    );
}

#[test]
fn an_address_may_hold_spaces_and_brackets() {
    for (source, target) in [
        ("![图一](我的 图片.png)", "我的 图片.png"),
        ("见![图](图片 (1).jpg)。", "图片 (1).jpg"),
        ("![图](图片(1.jpg)", "图片(1.jpg"),
        ("[说明](./a b.md#节)", "./a b.md"),
        ("- [说明](附件 一.pdf)", "附件 一.pdf"),
        ("![**图**](我的 图.png)", "我的 图.png"),
    ] {
        let parsed = parse(source);
        let links: Vec<_> = parsed.value.links.iter().map(|link| (link.target.as_str(), link.spaced)).collect();
        assert_eq!((links, codes(source)), (vec![(target, true)], vec![]), "{source}");
        let span = parsed.value.links[0].span;
        assert!(source[span.start..span.end].ends_with(')'), "{source}");
    }
    for source in ["[注](见 附录)", "`![图](我的 图.png)`", "[外](a.md) 与 (b c.md)"] {
        assert!(parse(source).value.links.iter().all(|link| !link.spaced), "{source}");
    }
    is(
        "![图](我的 图.png)甲",
        "<p><img src=\"%E6%88%91%E7%9A%84%20%E5%9B%BE.png\" alt=\"图\" loading=\"lazy\" decoding=\"async\">甲</p>\n",
    );
}

#[test]
fn what_is_no_html_is_text_and_what_does_not_balance_is_contained() {
    is("数组<int>类型", "<p>数组&lt;int&gt;类型</p>\n");
    is("List<String>、Vec<Option>", "<p>List&lt;String&gt;、Vec&lt;Option&gt;</p>\n");
    is("<u>字</u><my-x>甲</my-x><br/>", "<p><u>字</u><my-x>甲</my-x><br/></p>\n");
    is("甲<b>乙\n\n丙", "<p>甲<b>乙</b></p>\n<p>丙</p>\n");
    is("- <div>甲\n- 乙\n", "<ul>\n<li>\n<div>甲\n</div></li>\n<li>乙</li>\n</ul>\n");
    is("甲</main></article>", "<p>甲</p>\n");
    is("<div>\n\n**甲**\n\n</div>\n", "<div>\n<p><strong>甲</strong></p>\n</div>\n");
    is("<center>甲\n\n乙</center>", "<center>甲\n<p>乙</center></p>\n");
    assert_eq!(parse("数组<int>类型").value.opening, "数组<int>类型");
    assert_eq!(codes("数组<int>类型"), ["W0231"]);
    assert_eq!(codes("<div>\n甲"), ["W0232"]);
    assert_eq!(codes("甲</main>"), ["W0233"]);
    assert_eq!(codes("<html>\n<body>\n甲\n</body>\n</html>"), ["W0234", "W0234"]);
    assert_eq!(codes("甲\n\n<!-- 乙\n\n丙"), ["W0235"]);
    for fine in
        ["<details>\n<summary>甲</summary>\n\n乙\n\n</details>", "<ul><li>甲<li>乙</ul>", "<p>甲", "<my-map></my-map>"]
    {
        assert_eq!(codes(fine), [""; 0], "{fine}");
    }
}

#[test]
fn code_is_classed_and_unknown_languages_are_told() {
    assert!(
        html("```rust\nfn a() {}\n```\n")
            .contains("<pre><code class=\"language-rust\"><span class=\"hl-source hl-rust\">")
    );
    is("```\n**a。**b $5\n```\n", "<pre><code>**a。**b $5\n</code></pre>\n");
    assert_eq!(codes("```klingon\nx\n```\n"), ["W0202"]);
    assert_eq!(codes("```text\nx\n```\n"), [""; 0]);
    is("{{ x }} {% y %}", "<p>{{ x }} {% y %}</p>\n");
}
