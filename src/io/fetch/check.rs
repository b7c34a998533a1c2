//! One address and what its hosts reply → what to ask next, and in the end what is to be said of it.
//!
//! Asks nobody itself and reads no clock: it is told every reply, and says how long to wait.

use std::time::Duration;

use url::Url;

use super::private::is_private;
use super::verdict::{Noise, Verdict, Weakness};

/// How long and how often an address is asked before something is said of it.
#[derive(Clone, Debug)]
pub struct Patience {
    /// Redirects that are followed; browsers follow about twenty.
    pub redirects: usize,
    /// Further questions to a server that is busy or has failed.
    pub retries: u32,
    /// Before the first of them; it doubles with each.
    pub back_off: Duration,
    /// A server that wants us to wait longer (`Retry-After`) is let alone.
    pub longest_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { redirects: 10, retries: 2, back_off: Duration::from_secs(2), longest_wait: Duration::from_secs(30) }
    }
}

/// The methods of RFC 9110 that change nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Without the contents, which nobody wants here.
    Head,
    Get,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Answer {
        status: u16,
        /// The header `Location` as it was sent.
        location: Option<String>,
        /// The header `Retry-After`, as a time from now.
        retry_after: Option<Duration>,
    },
    Fault(Fault),
}

/// Why nothing came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The name stands for no host.
    Unresolved,
    /// Nothing listens there.
    Refused,
    /// The connection was closed in the middle.
    Broken,
    Slow,
    /// There is no safe connection.
    Tls(Weakness),
    /// What came is no HTTP.
    Garbled(String),
}

/// A question to a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub method: Method,
    /// `http` or `https`, without a fragment.
    pub url: Url,
    /// Not before this long from now.
    pub after: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Ask(Question),
    Done(Verdict),
}

/// An address that is being asked about.
pub struct Inquiry<'a> {
    patience: &'a Patience,
    /// Whether an address in the own network may be asked.
    allowed: &'a (dyn Fn(&Url) -> bool + Sync),
    method: Method,
    /// The address asked now, and before it all that led there.
    way: Vec<Url>,
    tries: u32,
    /// Where permanent redirects led to, as long as there were no others between.
    moved: Option<Url>,
    all_permanent: bool,
}

impl<'a> Inquiry<'a> {
    /// An inquiry and its first question.
    pub fn new(url: &Url, patience: &'a Patience, allowed: &'a (dyn Fn(&Url) -> bool + Sync)) -> (Self, Question) {
        let mut url = url.clone();
        url.set_fragment(None);
        let inquiry = Self {
            patience,
            allowed,
            method: Method::Head,
            way: vec![url],
            tries: 0,
            moved: None,
            all_permanent: true,
        };
        let question = inquiry.question(Duration::ZERO);
        (inquiry, question)
    }

    /// Takes in the reply to the last question.
    pub fn reply(&mut self, reply: Reply) -> Next {
        match reply {
            Reply::Answer { status, location, retry_after } => self.answer(status, location.as_deref(), retry_after),
            Reply::Fault(fault) => self.fault(fault),
        }
    }

    fn answer(&mut self, status: u16, location: Option<&str>, retry_after: Option<Duration>) -> Next {
        match status {
            200..=299 | 300 | 304 => Next::Done(match self.moved.take() {
                Some(to) => Verdict::Moved { to: to.into() },
                None => Verdict::Fine,
            }),
            301 | 302 | 303 | 307 | 308 => self.redirect(status, location),
            // Too many questions: another method wouldn't be more welcome.
            429 => self.again(retry_after).unwrap_or(Next::Done(Verdict::Unwilling { status })),
            // Some servers know no HEAD, and say so in many ways.
            _ if self.method == Method::Head => self.by_get(),
            500..=599 => self.again(retry_after).unwrap_or(Next::Done(Verdict::Failing { status })),
            // 999 is no status of HTTP, but some send it to programs.
            401 | 403 | 406 | 407 | 418 | 451 | 999 => Next::Done(Verdict::Unwilling { status }),
            _ => Next::Done(Verdict::Gone { status }),
        }
    }

