//! The pages of figures and targets.

mod chart;
mod page;
mod targets;

pub use page::{data, index, year as year_page};
pub use targets::targets;
