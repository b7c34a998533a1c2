//! A browser of the Chromium family, where one is installed: a page → PDF, printed by the page's own styles.
//! No request leaves the machine; which scripts run is for the page to say.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{NotRun, Program};
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::io::disk;

const TIMEOUT: Duration = Duration::from_secs(3 * 60);

/// Names in `PATH`, and where systems keep those that aren't there.
const NAMES: [&str; 7] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "chrome", "msedge"];
const PLACES: [&str; 7] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// Prints a page to PDF. `browser` is one that was named; without it the usual ones are tried.
///
/// # Errors
/// One diagnostic: no browser, or one that fails.
pub fn print(html: &[u8], browser: Option<&Path>) -> Result<Vec<u8>, Diagnostic> {
    let failed = messages::bulletin_failed;
    // Removed with all that is in it when it is dropped.
    let scratch = tempfile::tempdir().map_err(|error| failed(Cause::io(&error)))?;
    disk::write_beside(&scratch.path().join("page.html"), html)?;
    let candidates: Vec<PathBuf> = match browser {
        Some(browser) => vec![browser.to_owned()],
        None => NAMES.iter().chain(&PLACES).map(PathBuf::from).collect(),
    };
    for candidate in candidates {
        let finished = Program::new(&candidate, TIMEOUT)
            .options(&[
                "--headless",
                "--disable-gpu",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
            ])
            .options(&["--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=profile"])
            .options(&["--no-pdf-header-footer", "--print-to-pdf-no-header", "--print-to-pdf=page.pdf"])
            .operand("page.html")
            .folder(scratch.path())
            .run();
        let finished = match finished {
            Err(NotRun::NotFound) => continue,
            Err(fault) => return Err(failed(fault.cause())),
            Ok(finished) => finished,
        };
        return match disk::read_if_there(&scratch.path().join("page.pdf"))? {
            Some(file) => Ok(file.bytes().map_err(|error| failed(Cause::io(&error)))?.to_vec()),
            None => Err(failed(Cause::said(&finished.stderr))),
        };
    }
    Err(messages::no_browser())
}
