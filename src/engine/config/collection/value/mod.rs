//! Compound values: each parses its own notation and is independent of fields and files.

mod digits;
pub mod duration;
pub mod figure;
pub mod opening_hours;
pub mod phone;
pub mod point;
pub mod recurrence;
mod sexagesimal;

pub use digits::half_width;
pub use duration::Duration;
pub use figure::{Bound, Figure, FigureSum, Qualifier, english_unit, shortest};
pub use opening_hours::{Exception, Holidays, OpeningHours};
pub use phone::{PhonePart, phone_numbers, phone_parts};
pub use point::Point;
pub use recurrence::Recurrence;
pub use sexagesimal::{degrees, directed};
