//! 03: references, links and their targets.

use std::fmt::Display;

super::messages! {
    E0301 unresolved_reference(target: &str, collection: impl Display) {
        title: "引用的条目不存在", "unresolved reference";
        message: "“{collection}”里没有“{target}”", "there is no `{target}` in `{collection:#}`";
        help: "写条目的标题、文件名（不带 .md）或 slug", "write the entry's title, its file name without .md, or its slug";
        explain: "引用字段指向另一个条目，每次构建都会核对。", "A reference field names another entry. It is checked during every build.";
    }

    E0302 ambiguous_reference(target: &str, zh: &str, en: &str) {
        title: "引用有歧义", "ambiguous reference";
        message: "“{target}”可以指几个条目", "`{target}` matches several entries";
        help: "写成其中的一个：{zh}", "write one of: {en}";
        explain: "名字或标题相同的条目不止一个时，引用要写成“栏目:条目”。", "If several entries have the same name or title, a reference is written as collection:entry.";
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

    E0306 circular_parent(title: &str) {
        title: "上级互相循环", "cycle of parents";
        message: "“{title}”是自己的上级（上级的上级又回到它）", "`{title}` is its own parent, however far up";
        help: "在这一圈条目里选出最上级的一个，删去它的 parent 一行", "choose the topmost entry of the cycle and remove its line `parent`";
        explain: "上级关系不能成环。", "The field `parent` must not form a cycle.";
    }

    W0307 not_public(target: &str, title: impl Display, zh: &str, en: &str) {
        title: "指向现在不公开的内容", "a link to what isn't public now";
        message: "“{target}”指向“{title}”，它{zh}", "`{target}` leads to `{title:#}`, which {en}";
        help: "现在先不链接、不显示它，它公开时自动恢复；不会再公开的，从这里删去", "it is left out here until it is public, and the words of a link stay; remove it if it won't be public again";
        explain: "草稿、还没到时间、已经到期和没有审定的内容不公开。指向它们的链接先只显示文字，指向它们的字段先不显示，网站照常生成。只因为它们才有的页面也一样：列表的第 2 页、一个区县的名录、日历的一个月。菜单里指向它们的一项先不显示。", "Drafts and entries that are to come, have expired or lack a signature aren't public. A link to one shows its words alone, a field that names one isn't shown, and the site is built all the same. The same holds for pages that are there only for such entries: page 2 of a listing, a district's page, a month of the calendar. An item of a menu that leads to one isn't shown.";
    }

    W0308 menu_leads_nowhere(item: &str, item_en: &str, target: &str) {
        title: "菜单里的地址没有页面", "a menu item that leads nowhere";
        message: "菜单里的“{item}”指向 {target}，本站没有这个页面或文件", "the menu item `{item_en}` leads to {target}, which is no page or file of this site";
        help: "写网站上的地址，以 / 开头，如 /column/；别的网站写全网址，如 https://example.org/；不需要就删去这一项", "write an address on the site, with a leading /, such as /column/, or the whole address of another site; or remove the item";
        explain: "site.yaml 的 menu 和 footer.links 里的地址，每次构建都会核对。菜单在每一页上，读者点了这样的一项，只看到“没有这个页面”。", "The addresses of `menu` and `footer.links` in site.yaml are checked during every build. A menu is on every page, and an item like this one leads readers to the page that says that there is none.";
    }
}
