//! # A text of any length in constant memory
//!
//! Standard input, read block by block, normalised and cut into tokens. Every token knows its bytes
//! in the stream, so that the last line can tell where the longest word stands.
//!
//! ```text
//! printf 'قال الأستـــاذ نعم' | cargo run --example 10_stream_tokens
//! ```
//!
//! It is also the job that `docs/COMPARE.md` compares with other tokenizers.

use std::io;

use khitab_text::{Normalizer, StreamError, TokenStream, Tokenizer};

fn main() -> Result<(), StreamError> {
    let input = io::stdin().lock();
    let mut stream = TokenStream::new(input, Normalizer::search(), Tokenizer::social());
    let (mut tokens, mut words) = (0, 0);
    let mut longest = 0..0;
    while let Some(block) = stream.next_block()? {
        let found = block.local_tokens();
        tokens += found.len();
        for token in found.words() {
            words += 1;
            if token.span.len() as u64 > longest.end - longest.start {
                longest = block.global(token.span);
            }
        }
    }
    println!("{tokens} tokens, {words} of them words");
    println!("the longest word stands at bytes {longest:?}");
    Ok(())
}
