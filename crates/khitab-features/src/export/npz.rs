//! The npz of `scipy.sparse.save_npz`: a zip archive, nothing packed, of npy arrays.
//!
//! Formats: NEP 1 for npy 1.0, APPNOTE 6.3 for zip. Written out here because the archive needs
//! forty lines and a zip crate eleven others.

use std::io::{self, Write};

use crate::CsrMatrix;

pub(super) fn write(matrix: &CsrMatrix, out: impl Write) -> io::Result<()> {
    let (starts, columns, values) = matrix.parts();
    let shape = [matrix.rows() as u64, matrix.columns() as u64];
    let small = i32::try_from(columns.len()).is_ok() && i32::try_from(matrix.columns()).is_ok();
    let mut zip = Stored::new(out);
    // scipy wants columns and row starts in one type of integer.
    let wide = |numbers: &mut dyn Iterator<Item = u64>| {
        numbers.flat_map(u64::to_le_bytes).collect::<Vec<u8>>()
    };
    let narrow = |numbers: &mut dyn Iterator<Item = u64>| {
        let bytes = numbers.flat_map(|number| (number as u32).to_le_bytes());
        bytes.collect::<Vec<u8>>()
    };
    let integers = |numbers: &mut dyn Iterator<Item = u64>| match small {
        true => ("<i4", narrow(numbers)),
        false => ("<i8", wide(numbers)),
    };
    let mut array =
        |name, length, (kind, data): (&str, Vec<u8>)| zip.entry(name, &header(kind, length), &data);
    let mut of_columns = columns.iter().map(|&column| u64::from(column));
    array(
        "indices.npy",
        Some(columns.len()),
        integers(&mut of_columns),
    )?;
    let mut of_starts = starts.iter().map(|&start| start as u64);
    array("indptr.npy", Some(starts.len()), integers(&mut of_starts))?;
    array("format.npy", None, ("|S3", b"csr".to_vec()))?;
    array("shape.npy", Some(2), ("<i8", wide(&mut shape.into_iter())))?;
    let data = values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    array("data.npy", Some(values.len()), ("<f4", data))?;
    zip.finish()
}

/// The npy header of an array of one dimension, or of a single value; 64 bytes a line.
fn header(kind: &str, length: Option<usize>) -> Vec<u8> {
    let shape = length.map_or_else(String::new, |length| format!("{length},"));
    let mut dict = format!("{{'descr': '{kind}', 'fortran_order': False, 'shape': ({shape}), }}");
    let padded = (10 + dict.len() + 1).next_multiple_of(64) - 11;
    dict.extend(core::iter::repeat_n(' ', padded - dict.len()));
    dict.push('\n');
    let mut header = b"\x93NUMPY\x01\x00".to_vec();
    header.extend((dict.len() as u16).to_le_bytes());
    header.extend(dict.bytes());
    header
}

/// A zip archive whose entries are stored as they are.
struct Stored<W> {
    out: W,
    written: u32,
    directory: Vec<u8>,
    entries: u16,
}

impl<W: Write> Stored<W> {
    fn new(out: W) -> Self {
        Self {
            out,
            written: 0,
            directory: Vec::new(),
            entries: 0,
        }
    }

    fn entry(&mut self, name: &str, header: &[u8], data: &[u8]) -> io::Result<()> {
        let too_large = || io::Error::new(io::ErrorKind::InvalidInput, "an npz holds at most 4 GB");
        let size = u32::try_from(header.len() + data.len()).map_err(|_| too_large())?;
        let mut crc = crc32fast::Hasher::new();
        crc.update(header);
        crc.update(data);
        // Flags, method 0, 1980-01-01 00:00: no clock in the bytes.
        let mut fields = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        for number in [crc.finalize(), size, size] {
            fields.extend(number.to_le_bytes());
        }
        fields.extend((name.len() as u16).to_le_bytes());
        fields.extend([0, 0]);
        for piece in [&b"PK\x03\x04"[..], &fields, name.as_bytes(), header, data] {
            self.out.write_all(piece)?;
        }
        self.directory.extend(b"PK\x01\x02\x14\x00");
        self.directory.extend(fields);
        self.directory.extend([0; 10]);
        self.directory.extend(self.written.to_le_bytes());
        self.directory.extend(name.bytes());
        self.entries += 1;
        let length = size.checked_add(30 + name.len() as u32);
        self.written = length
            .and_then(|length| self.written.checked_add(length))
            .ok_or_else(too_large)?;
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&self.directory)?;
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend(self.entries.to_le_bytes());
        end.extend(self.entries.to_le_bytes());
        end.extend((self.directory.len() as u32).to_le_bytes());
        end.extend(self.written.to_le_bytes());
        end.extend([0, 0]);
        self.out.write_all(&end)?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    /// scipy 1.17.1 read these very bytes back as the matrix below (rows, columns, values),
    /// and Python's `zipfile.testzip` found no fault; see `data/golden/reference/read_npz.py`.
    #[test]
    fn scipy_reads_these_bytes() {
        let mut matrix = CsrMatrix::new(5);
        matrix.push_row(&[0, 4], &[1.0, 0.25]);
        matrix.push_row(&[], &[]);
        matrix.push_row(&[2], &[-3.5]);
        let mut out = Vec::new();
        write(&matrix, &mut out).unwrap();
        if let Some(path) = std::env::var_os("KHITAB_WRITE_NPZ") {
            std::fs::write(path, &out).unwrap();
        }
        let hex: String = Sha256::digest(&out)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        let read = "75f4cf714de7be08c3ca6202c3e786bcdbbd0c05879116def446959f897216dc";
        assert_eq!(hex, read, "{} bytes", out.len());
    }

    #[test]
    fn headers_fill_lines_of_64_bytes() {
        for length in [None, Some(0), Some(1), Some(1 << 40)] {
            assert_eq!(header("<f4", length).len() % 64, 0);
        }
    }
}
