//! Resolves the references between files of a theme.

/// Resolves a path relative to the file `origin`; returns a path from the site's root.
pub fn resolved(path: &str, origin: &str) -> String {
    if path.starts_with('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = origin.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the relative path from the file `from` to `target`, both given from the site's root.
pub fn relative(target: &str, from: &str) -> String {
    let common = target.bytes().zip(from.bytes()).take_while(|(one, other)| one == other).count();
    let common = target[..common].rfind('/').map_or(0, |slash| slash + 1);
    "../".repeat(from[common..].matches('/').count()) + &target[common..]
}
