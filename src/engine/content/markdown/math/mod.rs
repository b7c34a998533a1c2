//! LaTeX → MathML.
//!
//! A formula is read as tokens (`lex.rs`) in which the page's own commands are replaced (`macros.rs`), and parsed
//! into atoms (`parse.rs` with `command.rs`, `construct.rs`, `table.rs`, `text.rs`), which know how they are written
//! (`atom.rs`). Chemistry and quantities are first rewritten as LaTeX (`chemistry.rs`, `units.rs`). The names of
//! symbols are those of pulldown-latex (`symbol.rs`). Length and depth are bounded, and the time is linear.

mod atom;
mod chemistry;
mod color;
mod command;
mod construct;
mod fault;
mod known;
mod length;
mod letter;
mod lex;
mod line;
mod macros;
mod parse;
mod physics;
mod special;
mod symbol;
mod table;
mod text;
mod units;
mod words;

pub use fault::Fault;
pub use line::line;
pub use macros::Macros;
use parse::Parser;
use words::words;

/// How long a formula may be, in bytes.
const LENGTH: usize = 64 * 1024;

/// How many characters of it a message quotes.
const QUOTED: usize = 60;

/// Appends the formula, and takes in the commands that it defines.
///
/// # Errors
/// Why it can't be drawn; nothing is appended then.
pub fn mathml(out: &mut String, latex: &str, display: bool, macros: &mut Macros) -> Result<(), Fault> {
    if latex.len() > LENGTH {
        return Err(Fault::Long);
    }
    let mut parser = Parser::new(undelimited(latex), display, macros);
    let mut rows = parser.rows()?;
    match parser.input.take()? {
        None => {}
        Some(lex::TexToken::Close) => return Err(Fault::Close("}".to_owned())),
        Some(lex::TexToken::Command(name)) if &*name == "end" => {
            let found = parser.input.word("end")?;
            return Err(Fault::End { found, open: String::new() });
        }
        Some(token) => return Err(Fault::Close(lex::source(&[token]))),
    }
    let plain = matches!(rows.as_slice(), [row] if row.cells.len() == 1 && row.rules == 0 && row.tag.is_none());
    let body = match rows.pop() {
        Some(row) if plain => atom::elements(row.cells.first().map_or(&[], Vec::as_slice)).0,
        Some(row) => {
            rows.push(row);
            parser.lines(rows).written()
        }
        None => String::new(),
    };
    out.push_str("<math display=\"");
    out.push_str(if display { "block" } else { "inline" });
    out.push_str("\">");
    out.push_str(&body);
    out.push_str("</math>");
    Ok(())
}

/// Returns the formula without LaTeX's own signs of one within those of the page, `$$\[x\]$$`.
fn undelimited(latex: &str) -> &str {
    let text = latex.trim();
    let inside = |open, close| text.strip_prefix(open)?.strip_suffix(close).filter(|rest: &&str| !rest.ends_with('\\'));
    inside("\\[", "\\]").or_else(|| inside("\\(", "\\)")).unwrap_or(latex)
}

/// Returns what a formula within a sentence says, for the sentence in plain text; nothing where it is too long for one.
pub fn spoken(latex: &str, mathml: &str) -> Option<String> {
    let short = |line: &String| !line.is_empty() && line.chars().count() <= QUOTED && !line.contains("; ");
    words(latex).or_else(|| Some(line(mathml)).filter(short))
}

/// Returns the beginning of a formula on one line, for messages.
pub fn quoted(latex: &str) -> String {
    let mut line = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(QUOTED) {
        line.truncate(end);
        line.push('…');
    }
    line
}

#[cfg(test)]
mod tests {
    //! Each command that writers use, with the MathML that it has to become.

    use super::*;

    fn drawn(latex: &str) -> String {
        let mut out = String::new();
        match mathml(&mut out, latex, true, &mut Macros::default()) {
            Ok(()) => out
                .strip_prefix("<math display=\"block\">")
                .and_then(|rest| rest.strip_suffix("</math>"))
                .unwrap_or_default()
                .to_owned(),
            Err(fault) => panic!("{latex}: {}", fault.words().1),
        }
    }

