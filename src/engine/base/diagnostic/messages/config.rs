//! 01: configuration, declarations of collections, themes and maps.

use std::fmt::Display;

super::messages! {
    E0101 no_config() {
        title: "没有网站配置", "no site configuration";
        message: "这个文件夹里没有 site.yaml，不是网站", "there is no site.yaml in this folder, so it is no site";
        help: "先进到网站的文件夹里（放着 site.yaml 的那个）再运行，或用 --root 写明它；新建网站用 kepu init", "run in the folder with site.yaml, or name it by --root; `kepu init DIR` makes a new site";
        explain: "每个网站的根目录都有一个 site.yaml，写明标题、地址和语言。", "A site's root contains site.yaml with its title, its address and its language.";
    }

    E0102 yaml_syntax(zh: &str, en: &str, way_zh: &str, way_en: &str) {
        title: "设置文件读不出来", "a file of settings that can't be read";
        message: "这个文件读不出来：{zh}", "the file can't be read: {en}";
        help: "{way_zh}", "{way_en}";
        explain: "设置文件每行写“字段: 值”，冒号是半角的，后面空一格；列表每行一项，以“- ”开头；同一组的各行前面空格一样多，不用制表符。值里有“: ”，或以 @ * & ! % [ { 等符号开头时，整个值加引号。", "A file of settings has `field: value` on each line, with a plain colon and a space; a list has an item a line behind `- `; lines of one group begin with the same number of spaces and no tab. A value with a colon and a space in it, or that begins with a sign such as @ * & ! % [ {, needs quotes.";
    }

    E0103 unknown_setting(key: &str, place: &str, zh: &str, en: &str) {
        title: "未知的配置项", "unknown setting";
        message: "{place} 里没有配置项“{key}”", "{place} has no setting `{key}`";
        help: "{zh}", "{en}";
        explain: "不认识的配置项会被报错而不是忽略，这样拼错的字不会悄悄失效。", "An unknown setting is an error, so that a misspelt one isn't silently ignored.";
    }

    E0104 setting_value(key: &str, zh: &str, en: &str) {
        title: "配置项的值不对", "wrong value for a setting";
        message: "“{key}”的值不对：{zh}", "wrong value for `{key}`: {en}";
        help: "照这里说的改正这个值；用不着就删去这一行", "correct the value as said here, or remove the line";
        explain: "配置项的值类型或写法不对。", "A setting has a value of the wrong type, or one that can't be parsed.";
    }

    E0105 missing_setting(key: &str, place: &str, line: &str) {
        title: "缺少配置项", "missing setting";
        message: "{place} 里缺少“{key}”", "{place} lacks `{key}`";
        help: "补上：{line}", "add: {line}";
        explain: "这个配置项没有缺省值，必须写明。", "This setting has no default and must be given.";
    }

    E0106 unknown_theme(name: &str, zh: &str, en: &str) {
        title: "找不到主题", "unknown theme";
        message: "找不到主题“{name}”", "there is no theme `{name}`";
        help: "可以写：{zh}。自己的主题放在 themes/{name}/，里面要有 theme.yaml", "there are: {en}. A theme of your own is a folder themes/{name}/ with a theme.yaml";
        explain: "site.yaml 的 theme 指向的主题既不在 themes/ 里，也不是内置主题。", "The theme named in site.yaml is neither in themes/ nor built in.";
    }

    E0107 theme_version(theme: &str, wanted: u32, have: u32) {
        title: "主题版本不合", "incompatible theme version";
        message: "主题“{theme}”是为第 {wanted} 版接口写的，本程序是第 {have} 版", "theme `{theme}` is written for version {wanted} of the interface; this program has version {have}";
        help: "换用相配的主题或程序", "use a theme and a program that match";
        explain: "theme.yaml 的 api 写明主题依据的接口版本。", "`api` in theme.yaml is the version of the template interface that a theme is written for.";
    }

    E0108 unknown_field_type(found: &str, field: &str, zh: &str, en: &str) {
        title: "未知的字段类型", "unknown field type";
        message: "字段“{field}”的类型“{found}”不存在", "field `{field}` has the unknown type `{found}`";
        help: "可以写：{zh}", "one of: {en}";
        explain: "_collection.yaml 中字段的 type 必须是已有的类型，或 list of 加类型。", "A field's type in _collection.yaml is one of the known types, or `list of` one of them.";
    }

    E0109 facet_needs_field(facet: &str, field: &str, collection: impl Display) {
        title: "缺少特性所需的字段", "missing field of a facet";
        message: "栏目“{collection}”有特性 {facet}，却没有它需要的字段“{field}”", "collection `{collection:#}` has the facet {facet}, but not the field `{field}` that it needs";
        help: "在 fields 里补上这个字段，或继承一个已有的声明（extends）", "add the field, or extend a declaration that has it";
        explain: "特性（facet）赋予一些字段程序懂得的含义，这些字段必须存在。", "A facet gives some fields a meaning for the program, so they must be declared.";
    }

    E0110 unknown_parent(name: &str) {
        title: "继承的声明不存在", "unknown declaration to extend";
        message: "没有可继承的声明“{name}”", "there is no declaration `{name}` to extend";
        help: "可用：article（文章）、base（场所）、event（活动）、series（系列）、page（页面），或本站其他栏目的文件夹名", "available: article, base, event, series, page, and the folders of the site's other collections";
        explain: "extends 的名字既不是内置声明，也不是本站的栏目，或者互相继承成了环。", "`extends` names neither a built-in declaration nor a collection of this site, or the declarations extend each other in a cycle.";
    }

    E0111 bad_permalink(pattern: &str, part: &str) {
        title: "网址格式有误", "invalid permalink pattern";
        message: "网址格式“{pattern}”中的 {part} 无法理解", "invalid `{part}` in the permalink pattern `{pattern}`";
        help: "可用 slug、collection 和已声明的字段，日期可写成 date:%Y", "use slug, collection or a declared field in braces; a date takes a format as in date:%Y";
        explain: "url 的花括号里只能写 slug、path、collection 或已声明的字段。", "Braces in `url` may contain slug, path, collection or a declared field.";
    }

    E0112 unknown_facet(name: &str) {
        title: "未知的特性", "unknown facet";
        message: "没有特性“{name}”", "there is no facet `{name}`";
        help: "可用：publication、place、schedule、outcome", "available: publication, place, schedule, outcome";
        explain: "facets 列出栏目的特性。", "`facets` lists the features of a collection.";
    }

    E0113 map_approval() {
        title: "地图缺少审图号", "map without an approval number";
        message: "给了地图界线，却没有写审图号", "the map has borders but no approval number";
        help: "在 map 下补上 approval，如 approval: 审图号：GS（2024）0650号；没有审图号就删去 map，地图画成不带界线的示意图", "add `approval` below `map`, as in `approval: 审图号：GS（2024）0650号`; without a number leave `map` out, and the map is a schematic without borders";
        explain: "公开的地图带有行政区域界线，须经审核并标注审图号。site.yaml 的 map 给出界线文件（borders）时，审图号（approval）必须同时给出，它会印在地图上。", "In China a published map with administrative borders must be approved and show its approval number. If `map` in site.yaml names a file of borders, it must also have the number, which is printed on the map.";
    }

    E0114 map_borders(path: &str, zh: &str, en: &str) {
        title: "地图界线文件有误", "invalid file of map borders";
        message: "地图界线“{path}”不可用：{zh}", "the borders in `{path}` can't be used: {en}";
        help: "用一个 GeoJSON 文件（WGS-84 坐标的线或面），放在 static/ 里，写出它在网站根目录下的路径", "use a GeoJSON file of lines or areas in WGS-84, put it below static/, and name it by its path from the site's root";
        explain: "site.yaml 的 map.borders 指向的文件不存在，或者不是含有线或面的 GeoJSON。", "The file named by `map.borders` in site.yaml doesn't exist, or isn't a GeoJSON file with lines or areas.";
    }
}
