#!/usr/bin/env python3
"""Writes subword_ids.tsv: the ids that the Python package gives for subword_{bpe,wordpiece,unigram}.json.

usage: pip install tokenizers==0.23.3 && python make_subword.py
The files themselves: KHITAB_WRITE=1 cargo test -p khitab-text --features hf subword (its ids test fails once, then run this).
"""
import json
import pathlib

import tokenizers

HERE = pathlib.Path(__file__).parent
TEXTS = [
    "\u0643\u062a\u0628 \u0627\u0644\u0643\u0627\u062a\u0628 \u0643\u062a\u0627\u0628\u0627",
    "\u0642\u064e\u0631\u064e\u0623\u064e\u062a\u0650 \u0627\u0644\u0637\u0651\u0627\u0644\u0650\u0628\u064e\u0629\u064f",
    "\u0627\u0644\u0643\u0650\u062a\u0640\u0640\u0640\u0627\u0628\u064e",
    "\ufe8d\ufedf\ufedc\ufe98\ufe8e\ufe8f \ufdf2 \ufefb",
    "\u062f\u200c\u0631\u0633 12 \u0648\u0661\u0662 example.com!",
    "\u0643\u062a\u0627\u0628\u200f \U0001f468\u200d\U0001f469\u200d\U0001f467 \u06cc\u0648\u0645 \u06a9",
    "\u0623\u0625\u0622\u0671 \u0624\u0626 \u0649 \u0629 A\u0300",
    "\u0647\u0670\u0630\u0627 \u0627\u0654 \u064e",
    "",
    "\u0627\u0644\u0645\u062f\u064a\u0646\u0629\u060c \u0627\u0644\u0642\u062f\u064a\u0645\u0629\u061f",
    "#\u0643\u062a\u0627\u0628_\u0627\u0644\u064a\u0648\u0645 @user",
    "\u0648\u0627\u0644\u0645\u0643\u062a\u0628\u0627\u062a \u0648\u0627\u0644\u0642\u0631\u0627\u0621",
]

KINDS = ["bpe", "wordpiece", "unigram"]

out = ["# ids by tokenizers %s (Apache-2.0) from subword_KIND.json: make_subword.py" % tokenizers.__version__, "kind\ttext\tids"]
for kind in KINDS:
    tokenizer = tokenizers.Tokenizer.from_file(str(HERE / f"subword_{kind}.json"))
    for text in TEXTS:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        out.append("\t".join([kind, json.dumps(text), json.dumps(ids)]))
(HERE / "subword_ids.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")
