//! 02: front matter, texts and tables.

use std::fmt::Display;

use crate::base::diagnostic::Cause;

super::messages! {
    E0201 front_matter_syntax(zh: &str, en: &str, way_zh: &str, way_en: &str) {
        title: "文首信息读不出来", "front matter that can't be read";
        message: "文首信息读不出来：{zh}", "the front matter can't be read: {en}";
        help: "{way_zh}", "{way_en}";
        explain: "文首信息写在文件最前面的两行 --- 之间，每行“字段: 值”，冒号是半角的，后面空一格。列表每行一项，以“- ”开头。同一组的各行前面空格一样多，不用制表符。值里有“: ”，或以 @ * & ! % [ { 等符号开头时，整个值加引号，如 title: \"书评: 三体\"。文首信息读不出来时，这个文件的其他问题要等改好后才会报告。", "Front matter stands between two lines of `---` at the beginning of the file, with `field: value` on each line, a plain colon and a space. A list has an item a line behind `- `. Lines of one group begin with the same number of spaces and no tab. A value with a colon and a space in it, or that begins with a sign such as @ * & ! % [ {, needs quotes. Other faults of the file are reported once its front matter can be read.";
    }

    E0202 front_matter_open(zh: &str, en: &str, way_zh: &str, way_en: &str) {
        title: "文首信息没有结束", "front matter isn't closed";
        message: "文首信息以 --- 开始，却没有结束的 ---{zh}", "the front matter begins with --- but isn't closed{en}";
        help: "{way_zh}", "{way_en}";
        explain: "文首信息夹在两行 --- 之间。", "Front matter stands between two lines of `---`.";
    }

    E0203 unknown_field(field: &str, collection: impl Display) {
        title: "未知的字段", "unknown field";
        message: "“{collection}”里没有字段“{field}”", "`{collection:#}` has no field `{field}`";
        help: "改正拼写，或在 _collection.yaml 的 fields 里声明它", "correct the spelling, or declare it under `fields` in _collection.yaml";
        explain: "字段必须先声明。不认识的字段会被报错，不会悄悄丢掉。", "Fields must be declared. An undeclared field is an error, so that no value is silently dropped.";
    }

    E0204 field_value(field: impl Display, zh: &str, en: &str) {
        title: "字段的值不对", "wrong value for a field";
        message: "“{field}”的值不对：{zh}", "wrong value for `{field:#}`: {en}";
        help: "照这里说的改正这一行；写法和例子用 kepu explain {field:#} 看", "correct the line as said here; `kepu explain {field:#}` shows how it is written";
        explain: "字段的值与声明的类型不符。消息里有它应有的写法。", "The value doesn't match the field's declared type. The message shows how it is written.";
    }

    E0205 missing_field(field: impl Display, line: &str) {
        title: "缺少必填字段", "missing field";
        message: "缺少必填字段“{field}”", "the required field `{field:#}` is missing";
        help: "补上一行，如：{line}", "add a line such as: {line}";
        explain: "没有标明 optional 的字段必须填写。", "A field that isn't declared optional must be given.";
    }

    E0206 not_utf8(zh: &str, en: &str, way_zh: &str, way_en: &str) {
        title: "文件不是 UTF-8", "not UTF-8";
        message: "文件不是 UTF-8 编码：{zh}", "the file isn't UTF-8: {en}";
        help: "{way_zh}", "{way_en}";
        explain: "文本文件必须是 UTF-8；表格（CSV）也可以是 GB18030。", "Text files are UTF-8; CSV tables may also be GB18030.";
    }

    E0207 end_before_start() {
        title: "结束早于开始", "end before start";
        message: "结束时间早于开始时间", "it ends before it starts";
        help: "核对 start 和 end", "check start and end";
        explain: "活动的 end 不能早于 start；全天活动的 end 是最后一天。", "An event's end can't lie before its start; for an all-day event it is the last day.";
    }

    E0208 unknown_term(term: &str, taxonomy: impl Display, known: &str) {
        title: "未知的分类词", "unknown term";
        message: "分类“{taxonomy}”中没有“{term}”", "taxonomy `{taxonomy:#}` has no term `{term}`";
        help: "写成其中之一：{known}；要增加，就写进 site.yaml 的 taxonomies.{taxonomy:#}.terms", "write one of: {known}; a new one goes into taxonomies.{taxonomy:#}.terms in site.yaml";
        explain: "标明 closed 的分类只接受 site.yaml 里列出的词：代号、名称，或写在 aliases 里的别的写法。", "A closed taxonomy accepts only the terms listed in site.yaml: by key, by title, or by one of their aliases.";
    }

    E0209 unknown_choice(found: &str, field: impl Display, known: &str, keys: &str) {
        title: "不在选项之中", "not one of the choices";
        message: "“{field}”不能是“{found}”", "`{field:#}` can't be `{found}`";
        help: "可选：{known}", "choose one of: {keys}";
        explain: "选项字段只接受声明中列出的值，写代号或中文名都可以。", "A choice field accepts only its declared values, by key or label.";
    }

    E0210 table_row(zh: &str, en: &str) {
        title: "表格的行有误", "invalid table row";
        message: "表格的行有误：{zh}", "invalid table row: {en}";
        help: "每行的列数要与表头相同；含逗号或换行的格要加双引号", "each row has as many cells as the header; a cell with a comma or a line break is quoted";
        explain: "CSV 表格的某一行读不出来。", "A row of a CSV table can't be parsed.";
    }

    E0211 unknown_column(column: &str, collection: impl Display) {
        title: "未知的列", "unknown column";
        message: "表头“{column}”不是栏目“{collection}”的字段名或标签", "column `{column}` is neither a field nor a label of collection `{collection:#}`";
        help: "改正表头，或在 _collection.yaml 里声明这个字段", "correct the header, or declare the field in _collection.yaml";
        explain: "表头写字段名或字段的标签。", "A table's header contains field keys or labels.";
    }

    E0212 front_matter_too_large() {
        title: "文首信息过大", "front matter too large";
        message: "文首信息超过 64 kB", "the front matter is over 64 kB";
        help: "正文应写在第二行 --- 之后", "the body belongs after the second --- line";
        explain: "文首信息的上限是 64 kB，通常是忘了写结束的 ---。", "The limit of front matter is 64 kB; usually the closing `---` is missing.";
    }

    E0214 duplicate_entry(slug: &str, collection: impl Display, title: &str, other: &str) {
        title: "条目重名", "duplicate entry";
        message: "栏目“{collection}”里的“{other}”和“{title}”都以“{slug}”为名", "`{other}` and `{title}` of collection `{collection:#}` are both named `{slug}`";
        help: "给其中一个的文件改名，或加一行 slug: {slug}-2", "rename the file of one, or add a line slug: {slug}-2";
        explain: "同一栏目、同一语言里，条目的名字不能重复。", "An entry's name must be unique within a collection and a language.";
    }

    E0215 empty_slug() {
        title: "网址名为空", "empty slug";
        message: "这个条目得不出网址名", "no slug can be derived for this entry";
        help: "写上 slug: 加字母或数字", "give it a slug of letters or digits";
        explain: "网址名取自 slug 字段、文件名或标题。", "A slug is derived from the field `slug`, the file name or the title.";
    }

    E0216 unknown_language(language: &str) {
        title: "未知的语言", "unknown language";
        message: "本站没有语言“{language}”", "this site has no language `{language}`";
        help: "在 site.yaml 的 languages 里加上它，或改文件名", "add it to `languages` in site.yaml, or rename the file";
        explain: "文件名里的语言后缀（page.en.md）必须是 site.yaml 的 languages 之一。", "A language suffix such as page.en.md is one of `languages` in site.yaml.";
    }

    E0218 bad_slug(slug: &str) {
        title: "网址名不能用", "invalid slug";
        message: "网址名不能是“{slug}”", "the slug can't be `{slug}`";
        help: "网址名是一段文字，不含斜线，也不是 . 或 ..", "a slug is one segment of an address: no slash, and neither . nor ..";
        explain: "网址名是网址的最后一段，不能借它改变页面所在的目录；要改目录，改栏目的 url。", "A slug is the last segment of an address and can't change the folder; that is set by the collection's `url`.";
    }

    E0219 picture_broken(reason: Cause) {
        title: "图片已损坏", "corrupt picture";
        message: "图片打不开{reason}", "the picture can't be decoded{reason:#}";
        help: "用看图软件打开看看；打不开就请重新导出或重新复制一份", "open it in a viewer; if that fails as well, export or copy it again";
        explain: "content/ 里的图片在生成时都会打开一次，以便做出大小合适的文件。打不开的图片在读者那里也显示不出来；没有传完、没有复制完的文件最常见。", "Every picture in content/ is decoded during the build, to generate responsive sizes. A picture that can't be decoded wouldn't be shown by browsers either; usually the file is truncated.";
    }

    E0220 picture_huge(width: u32, height: u32, limit: u64) {
        title: "图片太大", "picture has too many pixels";
        message: "图片有 {width} × {height} 像素，超过上限 {limit} 像素", "the picture has {width} × {height} pixels, more than the limit of {limit}";
        help: "先把它缩小；确实需要的话，在 site.yaml 的 pictures.max_pixels 里提高上限", "make it smaller first; or raise pictures.max_pixels in site.yaml";
        explain: "打开一张图片要占用与像素数相应的内存。很小的文件也可能有极多像素（“解压炸弹”），所以打开之前先看尺寸。", "Decoding a picture takes memory in proportion to its pixels. A small file can have very many (a decompression bomb), so the size is checked before decoding.";
    }

    E0222 not_a_picture() {
        title: "不是图片", "not a picture";
        message: "文件不是浏览器能显示的图片", "the file isn't a picture that browsers can show";
        help: "另存为 JPEG 或 PNG；手机上的 HEIC 照片可在“设置 → 相机 → 格式”里改为“兼容性最佳”", "save it as JPEG or PNG; on a phone choose the most compatible format for photos instead of HEIC";
        explain: "扩展名是图片的，内容却不是：可能是改了扩展名的 HEIC、TIFF 或文档，也可能是下载失败时存下的网页。", "Its extension is that of a picture, but its content isn't: a renamed HEIC, TIFF or document, or an HTML page from a failed download.";
    }

    E0223 drawing_unreadable(zh: &str, en: &str) {
        title: "绘图读不了", "drawing that can't be read";
        message: "SVG 读不了：{zh}", "the SVG can't be read: {en}";
        help: "用绘图软件打开它，另存为“普通 SVG”（UTF-8）", "open it in a drawing program and save it as plain SVG (UTF-8)";
        explain: "SVG 可以带脚本，发布之前要逐个元素检查。读不懂的文件无法检查，所以不发布。", "An SVG can contain scripts, so every element is checked before it is published. A file that can't be read can't be checked.";
    }

    E0224 unclosed_quote() {
        title: "引号没有配对", "quote that is never closed";
        message: "这一格以英文双引号开头，格末却没有配对的引号，下面的行会被当成这一格的内容；整个表没有读", "this cell begins with a quote that isn't closed at its end, so that rows below would be part of it; the table wasn't read";
        help: "删掉这个引号，或在格末补上；文字里的引号写两个（\"\"），或用中文引号“”", "remove the quote, or close it at the end of the cell; a quote within text is written twice (\"\")";
        explain: "CSV 用英文双引号包住含逗号或换行的单元格。少一个引号，后面的行就会并进同一格而悄悄消失。", "CSV encloses cells with commas or line breaks in double quotes. Where one is missing, the rows behind it would silently become part of one cell.";
    }

    E0225 no_front_matter(lines: &str, lines_en: &str) {
        title: "没有文首信息", "no front matter";
        message: "这个文件没有文首信息（开头两行 --- 之间的“字段: 值”）", "the file has no front matter: `field: value` between two lines of `---` at its beginning";
        help: "在文件最前面写一行 ---，再写这几行：{lines}，最后再写一行 ---；不是要发布的文章，就移出 content/", "begin the file with a line ---, these lines: {lines_en}, and another line ---; move it out of content/ if it isn't to be published";
        explain: "content/ 里的每个 .md 文件都是网站的一页，它的标题、日期等写在文件最前面的两行 --- 之间。没有这一段，程序不知道标题，也不会猜。", "Every .md file in content/ is a page of the site. Its title, date and other fields stand between two lines of `---` at the beginning of the file. Without them there is no title, and none is guessed.";
    }

    E0226 picture_unshown(extension: &str) {
        title: "浏览器显示不了的图片", "a picture that browsers don't show";
        message: "浏览器显示不了 .{extension} 图片", "browsers don't show pictures in the format .{extension}";
        help: "另存为 JPEG 或 PNG 再引用：照片用看图软件或手机“导出为 JPEG”，PSD、AI 用原软件导出，EMF、WMF 在 Word 里“另存为图片”选 PNG", "export it as JPEG or PNG and name that: photos in a viewer or on the phone, PSD and AI in their own programs, EMF and WMF by \"Save as Picture\" in Word, as PNG";
        explain: "相机的 HEIC 和 TIFF、绘图软件的 PSD、办公软件的 EMF 之类，几乎没有浏览器能显示，访客看到的会是一个空框。作为附件下载不受影响。", "Hardly any browser shows HEIC and TIFF of cameras, PSD of drawing programs or EMF of office programs; visitors would see an empty frame. Links to such a file as a download stay possible.";
    }

    E0227 table_header(zh: &str, en: &str, way_zh: &str, way_en: &str) {
        title: "第一行不是表头", "no header in a table";
        message: "这个表读不出来：{zh}", "the table can't be read: {en}";
        help: "{way_zh}", "{way_en}";
        explain: "表格的第一行写各列的名称，各格之间用半角逗号。Excel 和 WPS 里另存为“CSV UTF-8（逗号分隔）”就是这样的；工作表最上面的大标题要先删去。", "A table's first row names its columns, and commas separate the cells, as in what Excel and WPS save as `CSV UTF-8 (comma delimited)`. A title above the header is removed first.";
    }

    E0228 picture_of_no_format(extension: &str) {
        title: "不是图片的文件", "a file that is no picture";
        message: "这里要一幅图片，.{extension} 文件不是图片", "a picture is expected here, and a .{extension} file is none";
        help: "换成 .jpg、.png、.webp 或 .svg 图片；要给读者下载的文件，写进附件字段，或在正文里链接它", "name a .jpg, .png, .webp or .svg; a file to download goes into an attachment, or is linked in the text";
        explain: "图片字段（cover、poster 等）和正文里的 `![说明](文件)` 只能写浏览器能显示的图片。", "Fields of pictures (cover, poster) and `![words](file)` in texts name pictures that browsers show.";
    }

    E0230 missing_spaced(target: &str) {
        title: "地址里有空格或括号，也没有这个文件", "address with spaces or brackets that leads nowhere";
        message: "没有页面或文件“{target}”", "there is no page or file `{target}`";
        help: "核对文件名；地址里有空格或括号时写在尖括号里：[文字](<{target}>)，图片是 ![文字](<{target}>)", "check the file's name; an address with spaces or brackets stands between angle brackets: [text](<{target}>), an image ![text](<{target}>)";
        explain: "Markdown 的地址里不能有空格和不成对的括号。旁边有这个名字的文件就照用；没有，就是写错了。", "In Markdown an address has neither spaces nor unpaired brackets. If there is a file of that name it is taken; if not, something is mistyped.";
    }

    W0201 indented_paragraph(count: usize) {
        title: "缩进的段落", "indented paragraph";
        message: "以空格缩进的段落（共 {count} 段）按普通段落处理，而不是代码", "indented paragraphs ({count}) are treated as text, not as code";
        help: "段首不必空格，首行缩进由样式负责；代码用三个反引号", "remove the spaces, indentation is up to the theme; for code use three backticks";
        explain: "段首空四个半角空格或一个制表符的段落，在 Markdown 里本是代码；中文的按段落处理并提醒，每篇一次。段首的全角空格不必改，直接略去。", "Paragraphs that begin with four spaces or a tab would be code in Markdown; Chinese ones are treated as paragraphs, with one warning a text. Full-width spaces at the beginning are dropped without one.";
    }

    W0202 unknown_code_language(language: &str) {
        title: "未知的代码语言", "unknown code language";
        message: "不认识代码语言“{language}”，未着色", "unknown code language `{language}`: not highlighted";
        help: "改正名称，或写 text", "correct the name, or write `text`";
        explain: "代码块按其语言着色。", "A code block is highlighted by its language.";
    }

    W0203 unknown_footnote(name: &str) {
        title: "脚注没有内容", "footnote without text";
        message: "脚注“{name}”没有内容", "footnote `{name}` has no text";
        help: "写一行 [^{name}]: 脚注内容", "write a line `[^{name}]: text`";
        explain: "引用的脚注没有定义，会原样显示。", "A footnote that is referenced but not defined is shown literally.";
    }

    W0204 drawing_cleaned() {
        title: "绘图里有脚本或外部内容", "SVG with scripts or external references";
        message: "SVG 里有脚本、事件或指向别处的地址，发布的文件里已去掉", "the SVG contains scripts, event handlers or external addresses; they are removed from the published file";
        help: "用绘图软件另存为“普通 SVG”，再看看图是否完好", "save it as plain SVG from a drawing program, and check that it still looks right";
        explain: "SVG 可以带脚本，也可以引用别的网站上的东西：打开它的人会因此运行脚本或被记录。生成时去掉这些内容，原文件不动。", "An SVG can contain scripts and references to other hosts, which would run for visitors or track them. They are removed from the published file; the source isn't changed.";
    }

    W0221 picture_misnamed(found: &str, extension: &str) {
        title: "图片的扩展名不对", "picture with a wrong extension";
        message: "文件其实是 {found} 图片，发布时扩展名改为 .{extension}", "the file is actually a {found} picture; it is published with the extension .{extension}";
        help: "不改也能用；想让文件名相符，就把扩展名改成 .{extension}，引用它的地方也要改", "it works as it is; to make the names agree, rename it to .{extension} and update references to it";
        explain: "从公众号等处保存的图片常常扩展名不对。服务器按扩展名告诉浏览器文件的类型，所以发布时用它真正的扩展名。", "Pictures saved from other sites often have a wrong extension. A web server derives the media type from it, so the picture is published with its real one.";
    }

    W0230 near_miss(zh: &str, en: &str, mended: &str) {
        title: "像是标记，但写法不对", "looks like markup";
        message: "这里像是{zh}，但写法不对，会原样显示", "this looks like {en} but isn't written as one, so it is shown as typed";
        help: "改成：{mended}", "write: {mended}";
        explain: "写法与 Markdown 只差一点：全角的括号、符号或空格，少了空格，多了空格，用了中文引号。读者看到的是原样的符号。本来就要显示这些符号的，在前面加反斜线 \\。", "It differs from Markdown only a little: brackets, signs or spaces of the wrong width, a space too few or too many, Chinese quotation marks. Readers see the signs as typed. Put a backslash before signs that are meant to be shown.";
    }

    W0231 not_html(tag: &str) {
        title: "不是 HTML 的标签", "not an HTML tag";
        message: "“{tag}”不是 HTML 标签，按文字显示", "`{tag}` isn't an HTML tag and is shown as text";
        help: "是代码就放在反引号里，如 `List<int>`；是 HTML 就改正标签名", "put code between backticks, as in `List<int>`; correct the name if HTML is meant";
        explain: "尖括号里只有 HTML 的标签（和名称带连字符的自定义元素）照原样写进网页。别的若也照写，浏览器会把它当作不认识的标签，字就不见了；所以按文字显示。没有写完的标签也是这样。", "Only elements of HTML, and custom elements with a hyphen in their name, pass between angle brackets. A browser would take anything else for an unknown element and hide the word, so it is shown as text, and so is a tag that doesn't end.";
    }

    W0232 html_unclosed(name: &str) {
        title: "HTML 标签没有结束", "HTML element isn't closed";
        message: "<{name}> 没有结束，已在所在的段落或正文末尾补上 </{name}>", "<{name}> isn't closed; </{name}> was put in where the block or the text around it ends";
        help: "在该结束的地方写上 </{name}>", "write </{name}> where it should end";
        explain: "正文只是网页的一部分。没有结束的标签会把后面的内容、直到页脚都包进去，所以在它所在的段落、列表项或正文结束处补上结束标签。", "A text is a part of a page. An element that stays open would swallow what follows, down to the footer, so it is closed where the paragraph, list item or text around it ends.";
    }

    W0233 html_stray(name: &str) {
        title: "多余的 HTML 结束标签", "HTML end tag without a start";
        message: "</{name}> 没有与之对应的 <{name}>，已略去", "</{name}> has no <{name}> and was left out";
        help: "删去它，或补上 <{name}>；开始和结束要在同一个段落、列表项或格子里", "remove it, or add <{name}>; both belong in the same paragraph, list item or cell";
        explain: "多余的结束标签会提前结束网页自己的结构（正文区、文章、页面），所以略去。", "An end tag too many would close the page's own elements (the main area, the article), so it is left out.";
    }

    W0234 html_of_page(name: &str) {
        title: "整个网页的 HTML 标签", "HTML tag of a whole page";
        message: "<{name}> 是整个网页的标签，正文里不能有，已略去", "<{name}> belongs to a whole page, not to a text; it was left out";
        help: "只贴 <body> 里面的内容", "paste only what is inside <body>";
        explain: "从别处复制整个网页时会带上 <html>、<head>、<body> 和 <!doctype>。网站的页面已经有了这些，正文里的略去。", "A page that was copied as a whole brings <html>, <head>, <body> and <!doctype> along. Pages of the site have their own, so those in a text are left out.";
    }

    W0235 html_comment_open() {
        title: "HTML 注释没有结束", "HTML comment isn't closed";
        message: "注释“<!--”没有结束，它后面的内容都不会显示", "the comment `<!--` isn't closed; nothing after it is shown";
        help: "在注释结束的地方写上 -->", "write --> where the comment ends";
        explain: "注释从 <!-- 到 -->。没有 --> 时，后面直到正文末尾的内容都算注释，读者看不到。", "A comment goes from <!-- to -->. Without the latter everything up to the end of the text is in the comment, and readers don't see it.";
    }

    W0236 joined_lines(mended: &str) {
        title: "几行会连成一段", "lines that become one paragraph";
        message: "这几行各有编号或符号，但不是列表，会连成一段", "these lines have numbers or bullets but aren't a list, so they become one paragraph";
        help: "行与行之间空一行，或写成列表：{mended}", "leave a blank line between them, or make a list: {mended}";
        explain: "Markdown 里相邻的几行是同一段。要分开就空一行；要列表就用“- ”或“1. ”开头。", "In Markdown, adjacent lines are one paragraph. Leave a blank line to part them, or begin them with `- ` or `1. ` for a list.";
    }

    W0237 near_table(head: &str, rule: &str) {
        title: "像是表格，但写法不对", "looks like a table";
        message: "这里像是表格，但写法不对，会原样显示", "this looks like a table but isn't written as one, so it is shown as typed";
        help: "竖线用半角，表头下面要有一行横线。表头写成 {head}，下一行写 {rule}", "use half-width bars, and a rule below the header. Write {head} and in the next line {rule}";
        explain: "表格的第一行是表头，第二行是 | --- | --- | 这样的横线，列数相同；竖线要用半角的 |。表格前面空一行。", "A table's first line is its header, the second a rule such as | --- | --- | with as many columns; the bars are half-width. A blank line stands before it.";
    }

    W0238 underlined_text(rule: &str) {
        title: "段落成了标题", "a paragraph became a heading";
        message: "上面这段文字因为紧跟着“{rule}”成了标题", "the text above is a heading, because `{rule}` follows it at once";
        help: "要分隔线，就在“{rule}”上面空一行；要标题，就删去它，在文字前写 ## 和空格", "for a rule, put a blank line above `{rule}`; for a heading, remove it and begin the text with ## and a space";
        explain: "Markdown 里一行 --- 或 === 紧跟在文字下面时，上面的整段文字是标题。分隔线的上面要空一行。", "In Markdown a line of --- or === directly below a text makes all of it a heading. A rule needs a blank line above it.";
    }

    W0239 cells_left_out(lost: &str, columns: usize) {
        title: "表格一行的格子太多", "too many cells in a row";
        message: "这一行比表头多出格子，“{lost}”不会显示", "this row has more cells than the header, so `{lost}` isn't shown";
        help: "表头有 {columns} 列：给表头和横线也加上列，或把多出的竖线写成 \\|", "the header has {columns} columns: add columns to it and to the rule, or write \\| for a bar that is text";
        explain: "表格的列数由表头决定。一行里多出来的格子没有列可放，网页上就没有它们。", "A table has as many columns as its header. Cells beyond them have no place and aren't on the page.";
    }

    W0240 numbered_otherwise(written: &str, shown: &str) {
        title: "列表的编号和写的不同", "a list is numbered otherwise";
        message: "这里写的是 {written}，页面上会显示 {shown}：列表从第一个编号起依次数下去", "this says {written}, but the page will show {shown}: a list counts on from its first number";
        help: "要保留 {written}，就在它后面的点前加反斜线：{written}\\.", "to keep {written}, put a backslash before the point: {written}\\.";
        explain: "Markdown 的有序列表只看第一项的编号，后面依次加一，与写的数字无关。年份、条款号之类要照原样显示的，写成段落。", "An ordered list of Markdown takes its first number and counts on, whatever the others say. Years or numbers of clauses that must stay are written as paragraphs.";
    }

    W0241 stars_vanish(written: &str, mended: &str) {
        title: "星号成了斜体", "stars became emphasis";
        message: "“{written}”的两个星号成了斜体的标记，不会显示", "the two stars of `{written}` mark emphasis and aren't shown";
        help: "乘号写成 {mended}；要显示星号就写 \\*；要斜体，就在两边各空一格", "for a product write {mended}; write \\* for a star; for emphasis leave a space on both sides";
        explain: "Markdown 里一对星号之间的文字是斜体，星号本身不显示。乘号用 ×。", "In Markdown a text between two stars is emphasised and the stars aren't shown. The sign of a product is ×.";
    }

    W0242 definition_unused(mended: &str) {
        title: "这一行不会显示", "a line that isn't shown";
        message: "方括号加冒号开头的一行是链接地址的定义；没有链接用它，所以页面上没有这一行", "a line that begins with brackets and a colon defines the address of a link; no link uses this one, so it isn't on the page";
        help: "是正文就用全角冒号：{mended}；是脚注就写 [^1]: …；不要了就删去", "for text use a full-width colon: {mended}; a footnote is written [^1]: …; otherwise remove it";
        explain: "“[名称]: 地址”是链接的定义，正文里写 [名称] 时用它的地址，自己不显示。", "`[name]: address` defines a link that [name] in the text then has. It isn't shown itself.";
    }

    W0243 markdown_in_html(written: &str, tag: &str) {
        title: "HTML 里的 Markdown", "Markdown within HTML";
        message: "HTML 标签之间不解析 Markdown，“{written}”会原样显示", "Markdown isn't parsed between HTML tags, so `{written}` is shown as typed";
        help: "在 <{tag}> 后面和 </{tag}> 前面各空一行", "leave a blank line behind <{tag}> and before </{tag}>";
        explain: "一行以 HTML 标签开头时，到下一个空行为止都是 HTML。空一行，后面的文字就又是 Markdown。", "A line that begins with an HTML tag begins HTML that goes on to the next blank line. Behind a blank line the text is Markdown again.";
    }

    W0244 fence_open(fence: &str) {
        title: "代码块没有结束", "code block isn't closed";
        message: "代码块没有结束，后面的内容都成了代码", "the code block isn't closed, so everything behind it is code";
        help: "在代码后面另起一行写 {fence}", "write {fence} on a line of its own behind the code";
        explain: "代码块从一行 ``` 到下一行 ```。没有第二个，后面直到正文末尾都按代码显示。", "A code block goes from a line ``` to the next one. Without it everything up to the end of the text is shown as code.";
    }

    W0245 footnote_unused(name: &str) {
        title: "没有标号的脚注", "footnote without a mark";
        message: "脚注“{name}”在正文里没有标号，或写了两次", "nothing in the text refers to footnote `{name}`, or it is there twice";
        help: "在正文该加注的地方写 [^{name}]；写重的改个名称；不要了就删去", "write [^{name}] where the note belongs; rename one that is there twice; or remove it";
        explain: "正文里没有标号的脚注列在最后，没有编号，读者不知道它说的是哪里。", "A note that no mark refers to is listed last, without a number; readers can't know what it belongs to.";
    }

    W0246 formula_open() {
        title: "公式没有结束", "formula isn't closed";
        message: "“$$”没有配对，公式会原样显示", "`$$` has no counterpart, so the formula is shown as typed";
        help: "在公式后面也写上 $$，公式中间不要空行", "write $$ behind the formula as well, without blank lines in it";
        explain: "单独成行的公式写在两个 $$ 之间，中间不能有空行。", "A formula on its own line stands between $$ and $$, without blank lines in it.";
    }

    W0247 foreign_markup(written: &str) {
        title: "别的程序的标记", "markup of another program";
        message: "“{written}”是别的程序的标记，这里按文字显示", "`{written}` is markup of another program and is shown as text";
        help: "换成 Markdown 或 HTML；是要讲解的代码，就放在反引号里", "replace it by Markdown or HTML; put it between backticks if it is code to show";
        explain: "Hugo、Hexo、Jekyll 等的短代码和模板标记在这里没有意义，会原样出现在网页上。", "Shortcodes and template tags of Hugo, Hexo, Jekyll and others mean nothing here and would appear on the page as they are.";
    }

    W0248 contents_mark(written: &str) {
        title: "目录标记", "mark for a table of contents";
        message: "“{written}”按文字显示：目录由网页模板生成，不用写", "`{written}` is shown as text: the template makes the table of contents";
        help: "删去这一行", "remove the line";
        explain: "有些编辑器用 [TOC] 一行插入目录。这里文章页的目录由模板根据小标题生成。", "Some editors put a table of contents where [TOC] stands. Here the template makes it from the headings.";
    }

    W0249 quote_sign(written: &str) {
        title: "大于号成了引用", "a greater-than sign became a quotation";
        message: "“{written}”开头的 > 成了引用的标记，不会显示", "the > of `{written}` marks a quotation and isn't shown";
        help: "要显示 > 就写 \\>；要引用，就在 > 后面空一格", "write \\> to show it; for a quotation leave a space behind >";
        explain: "Markdown 里一行以 > 开头是引用，> 本身不显示。“>60岁免费”这样的大于号要写成 \\>，或写成“60岁以上”。", "In Markdown a line that begins with > is a quotation, and the sign isn't shown. A greater-than sign there is written \\>.";
    }

    W0250 formula_not_understood(formula: &str, zh: &str, en: &str) {
        title: "看不懂的公式", "formula not understood";
        message: "看不懂公式“{formula}”：{zh}；页面上显示它的源码", "the formula `{formula}` isn't understood: {en}; the page shows its source";
        help: "按 LaTeX 改正；不是公式的美元符号写成 \\$", "correct the LaTeX; write \\$ for a literal dollar sign";
        explain: "公式在构建时转为 MathML。看不懂的公式按源码显示，网站照常生成：一处笔误不该拦住整个网站，读者也还能从源码读懂一些。", "Formulas are converted to MathML during the build. One that isn't understood is shown as its source, and the site is still built: a slip in one formula shouldn't stop the site, and readers can still make something of its source.";
    }

    W0251 backslash_lost(mended: &str) {
        title: "路径里的反斜线少了", "a backslash of a path isn't shown";
        message: "这个路径里有反斜线不会显示", "a backslash of this path isn't shown";
        help: "路径放在反引号里：{mended}", "put the path between backticks: {mended}";
        explain: "Markdown 里反斜线放在符号前面表示“照原样显示这个符号”，反斜线自己不显示，两个连写只显示一个。Windows 的路径放在反引号里就原样显示。", "In Markdown a backslash before a mark says that the mark is meant as it is, and isn't shown itself; of two in a row one is shown. Between backticks a path of Windows stays as it is.";
    }

    W0252 no_address(what_zh: &str, what_en: &str) {
        title: "圆括号里没有地址", "parentheses without an address";
        message: "这个{what_zh}的圆括号是空的，没有写地址", "the parentheses of this {what_en} are empty; they hold no address";
        help: "在圆括号里写网址或文件名，如 [市科技馆](https://example.org/)、![说明](图.jpg)；只要文字，就去掉方括号和圆括号", "write an address or a file's name in them, such as [the museum](https://example.org/) or ![description](picture.jpg), or leave brackets and parentheses out";
        explain: "没有地址的链接点了还在本页，没有文件名的图片不会显示。", "A link without an address leads to the page that it is on, and a picture without a file isn't shown.";
    }

    W0253 markup_in_field(field: impl Display, mended: &str) {
        title: "字段里的标记", "markup in a field of text";
        message: "“{field}”是纯文字，里面的 Markdown 或 HTML 会原样显示", "`{field:#}` is plain text, so Markdown or HTML in it is shown as typed";
        help: "写成：{mended}", "write: {mended}";
        explain: "标题、摘要这样的文字字段，除了网页，还用在浏览器的标题栏、搜索、订阅和分享的卡片里，那里的文字没有格式，所以不解析标记。上下标写成 ²、₂ 这样的字符；要有格式的文字写进正文，或用 markdown 类型的字段。", "Fields of text such as the title and the summary also stand in the title of a window, in the search, in feeds and on cards, where text has no form, so markup isn't parsed in them. Indices are characters such as ² and ₂; text with a form belongs in the body or in a field of the type markdown.";
    }

    W0254 underscores_lost(written: &str, mended: &str, bold: &str) {
        title: "名字里的下划线成了粗体", "underscores of a name became bold type";
        message: "“{written}”两边的下划线成了粗体的标记，不会显示", "the underscores of `{written}` mark bold type and aren't shown";
        help: "是程序里的名字就放在反引号里：{mended}；要粗体就写 {bold}", "put a name of a program between backticks: {mended}; for bold type write {bold}";
        explain: "Markdown 里两条下划线之间的文字是粗体，下划线本身不显示。文件名、变量名放在反引号里就原样显示。", "In Markdown a text between two pairs of underscores is bold and these aren't shown. Names of files and variables stay as they are between backticks.";
    }

    W0255 link_without_text(mended: &str, mended_en: &str) {
        title: "链接没有文字", "a link without a text";
        message: "这个链接的方括号是空的，页面上看不见，也点不到", "the brackets of this link are empty, so that it can neither be seen nor clicked";
        help: "在方括号里写读者要点的文字：{mended}", "write the words for readers in the brackets: {mended_en}";
        explain: "方括号里是链接显示的文字，圆括号里是它的地址。没有文字的链接在页面上什么也不显示。", "The brackets hold the words that a link shows, the parentheses its address. A link without words shows nothing on the page.";
    }

    W0270 value_cut(lost: &str, line: &str) {
        title: "井号后面的文字没有读到", "text behind a number sign isn't read";
        message: "“{lost}”没有读到：空格加 # 之后的文字是注释", "`{lost}` isn't read: what follows a blank and # is a comment";
        help: "是内容就加引号：{line}；是注释就在 # 前面空两格、后面空一格", "if it belongs to the value, use quotes: {line}; for a comment leave two blanks before # and one behind";
        explain: "在 YAML 里，空格后面的 # 开始一段注释，到行尾为止都不算值：“title: 科普 #1 期”的标题只有“科普”。值里有“ #”时整个加上引号；kepu fmt 会给文首信息里的这种值加引号。真正的注释在 # 前面空两格、后面空一格，就不会再提醒。", "In YAML a # behind a blank begins a comment that ends with the line: the title of `title: 科普 #1 期` is only 科普. Put such a value in quotes; `kepu fmt` does it in front matter. A comment with two blanks before its # and one behind isn't reported.";
    }

    W0271 similar_terms(term: &str, other: &str, title: &str, taxonomy: &str) {
        title: "两个分类词很像", "two terms look alike";
        message: "分类“{title}”里既有“{term}”，也有“{other}”，像是同一个词的两种写法", "taxonomy `{title}` has both `{term}` and `{other}`, which look like one term spelt in two ways";
        help: "是一个词就统一写成“{other}”；确是两个词，就在 site.yaml 的 taxonomies.{taxonomy}.terms 里把两个都列出来", "if they are one, write `{other}` everywhere; if they are two, list both under taxonomies.{taxonomy}.terms in site.yaml";
        explain: "没有标明 closed 的分类接受任何词，写错的词就成了一个新的分类：有自己的页面，在地图和报告里单占一项。区县、级别、类型这样一个条目只有一个的分类，一个词包含另一个、或只差一个字就会提醒；标签之类只在读音相同、或只多一个“区”“县”“类”“级”之类的字时提醒。分类的词都定下来以后，写上 closed: true，写错就会报错；常见的别的写法可以写进各词的 aliases。", "A taxonomy that isn't closed takes any word, so a misspelt one becomes a term of its own, with a page, a place on the map and a row in the report. Where an entry has one term (districts, levels, types), terms are reported if one contains the other or if they differ by one character; tags only if they sound the same or differ by an ending such as 区 or 类. With `closed: true` a misspelt term is an error; other usual spellings of a term can be listed as its `aliases`.";
    }

    W0272 spaced_term(term: &str, parts: &str) {
        title: "分类词里有空格", "a space within a term";
        message: "“{term}”里有空格，当作了一个词", "`{term}` is read as one term, with a space in it";
        help: "是几个词，用顿号分开，写成：{parts}；确是一个词，就去掉空格", "for several terms write: {parts}; for one, remove the space";
        explain: "列表里的词用顿号、逗号或分号分开，空格什么也不分开，因为名字里可以有空格。汉字之间的空格多半是想分开两个词。", "The items of a list are separated by commas or semicolons, never by a space, because names have spaces. A space between Chinese characters was probably meant to separate two terms.";
    }

    W0290 hours_unread(text: &str, zh: &str, en: &str) {
        title: "开放时间有没读懂的话", "opening hours that can't be read";
        message: "开放时间里的“{text}”没有读懂，页面上原样显示，并请人电话确认：{zh}", "`{text}` in the opening hours can't be read; pages show it as it is and ask visitors to call: {en}";
        help: "写成“周二至周日 09:00-17:00；周一闭馆”“5月1日至10月31日 9:00-17:30；11月1日至4月30日 9:00-17:00”“每月最后一个周一闭馆”“除夕闭馆”“预约开放”这样；某几天另有安排，在 exceptions 里写“2026-10-01至2026-10-07 09:00-18:00”；只是说明的话，写在 note 里", "write it like `Tu-Su 09:00-17:00; Mo off`, `5月1日至10月31日 9:00-17:30`, `每月最后一个周一闭馆` or `预约开放`, and certain days under `exceptions` like `2026-10-01..2026-10-07 09:00-18:00`; put mere remarks under `note`";
        explain: "程序按开放时间判断某一天开不开门。读不懂的话不会丢掉：它原样显示在页面上，“现在开放吗”也会请人先电话确认。", "Hours say whether a place is open on a day. A part that can't be read isn't lost: it is shown as written, and “open now” asks to call first.";
    }

    W0291 revision_unread(line: &str) {
        title: "活动改动记录里有读不懂的行", "a line of the record of revisions that can't be read";
        message: "revisions.txt 里这一行读不懂：“{line}”", "this line of revisions.txt can't be read: `{line}`";
        help: "删去这一行；那个活动这次会当作今天改过，日历照常更新", "remove the line; its event counts as changed today, and calendars are still updated";
        explain: "revisions.txt 由 kepu 在发布时写，记着日历里每个活动最近一次改动的时间，订阅日历的人靠它收到改期和取消。它应当和网站一起保存。丢了也不会出错，只是所有活动都会当作今天改过。", "kepu writes revisions.txt when it publishes: the time of the last change of each event, by which subscribers of calendars see that one was moved or called off. Keep it with the site. Without it nothing breaks, but every event counts as changed today.";
    }

    W0292 revisions_unwritable(reason: Cause) {
        title: "活动改动记录没有存下", "the record of revisions can't be saved";
        message: "revisions.txt 没有存下{reason}", "revisions.txt can't be saved{reason:#}";
        help: "请检查网站文件夹能不能写入，再构建一次", "check that the site's folder can be written to, and build again";
        explain: "网站已经做好，只是活动改动的记录没有存下。下次构建时，改过的活动会再算作那一天改过。", "The site is complete, but the record of its events' changes wasn't saved. The next build counts these events as changed on its own day.";
    }

    W0293 weekday_differs(text: &str, date: &str, zh: &str, real_zh: &str, en: &str, real_en: &str) {
        title: "日期和星期对不上", "a weekday that isn't that of its date";
        message: "“{text}”写的是{zh}，而 {date} 是{real_zh}", "`{text}` says {en}, but {date} is a {real_en}";
        help: "核对是哪一天；多半是日期或年份写错了", "check the day; most likely the date or the year is wrong";
        explain: "日期旁边写了星期几，但和日历对不上。日期照写的收下，请核对。", "A weekday is written beside a date, and the calendar says another. The date is taken as it is written; check it.";
    }

    W0294 end_of_all_times(lasts: i32, between: i32) {
        title: "重复活动的结束写成了最后一次的", "the end of a recurring event is that of all its times";
        message: "这个活动每 {between} 天一次，按写的结束时间每次要持续 {lasts} 天；先按每次当天结束显示", "this event recurs every {between} days, and each time would last {lasts}; each is shown as ending on its own day";
        help: "end 写第一次的结束时间；最后一天写进重复规则，如“每周六，至2026年12月31日”", "write the end of the first time into `end`, and the last day into the rule: 每周六，至2026年12月31日";
        explain: "重复活动的 start 和 end 是第一次的开始和结束，以后每次一样长。结束晚于下一次开始，多半是把最后一天写在了 end 里。", "`start` and `end` of a recurring event are those of its first time, and all others are as long. An end after the beginning of the next is most likely the last day of all.";
    }

    W0295 date_words_lost(words: &str, date: &str) {
        title: "日期旁边的字不显示", "words beside a date aren't shown";
        message: "日期旁边的“{words}”不会显示，只读了 {date}", "`{words}` beside the date isn't shown; {date} was read";
        help: "要让人看到的，写进正文或摘要；时间没有定的，写成“2026年5月中旬”或“时间待定”", "put what readers need into the text or the summary; a time that isn't fixed is written like 2026-05 or 时间待定";
        explain: "日期字段只认日期、时间和星期。括号里别的字读不懂，也不显示。", "A field of dates takes a date, a time and a weekday. Other words in brackets are neither understood nor shown.";
    }

    W0296 cell_cleaned(character: &str) {
        title: "格子里有控制字符", "a control character in a cell";
        message: "这一格里有看不见的控制字符（{character}），没有收下", "the cell holds a control character ({character}), which is left out";
        help: "在表里重新输入这一格；多半是从 PDF、网页或别的程序复制时带来的", "type the cell again; it came with text copied from a PDF, a web page or another program";
        explain: "有些控制字符看不见，网页和分享图里也不能有。读表时把它们去掉，别的字照收。", "Some control characters can't be seen, and neither pages nor drawings may hold them. They are left out of a table's cells, and the rest is read.";
    }

    W0297 year_implausible(text: &str, year: i16) {
        title: "年份不像真的", "a year that can't be meant";
        message: "“{text}”是公元 {year} 年，多半写错了", "`{text}` is in the year {year}, which is most likely a slip";
        help: "核对年份，写成四位数字，如 2026-05-16", "check the year, and write it with four digits, as in 2026-05-16";
        explain: "日期字段里的年份早于 1000 年（有时刻的字段早于 1900 年）或晚于 2100 年，多半是少打、多打或打错了一位。日期照写的收下，请核对。", "The year of a date is before 1000 (before 1900 in a field that takes a time) or after 2100; most likely a digit is missing, wrong or too many. The date is taken as it is written; check it.";
    }
}
