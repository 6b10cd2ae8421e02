#!/usr/bin/env python3
"""Writes sklearn_tfidf.json: what scikit-learn makes of Arabic text, for tests/sklearn_parity.rs.

usage: pip install scikit-learn==1.9.1 && python make_sklearn.py [FOLDER OF DATASETS]

The sentences are our own. With a folder of data sets, counts and hashes of larger runs are
recorded too (no text of them): FOLDER/elsahar/prod.jsonl and FOLDER/astd/data.jsonl.
"""
import hashlib
import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

SENTENCES = [
    "قرأ الطالب الكتاب ثم أعاد الكتاب إلى المكتبة",
    "قَرَأَتِ الطالِبَةُ القِصَّةَ في المَكتَبَةِ",
    "الجـــو جميل اليوم، والشمس مشرقة!",
    "و هو لا يدري ما في البيت",
    "اشترينا ٣ كتب و 12 قلما بسعر ١٥٫٥ دينار",
    "افتتحت المدرسة معرض #الكتاب_العربي في المدينة القديمة",
    "زوروا موقعنا https://example.org/Books?id=5 أو راسلونا على info@example.org",
    "تطبيق WiFi جديد من شركة Æther و ÉCOLE للتعليم",
    "هذا   نص فيه\tمسافات\n\nوأسطر كثيرة\u00a0جدا",
    "لا لا لا، قالت الأم: لا تلعب بالكرة في البيت",
    "\u0627\u0644\u0644\u0647 \ufdfa و \ufefb \u06a9\u062a\u0627\u0628 \u06cc",
    "صباح الخير 🌞🌞 يا أصدقاء \u24b6\u24b7 👍🏽",
    "مي\u200cخواهم كلمة\u200fأخرى و\u200bثالثة",
    "ذهب الولد إلى السوق وعاد الولد من السوق",
    "",
    "و",
    "المعلم يشرح الدرس، والطلاب يكتبون الدرس، ثم يراجعون الدرس",
    "سافر جدي إلى القرية القديمة في القطار القديم",
    "طبخت أمي الأرز والسمك، وطبخ أبي الحساء",
    "القطة نائمة على السجادة والقطة الأخرى على الباب",
    "فاز فريق المدرسة بالمباراة ٣-١ بعد شوطين",
    "يكتب الشاعر القصيدة ويقرأ الشاعر القصيدة في المعرض",
]

CASES = {
    "word 1-2": dict(analyzer="word", ngram_range=(1, 2)),
    "word 1-3 sublinear, plain idf, l1": dict(
        analyzer="word", ngram_range=(1, 3), sublinear_tf=True, smooth_idf=False, norm="l1"),
    "word counts": dict(analyzer="word", ngram_range=(1, 1), use_idf=False, norm=None),
    "word binary": dict(analyzer="word", ngram_range=(2, 2), use_idf=False, norm=None, binary=True),
    "word min 2, max half": dict(analyzer="word", ngram_range=(1, 2), min_df=2, max_df=0.5),
    "char_wb 2-5": dict(analyzer="char_wb", ngram_range=(2, 5)),
    "char_wb 4-7 sublinear": dict(analyzer="char_wb", ngram_range=(4, 7), sublinear_tf=True),
    "char 1-3": dict(analyzer="char", ngram_range=(1, 3)),
    "char_wb most counted": dict(analyzer="char_wb", ngram_range=(2, 3), max_features=7),
}

LARGE = {"word 1-2": CASES["word 1-2"], "char_wb 2-5": CASES["char_wb 2-5"],
         "char_wb 4-7 sublinear": CASES["char_wb 4-7 sublinear"]}
ROWS = [0, 1, 4, 7, 8, 9, 10, 11, 12, 14, 15, 16]


def small(params):
    vectorizer = TfidfVectorizer(**params)
    matrix = vectorizer.fit_transform(SENTENCES)
    names = vectorizer.get_feature_names_out()
    rows = {}
    for row in ROWS:
        line = matrix[row].tocoo()
        rows[row] = {names[c]: round(float(v), 9) for c, v in sorted(zip(line.col, line.data))}
    if len(names) > 400:
        rows = {row: rows[row] for row in ROWS[:6]}
    out = dict(params=params, columns=len(names), nnz=int(matrix.nnz), rows=rows)
    if params.get("use_idf", True):
        out["idf"] = {n: round(float(i), 9) for n, i in zip(names[::7], vectorizer.idf_[::7])}
    return out


def large(texts, params):
    vectorizer = TfidfVectorizer(**params)
    matrix = vectorizer.fit_transform(texts)
    names = vectorizer.get_feature_names_out()
    lengths = [len(name) for name in names]
    return dict(
        params=params, rows=len(texts), columns=len(names), nnz=int(matrix.nnz),
        terms_sha256=hashlib.sha256("\n".join(sorted(names)).encode()).hexdigest(),
        row_sums=[round(float(x), 9) for x in np.asarray(matrix.sum(axis=1)).ravel()[::97]],
        row_sums_by_length=[round(float(x), 9) for x in (matrix @ lengths)[::97]])


def main():
    out = dict(made_by="scikit-learn " + sklearn.__version__, sentences=SENTENCES,
               cases={name: small(params) for name, params in CASES.items()}, large={})
    for file in ("elsahar/prod.jsonl", "astd/data.jsonl") if len(sys.argv) > 1 else ():
        with open(pathlib.Path(sys.argv[1]) / file, encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        out["large"][file] = {name: large(texts, params) for name, params in LARGE.items()}
    target = pathlib.Path(__file__).with_name("sklearn_tfidf.json")
    target.write_text(json.dumps(out, ensure_ascii=True, indent=None, separators=(",", ":")) + "\n")


main()
