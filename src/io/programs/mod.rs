//! Other programs of this machine: the only code that starts one.
//!
//! [`Program::run`] starts every one of them. An argument that comes from outside, from `site.yaml` for example, is an
//! operand: it stands after `--`, where no program takes it for an option (argument injection). Time and output are bounded.

pub mod chromium;
pub mod git;
pub mod own;
pub mod pandoc;
pub mod ssh;

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::base::diagnostic::Cause;

/// How many bytes of standard output are kept; a list of a million paths fits.
const MOST_STDOUT: u64 = 128 << 20;
/// How many bytes of standard error are kept; the rest is read and dropped.
const MOST_STDERR: u64 = 16 << 10;
/// How long to wait for the pipes to close after the program has exited: a child process of its own may hold them open.
const PIPE_TIMEOUT: Duration = Duration::from_secs(2);

/// A program with its arguments.
pub struct Program {
    command: Command,
    operands: Vec<OsString>,
    timeout: Duration,
}

/// The exit state and output of a program.
pub struct Finished {
    pub success: bool,
    pub stdout: Vec<u8>,
    /// Standard error, in one line.
    pub stderr: String,
}

/// Why a program didn't start, or didn't exit by itself.
#[derive(Debug)]
pub enum NotRun {
    /// There is no such program on this machine.
    NotFound,
    TimedOut(Duration),
    OutputTooLong,
    Failed(io::Error),
}

impl NotRun {
    /// The same for a message.
    pub fn cause(&self) -> Cause {
        match self {
            Self::NotFound => Cause::new("没有找到这个程序", "there is no such program"),
            Self::TimedOut(timeout) => {
                let minutes = timeout.as_secs().div_ceil(60);
                Cause::new(&format!("{minutes} 分钟内没有结束"), &format!("it didn't end within {minutes} min"))
            }
            Self::OutputTooLong => Cause::new("输出太长", "its output is too long"),
            Self::Failed(error) => Cause::io(error),
        }
    }
}

impl Program {
    /// A program in `PATH`, killed after `timeout`. It has no terminal to prompt at, and its messages are in English.
    pub fn new(name: impl AsRef<OsStr>, timeout: Duration) -> Self {
        let mut command = Command::new(name);
        command.env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, operands: Vec::new(), timeout }
    }

    /// Adds arguments that are written in the source of this program.
    pub fn options(mut self, options: &[&'static str]) -> Self {
        self.command.args(options);
        self
    }

    /// Adds an option with a path that kepu chose; name and path are two arguments.
    pub fn path_option(mut self, name: &'static str, value: &Path) -> Self {
        self.command.arg(name).arg(value);
        self
    }

    /// Adds an option with a value that may come from outside: in one argument, so that it can't be taken for another.
    pub fn value_option(mut self, name: &'static str, value: &str) -> Self {
        self.command.arg(format!("{name}={value}"));
        self
    }

    /// Adds an argument that may come from outside.
    pub fn operand(mut self, operand: impl Into<OsString>) -> Self {
        self.operands.push(operand.into());
        self
    }

    pub fn env(mut self, name: &'static str, value: &'static str) -> Self {
        self.command.env(name, value);
        self
    }

    /// The folder that the program works in.
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// Runs the program without input.
    ///
    /// # Errors
    /// [`NotRun`]. A program that exits with a failure is no error here, see [`Finished::success`].
    pub fn run(self) -> Result<Finished, NotRun> {
        let timeout = self.timeout;
        let mut child = self.spawn()?;
        let pipes = Pipes::of(&mut child);
        let status = wait(&mut child, timeout)?;
        pipes.finished(status)
    }

    /// Runs the program with an input written by a function. Write errors are ignored: the program reports why it stopped.
    ///
    /// # Errors
    /// Those of [`Program::run`].
    pub fn run_with(mut self, input: impl FnOnce(&mut dyn Write) + Send) -> Result<Finished, NotRun> {
        self.command.stdin(Stdio::piped());
        let timeout = self.timeout;
        let mut child = self.spawn()?;
        let pipes = Pipes::of(&mut child);
        let stdin = child.stdin.take();
        let status = thread::scope(|scope| {
            // In a thread of its own, so that a program that never reads its input can be killed: the pipe breaks then.
            scope.spawn(move || stdin.map(|mut stdin| input(&mut stdin)));
            wait(&mut child, timeout)
        })?;
        pipes.finished(status)
    }

    fn spawn(mut self) -> Result<Child, NotRun> {
        if !self.operands.is_empty() {
            self.command.arg("--").args(self.operands);
        }
        self.command.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => NotRun::NotFound,
            _ => NotRun::Failed(error),
        })
    }
}

