//! What several examples share.

pub mod judged;
pub mod khitabcheck;
pub mod renamed;
pub mod reproduce;
pub mod segmentation;
pub mod shipped;
pub mod unread;
