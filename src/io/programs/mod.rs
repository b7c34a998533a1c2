//! Other programs of this machine: the only code that starts one.
//!
//! [`Program::run`] is how every one is started. What comes from outside, from `site.yaml` say, is an operand: it stands
//! after `--`, where no program takes it for an option. Time and output are bounded.

pub mod git;
pub mod pandoc;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// How many bytes of a program's output are read; a list of a million paths fits.
const MOST_OUTPUT: u64 = 128 << 20;
/// How many bytes of its complaints are read; the rest is passed over.
const MOST_WORDS: u64 = 16 << 10;
/// How long pipes may stay open after the end of a program, by one that it started itself.
const AFTER_THE_END: Duration = Duration::from_secs(2);

/// A program to be run once.
pub struct Program {
    command: Command,
    operands: Vec<OsString>,
    longest: Duration,
}

/// What a program that ran to its end left.
pub struct Finished {
    pub success: bool,
    pub output: Vec<u8>,
    /// What it wrote to the standard error, in one line.
    pub words: String,
}

/// Why a program didn't run to its end.
#[derive(Debug)]
pub enum NotRun {
    /// There is no such program on this machine.
    NotFound,
    TooLong(Duration),
    TooMuch,
    Failed(io::Error),
}

/// In both languages, as the words of the program itself come in one that isn't known.
impl fmt::Display for NotRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("没有找到这个程序 · there is no such program"),
            Self::TooLong(longest) => {
                let minutes = longest.as_secs().div_ceil(60);
                write!(f, "{minutes} 分钟内没有结束 · it didn't end within {minutes} min")
            }
            Self::TooMuch => f.write_str("输出太长 · its output is too long"),
            Self::Failed(error) => write!(f, "{error}"),
        }
    }
}

impl Program {
    /// A program that is looked up in `PATH`. It has no terminal to ask at, and speaks English.
    pub fn new(name: &str, longest: Duration) -> Self {
        let mut command = Command::new(name);
        command.env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Self { command, operands: Vec::new(), longest }
    }

    /// Adds arguments that are written in the source of this program.
    pub fn options(mut self, options: &[&'static str]) -> Self {
        self.command.args(options);
        self
    }

    /// Adds an option whose value is a place of our own choice; `name` and value are two arguments.
    pub fn place(mut self, name: &'static str, value: &Path) -> Self {
        self.command.arg(name).arg(value);
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
    /// Why it didn't run to its end. One that ran and failed is no error here.
    pub fn run(self) -> Result<Finished, NotRun> {
        let longest = self.longest;
        let mut child = self.spawn()?;
        let pipes = Pipes::of(&mut child);
        let status = wait(&mut child, longest)?;
        pipes.finished(status)
    }

    /// Runs the program, and writes its input by a function. Where that fails the program says why.
    ///
    /// # Errors
    /// Those of [`Program::run`].
    pub fn run_with(mut self, input: impl FnOnce(&mut dyn Write) + Send) -> Result<Finished, NotRun> {
        self.command.stdin(Stdio::piped());
        let longest = self.longest;
        let mut child = self.spawn()?;
        let pipes = Pipes::of(&mut child);
        let stdin = child.stdin.take();
        let status = thread::scope(|scope| {
            // Written beside the waiting, so that a program that reads nothing can be ended: the pipe breaks then.
            scope.spawn(move || stdin.map(|mut stdin| input(&mut stdin)));
            wait(&mut child, longest)
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

/// Waits for the end of a program, and ends it where it takes too long.
fn wait(child: &mut Child, longest: Duration) -> Result<ExitStatus, NotRun> {
    let started = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        let failed = match child.try_wait() {
            Ok(Some(status)) => return Ok(status),
            Ok(None) if started.elapsed() < longest => {
                thread::sleep(pause);
                pause = (pause * 2).min(Duration::from_millis(20));
                continue;
            }
            Ok(None) => NotRun::TooLong(longest),
            Err(error) => NotRun::Failed(error),
        };
        let _ = child.kill();
        let _ = child.wait();
        return Err(failed);
    }
}

/// What a program writes, read while it runs: one that nobody reads would stop.
struct Pipes {
    output: Receiver<Vec<u8>>,
    words: Receiver<Vec<u8>>,
}

impl Pipes {
    fn of(child: &mut Child) -> Self {
        Self { output: read(child.stdout.take(), MOST_OUTPUT), words: read(child.stderr.take(), MOST_WORDS) }
    }

    fn finished(self, status: ExitStatus) -> Result<Finished, NotRun> {
        let held = |_| NotRun::Failed(io::Error::from(ErrorKind::TimedOut));
        let output = self.output.recv_timeout(AFTER_THE_END).map_err(held)?;
        let words = self.words.recv_timeout(AFTER_THE_END).unwrap_or_default();
        if output.len() as u64 > MOST_OUTPUT {
            return Err(NotRun::TooMuch);
        }
        let words = String::from_utf8_lossy(&words).split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Finished { success: status.success(), output, words })
    }
}

/// Reads a pipe in a thread of its own: at most one byte more than asked for is kept, the rest is passed over.
fn read(pipe: Option<impl Read + Send + 'static>, most: u64) -> Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.by_ref().take(most + 1).read_to_end(&mut bytes);
            let _ = io::copy(&mut pipe, &mut io::sink());
        }
        // The one who waits for it may have given up.
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
        assert_eq!(String::from_utf8(finished.output).unwrap(), "--|--version|甲|");
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
        assert_eq!((finished.success, finished.output.len()), (true, 3_001_000));
    }

    #[test]
    fn a_program_that_does_not_end_is_ended() {
        let short = Duration::from_millis(50);
        let endless = Program::new("sleep", short).operand("1000").run();
        assert!(matches!(endless, Err(NotRun::TooLong(_))));
        let deaf =
            Program::new("sleep", short).operand("1000").run_with(|input| while input.write_all(&[0; 4096]).is_ok() {});
        assert!(matches!(deaf, Err(NotRun::TooLong(_))));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(matches!(Program::new("kepu-no-such-program", SHORT).run(), Err(NotRun::NotFound)));
        let failed = Program::new("cat", SHORT).operand("no/such/file").run().unwrap();
        assert!(!failed.success && failed.words.contains("no/such/file"), "{}", failed.words);
    }
}
