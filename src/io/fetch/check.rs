//! The check of one link as a state machine: takes each response, returns the next request or the verdict.
//!
//! Sends nothing itself and reads no clock: the caller passes every response in, and waits as long as a request says.

use std::time::Duration;

use url::Url;

use super::private::is_private;
use super::verdict::{Noise, Verdict, Weakness};

/// The limits for redirects and retries.
#[derive(Clone, Debug)]
pub struct RetryOptions {
    /// The most redirects that are followed; browsers follow about twenty.
    pub redirects: usize,
    /// Retries after a busy or failing response.
    pub retries: u32,
    /// The delay before the first retry; it doubles with each.
    pub backoff: Duration,
    /// A server with a longer `Retry-After` isn't retried.
    pub max_wait: Duration,
}

impl Default for RetryOptions {
    fn default() -> Self {
        Self { redirects: 10, retries: 2, backoff: Duration::from_secs(2), max_wait: Duration::from_secs(30) }
    }
}

/// The safe methods of RFC 9110.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Without the body, which isn't needed.
    Head,
    Get,
}

/// A response, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    Answer {
        status: u16,
        /// The header `Location`, unparsed.
        location: Option<String>,
        /// The header `Retry-After`, relative to now.
        retry_after: Option<Duration>,
    },
    Fault(RequestFault),
}

/// Why there is no response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestFault {
    /// The host name can't be resolved.
    Unresolved,
    /// The connection was refused, or the host is unreachable.
    Refused,
    /// The connection was closed before the response ended.
    Interrupted,
    Timeout,
    /// The TLS handshake failed.
    Tls(Weakness),
    /// The response isn't valid HTTP.
    Invalid(String),
}

/// A request to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: Method,
    /// `http` or `https`, without a fragment.
    pub url: Url,
    /// The delay before it is sent.
    pub after: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    Send(Request),
    Done(Verdict),
}

/// The state of one link check.
pub struct LinkCheck<'a> {
    options: &'a RetryOptions,
    /// Whether a private address may be requested.
    allowed: &'a (dyn Fn(&Url) -> bool + Sync),
    method: Method,
    /// The chain of redirects; the last address is the current one.
    chain: Vec<Url>,
    retries_done: u32,
    /// The target of the permanent redirects before the first temporary one.
    moved: Option<Url>,
    all_permanent: bool,
}

impl<'a> LinkCheck<'a> {
    /// Creates a check and its first request.
    pub fn new(url: &Url, options: &'a RetryOptions, allowed: &'a (dyn Fn(&Url) -> bool + Sync)) -> (Self, Request) {
        let mut url = url.clone();
        url.set_fragment(None);
        let check = Self {
            options,
            allowed,
            method: Method::Head,
            chain: vec![url],
            retries_done: 0,
            moved: None,
            all_permanent: true,
        };
        let request = check.request(Duration::ZERO);
        (check, request)
    }

    /// Processes the response to the last request.
    pub fn handle(&mut self, response: Response) -> Next {
        match response {
            Response::Answer { status, location, retry_after } => self.answer(status, location.as_deref(), retry_after),
            Response::Fault(fault) => self.fault(fault),
        }
    }

    fn answer(&mut self, status: u16, location: Option<&str>, retry_after: Option<Duration>) -> Next {
        match status {
            200..=299 | 300 | 304 => Next::Done(match self.moved.take() {
                Some(to) => Verdict::Moved { to: to.into() },
                None => Verdict::Fine,
            }),
            301 | 302 | 303 | 307 | 308 => self.redirect(status, location),
            // Too many requests: GET would be rejected as well.
            429 => self.retry(retry_after).unwrap_or(Next::Done(Verdict::Unwilling { status })),
            // Some servers don't support HEAD, and answer with various status codes.
            _ if self.method == Method::Head => self.by_get(),
            500..=599 => self.retry(retry_after).unwrap_or(Next::Done(Verdict::Failing { status })),
            // 999 isn't an HTTP status, but some sites send it to bots.
            401 | 403 | 406 | 407 | 418 | 451 | 999 => Next::Done(Verdict::Unwilling { status }),
            _ => Next::Done(Verdict::Gone { status }),
        }
    }

    fn fault(&mut self, fault: RequestFault) -> Next {
        let verdict = match fault {
            // A server that fails on HEAD may support GET.
            RequestFault::Interrupted | RequestFault::Timeout | RequestFault::Invalid(_)
                if self.method == Method::Head =>
            {
                return self.by_get();
            }
            RequestFault::Timeout => Verdict::Slow,
            RequestFault::Interrupted | RequestFault::Refused => Verdict::Refused,
            RequestFault::Unresolved => Verdict::Unresolved,
            RequestFault::Tls(why) => Verdict::Unsafe { why },
            RequestFault::Invalid(reason) => Verdict::Garbled { why: Noise::Other(reason) },
        };
        Next::Done(verdict)
    }

