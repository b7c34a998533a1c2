//! What a pasted text lost, counted, in the editor's words.

use crate::base::diagnostic::Localized;

/// Counts of what isn't brought over.
#[derive(Debug, Default)]
pub struct Lost {
    /// Pictures that the browser can't read.
    pub pictures: usize,
    /// Pictures of a kind that a site can't show.
    pub unshown: usize,
    pub films: usize,
    pub drawings: usize,
    pub comments: usize,
    pub deleted: usize,
    pub hidden: usize,
    pub underlined: usize,
    /// Links into the writer's own computer.
    pub local_links: usize,
    /// Tables that stay HTML because cells are merged.
    pub merged: usize,
    /// Tables whose first row was taken for their head.
    pub heads: usize,
}

impl Lost {
    /// Returns a line for each kind that occurred.
    pub fn said(&self) -> Vec<Localized> {
        let mut said = Vec::new();
        let mut say = |count: usize, zh: &str, en: &str| {
            if count > 0 {
                let count = count.to_string();
                said.push(Localized { zh: zh.replace('N', &count), en: en.replace("{}", &count) });
            }
        };
        say(
            self.pictures,
            "N 张图片浏览器读不到，文中留了“缺图”的记号：请单独复制那张图，再粘贴到那里",
            "pictures that the browser can't read, marked in the text: {}; copy each alone and paste it there",
        );
        say(
            self.unshown,
            "N 张图片不是网页能显示的格式，没有带来",
            "pictures in a format that pages can't show, left out: {}",
        );
        say(
            self.films,
            "N 个视频、音频或嵌入的内容没有带来：请另存为文件再拖进来，或在文中放一个链接",
            "films, sounds or embedded contents left out: {}; drop them as files, or link to them",
        );
        say(self.drawings, "N 个装饰图形没有带来", "drawings for decoration left out: {}");
        say(self.comments, "N 条批注没有带来", "comments left out: {}");
        say(
            self.deleted,
            "N 处修订中已删除的文字没有带来，插入的文字照收",
            "texts deleted by tracked changes, left out: {}; inserted ones were taken",
        );
        say(self.hidden, "N 处隐藏的文字没有带来", "hidden texts left out: {}");
        say(
            self.underlined,
            "N 处下划线没有带来（网页上容易被当成链接）",
            "underlines left out, which look like links on a page: {}",
        );
        say(
            self.local_links,
            "N 个链接指向作者自己的电脑，只留了文字",
            "links into the writer's own computer, kept as text: {}",
        );
        say(
            self.merged,
            "N 张表格有合并的单元格，照 HTML 放进来了，显示没有问题，改起来要小心",
            "tables with merged cells, kept as HTML: {}; they show well, and are edited with care",
        );
        say(self.heads, "N 张表格的第一行当作了表头", "tables whose first row was taken for their head: {}");
        said
    }
}
