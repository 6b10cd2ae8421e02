//! The closed classes that the scope rules read: function words in normalised spelling.

/// أن, إن and their forms with a pronoun or ب.
pub(crate) fn is_complementiser(form: &str) -> bool {
    // The Maghrebi ones start with a letter of their own.
    if matches!(form, "باللي" | "بلي") {
        return true;
    }
    let form = form.strip_prefix('ب').unwrap_or(form);
    matches!(
        form,
        "ان" | "انو"
            | "انه"
            | "انها"
            | "انهم"
            | "انهما"
            | "انهن"
            | "اننا"
            | "انني"
            | "انك"
            | "انكم"
            | "انما"
    )
}

/// A preposition that ends a noun phrase.
pub(crate) fn is_preposition(form: &str) -> bool {
    let form = form
        .strip_prefix('و')
        .filter(|rest| rest.len() > 2)
        .unwrap_or(form);
    matches!(
        form,
        "في" | "من"
            | "علي"
            | "الي"
            | "عن"
            | "مع"
            | "عبر"
            | "خلال"
            | "بعد"
            | "قبل"
            | "عقب"
            | "حول"
            | "بشان"
            | "ضد"
            | "بين"
            | "منذ"
            | "حتي"
            | "لدي"
            | "عند"
            | "تحت"
            | "فوق"
            | "امام"
            | "وراء"
            | "اثر"
            | "رغم"
            | "بسبب"
            | "نتيجه"
            | "تجاه"
            | "نحو"
            | "بحق"
            | "خلف"
            | "وسط"
            | "داخل"
            | "خارج"
            | "ازاء"
            | "فيما"
            | "مما"
            | "عما"
            | "فيه"
            | "فيها"
            | "له"
            | "لها"
            | "لهم"
            | "به"
            | "بها"
            | "عليه"
            | "عليها"
            | "عليهم"
            | "عنه"
            | "عنها"
            | "عنهم"
            | "منه"
            | "منها"
            | "اليه"
            | "اليها"
            | "اليهم"
            | "بالقول"
            | "بقوله"
            | "بقولها"
            | "بقولهم"
    )
}

/// An adverb of time or manner.
pub(crate) fn is_adverbial(form: &str) -> bool {
    matches!(
        form,
        "اليوم"
            | "امس"
            | "الاحد"
            | "الاثنين"
            | "الثلاثاء"
            | "الاربعاء"
            | "الخميس"
            | "الجمعه"
            | "السبت"
            | "مؤخرا"
            | "سابقا"
            | "لاحقا"
            | "ايضا"
            | "كذلك"
            | "يوم"
            | "مساء"
            | "صباح"
            | "الان"
            | "قائلا"
            | "قائله"
            | "رسميا"
            | "مجددا"
            | "مرارا"
            | "علنا"
            | "هنا"
            | "هناك"
            | "حينها"
            | "انذاك"
            | "بدوره"
            | "بدورها"
            | "بالفعل"
            | "غدا"
            | "عاما"
            | "سنه"
    )
}

/// Whether `form` is, or begins with, the preposition of that name.
pub(crate) fn takes_preposition(name: &str, form: &str) -> bool {
    match name {
        "ila" => matches!(form, "الي" | "اليه" | "اليها" | "اليهم"),
        "an" => matches!(form, "عن" | "عنه" | "عنها"),
        "ala" => matches!(form, "علي" | "عليه" | "عليها"),
        "min" => matches!(form, "من" | "منه" | "منها"),
        "bi" => form.starts_with('ب') && form.len() > 6 && !BEGINS_WITH_BEH.contains(&form),
        _ => false,
    }
}

/// Frequent words whose ب belongs to them.
const BEGINS_WITH_BEH: [&str; 32] = [
    "بعد",
    "بين",
    "بعض",
    "بلا",
    "بدون",
    "بينما",
    "بيان",
    "بيانات",
    "بلد",
    "بلاد",
    "بلدان",
    "برلمان",
    "برنامج",
    "بغداد",
    "بيروت",
    "بريطانيا",
    "باريس",
    "بداية",
    "بدايه",
    "بحث",
    "بحوث",
    "بيت",
    "باحث",
    "باحثه",
    "باحثون",
    "بسبب",
    "بشكل",
    "بنك",
    "بطل",
    "بلجيكا",
    "بوتين",
    "بعثه",
];
