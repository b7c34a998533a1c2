//! Renders headers and redirects as nginx directives.

use std::fmt::Write as _;

use super::{CACHE, Policy, Redirects, security};
use crate::assets::compress::Coding;
use crate::config::Config;

/// Returns directives for a `server` block whose `root` is the deployed folder.
pub fn nginx(policy: &Policy, redirects: &Redirects, config: &Config) -> String {
    let (address, base) = (&config.address, &config.address.base_path);
    let mut text = format!(
        "# For the `server` block of {}{base}/. Its `root` is the folder in which the site lies,\n\
         # with the site's folder below it where it has a path.\n\
         index index.html;\n\
         error_page 404 {base}/404.html;\n\
         charset utf-8;\n\
         charset_types text/css text/javascript application/javascript application/json application/manifest+json \
         application/geo+json text/calendar text/csv text/plain application/xml application/atom+xml image/svg+xml;\n\
         gzip on;\n\
         gzip_types text/css text/javascript application/javascript application/json application/manifest+json \
         application/geo+json text/calendar text/csv text/plain application/xml application/atom+xml image/svg+xml;\n\
         gzip_vary on;\n",
        address.origin
    );
    for coding in &config.compress {
        text.push_str(match coding {
            Coding::Gzip => "gzip_static on;\n",
            Coding::Brotli => "# With the module ngx_brotli, which a server may not have:\n# brotli_static on;\n",
        });
    }
    text.push_str("\ntypes {\n");
    for (media_type, extensions) in TYPES {
        let _ = writeln!(text, "    {media_type} {extensions};");
    }
    text.push_str("}\n\n");
    // nginx inherits `add_header` only if the inner block has none, so each block lists all headers.
    let mut sent = String::new();
    for (name, value) in security(policy) {
        let _ = writeln!(sent, "    add_header {name} {} always;", quoted(&value));
    }
    for rule in CACHE {
        let _ = write!(
            text,
            "location {base}{} {{\n{sent}    add_header Cache-Control {} always;\n",
            rule.below,
            quoted(rule.value)
        );
        if rule.below == "/" {
            text.push_str("    # What the program keeps for itself is nobody else's.\n");
            let _ = write!(text, "    location ~ /\\.(?!well-known/) {{\n        return 404;\n    }}\n");
        }
        text.push_str("}\n");
    }
    for (from, to) in redirects {
        let _ = writeln!(
            text,
            "location = {} {{\n    return 301 {};\n}}",
            quoted(&format!("{base}{}", from.as_str())),
            quoted(&format!("{base}{to}"))
        );
    }
    text
}

/// All media types: a `types` block replaces nginx's default table.
const TYPES: [(&str, &str); 24] = [
    ("text/html", "html htm"),
    ("text/css", "css"),
    ("text/javascript", "js mjs"),
    ("text/calendar", "ics"),
    ("text/csv", "csv"),
    ("text/plain", "txt"),
    ("application/json", "json map"),
    ("application/geo+json", "geojson"),
    ("application/manifest+json", "webmanifest"),
    ("application/xml", "xml"),
    ("application/pdf", "pdf"),
    ("application/zip", "zip"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("image/svg+xml", "svg svgz"),
    ("image/avif", "avif"),
    ("image/webp", "webp"),
    ("image/jpeg", "jpg jpeg"),
    ("image/png", "png"),
    ("image/gif", "gif"),
    ("audio/mpeg", "mp3"),
    ("video/mp4", "mp4 m4v"),
    ("video/webm", "webm"),
    ("font/woff2", "woff2"),
];

/// Quotes a string for nginx; quotes and backslashes are escaped.
fn quoted(value: &str) -> String {
    let mut quoted = String::from("\"");
    for c in value.chars().filter(|c| !c.is_control()) {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // nginx has no escape for the dollar sign; in an address, percent-encoding does.
            '$' => quoted.push_str("%24"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
