//! What keeps a formula from being drawn, in words for its writer.

/// Why a formula can't be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A command that isn't known, without its backslash.
    Command(String),
    /// An environment that isn't known.
    Environment(String),
    /// `\end{…}` that closes something else, or nothing; with the one that is open.
    End { found: String, open: String },
    /// A command that lacks what it applies to.
    Argument(String),
    /// What has to stand after the command can't be read.
    Value { command: String, value: String },
    /// An opening without its closing.
    Open(String),
    /// A closing without its opening.
    Close(String),
    /// Two superscripts, or two subscripts, of the same symbol.
    Scripts(char),
    /// Two of `\over` and its like in one group.
    Fractions,
    /// A character with a meaning of its own, such as `#`.
    Character(char),
    /// Nested too deeply.
    Deep,
    /// Too long, perhaps because a macro contains itself.
    Long,
}

impl Fault {
    /// Returns the reason in Chinese and in English.
    pub fn words(&self) -> (String, String) {
        match self {
            Self::Command(name) => (format!("不认识命令 \\{name}"), format!("unknown command \\{name}")),
            Self::Environment(name) => {
                (format!("不认识环境 \\begin{{{name}}}"), format!("unknown environment \\begin{{{name}}}"))
            }
            Self::End { found, open } if open.is_empty() => {
                (format!("\\end{{{found}}} 没有对应的 \\begin"), format!("\\end{{{found}}} without a \\begin"))
            }
            Self::End { found, open } if found.is_empty() => {
                (format!("\\begin{{{open}}} 没有对应的 \\end"), format!("\\begin{{{open}}} without an \\end"))
            }
            Self::End { found, open } => (
                format!("\\begin{{{open}}} 以 \\end{{{found}}} 结束"),
                format!("\\begin{{{open}}} is closed by \\end{{{found}}}"),
            ),
            Self::Argument(name) => (format!("{name} 之后缺少内容"), format!("{name} lacks what it applies to")),
            Self::Value { command, value } => {
                (format!("\\{command} 之后的“{value}”看不懂"), format!("“{value}” can't be read after \\{command}"))
            }
            Self::Open(sign) => (format!("{sign} 没有对应的结束"), format!("{sign} isn't closed")),
            Self::Close(sign) => (format!("多了一个 {sign}"), format!("{sign} closes nothing")),
            Self::Scripts(sign) => (
                format!("同一个符号有两个 {sign}，请用花括号分清"),
                format!("a symbol has two {sign}; use braces to say which belongs to what"),
            ),
            Self::Fractions => (
                "同一组里有两个 \\over，请用花括号分清".to_owned(),
                "two \\over in one group; use braces to say which belongs to what".to_owned(),
            ),
            Self::Character(sign) => (
                format!("这里不能写 {sign}，要显示它就写成 \\{sign}"),
                format!("{sign} can't stand here; write \\{sign} to show it"),
            ),
            Self::Deep => ("嵌套太深".to_owned(), "it is nested too deeply".to_owned()),
            Self::Long => {
                ("太长，或者自定义的命令套用了自己".to_owned(), "it is too long, or a macro uses itself".to_owned())
            }
        }
    }
}
