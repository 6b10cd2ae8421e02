//! What several examples share.

pub mod khitabcheck;
pub mod segmentation;