    fn fault(&mut self, fault: Fault) -> Next {
        let verdict = match fault {
            // A server that chokes on HEAD may still know GET.
            Fault::Broken | Fault::Slow | Fault::Garbled(_) if self.method == Method::Head => return self.by_get(),
            Fault::Slow => Verdict::Slow,
            Fault::Broken | Fault::Refused => Verdict::Refused,
            Fault::Unresolved => Verdict::Unresolved,
            Fault::Tls(why) => Verdict::Unsafe { why },
            Fault::Garbled(reason) => Verdict::Garbled { why: Noise::Other(reason) },
        };
        Next::Done(verdict)
    }

    fn redirect(&mut self, status: u16, location: Option<&str>) -> Next {
        let here = &self.way[self.way.len() - 1];
        let Some(mut to) = location.and_then(|location| here.join(location).ok()) else {
            return Next::Done(Verdict::Garbled { why: Noise::Aimless { status } });
        };
        to.set_fragment(None);
        if !matches!(to.scheme(), "http" | "https") {
            // Into an app, say: nothing that could be asked.
            return Next::Done(Verdict::Fine);
        }
        if is_private(&to) && !(self.allowed)(&to) {
            return Next::Done(Verdict::Inwards { to: to.into() });
        }
        if self.way.contains(&to) {
            return Next::Done(Verdict::Circular { at: to.into() });
        }
        if self.way.len() > self.patience.redirects {
            return Next::Done(Verdict::Endless { redirects: self.patience.redirects });
        }
        self.all_permanent &= matches!(status, 301 | 308);
        if self.all_permanent {
            self.moved = Some(to.clone());
        }
        self.way.push(to);
        self.tries = 0;
        Next::Ask(self.question(Duration::ZERO))
    }

    fn by_get(&mut self) -> Next {
        self.method = Method::Get;
        Next::Ask(self.question(Duration::ZERO))
    }

    /// The same question once more, as long as patience lasts.
    fn again(&mut self, retry_after: Option<Duration>) -> Option<Next> {
        let wait = retry_after.unwrap_or(self.patience.back_off * 2_u32.pow(self.tries.min(16)));
        if self.tries >= self.patience.retries || wait > self.patience.longest_wait {
            return None;
        }
        self.tries += 1;
        Some(Next::Ask(self.question(wait)))
    }

