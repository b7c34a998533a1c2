//! 08: findings about wording and punctuation.

super::messages! {
    W0801 wrong_word(found: &str, right: &str) {
        title: "词表里的错词", "wrong word";
        message: "“{found}”应写作“{right}”", "`{found}` should be `{right}`";
        help: "改成“{right}”；kepu check --fix 可以代劳", "write `{right}`; `kepu check --fix` does it";
        explain: "网站的词表 wording.yaml 的 wrong 列出容易写错的词和正确的写法。某处本来就对，就在这一条的 except 里写上包含它的词，或在条目里用 check.ignore 说明。", "The site's list `wrong` in wording.yaml contains common misspellings with their corrections. For an exception, add the longer word that contains it to `except`, or use `check.ignore` in the entry.";
    }
    W0802 forbidden_word(found: &str) {
        title: "词表里的禁用词", "forbidden word";
        message: "“{found}”是禁用词", "`{found}` is forbidden";
        help: "换一种说法", "say it in another way";
        explain: "网站的词表 wording.yaml 的 forbidden 列出不可使用的词。", "The site's list `forbidden` in wording.yaml contains words that may not be used.";
    }
    W0803 unaccompanied_word(found: &str, by: &str) {
        title: "缺少须一并出现的词", "word without a required companion";
        message: "写了“{found}”，却没有同时写明：{by}", "`{found}` without any of: {by}";
        help: "在同一篇里写上其中之一", "add one of them to the same text";
        explain: "网站的词表 wording.yaml 的 accompanied 列出须与别的词一并出现的词，如说食疗时须提醒遵医嘱。", "The site's list `accompanied` in wording.yaml contains words that require another one in the same text, such as a warning beside a remedy.";
    }
    W0804 doubled_word(twice: &str, once: &str) {
        title: "字词重复", "a word typed twice";
        message: "“{twice}”多写了一遍“{once}”", "`{twice}` repeats `{once}`";
        help: "删去一个", "remove one of them";
        explain: "虚词（的、了、是、在、和、我们、因为……）不会连着说两遍，多是打字或修改时留下的。天天、妈妈、刚刚、渐渐、研究研究之类的重叠不在此列。", "Chinese doubles nouns, verbs, adverbs and measure words on purpose, but never function words; two of these in a row are typing or editing mistakes.";
    }
    W0805 half_width(found: &str, right: &str) {
        title: "中文里的半角标点", "half-width punctuation in Chinese";
        message: "中文里的“{found}”应用全角“{right}”", "`{found}` in Chinese text should be `{right}`";
        help: "改成“{right}”；kepu check --fix 可以代劳", "write `{right}`; `kepu check --fix` does it";
        explain: "中文的标点占一个字的位置（GB/T 15834《标点符号用法》）。数字、时间、网址、代码、公式和外文里的标点仍用半角，不在检查之列。", "Chinese punctuation is full-width (GB/T 15834). Numbers, times, addresses, code, formulas and other languages keep half-width punctuation, and aren't checked.";
    }
    W0806 repeated_mark(found: &str, right: &str) {
        title: "标点重复", "punctuation typed twice";
        message: "标点“{found}”重复", "the punctuation `{found}` is repeated";
        help: "改成“{right}”；kepu check --fix 可以代劳", "write `{right}`; `kepu check --fix` does it";
        explain: "逗号、顿号、分号、冒号和句号不会连用；省略号是“……”，不是三个句号。", "Commas, colons and full stops aren't repeated; an ellipsis is `……`, not three full stops.";
    }
    W0807 full_width(found: &str, right: &str) {
        title: "全角的数字、字母或时间", "full-width digits, letters or times";
        message: "“{found}”应用半角“{right}”", "`{found}` should be `{right}`";
        help: "改成“{right}”；kepu check --fix 可以代劳", "write `{right}`; `kepu check --fix` does it";
        explain: "阿拉伯数字、拉丁字母、小数点和时间里的冒号用半角，否则搜不到，读屏软件也读不好。", "Arabic digits, Latin letters, decimal points and colons in times are half-width; full-width ones aren't found by searches and are read badly by screen readers.";
    }
    W0808 unbalanced_mark(mark: char, other: char) {
        title: "引号、书名号或括号不成对", "unbalanced punctuation";
        message: "“{mark}”没有与之成对的“{other}”", "`{mark}` without a `{other}`";
        help: "补上另一半，或改正方向", "add the other half, or correct its direction";
        explain: "同一段里的《》、“”、‘’、（）、【】、「」要成对。引文跨段时，每段以“开头，只有最后一段以”结尾，这样写不算错。", "Within a paragraph, quotation marks, book title marks and brackets come in pairs. In a quotation of several paragraphs, each begins with the opening mark and only the last ends with the closing one; that isn't reported.";
    }
    W0809 hedged_exact_number(found: &str) {
        title: "约数词用在确数上", "qualifier with an exact number";
        message: "“{found}”：精确到个位的数不能再说近、约、余、多", "`{found}`: a number exact to its last digit can't have a qualifier of approximation";
        help: "去掉约数词，或把数取整，如“近210种”“40余家”", "remove the qualifier, or round the number";
        explain: "近、约、余、多表示概数，前后的数应是整数：近200种、约1250人、40余家。206、1234、47这样精确到个位的数要么照实写，要么取整。", "近, 约, 余 and 多 go with round numbers: 近200种, 40余家. An exact number such as 206 has no qualifier, or is rounded.";
    }
    W0810 hedged_twice(found: &str) {
        title: "约数词重复", "two qualifiers of approximation";
        message: "“{found}”用了两个约数词", "`{found}` has two qualifiers of approximation";
        help: "留一个", "keep only one";
        explain: "约、近、超与余、多、左右只用一个：约100人或100多人，不说约100多人。", "One qualifier is enough: 约100人 or 100多人, not 约100多人.";
    }
    W0811 persons_by_times(found: &str, unit: &str) {
        title: "“人/次”之类的单位", "a unit such as 人/次";
        message: "“{found}”应写作“{unit}次”", "`{found}` should be counted in {unit}次";
        help: "改成“{unit}次”", "write {unit}次";
        explain: "人/次的意思是每次多少人。参加的人数按次累计，单位是人次；车辆是辆次，场地活动是场次。", "人/次 means persons per time. The sum of attendances over all times has the unit 人次.";
    }
    W0812 persons_of_sessions(figure: &str) {
        title: "多场活动的人数单位", "persons counted over several sessions";
        message: "“{figure}”是多场活动的合计，单位应是人次", "`{figure}` is a sum over several sessions, which counts attendances (人次)";
        help: "改成人次；若确是去重后的人数，写明范围（scope）", "count in 人次; if they are different persons, state the scope with `scope`";
        explain: "人是不重复的个人，人次是到场的次数。活动办了几场，各场人数相加就是人次，全国科普统计也按人次填报。两种单位不能混用，也不相加。", "人 counts different persons, 人次 attendances. A sum over several sessions counts attendances, as the annual statistics do. The two units are never mixed or added.";
    }
}
