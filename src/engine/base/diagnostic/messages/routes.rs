//! 04: addresses, and what is published under them.

super::messages! {
    E0401 duplicate_url(url: &str) {
        title: "两处争用同一网址", "duplicate address";
        message: "两处内容都要用网址 {url}", "two sources have the address {url}";
        help: "改其中一个的 slug，或改栏目的 url", "change one slug, or the collection's url";
        explain: "一个网址只能有一个页面。", "An address can have only one page.";
    }

    E0402 unsafe_path(url: &str, zh: &str, en: &str) {
        title: "网址不能作文件名", "address isn't a valid file path";
        message: "网址 {url} 不能写成文件：{zh}", "the address {url} isn't a valid file path: {en}";
        help: "换一个 slug 或别名；图片和附件就给文件改名", "choose another slug or alias; rename the file of a picture or an attachment";
        explain: "输出的文件名必须在各种系统和主机上都能用，且不能离开输出目录。", "Output file names must be valid on every system and host, and must not escape the output folder.";
    }

    E0410 misnamed_source(meant: &str, way_zh: &str, way_en: &str) {
        title: "文件名写错，没有读", "misnamed file was not read";
        message: "这个文件没有读，也没有公开：应是 {meant}", "this file is neither read nor published; {meant} is expected";
        help: "{way_zh}；不要它就删去或移到网站目录以外", "{way_en}, or move it out of the site's folder";
        explain: "记事本会把“雾.md”存成“雾.md.txt”，别的软件会写“_collection.yml”。这样的文件读不到，也绝不会原样公开：里面可能是草稿。电脑不显示扩展名时看不出来，请在文件夹选项里打开“文件扩展名”。", "Notepad saves `fog.md` as `fog.md.txt`, and other tools write `_collection.yml`. Such a file isn't read, and it is never published as it is: it may be a draft.";
    }

    E0411 copied_text(original: &str) {
        title: "是另一篇文章的副本", "copy of another text";
        message: "从名字和标题看，这是 {original} 的副本", "by its name and title this is a copy of {original}";
        help: "只留一个：删去副本；要另写一篇，就改它的标题或文件名", "keep one of them; for another text, change the title or the file's name";
        explain: "复制文件时留下的副本会使同一篇文章公开两次，而且看不出哪一个是对的。程序不替你选。", "A copy that was left by accident would publish the same text twice, and which one is right can't be known.";
    }

    W0410 files_unused(count: usize, examples: &str) {
        title: "没有用到的文件没有公开", "unused files were not published";
        message: "有 {count} 个文件没有公开，因为公开的内容都没有用到它们：{examples}", "files that nothing published uses, and that were not published: {count} ({examples})";
        help: "要公开的，在文章里链接它或显示它，或放进 static/；其余的移到网站目录以外。kepu check 列出全部", "link or show what is to be published, or put it into static/; move the others out of the site's folder. `kepu check` lists all";
        explain: "只公开有人要公开的：文章、字段、模板、样式、设置或另一个公开的文件用到的图片和附件。文章旁边的其他文件（会议纪要、名单、原稿）不会有网址。没有谁用到而又要公开的文件放在 static/ 里；备份、数据库、日志和密钥（.bak、.sql、.log、.pem 等）在 static/ 里也要有内容用到才公开。", "Only what an editor asked to publish is published: pictures and attachments that a text, a field, a template, a style, a setting or another published file uses. Other files beside texts get no address. A file that is to be published without being used belongs in static/; backups, databases, logs and keys (.bak, .sql, .log, .pem and others) must be used there as well.";
    }

    W0411 misnamed_copy(meant: &str) {
        title: "另有同名的正本，这个没有读", "file beside the one that is read";
        message: "这个文件没有读，也没有公开：已经有 {meant}", "this file was neither read nor published: there is {meant} already";
        help: "看看哪一个是对的，另一个删去或移到网站目录以外", "see which one is right, and move the other out of the site's folder";
        explain: "备份和另存的副本不参加生成。", "Backups and files that were saved under another name take no part in a build.";
    }

    W0412 future_date(title: &str, date: &str) {
        title: "发布日期在将来，还没有公开", "date in the future, not published yet";
        message: "“{title}”的日期是将来的 {date}，到那天才公开", "the date of `{title}` is {date}, which is still to come; it is published on that day";
        help: "要现在公开就改正日期；确实要到那天，写 publish_at: {date}", "correct the date to publish it now; if that day is meant, write publish_at: {date}";
        explain: "日期在将来的文章，要么是写错了年月，要么是还不该公开，所以先不公开。写明 publish_at 就不再提醒；publish_at 早于日期时，按 publish_at 公开。活动的开始时间不受影响。", "A text with a date that is still to come has a wrong date or isn't meant to be public yet, so it is kept back. `publish_at` says which, and an earlier one publishes it earlier. The starts of events don't matter here.";
    }

    W0413 picture_refused(host: &str) {
        title: "图片引自不让别的网站显示的服务器", "picture from a server that refuses other sites";
        message: "图片引自 {host}，它不让别的网站显示，读者会看到一块空白，或一张占位的图", "the picture comes from {host}, which refuses to show it on other sites";
        help: "在原网页上右键“图片另存为”，存在文章旁边，写成 ![说明](文件名)；图片多的，把整个网页“另存为（全部）”，图片就在旁边的文件夹里", "save the picture from its page beside the text and write ![description](FILE); saving the whole page in a browser puts all its pictures into a folder";
        explain: "公众号、微博、知乎、哔哩哔哩等平台的图片服务器按来源拒绝别的网站，图片还会随原文删除而消失。网站的图片要在自己这里。", "The picture servers of such platforms refuse requests from other sites, and their pictures go when the original is deleted. A site's pictures should be its own.";
    }

    W0414 texts_underscored(count: usize, examples: &str) {
        title: "以下划线开头的文稿", "texts whose name begins with an underscore";
        message: "有 {count} 篇文稿没有公开，因为文件名或文件夹名以下划线开头：{examples}", "{count} texts aren't published, because their name or folder begins with an underscore: {examples}";
        help: "要公开就去掉下划线；暂不公开的也可以写 draft: true", "remove the underscore to publish them; `draft: true` is another way to hold a text back";
        explain: "许多程序不公开以下划线开头的文件，习惯这样做的人会以为这里也是；所以这样的文稿不公开。栏目自己的说明叫 _index.md，放在栏目的文件夹里。", "Many programs don't publish files whose name begins with an underscore, and authors rely on it, so such texts aren't published. A collection's own text is called _index.md and lies in the collection's folder.";
    }

    W0415 folder_of_drafts(count: usize, examples: &str) {
        title: "草稿文件夹", "folder of drafts";
        message: "有 {count} 篇文稿在叫“草稿”的文件夹里，按草稿处理，没有公开：{examples}", "{count} texts lie in a folder of drafts, so they are drafts and aren't published: {examples}";
        help: "要公开就移到别的文件夹，或在文首信息里写 draft: false", "move them to another folder, or write `draft: false` in their front matter, to publish them";
        explain: "文件夹叫 draft、drafts、草稿、草稿箱、未发布或待发布时，里面的文稿是草稿，除非写了 draft: false。", "Texts in a folder called draft, drafts, 草稿, 草稿箱, 未发布 or 待发布 are drafts unless they say `draft: false`.";
    }

    W0416 title_says_draft(title: &str) {
        title: "标题写着是草稿", "title that says draft";
        message: "标题“{title}”写着还没有定稿，按草稿处理，没有公开", "by its title `{title}` is a draft, so it isn't published";
        help: "要公开，就从标题里去掉这个词，或在文首信息里写 draft: false；暂不公开，写 draft: true 就不再提醒", "take the word out of the title, or write `draft: false`, to publish it; `draft: true` keeps it back without this message";
        explain: "写在标题括号里的“草稿”“待审”“未定稿”“暂不公开”等，是写给同事看的，不是给读者看的。程序宁可先不公开。", "Words such as 草稿, 待审, draft or WIP in brackets in a title are for colleagues and not for readers. When in doubt the program doesn't publish.";
    }

    W0418 no_content() {
        title: "网站没有内容", "a site without content";
        message: "没有 content 文件夹，或里面是空的：生成的网站没有文章、基地和活动", "there is no folder `content`, or nothing in it: the site has no entries";
        help: "文章、基地和活动放在 content/ 里，文件夹名全部小写；放错或改过名的，改回来再生成，先不要发布", "entries are in content/, in lower case; give the folder its name back before you publish";
        explain: "没有 content 文件夹的网站也能生成，只有首页等几页。文件夹改了名（如 Content、内容）或没有拷全的，发布出去主机上原来的文章就都没有了。", "A site without `content` can be built, and has a home page and little else. If the folder was renamed or not copied, publishing takes down every entry.";
    }

    W0419 never_shown(title: &str, until: &str, from: &str) {
        title: "到期早于发布", "expires before it is published";
        message: "“{title}”到期撤下的 {until} 早于发布的 {from}，永远不会出现", "`{title}` expires on {until}, before it is published on {from}: it is never shown";
        help: "改正 expires（到期撤下）；不用撤下就删去这一行", "correct `expires`, or remove the line";
        explain: "expires 那天过后条目就撤下。它早于发布日期（date 或 publish_at）的，一天也不会公开，多半是年份写错了。", "An entry is taken down after `expires`. If that lies before its date of publication it is never public; mostly the year is wrong.";
    }
}
