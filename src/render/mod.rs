//! A [`Report`](crate::report::Report) as bytes. Renderers see nothing but the report.

pub mod html;
pub mod pdf;
