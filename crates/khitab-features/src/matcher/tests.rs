use super::*;
use crate::{Document, WordClass};

fn surfaces<'t>(rows: &str, text: &'t str) -> Vec<&'t str> {
    let head = "# name: t\npattern\tlemma\tweight\tclass\tinflect\tnotes\n";
    let list = Lexicon::from_tsv("t", &format!("{head}{rows}")).unwrap();
    let matcher = Matcher::new(vec![list], Gazetteer::default());
    let found = matcher.find(&Document::new(text));
    found.iter().map(|hit| hit.span.of(text)).collect()
}

fn names<'t>(rows: &str, text: &'t str) -> Vec<&'t str> {
    let head = "id\ttype\tcanonical\tvariant\tclass\tnotes\n";
    let gazetteer = Gazetteer::from_tsv("g", &format!("{head}{rows}")).unwrap();
    let matcher = Matcher::new(Vec::new(), gazetteer);
    let found = matcher.find(&Document::new(text));
    found.iter().map(|hit| hit.span.of(text)).collect()
}

#[test]
fn clitics_follow_the_class() {
    let text = "دعاية ودعايتها بالدعاية للدعاية دعايات لدعايتهم الدعايتها";
    assert_eq!(
        surfaces("دعاية\t\t\tnoun\tfplural\n", text),
        [
            "دعاية",
            "ودعايتها",
            "بالدعاية",
            "للدعاية",
            "دعايات",
            "لدعايتهم"
        ]
    );
    assert_eq!(
        surfaces("قال\t\t\tverb\tperfect\n", "وقالت فقالوا سقال بقال"),
        ["وقالت", "فقالوا", "سقال"]
    );
    assert_eq!(
        surfaces("قتل\t\t\tnoun\n", "قتله قتلة أقتل بقتلهم"),
        ["قتله", "بقتلهم"]
    );
}

#[test]
fn names_are_cut_with_care() {
    let rows = "w\tapp\tواتساب\tواتساب\nw\t\t\tاتساب\ni\tplace\tالعراق\tالعراق\n";
    assert_eq!(
        names(rows, "واتساب وواتساب للعراق والعراق العراقية لعراق"),
        ["واتساب", "وواتساب", "للعراق", "والعراق"]
    );
    assert_eq!(
        names("t\tapp\tTwitter\tTwitter\n", "وTwitter twitters"),
        ["وTwitter"]
    );
}

#[test]
fn guards_stop_a_cut() {
    let rows = "x\tplace\tالد\tالد\ng\tguard\tg\tوالد\n";
    assert_eq!(names(rows, "والد الد"), ["الد"]);
}

#[test]
fn phrases_cross_blanks_and_underscores() {
    let rows = "الدولة الإسلامية\t\t\tphrase\n";
    assert_eq!(
        surfaces(rows, "بالدولة  الاسلامية #الدولة_الإسلامية للدولة\nالإسلامية"),
        ["بالدولة  الاسلامية", "الدولة_الإسلامية", "للدولة\nالإسلامية"]
    );
    assert_eq!(
        surfaces("عمل صالح\t\t\tphrase\n", "عمل صالحها وعمل صالح"),
        ["وعمل صالح"]
    );
    assert_eq!(
        surfaces("عمل صالح\t\t\tphrase+\n", "عمل صالحهم"),
        ["عمل صالحهم"]
    );
}

#[test]
fn the_longest_of_one_list_stands() {
    let rows = "خلافة\t\t\tnoun\nدولة الخلافة\t\t\tphrase\n";
    assert_eq!(
        surfaces(rows, "دولة الخلافة والخلافة"),
        ["دولة الخلافة", "والخلافة"]
    );
}

#[test]
fn articles_and_questions_are_read_in_the_original() {
    assert_eq!(surfaces("غاء\t\t\tnoun\n", "إلغاء الغاء"), ["الغاء"]);
    assert_eq!(
        names("a\tapp\tفيسبوك\tفيسبوك\n", "أفيسبوك إفيسبوك"),
        ["أفيسبوك"]
    );
}

#[test]
fn a_row_may_ask_for_its_own_spelling() {
    let row = "أخوة\t\t1\tnoun\t\tspelt\nتقي\t\t1\tnoun\tmplural\tspelt\n";
    assert_eq!(
        surfaces(row, "الأُخُوّة والأخــوة مع اخوة وأخوه"),
        ["الأُخُوّة", "والأخــوة"]
    );
    assert_eq!(surfaces(row, "تقيون التقوا بالتقى"), ["تقيون"]);
    assert_eq!(surfaces(row, "\u{FE83}\u{FEA7}\u{FEEE}\u{FE93}").len(), 1);
}

#[test]
fn clitic_spans_lie_in_the_original() {
    let text = "وبِدِعَايَتِــهِم";
    let matcher = Matcher::new(
        vec![Lexicon::new(
            "t",
            vec![Entry {
                pattern: "دعاية".to_owned(),
                lemma: "دعاية".to_owned(),
                weight: 1.0,
                class: WordClass::Noun,
                inflection: crate::lexicon::Inflection::NONE,
                notes: String::new(),
            }],
        )],
        Gazetteer::default(),
    );
    let document = Document::new(text);
    let hit = matcher.find(&document)[0];
    assert_eq!(hit.span.of(text), text);
    assert_eq!(hit.proclitics.unwrap().of(text), "وبِ");
    assert_eq!(hit.enclitics.unwrap().of(text), "هِم");
    assert_eq!(hit.core.of(document.text().normalized()), "دعايت");
}

#[test]
fn the_shipped_automaton_is_that_of_the_shipped_lists() {
    let shipped = Matcher::shipped();
    assert_eq!(shipped.lexicons().len(), khitab_data::LEXICONS.len());
    let variants = shipped.gazetteer().variants();
    assert!(shipped.automaton == Automaton::new(shipped.lexicons(), variants));
}
