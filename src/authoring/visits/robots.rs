//! Which programs are no readers, and which pages send readers here.

/// Parts of the names of programs that nobody reads with, in lower case.
const ROBOTS: [&str; 43] = [
    "bot",
    "crawl",
    "spider",
    "slurp",
    "archiver",
    "curl/",
    "wget",
    "python",
    "go-http",
    "java/",
    "okhttp",
    "libwww",
    "httpclient",
    "http-client",
    "axios",
    "node-fetch",
    "undici",
    "scrapy",
    "headless",
    "phantom",
    "lighthouse",
    "pagespeed",
    "gtmetrix",
    "monitor",
    "uptime",
    "pingdom",
    "nagios",
    "zabbix",
    "check_http",
    "scan",
    "nmap",
    "masscan",
    "zgrab",
    "nuclei",
    "censys",
    "facebookexternalhit",
    "feedfetcher",
    "validator",
    "linkcheck",
    "preview",
    "yandex.com/",
    "kepu/",
    "bytespider",
];

/// Names of search engines within their hosts.
const ENGINES: [(&str, &str); 12] = [
    ("baidu.", "百度"),
    ("bing.", "必应"),
    ("google.", "Google"),
    ("sogou.", "搜狗"),
    ("so.com", "360搜索"),
    ("sm.cn", "神马"),
    ("toutiao.", "头条搜索"),
    ("duckduckgo.", "DuckDuckGo"),
    ("yandex.", "Yandex"),
    ("yahoo.", "Yahoo"),
    ("quark.", "夸克"),
    ("chinaso.", "中国搜索"),
];

/// Whether a program is no reader. One that doesn't say its name is none.
pub fn is_robot(agent: &str) -> bool {
    let agent = agent.to_ascii_lowercase();
    agent.trim().is_empty() || agent == "-" || ROBOTS.iter().any(|name| agent.contains(name))
}

/// Whether a page was opened within WeChat.
pub fn is_wechat(agent: &str) -> bool {
    agent.contains("MicroMessenger")
}

/// The search engine that a reader came from.
pub fn engine(referrer: &str) -> Option<&'static str> {
    let rest = referrer.split_once("://")?.1;
    let host = rest.split(['/', ':', '?']).next()?.to_ascii_lowercase();
    let parts = |name: &str| host.starts_with(name) || host.contains(&format!(".{name}"));
    ENGINES.iter().find(|(name, _)| parts(name)).map(|(_, shown)| *shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_told_from_programs() {
        let phone = "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49";
        assert!(!is_robot(phone) && is_wechat(phone));
        for robot in
            ["Baiduspider/2.0", "Mozilla/5.0 (compatible; Googlebot/2.1)", "curl/8.5", "-", "", "python-requests/2"]
        {
            assert!(is_robot(robot), "{robot}");
        }
        assert_eq!(engine("https://www.baidu.com/s?wd=x"), Some("百度"));
        assert_eq!(engine("https://cn.bing.com/search?q=x"), Some("必应"));
        assert_eq!(engine("https://kepu.example.org/?q=baidu.com"), None);
        assert_eq!(engine("https://notso.com/"), None);
    }
}
