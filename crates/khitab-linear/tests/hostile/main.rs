//! Damaged and hostile model files: each is refused with a reason, or is a model that scores finite numbers;
//! none makes the reader panic or take far more memory than the file has bytes.

#[path = "../common/mod.rs"]
mod common;
mod memory;
mod models;

use std::sync::Arc;

use khitab_features::{FeatureVector, SharedBytes};
use khitab_linear::{Error, Model};
use serde_json::{Value, json};

use common::TEXTS;
use memory::most_held;
use models::files;

/// Reading may hold so many bytes for each of the file: numbers of one digit in the card are the worst, 72
/// bytes each while a list of them grows.
const TIMES: usize = 96;
/// And so many whatever the file: what a vectorizer is made of.
const ANYWAY: usize = 1 << 20;

/// Reads the bytes in each way; what is a model scores finite numbers. Whether it was one.
fn endures(bytes: &[u8], what: &dyn Fn() -> String) -> bool {
    let shared: SharedBytes = Arc::new(bytes.to_vec());
    let ways: [&dyn Fn() -> Result<Model, Error>; 3] = [
        &|| Model::from_bytes(bytes),
        &|| Model::from_shared(&shared),
        &|| Model::for_scoring(bytes),
    ];
    let mut read = 0;
    for way in ways {
        let (model, held) = most_held(way);
        let most = TIMES * bytes.len() + ANYWAY;
        assert!(held <= most, "{}: {held} bytes were held", what());
        match model {
            Ok(model) => {
                read += 1;
                scores_numbers(&model, what);
            }
            Err(error) => {
                assert!(error.is_model(), "{}: {error}", what());
                assert!(!error.to_string().is_empty(), "{}", what());
            }
        }
    }
    // What scores only does not look at the strings of n-grams.
    assert!(read != 2, "{}: {read} of 3 ways read it", what());
    let _ = Model::verify(bytes);
    read == 3
}

fn scores_numbers(model: &Model, what: &dyn Fn() -> String) {
    let linear = model.linear();
    let rows: Vec<FeatureVector> = match model.vectorizer() {
        Some(vectorizer) => {
            assert!(vectorizer.space().len() <= vectorizer.columns());
            let texts = TEXTS.iter().copied().chain(["", "كتاب كتاب كتاب"]);
            let mut rows: Vec<_> = texts.map(|text| vectorizer.explain(text)).collect();
            let named = FeatureVector {
                columns: vec![0],
                values: vec![12.0],
                provenance: Vec::new(),
            };
            let _ = vectorizer.push_named(&mut rows[0], &named);
            rows
        }
        None => {
            let columns: Vec<u32> = (0..linear.weights().columns() as u32).collect();
            let values = vec![1.5; columns.len()];
            vec![FeatureVector {
                columns,
                values,
                provenance: Vec::new(),
            }]
        }
    };
    for row in rows {
        let score = linear.score(&row);
        assert!(
            row.values.iter().all(|v| v.is_finite()),
            "{}: {:?}",
            what(),
            row.values
        );
        let finite = score.decisions.iter().all(|d| d.is_finite());
        assert!(finite, "{}: {:?}", what(), score.decisions);
        if let Some(p) = score.probabilities {
            let shares = p.iter().all(|p| (0.0..=1.0).contains(p));
            assert!(
                shares && (p.iter().sum::<f64>() - 1.0).abs() < 1e-6,
                "{}: {p:?}",
                what()
            );
        }
    }
}

/// The header and the bytes of the arrays.
fn parts(bytes: &[u8]) -> (Value, &[u8]) {
    let length = u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
    let header = serde_json::from_slice(&bytes[8..8 + length]).unwrap();
    (header, &bytes[8 + length..])
}

fn join(header: &[u8], arrays: &[u8]) -> Vec<u8> {
    let length = (header.len() as u64).to_le_bytes();
    [&length, header, arrays].concat()
}

fn with_header(header: &Value, arrays: &[u8]) -> Vec<u8> {
    join(&serde_json::to_vec(header).unwrap(), arrays)
}

fn names(header: &Value) -> Vec<String> {
    let keys = header.as_object().unwrap().keys();
    keys.filter(|key| *key != "__metadata__").cloned().collect()
}

/// A seeded sequence of numbers (Marsaglia's xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

#[test]
fn whole_files_are_read() {
    for (name, bytes) in files() {
        assert!(endures(&bytes, &|| name.to_owned()), "{name}");
    }
}

