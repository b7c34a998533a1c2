//! 076: findings about invisible characters.

super::messages! {
    W0760 invisible_characters(count: usize, names: &str) {
        title: "看不见的字符", "invisible characters";
        message: "有 {count} 个看不见的字符：{names}", "{count} invisible characters: {names}";
        help: "删去它们；kepu check --fix 可以代劳", "remove them; `kepu check --fix` does it";
        explain: "零宽空格、软连字符、书写方向符之类的字符没有样子，多是从网页、聊天或 PDF 里复制文字时带来的。看上去一样的两个词，程序当作两个：在文件里搜不到，也对不上。网址、分类词和站内搜索会自动去掉它们，页面照原样发布；--fix 把源文件也清理干净。表情符号里的连接符不在此列。", "Zero-width spaces, soft hyphens, direction marks and the like have no shape; they come with text copied from web pages, chats or PDF files. Two words that look the same are then two for every program. Addresses, terms and the site's search leave them out, pages keep them, and `--fix` cleans the source. What joins the parts of an emoji isn't reported.";
    }
    W0761 radical_characters(count: usize, pairs: &str) {
        title: "形近的部首字符", "radicals instead of characters";
        message: "有 {count} 个字是部首字符：{pairs}", "{count} characters are radicals: {pairs}";
        help: "换成普通的汉字；kepu check --fix 可以代劳", "write the ordinary characters; `kepu check --fix` does it";
        explain: "从 PDF 里复制的文字常有⽔、⽂、⻓这样的部首字符（U+2E80 至 U+2FD5）：和水、文、长看上去一样，却是另一个字符，搜不到，读屏软件也读不出。网址、分类词和站内搜索会自动换成普通的汉字，页面照原样发布；--fix 把源文件也换过来。", "Text copied from a PDF file often has radicals (U+2E80 to U+2FD5) that look like ordinary characters and are others: they aren't found, and screen readers can't read them. Addresses, terms and the site's search take the ordinary characters, pages keep what was typed, and `--fix` replaces them in the source.";
    }
}
