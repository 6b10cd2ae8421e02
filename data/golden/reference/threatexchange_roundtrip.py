#!/usr/bin/env python3
"""Sends our signals through the real threatexchange package and writes what comes back.

usage: pip install threatexchange==1.2.17 py-tlsh==5.0.0
       KHITAB_WRITE_SIGNALS=$PWD/threatexchange_signals.txt cargo test -p khitab-features --features exchange --test exchange
       python threatexchange_roundtrip.py      # beside the file; writes threatexchange_returned.csv

Checks, all passed with these versions: its local_file exchange reads every line; its validators
take every signal; py-tlsh hashes the canonical forms to the same strings; its own trend query
matcher finds the words with proclitics, harakat and tatweel, and not inside other words.
(`threatexchange fetch` itself stops at any text_tlsh signal, because that type has no index.)
"""
import csv
import pathlib
import sys

import tlsh
from threatexchange.cli.dataset_cmd import DatasetCommand
from threatexchange.exchanges.impl.file_api import FileCollaborationConfig, LocalFileSignalExchangeAPI
from threatexchange.extensions.tlsh.text_tlsh import TextTLSHSignal
from threatexchange.signal_type.trend_query import TrendQuerySignal

CANONICAL = [  # of the texts in tests/exchange.rs
    "اعلنت المكتبه العامه في المدينه انها ستمد ساعات الدوام خلال شهر الامتحانات حتي منتصف اليل",
    "تساقطت الثلوج علي المرتفعات الشماليه منذ الفجر واغلقت الطرق الجبليه امام السيارات الصغيره",
    "يستعد فريق المدرسه لمشاركه في بطوله الشطرنج التي تقام الاسبوع القادم بمشاركه عشرين مدرسه",
]
MATCHED = ["زرنا المكتبة", "ومكتبتهم كبيرة", "بالمَكتَبـةِ", "نزل ثلجٌ كثيف", "الثلجي", "وبطولة الشطرنج", "#بطولة_الشطرنج"]
UNMATCHED = ["مكتب البريد", "الشطرنج لعبة", "تثلج", ""]

here = pathlib.Path(__file__).parent
kinds = {kind.get_name(): kind for kind in (TextTLSHSignal, TrendQuerySignal)}
config = FileCollaborationConfig(name="khitab", filename=str(here / "threatexchange_signals.txt"))
(delta,) = LocalFileSignalExchangeAPI.for_collab(config).fetch_iter([], None)
assert len(delta.updates) == 4
for (kind, signal), _ in delta.updates.items():
    assert kinds[kind].validate_signal_str(signal) == signal
hashes = [signal for kind, signal in delta.updates if kind == "text_tlsh"]
for text, ours in zip(CANONICAL, hashes, strict=True):
    assert tlsh.hash(text.encode()) == ours, text
    assert TextTLSHSignal.compare_hash(ours, ours).match
(query,) = [signal for kind, signal in delta.updates if kind == "trend_query"]
for text in MATCHED:
    assert TrendQuerySignal.matches_str(query, text).match, text
for text in UNMATCHED:
    assert not TrendQuerySignal.matches_str(query, text).match, text
with open(here / "threatexchange_returned.csv", "w", newline="", encoding="utf-8") as out:
    writer = csv.DictWriter(out, fieldnames=["signal_type", "signal_str", "collab", "category", "tags"])
    writer.writeheader()
    for (kind, signal), metadata in delta.updates.items():
        DatasetCommand._print_csv(None, writer, "khitab", kinds[kind], signal, metadata)
print(len(delta.updates), "signals went through", file=sys.stderr)
