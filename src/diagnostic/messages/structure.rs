//! 07: the make-up of texts, as a check finds it.

super::messages! {
    W0702 heading_jump(found: u8, expected: u8) {
        title: "小标题跳级", "a heading that leaves a level out";
        message: "{found} 级小标题前面没有 {expected} 级小标题", "a heading of level {found} without one of level {expected} above it";
        help: "改成 {expected} 级（行首 {expected} 个 #），或补上中间一级", "make it level {expected}, or add the level between";
        explain: "读屏软件的用户靠小标题的级别了解文章结构。页面的标题是第一级，正文从第二级（##）开始，一级一级往下用。", "Whoever listens to a page finds their way by its headings. The page's title is the first level; a text begins with the second (##) and goes down one level at a time.";
    }
}
