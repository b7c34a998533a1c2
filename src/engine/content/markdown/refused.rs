//! Servers of pictures that refuse to show them on other sites.

/// Hosts by the end of their names: of WeChat's official accounts, Weibo, Zhihu, bilibili, Douban, Jianshu, Toutiao,
/// Xiaohongshu, CSDN, NetEase and Baidu.
const REFUSING: [&str; 18] = [
    "qpic.cn",
    "qlogo.cn",
    "sinaimg.cn",
    "zhimg.com",
    "hdslb.com",
    "doubanio.com",
    "jianshu.io",
    "byteimg.com",
    "pstatp.com",
    "toutiaoimg.com",
    "xhscdn.com",
    "csdnimg.cn",
    "126.net",
    "127.net",
    "hiphotos.baidu.com",
    "imgsrc.baidu.com",
    "bcebos.com",
    "gtimg.com",
];

/// Returns the host of an address if it is known to refuse other sites.
pub fn refusing_host(address: &str) -> Option<&str> {
    let rest = address.split_once("//")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let lower = host.to_ascii_lowercase();
    let is = |end: &str| lower.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    REFUSING.iter().any(|end| is(end)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_known_by_the_end_of_their_names() {
        assert_eq!(refusing_host("https://mmbiz.qpic.cn/a/640?wx_fmt=png"), Some("mmbiz.qpic.cn"));
        assert_eq!(refusing_host("//wx1.SINAIMG.cn/large/a.jpg"), Some("wx1.SINAIMG.cn"));
        for other in ["https://example.org/qpic.cn/a.png", "https://notqpic.cn/a.png", "a.png"] {
            assert_eq!(refusing_host(other), None, "{other}");
        }
    }
}
