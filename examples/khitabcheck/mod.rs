//! Makes the cases of KhitabCheck out of their templates.

pub mod templates;

use std::collections::HashSet;

use khitab_text::Attack;
use serde::{Deserialize, Serialize};

use templates::{Every, Functionality, Statement, Target, Templates};

/// Pairs that a functionality makes, unless it takes every target.
const PAIRS: usize = 20;

/// Combinations that are tried before a functionality counts as too small.
const TRIES: usize = 2_000;

/// One text of the suite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Unique: the pair, then the side.
    pub id: String,
    /// The kind of text.
    pub functionality: String,
    /// The text.
    pub text: String,
    /// `use`, `mention` or `ordinary`.
    pub label: String,
    /// The frame it speaks in; `supporter` for the side that speaks for itself.
    pub frame: String,
    /// Shared by the two sides.
    pub pair: String,
    /// The group spoken about.
    pub target: String,
    /// The variety.
    pub dialect: String,
    /// Whether this side should score `higher` or `lower` than the other.
    pub expect: String,
}

/// Makes all cases, in the order of the file; no text appears twice.
///
/// # Errors
/// A functionality whose templates do not give enough different texts.
pub fn generate(templates: &Templates) -> Result<Vec<Case>, String> {
    let mut seen = HashSet::new();
    let mut cases = Vec::new();
    for (number, functionality) in templates.functionalities.iter().enumerate() {
        let wanted = match functionality.targets {
            Some(Every::Each) => functionality.mention.len() * templates.targets.len(),
            None => PAIRS,
        };
        let mut made = 0;
        for turn in 0..TRIES {
            if made == wanted {
                break;
            }
            let choice = Choice::new(templates, functionality, number, turn);
            let (own, other) = (choice.own(), choice.other());
            if seen.contains(&own) || seen.contains(&other) {
                continue;
            }
            seen.extend([own.clone(), other.clone()]);
            made += 1;
            let pair = format!("{}-{made:02}", functionality.id);
            cases.push(choice.case(&pair, own, true));
            cases.push(choice.case(&pair, other, false));
        }
        if made < wanted {
            return Err(format!("{}: {made} of {wanted} pairs", functionality.id));
        }
    }
    Ok(cases)
}

/// What fills the slots of one pair.
struct Choice<'t> {
    functionality: &'t Functionality,
    own: &'t String,
    other: &'t String,
    statement: &'t Statement,
    target: &'t Target,
    city: &'t String,
    number: usize,
}

impl<'t> Choice<'t> {
    /// Steps that share no factor with the length of their list reach every filler; the slow
    /// parts keep two lists of one length from walking in step.
    fn new(
        templates: &'t Templates,
        functionality: &'t Functionality,
        place: usize,
        turn: usize,
    ) -> Self {
        let own = match functionality.own.is_empty() {
            true => pick(&templates.own_voice, turn * 7 + place + turn / 84),
            false => pick(&functionality.own, turn),
        };
        let target = match functionality.targets {
            Some(Every::Each) => turn / functionality.mention.len(),
            None => turn * 5 + place * 3,
        };
        Self {
            functionality,
            own,
            other: pick(&functionality.mention, turn),
            statement: pick(&templates.statements, turn * 5 + place + turn / 12),
            target: pick(&templates.targets, target),
            city: pick(&templates.cities, turn * 3 + place + turn / 8),
            number: 12 + (turn * 7 + place * 5) % 80,
        }
    }

    /// The side that speaks for itself.
    fn own(&self) -> String {
        let Statement { say, key, .. } = self.statement;
        let say = match self.functionality.spelling {
            // These letters come with a keyboard: the whole text has them.
            Some(Attack::LookAlikes) => hidden(Attack::LookAlikes, say),
            Some(attack) => say.replace(key, &hidden(attack, key)),
            None => say.clone(),
        };
        self.fill(self.own, &say)
    }

    /// The side that mentions, or speaks of something else.
    fn other(&self) -> String {
        self.fill(self.other, &self.statement.say)
    }

    fn fill(&self, template: &str, say: &str) -> String {
        template
            .replace("{say}", say)
            .replace("{that}", &self.statement.that)
            .replace("{topic}", &self.statement.topic)
            .replace("{nom}", &self.target.subject)
            .replace("{gen}", &self.target.object)
            .replace("{latin}", &self.target.latin)
            .replace("{city}", self.city)
            .replace("{n}", &self.number.to_string())
    }

    fn case(&self, pair: &str, text: String, own: bool) -> Case {
        let frame = self.functionality.frame.as_str();
        let (side, label, frame, expect) = match (own, frame) {
            (true, _) => ("use", "use", "supporter", "higher"),
            (false, "religious" | "ordinary") => ("other", "ordinary", frame, "lower"),
            (false, _) => ("other", "mention", frame, "lower"),
        };
        Case {
            id: format!("{pair}-{side}"),
            functionality: self.functionality.id.clone(),
            text,
            label: label.to_owned(),
            frame: frame.to_owned(),
            pair: pair.to_owned(),
            target: self.target.id.clone(),
            dialect: self.functionality.dialect.clone(),
            expect: expect.to_owned(),
        }
    }
}