    fn refused(latex: &str) -> Fault {
        let mut out = String::from("before");
        let fault = mathml(&mut out, latex, true, &mut Macros::default()).expect_err(latex);
        assert_eq!(out, "before");
        fault
    }

    /// Asserts that each formula is drawn as said.
    fn are(cases: &[(&str, &str)]) {
        for (latex, expected) in cases {
            assert_eq!(drawn(latex), *expected, "{latex}");
        }
    }

    /// Asserts that each formula has these parts in it.
    fn have(cases: &[(&str, &[&str])]) {
        for (latex, parts) in cases {
            let drawn = drawn(latex);
            for part in *parts {
                assert!(drawn.contains(part), "{latex}: {part} isn't in {drawn}");
            }
        }
    }

    #[test]
    fn letters_numbers_and_signs() {
        are(&[
            ("E=mc^2", "<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>"),
            ("a<b>c", "<mi>a</mi><mo>&lt;</mo><mi>b</mi><mo>&gt;</mo><mi>c</mi>"),
            (
                "-x=-1",
                "<mo lspace=\"0em\" rspace=\"0em\">−</mo><mi>x</mi><mo>=</mo><mo lspace=\"0em\" rspace=\"0em\">−</mo><mn>1</mn>",
            ),
            ("12.5", "<mn>12.5</mn>"),
            ("1,2", "<mn>1</mn><mo>,</mo><mn>2</mn>"),
            ("1{,}200", "<mn>1</mn><mo lspace=\"0em\" rspace=\"0em\">,</mo><mn>200</mn>"),
            ("x''", "<msup><mi>x</mi><mi mathvariant=\"normal\">″</mi></msup>"),
            ("x'^2", "<msup><mi>x</mi><mrow><mi mathvariant=\"normal\">′</mi><mn>2</mn></mrow></msup>"),
            (r"\mu", "<mi>μ</mi>"),
            (r"\Delta t", "<mi mathvariant=\"normal\">Δ</mi><mi>t</mi>"),
            (r"\varnothing", "<mi>∅</mi>"),
            (r"\AA", "<mi>Å</mi>"),
            (r"a\ b", "<mi>a</mi><mtext>\u{A0}</mtext><mi>b</mi>"),
            (r"a\space b", "<mi>a</mi><mtext>\u{A0}</mtext><mi>b</mi>"),
            (r"\LaTeX\TeX", "<mtext>LaTeX</mtext><mtext>TeX</mtext>"),
            (r"1,\dots,n", "<mn>1</mn><mo>,</mo><mi mathvariant=\"normal\">…</mi><mo>,</mo><mi>n</mi>"),
            (r"\not=\not\in", "<mo>≠</mo><mo>∉</mo>"),
            (r"20\celsius 20℃", "<mn>20</mn><mi>℃</mi><mn>20</mn><mi>℃</mi>"),
            (r"x\notag\nonumber\label{a}", "<mi>x</mi>"),
            (r"a\hfill b", "<mi>a</mi><mspace width=\"2em\"/><mi>b</mi>"),
        ]);
    }

    #[test]
    fn chinese_and_full_width_signs_are_read() {
        are(&[
            (
                "速度＝（路程）／时间，x＋１",
                "<mtext>速度</mtext><mo>=</mo><mo form=\"prefix\" stretchy=\"false\">(</mo><mtext>路程</mtext>\
             <mo form=\"postfix\" stretchy=\"false\">)</mo><mo stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">/</mo>\
             <mtext>时间，</mtext><mi>x</mi><mo>+</mo><mn>1</mn>",
            ),
            (r"a\kern1em　b", "<mi>a</mi><mspace width=\"1em\"/><mi>b</mi>"),
            ("a\\kern1em\u{A0}b", "<mi>a</mi><mspace width=\"1em\"/><mi>b</mi>"),
            ("a\\hskip 1em\u{2003}b", "<mi>a</mi><mspace width=\"1em\"/><mi>b</mi>"),
            (r"\text{若 }x", "<mtext>若\u{A0}</mtext><mi>x</mi>"),
            (r"\text{若 $x$ 大}", "<mrow><mtext>若\u{A0}</mtext><mi>x</mi><mtext>\u{A0}大</mtext></mrow>"),
            (r"\mbox{水 a}", "<mtext>水 a</mtext>"),
            (r"\textbf{粗}\textbf{b}", "<mtext class=\"math-bold\">粗</mtext><mtext>𝐛</mtext>"),
            (r"v_水", "<msub><mi>v</mi><mtext>水</mtext></msub>"),
        ]);
    }

