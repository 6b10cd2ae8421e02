//! An automaton as bytes: `build.rs` writes that of the shipped lists, which takes longer to build
//! than a text takes to read.

mod read;
#[allow(dead_code, reason = "only build.rs and the tests write")]
mod write;

#[cfg(test)]
mod tests {
    use super::super::{Automaton, Lexicon};
    use crate::Gazetteer;

    #[test]
    fn what_is_written_is_read() {
        let head = "# name: t\npattern\tlemma\tweight\tclass\tinflect\tnotes\n";
        let rows = "سلاح\nقتل\t\t1\tverb\tperfect\nشا*\n日本\nدار علم\t\t1\tphrase+\n";
        let list = Lexicon::from_tsv("t", &format!("{head}{rows}")).unwrap();
        let names = "id\ttype\tcanonical\tvariant\tclass\tnotes\nx\tplace\tالعراق\tالعراق\n";
        let names = Gazetteer::from_tsv("n", names).unwrap();
        for automaton in [
            Automaton::new(&[list], names.variants()),
            Automaton::new(&[], &[]),
        ] {
            let text = automaton.text().to_owned().leak();
            assert_eq!(Automaton::from_image(text, &automaton.image()), automaton);
        }
    }
}
