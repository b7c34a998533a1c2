//! Covers, galleries and maps.

super::messages! {
    E1601 unknown_motif(name: &str, known_zh: &str, known_en: &str) {
        title: "没有这种封面图案", "unknown motif of covers";
        message: "没有名为“{name}”的封面图案", "there is no motif called `{name}`";
        help: "从这些图案里选一个：{known_zh}", "choose one of these: {known_en}";
        explain: "site.yaml 的 covers 按图案列出词语：标题或分类里有这个词的条目，没有图片时就画这个图案。图案的名字是固定的，消息里全部列出。", "`covers` in site.yaml lists words by motif: an entry with such a word in its title or terms is drawn with that motif if it has no picture. The names of motifs are fixed; the message lists them.";
    }
}
