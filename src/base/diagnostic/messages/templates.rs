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
        help: "可用的变量见 docs/templates.md；可能不存在的变量先用 is defined 判断", "docs/templates.md lists the variables; test with `is defined` for one that may be missing";
        explain: "模板用到了页面没有的变量，或算式不成立。", "A template uses a variable that the page doesn't have, or an invalid operation.";
    }

    E0503 missing_template(template: &str) {
        title: "缺少模板", "missing template";
        message: "主题里没有模板 {template}", "the theme has no template {template}";
        help: "在主题的 templates/ 里加上它", "add it to the theme's templates/";
        explain: "主题必须为每一种页面提供模板。", "A theme must have a template for every kind of page.";
    }

    E0504 broken_asset(url: &str, reason: &str) {
        title: "样式或脚本写法有误", "invalid style sheet or script";
        message: "{url} 写法有误：{reason}", "{url} can't be parsed: {reason}";
        help: "改正这一处；要引用的文件放在 assets/ 里", "fix this; imported files must be in assets/";
        explain: "主题的样式表和脚本在发布时合并、压缩，写法有误就做不到；浏览器会从出错处起忽略样式，或整个不运行脚本。", "Style sheets and scripts of a theme are bundled and minified during a build, which requires valid syntax. A browser would ignore styles after the error, and not run the script at all.";
    }

    E0505 poster_failed(reason: &str) {
        title: "分享图画不出来", "rendering a poster failed";
        message: "分享图画不出来：{reason}", "a poster can't be rendered: {reason}";
        help: "poster.svg 应生成一幅 SVG；posters.font 应是字体文件（.ttf、.otf、.ttc）", "poster.svg must render to an SVG; posters.font must be a font (.ttf, .otf, .ttc)";
        explain: "没有题图的页面，分享出去时显示一幅带标题的图：由主题的 poster.svg 排版，用字体画成 PNG。", "A shared link to a page without a cover is shown with a picture of its title: the theme's poster.svg lays it out, and it is rendered to PNG with a font.";
    }
}
