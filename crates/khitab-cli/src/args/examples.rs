//! What stands at the end of `--help`. Every line is run by `tests/documented.rs` in a copy of `data/samples`.

pub(crate) const CODES: &str = "Exit codes: 0 done; 1 some or all input was refused, the rest is done; 2 the command line is wrong.";

pub(crate) const ANALYZE: &str = "Examples:
  khitab analyze article.txt
  khitab analyze --format html article.txt > article.html
  khitab analyze --format json --model discourse article.txt > article.json
  khitab analyze --lexicon terms.tsv article.txt
  khitab analyze --rows --format json posts.jsonl > reports.jsonl";

pub(crate) const NORMALIZE: &str = "Examples:
  printf 'قَالَ الأُستـــاذ\\n' | khitab normalize --preset search
  khitab normalize --format jsonl article.txt > article.jsonl
  khitab normalize --preset arabertv02 --loss
  khitab normalize --preset search --diff camel article.txt";

pub(crate) const TOKENIZE: &str = "Examples:
  printf 'قال #الأستاذ_الكبير: 3.5%%\\n' | khitab tokenize
  khitab tokenize --format jsonl --units utf16 article.txt > tokens.jsonl
  printf 'قُلْ دعـــم\\n' | khitab tokenize --format jsonl --provenance";

pub(crate) const SEGMENT: &str = "Examples:
  printf 'وبمدرستهم\\n' | khitab segment
  printf 'وبمدرستهم\\n' | khitab segment --format jsonl";

pub(crate) const TRANSLITERATE: &str = "Examples:
  printf 'كتاب\\n' | khitab transliterate --to bw
  printf 'ktAb\\n' | khitab transliterate --from bw --to ar
  printf 'كِتَاب\\n' | khitab transliterate --to ala-lc";

pub(crate) const STEM: &str = "Examples:
  printf 'المكتبات\\n' | khitab stem
  khitab stem --method snowball article.txt > stems.txt";

pub(crate) const DEOBFUSCATE: &str = "Examples:
  printf 'قالوا إن د.ا.ع.ش بعيد\\n' | khitab deobfuscate
  khitab deobfuscate article.txt > found.jsonl";

pub(crate) const FEATURES: &str = "Examples:
  khitab features posts.jsonl --features discourse --format csv --output posts.features.csv
  khitab features posts.jsonl --features word,char --format npz --output posts.npz
  khitab features posts.jsonl --features word --format svmlight --output posts.svm";

pub(crate) const DEDUPE: &str = "Examples:
  khitab dedupe posts.jsonl > grouped.jsonl
  khitab dedupe posts.jsonl --similarity 0.5 --output grouped.csv";

pub(crate) const MONITOR: &str = "Examples:
  khitab monitor posts.jsonl --by week > series.json
  khitab monitor posts.jsonl --by day --format html --output series.html
  khitab monitor posts.jsonl --by month --time time --author author --format csv";

pub(crate) const FINGERPRINT: &str = "Examples:
  khitab fingerprint posts.jsonl > prints.jsonl
  khitab fingerprint posts.jsonl --format threatexchange --output signals.txt";

pub(crate) const CARD: &str = "Examples:
  khitab card discourse
  khitab card --format json register > register.card.json";

pub(crate) const MATCH: &str = "Examples:
  khitab fingerprint posts.jsonl --format threatexchange --output signals.txt
  khitab match posts.jsonl --signals signals.txt > matched.jsonl
Each row comes back with matches: line (of the signal in its file), type, distance (text_tlsh: 30 at most; raw_text: edits,
one character in twenty at most; trend_query: 0) and spans (where a query is answered).";

pub(crate) const TRAIN: &str = "Examples:
  khitab train posts.jsonl --model posts.khitab --features word,char,discourse --c 1
  khitab train --experiment posts.toml --run runs/posts";

pub(crate) const SCORE: &str = "Examples:
  khitab score more.csv --output scored.csv
  khitab score posts.jsonl --model register
  khitab train posts.jsonl --model posts.khitab
  khitab score posts.jsonl --model posts.khitab --output scored.jsonl.zst
Each row comes back with predicted, probability and abstains (near-threshold, no-arabic, little-arabic);
with a model made for a risk also with flagged and threshold.
A folder stands for the files in it; a .txt in it is one text.";

pub(crate) const EVALUATE: &str = "Examples:
  khitab train posts.jsonl --model posts.khitab
  khitab evaluate posts.jsonl --model posts.khitab
  khitab evaluate posts.jsonl --cv 5 --group group --format json
  khitab evaluate posts.jsonl --cv 5 --group group,auto --output posts.html
  khitab evaluate --experiment posts.toml --run runs/posts";

pub(crate) const CHECK: &str = "Examples:
  khitab check
  khitab check --suite khitabcheck --model discourse --format html --output check.html
The CSV of Multilingual HateCheck is a suite too; --positive names the label to be found.";

pub(crate) const AUDIT: &str = "Examples:
  khitab train posts.jsonl --model posts.khitab
  khitab audit --model posts.khitab --positive news --data posts.jsonl --html audit.html";

pub(crate) const COMPLETIONS: &str = "Examples:
  khitab completions bash > khitab.bash
  khitab completions zsh > _khitab";

pub(crate) const MAN: &str = "Example:
  khitab man > khitab.1";

pub(crate) const SUBWORD: &str = "Examples:
  khitab subword train --kind unigram --vocabulary 200 article.txt -o tokenizer.json
  khitab subword encode --model tokenizer.json --format jsonl article.txt > pieces.jsonl";
