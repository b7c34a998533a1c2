//! 05: templates.

super::messages! {
    E0501 template_syntax(reason: &str) {
        title: "模板写法有误", "invalid template";
        message: "模板写法有误：{reason}", "invalid template: {reason}";
        help: "模板的写法见 docs/templates.md", "docs/templates.md shows how templates are written";
        explain: "主题或 templates/ 里的模板不是合法的 Tera 模板。", "A template of the theme or in templates/ isn't valid Tera.";
    }

    E0502 template_failed(template: &str, page: &str, reason: &str) {
        title: "模板渲染失败", "a template failed";
        message: "用模板 {template} 渲染 {page} 时失败：{reason}", "template {template} failed on {page}: {reason}";
        help: "可用的变量见 docs/templates.md；可能不存在的变量先用 is defined 判断", "docs/templates.md lists the variables; ask `is defined` for one that may be missing";
        explain: "模板用到了页面没有的变量，或算式不成立。", "A template used a variable that the page doesn't have, or an impossible operation.";
    }

    E0503 missing_template(template: &str) {
        title: "缺少模板", "missing template";
        message: "主题里没有模板 {template}", "the theme has no template {template}";
        help: "在主题的 templates/ 里加上它", "add it to the theme's templates/";
        explain: "主题必须为每一种页面提供模板。", "A theme has a template for every kind of page.";
    }

    E0504 broken_asset(url: &str, reason: &str) {
        title: "样式或脚本写法有误", "a style sheet or script that can't be read";
        message: "{url} 写法有误：{reason}", "{url} can't be read: {reason}";
        help: "改正这一处；要引用的文件放在 assets/ 里", "mend this place; a file that is imported lies in assets/";
        explain: "主题的样式表和脚本在发布时合并、压缩，写法有误就做不到；浏览器会从出错处起忽略样式，或整个不运行脚本。", "Style sheets and scripts of a theme are bundled and minified when a site is published, which takes valid ones. A browser would leave out styles from the fault on, and not run a script at all.";
    }

    E0505 poster_failed(reason: &str) {
        title: "分享图画不出来", "a poster can't be drawn";
        message: "分享图画不出来：{reason}", "a poster can't be drawn: {reason}";
        help: "poster.svg 应生成一幅 SVG；posters.font 应是字体文件（.ttf、.otf、.ttc）", "poster.svg makes an SVG; posters.font is a font (.ttf, .otf, .ttc)";
        explain: "没有题图的页面，分享出去时显示一幅带标题的图：由主题的 poster.svg 排版，用字体画成 PNG。", "A page without a cover is shown with a picture of its title where somebody shares it: the theme's poster.svg arranges it, and a font draws it as PNG.";
    }
}