    fn question(&self, after: Duration) -> Question {
        Question { method: self.method, url: self.way[self.way.len() - 1].clone(), after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> Reply {
        Reply::Answer { status, location: None, retry_after: None }
    }

    fn to(status: u16, location: &str) -> Reply {
        Reply::Answer { status, location: Some(location.to_owned()), retry_after: None }
    }

    fn busy(status: u16, seconds: u64) -> Reply {
        Reply::Answer { status, location: None, retry_after: Some(Duration::from_secs(seconds)) }
    }

    /// What is asked, as `HEAD /path after 2s`, and what is said in the end.
    fn ask(replies: &[Reply]) -> (Vec<String>, Verdict) {
        let patience = Patience { redirects: 3, ..Patience::default() };
        let (mut inquiry, question) = Inquiry::new(&Url::parse("http://a.cn/0#x").unwrap(), &patience, &|_| false);
        let mut next = Next::Ask(question);
        let mut asked = Vec::new();
        let mut replies = replies.iter();
        loop {
            match next {
                Next::Done(verdict) => {
                    assert_eq!(replies.next(), None);
                    return (asked, verdict);
                }
                Next::Ask(Question { method, url, after }) => {
                    let method = if method == Method::Head { "HEAD" } else { "GET" };
                    let host = if url.host_str() == Some("a.cn") { "" } else { url.host_str().unwrap() };
                    let wait = if after.is_zero() { String::new() } else { format!(" after {}s", after.as_secs()) };
                    asked.push(format!("{method} {host}{}{wait}", url.path()));
                    next = inquiry.reply(replies.next().expect("a further reply").clone());
                }
            }
        }
    }

    #[test]
    fn what_is_there_is_asked_once() {
        assert_eq!(ask(&[status(200)]), (vec!["HEAD /0".to_owned()], Verdict::Fine));
    }

    #[test]
    fn no_refusal_of_head_is_believed() {
        for refusal in [status(405), status(404), status(403), status(501), Reply::Fault(Fault::Broken)] {
            let (asked, verdict) = ask(&[refusal, status(200)]);
            assert_eq!((asked.join(", ").as_str(), verdict), ("HEAD /0, GET /0", Verdict::Fine));
        }
        assert_eq!(ask(&[status(404), status(404)]).1, Verdict::Gone { status: 404 });
        assert_eq!(ask(&[status(403), status(403)]).1, Verdict::Unwilling { status: 403 });
        assert_eq!(ask(&[Reply::Fault(Fault::Slow), Reply::Fault(Fault::Slow)]).1, Verdict::Slow);
    }

    #[test]
    fn a_failing_server_gets_time() {
        let (asked, verdict) = ask(&[status(503), status(503), busy(503, 7), status(200)]);
        assert_eq!(asked, ["HEAD /0", "GET /0", "GET /0 after 2s", "GET /0 after 7s"]);
        assert_eq!(verdict, Verdict::Fine);
        let (asked, verdict) = ask(&[status(500), status(500), status(500), status(500)]);
        assert_eq!(asked.last().unwrap(), "GET /0 after 4s");
        assert_eq!(verdict, Verdict::Failing { status: 500 });
    }

    #[test]
    fn a_server_that_is_asked_too_much_is_obeyed() {
        let (asked, verdict) = ask(&[busy(429, 5), status(200)]);
        assert_eq!((asked.join(", ").as_str(), verdict), ("HEAD /0, HEAD /0 after 5s", Verdict::Fine));
        assert_eq!(ask(&[busy(429, 3600)]), (vec!["HEAD /0".to_owned()], Verdict::Unwilling { status: 429 }));
    }

    #[test]
    fn redirects_are_followed_and_only_lasting_ones_are_told() {
        let moved = |to: &str| Verdict::Moved { to: to.to_owned() };
        assert_eq!(ask(&[to(302, "/1#top"), status(200)]).1, Verdict::Fine);
        assert_eq!(ask(&[to(301, "//b.cn/1"), to(308, "2"), status(200)]).1, moved("http://b.cn/2"));
        assert_eq!(ask(&[to(301, "/1"), to(302, "/login"), status(200)]).1, moved("http://a.cn/1"));
        assert_eq!(ask(&[to(302, "/1"), to(301, "/2"), status(200)]).1, Verdict::Fine);
        assert_eq!(ask(&[to(301, "/1"), status(404), status(404)]).1, Verdict::Gone { status: 404 });
        assert_eq!(ask(&[to(302, "weixin://dl")]).1, Verdict::Fine);
    }

    #[test]
    fn redirects_end() {
        let circular = Verdict::Circular { at: "http://a.cn/0".to_owned() };
        assert_eq!(ask(&[to(302, "/1"), to(302, "/0#again")]).1, circular);
        let many: Vec<_> = (1..=4).map(|place| to(302, &format!("/{place}"))).collect();
        assert_eq!(ask(&many).1, Verdict::Endless { redirects: 3 });
        assert_eq!(ask(&[status(301)]).1, Verdict::Garbled { why: Noise::Aimless { status: 301 } });
        let inwards = Verdict::Inwards { to: "http://192.168.1.1/".to_owned() };
        assert_eq!(ask(&[to(302, "http://192.168.1.1/")]).1, inwards);
    }

    #[test]
    fn what_keeps_an_answer_away_is_told_apart() {
        for (fault, verdict) in [
            (Fault::Unresolved, Verdict::Unresolved),
            (Fault::Refused, Verdict::Refused),
            (Fault::Tls(Weakness::Expired), Verdict::Unsafe { why: Weakness::Expired }),
        ] {
            assert_eq!(ask(&[Reply::Fault(fault)]).1, verdict);
        }
        assert_eq!(ask(&[Reply::Fault(Fault::Garbled("x".into())), status(200)]).1, Verdict::Fine);
    }
}
