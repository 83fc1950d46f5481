//! Compressed files are read as their contents.
#![allow(clippy::unwrap_used)] // test code

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use insta::assert_snapshot;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use crate::common::{promenade, shown};

const FIRST: &str = "up{job=\"a\"} 1 1000\n";
const SECOND: &str = "up{job=\"b\"} 0 1000\n";

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    compress_to_vec(text.as_bytes(), CompressionLevel::Fastest)
}

/// What `query up` prints over a file.
fn query(folder: &Path, name: &str, contents: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, contents).unwrap();
    let path = path.display().to_string();
    let output = promenade().args(["query", "up", "--file-label", "file", "-d", &path]).output().unwrap();
    shown(&output).replace(&path, "FILE")
}

#[test]
fn each_member_of_a_compressed_file_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let plain = query(folder.path(), "metrics.prom", format!("{FIRST}{SECOND}").as_bytes());
    assert_snapshot!(plain, @"
    __name__  file     job  value
    up        metrics  a        1
    up        metrics  b        0
    ");
    let gzipped = [gzip(FIRST), gzip(SECOND)].concat();
    assert_eq!(query(folder.path(), "metrics.prom.gz", &gzipped), plain);
    let of_frames = [zstd(FIRST), zstd(SECOND)].concat();
    assert_eq!(query(folder.path(), "metrics.prom.zst", &of_frames), plain);
    // The name does not matter.
    assert_eq!(query(folder.path(), "metrics.txt", &gzipped), plain);
}

#[test]
fn truncated_files_are_an_error() {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in [("metrics.gz", gzip(FIRST)), ("metrics.zst", zstd(FIRST))] {
        for n_bytes in [6, contents.len() - 1] {
            let output = query(folder.path(), name, &contents[..n_bytes]);
            assert!(output.starts_with("--- stderr\nerror: FILE: "), "{name}: {output}");
            assert!(output.ends_with("--- exit code Some(1)"), "{name}: {output}");
        }
    }
    let trailing = [gzip(FIRST), b"garbage".to_vec()].concat();
    assert_snapshot!(query(folder.path(), "trailing.gz", &trailing), @"
    --- stderr
    error: FILE: line 1: the input cannot be read: unexpected end of file
    --- exit code Some(1)
    ");
}
