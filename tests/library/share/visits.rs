//! Readers counted from logs: what counts, and what is never kept.

use kepu::authoring::visits::{Counter, LogReader, figures, rows, text};
use kepu::base::diagnostic::Language;

use super::site;

const PHONE: &str = "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0";

fn line(ip: &str, time: &str, request: &str, status: u16, referrer: &str, agent: &str) -> String {
    format!("{ip} - - [{time}] \"{request}\" {status} 512 \"{referrer}\" \"{agent}\"")
}

#[test]
fn pages_are_counted_by_month_without_robots_and_without_addresses() {
    let ready = site("文");
    let mut counter = Counter::new(&ready);
    let mut reader = LogReader::new(ready.site().config.zone.clone());
    let page = "GET /column/2026/05/a/ HTTP/1.1";
    let lines = [
        line("203.0.113.7", "18/May/2026:09:00:00 +0800", page, 200, "https://www.baidu.com/s", PHONE),
        line("203.0.113.7", "31/May/2026:17:00:00 +0000", page, 304, "-", "Mozilla/5.0"),
        line(
            "203.0.113.7",
            "18/May/2026:09:00:00 +0800",
            "GET /column/2026/05/a/index.html?from=x HTTP/1.1",
            200,
            "-",
            PHONE,
        ),
        line("198.51.100.2", "18/May/2026:09:00:00 +0800", page, 200, "-", "Mozilla/5.0 (compatible; Baiduspider/2.0)"),
        line("198.51.100.2", "18/May/2026:09:00:00 +0800", "HEAD /column/2026/05/a/ HTTP/1.1", 200, "-", PHONE),
        line("198.51.100.2", "18/May/2026:09:00:00 +0800", page, 301, "-", PHONE),
        line("198.51.100.2", "18/May/2026:09:00:00 +0800", "GET /wp-login.php HTTP/1.1", 404, "-", PHONE),
        line("198.51.100.2", "18/May/2026:09:00:00 +0800", "GET /column/entries.csv HTTP/1.1", 200, "-", PHONE),
        "nonsense".to_owned(),
    ];
    for (number, line) in (1..).zip(&lines) {
        counter.line(&mut reader, line, ("access.log", number));
    }
    let visits = counter.visits;
    let found = rows(&ready, &visits);
    let entry: Vec<_> = found.iter().filter(|row| row.kind == "entry").collect();
    assert_eq!(
        entry
            .iter()
            .map(|row| (row.month.as_str(), row.title.as_str(), row.views, row.wechat, row.searched))
            .collect::<Vec<_>>(),
        [("2026-05", "一篇文章", 2, 2, 1), ("2026-06", "一篇文章", 1, 0, 0)],
    );
    assert_eq!((visits.lines, visits.robots, visits.unknown, visits.unnamed), (9, 1, 1, 0));
    assert_eq!(visits.first_unknown, Some(("access.log".to_owned(), 9)));
    assert_eq!(visits.missing.get("/wp-login.php"), Some(&1));
    let words = text(&ready, &visits, Language::Chinese);
    assert!(words.contains("百度 1") && words.contains("2026-06"), "{words}");
    let record = figures(&ready, &visits);
    assert!(record.contains("网站浏览3次") && record.contains("2026-05至2026-06，已去除机器人"), "{record}");
    let kept = format!("{visits:?}{words}{record}{found:?}");
    assert!(!kept.contains("203.0.113") && !kept.contains("198.51.100"), "an address is kept");
}

#[test]
fn memory_is_bounded_whatever_the_log_says() {
    let ready = site("文");
    let mut counter = Counter::new(&ready);
    let mut reader = LogReader::new(ready.site().config.zone.clone());
    for number in 0..3000_u64 {
        let year = 1900 + number / 12;
        let time = format!("18/May/{year}:09:00:00 +0800");
        let request = format!("GET /{number}{} HTTP/1.1", "x".repeat(500));
        counter.line(&mut reader, &line("::1", &time, &request, 404, "-", PHONE), ("a", number));
    }
    assert!(counter.visits.missing.len() <= 500 && counter.visits.missing_rest >= 2000);
    assert!(counter.visits.missing.keys().all(|address| address.chars().count() <= 200));
    assert!(counter.visits.months.len() <= 600);
}
