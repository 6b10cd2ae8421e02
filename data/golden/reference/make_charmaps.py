#!/usr/bin/env python3
"""Writes charmaps.tsv: every key of the twenty transliteration maps of CAMeL Tools, and what it gives.

usage: pip install --no-deps camel-tools==1.6.0 && python make_charmaps.py
"""
import json
import pathlib

import camel_tools
import camel_tools.utils.charmap as charmap

HERE = pathlib.Path(__file__).parent
FOLDER = pathlib.Path(charmap.__file__).parent / "charmaps"
SENTENCE = "\u0671\u0644\u0631\u0651\u064e\u062d\u0652\u0645\u064e\u0640\u0670\u0646\u0650 \u0622\u0645\u064e\u0646\u064c, abc 123!"

out = ["# maps of CAMeL Tools %s (MIT), by make_charmaps.py; text is JSON-escaped" % camel_tools.__version__]
out.append("map\ttext\tmapped")
for path in sorted(FOLDER.glob("*2*_map.json")):
    name = path.name[: -len("_map.json")]
    mapper = charmap.CharMapper.builtin_mapper(name)
    keys = sorted(json.loads(path.read_text(encoding="utf-8"))["charMap"])
    keys += sorted(json.loads((FOLDER / "ar2bw_map.json").read_text(encoding="utf-8"))["charMap"])
    for text in dict.fromkeys(keys + [SENTENCE, mapper.map_string(SENTENCE)]):
        out.append("%s\t%s\t%s" % (name, json.dumps(text), json.dumps(mapper.map_string(text))))
(HERE / "charmaps.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")
