//! Calendar pages and files: the times of a collection → months, agendas, weekends, iCalendar files.

mod agenda;
mod file;
mod month;

pub use agenda::{agenda, weekend};
pub use file::{calendar, published};
pub use month::month;
