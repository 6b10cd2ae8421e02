//! One row: the fields khitab reads, every other field carried through to the byte.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use khitab::features::RowId;

use crate::lines::Line;
use crate::problem::Problem;
use crate::source::Source;

/// One row: its fields in their order, each as it was written.
#[derive(Debug)]
pub(crate) struct Row {
    file: String,
    line: u64,
    fields: Vec<(String, Box<RawValue>)>,
    /// Whether the text is all that the file holds.
    whole: bool,
    /// The text to work on.
    pub(crate) text: String,
}

impl Row {
    /// Reads one line of JSONL; `None` for a blank line.
    pub(crate) fn read(line: Line<'_>, text_field: &str) -> Result<Option<Self>, Problem> {
        let json = line.text()?;
        if json.trim().is_empty() {
            return Ok(None);
        }
        let Fields(fields) = serde_json::from_str(json)
            .map_err(|error| line.refuse(format_args!("broken JSON: {}", without_line(&error))))?;
        let mut row = Self::of_fields(line.file, line.number, fields, String::new());
        row.text = match row.raw(text_field).map(serde_json::from_str) {
            Some(Ok(text)) => text,
            Some(Err(_)) => {
                return Err(line.refuse(format_args!("field {text_field:?} is not a string")));
            }
            None => return Err(line.refuse(format_args!("field {text_field:?} is missing"))),
        };
        Ok(Some(row))
    }

    /// A row of fields that were read elsewhere.
    pub(super) fn of_fields(
        file: &str,
        line: u64,
        fields: Vec<(String, Box<RawValue>)>,
        text: String,
    ) -> Self {
        Self {
            file: file.to_owned(),
            line,
            fields,
            whole: false,
            text,
        }
    }

    /// A row of nothing but a text.
    pub(super) fn of_text(line: Line<'_>, text: &str) -> Self {
        let raw = serde_json::value::to_raw_value(text).ok();
        let fields = raw
            .map(|raw| ("text".to_owned(), raw))
            .into_iter()
            .collect();
        Self::of_fields(line.file, line.number, fields, text.to_owned())
    }

    /// A row of a whole file: its name and its text.
    pub(super) fn of_source(source: Source) -> Result<Self, Problem> {
        let name = source.name.clone();
        let text = source.read_text()?;
        let fields = [("file", &name), ("text", &text)].map(|(key, value)| {
            let raw = serde_json::value::to_raw_value(value);
            raw.map(|raw| (key.to_owned(), raw))
        });
        let fields = fields.into_iter().flatten().collect();
        Ok(Self {
            whole: true,
            ..Self::of_fields(&name, 1, fields, text)
        })
    }

    /// A refusal of this row.
    pub(crate) fn refuse(&self, rule: impl fmt::Display) -> Problem {
        Problem::in_line(&self.file, self.line, rule)
    }

    fn raw(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.get())
    }

    /// A field as a word: strings as they are, everything else as written; `None` for null.
    pub(crate) fn word(&self, name: &str) -> Option<String> {
        word(self.raw(name)?)
    }

    /// A field that must be there, as a word.
    pub(crate) fn needed(&self, name: &str) -> Result<String, Problem> {
        self.word(name)
            .ok_or_else(|| self.refuse(format_args!("field {name:?} is missing")))
    }

    /// The field of the label: a word or a number. An empty cell of a table is none.
    pub(crate) fn label(&self, name: &str) -> Result<String, Problem> {
        let label = self.needed(name)?;
        let listed = |raw: &str| raw.starts_with(['[', '{']);
        if label.trim().is_empty() {
            Err(self.refuse(format_args!("field {name:?} is empty")))
        } else if self.raw(name).is_some_and(listed) {
            Err(self.refuse(format_args!("field {name:?} is no word or number")))
        } else {
            Ok(label)
        }
    }

    /// What the row is called: its id, or the file that is its text. Whole numbers stay numbers.
    pub(crate) fn id(&self) -> Option<RowId> {
        match self.raw("id") {
            Some(raw) => match serde_json::from_str(raw) {
                Ok(number) => Some(RowId::Number(number)),
                Err(_) => word(raw).map(RowId::Word),
            },
            None => self.whole.then(|| RowId::from(self.file.as_str())),
        }
    }

    /// What the row is called on a terminal: its id, or else its place.
    pub(crate) fn name(&self) -> String {
        let place = || format!("{}:{}", self.file, self.line);
        self.id().map_or_else(place, |id| id.to_string())
    }

    /// The names of all fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// All fields as words, null as an empty one.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, String)> {
        self.fields
            .iter()
            .map(|(key, raw)| (key.as_str(), word(raw.get()).unwrap_or_default()))
    }

    /// Appends the row as one line, with `added` fields in place of those that they replace.
    pub(super) fn write(
        &self,
        added: &[(&str, serde_json::Value)],
        out: &mut Vec<u8>,
    ) -> serde_json::Result<()> {
        let kept = self.fields.iter().filter(|(key, _)| !replaces(added, key));
        out.push(b'{');
        let mut first = true;
        for (key, value) in kept {
            write_key(key, &mut first, out)?;
            out.extend_from_slice(value.get().as_bytes());
        }
        for (key, value) in added {
            write_key(key, &mut first, out)?;
            serde_json::to_writer(&mut *out, value)?;
        }
        out.extend_from_slice(b"}\n");
        Ok(())
    }
}

