use super::*;
use crate::Compat;

/// `word, snowball, isri, arlstem, light10, lucene`, written by `data/golden/reference/make_stems.py`.
const VECTORS: &str = include_str!("../../../../data/golden/reference/stems.tsv");

/// The columns; the last is Lucene's whole chain, its normalisation before light10.
const COLUMNS: [&str; 5] = ["snowball", "isri", "arlstem", "light10", "lucene"];

fn stemmed(column: &str, word: &str) -> String {
    if column == "lucene" {
        let text = Compat::Lucene.normalize(word);
        return Light10.stem(text.normalized()).into_owned();
    }
    let stemmer = by_name(column).expect("one of ours");
    stemmer.stem(word).into_owned()
}

#[test]
fn equal_to_the_references_on_every_vector() {
    let rows = VECTORS.lines().filter(|l| !l.starts_with('#')).skip(1);
    let mut counted = 0;
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        assert_eq!(columns.len(), COLUMNS.len() + 1, "{row}");
        for (column, expected) in COLUMNS.iter().zip(&columns[1..]) {
            assert_eq!(
                stemmed(column, columns[0]),
                *expected,
                "{column} of {}",
                columns[0]
            );
        }
        counted += 1;
    }
    assert!(counted > 3000, "{counted} words");
}

/// Words of the clean panels of `../shared`, where they are there, against recorded hashes.
#[test]
fn equal_to_the_references_on_the_panels() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/datasets/panels/"
    );
    for header in VECTORS.lines().filter_map(|l| l.strip_prefix("# panel ")) {
        let mut fields = header.split(' ');
        let name = fields.next().expect("a file name");
        let Ok(text) = std::fs::read_to_string(format!("{folder}{name}")) else {
            continue;
        };
        let letter = |c: char| ('\u{0621}'..='\u{0652}').contains(&c);
        let words: std::collections::BTreeSet<&str> = text
            .split(|c| !letter(c))
            .filter(|word| word.chars().any(|c| c <= '\u{064A}'))
            .collect();
        assert_eq!(fields.next(), Some(words.len().to_string().as_str()));
        for column in COLUMNS {
            let mut hash = 0xCBF2_9CE4_8422_2325_u64;
            for word in &words {
                for byte in stemmed(column, word).bytes().chain([b'\n']) {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
                }
            }
            assert_eq!(
                fields.next(),
                Some(format!("{hash:016x}").as_str()),
                "{column}"
            );
        }
    }
}

#[test]
fn light10_follows_the_paper() {
    for (word, stem) in [
        ("والكتاب", "كتاب"),
        ("بالمدرسه", "مدرس"),
        ("للعلماء", "علماء"),
        ("وكتب", "كتب"),
        ("وهم", "وهم"),
        ("الى", "الى"),
        ("كتابها", "كتاب"),
        ("معلمون", "معلم"),
        ("سياراتهم", "سياراتهم"),
        ("عربيه", "عرب"),
        ("", ""),
    ] {
        assert_eq!(Light10.stem(word), stem, "{word}");
    }
}

#[test]
fn any_text_is_stemmed_without_a_panic() {
    for name in ["light10", "snowball", "isri", "arlstem"] {
        let stemmer = by_name(name).expect("one of ours");
        for word in [
            "",
            "ا",
            "ة",
            "\u{064E}",
            "abc",
            "\u{1F600}",
            "ااااااا",
            "\u{0627}\u{0651}",
        ] {
            let _ = stemmer.stem(word);
        }
        assert!(stemmer.stem(&"ست".repeat(5000)).len() <= 20_000);
    }
}
