//! 07: findings about the structure of texts and pages, and about silences.

super::messages! {
    E0701 silence_unknown_code(code: &str) {
        title: "忽略了不存在的代码", "unknown code in `check.ignore`";
        message: "没有代码“{code}”", "there is no code `{code}`";
        help: "写报告里方括号中的代码，如 W0703", "write the code in the brackets of a report, such as W0703";
        explain: "check.ignore 列出不再报告的代码；写错的代码会报错，不会悄悄失效。", "`check.ignore` lists codes that aren't reported. A misspelt code is an error, so that it isn't silently ignored.";
    }
    E0702 silence_of_error(code: &str) {
        title: "错误不能忽略", "an error can't be silenced";
        message: "{code} 是错误，不能忽略", "{code} is an error and can't be silenced";
        help: "改正它；只有 W 开头的提醒可以忽略", "fix it; only codes that begin with W can be silenced";
        explain: "E 开头的是错误，带着它网站不会生成，所以只能改正。", "A code that begins with E stops the build, so it must be fixed.";
    }
    W0701 picture_without_words(place: &str) {
        title: "图片没有替代文字", "picture without alternative text";
        message: "图片没有说得清楚的替代文字：{place}", "picture without a meaningful alternative text: {place}";
        help: "写一句话说明图里有什么，如 ![水滴里的光路](a.png)；字段的图片写在同名的 _alt 字段里", "describe in a sentence what it shows, as in ![light in a raindrop](a.png); for a field, in the field of the same name with `_alt`";
        explain: "看不见图的人听到的就是替代文字；图片没有加载出来时显示的也是它。文件名、“图片”“照片”之类什么也没有说。", "Screen readers read the alternative text aloud, and browsers show it if the picture doesn't load. A file name or the word `picture` says nothing.";
    }
    W0702 heading_jump(found: u8, expected: u8) {
        title: "小标题跳级", "skipped heading level";
        message: "{found} 级小标题前面没有 {expected} 级小标题", "a heading of level {found} without one of level {expected} before it";
        help: "改成 {expected} 级（行首 {expected} 个 #），或补上中间一级", "change it to level {expected}, or add the missing level";
        explain: "读屏软件的用户靠小标题的级别了解文章结构。页面的标题是第一级，正文从第二级（##）开始，一级一级往下用。", "Users of screen readers navigate by headings. The page's title is the first level; a text begins with the second (##) and goes down one level at a time.";
    }
    W0703 table_without_header() {
        title: "表格没有表头", "table without a header";
        message: "表格没有表头", "the table has no header";
        help: "在第一行写上每一列的名称；HTML 表格用 <th>", "name each column in the first row; an HTML table uses <th>";
        explain: "读屏软件读一格时先读它的表头；没有表头，听的人不知道一格说的是什么。", "Screen readers read a cell after its header; without one, listeners don't know what the cell means.";
    }
    W0704 vague_link(text: &str) {
        title: "链接文字没有说明去处", "vague link text";
        message: "链接文字“{text}”没有说明通向哪里", "the link text `{text}` doesn't say where it leads";
        help: "用目标的名称作链接文字，如 [彩虹的成因](rainbow.md)", "use the target's name, as in [why rainbows form](rainbow.md)";
        explain: "读屏软件的用户常把链接逐个挑出来听，“点击这里”“更多”或一长串网址说明不了去处。", "Users of screen readers often jump from link to link, where `click here`, `more` or a bare address says nothing.";
    }
    W0705 blank_section(heading: &str) {
        title: "小标题下面没有内容", "heading without content";
        message: "小标题“{heading}”下面没有内容", "there is nothing below the heading `{heading}`";
        help: "补上内容，或删去小标题", "add text, or remove the heading";
        explain: "一个小标题后面紧跟着同级或更高级的小标题，或者文章就此结束。检查网站的人把它看作空白栏目。", "The heading is followed by another of its level or a higher one, or by the end of the text. Inspections count it as a blank section.";
    }
    W0706 blank_column(title: &str) {
        title: "空白栏目", "column without entries";
        message: "栏目“{title}”没有内容", "nothing has been published in `{title}`";
        help: "发布内容，或删去这个栏目的目录", "publish something, or remove the folder";
        explain: "网站上有栏目的页面，里面却没有一个条目。政府网站检查把空白栏目算作问题。", "The site has a page for the column but no entry in it. Inspections of government sites penalise blank columns.";
    }
    W0707 broken_page_link(page: &str, target: &str, pages: usize) {
        title: "页面上的链接失效", "broken link on a page";
        message: "页面 {page} 上的 {target} 不存在（共 {pages} 页有它）", "{target} on the page {page} doesn't exist (on {pages} pages)";
        help: "改正模板、菜单、字段或正文 HTML 里的这个地址", "correct the address in the template, the menu, the field or the HTML of the text";
        explain: "生成的页面里有一个链接、图片、脚本或样式，指向本站没有的页面或文件。正文和菜单里的链接在构建时已核对，这里核对的是页面的全部，包括模板写出的链接。", "A link, picture, script or style sheet of a rendered page has no target on this site. A build checks the links in texts and menus; this check covers complete pages, with the links of templates.";
    }
    W0708 broken_page_anchor(page: &str, target: &str, pages: usize) {
        title: "页面上的锚点失效", "broken anchor on a page";
        message: "页面 {page} 上的 {target} 指向的位置不存在（共 {pages} 页有它）", "the anchor of {target} on the page {page} doesn't exist (on {pages} pages)";
        help: "核对 # 后面的名称与目标页面上的 id", "compare the name after # with the ids of that page";
        explain: "链接里 # 后面的名称在目标页面上没有对应的 id，点了会停在页首。", "No element of that page has the id after #, so the link leads to the top of the page.";
    }
    W0709 unused_silence(code: &str) {
        title: "多余的忽略", "unused entry in `check.ignore`";
        message: "这里没有 {code} 可忽略", "there is no {code} here to be silenced";
        help: "从 check.ignore 里删去它", "remove it from `check.ignore`";
        explain: "问题改好之后，忽略它的一行也该删去，否则以后同样的问题会被它遮住。", "When a finding is fixed, its silence should be removed as well, or it would hide the next one.";
    }
    W0710 weak_contrast(option: &str, color: &str, against: &str, ratio: &str, least: &str) {
        title: "颜色对比不足", "weak contrast";
        message: "“{option}”的颜色 {color} 与 {against} 的对比度是 {ratio}:1，应不小于 {least}:1", "the colour {color} of `{option}` has a contrast of {ratio}:1 to {against}; the minimum is {least}:1";
        help: "换一个更深（或更浅）的颜色", "choose a darker (or lighter) colour";
        explain: "视力不好的人、在阳光下看手机的人分辨不出对比不足的文字和图形。WCAG 2.2 要求文字 4.5:1（大字 3:1），图形 3:1。主题在 theme.yaml 的 contrast 里说明哪些颜色会照原样显示、显示在什么颜色上。", "People with low vision, or with a phone in sunlight, can't read text and graphics of weak contrast. WCAG 2.2 requires 4.5:1 for text, 3:1 for large text and graphics. A theme declares with `contrast` in theme.yaml which colours are used unchanged, and on which background.";
    }
}
