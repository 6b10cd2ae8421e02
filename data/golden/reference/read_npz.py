#!/usr/bin/env python3
"""Checks that scipy reads our npz: the bytes whose hash `export/npz.rs` expects.

usage: KHITAB_WRITE_NPZ=ours.npz cargo test -p khitab-features npz && python read_npz.py ours.npz
Run with scipy 1.17.1, numpy 2.4.6: it passed.
"""
import sys
import zipfile

import scipy.sparse

matrix = scipy.sparse.load_npz(sys.argv[1])
assert matrix.format == "csr" and matrix.dtype == "float32" and matrix.has_canonical_format
assert matrix.toarray().tolist() == [[1, 0, 0, 0, 0.25], [0] * 5, [0, 0, -3.5, 0, 0]]
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
print("read as written")