    fn redirect(&mut self, status: u16, location: Option<&str>) -> Next {
        let here = &self.chain[self.chain.len() - 1];
        let Some(mut to) = location.and_then(|location| here.join(location).ok()) else {
            return Next::Done(Verdict::Garbled { why: Noise::Aimless { status } });
        };
        to.set_fragment(None);
        if !matches!(to.scheme(), "http" | "https") {
            // Another scheme, such as an app's, can't be requested.
            return Next::Done(Verdict::Fine);
        }
        if is_private(&to) && !(self.allowed)(&to) {
            return Next::Done(Verdict::Inwards { to: to.into() });
        }
        if self.chain.contains(&to) {
            return Next::Done(Verdict::Circular { at: to.into() });
        }
        if self.chain.len() > self.options.redirects {
            return Next::Done(Verdict::Endless { redirects: self.options.redirects });
        }
        self.all_permanent &= matches!(status, 301 | 308);
        if self.all_permanent {
            self.moved = Some(to.clone());
        }
        self.chain.push(to);
        self.retries_done = 0;
        Next::Send(self.request(Duration::ZERO))
    }

    fn by_get(&mut self) -> Next {
        self.method = Method::Get;
        Next::Send(self.request(Duration::ZERO))
    }

    /// Returns the same request with a delay, until the retries are used up.
    fn retry(&mut self, retry_after: Option<Duration>) -> Option<Next> {
        let wait = retry_after.unwrap_or(self.options.backoff * 2_u32.pow(self.retries_done.min(16)));
        if self.retries_done >= self.options.retries || wait > self.options.max_wait {
            return None;
        }
        self.retries_done += 1;
        Some(Next::Send(self.request(wait)))
    }

    fn request(&self, after: Duration) -> Request {
        Request { method: self.method, url: self.chain[self.chain.len() - 1].clone(), after }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(status: u16) -> Response {
        Response::Answer { status, location: None, retry_after: None }
    }

    fn to(status: u16, location: &str) -> Response {
        Response::Answer { status, location: Some(location.to_owned()), retry_after: None }
    }

    fn busy(status: u16, seconds: u64) -> Response {
        Response::Answer { status, location: None, retry_after: Some(Duration::from_secs(seconds)) }
    }

    /// Returns the requests, as `HEAD /path after 2s`, and the verdict.
    fn ask(responses: &[Response]) -> (Vec<String>, Verdict) {
        let options = RetryOptions { redirects: 3, ..RetryOptions::default() };
        let (mut check, request) = LinkCheck::new(&Url::parse("http://a.cn/0#x").unwrap(), &options, &|_| false);
        let mut next = Next::Send(request);
        let mut requests = Vec::new();
        let mut responses = responses.iter();
        loop {
            match next {
                Next::Done(verdict) => {
                    assert_eq!(responses.next(), None);
                    return (requests, verdict);
                }
                Next::Send(Request { method, url, after }) => {
                    let method = if method == Method::Head { "HEAD" } else { "GET" };
                    let host = if url.host_str() == Some("a.cn") { "" } else { url.host_str().unwrap() };
                    let wait = if after.is_zero() { String::new() } else { format!(" after {}s", after.as_secs()) };
                    requests.push(format!("{method} {host}{}{wait}", url.path()));
                    next = check.handle(responses.next().expect("a further response").clone());
                }
            }
        }
    }

    #[test]
    fn a_working_link_is_requested_once() {
        assert_eq!(ask(&[status(200)]), (vec!["HEAD /0".to_owned()], Verdict::Fine));
    }

    #[test]
    fn a_rejected_head_is_repeated_as_get() {
        for refusal in [status(405), status(404), status(403), status(501), Response::Fault(RequestFault::Interrupted)]
        {
            let (requests, verdict) = ask(&[refusal, status(200)]);
            assert_eq!((requests.join(", ").as_str(), verdict), ("HEAD /0, GET /0", Verdict::Fine));
        }
        assert_eq!(ask(&[status(404), status(404)]).1, Verdict::Gone { status: 404 });
        assert_eq!(ask(&[status(403), status(403)]).1, Verdict::Unwilling { status: 403 });
        assert_eq!(
            ask(&[Response::Fault(RequestFault::Timeout), Response::Fault(RequestFault::Timeout)]).1,
            Verdict::Slow
        );
    }

    #[test]
    fn a_failing_server_is_retried_with_backoff() {
        let (requests, verdict) = ask(&[status(503), status(503), busy(503, 7), status(200)]);
        assert_eq!(requests, ["HEAD /0", "GET /0", "GET /0 after 2s", "GET /0 after 7s"]);
        assert_eq!(verdict, Verdict::Fine);
        let (requests, verdict) = ask(&[status(500), status(500), status(500), status(500)]);
        assert_eq!(requests.last().unwrap(), "GET /0 after 4s");
        assert_eq!(verdict, Verdict::Failing { status: 500 });
    }

    #[test]
    fn retry_after_is_obeyed() {
        let (requests, verdict) = ask(&[busy(429, 5), status(200)]);
        assert_eq!((requests.join(", ").as_str(), verdict), ("HEAD /0, HEAD /0 after 5s", Verdict::Fine));
        assert_eq!(ask(&[busy(429, 3600)]), (vec!["HEAD /0".to_owned()], Verdict::Unwilling { status: 429 }));
    }

    #[test]
    fn redirects_are_followed_and_only_permanent_ones_are_reported() {
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
    fn connection_faults_are_distinguished() {
        for (fault, verdict) in [
            (RequestFault::Unresolved, Verdict::Unresolved),
            (RequestFault::Refused, Verdict::Refused),
            (RequestFault::Tls(Weakness::Expired), Verdict::Unsafe { why: Weakness::Expired }),
        ] {
            assert_eq!(ask(&[Response::Fault(fault)]).1, verdict);
        }
        assert_eq!(ask(&[Response::Fault(RequestFault::Invalid("x".into())), status(200)]).1, Verdict::Fine);
    }
}
