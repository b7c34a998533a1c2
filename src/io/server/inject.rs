//! A built page → the same page with the script element that live-reloads it.
//!
//! The element is added to the response and never to an output. It refers to a script and contains none, so a page's own
//! security policy permits it wherever the policy permits the page's host.

/// The address of the live-reload script, which `live` serves.
const SCRIPT: &str = "/.kepu/live.js";

/// Adds the element at the end of the body, or at the end of the page if no body ends.
pub fn inject(page: &[u8], etag: &str, status: u16) -> Vec<u8> {
    let element = format!(
        "<script type=\"module\" src=\"{}\" data-kepu-etag=\"{etag}\" data-kepu-status=\"{status}\"></script>\n",
        SCRIPT
    );
    let at = last_end_tag(page, b"</body").or_else(|| last_end_tag(page, b"</html")).unwrap_or(page.len());
    let mut injected = Vec::with_capacity(page.len() + element.len());
    injected.extend_from_slice(&page[..at]);
    injected.extend_from_slice(element.as_bytes());
    injected.extend_from_slice(&page[at..]);
    injected
}

fn last_end_tag(page: &[u8], tag: &[u8]) -> Option<usize> {
    let ends: Vec<usize> = memchr::memrchr_iter(b'<', page).take(16).collect();
    ends.into_iter().find(|at| page[*at..].get(..tag.len()).is_some_and(|found| found.eq_ignore_ascii_case(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_element_is_the_last_of_the_body() {
        let injected = |page: &str| String::from_utf8(inject(page.as_bytes(), "x", 200)).unwrap();
        let element = injected("");
        assert!(element.contains("src=\"/.kepu/live.js\"") && element.contains("data-kepu-etag=\"x\""), "{element}");
        assert_eq!(injected("<p>1</p></BODY></html>"), format!("<p>1</p>{element}</BODY></html>"));
        assert_eq!(injected("<p></body></p></body>\n"), format!("<p></body></p>{element}</body>\n"));
        assert_eq!(injected("<p>1</html>"), format!("<p>1{element}</html>"));
        assert_eq!(injected("fragment"), format!("fragment{element}"));
    }
}