    #[test]
    fn fonts_accents_and_functions() {
        are(&[
            (r"\Bbb{R}\mathbb R", "<mi mathvariant=\"normal\">ℝ</mi><mi mathvariant=\"normal\">ℝ</mi>"),
            (r"\bm{x}\bm\alpha", "<mi mathvariant=\"normal\">𝒙</mi><mi mathvariant=\"normal\">𝜶</mi>"),
            (r"{\bf v}w", "<mi mathvariant=\"normal\">𝐯</mi><mi>w</mi>"),
            (r"\mathrm{Pa\cdot s}", "<mrow><mi>Pa</mi><mo>⋅</mo><mi mathvariant=\"normal\">s</mi></mrow>"),
            (r"\bar{x}", "<mover accent=\"true\"><mi>x</mi><mo stretchy=\"false\">‾</mo></mover>"),
            (
                r"\overline{AB}",
                "<mover accent=\"true\"><mrow><mi>A</mi><mi>B</mi></mrow><mo stretchy=\"true\">‾</mo></mover>",
            ),
            (
                r"\underbrace{x}_{n}",
                "<munder><munder><mi>x</mi><mo stretchy=\"true\">⏟</mo></munder><mi>n</mi></munder>",
            ),
            (r"\sin x", "<mi>sin</mi><mo>\u{2061}</mo><mspace width=\"0.1667em\"/><mi>x</mi>"),
            (
                r"\operatorname*{arg\,max}_x",
                "<munder><mrow><mi>arg</mi><mspace width=\"0.1667em\"/><mi>max</mi></mrow><mi>x</mi></munder>",
            ),
            (r"\sum\nolimits_i", "<msub><mo movablelimits=\"false\">∑</mo><mi>i</mi></msub>"),
            (r"\sum_i", "<munder><mo movablelimits=\"false\">∑</mo><mi>i</mi></munder>"),
            (r"\int\limits_0", "<munder><mo movablelimits=\"false\">∫</mo><mn>0</mn></munder>"),
            (r"a\bmod n", "<mi>a</mi><mo lspace=\"0.2222em\" rspace=\"0.2222em\">mod</mo><mi>n</mi>"),
            (r"\mod{n}", "<mrow><mspace width=\"1em\"/><mi>mod</mi><mspace width=\"0.3333em\"/><mi>n</mi></mrow>"),
        ]);
        let mut inline = String::new();
        mathml(&mut inline, r"\sum_i", false, &mut Macros::default()).unwrap();
        assert_eq!(inline, "<math display=\"inline\"><msub><mo movablelimits=\"false\">∑</mo><mi>i</mi></msub></math>");
    }

