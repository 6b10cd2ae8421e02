//! What several examples share.

pub mod segmentation;
