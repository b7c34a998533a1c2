//! The table of everything that can be wrong: one entry, one code, one constructor.
//!
//! Codes go by stage: 01 configuration and collections, 02 documents, 03 references,
//! 04 routes, 05 templates, 06 output; `E` stops the build, `W` does not. A code is
//! never given to another meaning, and never reused.

use super::{Code, Diagnostic, Localized};

/// A code with its lasting explanation, as `kepu explain` shows it.
pub struct CodeEntry {
    pub code: Code,
    pub title: Pair,
    pub explanation: Pair,
}

/// A fixed text in both languages.
pub struct Pair {
    pub zh: &'static str,
    pub en: &'static str,
}

macro_rules! messages {
    ($($code:ident $name:ident($($argument:ident: $type:ty),*) {
        title: $title_zh:literal, $title_en:literal;
        message: $message_zh:literal, $message_en:literal;
        help: $help_zh:literal, $help_en:literal;
        explain: $explain_zh:literal, $explain_en:literal;
    })*) => {
        $(
            #[doc = concat!(stringify!($code), ": ", $title_en, ".")]
            pub fn $name($($argument: $type),*) -> Diagnostic {
                Diagnostic::new(
                    Code(stringify!($code)),
                    Localized { zh: format!($message_zh), en: format!($message_en) },
                    Localized { zh: format!($help_zh), en: format!($help_en) },
                )
            }
        )*

        pub const TABLE: &[CodeEntry] = &[$(CodeEntry {
            code: Code(stringify!($code)),
            title: Pair { zh: $title_zh, en: $title_en },
            explanation: Pair { zh: $explain_zh, en: $explain_en },
        }),*];
    };
}