#[test]
fn no_beginning_of_a_file_is_a_model() {
    for (name, bytes) in files() {
        let (header, arrays) = parts(&bytes);
        let header = serde_json::to_vec(&header).unwrap();
        for length in 0..bytes.len() {
            assert!(!endures(&bytes[..length], &|| format!(
                "{name}: {length} bytes"
            )));
        }
        // The header is cut and the length in front of it says so.
        for length in 0..header.len() {
            let cut = join(&header[..length], arrays);
            assert!(!endures(&cut, &|| format!(
                "{name}: {length} bytes of the header"
            )));
        }
        assert!(!endures(&[&bytes[..], &[0]].concat(), &|| format!(
            "{name}: a byte more"
        )));
    }
}

#[test]
fn lengths_of_the_header_are_not_believed() {
    for (name, bytes) in files() {
        for length in [
            0,
            1,
            7,
            bytes.len() as u64,
            99_999_999,
            100_000_001,
            u64::MAX / 2,
            u64::MAX,
        ] {
            let mut damaged = bytes.clone();
            damaged[..8].copy_from_slice(&length.to_le_bytes());
            assert!(!endures(&damaged, &|| format!("{name}: length {length}")));
        }
    }
}

#[test]
fn changed_bytes_are_refused_or_score() {
    for (name, bytes) in files() {
        let mut random = Numbers(0x9E37_79B9_7F4A_7C15);
        for _ in 0..4000 {
            let mut damaged = bytes.clone();
            let changes: Vec<(usize, usize)> = (0..=random.below(3))
                .map(|_| (random.below(bytes.len()), 1 + random.below(255)))
                .collect();
            for &(at, change) in &changes {
                damaged[at] ^= change as u8;
            }
            endures(&damaged, &|| format!("{name}: {changes:?}"));
        }
    }
}

#[test]
fn arrays_that_changed_places_are_refused_or_score() {
    for (name, bytes) in files() {
        let (header, arrays) = parts(&bytes);
        let names = names(&header);
        for (at, first) in names.iter().enumerate() {
            for second in &names[at + 1..] {
                let mut swapped = header.clone();
                let (a, b) = (header[first].clone(), header[second].clone());
                (swapped[first], swapped[second]) = (b, a);
                let swapped = with_header(&swapped, arrays);
                endures(&swapped, &|| format!("{name}: {first} and {second}"));
            }
        }
    }
}

#[test]
fn shapes_kinds_and_places_that_do_not_fit_are_refused_or_score() {
    let kinds = [
        "BOOL", "U8", "I8", "U32", "U64", "F16", "BF16", "F32", "F64", "I64", "F99",
    ];
    let sizes = [0, 1, 2, u64::from(u32::MAX), 1 << 40, 1 << 62, u64::MAX];
    for (name, bytes) in files() {
        let (header, arrays) = parts(&bytes);
        for array in names(&header) {
            let mut changed = Vec::new();
            let shape = &header[&array]["shape"];
            changed.extend(kinds.map(|kind| ("dtype", json!(kind))));
            let reversed: Vec<_> = shape.as_array().unwrap().iter().rev().collect();
            changed.push(("shape", json!(reversed)));
            changed.extend(sizes.map(|size| ("shape", json!([size]))));
            changed.extend(sizes.map(|size| ("shape", json!([size, size]))));
            changed.extend(sizes.map(|size| ("data_offsets", json!([0, size]))));
            changed.extend(sizes.map(|size| ("data_offsets", json!([size, 0]))));
            for (key, value) in changed {
                let mut damaged = header.clone();
                damaged[&array][key] = value.clone();
                let whole = damaged == header;
                let damaged = with_header(&damaged, arrays);
                let read = endures(&damaged, &|| format!("{name}: {array} {key} {value}"));
                assert!(
                    !read || whole || shape.as_array().unwrap().len() == 1,
                    "{name}: {key} {value}"
                );
            }
            let mut damaged = header.clone();
            damaged.as_object_mut().unwrap().remove(&array);
            assert!(!endures(&with_header(&damaged, arrays), &|| format!(
                "{name}: no {array}"
            )));
        }
    }
}

/// The ways to every value inside a value.
fn ways(value: &Value, so_far: &str, out: &mut Vec<String>) {
    out.push(so_far.to_owned());
    match value {
        Value::Array(items) => {
            let each = items.iter().enumerate();
            each.for_each(|(at, item)| ways(item, &format!("{so_far}/{at}"), out));
        }
        Value::Object(entries) => {
            entries
                .iter()
                .for_each(|(key, item)| ways(item, &format!("{so_far}/{key}"), out));
        }
        _ => {}
    }
}

