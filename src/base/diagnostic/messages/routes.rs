//! 04: addresses.

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
        help: "换一个 slug 或别名", "choose another slug or alias";
        explain: "输出的文件名必须在各种系统和主机上都能用，且不能离开输出目录。", "Output file names must be valid on every system and host, and must not escape the output folder.";
    }
}
