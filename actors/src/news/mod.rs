//! What happened in the books, told to every open conversation of the shop.
//!
//! Its only source is the journal: each posted command is a link of its shop's audit chain, so what is told is what was
//! written, whoever wrote it, by voice, over HTTP or on another server, in the order of posting, each once. That something
//! was posted is only a hint to look: this server's own commits hint at once, another server's by `NOTIFY`, and where a
//! hint is lost the chains are looked at every [`LOOK_EVERY`]. What falls due is no command: it is told as it comes.
//!
//! Bounds: hints [`NEWS_CAPACITY`], shops by how many have a conversation open here, commands read at once 64 a shop. A
//! shop that is further behind, and a conversation that has no room, is told to read its lists anew (`books:changed`).

mod actor;
mod elsewhere;
mod events;
mod handle;
mod message;

pub use actor::{LOOK_EVERY, NEWS_CAPACITY, NewsArgs, spawn};
pub use handle::News;
pub use message::NewsMsg;
