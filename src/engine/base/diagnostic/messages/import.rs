//! 10: import. Locations are in the imported sources.

use std::fmt::Display;

use crate::base::diagnostic::Cause;

super::messages! {
    E1001 unreadable_table(name: &str, zh: &str, en: &str) {
        title: "表格读不出来", "unreadable table";
        message: "表格“{name}”读不出来：{zh}", "the table `{name}` can't be parsed: {en}";
        help: "在 Excel 或 WPS 里另存为 .xlsx，或另存为 CSV，再导入一次", "save it as .xlsx or as CSV in a spreadsheet program, and import again";
        explain: "kepu import 读 .xlsx、.xls、.xlsb、.ods 和 CSV（UTF-8 或 GB18030）。加了密码的工作簿读不了。", "kepu import reads .xlsx, .xls, .xlsb, .ods, and CSV in UTF-8 or GB18030. A workbook with a password can't be read.";
    }

    E1002 no_header(name: &str, collection: impl Display) {
        title: "找不到表头", "no header";
        message: "“{name}”的前 20 行里没有一行像栏目“{collection}”的表头", "none of the first 20 rows of `{name}` looks like a header for collection `{collection:#}`";
        help: "核对 --into 的栏目；或在映射文件里写明 header（表头的行号）和 columns", "check the collection of --into; or set `header` (its row number) and `columns` in a mapping file";
        explain: "表头是写着各列名称的一行，认字段名、标签和常用的叫法。上面可以有合并的标题行。", "The header is the row that names the columns, by field keys, labels or common names. Merged title rows may precede it.";
    }

    E1003 mapping(key: &str, zh: &str, en: &str) {
        title: "映射文件有误", "invalid mapping file";
        message: "映射文件的“{key}”不对：{zh}", "invalid `{key}` in the mapping file: {en}";
        help: "写法用 kepu explain E1003 看", "`kepu explain E1003` shows how it is written";
        explain: "映射文件写明表格的哪一列填到哪个字段，由第一次导入写出，由编辑补全：columns 下每行写“列名: 字段”，如“活动时间: start”，不要的列写 skip。", "A mapping file maps columns to fields. The first import writes it, and an editor completes it: below `columns` each line is `heading: field`, such as `Date: start`, with `skip` for a column that isn't wanted.";
    }

    E1004 no_collection(name: &str, known: &str) {
        title: "没有这个栏目", "no such collection";
        message: "网站里没有栏目“{name}”", "the site has no collection `{name}`";
        help: "已有的栏目：{known}。新栏目先建好目录和 _collection.yaml", "available: {known}; for a new collection create a folder with a _collection.yaml first";
        explain: "--into 写栏目的名字，也就是 content/ 下目录的名字；栏目的标题也可以，只要没有别的栏目用它。", "--into takes a collection's name, which is the name of its folder in content/, or its title if no other collection has it.";
    }

    E1005 nothing_to_import(kind: &str, zh: &str, en: &str) {
        title: "没有可导入的内容", "nothing to import";
        message: "这里没有可导入的 {kind} 内容：{zh}", "there is no {kind} content here: {en}";
        help: "写网站源文件的根目录（WordPress 写导出的 .xml 文件）", "give the root of the site's sources (for WordPress the exported .xml file)";
        explain: "导入的是网站的源文件，不是生成的网页。WordPress 在后台“工具 → 导出”里得到 .xml。", "An import reads a site's sources, not its pages. WordPress exports an .xml with Tools → Export.";
    }

    E1006 no_title_column(collection: impl Display) {
        title: "没有标题列", "no title column";
        message: "没有一列填到栏目“{collection}”的标题（title）", "no column is mapped to `title` of collection `{collection:#}`";
        help: "在映射文件的 columns 里把名称那一列写成 title", "map the column of names to `title` in the mapping file";
        explain: "每个条目都要有标题。", "Every entry must have a title.";
    }

    E1007 no_pandoc() {
        title: "没有装 pandoc", "pandoc isn't installed";
        message: "导入 Word 文档要用 pandoc，这台机器上没有", "importing Word documents needs pandoc, which isn't installed";
        help: "先装上：Windows 用 winget install pandoc，macOS 用 brew install pandoc，Debian 和 Ubuntu 用 sudo apt install pandoc", "install it first: winget install pandoc, brew install pandoc, or sudo apt install pandoc";
        explain: "Word 文档里的标题、表格、公式由 pandoc 转换，它是免费的独立程序，见 https://pandoc.org/installing.html 。", "Headings, tables and formulas of Word documents are converted by pandoc, a separate free program; see https://pandoc.org/installing.html .";
    }

    E1008 pandoc_failed(name: &str, reason: Cause) {
        title: "pandoc 读不了这个文件", "pandoc can't read the file";
        message: "pandoc 读不了 {name}{reason}", "pandoc can't read {name}{reason:#}";
        help: "用 Word 或 WPS 打开，另存为 .docx 再试；旧的 .doc 要先转成 .docx", "open it in Word or WPS and save it as .docx; an old .doc must be converted first";
        explain: "只能导入 .docx。文件损坏，或者是改了扩展名的 .doc，pandoc 都读不了。", "Only .docx is supported. pandoc can't read a damaged file, or an old .doc with another extension.";
    }

    E1009 unreadable_document(name: &str, zh: &str, en: &str) {
        title: "文档读不出来", "unreadable document";
        message: "文档“{name}”读不出来：{zh}", "the document `{name}` can't be read: {en}";
        help: "能打开的话，在 Word 或 WPS 里另存为 .docx 再导入；打不开就请发来的人再发一次", "if it opens, save it as .docx in Word or WPS and import that; if it doesn't, ask for it again";
        explain: "文件先看内容再交给 pandoc：空的、有密码的、没下载完的、名字是 .docx 其实不是的，各有各的说法。", "A file is looked at before pandoc has it: an empty one, one with a password, one that isn't whole, and one that is called .docx and is something else each have words of their own.";
    }

    W1001 left_out(zh: &str, en: &str) {
        title: "没有导入", "not imported";
        message: "没有导入：{zh}", "not imported: {en}";
        help: "改好来源后再导入一次；已导入的不会重复", "fix the source and import again; imported entries aren't duplicated";
        explain: "缺少必填的值、认不出，或会使网站无法编译的条目不导入，其余照常。", "An entry that lacks a required value, can't be parsed, or would break the build isn't imported; the others are.";
    }

    W1002 unknown_heading(heading: &str, filled: usize) {
        title: "不知道填到哪里的列", "unknown column in a table";
        message: "不知道“{heading}”这一列填到哪个字段（有 {filled} 格有内容）", "no field matches the column `{heading}`; filled cells: {filled}";
        help: "在映射文件的 columns 里写上字段；不要这一列就写 skip", "map it to a field in the mapping file, or to `skip`";
        explain: "列名不是字段名、标签或常用的叫法。这一列的内容没有导入。", "The heading isn't a field's key, label or common name. The column was not imported.";
    }

    W1003 not_understood(heading: impl Display, zh: &str, en: &str, help_zh: &str, help_en: &str) {
        title: "值没有看懂", "value not understood";
        message: "“{heading}”没有看懂：{zh}", "`{heading:#}` wasn't understood: {en}";
        help: "新建的 Markdown 文件把原文留在注释里（# 开头）。{help_zh}", "a new Markdown file keeps the original text in a comment, after #. {help_en}";
        explain: "值不符合字段的类型。原文写成注释留在文首信息里，改成能懂的写法即可。", "The value doesn't match the field's type. Its text is kept as a comment in the front matter, so that it can be corrected.";
    }

    W1004 value_differs(field: impl Display, standing: &str, wanted: &str) {
        title: "值与已有的不同", "value differs from the existing one";
        message: "“{field}”已有“{standing}”，来源里是“{wanted}”，没有改", "`{field:#}` already is `{standing}`; the source has `{wanted}`; it was not changed";
        help: "要以来源为准，加 --force", "--force takes the source's value";
        explain: "导入只补空缺，不改已有的值，除非加 --force。", "An import fills missing values and changes no existing value, unless --force is given.";
    }

    W1005 no_datum(places: usize) {
        title: "没有说明坐标系", "no datum";
        message: "没有说明 {places} 处坐标的坐标系，当作 WGS-84", "no datum was given, WGS-84 is assumed; places: {places}";
        help: "从高德、腾讯地图取的坐标加 --datum gcj02，百度的加 --datum bd09，否则会偏几百米", "coordinates from AMap or Tencent need --datum gcj02, those from Baidu --datum bd09; otherwise they are some hundred metres off";
        explain: "网站里的坐标是 WGS-84。国内地图服务的坐标有偏移，导入时可以换算。", "Coordinates on the site are WGS-84. Those of Chinese map services are shifted, and an import can convert them.";
    }

    W1006 zero_put_back(heading: &str, number: &str) {
        title: "电话补了一个 0", "leading zero restored";
        message: "“{heading}”存成了数字，前面的 0 没有了，已补成 {number}", "`{heading}` was stored as a number and lost its leading 0; it is now {number}";
        help: "核对号码；在表格里把这一列的格式改成“文本”", "check it, and set the column's format to Text";
        explain: "电子表格把区号开头的电话当作数字时会去掉前面的 0。", "A spreadsheet that treats a telephone number as a number drops the leading 0 of its area code.";
    }

    W1007 kept_as_it_stands(path: &str) {
        title: "已有的文件没有改", "existing file not changed";
        message: "{path} 已经有了，内容不同，没有改", "{path} already exists with different content and was not changed";
        help: "要换成导入的，加 --force", "--force replaces it";
        explain: "导入不覆盖已有的文件，除非加 --force。", "An import doesn't overwrite files unless --force is given.";
    }

    W1008 other_sheets(sheet: &str, others: &str) {
        title: "还有别的工作表", "other sheets";
        message: "只读了工作表“{sheet}”，没有读：{others}", "only the sheet `{sheet}` was read, not: {others}";
        help: "在映射文件里用 sheet 写明要读哪一个", "set the one to read as `sheet` in the mapping file";
        explain: "一次导入一个工作表，缺省是第一个有内容的。", "An import reads one sheet, by default the first that isn't empty.";
    }

    W1009 no_counterpart(name: &str, files: usize) {
        title: "没有对应的字段", "no field for a key";
        message: "文首信息的“{name}”没有对应的字段（{files} 个文件）", "no field matches the front matter key `{name}`; files: {files}";
        help: "原文留在新文件的注释里；需要它就在 _collection.yaml 里声明", "its text is kept in a comment of the new file; declare a field in _collection.yaml if you need it";
        explain: "原来的网站用到的一项，栏目里没有声明相应的字段。", "The old site used a key for which the collection declares no field.";
    }

    W1010 unknown_markup(name: &str, places: usize) {
        title: "没有对应的标记", "unsupported markup";
        message: "“{name}”没有对应的写法，原样留在正文里（{places} 处）", "`{name}` isn't supported and is kept literally in the text; places: {places}";
        help: "在新文件里改成 Markdown", "replace it with Markdown in the new file";
        explain: "短代码、标签插件、组件等是原来的生成器才懂的写法，在新网站上会照字面显示。", "Shortcodes, tag plugins and components are specific to the old generator; on the new site they are shown literally.";
    }

    W1011 link_to_nothing(target: &str) {
        title: "链接没有去处", "link without a target";
        message: "“{target}”在新网站上没有，已改成文字", "`{target}` isn't on the new site; the link was replaced by text";
        help: "在新文件里改成新的网址，或删去", "write the new address in the new file, or remove it";
        explain: "原网站的内部链接或图片没有一起导入。为使网站能编译，链接改成了文字，地址留在后面的括号里。", "The target of a link or picture within the old site wasn't imported. The link was replaced by its text and its address in brackets, so that the site builds.";
    }

    W1012 picture_elsewhere(target: &str) {
        title: "图片仍在别处", "picture still on the old site";
        message: "图片仍在原来的网站上：{target}", "the picture is still on the old site: {target}";
        help: "把图片目录放在导出文件旁边再导入一次，或自己下载后改链接", "put the folder of uploads beside the export and import again, or download it and update the link";
        explain: "导出文件里没有图片本身。原来的网站关闭后，这张图就没有了。", "The export doesn't contain the picture itself. It will be lost when the old site is shut down.";
    }

    W1013 address_lost(address: &str, zh: &str, en: &str) {
        title: "旧网址无法保留", "old address can't be kept";
        message: "旧网址 {address} 无法保留：{zh}", "the old address {address} can't be kept: {en}";
        help: "需要的话在主机上设置转向", "configure a redirect on the host if you need it";
        explain: "静态网站按路径找文件，问号后面的部分不起作用。", "A static site finds files by path; the query after a question mark is ignored.";
    }

    W1014 files_left_out(count: usize, examples: &str) {
        title: "没有导入的文件", "files not imported";
        message: "有 {count} 个文件属于原来的主题或程序，没有导入：{examples}", "files that belong to the old theme or program were not imported; {count} in all: {examples}";
        help: "有要用的就自己放进 static/", "put the files that you need into static/";
        explain: "只导入文章、页面、图片和附件。样式、脚本和模板属于原来的主题。", "Texts, pictures and attachments are imported. Styles, scripts and templates belong to the old theme.";
    }

    W1015 config_unread(name: &str, zh: &str, en: &str) {
        title: "原网站的配置读不出来", "unreadable configuration of the old site";
        message: "原网站的配置 {name} 读不出来，按缺省的规则推算旧网址：{zh}", "the old site's {name} can't be parsed, so former addresses follow the default rules: {en}";
        help: "核对导入的旧网址（aliases）；配置能改好的话，改好再导入一次", "check the former addresses (aliases); fix the configuration and import again if possible";
        explain: "旧网址按原网站配置里的规则推算。", "Former addresses are computed by the rules in the old site's configuration.";
    }

    W1050 became_draft(zh: &str, en: &str, count: usize) {
        title: "导入为草稿", "imported as a draft";
        message: "原来写着{zh}，看来没有公开，导入为草稿（{count} 篇）", "imported as drafts because of {en}, by which they seem not to have been public; texts: {count}";
        help: "要公开的，删去新文件里的 draft: true", "remove `draft: true` from those that are to be published";
        explain: "原网站上是草稿、私密、加密、定时、过期或不列出的文章，导入后都是草稿。拿不准的也当作草稿：误公开收不回来。", "What was a draft, private, locked, scheduled, expired or unlisted on the old site becomes a draft, and so does what is doubtful: what was published by mistake can't be taken back.";
    }

    W1051 hidden_left_out(sheet: &str, zh: &str, en: &str) {
        title: "表格里隐藏的内容没有导入", "hidden parts of a table were not imported";
        message: "工作表“{sheet}”里{zh}没有导入", "of the sheet `{sheet}` these were not imported: {en}";
        help: "要导入就在表格软件里取消隐藏、筛选或删除线，存盘后再导入", "to import them, unhide them, clear the filter or the strike-through, save, and import again";
        explain: "隐藏的行列、筛掉的行、划掉的格子多半是不打算公开的，或已经作废的。", "Hidden rows and columns, filtered rows and struck-out cells mostly aren't meant to be published, or are no longer valid.";
    }

    W1052 hidden_unknown(extension: &str) {
        title: "看不出表格隐藏了什么", "unknown whether a table hides anything";
        message: "从 .{extension} 文件看不出哪些行列是隐藏的，全部当作要导入的", "which rows and columns are hidden can't be read from a .{extension} file, so all of them were imported";
        help: "有隐藏或筛掉的内容，就在表格软件里另存为 .xlsx 再导入", "if anything in it is hidden or filtered, save it as .xlsx and import that";
        explain: "只有 .xlsx 和 .xlsm 文件能看出隐藏的行、列和划掉的格子。", "Hidden rows and columns and struck-out cells are recognised in .xlsx and .xlsm files only.";
    }

    W1053 not_taken_over(zh: &str, en: &str) {
        title: "没有带过来的内容", "content that was not taken over";
        message: "没有带过来：{zh}", "not taken over: {en}";
        help: "要用的在新网站里另写", "write what you need on the new site";
        explain: "读者评论、脚本、主题和插件的设置、回收站里的内容等，在新网站上没有位置。", "Readers' comments, scripts, settings of themes and plugins, and what is in the bin have no place on the new site.";
    }

    W1054 kind_left_out(kind: &str, count: usize, titles: &str) {
        title: "不知道导入到哪里的内容", "content of a kind without a collection";
        message: "“{kind}”类的内容 {count} 条没有导入：{titles}", "entries of the kind `{kind}` were not imported; {count} in all: {titles}";
        help: "加 --into {kind}=栏目，或在映射文件的 types 里写上栏目（不要的写 skip），再导入一次", "add --into {kind}=COLLECTION, or name the collection under `types` of the mapping file (`skip` if they aren't wanted), and import again";
        explain: "原网站除了文章和页面，还有自己的内容类型，如展品、场馆、活动。要指明每种导入到哪个栏目。", "Beside posts and pages the old site has kinds of its own, such as exhibits, venues or events. The collection of each must be named.";
    }

    W1055 menu_left_out(name: &str, lines: &str) {
        title: "菜单没有导入", "menu not imported";
        message: "菜单“{name}”没有导入，可写进 site.yaml：{lines}", "the menu `{name}` was not imported; this line is for site.yaml: {lines}";
        help: "核对网址后，把 menu: 开头的这一行写进 site.yaml（已有 menu 就换掉它）", "check the addresses and put the line that begins with `menu:` into site.yaml, instead of its own";
        explain: "菜单属于整个网站，导入不改 site.yaml。", "A menu belongs to the site as a whole; an import doesn't change site.yaml.";
    }

    W1056 lost_on_page(title: &str, count: usize, zh: &str, en: &str) {
        title: "网页上少了原文里的内容", "content of the source missing on the page";
        message: "“{title}”的网页与原文比，少了 {count} 处：{zh}", "the page of `{title}` lacks something of its source; places: {count}: {en}";
        help: "打开新文件，对照原文补上", "compare the new file with its source and add what is missing";
        explain: "导入后，kepu 把每篇原文与它的网页比较：文字、标题、列表项、表格行、代码、图片、链接、上下标等。", "After an import kepu compares every source with its page: text, headings, list items, table rows, code, pictures, links, raised and lowered text.";
    }

    W1057 language_left_out(tag: &str, count: usize) {
        title: "网站没有的语言", "a language that the site doesn't have";
        message: "语言“{tag}”不在 site.yaml 的 languages 里，这种语言的 {count} 篇没有导入", "the language `{tag}` isn't among `languages` of site.yaml, so its texts were not imported; {count} in all";
        help: "要导入就把它写进 languages，再导入一次", "add it to `languages` and import again to have them";
        explain: "译文与原文是同一篇的两种语言。网站没有那种语言，译文就会被当作另一篇。", "A translation is the same text in another language. On a site without that language it would become a text of its own.";
    }

    W1060 coordinates_swapped(heading: &str, place: &str) {
        title: "经纬度写反了", "latitude before longitude";
        message: "“{heading}”的纬度写在经度前面，已对调成 {place}", "`{heading}` has the latitude before the longitude; they were exchanged: {place}";
        help: "核对一下地图上的位置", "check the place on the map";
        explain: "这两个数照原样不在中国，对调以后在，所以按对调的写入。", "As written the numbers are no place in China, and exchanged they are; so they are written exchanged.";
    }

    W1061 docx_lost(zh: &str, en: &str) {
        title: "文档里有的没有导入", "parts of a document were not imported";
        message: "文档里的{zh}没有导入", "not imported from the document: {en}";
        help: "要用的自己补上：图表、图示和 EMF 图在 Word 里“另存为图片”（PNG）再放进来；文本框、页眉页脚里的字复制过来；隐藏文字先在 Word 里取消隐藏", "add what you need: save charts, diagrams and EMF pictures as PNG in Word; copy the text of text boxes, heads and feet; unhide hidden text in Word first";
        explain: "转换 Word 文档的 pandoc 不认识图表、SmartArt、文本框和嵌入的对象，浏览器也显示不了 EMF 图。这里把文档自己的内容与导入的结果比较，缺了的都列出来。", "pandoc, which converts Word documents, doesn't know charts, SmartArt, text boxes and embedded objects, and browsers don't show EMF. The document's own content is compared with the result, and what is missing is listed.";
    }

    W1062 table_note(words: &str) {
        title: "表格里的附注没有导入", "a note of a table was not imported";
        message: "“{words}”这一行是附注或合计，没有作为一条导入", "the row `{words}` is a note or a total, and was not imported as an entry";
        help: "其中有要公开的话，写进正文或栏目说明", "write what the public should know into a text or the collection's description";
        explain: "名录和计划的末尾常有合计、备注、填表人。它们不是条目。", "Lists and plans often end with totals, notes and names of who filled them in. These are no entries.";
    }

    W1063 title_guessed(title: &str, count: usize) {
        title: "没有标题的文章", "a text without a title";
        message: "有 {count} 篇没有标题，用文件名或网址作标题，如“{title}”", "texts without a title: {count}; the file's name or the address became the title, such as `{title}`";
        help: "打开新文件，写上 title", "open the new file and write its `title`";
        explain: "标题取自文首信息，其次是一级标题或开头的标题；都没有时只能用文件名。", "A title is that of the front matter, else a heading of the first level or at the beginning; without these only the file's name is left.";
    }

    W1064 revisions_accepted(count: usize) {
        title: "文档里有修订", "a document with tracked changes";
        message: "文档里有 {count} 处修订，按全部接受导入：删去的不要，插入的保留", "the document has tracked changes: {count}; they were imported as accepted";
        help: "对照 Word 里的修订核对一遍；不该接受的，在 Word 里处理好再导入", "compare with the changes in Word; settle there what shouldn't be accepted, and import again";
        explain: "带修订的文档有两个版本。网页只能有一个，所以按接受后的样子导入，并说明有过修订。", "A document with tracked changes has two versions, and a page has one: it is imported as if all were accepted, and this is said.";
    }
}
