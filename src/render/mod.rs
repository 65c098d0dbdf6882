//! A [`Report`](crate::report::Report) as bytes. Renderers see nothing but the report.

pub mod document;
pub mod html;
pub mod mdto;
pub mod open_data;
pub mod pdf;
pub mod sheet;
