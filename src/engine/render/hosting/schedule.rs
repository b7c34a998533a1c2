//! How a system is told to run `kepu publish` every few minutes: units of systemd, a command for Windows, a line for cron.
//!
//! A run without anything due ends at once, and one that comes late finds what was missed. So a plain interval is right, and no
//! system has to know when content is due.

/// What is run, and for which site.
#[derive(Clone, Copy, Debug)]
pub struct ScheduledRun<'a> {
    /// The whole path of the program.
    pub program: &'a str,
    /// The whole path of the site's folder.
    pub root: &'a str,
    pub target: Option<&'a str>,
}

/// The minutes between two runs.
const EVERY: u32 = 10;

/// Returns a service and its timer, each below a line with its file.
pub fn systemd(scheduled: &ScheduledRun<'_>) -> String {
    // `%` begins a specifier and `$` a variable, in quotation marks as well.
    let quoted = |text: &str| {
        let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%").replace('$', "$$");
        format!("\"{text}\"")
    };
    let command = command(scheduled, quoted);
    format!(
        "# ~/.config/systemd/user/kepu-publish.service\n\
         [Unit]\n\
         Description=kepu publish\n\
         Wants=network-online.target\n\
         After=network-online.target\n\
         \n\
         [Service]\n\
         Type=oneshot\n\
         ExecStart={command}\n\
         \n\
         # ~/.config/systemd/user/kepu-publish.timer\n\
         [Unit]\n\
         Description=kepu publish, every {EVERY} minutes\n\
         \n\
         [Timer]\n\
         OnCalendar=*:0/{EVERY}\n\
         Persistent=true\n\
         \n\
         [Install]\n\
         WantedBy=timers.target\n\
         \n\
         # systemctl --user daemon-reload\n\
         # systemctl --user enable --now kepu-publish.timer\n\
         # loginctl enable-linger\n"
    )
}

/// Returns the command that makes a scheduled task, for PowerShell and for the command prompt.
pub fn windows(scheduled: &ScheduledRun<'_>) -> String {
    // A path of Windows holds no quotation mark; in these the task's own command takes single ones for double ones.
    let command = command(scheduled, |text| format!("'{text}'"));
    let log = format!("{}\\.kepu-cache\\publish.log", scheduled.root.trim_end_matches('\\'));
    format!("schtasks /Create /F /TN kepu-publish /SC MINUTE /MO {EVERY} /TR \"{command} --log '{log}'\"\n")
}

/// Returns a line for `crontab -e`.
pub fn cron(scheduled: &ScheduledRun<'_>) -> String {
    // For the shell, and then for cron, to which `%` is the end of the command.
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''")).replace('%', "\\%");
    format!("*/{EVERY} * * * * {}\n", command(scheduled, quoted))
}

fn command(scheduled: &ScheduledRun<'_>, quoted: impl Fn(&str) -> String) -> String {
    let ScheduledRun { program, root, target } = scheduled;
    let target = target.map(|target| format!(" {}", quoted(target))).unwrap_or_default();
    format!("{} publish{target} --root {}", quoted(program), quoted(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted_as_each_system_needs_it() {
        let scheduled = ScheduledRun { program: "/opt/kepu", root: "/srv/50% 'x' $HOME", target: Some("www") };
        let unit = systemd(&scheduled);
        assert!(unit.contains("ExecStart=\"/opt/kepu\" publish \"www\" --root \"/srv/50%% 'x' $$HOME\"\n"), "{unit}");
        let line = cron(&scheduled);
        assert_eq!(line, "*/10 * * * * '/opt/kepu' publish 'www' --root '/srv/50\\% '\\''x'\\'' $HOME'\n");
        let scheduled = ScheduledRun { program: "C:\\kepu.exe", root: "D:\\我的 网站", target: None };
        let task = windows(&scheduled);
        assert!(task.contains(
            "/TR \"'C:\\kepu.exe' publish --root 'D:\\我的 网站' --log 'D:\\我的 网站\\.kepu-cache\\publish.log'\""
        ));
    }
}