    #[test]
    fn fractions_and_what_stands_over_another() {
        let choose = |open: &str, close: &str| {
            format!(
                "<mrow><mo form=\"prefix\" stretchy=\"true\">{open}</mo><mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac>\
             <mo form=\"postfix\" stretchy=\"true\">{close}</mo></mrow>"
            )
        };
        are(&[
            (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
            (r"a+1 \over b", "<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mi>b</mi></mfrac>"),
            (r"{a \atop b}", "<mfrac linethickness=\"0\"><mi>a</mi><mi>b</mi></mfrac>"),
            (r"n \choose k", &choose("(", ")")),
            (r"n \brace k", &choose("{", "}")),
            (r"n \brack k", &choose("[", "]")),
            (
                r"\dfrac ab",
                "<mstyle displaystyle=\"true\" scriptlevel=\"0\"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>",
            ),
            (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
            (r"\overset{a}{=}", "<mover><mo>=</mo><mi>a</mi></mover>"),
            (r"\underset{x}{\max}", "<munder><mi>max</mi><mi>x</mi></munder>"),
            (
                r"\xrightarrow[b]{a}",
                "<munderover><mo stretchy=\"true\" lspace=\"0.2778em\" rspace=\"0.2778em\">→</mo>\
             <mrow><mspace width=\"0.4em\"/><mi>b</mi><mspace width=\"0.4em\"/></mrow>\
             <mrow><mspace width=\"0.4em\"/><mi>a</mi><mspace width=\"0.4em\"/></mrow></munderover>",
            ),
            (r"\phantom{x}", "<mphantom><mi>x</mi></mphantom>"),
            (r"\hphantom{x}", "<mpadded height=\"0\" depth=\"0\"><mphantom><mi>x</mi></mphantom></mpadded>"),
            (r"\vphantom{x}", "<mpadded width=\"0\"><mphantom><mi>x</mi></mphantom></mpadded>"),
            (r"\smash{x}", "<mpadded height=\"0\" depth=\"0\"><mi>x</mi></mpadded>"),
            (r"\boxed{x}", "<mrow class=\"math-boxed\"><mi>x</mi></mrow>"),
            (r"\cancel{x}", "<menclose notation=\"updiagonalstrike\" class=\"math-cancel\"><mi>x</mi></menclose>"),
            (r"\color{red}x", "<mstyle mathcolor=\"red\"><mi>x</mi></mstyle>"),
            (
                r"\left<a\right>",
                "<mrow><mo form=\"prefix\" stretchy=\"true\">⟨</mo><mi>a</mi><mo form=\"postfix\" stretchy=\"true\">⟩</mo></mrow>",
            ),
            (r"\left.x\right|", "<mrow><mi>x</mi><mo form=\"postfix\" stretchy=\"true\">|</mo></mrow>"),
            (
                r"\big(",
                "<mo form=\"prefix\" stretchy=\"true\" symmetric=\"true\" minsize=\"1.2em\" maxsize=\"1.2em\">(</mo>",
            ),
        ]);
    }

    #[test]
    fn lines_and_tables() {
        let rows = "<mtr><mtd class=\"math-right\"><mi>a</mi></mtd><mtd class=\"math-left\"><mrow></mrow><mo>=</mo><mi>b</mi></mtd></mtr>\
                <mtr><mtd class=\"math-right\"></mtd><mtd class=\"math-left\"><mrow></mrow><mo>=</mo><mi>c</mi></mtd></mtr>";
        let aligned = format!("<mtable class=\"math-align\" displaystyle=\"true\">{rows}</mtable>");
        let lines = "<mtable class=\"math-lines\" displaystyle=\"true\"><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable>";
        let array = "<mtable class=\"math-array\"><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>";
        are(&[
            (r"a&=b\\&=c", &aligned),
            (r"\begin{align}a&=b\\&=c\end{align}", &aligned),
            (r"\begin{split}a&=b\\&=c\\\end{split}", &aligned),
            (r"a\\b", lines),
            (r"a\newline b", lines),
            (r"a\\[2pt]b", lines),
            (r"\begin{gather*}a\\b\end{gather*}", lines),
            (r"\begin{array}a&b\end{array}", array),
            (r"\begin{array}{cc}a&b\end{array}", array),
            (
                r"a\\[x]b",
                "<mtable class=\"math-lines\" displaystyle=\"true\"><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd>\
             <mo form=\"prefix\" stretchy=\"false\">[</mo><mi>x</mi><mo form=\"postfix\" stretchy=\"false\">]</mo><mi>b</mi></mtd></mtr></mtable>",
            ),
            (
                r"\begin{eqnarray*}a&=&b\end{eqnarray*}",
                "<mtable class=\"math-align\" displaystyle=\"true\"><mtr><mtd class=\"math-right\"><mi>a</mi></mtd>\
             <mtd><mo>=</mo></mtd><mtd class=\"math-left\"><mi>b</mi></mtd></mtr></mtable>",
            ),
            (
                r"\begin{cases}1&\text{晴}\end{cases}",
                "<mrow><mo form=\"prefix\" stretchy=\"true\">{</mo><mtable class=\"math-cases\"><mtr><mtd class=\"math-left\"><mn>1</mn></mtd>\
             <mtd class=\"math-left\"><mtext>晴</mtext></mtd></mtr></mtable></mrow>",
            ),
            (
                r"\begin{array}{|c|r|}\hline a&b\\\hline\end{array}",
                "<mtable class=\"math-array\"><mtr class=\"math-rule-above math-rule-below\"><mtd class=\"math-line-left\"><mi>a</mi></mtd>\
             <mtd class=\"math-right math-line-left math-line-right\"><mi>b</mi></mtd></mtr></mtable>",
            ),
            (
                r"\sum_{\substack{i\\j}}",
                "<munder><mo movablelimits=\"false\">∑</mo><mtable class=\"math-lines\"><mtr><mtd><mi>i</mi></mtd></mtr>\
             <mtr><mtd><mi>j</mi></mtd></mtr></mtable></munder>",
            ),
            (
                r"x\tag{1}",
                "<mtable class=\"math-lines math-tagged\" displaystyle=\"true\"><mtr><mtd><mi>x</mi></mtd>\
             <mtd class=\"math-tag\"><mrow><mtext>(</mtext><mtext>1</mtext><mtext>)</mtext></mrow></mtd></mtr></mtable>",
            ),
            (
                r"x\tag*{甲}",
                "<mtable class=\"math-lines math-tagged\" displaystyle=\"true\"><mtr><mtd><mi>x</mi></mtd>\
             <mtd class=\"math-tag\"><mrow><mtext>甲</mtext></mrow></mtd></mtr></mtable>",
            ),
        ]);
        have(&[
            (
                r"\begin{pmatrix}1&0\\0&1\end{pmatrix}",
                &["<mo form=\"prefix\" stretchy=\"true\">(</mo><mtable class=\"math-matrix\">"],
            ),
            (r"\begin{multline}a\\b\end{multline}", &["math-multline", "<mtd class=\"math-right\"><mi>b</mi></mtd>"]),
            (r"\begin{aligned}[t]a&=b\end{aligned}", &["<mtable class=\"math-align\" displaystyle=\"true\">"]),
        ]);
    }

    #[test]
    fn chemistry_and_quantities() {
        have(&[
            (
                r"\ce{2H2 + O2 ->[点燃] 2H2O}",
                &[
                    "<mn>2</mn><mspace width=\"0.1667em\"/><msub><mi mathvariant=\"normal\">H</mi><mn>2</mn></msub><mo>+</mo>",
                    "<mo stretchy=\"true\" lspace=\"0.2778em\" rspace=\"0.2778em\">→</mo><mrow><mspace width=\"0.4em\"/><mtext>点燃</mtext>",
                ],
            ),
            (
                r"\ce{SO4^2-}",
                &[
                    "<msubsup><mi>SO</mi><mn>4</mn><mrow><mn>2</mn><mo lspace=\"0em\" rspace=\"0em\">−</mo></mrow></msubsup>",
                ],
            ),
            (
                r"\ce{^{14}_6C}",
                &["<msubsup><mrow></mrow><mn>6</mn><mn>14</mn></msubsup><mi mathvariant=\"normal\">C</mi>"],
            ),
            (r"\ce{CaCO3 v}", &["<mo stretchy=\"false\">↓</mo>"]),
            (r"\ce{N2 + 3H2 <=> 2NH3}", &["<mo stretchy=\"true\" lspace=\"0.2778em\" rspace=\"0.2778em\">⇌</mo>"]),
            (
                r"\SI{9.8}{m/s^2}",
                &[
                    "<mn>9.8</mn><mspace width=\"0.1667em\"/><mtext>m</mtext>",
                    "<msup><mtext>s</mtext><mn>2</mn></msup>",
                ],
            ),
            (r"\qty{3}{\kilo\metre}", &["<mn>3</mn><mspace width=\"0.1667em\"/><mtext>km</mtext>"]),
            (r"\num{1.2e-3}", &["<mn>1.2</mn><mo>×</mo><msup><mn>10</mn>"]),
            (r"\SI{25}{\percent}", &["<mtext>%</mtext>"]),
        ]);
    }

    #[test]
    fn relatives_of_latex_are_read() {
        let same = |one: &str, other: &str| assert_eq!(drawn(one), drawn(other), "{one}");
        same(r"\eta=50%", r"\eta=50\%");
        same(r"a\linebreak b", "ab");
        same(r"\matrix{a&b\cr c&d}", r"\begin{matrix}a&b\cr c&d\end{matrix}");
        same(r"\cases{1&x\cr 0&y}", r"\begin{cases}1&x\cr 0&y\end{cases}");
        same(r"{n \atopwithdelims () k}", r"{n \choose k}");
        same(r"\dv[2]{f}{x}", r"\frac{\mathrm{d}^{2}f}{\mathrm{d}x^{2}}");
        same(r"\qty(\frac12)", r"\left(\frac12\right)");
        same(r"\braket{a}{b}", r"\left\langle a\middle|b\right\rangle");
        same(r"\ketbra{a}{b}", r"{\left|a\right\rangle\left\langle b\right|}");
        same(r"\mqty(a&b\\c&d)", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}");
        same(r"\def\f(#1){f_{#1}}\f(x)", "f_{x}");
        same(r"\DeclarePairedDelimiter{\n}{|}{|}\n*{x}", r"\left|x\right|");
        same(
            r"\DeclarePairedDelimiterX\set[2]{\{}{\}}{#1\,\delimsize\vert\,#2}\set{a}{b}",
            r"\left\{a\,\middle\vert\,b\right\}",
        );
        same(r"\newenvironment{q}{(}{)}\begin{q}x\end{q}", "(x)");
        same(r"\definecolor{mine}{RGB}{255,0,0}\textcolor{mine!50}{x}", r"\textcolor[RGB]{255,0,0}{x}");
        same(r"\definecolor{mine}{RGB}{255,0,0}\textcolor{mine}{x}", r"\textcolor[RGB]{255,0,0}{x}");
        same(r"\unicode{x2103}", "℃");
        same(r"\[x\]", "x");
        have(&[
            (r"{a \above 1pt b}", &["<mfrac linethickness=\"0.1em\">"]),
            (r"\prescript{14}{6}{C}", &["<msubsup><mrow></mrow><mn>6</mn><mn>14</mn></msubsup><mi>C</mi>"]),
            (r"\href{https://a.cn/}{x}", &["<mrow href=\"https://a.cn/\"><mi>x</mi></mrow>"]),
            (r"\href{https://a.cn/\%E7\_a}{x}", &["<mrow href=\"https://a.cn/%E7_a\"><mi>x</mi></mrow>"]),
            (
                r"\begin{array}{cc}\multicolumn{2}{l}{a}\\b&c\end{array}",
                &["<mtd class=\"math-left\" columnspan=\"2\">"],
            ),
            (
                r"\begin{align}a&=b\intertext{故}c&=d\end{align}",
                &["columnspan=\"2\"><mtext>故</mtext></mtd></mtr><mtr>"],
            ),
            (r"\begin{numcases}{f=}a&b\end{numcases}", &["<mi>f</mi><mo>=</mo>", "math-cases"]),
            (r"\text{\'e}\textcircled{3}", &["e\u{301}", "③"]),
        ]);
        assert_eq!(
            refused(r"\href{javascript:x}{y}"),
            Fault::Value { command: "href".to_owned(), value: "javascript:x".to_owned() }
        );
        for opening in [r"\braket{", r"\qty(", r"\begin{numcases}{", r"\multicolumn{1}{c}{", r"\dv{", r"\matrix{"] {
            let mut out = String::new();
            assert!(mathml(&mut out, &opening.repeat(3_000), true, &mut Macros::default()).is_err(), "{opening}");
        }
    }

    #[test]
    fn macros_are_replaced_and_hold_for_later_formulas() {
        are(&[
            (r"\def\foo#1{#1^2}\foo{x}", "<msup><mi>x</mi><mn>2</mn></msup>"),
            (r"\newcommand{\R}{\mathbb{R}}\R^n", "<msup><mi mathvariant=\"normal\">ℝ</mi><mi>n</mi></msup>"),
            (
                r"\newcommand{\v}[2][a]{#1_#2}\v b\v[c]d",
                "<msub><mi>a</mi><mi>b</mi></msub><msub><mi>c</mi><mi>d</mi></msub>",
            ),
            (
                r"\DeclareMathOperator{\sinc}{sinc}\sinc(x)",
                "<mi>sinc</mi><mo>\u{2061}</mo><mo form=\"prefix\" stretchy=\"false\">(</mo><mi>x</mi><mo form=\"postfix\" stretchy=\"false\">)</mo>",
            ),
            (r"\let\a=\alpha\a", "<mi>α</mi>"),
        ]);
        let mut macros = Macros::default();
        let mut out = String::new();
        mathml(&mut out, r"\def\half{\frac12}", false, &mut macros).unwrap();
        mathml(&mut out, r"\half", false, &mut macros).unwrap();
        assert!(out.ends_with("<mfrac><mn>1</mn><mn>2</mn></mfrac></math>"), "{out}");
    }

    #[test]
    fn faults_name_what_is_wrong() {
        let argument = |name: &str| Fault::Argument(name.to_owned());
        assert_eq!(refused(r"\nonsense"), Fault::Command("nonsense".to_owned()));
        assert_eq!(refused(r"\frac{a"), Fault::Open("{".to_owned()));
        assert_eq!(refused(r"\frac{a}"), argument("\\frac"));
        assert_eq!(refused("a}"), Fault::Close("}".to_owned()));
        assert_eq!(refused("x^"), argument("^"));
        assert_eq!(refused("x^a^b"), Fault::Scripts('^'));
        assert_eq!(refused(r"\left(x"), Fault::Open("\\left".to_owned()));
        assert_eq!(refused(r"x\right)"), Fault::Close("\\right".to_owned()));
        assert_eq!(refused(r"\begin{foo}x\end{foo}"), Fault::Environment("foo".to_owned()));
        assert_eq!(refused(r"\end{foo}"), Fault::End { found: "foo".to_owned(), open: String::new() });
        assert_eq!(
            refused(r"\begin{cases}x\end{array}"),
            Fault::End { found: "array".to_owned(), open: "cases".to_owned() }
        );
        assert_eq!(refused("#"), Fault::Character('#'));
        assert_eq!(refused(r"\kern1水"), Fault::Value { command: "kern".to_owned(), value: "1".to_owned() });
        assert_eq!(
            refused(r"\color{nonsense}x"),
            Fault::Value { command: "color".to_owned(), value: "nonsense".to_owned() }
        );
        assert_eq!(refused(r"\d x"), Fault::Command("d".to_owned()));
        assert_eq!(refused(r"\color{1;2}x"), Fault::Value { command: "color".to_owned(), value: "1;2".to_owned() });
        for fault in [r"\nonsense", "a}", "x^a^b", r"\left(x"] {
            let (zh, en) = refused(fault).words();
            assert!(zh.chars().any(|char| char > '\u{2E80}') && en.is_ascii(), "{zh} {en}");
        }
    }

    #[test]
    fn depth_and_length_are_bounded_without_exhausting_the_stack() {
        for opening in [
            "{",
            r"\frac{",
            r"\frac",
            r"\overline",
            r"\overline{",
            r"\sqrt{",
            r"\sqrt",
            r"\sqrt[",
            "x^{",
            r"\left(",
            r"\text{",
            r"\text{\textbf{",
            r"\begin{matrix}",
            r"\displaystyle ",
            r"\color{red}",
            r"\mathbf{",
            r"\ce{->[",
            r"\ce{\ce{",
            r"\begin{array}{*{2}{",
            r"\substack{",
            r"{a\over ",
            r"\not",
            r"\boxed{",
            r"\underset{",
            r"\sum_{",
            r"\xrightarrow{",
            r"\mathchoice{",
            r"\tag{",
            r"\begingroup ",
            r"\mbox{$",
            r"\big{",
            r"\begin{cases}{",
            r"\ce{$\ce{",
        ] {
            for count in [20, 3_000] {
                let mut out = String::new();
                let formula = opening.repeat(count);
                let drawn = mathml(&mut out, &formula, true, &mut Macros::default());
                assert!(count == 20 || drawn.is_err(), "{opening}");
            }
        }
        assert_eq!(refused(&r"\overline".repeat(3_000)), Fault::Deep);
        assert_eq!(refused(&format!("{}x{}", r"\frac{1}{".repeat(4_000), "}".repeat(4_000))), Fault::Deep);
        assert_eq!(refused(&"x".repeat(70_000)), Fault::Long);
        assert_eq!(refused(r"\def\a{\a}\a"), Fault::Long);
        assert_eq!(refused(r"\def\a{\a\a}\a"), Fault::Long);
        // What people write is far from the bounds.
        drawn(&format!("{}x{}", r"\frac{1}{1+".repeat(20), "}".repeat(20)));
        drawn(&"x+".repeat(10_000));
    }
}