/// Waits for a program to exit, and kills it after the timeout.
fn wait(child: &mut Child, timeout: Duration) -> Result<ExitStatus, NotRun> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        let failed = match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if started.elapsed() < timeout => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
                continue;
            }
            Ok(None) => NotRun::TimedOut(timeout),
            Err(error) => NotRun::Failed(error),
        };
        let _ = child.kill();
        let _ = child.wait();
        return Err(failed);
    }
}

/// The program's output pipes, drained while it runs: a program blocks when a pipe is full.
struct Pipes {
    stdout: Receiver<Vec<u8>>,
    stderr: Receiver<Vec<u8>>,
}

impl Pipes {
    fn of(child: &mut Child) -> Self {
        Self { stdout: read(child.stdout.take(), MOST_STDOUT), stderr: read(child.stderr.take(), MOST_STDERR) }
    }

    fn finished(self, status: ExitStatus) -> Result<Finished, NotRun> {
        let held = |_| NotRun::Failed(io::Error::from(ErrorKind::TimedOut));
        let stdout = self.stdout.recv_timeout(PIPE_TIMEOUT).map_err(held)?;
        let stderr = self.stderr.recv_timeout(PIPE_TIMEOUT).unwrap_or_default();
        if stdout.len() as u64 > MOST_STDOUT {
            return Err(NotRun::OutputTooLong);
        }
        let stderr = String::from_utf8_lossy(&stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Finished { success: status.success(), stdout, stderr })
    }
}

/// Drains a pipe in a thread of its own. At most `most` bytes and one more are kept, the rest is dropped.
fn read(pipe: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.by_ref().take(most + 1).read_to_end(&mut bytes);
            let _ = io::copy(&mut pipe, &mut io::sink());
        }
        // The receiver may have timed out.
        let _ = sender.send(bytes);
    });
    receiver
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    const SHORT: Duration = Duration::from_secs(20);

    #[test]
    fn what_comes_from_outside_is_no_option() {
        let finished =
            Program::new("printf", SHORT).options(&["%s|"]).operand("--version").operand("甲").run().unwrap();
        assert_eq!(String::from_utf8(finished.stdout).unwrap(), "--|--version|甲|");
    }

    #[test]
    fn input_and_output_go_side_by_side() {
        let line = "甲".repeat(1000);
        let finished = Program::new("cat", SHORT)
            .run_with(|input| {
                for _ in 0..1000 {
                    writeln!(input, "{line}").unwrap();
                }
            })
            .unwrap();
        assert_eq!((finished.success, finished.stdout.len()), (true, 3_001_000));
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let short = Duration::from_millis(50);
        let endless = Program::new("sleep", short).operand("1000").run();
        assert!(matches!(endless, Err(NotRun::TimedOut(_))));
        let deaf =
            Program::new("sleep", short).operand("1000").run_with(|input| while input.write_all(&[0; 4096]).is_ok() {});
        assert!(matches!(deaf, Err(NotRun::TimedOut(_))));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(matches!(Program::new("kepu-no-such-program", SHORT).run(), Err(NotRun::NotFound)));
        let failed = Program::new("cat", SHORT).operand("no/such/file").run().unwrap();
        assert!(!failed.success && failed.stderr.contains("no/such/file"), "{}", failed.stderr);
    }
}
