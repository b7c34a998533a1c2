//! 03: references, links and their targets.

super::messages! {
    E0301 unresolved_reference(target: &str, collection: &str) {
        title: "引用的条目不存在", "unresolved reference";
        message: "“{collection}”里没有“{target}”", "there is no `{target}` in `{collection}`";
        help: "写条目的文件名（不带 .md）或 slug", "write the entry's file name without .md, or its slug";
        explain: "引用字段指向另一个条目，每次构建都会核对。", "A reference field names another entry. It is checked during every build.";
    }

    E0302 ambiguous_reference(target: &str) {
        title: "引用有歧义", "ambiguous reference";
        message: "“{target}”可以指几个条目", "`{target}` matches several entries";
        help: "写成 栏目:条目，如 bases:city-museum", "write collection:entry, as in bases:city-museum";
        explain: "名字相同的条目不止一个时，引用要写明栏目。", "If several entries have the same name, a reference must include the collection.";
    }

    E0303 broken_link(target: &str) {
        title: "站内链接失效", "broken internal link";
        message: "站内链接“{target}”没有对应的页面或文件", "there is no page or file `{target}` on this site";
        help: "核对路径；相对路径从本文件算起，/ 开头的是网站地址", "check the path: relative paths start at this file, paths with a leading / are addresses on the site";
        explain: "正文里的站内链接每次构建都会核对。", "Internal links in texts are checked during every build.";
    }

    E0304 broken_anchor(target: &str, anchor: &str) {
        title: "链接的小标题不存在", "broken anchor";
        message: "“{target}”里没有小标题“#{anchor}”", "`{target}` has no heading `#{anchor}`";
        help: "核对小标题的文字", "check the heading's text";
        explain: "带 # 的链接指向页面里的小标题。", "A link with # points to a heading of the page.";
    }

    E0305 missing_asset(target: &str) {
        title: "图片或附件不存在", "missing picture or file";
        message: "没有图片或文件“{target}”", "there is no picture or file `{target}`";
        help: "把文件放在条目旁边，或放进 static/ 后以 / 开头引用", "put the file beside the entry, or into static/ and begin the path with /";
        explain: "图片和附件在条目旁边（相对路径）或在 static/ 里（/ 开头）。", "Pictures and attachments are beside the entry (relative path) or in static/ (path beginning with /).";
    }

    E0306 circular_parent(slug: &str) {
        title: "上级互相循环", "cycle of parents";
        message: "“{slug}”是自己的上级", "`{slug}` is its own parent";
        help: "改正 parent", "correct `parent`";
        explain: "上级关系不能成环。", "The field `parent` must not form a cycle.";
    }
}
