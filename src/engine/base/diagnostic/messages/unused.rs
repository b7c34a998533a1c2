//! 07, from W0750: findings about what is published, and under which name.

super::messages! {
    W0750 file_unused() {
        title: "文件没有用到，没有公开", "unused file wasn't published";
        message: "公开的内容都没有用到这个文件，它没有公开", "nothing published uses this file, so it isn't published";
        help: "要公开，就在文章里链接它或显示它，或放进 static/；不公开，就移到网站目录以外", "link or show it, or put it into static/; otherwise move it out of the site's folder";
        explain: "文章旁边的文件，只有公开的文章、字段、模板、样式或设置用到的才公开。放在这里又不用的文件容易被误会已经公开，也容易误传。", "Of the files beside texts only those that something published uses are published. A file that isn't used is easily taken for published.";
    }

    W0751 term_spelt_twice(shown: &str, others: &str) {
        title: "同一个词有几种写法", "one term in several spellings";
        message: "“{shown}”还写作 {others}，已算作同一个词", "the term `{shown}` is also spelt {others}; they count as one";
        help: "统一写成“{shown}”", "write `{shown}` everywhere";
        explain: "只差大小写、全半角的词是同一个词：它们的网址在 Windows 和 macOS 上也是同一个文件。页面显示用得最多的写法。", "Words that differ only in letter case or width are one term: their addresses are one file on Windows and macOS. Pages show the most frequent spelling.";
    }

    W0752 several_in_one(written: &str, mended: &str) {
        title: "几个词写在了一起", "several words in one";
        message: "“{written}”像是几个词，现在算作一个", "`{written}` looks like several words and counts as one";
        help: "是几个就用顿号或逗号分开：{mended}；确是一个，就去掉中间的空格或符号", "part several by commas: {mended}; if it is one, leave out what stands between";
        explain: "空格、竖线和井号不分开标签和姓名：“张三 李四”是一个人，“气象 光学”是一个标签，有自己的一页。几个之间用顿号、逗号或分号，或每行写一个。", "Blanks, bars and number signs don't part tags or names: `气象 光学` is one tag with a page of its own. Part several by commas or semicolons, or write one a line.";
    }
}
