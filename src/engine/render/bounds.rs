//! What one rendering of a template may use up: a template that counts too far, or writes too much, is an error with its
//! place and not a program that stands still or runs out of memory.

use std::cell::Cell;
use std::io::{self, Write};

use tera::{Error, Kwargs, State, TeraResult};

/// Numbers that all calls of `range` in one rendering may give together: no page counts that far.
const MOST_NUMBERS: i128 = 1_000_000;
/// Numbers of one call.
const MOST_OF_A_CALL: i128 = 100_000;
/// Bytes of one page. Browsers of phones give up long before.
const MOST_BYTES: usize = 64 << 20;

thread_local! {
    static NUMBERS: Cell<i128> = const { Cell::new(0) };
}

/// What is rendered, as far as it is of a usual size.
pub struct BoundedOutput {
    pub bytes: Vec<u8>,
    most: usize,
}

impl BoundedOutput {
    /// Begins a rendering on this thread.
    pub fn begin() -> Self {
        NUMBERS.set(0);
        Self { bytes: Vec::with_capacity(16 * 1024), most: MOST_BYTES }
    }
}

impl Write for BoundedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `range(start, end, step_by)` as the engine has it, but counted over the whole rendering: loops within loops multiply.
pub fn range(values: Kwargs, _: &State) -> TeraResult<Vec<i128>> {
    let start = values.get::<i128>("start")?.unwrap_or_default();
    let end = values.must_get::<i128>("end")?;
    let step = values.get::<i128>("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(Error::message("Function `range` was called with a `step_by` argument of 0"));
    }
    if start > end && step > 0 {
        return Err(Error::message("Function `range` was called with a `start` argument greater than the `end` one"));
    }
    let distance = if step > 0 { end.checked_sub(start) } else { start.checked_sub(end) };
    let step_size = step.checked_abs();
    let count =
        distance.zip(step_size).and_then(|(distance, size)| distance.max(0).checked_add(size - 1)?.checked_div(size));
    let count = count.ok_or_else(|| Error::message("Function `range` was called with arguments that overflow i128"))?;
    let all = NUMBERS.get().saturating_add(count);
    if count > MOST_OF_A_CALL || all > MOST_NUMBERS {
        let most = if count > MOST_OF_A_CALL { MOST_OF_A_CALL } else { MOST_NUMBERS };
        return Err(Error::message(format!("Function `range` would count to {}, the limit is {most}", count.max(all))));
    }
    NUMBERS.set(all);
    Ok((0..count).map(|number| start + number * step).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use tera::{Context, Tera};

    fn rendered(template: &str, most: usize) -> Result<String, String> {
        let mut tera = Tera::new();
        tera.register_function("range", range);
        tera.add_raw_template("a", template).unwrap();
        let mut output = BoundedOutput { most, ..BoundedOutput::begin() };
        let done = tera.render_to("a", &Context::new(), &mut output);
        done.map_err(|error| format!("{error}"))?;
        Ok(String::from_utf8(output.bytes).unwrap())
    }

    #[test]
    fn numbers_are_those_of_the_engine() {
        for call in
            ["end=3", "start=2, end=9, step_by=3", "start=5, end=0, step_by=-2", "start=3, end=3", "end=5, step_by=-1"]
        {
            let template = format!("{{% for a in range({call}) %}}{{{{ a }}}},{{% endfor %}}");
            let mut engine = Tera::new();
            engine.add_raw_template("a", &template).unwrap();
            assert_eq!(rendered(&template, 1000).unwrap(), engine.render("a", &Context::new()).unwrap(), "{call}");
        }
        for call in ["end=3, step_by=0", "start=3, end=1"] {
            assert!(rendered(&format!("{{% for a in range({call}) %}}{{% endfor %}}"), 1000).is_err(), "{call}");
        }
    }

    #[test]
    fn loops_within_loops_end() {
        let count = |end: u64| format!("{{% for a in range(end={end}) %}}");
        let deep = format!("{}{}{{% endfor %}}{{% endfor %}}", count(100_000), count(100_000));
        assert!(rendered(&deep, 1000).is_err());
        assert!(NUMBERS.get() <= MOST_NUMBERS, "counted so far and no further");
        assert!(rendered(&format!("{}{{% endfor %}}", count(1_000_000_000)), 1000).is_err());
        // Each rendering begins anew.
        for _ in 0..30 {
            assert!(rendered(&format!("{}{{% endfor %}}", count(100_000)), 1000).is_ok());
        }
    }

    #[test]
    fn what_is_written_has_a_bound() {
        assert!(rendered("{% for a in range(end=100) %}0123456789{% endfor %}", 1000).is_ok());
        assert!(rendered("{% for a in range(end=101) %}0123456789{% endfor %}", 1000).is_err());
    }
}