messages! {
    E0101 no_config() {
        title: "没有网站配置", "no site configuration";
        message: "这里没有 site.yaml", "there is no site.yaml here";
        help: "在网站根目录运行，或用 --root 指明；新建网站用 kepu init", "run in the site's root or name it with --root; `kepu init DIR` makes a new site";
        explain: "每个网站的根目录都有一个 site.yaml，写明标题、地址和语言。", "A site's root holds a site.yaml with its title, its address and its language.";
    }
    E0102 yaml_syntax(reason: &str) {
        title: "YAML 写法有误", "invalid YAML";
        message: "YAML 写法有误：{reason}", "invalid YAML: {reason}";
        help: "值里含有冒号加空格，或以 @ * & ! % 等符号开头时，请给它加引号", "put a value in quotes if it holds a colon and a space, or begins with @ * & ! %";
        explain: "配置文件不是合法的 YAML。最常见的原因：缩进不齐，用了制表符，或没有加引号的值里有“: ”。", "The file isn't valid YAML. Most often: uneven indentation, a tab, or an unquoted value with a colon and a space in it.";
    }
    E0103 unknown_setting(key: &str, place: &str) {
        title: "未知的配置项", "unknown setting";
        message: "{place}没有配置项“{key}”", "{place} has no setting `{key}`";
        help: "改正拼写，或删去这一行", "mend the spelling, or remove the line";
        explain: "不认识的配置项会被报错而不是忽略，这样拼错的字不会悄悄失效。", "A setting that nothing knows is an error, so that a misspelt one can't fail silently.";
    }
    E0104 setting_value(key: &str, zh: &str, en: &str) {
        title: "配置项的值不对", "wrong value for a setting";
        message: "“{key}”的值不对：{zh}", "wrong value for `{key}`: {en}";
        help: "见 docs/content.md 的配置一节", "see the section on configuration in docs/content.md";
        explain: "配置项的值类型或写法不对。", "A setting has a value of the wrong kind, or one that can't be read.";
    }
    E0105 missing_setting(key: &str, place: &str) {
        title: "缺少配置项", "missing setting";
        message: "{place}缺少“{key}”", "{place} lacks `{key}`";
        help: "补上这一项", "add it";
        explain: "这个配置项没有缺省值，必须写明。", "This setting has no default and must be given.";
    }
    E0106 unknown_theme(name: &str) {
        title: "找不到主题", "unknown theme";
        message: "找不到主题“{name}”", "there is no theme `{name}`";
        help: "主题放在 themes/{name}/，其中有 theme.yaml；内置主题是 spring", "a theme is a folder themes/{name}/ with a theme.yaml; `spring` is built in";
        explain: "site.yaml 的 theme 指向的主题既不在 themes/ 里，也不是内置主题。", "The theme named in site.yaml is neither in themes/ nor built in.";
    }
    E0107 theme_version(theme: &str, wanted: u32, have: u32) {
        title: "主题版本不合", "theme of another version";
        message: "主题“{theme}”是为第 {wanted} 版接口写的，本程序是第 {have} 版", "theme `{theme}` is written for version {wanted} of the interface; this program has version {have}";
        help: "换用相配的主题或程序", "use a theme and a program that match";
        explain: "theme.yaml 的 api 写明主题依据的接口版本。", "`api` in theme.yaml says which version of the template interface a theme is written for.";
    }
    E0108 unknown_field_type(found: &str, field: &str) {
        title: "未知的字段类型", "unknown field type";
        message: "字段“{field}”的类型“{found}”不存在", "field `{field}` has the unknown type `{found}`";
        help: "可用的类型见 docs/content.md", "docs/content.md lists the types";
        explain: "_collection.yaml 中字段的 type 必须是已有的类型，或 list of 加类型。", "A field's type in _collection.yaml is one of the known types, or `list of` one of them.";
    }
    E0109 facet_needs_field(facet: &str, field: &str, collection: &str) {
        title: "缺少特性所需的字段", "a facet's field is missing";
        message: "栏目“{collection}”有特性 {facet}，却没有它需要的字段“{field}”", "collection `{collection}` has the facet {facet}, but not the field `{field}` that it needs";
        help: "在 fields 里补上这个字段，或继承一个已有的声明（extends）", "add the field, or extend a declaration that has it";
        explain: "特性（facet）赋予一些字段程序懂得的含义，这些字段必须存在。", "A facet gives some fields a meaning that the program works with, so they must be declared.";
    }
    E0110 unknown_parent(name: &str) {
        title: "继承的声明不存在", "unknown declaration to extend";
        message: "没有可继承的声明“{name}”", "there is no declaration `{name}` to extend";
        help: "可用：article、base、event、series、page，或本站其他栏目的名字", "there are article, base, event, series, page, and the site's other collections";
        explain: "extends 的名字既不是内置声明，也不是本站的栏目，或者互相继承成了环。", "`extends` names neither a shipped declaration nor a collection of this site, or the declarations extend each other in a circle.";
    }
    E0111 bad_permalink(pattern: &str, part: &str) {
        title: "网址格式有误", "invalid permalink pattern";
        message: "网址格式“{pattern}”中的 {part} 无法理解", "`{part}` in the permalink pattern `{pattern}` can't be understood";
        help: "可用 slug、collection 和已声明的字段，日期可写成 date:%Y", "use slug, collection or a declared field in braces; a date takes a format as in date:%Y";
        explain: "url 的花括号里只能写 slug、path、collection 或已声明的字段。", "Braces in `url` may hold slug, path, collection or a declared field.";
    }
    E0112 unknown_facet(name: &str) {
        title: "未知的特性", "unknown facet";
        message: "没有特性“{name}”", "there is no facet `{name}`";
        help: "可用：publication、place、schedule、outcome", "there are publication, place, schedule and outcome";
        explain: "facets 列出栏目的特性。", "`facets` lists what the program may do with a collection.";
    }

    E0113 map_approval() {
        title: "地图缺少审图号", "a map without an approval number";
        message: "给了地图界线，却没有写审图号", "the map has borders but no approval number";
        help: "在 map 下补上 approval，如 approval: 审图号：GS（2024）0650号；没有审图号就删去 map，地图画成不带界线的示意图", "add `approval` below `map`, as in `approval: 审图号：GS（2024）0650号`; without a number leave `map` out, and the map is a schematic without borders";
        explain: "公开的地图带有行政区域界线，须经审核并标注审图号。site.yaml 的 map 给出界线文件（borders）时，审图号（approval）必须同时给出，它会印在地图上。", "In China a published map with administrative borders must be examined and bear its approval number. Where `map` in site.yaml names a file of borders, it also gives the number, which is printed on the map.";
    }
    E0114 map_borders(path: &str, zh: &str, en: &str) {
        title: "地图界线文件有误", "a file of borders that can't be read";
        message: "地图界线“{path}”不可用：{zh}", "the borders in `{path}` can't be used: {en}";
        help: "用一个 GeoJSON 文件（WGS-84 坐标的线或面），放在 static/ 里，写出它在网站根目录下的路径", "use a GeoJSON file of lines or areas in WGS-84, put it below static/, and name it by its path from the site's root";
        explain: "site.yaml 的 map.borders 指向的文件不存在，或者不是含有线或面的 GeoJSON。", "The file named by `map.borders` in site.yaml isn't there, or is no GeoJSON with lines or areas in it.";
    }

    E0201 front_matter_syntax(reason: &str) {
        title: "文首信息写法有误", "invalid front matter";
        message: "文首信息不是合法的 YAML：{reason}", "the front matter isn't valid YAML: {reason}";
        help: "值里含有冒号加空格，或以 @ * & ! % 等符号开头时，请给它加引号，如 title: \"书评: 三体\"", "put a value in quotes if it holds a colon and a space, or begins with @ * & ! %";
        explain: "文首信息（两行 --- 之间）是 YAML。值里有“: ”、以特殊符号开头、缩进不齐或用了制表符，都会出错；加引号通常就能解决。", "The front matter between the two `---` lines is YAML. A value with a colon and a space, a special first character, uneven indentation or a tab breaks it; quotes usually mend it.";
    }
    E0202 front_matter_open() {
        title: "文首信息没有结束", "front matter without an end";
        message: "文首信息以 --- 开始，却没有结束的 ---", "the front matter begins with --- but never ends";
        help: "在文首信息之后单独写一行 ---", "write a line of --- after it";
        explain: "文首信息夹在两行 --- 之间。", "Front matter stands between two lines of `---`.";
    }
    E0203 unknown_field(field: &str, collection: &str) {
        title: "未知的字段", "unknown field";
        message: "栏目“{collection}”没有字段“{field}”", "collection `{collection}` has no field `{field}`";
        help: "改正拼写，或在 _collection.yaml 的 fields 里声明它", "mend the spelling, or declare it under `fields` in _collection.yaml";
        explain: "字段必须先声明。不认识的字段会被报错，不会悄悄丢掉。", "Fields are declared first. A field that isn't is an error: nothing is dropped silently.";
    }
    E0204 field_value(field: &str, zh: &str, en: &str) {
        title: "字段的值不对", "wrong value for a field";
        message: "“{field}”的值不对：{zh}", "wrong value for `{field}`: {en}";
        help: "各类型的写法见 docs/content.md", "docs/content.md shows how each type is written";
        explain: "字段的值与声明的类型不符。", "The value doesn't fit the field's declared type.";
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
    E0208 unknown_term(term: &str, taxonomy: &str) {
        title: "未知的分类词", "unknown term";
        message: "分类“{taxonomy}”中没有“{term}”", "taxonomy `{taxonomy}` has no term `{term}`";
        help: "改正拼写，或在 site.yaml 的 taxonomies 里加上它", "mend the spelling, or add it to the taxonomy in site.yaml";
        explain: "标明 closed 的分类只接受 site.yaml 里列出的词。", "A taxonomy marked closed takes only the terms listed in site.yaml.";
    }
    E0209 unknown_choice(found: &str, field: &str, known: &str) {
        title: "不在选项之中", "not one of the choices";
        message: "“{field}”不能是“{found}”", "`{field}` can't be `{found}`";
        help: "可选：{known}", "choose one of: {known}";
        explain: "选项字段只接受声明中列出的值，写代号或中文名都可以。", "A choice takes one of its declared values, by key or by label.";
    }
    E0210 table_row(zh: &str, en: &str) {
        title: "表格的行有误", "bad table row";
        message: "表格的行有误：{zh}", "bad table row: {en}";
        help: "每行的列数要与表头相同；含逗号或换行的格要加双引号", "each row has as many cells as the header; a cell with a comma or a line break is quoted";
        explain: "CSV 表格的某一行读不出来。", "A row of a CSV table can't be read.";
    }
    E0211 unknown_column(column: &str, collection: &str) {
        title: "未知的列", "unknown column";
        message: "表头“{column}”不是栏目“{collection}”的字段名或标签", "column `{column}` is neither a field nor a label of collection `{collection}`";
        help: "改正表头，或在 _collection.yaml 里声明这个字段", "mend the header, or declare the field in _collection.yaml";
        explain: "表头写字段名或字段的标签。", "A table's header names fields by key or by label.";
    }
    E0212 front_matter_too_large() {
        title: "文首信息过大", "front matter too large";
        message: "文首信息超过 64 kB", "the front matter is over 64 kB";
        help: "正文应写在第二行 --- 之后", "the body belongs after the second --- line";
        explain: "文首信息的上限是 64 kB，通常是忘了写结束的 ---。", "Front matter may have 64 kB; most often the closing `---` was forgotten.";
    }
    E0213 math_syntax(reason: &str) {
        title: "公式写法有误", "invalid formula";
        message: "公式无法理解：{reason}", "the formula can't be read: {reason}";
        help: "公式用 LaTeX 写；不是公式的美元符号写成 \\$", "formulas are LaTeX; write \\$ for a dollar sign that begins none";
        explain: "公式在构建时转为 MathML，写法有误就会报错。", "Formulas become MathML when the site is built, so a faulty one is an error.";
    }
    E0214 duplicate_entry(slug: &str, collection: &str) {
        title: "条目重名", "two entries of one name";
        message: "栏目“{collection}”里有两个“{slug}”", "collection `{collection}` has two entries named `{slug}`";
        help: "给其中一个改名或写上 slug", "rename one, or give it a slug";
        explain: "同一栏目、同一语言里，条目的名字不能重复。", "Within a collection and a language, an entry's name is its own.";
    }
    E0215 empty_slug() {
        title: "网址名为空", "empty slug";
        message: "这个条目得不出网址名", "no slug can be made for this entry";
        help: "写上 slug: 加字母或数字", "give it a slug of letters or digits";
        explain: "网址名取自 slug 字段、文件名或标题。", "A slug comes from the slug field, the file's name or the title.";
    }
    E0216 unknown_language(language: &str) {
        title: "未知的语言", "unknown language";
        message: "本站没有语言“{language}”", "this site has no language `{language}`";
        help: "在 site.yaml 的 languages 里加上它，或改文件名", "add it to `languages` in site.yaml, or rename the file";
        explain: "文件名里的语言后缀（page.en.md）必须是 site.yaml 的 languages 之一。", "A language suffix such as page.en.md is one of `languages` in site.yaml.";
    }
    E0218 bad_slug(slug: &str) {
        title: "网址名不能用", "slug that can't be used";
        message: "网址名不能是“{slug}”", "the slug can't be `{slug}`";
        help: "网址名是一段文字，不含斜线，也不是 . 或 ..", "a slug is one part of an address: no slash in it, and neither . nor ..";
        explain: "网址名是网址的最后一段，不能借它改变页面所在的目录；要改目录，改栏目的 url。", "A slug is the last part of an address and can't lead into another folder; the collection's `url` says where pages lie.";
    }
    W0201 indented_paragraph() {
        title: "缩进的段落", "indented paragraph";
        message: "以空格缩进的段落按普通段落处理，而不是代码", "an indented paragraph is taken as text, not as code";
        help: "段首不必空格，首行缩进由样式负责；代码用三个反引号", "leave the spaces out, indenting is the theme's; for code use three backticks";
        explain: "按旧习惯在段首空两格或四格的段落，在 Markdown 里本是代码；这里按段落处理并提醒。", "Paragraphs begun with spaces, an old habit, would be code in Markdown; they are taken as paragraphs, with this warning.";
    }
    W0202 unknown_code_language(language: &str) {
        title: "未知的代码语言", "unknown code language";
        message: "不认识代码语言“{language}”，未着色", "unknown code language `{language}`: not highlighted";
        help: "改正名称，或写 text", "mend the name, or write `text`";
        explain: "代码块按其语言着色。", "A code block is coloured by its language.";
    }
    W0203 unknown_footnote(name: &str) {
        title: "脚注没有内容", "footnote without text";
        message: "脚注“{name}”没有内容", "footnote `{name}` has no text";
        help: "写一行 [^{name}]: 脚注内容", "write a line `[^{name}]: text`";
        explain: "引用的脚注没有定义，会原样显示。", "A footnote that is referred to but not defined is shown as it was typed.";
    }

    E0301 unresolved_reference(target: &str, collection: &str) {
        title: "引用的条目不存在", "unresolved reference";
        message: "“{collection}”里没有“{target}”", "there is no `{target}` in `{collection}`";
        help: "写条目的文件名（不带 .md）或 slug", "write the entry's file name without .md, or its slug";
        explain: "引用字段指向另一个条目，每次构建都会核对。", "A reference field names another entry, and is checked on every build.";
    }
    E0302 ambiguous_reference(target: &str) {
        title: "引用有歧义", "ambiguous reference";
        message: "“{target}”可以指几个条目", "`{target}` could be several entries";
        help: "写成 栏目:条目，如 bases:city-museum", "write collection:entry, as in bases:city-museum";
        explain: "名字相同的条目不止一个时，引用要写明栏目。", "Where several entries share a name, a reference names the collection as well.";
    }
    E0303 broken_link(target: &str) {
        title: "站内链接失效", "broken internal link";
        message: "站内链接“{target}”没有对应的页面或文件", "nothing on this site is at `{target}`";
        help: "核对路径；相对路径从本文件算起，/ 开头的是网站地址", "check the path: a relative one starts at this file, one that begins with / is an address on the site";
        explain: "正文里的站内链接每次构建都会核对。", "Internal links in texts are checked on every build.";
    }
    E0304 broken_anchor(target: &str, anchor: &str) {
        title: "链接的小标题不存在", "broken anchor";
        message: "“{target}”里没有小标题“#{anchor}”", "`{target}` has no heading `#{anchor}`";
        help: "核对小标题的文字", "check the heading's text";
        explain: "带 # 的链接指向页面里的小标题。", "A link with # leads to a heading of the page.";
    }
    E0305 missing_asset(target: &str) {
        title: "图片或附件不存在", "missing picture or file";
        message: "没有图片或文件“{target}”", "there is no picture or file `{target}`";
        help: "把文件放在条目旁边，或放进 static/ 后以 / 开头引用", "put the file beside the entry, or into static/ and begin the path with /";
        explain: "图片和附件在条目旁边（相对路径）或在 static/ 里（/ 开头）。", "Pictures and attachments lie beside the entry (relative path) or in static/ (path beginning with /).";
    }
    E0306 circular_parent(slug: &str) {
        title: "上级互相循环", "circular parents";
        message: "“{slug}”是自己的上级", "`{slug}` is its own parent";
        help: "改正 parent", "mend `parent`";
        explain: "上级关系不能成环。", "Parents can't form a circle.";
    }

    E0401 duplicate_url(url: &str) {
        title: "两处争用同一网址", "two sources for one address";
        message: "两处内容都要用网址 {url}", "two sources want the address {url}";
        help: "改其中一个的 slug，或改栏目的 url", "change one slug, or the collection's url";
        explain: "一个网址只能有一个页面。", "An address belongs to one page.";
    }
    E0402 unsafe_path(url: &str, zh: &str, en: &str) {
        title: "网址不能作文件名", "address that can't be a file";
        message: "网址 {url} 不能写成文件：{zh}", "the address {url} can't be written as a file: {en}";
        help: "换一个 slug 或别名", "choose another slug or alias";
        explain: "输出的文件名必须在各种系统和主机上都能用，且不能离开输出目录。", "Output names must work on every system and host, and can't leave the output folder.";
    }

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

    E0601 foreign_output(folder: &str, example: &str) {
        title: "输出目录里有别的文件", "output folder holds other files";
        message: "输出目录 {folder} 里有不是本程序生成的文件，如 {example}", "the output folder {folder} holds files that this program didn't make, such as {example}";
        help: "换一个空目录（--out），或先清空它", "choose an empty folder with --out, or empty this one";
        explain: "不是本程序生成的文件不会被删除或覆盖，因此拒绝写入没有生成记录而又不空的目录。", "What the program didn't make it neither removes nor overwrites, so it refuses a folder that isn't empty and has no build manifest.";
    }
    E0602 write_failed(path: &str, reason: &str) {
        title: "写入失败", "writing failed";
        message: "写不进 {path}：{reason}", "{path} can't be written: {reason}";
        help: "检查磁盘空间和权限", "check free space and permissions";
        explain: "输出文件写不进去。", "An output file couldn't be written.";
    }
    E0603 read_failed(path: &str, reason: &str) {
        title: "读取失败", "reading failed";
        message: "读不了 {path}：{reason}", "{path} can't be read: {reason}";
        help: "检查文件是否存在、是否有权限", "check that it exists and may be read";
        explain: "某个输入文件读不了。", "An input file couldn't be read.";
    }
    E0604 output_inside_sources(folder: &str) {
        title: "输出目录在源文件里", "output among the sources";
        message: "输出目录 {folder} 不能在 content、static、themes 等源目录之内，也不能是网站根目录", "the output folder {folder} can't be the site's root or lie in one of its source folders";
        help: "用 --out 指定别处，缺省是 public", "name another with --out; the default is public";
        explain: "输出写进源目录会毁掉内容。", "Writing into the sources would destroy content.";
    }
    E0605 output_conflict(path: &str) {
        title: "输出位置已有别的文件", "another file is in the way";
        message: "{path} 处已有不是本程序生成的文件", "there is already a file at {path} that this program didn't make";
        help: "把它移走；要随网站发布的文件请放进 static/", "move it away; files to be published belong in static/";
        explain: "不是本程序生成的文件不会被覆盖。", "A file that the program didn't make is never overwritten.";
    }
    E0606 port_taken(address: &str, zh: &str, en: &str) {
        title: "端口已被占用", "the port is taken";
        message: "{address} 已被占用：{zh}", "{address} is taken: {en}";
        help: "先结束它，或用 --port 换一个端口；不写 --port 会自动找一个空闲的", "end it, or choose another with --port; without --port a free one is found";
        explain: "--port 指明的端口上已有别的程序在监听。没有指明端口时，会依次试后面的端口。", "Another program listens on the port that --port names. Where none is named, the ones after it are tried.";
    }
    E0607 cannot_listen(address: &str, reason: &str) {
        title: "无法监听", "the address can't be served";
        message: "无法监听 {address}：{reason}", "{address} can't be listened on: {reason}";
        help: "核对 --bind 是不是本机的地址；1024 以下的端口通常要管理员权限", "check that --bind is an address of this machine; ports below 1024 usually take an administrator's rights";
        explain: "操作系统不允许在这个地址和端口上监听。", "The system doesn't let the program listen on this address and port.";
    }
    W0601 watch_limit() {
        title: "监视的目录太多", "too many folders to watch";
        message: "系统允许监视的目录数已用完，改为定时查看", "the system lets no more folders be watched; looking at intervals instead";
        help: "提高 fs.inotify.max_user_watches（sudo sysctl fs.inotify.max_user_watches=524288），或减少目录", "raise fs.inotify.max_user_watches (sudo sysctl fs.inotify.max_user_watches=524288), or have fewer folders";
        explain: "系统通知文件变动时，每个目录占一个名额，由一个用户的所有程序共用。名额用完后，程序改为每隔一段时间把文件看一遍：不会漏掉变动，只是慢一点。", "To be told of changes takes one watch a folder, out of a number that all programs of a user share. When it is used up, the program looks at the files at intervals: it misses nothing, and is a little later.";
    }
    W0602 watch_failed(reason: &str) {
        title: "无法监视文件变动", "watching failed";
        message: "系统不再通知文件变动，改为定时查看：{reason}", "the system tells of changes no longer; looking at intervals instead: {reason}";
        help: "网站照常更新；用 --poll 可以从一开始就定时查看", "the site is kept up to date all the same; --poll looks at intervals from the start";
        explain: "系统通知文件变动的功能出错，或没有通知本应通知的变动。程序改为每隔一段时间把文件看一遍。", "What the system offers for telling of changes failed, or left one out that it should have told of. The program looks at the files at intervals instead.";
    }
    W0603 watch_remote(folder: &str, kind: &str) {
        title: "目录不在本机磁盘上", "a folder that isn't on a local disk";
        message: "{folder} 不在本机磁盘上（{kind}），系统不会通知那里的变动，改为定时查看", "{folder} isn't on a local disk ({kind}), where the system doesn't tell of changes; looking at intervals instead";
        help: "把网站放到本机磁盘上会更快；在 WSL 里放到 Linux 一侧，如 ~/site", "a local disk is faster; under WSL, one on the Linux side such as ~/site";
        explain: "网络共享、虚拟机共享目录，以及 WSL 里的 Windows 目录，别处所作的改动系统并不知道。程序改为每隔一段时间把文件看一遍。", "On network shares, folders shared with a virtual machine, and Windows folders under WSL, files change without the system knowing. The program looks at the files at intervals instead.";
    }
}