#[test]
fn no_entry_of_the_header_is_believed() {
    let entries = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1e-320),
        json!(1e30),
        json!(-1e308),
        json!(1e308),
        json!(u64::MAX),
        json!(""),
        json!("softmax"),
        json!([]),
        json!([0.5, 0.25]),
        json!({}),
    ];
    for (name, bytes) in files() {
        let (header, arrays) = parts(&bytes);
        let ours = header["__metadata__"]["khitab"].as_str().unwrap();
        let ours: Value = serde_json::from_str(ours).unwrap();
        let mut all = Vec::new();
        ways(&ours, "", &mut all);
        for way in all {
            for entry in &entries {
                let mut damaged = ours.clone();
                *damaged.pointer_mut(&way).unwrap() = entry.clone();
                let mut header = header.clone();
                header["__metadata__"]["khitab"] = json!(damaged.to_string());
                let damaged = with_header(&header, arrays);
                endures(&damaged, &|| format!("{name}: {way} is {entry}"));
            }
        }
    }
}

#[test]
fn numbers_at_the_edge_of_their_kind_are_refused_or_score() {
    let wide = [f64::NAN, f64::INFINITY, f64::MAX, -f64::MAX, 5e-324];
    let narrow = [f32::NAN, f32::NEG_INFINITY, f32::MAX, f32::MIN, 1e-45];
    for (name, bytes) in files() {
        let (header, arrays) = parts(&bytes);
        for array in names(&header) {
            let entry = &header[&array];
            let offset = |at: usize| entry["data_offsets"][at].as_u64().unwrap() as usize;
            let (start, end) = (offset(0), offset(1));
            let patterns: Vec<Vec<u8>> = match entry["dtype"].as_str().unwrap() {
                "F64" => wide.map(|n| n.to_le_bytes().to_vec()).into(),
                "F32" => narrow.map(|n| n.to_le_bytes().to_vec()).into(),
                "F16" => vec![vec![0, 0x7C], vec![1, 0x7E], vec![0xFF, 0x7B]],
                "U64" => [0, 1, u64::MAX].map(|n| n.to_le_bytes().to_vec()).into(),
                "U32" => [0, 1, u32::MAX].map(|n| n.to_le_bytes().to_vec()).into(),
                _ => vec![vec![0x80], vec![0x7F]],
            };
            for pattern in patterns {
                let size = pattern.len();
                let one = start..(start + size).min(end);
                let last = end.saturating_sub(size).max(start)..end;
                for range in [one, last, start..end] {
                    let mut damaged = arrays.to_vec();
                    for place in damaged[range.clone()].chunks_mut(size) {
                        place.copy_from_slice(&pattern[..place.len()]);
                    }
                    let damaged = with_header(&header, &damaged);
                    endures(&damaged, &|| {
                        format!("{name}: {array} {range:?} is {pattern:?}")
                    });
                }
            }
        }
    }
}

#[test]
fn many_small_things_stay_small() {
    let (name, bytes) = files().remove(0);
    let (header, arrays) = parts(&bytes);
    let ours = header["__metadata__"]["khitab"].as_str().unwrap();
    let ours: Value = serde_json::from_str(ours).unwrap();
    let many = 100_000;
    let numbers = Value::Array(vec![json!(0); many]);
    let nested = "[".repeat(many) + &"]".repeat(many);
    for (way, entry) in [
        ("/card/parameters", json!({ "many": numbers })),
        ("/classes", numbers.clone()),
        (
            "/convergence",
            Value::Array(vec![ours["convergence"][0].clone(); many]),
        ),
        (
            "/vectorizer/blocks",
            Value::Array(vec![ours["vectorizer"]["blocks"][0].clone(); 5000]),
        ),
        (
            "/vectorizer/named/names",
            Value::Array(vec![json!(""); many]),
        ),
        ("/card/name", json!(nested)),
    ] {
        let mut damaged = ours.clone();
        *damaged.pointer_mut(way).unwrap() = entry;
        let mut header = header.clone();
        header["__metadata__"]["khitab"] = json!(damaged.to_string());
        endures(&with_header(&header, arrays), &|| {
            format!("{name}: many at {way}")
        });
    }
    let deep = ours.to_string().replacen(
        "\"parameters\":{",
        &format!("\"parameters\":{{\"deep\":{nested},"),
        1,
    );
    let mut damaged = header.clone();
    damaged["__metadata__"]["khitab"] = json!(deep.replacen(",}", "}", 1));
    assert!(!endures(&with_header(&damaged, arrays), &|| format!(
        "{name}: nested"
    )));
    let mut damaged = header.clone();
    for number in 0..many {
        damaged[format!("{number}")] = json!({"dtype": "U8", "shape": [0], "data_offsets": [0, 0]});
    }
    endures(&with_header(&damaged, arrays), &|| {
        format!("{name}: many arrays")
    });
}