fn hidden(attack: Attack, word: &str) -> String {
    attack.hide(word).unwrap_or_else(|| word.to_owned())
}

fn pick<T>(list: &[T], at: usize) -> &T {
    &list[at % list.len()]
}

/// The suite as a file: one case a line.
///
/// # Errors
/// Never for cases that [`generate`] made.
pub fn to_jsonl(cases: &[Case]) -> Result<String, serde_json::Error> {
    let mut lines = String::new();
    for case in cases {
        lines.push_str(&serde_json::to_string(case)?);
        lines.push('\n');
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use super::*;

    fn shipped(file: &str) -> String {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/suites");
        std::fs::read_to_string(folder.join(file)).expect("the suite is in the tree")
    }

    const SUITES: [&str; 2] = ["khitabcheck", "khitabcheck-blind"];

    fn suite(name: &str) -> Vec<Case> {
        let lines = shipped(&format!("{name}.jsonl"));
        let cases = lines.lines().map(serde_json::from_str);
        cases
            .collect::<Result<_, _>>()
            .expect("every line is a case")
    }

    /// The cases of a suite, their ids and pairs told from those of another.
    fn in_its_own_names(name: &str) -> Vec<Case> {
        let mut cases = suite(name);
        for case in &mut cases {
            case.id = format!("{name}/{}", case.id);
            case.pair = format!("{name}/{}", case.pair);
        }
        cases
    }

    #[test]
    fn the_suites_are_what_their_templates_give() {
        for name in SUITES {
            let templates = shipped(&format!("{name}.templates.toml"));
            let made = to_jsonl(&generate(&templates::read(&templates).unwrap()).unwrap()).unwrap();
            assert!(
                made == shipped(&format!("{name}.jsonl")),
                "{name}: run 30_khitabcheck"
            );
        }
    }

    #[test]
    fn the_blind_part_is_wide_and_shares_no_text_with_the_first() {
        let (first, blind) = (suite(SUITES[0]), suite(SUITES[1]));
        let kinds: BTreeSet<&str> = blind.iter().map(|case| &*case.functionality).collect();
        assert!(kinds.len() >= 30, "{} functionalities", kinds.len());
        let known: BTreeSet<&str> = first.iter().map(|case| &*case.text).collect();
        assert!(blind.iter().all(|case| !known.contains(&*case.text)));
    }

    #[test]
    fn it_is_large_and_wide() {
        let cases = suite(SUITES[0]);
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for case in &cases {
            *counts.entry(&case.functionality).or_default() += 1;
        }
        assert!(cases.len() >= 1_500, "{} cases", cases.len());
        assert!(counts.len() >= 30, "{} functionalities", counts.len());
        for (functionality, count) in counts {
            assert!(count >= 20, "{functionality}: {count} cases");
        }
        let targets: BTreeSet<&str> = cases.iter().map(|case| case.target.as_str()).collect();
        let dialects: BTreeSet<&str> = cases.iter().map(|case| case.dialect.as_str()).collect();
        assert!(targets.len() >= 12, "{targets:?}");
        assert!(dialects.len() >= 7, "{dialects:?}");
    }

    #[test]
    fn every_pair_has_a_higher_and_a_lower_side_about_one_group() {
        let cases: Vec<Case> = SUITES.into_iter().flat_map(in_its_own_names).collect();
        let mut pairs: BTreeMap<&str, Vec<&Case>> = BTreeMap::new();
        for case in &cases {
            pairs.entry(&case.pair).or_default().push(case);
        }
        for (pair, sides) in pairs {
            let [higher, lower] = sides.as_slice() else {
                panic!("{pair} has {} sides", sides.len());
            };
            assert_eq!(
                (&*higher.expect, &*lower.expect),
                ("higher", "lower"),
                "{pair}"
            );
            assert_eq!(
                (&*higher.label, &*higher.frame),
                ("use", "supporter"),
                "{pair}"
            );
            assert!(matches!(&*lower.label, "mention" | "ordinary"), "{pair}");
            let frames = ["reporting", "counter", "religious", "ordinary"];
            assert!(frames.contains(&&*lower.frame), "{pair}: {}", lower.frame);
            assert_eq!(higher.functionality, lower.functionality, "{pair}");
            assert_eq!(higher.target, lower.target, "{pair}");
            assert_eq!(higher.dialect, lower.dialect, "{pair}");
        }
    }

    #[test]
    fn texts_are_short_filled_and_different() {
        let cases: Vec<Case> = SUITES.into_iter().flat_map(in_its_own_names).collect();
        let mut ids = BTreeSet::new();
        let mut texts = BTreeSet::new();
        for case in &cases {
            let text = case.text.as_str();
            assert!(ids.insert(&case.id), "{} twice", case.id);
            assert!(texts.insert(text), "{}: a text twice", case.id);
            assert!(!text.contains(['{', '}']), "{}: an open slot", case.id);
            let length = text.chars().count();
            assert!(
                (20..=260).contains(&length),
                "{}: {length} characters",
                case.id
            );
            assert_eq!(text, text.trim(), "{}: blanks at an end", case.id);
        }
    }
}
