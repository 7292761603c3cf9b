//! x
#![allow(missing_docs)]
mod invalid;
mod tax_id;
mod text;
pub use invalid::Invalid;
pub use tax_id::{Kind, Scheme, TaxId};
