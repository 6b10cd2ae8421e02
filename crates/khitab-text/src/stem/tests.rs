use super::*;

/// `word, snowball, isri, arlstem`, written by `data/golden/reference/make_stems.py`.
const VECTORS: &str = include_str!("../../../../data/golden/reference/stems.tsv");

#[test]
fn equal_to_the_references_on_every_vector() {
    let stemmers: [Box<dyn Stemmer>; 3] = [
        Box::new(Snowball::default()),
        Box::new(Isri),
        Box::new(Arlstem),
    ];
    let rows = VECTORS.lines().filter(|l| !l.starts_with('#')).skip(1);
    let mut counted = 0;
    for row in rows {
        let columns: Vec<&str> = row.split('\t').collect();
        for (stemmer, expected) in stemmers.iter().zip(&columns[1..]) {
            let ours = stemmer.stem(columns[0]);
            assert_eq!(ours, *expected, "{} of {}", stemmer.name(), columns[0]);
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
    let stemmers = ["snowball", "isri", "arlstem"];
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
        for name in stemmers {
            let stemmer = by_name(name).expect("one of ours");
            let mut hash = 0xCBF2_9CE4_8422_2325_u64;
            for word in &words {
                for byte in stemmer.stem(word).bytes().chain([b'\n']) {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
                }
            }
            assert_eq!(
                fields.next(),
                Some(format!("{hash:016x}").as_str()),
                "{name}"
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
