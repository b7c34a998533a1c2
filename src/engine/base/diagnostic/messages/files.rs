//! 11: `kepu new` and `kepu fmt`.

use std::fmt::Display;

super::messages! {
    E1101 file_exists(path: &str) {
        title: "文件已经有了", "file already exists";
        message: "{path} 已经有了，没有改动它", "{path} already exists and was not changed";
        help: "换一个标题，或用 --set slug=名字 另取文件名", "choose another title, or another file name with --set slug=NAME";
        explain: "kepu new 从不覆盖文件。文件名由标题的拼音得来，同名时请另取一个。", "`kepu new` never overwrites a file. The file name is derived from the title in pinyin; if it exists already, choose another.";
    }
    E1102 no_such_collection(word: &str, known: &str, first: &str) {
        title: "没有这个栏目", "no such collection";
        message: "没有叫“{word}”的栏目，也没有这种类型的栏目", "there is no collection named `{word}`, and none of this kind";
        help: "先写栏目，再写标题，如 kepu new {first} 标题。已有的栏目：{known}；新建栏目用 kepu new collection", "the collection goes before the title, as in `kepu new {first} TITLE`; available: {known}; create another with `kepu new collection`";
        explain: "kepu new 后面写栏目的名称（如 科学专栏）、目录名（如 column），或它的类型（如 article，也可以写 文章）。", "The argument of `kepu new` is a collection's title, the name of its folder, such as `column`, or its kind, such as `article` or 文章.";
    }
    E1103 answers_missing(collection: impl Display, keys: &str, example: &str) {
        title: "缺少必填字段", "missing required fields";
        message: "栏目“{collection}”还缺必填字段：{keys}", "missing required fields of collection `{collection:#}`: {keys}";
        help: "不在终端里运行时，请用 --set {example}=… 逐个给出", "without a terminal, give each as --set {example}=…";
        explain: "在终端里运行时 kepu new 会逐项询问；由脚本运行时，声明里的必填字段要用 --set 字段=值 给出。", "On a terminal, `kepu new` prompts for the required fields; in a script they are given as --set FIELD=VALUE.";
    }
    E1104 title_without_slug(title: &str) {
        title: "标题里取不出文件名", "no file name from the title";
        message: "从标题“{title}”取不出文件名", "no file name can be derived from the title `{title}`";
        help: "用 --set slug=名字 给出，只用小写字母、数字和连字符", "give one with --set slug=NAME: lower-case letters, digits and hyphens";
        explain: "文件名取标题的拼音、字母和数字。标题里一个也没有时，要自己取名。", "The file name is derived from the title's pinyin, letters and digits. If the title has none, a name must be given.";
    }
    E1105 several_collections(word: &str, names: &str, example: &str) {
        title: "不止一个栏目是这种类型", "several collections of this kind";
        message: "名称或类型是“{word}”的栏目不止一个：{names}", "there are several collections of title or kind `{word}`: {names}";
        help: "写明是哪一个，如 kepu new {example}", "name one of them, as in `kepu new {example}`";
        explain: "按类型说（如 event）只在仅有一个这种栏目时才行，否则请写栏目的名称或目录名。", "A kind, such as `event`, is sufficient if only one collection has it; otherwise give its title or its folder.";
    }
    E1106 not_an_assignment(text: &str) {
        title: "--set 的写法不对", "invalid --set";
        message: "“{text}”不是 字段=值 的写法", "`{text}` doesn't have the form FIELD=VALUE";
        help: "如 --set district=江阳区；组里的字段写 --set booking.method=phone", "as in --set district=jiangyang; a field of a group is --set booking.method=phone";
        explain: "--set 后面是字段名、等号和值。列表里的几项用分号或顿号隔开。", "The argument of --set is the field's key, an equals sign and the value. List items are separated by semicolons.";
    }
    E1107 bad_collection_name(name: &str) {
        title: "栏目的目录名不能用", "invalid name of a collection";
        message: "栏目的目录名不能是“{name}”", "a collection's folder can't be named `{name}`";
        help: "用 --set name=名字 给出：小写字母、数字和连字符，以字母开头", "give it with --set name=NAME: lower-case letters, digits and hyphens, beginning with a letter";
        explain: "目录名会出现在网址里，也用来引用这个栏目，所以只用小写字母、数字和连字符。", "The folder's name is part of addresses and references, so it may have only lower-case letters, digits and hyphens.";
    }
    E1108 not_put_in_order(zh: &str, en: &str) {
        title: "文件没有整理", "file not formatted";
        message: "没有整理这个文件：{zh}", "this file was not formatted: {en}";
        help: "先改好它的写法（kepu build 会指出哪里不对），再运行 kepu fmt", "fix it first (`kepu build` reports where), then run `kepu fmt` again";
        explain: "kepu fmt 只整理它完全看懂的文件头，看不懂的原样留下并报告。", "`kepu fmt` changes only front matter that it can parse completely; other files are unchanged and reported.";
    }
    E1109 nothing_named(known: &str) {
        title: "没有说新建什么", "nothing to create";
        message: "没有说新建什么", "no collection was given";
        help: "写上栏目，如 kepu new article 标题。已有的栏目：{known}", "give a collection, as in `kepu new article TITLE`; available: {known}";
        explain: "在终端里运行时 kepu new 会让你选择；由脚本运行时要写明栏目的目录名或类型。", "On a terminal, `kepu new` lets you choose; in a script, give a collection's folder or kind.";
    }
    W1101 not_in_order() {
        title: "文件头没有整理", "front matter isn't formatted";
        message: "文件头的字段次序或写法没有整理", "the front matter isn't in the declared order, or its spacing isn't canonical";
        help: "运行 kepu fmt 即可，页面不会变", "run `kepu fmt`; it doesn't change any page";
        explain: "kepu fmt 按声明的次序排列字段，统一列表和空格的写法。kepu fmt --check 只检查，不改动。", "`kepu fmt` sorts fields into the declared order and normalises lists and spacing. `kepu fmt --check` only checks and changes nothing.";
    }
}
