//! 05: templates.

use crate::base::diagnostic::Cause;

super::messages! {
    E0501 template_syntax(reason: Cause) {
        title: "模板写法有误", "invalid template";
        message: "模板写法有误{reason}", "invalid template{reason:#}";
        help: "改这一行：每个 {{% if %}}、{{% for %}}、{{% block %}} 要有自己的结束，{{{{ }}}} 要成对，名称要拼对", "mend this line: `if`, `for` and `block` need their ends, braces their partners, names their spelling";
        explain: "主题或 templates/ 里的模板不是合法的 Tera 模板。", "A template of the theme or in templates/ isn't valid Tera.";
    }

    E0502 template_failed(template: &str, page: &str, reason: Cause) {
        title: "模板渲染失败", "a template failed";
        message: "用模板 {template} 渲染 {page} 时失败{reason}", "template {template} failed on {page}{reason:#}";
        help: "改正变量的名称；可能没有的变量先判断：{{% if 变量 is defined %}}", "correct the variable's name; test one that may be missing with `is defined`";
        explain: "模板用到了页面没有的变量，或算式不成立。", "A template uses a variable that the page doesn't have, or an invalid operation.";
    }

    E0503 missing_template(template: &str) {
        title: "缺少模板", "missing template";
        message: "主题里没有模板 {template}", "the theme has no template {template}";
        help: "在主题的 templates/ 里加上它", "add it to the theme's templates/";
        explain: "主题必须为每一种页面提供模板。", "A theme must have a template for every kind of page.";
    }

    E0504 broken_asset(url: &str, reason: Cause) {
        title: "样式或脚本写法有误", "invalid style sheet or script";
        message: "{url} 写法有误{reason}", "{url} can't be parsed{reason:#}";
        help: "改正这一处；要引用的文件放在 assets/ 里", "fix this; imported files must be in assets/";
        explain: "主题的样式表和脚本在发布时合并、压缩，写法有误就做不到；浏览器会从出错处起忽略样式，或整个不运行脚本。", "Style sheets and scripts of a theme are bundled and minified during a build, which requires valid syntax. A browser would ignore styles after the error, and not run the script at all.";
    }

    E0505 poster_failed(reason: Cause) {
        title: "分享图画不出来", "rendering a poster failed";
        message: "分享图画不出来{reason}", "a poster can't be rendered{reason:#}";
        help: "poster.svg 应生成一幅 SVG；posters.font 应是字体文件（.ttf、.otf、.ttc）", "poster.svg must render to an SVG; posters.font must be a font (.ttf, .otf, .ttc)";
        explain: "没有题图的页面，分享出去时显示一幅带标题的图：由主题的 poster.svg 排版，用字体画成 PNG。", "A shared link to a page without a cover is shown with a picture of its title: the theme's poster.svg lays it out, and it is rendered to PNG with a font.";
    }

    W0506 font_not_installed(name: &str) {
        title: "分享图的字体没有装", "the font of posters isn't installed";
        message: "本机没有装字体“{name}”", "the font {name:?} isn't installed here";
        help: "装上它，或把字体文件放进网站的 themes/ 下，posters.font 写文件的路径；这次用的是本机免费可商用的字体，没有的话就不画分享图", "install it, or put the font file below the site's themes/ and give posters.font its path; a free font of this machine was used instead, or no posters were made";
        explain: "posters.font 写的是字体的名字时，每台生成网站的电脑都要装有它，否则分享图不一样。名字以文字处理软件字体菜单里的为准，例如“思源黑体”“Source Han Sans SC”。", "Where posters.font is the name of a font, each machine that builds the site needs it; otherwise posters differ. The name is the one in the font menu of a word processor: \"Source Han Sans SC\", say.";
    }
}
