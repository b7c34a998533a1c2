//! 02: front matter, texts and tables.

super::messages! {
    E0201 front_matter_syntax(reason: &str) {
        title: "文首信息写法有误", "invalid front matter";
        message: "文首信息不是合法的 YAML：{reason}", "the front matter isn't valid YAML: {reason}";
        help: "值里含有冒号加空格，或以 @ * & ! % 等符号开头时，请给它加引号，如 title: \"书评: 三体\"", "put a value in quotes if it holds a colon and a space, or begins with @ * & ! %";
        explain: "文首信息（两行 --- 之间）是 YAML。值里有“: ”、以特殊符号开头、缩进不齐或用了制表符，都会出错；加引号通常就能解决。", "The front matter between the two `---` lines is YAML. A value with a colon and a space, a special first character, uneven indentation or a tab breaks it; quotes usually fix it.";
    }

    E0202 front_matter_open() {
        title: "文首信息没有结束", "front matter isn't closed";
        message: "文首信息以 --- 开始，却没有结束的 ---", "the front matter begins with --- but isn't closed";
        help: "在文首信息之后单独写一行 ---", "write a line with --- after it";
        explain: "文首信息夹在两行 --- 之间。", "Front matter stands between two lines of `---`.";
    }

    E0203 unknown_field(field: &str, collection: &str) {
        title: "未知的字段", "unknown field";
        message: "栏目“{collection}”没有字段“{field}”", "collection `{collection}` has no field `{field}`";
        help: "改正拼写，或在 _collection.yaml 的 fields 里声明它", "correct the spelling, or declare it under `fields` in _collection.yaml";
        explain: "字段必须先声明。不认识的字段会被报错，不会悄悄丢掉。", "Fields must be declared. An undeclared field is an error, so that no value is silently dropped.";
    }

    E0204 field_value(field: &str, zh: &str, en: &str) {
        title: "字段的值不对", "wrong value for a field";
        message: "“{field}”的值不对：{zh}", "wrong value for `{field}`: {en}";
        help: "各类型的写法见 docs/content.md", "docs/content.md shows how each type is written";
        explain: "字段的值与声明的类型不符。", "The value doesn't match the field's declared type.";
    }

    E0205 missing_field(field: &str, label: &str) {
        title: "缺少必填字段", "missing field";
        message: "缺少必填字段“{field}”（{label}）", "the required field `{field}` is missing";
        help: "在文首信息里补上 {field}", "add {field} to the front matter";
        explain: "没有标明 optional 的字段必须填写。", "A field that isn't declared optional must be given.";
    }

    E0206 not_utf8() {
        title: "文件不是 UTF-8", "not UTF-8";
        message: "文件不是 UTF-8 编码", "the file isn't UTF-8";
        help: "用编辑器另存为 UTF-8", "save it as UTF-8";
        explain: "文本文件必须是 UTF-8；表格（CSV）也可以是 GB18030。", "Text files are UTF-8; CSV tables may also be GB18030.";
    }

    E0207 end_before_start() {
        title: "结束早于开始", "end before start";
        message: "结束时间早于开始时间", "it ends before it starts";
        help: "核对 start 和 end", "check start and end";
        explain: "活动的 end 不能早于 start；全天活动的 end 是最后一天。", "An event's end can't lie before its start; for an all-day event it is the last day.";
    }

    E0208 unknown_term(term: &str, taxonomy: &str, known: &str) {
        title: "未知的分类词", "unknown term";
        message: "分类“{taxonomy}”中没有“{term}”", "taxonomy `{taxonomy}` has no term `{term}`";
        help: "写成其中之一：{known}；要增加，就写进 site.yaml 的 taxonomies.{taxonomy}.terms", "write one of: {known}; a new one goes into taxonomies.{taxonomy}.terms in site.yaml";
        explain: "标明 closed 的分类只接受 site.yaml 里列出的词：代号、名称，或写在 aliases 里的别的写法。", "A closed taxonomy accepts only the terms listed in site.yaml: by key, by title, or by one of their aliases.";
    }

    E0209 unknown_choice(found: &str, field: &str, known: &str) {
        title: "不在选项之中", "not one of the choices";
        message: "“{field}”不能是“{found}”", "`{field}` can't be `{found}`";
        help: "可选：{known}", "choose one of: {known}";
        explain: "选项字段只接受声明中列出的值，写代号或中文名都可以。", "A choice field accepts only its declared values, by key or label.";
    }

    E0210 table_row(zh: &str, en: &str) {
        title: "表格的行有误", "invalid table row";
        message: "表格的行有误：{zh}", "invalid table row: {en}";
        help: "每行的列数要与表头相同；含逗号或换行的格要加双引号", "each row has as many cells as the header; a cell with a comma or a line break is quoted";
        explain: "CSV 表格的某一行读不出来。", "A row of a CSV table can't be parsed.";
    }

    E0211 unknown_column(column: &str, collection: &str) {
        title: "未知的列", "unknown column";
        message: "表头“{column}”不是栏目“{collection}”的字段名或标签", "column `{column}` is neither a field nor a label of collection `{collection}`";
        help: "改正表头，或在 _collection.yaml 里声明这个字段", "correct the header, or declare the field in _collection.yaml";
        explain: "表头写字段名或字段的标签。", "A table's header contains field keys or labels.";
    }

    E0212 front_matter_too_large() {
        title: "文首信息过大", "front matter too large";
        message: "文首信息超过 64 kB", "the front matter is over 64 kB";
        help: "正文应写在第二行 --- 之后", "the body belongs after the second --- line";
        explain: "文首信息的上限是 64 kB，通常是忘了写结束的 ---。", "The limit of front matter is 64 kB; usually the closing `---` is missing.";
    }

    E0213 math_syntax(reason: &str) {
        title: "公式写法有误", "invalid formula";
        message: "公式无法理解：{reason}", "the formula can't be parsed: {reason}";
        help: "公式用 LaTeX 写；不是公式的美元符号写成 \\$", "formulas are LaTeX; write \\$ for a literal dollar sign";
        explain: "公式在构建时转为 MathML，写法有误就会报错。", "Formulas are converted to MathML during the build, so an invalid one is an error.";
    }

    E0214 duplicate_entry(slug: &str, collection: &str) {
        title: "条目重名", "duplicate entry";
        message: "栏目“{collection}”里有两个“{slug}”", "collection `{collection}` has two entries named `{slug}`";
        help: "给其中一个改名或写上 slug", "rename one, or give it a slug";
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

    E0219 picture_broken(reason: &str) {
        title: "图片已损坏", "corrupt picture";
        message: "图片打不开：{reason}", "the picture can't be decoded: {reason}";
        help: "用看图软件打开看看；打不开就请重新导出或重新复制一份", "open it in a viewer; if that fails as well, export or copy it again";
        explain: "content/ 里的图片在生成时都会打开一次，以便做出大小合适的文件。打不开的图片在读者那里也显示不出来；没有传完、没有复制完的文件最常见。", "Every picture in content/ is decoded during the build, to generate responsive sizes. A picture that can't be decoded wouldn't be shown by browsers either; usually the file is truncated.";
    }

    E0220 picture_huge(width: u32, height: u32, limit: u64) {
        title: "图片太大", "picture has too many pixels";
        message: "图片有 {width} × {height} 像素，超过上限 {limit} 像素", "the picture has {width} × {height} pixels, more than the limit of {limit}";
        help: "先把它缩小；确实需要的话，在 site.yaml 的 pictures.max_pixels 里提高上限", "make it smaller first; or raise pictures.max_pixels in site.yaml";
        explain: "打开一张图片要占用与像素数相应的内存。很小的文件也可能有极多像素（“解压炸弹”），所以打开之前先看尺寸。", "Decoding a picture takes memory in proportion to its pixels. A small file can have very many (a decompression bomb), so the size is checked before decoding.";
    }

    E0221 picture_misnamed(found: &str, extension: &str) {
        title: "图片的扩展名不对", "picture with a wrong extension";
        message: "文件其实是 {found} 图片", "the file is actually a {found} picture";
        help: "把扩展名改成 .{extension}，引用它的地方也要改", "rename it to .{extension}, and update references to it";
        explain: "网站服务器按扩展名告诉浏览器文件的类型，名不副实的图片可能显示不出来。", "A web server derives the media type from the extension; with a wrong one the picture may not be shown.";
    }

    E0222 not_a_picture() {
        title: "不是图片", "not a picture";
        message: "文件不是浏览器能显示的图片", "the file isn't a picture that browsers can show";
        help: "另存为 JPEG 或 PNG；手机上的 HEIC 照片可在“设置 → 相机 → 格式”里改为“兼容性最佳”", "save it as JPEG or PNG; on a phone choose the most compatible format for photos instead of HEIC";
        explain: "扩展名是图片的，内容却不是：可能是改了扩展名的 HEIC、TIFF 或文档，也可能是下载失败时存下的网页。", "Its extension is that of a picture, but its content isn't: a renamed HEIC, TIFF or document, or an HTML page from a failed download.";
    }

    W0201 indented_paragraph() {
        title: "缩进的段落", "indented paragraph";
        message: "以空格缩进的段落按普通段落处理，而不是代码", "an indented paragraph is treated as text, not as code";
        help: "段首不必空格，首行缩进由样式负责；代码用三个反引号", "remove the spaces, indentation is up to the theme; for code use three backticks";
        explain: "按旧习惯在段首空两格或四格的段落，在 Markdown 里本是代码；这里按段落处理并提醒。", "Paragraphs that begin with spaces, an old habit, would be code in Markdown; they are treated as paragraphs, with this warning.";
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

    W0270 value_cut(lost: &str, line: &str) {
        title: "井号后面的文字没有读到", "text behind a number sign isn't read";
        message: "“{lost}”没有读到：空格加 # 之后的文字是注释", "`{lost}` isn't read: what follows a blank and # is a comment";
        help: "是内容就加引号：{line}；是注释就在 # 后面空一格", "if it belongs to the value, use quotes: {line}; for a comment leave a blank after #";
        explain: "在 YAML 里，空格后面的 # 开始一段注释，到行尾为止都不算值：“title: 科普 #1 期”的标题只有“科普”。值里有“ #”时整个加上引号；kepu fmt 会给文首信息里的这种值加引号。真正的注释在 # 后面空一格，就不会再提醒。", "In YAML a # behind a blank begins a comment that ends with the line: the title of `title: 科普 #1 期` is only 科普. Put such a value in quotes; `kepu fmt` does it in front matter. A comment with a blank after its # isn't reported.";
    }

    W0271 similar_terms(term: &str, other: &str, title: &str, taxonomy: &str) {
        title: "两个分类词很像", "two terms look alike";
        message: "分类“{title}”里既有“{term}”，也有“{other}”，像是同一个词的两种写法", "taxonomy `{title}` has both `{term}` and `{other}`, which look like one term spelt in two ways";
        help: "是一个词就统一写成“{other}”；确是两个词，就在 site.yaml 的 taxonomies.{taxonomy}.terms 里把两个都列出来", "if they are one, write `{other}` everywhere; if they are two, list both under taxonomies.{taxonomy}.terms in site.yaml";
        explain: "没有标明 closed 的分类接受任何词，写错的词就成了一个新的分类：有自己的页面，在地图和报告里单占一项。区县、级别、类型这样一个条目只有一个的分类，一个词包含另一个、或只差一个字就会提醒；标签之类只在读音相同、或只多一个“区”“县”“类”“级”之类的字时提醒。分类的词都定下来以后，写上 closed: true，写错就会报错；常见的别的写法可以写进各词的 aliases。", "A taxonomy that isn't closed takes any word, so a misspelt one becomes a term of its own, with a page, a place on the map and a row in the report. Where an entry has one term (districts, levels, types), terms are reported if one contains the other or if they differ by one character; tags only if they sound the same or differ by an ending such as 区 or 类. With `closed: true` a misspelt term is an error; other usual spellings of a term can be listed as its `aliases`.";
    }
}
