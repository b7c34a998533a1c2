//! The few words that an article gets from the program, in its own language.

pub struct ArticleWords {
    pub references: &'static str,
    pub original: &'static str,
    pub scan: &'static str,
    pub video: &'static str,
    pub audio: &'static str,
    pub embedded: &'static str,
    pub picture: &'static str,
    pub colon: &'static str,
    pub comma: &'static str,
    pub events: &'static str,
    pub articles: &'static str,
}

const CHINESE: ArticleWords = ArticleWords {
    references: "注释与链接",
    original: "原文：",
    scan: "长按识别二维码，查看原文",
    video: "视频",
    audio: "音频",
    embedded: "嵌入的内容",
    picture: "图",
    colon: "：",
    comma: "、",
    events: "活动",
    articles: "新文章",
};

const ENGLISH: ArticleWords = ArticleWords {
    references: "Notes and links",
    original: "Original: ",
    scan: "Press and hold the code to open the page",
    video: "Video",
    audio: "Audio",
    embedded: "Embedded content",
    picture: "Picture ",
    colon: ": ",
    comma: ", ",
    events: "Events",
    articles: "New articles",
};

impl ArticleWords {
    pub fn of(language: &str) -> &'static Self {
        if language.split('-').next() == Some("zh") { &CHINESE } else { &ENGLISH }
    }
}
