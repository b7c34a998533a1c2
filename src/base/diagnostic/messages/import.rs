//! 10: import. Places are in the imported sources.

super::messages! {
    E1001 unreadable_table(name: &str, zh: &str, en: &str) {
        title: "表格读不出来", "a table that can't be read";
        message: "表格“{name}”读不出来：{zh}", "the table `{name}` can't be read: {en}";
        help: "在 Excel 或 WPS 里另存为 .xlsx，或另存为 CSV，再导入一次", "save it as .xlsx or as CSV in a spreadsheet program, and import again";
        explain: "kepu import 读 .xlsx、.xls、.xlsb、.ods 和 CSV（UTF-8 或 GB18030）。加了密码的工作簿读不了。", "kepu import reads .xlsx, .xls, .xlsb, .ods, and CSV in UTF-8 or GB18030. A workbook with a password can't be read.";
    }
    E1002 no_header(name: &str, collection: &str) {
        title: "找不到表头", "no header";
        message: "“{name}”的前 20 行里没有一行像栏目“{collection}”的表头", "no row among the first 20 of `{name}` looks like a header for collection `{collection}`";
        help: "核对 --into 的栏目；或在映射文件里写明 header（表头的行号）和 columns", "check the collection of --into; or give `header` (the number of its row) and `columns` in a mapping file";
        explain: "表头是写着各列名称的一行，认字段名、标签和常用的叫法。上面可以有合并的标题行。", "The header is the row that names the columns, by fields' keys, labels or usual names. Merged titles may stand above it.";
    }
    E1003 mapping(key: &str, zh: &str, en: &str) {
        title: "映射文件有误", "a fault in a mapping file";
        message: "映射文件的“{key}”不对：{zh}", "`{key}` of the mapping file is wrong: {en}";
        help: "写法见 docs/import.md", "docs/import.md shows how it is written";
        explain: "映射文件写明表格的哪一列填到哪个字段，由第一次导入写出，由编辑补全。", "A mapping file says which column fills which field. The first import writes it, and an editor completes it.";
    }
    E1004 no_collection(name: &str, known: &str) {
        title: "没有这个栏目", "no such collection";
        message: "网站里没有栏目“{name}”", "the site has no collection `{name}`";
        help: "已有的栏目：{known}。新栏目先建好目录和 _collection.yaml", "there are: {known}. A new one begins with a folder and a _collection.yaml";
        explain: "--into 写栏目的名字，也就是 content/ 下目录的名字。", "--into takes a collection's name: that of its folder in content/.";
    }
    E1005 nothing_to_import(kind: &str, zh: &str, en: &str) {
        title: "没有可导入的内容", "nothing to import";
        message: "这里没有可导入的 {kind} 内容：{zh}", "there is no content of {kind} here: {en}";
        help: "写网站源文件的根目录（WordPress 写导出的 .xml 文件）", "name the root of the site's sources (for WordPress the exported .xml file)";
        explain: "导入的是网站的源文件，不是生成的网页。WordPress 在后台“工具 → 导出”里得到 .xml。", "An import reads a site's sources, not its pages. WordPress gives an .xml by Tools → Export.";
    }
    E1006 no_title_column(collection: &str) {
        title: "没有标题列", "no column for titles";
        message: "没有一列填到栏目“{collection}”的 title", "no column fills `title` of collection `{collection}`";
        help: "在映射文件的 columns 里把名称那一列写成 title", "write `title` beside the column of names in the mapping file";
        explain: "每个条目都要有标题。", "Every entry has a title.";
    }
    E1007 no_pandoc() {
        title: "没有装 pandoc", "pandoc isn't installed";
        message: "导入 Word 文档要用 pandoc，这台机器上没有", "Word documents are read by pandoc, which isn't on this machine";
        help: "先装上：Windows 用 winget install pandoc，macOS 用 brew install pandoc，Debian 和 Ubuntu 用 sudo apt install pandoc", "install it first: winget install pandoc, brew install pandoc, or sudo apt install pandoc";
        explain: "Word 文档里的标题、表格、公式由 pandoc 转换，它是免费的独立程序，见 https://pandoc.org/installing.html 。", "Headings, tables and formulas of Word documents are converted by pandoc, a free program of its own; see https://pandoc.org/installing.html .";
    }
    E1008 pandoc_failed(name: &str, reason: &str) {
        title: "pandoc 读不了这个文件", "pandoc can't read the file";
        message: "pandoc 读不了 {name}：{reason}", "pandoc can't read {name}: {reason}";
        help: "用 Word 或 WPS 打开，另存为 .docx 再试；旧的 .doc 要先转成 .docx", "open it in Word or WPS and save it as .docx; an old .doc must be converted first";
        explain: "只能导入 .docx。文件损坏，或者是改了扩展名的 .doc，pandoc 都读不了。", "Only .docx is read. pandoc refuses a file that is damaged, or an old .doc under another name.";
    }
    W1001 left_out(zh: &str, en: &str) {
        title: "没有导入", "not imported";
        message: "没有导入：{zh}", "not imported: {en}";
        help: "改好来源后再导入一次；已导入的不会重复", "mend the source and import again; nothing is made twice";
        explain: "缺少必填的值、认不出，或会使网站无法编译的条目不导入，其余照常。", "An entry that lacks a required value, can't be understood, or would break the site isn't imported; the others are.";
    }
    W1002 unknown_heading(heading: &str, filled: usize) {
        title: "不知道填到哪里的列", "a column that goes nowhere";
        message: "不知道“{heading}”这一列填到哪个字段（有 {filled} 格有内容）", "no field is known for the column `{heading}`; filled cells: {filled}";
        help: "在映射文件的 columns 里写上字段；不要这一列就写 skip", "write a field beside it in the mapping file, or `skip`";
        explain: "列名不是字段名、标签或常用的叫法。这一列的内容没有导入。", "The heading is no field's key, label or usual name. What the column holds was not imported.";
    }
    W1003 not_understood(heading: &str, zh: &str, en: &str, help_zh: &str, help_en: &str) {
        title: "值没有看懂", "a value that wasn't understood";
        message: "“{heading}”没有看懂：{zh}", "`{heading}` wasn't understood: {en}";
        help: "新建的 Markdown 文件把原文留在注释里（# 开头）。{help_zh}", "a new Markdown file keeps the words in a comment, after #. {help_en}";
        explain: "值不符合字段的类型。原文写成注释留在文首信息里，改成能懂的写法即可。", "The value doesn't fit the field's type. Its words are kept as a comment in the front matter, to be put into a form that is understood.";
    }
    W1004 value_differs(field: &str, standing: &str, wanted: &str) {
        title: "值与已有的不同", "a value that differs from the one there is";
        message: "“{field}”已有“{standing}”，来源里是“{wanted}”，没有改", "`{field}` is `{standing}` already; the source has `{wanted}`; it was left";
        help: "要以来源为准，加 --force", "--force takes what the source says";
        explain: "导入只补空缺，不改已有的值，除非加 --force。", "An import fills gaps and changes nothing that is there, unless --force is given.";
    }
    W1005 no_datum(places: usize) {
        title: "没有说明坐标系", "no datum";
        message: "没有说明 {places} 处坐标的坐标系，当作 WGS-84", "the datum wasn't told, and WGS-84 is assumed; places: {places}";
        help: "从高德、腾讯地图取的坐标加 --datum gcj02，百度的加 --datum bd09，否则会偏几百米", "coordinates from AMap or Tencent need --datum gcj02, those from Baidu --datum bd09; else they are some hundred metres off";
        explain: "网站里的坐标是 WGS-84。国内地图服务的坐标有偏移，导入时可以换算。", "Coordinates on the site are WGS-84. Those of Chinese map services are shifted, and an import can convert them.";
    }
    W1006 zero_put_back(heading: &str, number: &str) {
        title: "电话补了一个 0", "a zero put back";
        message: "“{heading}”存成了数字，前面的 0 没有了，已补成 {number}", "`{heading}` was kept as a number and lost its first 0; it is now {number}";
        help: "核对号码；在表格里把这一列的格式改成“文本”", "check it, and give the column the format Text";
        explain: "电子表格把区号开头的电话当作数字时会去掉前面的 0。", "A spreadsheet that takes a telephone number for a number drops the 0 of its area code.";
    }
    W1007 kept_as_it_stands(path: &str) {
        title: "已有的文件没有改", "a file left as it stands";
        message: "{path} 已经有了，内容不同，没有改", "{path} is there with other content and was left";
        help: "要换成导入的，加 --force", "--force replaces it";
        explain: "导入不覆盖已有的文件，除非加 --force。", "An import overwrites no file unless --force is given.";
    }
    W1008 other_sheets(sheet: &str, others: &str) {
        title: "还有别的工作表", "other sheets";
        message: "只读了工作表“{sheet}”，没有读：{others}", "only the sheet `{sheet}` was read, not: {others}";
        help: "在映射文件里用 sheet 写明要读哪一个", "name the one that is wanted as `sheet` in the mapping file";
        explain: "一次导入一个工作表，缺省是第一个有内容的。", "An import reads one sheet, by default the first with anything in it.";
    }
    W1009 no_counterpart(name: &str, files: usize) {
        title: "没有对应的字段", "a key without a counterpart";
        message: "文首信息的“{name}”没有对应的字段（{files} 个文件）", "`{name}` of the front matter has no counterpart; files: {files}";
        help: "原文留在新文件的注释里；需要它就在 _collection.yaml 里声明", "it is kept in a comment of the new file; declare a field in _collection.yaml if it is needed";
        explain: "原来的网站用到的一项，栏目里没有声明相应的字段。", "The old site used a key for which the collection declares no field.";
    }
    W1010 unknown_markup(name: &str, places: usize) {
        title: "没有对应的标记", "markup without a counterpart";
        message: "“{name}”没有对应的写法，原样留在正文里（{places} 处）", "`{name}` has no counterpart and is kept as it was in the text; places: {places}";
        help: "在新文件里改成 Markdown", "put it into Markdown in the new file";
        explain: "短代码、标签插件、组件等是原来的生成器才懂的写法，在新网站上会照字面显示。", "Shortcodes, tag plugins and components are known to the old generator alone; on the new site they appear as they are written.";
    }
    W1011 link_to_nothing(target: &str) {
        title: "链接没有去处", "a link to nothing";
        message: "“{target}”在新网站上没有，已改成文字", "`{target}` isn't on the new site and was made text";
        help: "在新文件里改成新的网址，或删去", "write the new address in the new file, or remove it";
        explain: "原网站的内部链接或图片没有一起导入。为使网站能编译，链接改成了文字，地址留在后面的括号里。", "A link or picture within the old site wasn't imported with it. The link became text, its address in brackets behind it, so that the site builds.";
    }
    W1012 picture_elsewhere(target: &str) {
        title: "图片仍在别处", "a picture that stays elsewhere";
        message: "图片仍在原来的网站上：{target}", "the picture is still on the old site: {target}";
        help: "把图片目录放在导出文件旁边再导入一次，或自己下载后改链接", "put the folder of uploads beside the export and import again, or fetch it and mend the link";
        explain: "导出文件里没有图片本身。原来的网站关闭后，这张图就没有了。", "The export doesn't hold the picture itself. It is gone when the old site is.";
    }
    W1013 address_lost(address: &str, zh: &str, en: &str) {
        title: "旧网址无法保留", "an old address that can't be kept";
        message: "旧网址 {address} 无法保留：{zh}", "the old address {address} can't be kept: {en}";
        help: "需要的话在主机上设置转向", "let the host redirect it, if it matters";
        explain: "静态网站按路径找文件，问号后面的部分不起作用。", "A static site finds files by their path; what follows a question mark plays no part.";
    }
    W1014 files_left_out(count: usize, examples: &str) {
        title: "没有导入的文件", "files that weren't imported";
        message: "有 {count} 个文件属于原来的主题或程序，没有导入：{examples}", "files that belong to the old theme or program were not imported; {count} in all: {examples}";
        help: "有要用的就自己放进 static/", "put what is needed into static/";
        explain: "只导入文章、页面、图片和附件。样式、脚本和模板属于原来的主题。", "Texts, pictures and attachments are imported. Styles, scripts and templates belong to the old theme.";
    }
    W1015 config_unread(name: &str, reason: &str) {
        title: "原网站的配置读不出来", "a configuration that can't be read";
        message: "原网站的配置 {name} 读不出来，按缺省的规则推算旧网址：{reason}", "the old site's {name} can't be read, so addresses are taken by default: {reason}";
        help: "核对导入的旧网址（aliases）；配置能改好的话，改好再导入一次", "check the former addresses (aliases); mend the configuration and import again if that is possible";
        explain: "旧网址按原网站配置里的规则推算。", "Former addresses follow from the rules in the old site's configuration.";
    }
}
