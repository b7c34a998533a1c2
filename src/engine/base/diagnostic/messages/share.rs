//! 15: sharing content elsewhere, and counting its readers.

use crate::base::diagnostic::Cause;

super::messages! {
    E1501 share_unknown(name: &str) {
        title: "没有这个条目", "no such entry";
        message: "网站上没有叫“{name}”的条目", "there is no entry `{name}` on the site";
        help: "写它的文件（content/column/…）、网址、slug 或标题；草稿和没到发布日的条目还不能分享", "give its file (content/column/…), its address, its slug or its title; drafts and entries of the future can't be shared yet";
        explain: "kepu share 按文件、目录、网址、slug 或标题找条目，只找已经发布在网站上的：分享出去的东西要带着原文的网址。", "`kepu share` finds an entry by its file, its folder, its address, its slug or its title, among those that are published: what is shared carries the address of the page.";
    }

    E1502 share_ambiguous(name: &str, zh: &str, en: &str) {
        title: "有几个条目叫这个名字", "several entries have this name";
        message: "有几个条目叫“{name}”：{zh}", "several entries are called `{name}`: {en}";
        help: "写上其中一个文件的路径", "give the path of one of these files";
        explain: "不同栏目里的条目可以同名，文件的路径只属于一个。", "Entries of different collections may have the same name; a path belongs to one of them.";
    }

    E1503 share_folder_taken(folder: &str) {
        title: "目录里有别的文件", "the folder holds other files";
        message: "{folder} 里有不是 kepu 写的文件，什么也没有写", "{folder} holds files that kepu didn't write; nothing was written";
        help: "用 --out 换一个目录，或先把里面的文件移走", "choose another folder with --out, or move its files away first";
        explain: "一篇文章的文件放在一个自己的目录里。里面有别的文件时不覆盖，以免盖掉别人的东西。", "The files of an article go into a folder of their own. If it holds anything else, nothing is replaced.";
    }

    E1504 share_nothing(zh: &str, en: &str) {
        title: "这段时间没有内容", "nothing in this time";
        message: "{zh}没有活动，也没有新文章", "there are neither events nor new articles in {en}";
        help: "核对年月；草稿和没到发布日的条目不算", "check the month; drafts and entries of the future don't count";
        explain: "月度摘要和简报由这个月的活动和新文章组成，一样也没有就不写。", "A digest or a bulletin is made of a month's events and new articles; without any there is nothing to write.";
    }

    E1505 share_no_poster() {
        title: "主题不画海报", "the theme draws no posters";
        message: "主题没有 share_poster.svg，画不了海报", "the theme has no share_poster.svg, so it draws no posters";
        help: "用自带的主题 spring，或在 templates/ 里加一个 share_poster.svg", "use the theme spring, or add share_poster.svg to templates/";
        explain: "kepu share poster 的版式由主题的模板 share_poster.svg 画。", "The layout of `kepu share poster` is drawn by the theme's template share_poster.svg.";
    }

    E1506 share_poster(reason: Cause) {
        title: "海报画不出来", "a poster can't be drawn";
        message: "海报画不出来{reason}", "the poster can't be drawn{reason:#}";
        help: "share_poster.svg 应生成一幅 SVG；还不行，看看题图能不能打开", "share_poster.svg must render to an SVG; if it does, see whether the picture can be opened";
        explain: "海报由主题的 share_poster.svg 排版，再画成 PNG。", "The theme's share_poster.svg lays a poster out, and it is rendered to PNG.";
    }

    E1507 share_no_font() {
        title: "没有能用的字体", "no usable font";
        message: "本机没有可以用来发布图片的中文字体，海报上的字画不出来", "no Chinese font that may be published with pictures was found here, so the words of a poster can't be drawn";
        help: "装上思源黑体（Noto Sans SC），或用 posters.font 指定字体文件", "install Noto Sans SC, or name a font file with posters.font";
        explain: "海报上的字用 posters.font 指定的字体，没有指定就用本机的思源黑体等免费可商用的字体。", "Posters are lettered with the font of `posters.font`, or else with a free font of this machine.";
    }

    E1508 stats_nothing(lines: u64) {
        title: "日志看不懂", "logs that can't be read";
        message: "{lines} 行里没有一行是看得懂的访问记录", "of {lines} lines none is a request that can be read";
        help: "给出 nginx、Apache 的访问日志（combined 或 common 格式）、一行一条的 JSON，或带 #Fields 的 W3C 日志；错误日志不行", "give access logs of nginx or Apache (combined or common), JSON with one record a line, or W3C logs with #Fields; error logs won't do";
        explain: "kepu stats 读服务器的访问日志。每一行要有时间、请求的网址和状态码。", "`kepu stats` reads access logs, each line of which has a time, the requested address and a status.";
    }

    E1509 no_browser() {
        title: "没有能打印 PDF 的浏览器", "no browser to print PDF with";
        message: "没有找到 Chrome、Edge 或 Chromium，PDF 打印不了", "neither Chrome nor Edge nor Chromium was found, so no PDF can be printed";
        help: "用 --out 简报.html 写成网页，再用任何浏览器打印成 PDF；或用 --browser 指定浏览器程序", "write a page with --out bulletin.html and print it with any browser, or name one with --browser";
        explain: "简报先排成 A4 的网页，再由本机的浏览器打印成 PDF。", "A bulletin is laid out as a page for A4, and printed to PDF by a browser of this machine.";
    }

    E1510 bulletin_failed(reason: Cause) {
        title: "PDF 没有打印出来", "the PDF wasn't printed";
        message: "浏览器没有把简报打印成 PDF{reason}", "the browser didn't print the bulletin to PDF{reason:#}";
        help: "用 --out 简报.html 写成网页，在浏览器里打印成 PDF；在容器里或以 root 运行时浏览器会拒绝启动", "write a page with --out bulletin.html and print it in a browser; in a container or as root browsers refuse to start";
        explain: "打印由本机的浏览器做。它没有写出文件时，附上它说的话（--verbose）。", "Printing is done by a browser of this machine. If it writes no file, its words are added (--verbose).";
    }

    W1501 share_formulas(count: usize) {
        title: "公式写成了一行", "formulas were written on one line";
        message: "{count} 个公式写成了一行文字，如 (a+b)/c、√(x)", "{count} formulas were written as a line of text, such as (a+b)/c and √(x)";
        help: "看看每一个是否还读得懂；要原样的，截图插入", "see whether each can still be read; insert a screenshot where it must look the same";
        explain: "公众号编辑器不显示数学公式。上下标照样保留，分数、根号、求和等写成一行。", "The editor of official accounts shows no formulas. Indices are kept; fractions, roots and sums are written on one line.";
    }

    W1502 share_media(zh: &str, en: &str) {
        title: "音频、视频换成了链接和二维码", "media became links and codes";
        message: "音频、视频或嵌入的内容换成了链接和二维码：{zh}", "audio, video or embedded content became a link and a QR code: {en}";
        help: "要在文章里播放的，先上传到公众号的素材库，再在编辑器里插入", "to play it in the article, upload it to the account and insert it in the editor";
        explain: "公众号编辑器只播放自己素材库里的音频和视频，粘贴进去的会被删掉。", "The editor of official accounts plays only media of its own library, and removes what is pasted.";
    }

    W1503 share_left_out(zh: &str, en: &str) {
        title: "有内容没有带过去", "parts were left out";
        message: "正文里的这些元素没有带过去：{zh}", "these elements of the text were left out: {en}";
        help: "表单、按钮和脚本在公众号文章里不起作用；重要的话改写成文字", "forms, buttons and scripts don't work in an article; put what matters into words";
        explain: "公众号编辑器会删去表单、脚本和无法转换的图形，所以不写进文章，在这里说明。", "The editor of official accounts removes forms, scripts and graphics that can't be converted, so they aren't written, and are listed here.";
    }

    W1504 share_picture(file: &str, reason: Cause) {
        title: "图片没有带过去", "a picture was left out";
        message: "图片 {file} 没有带过去{reason}", "the picture {file} was left out{reason:#}";
        help: "确认文件在、打得开，再做一次", "check that the file exists and can be opened, and try again";
        explain: "文章里的图片要转成 JPEG、PNG 或 GIF；打不开的图片在文章里留一个占位。", "Pictures are converted to JPEG, PNG or GIF; for one that can't be opened a placeholder stays in the article.";
    }

    W1505 share_by_hand(zh: &str, en: &str) {
        title: "图片要手工插入", "pictures to insert by hand";
        message: "这些图片要在编辑器里手工插入：{zh}", "insert these pictures in the editor by hand: {en}";
        help: "文章里用【图…】标出了位置，图片在 images 目录", "their places are marked in the article, and the files are in the folder images";
        explain: "粘贴时编辑器最多接受约 20 张、每张 1 MB 以内的内嵌图片，多的、大的留出位置，由人插入。", "The editor takes about 20 pasted pictures of up to 1 MB each. For others a place is marked, where an editor inserts them.";
    }

    W1506 share_unlettered(zh: &str, en: &str) {
        title: "图里的文字没有画出来", "words in drawings are missing";
        message: "没有字体，这些图里的文字没有画出来：{zh}", "there is no font, so that the words in these drawings are missing: {en}";
        help: "装上思源黑体（Noto Sans SC），或用 posters.font 指定字体文件，再做一次", "install Noto Sans SC, or name a font file with posters.font, and try again";
        explain: "SVG 图要画成 PNG，图里的文字由本机的字体画。", "Drawings in SVG are rendered to PNG, and their words are drawn with a font of this machine.";
    }

    W1507 share_long(zh: &str, en: &str, length: usize, most: usize) {
        title: "超过编辑器的长度", "too long for the editor";
        message: "{zh} {length} 字，编辑器最多 {most} 字", "the {en} has {length} characters, and the editor takes {most}";
        help: "缩短它，或分成几篇", "shorten it, or make several articles of it";
        explain: "公众号编辑器限制标题和正文的长度，超过就不能保存。", "The editor of official accounts limits the length of titles and texts, and saves none that is longer.";
    }

    W1508 share_no_cover() {
        title: "没有封面", "no cover";
        message: "条目没有题图，本机又没有可用的中文字体，封面没有画", "the entry has no picture, and no Chinese font was found here to draw a cover with";
        help: "给条目加上题图，或装上思源黑体（Noto Sans SC）再做一次", "give the entry a picture, or install Noto Sans SC and try again";
        explain: "有题图的用题图作封面，没有的由主题画一幅带标题的图，画字要有字体。", "A cover is made of the entry's picture, or of a drawing of its title, for which a font is needed.";
    }

    W1509 stats_unknown(count: u64, file: &str, line: u64) {
        title: "日志里有看不懂的行", "lines of a log that can't be read";
        message: "{count} 行看不懂，没有算进去；第一处是 {file} 第 {line} 行", "{count} lines can't be read and weren't counted; the first is line {line} of {file}";
        help: "少量是常事（攻击和断掉的请求）；很多的话，看看那一行是什么格式", "a few are usual (attacks and broken requests); if there are many, see what that line is";
        explain: "没有时间、网址或状态码的行不能统计，只数出有多少。", "A line without a time, an address or a status can't be counted.";
    }

    W1510 stats_unnamed(count: u64) {
        title: "日志不说是什么程序", "logs without the names of programs";
        message: "{count} 行没有记浏览器（User-Agent），机器人分不出来，数字偏大", "{count} lines don't say which program asked, so robots are among them and the figures too large";
        help: "让服务器用 combined 格式记日志", "have the server write its logs in the combined format";
        explain: "搜索引擎和扫描程序按 User-Agent 排除；common 格式里没有它。", "Search engines and scanners are recognised by their User-Agent, which the common format lacks.";
    }
    W1511 statistics_line(zh: &str, en: &str) {
        title: "statistics.csv 有没读懂的行", "lines of statistics.csv that can't be read";
        message: "statistics.csv：{zh}", "statistics.csv: {en}";
        help: "照 docs/report 里的例子改正；没有读懂的行没有进总结", "correct it after the example in docs/report; what wasn't read isn't in the report";
        explain: "statistics.csv 放活动记录里没有的年度数据：科普人员、经费、场地、传媒、基地参观人数、网站和账号。每行写年份、类别、名称、数值，还可以写编号、单位和来源。", "statistics.csv has the figures of a year that no entry has: people, funds, places, media, visitors of bases, the site and its accounts. A line has year, group, name and value, and may have code, unit and source.";
    }

    W1512 report_photo(file: &str, reason: Cause) {
        title: "照片没有放进总结", "a photograph that isn't in the report";
        message: "{file} 没有放进总结{reason}", "{file} isn't in the report{reason:#}";
        help: "看看这张图片能不能打开；网页上它也可能显示不出来", "see whether the picture can be opened; pages may not show it either";
        explain: "总结的照片附件取自当年活动的 results_photos，缩小成 JPEG。打不开的、没有发布的照片不放进去。", "The annex of photographs has those of `results_photos` of the year's events, made smaller. Those that can't be opened or aren't published are left out.";
    }

    W1513 report_without_records(year: i16, known_zh: &str, known_en: &str) {
        title: "这一年没有记录", "a year without records";
        message: "{year} 年没有活动、文章或填报的数字，总结是空的", "there are no events, articles or recorded figures of {year}, so the report is empty";
        help: "看看年份是不是写错了；有记录的年份：{known_zh}", "see whether the year is right; years with records: {known_en}";
        explain: "总结由当年的活动、专栏文章和 statistics.csv 里的数字汇编而成。", "The report is put together from the year's events, articles and the figures in statistics.csv.";
    }
}