/// Whether something added takes the place of a field: one of its name, or a column that a table made of a part of it.
pub(super) fn replaces(added: &[(&str, serde_json::Value)], field: &str) -> bool {
    added.iter().any(|(name, value)| {
        let rest = field.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || value.is_object() && rest.starts_with('.'))
    })
}

fn word(raw: &str) -> Option<String> {
    match serde_json::from_str(raw).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Null => None,
        _ => Some(raw.to_owned()),
    }
}

fn write_key(key: &str, first: &mut bool, out: &mut Vec<u8>) -> serde_json::Result<()> {
    if !std::mem::take(first) {
        out.push(b',');
    }
    serde_json::to_writer(&mut *out, key)?;
    out.push(b':');
    Ok(())
}

/// Says what is wrong and at which column: serde's own line is always 1 in JSONL.
fn without_line(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    format!("{} at column {}", &text[..end], error.column())
}

struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    fields.push(entry);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Option<Row>, String> {
        let line = Line {
            file: "rows.jsonl",
            number: 3,
            bytes: json.as_bytes(),
        };
        Row::read(line, "text").map_err(|problem| problem.to_string())
    }

    #[test]
    fn other_fields_come_out_as_they_went_in() {
        let row = read(r#"{"id":1.50,"text":"\u0646ص","x":{"b":1,"a":[ ]}}"#)
            .unwrap()
            .unwrap();
        assert_eq!(row.text, "نص");
        let mut out = Vec::new();
        row.write(&[("predicted", serde_json::json!("other"))], &mut out)
            .unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(
            out,
            "{\"id\":1.50,\"text\":\"\\u0646ص\",\"x\":{\"b\":1,\"a\":[ ]},\"predicted\":\"other\"}\n"
        );
    }

    #[test]
    fn a_whole_number_stays_a_number_in_an_id() {
        let id = |json: &str| read(json).unwrap().unwrap().id();
        let word = |word| Some(RowId::from(word));
        assert_eq!(id(r#"{"id":7,"text":""}"#), Some(RowId::Number(7)));
        assert_eq!(id(r#"{"id":"7","text":""}"#), word("7"));
        assert_eq!(id(r#"{"id":1.50,"text":""}"#), word("1.50"));
        let long = "99999999999999999999";
        assert_eq!(id(&format!("{{\"id\":{long},\"text\":\"\"}}")), word(long));
        assert_eq!(id(r#"{"id":null,"text":""}"#), None);
        assert_eq!(id(r#"{"text":""}"#), None);
    }

    #[test]
    fn refusals_name_the_line_and_the_rule() {
        assert_eq!(
            read(r#"{"id":1}"#).unwrap_err(),
            "rows.jsonl:3: field \"text\" is missing"
        );
        assert_eq!(
            read(r#"{"text":1}"#).unwrap_err(),
            "rows.jsonl:3: field \"text\" is not a string"
        );
        assert!(
            read(r#"{"text":"#)
                .unwrap_err()
                .starts_with("rows.jsonl:3: broken JSON: EOF")
        );
        assert!(read("[1]").unwrap_err().contains("expected a JSON object"));
        assert!(read("  ").unwrap().is_none());
    }
}
