//! What happens to a text after it is written: a charset, a compression, an archive.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Made, make};
use crate::draft::Planted;
use crate::random::Random;
use crate::recipe::Content;

/// The text in the charset that the recipe asks for.
pub(super) fn encoded(charset: &str, text: Vec<u8>) -> Result<Vec<u8>, String> {
    let as_text = || String::from_utf8(text.clone()).map_err(|_| "binary has no charset");
    Ok(match charset {
        "" | "utf-8" => text,
        "utf-8-bom" => [b"\xef\xbb\xbf".as_slice(), &text].concat(),
        "utf-16le" => {
            let units = as_text()?;
            let units = units.encode_utf16().flat_map(u16::to_le_bytes);
            [0xff, 0xfe].into_iter().chain(units).collect()
        }
        "utf-16be" => {
            let units = as_text()?;
            let units = units.encode_utf16().flat_map(u16::to_be_bytes);
            [0xfe, 0xff].into_iter().chain(units).collect()
        }
        // Of Windows-1252 only the part that it shares with Latin-1 is written.
        "windows-1252" => as_text()?
            .chars()
            .map(|c| u8::try_from(u32::from(c)).map_err(|_| format!("{c} is not in the charset")))
            .collect::<Result<_, _>>()?,
        other => {
            return Err(format!(
                "no charset `{other}`; there are utf-8, utf-8-bom, utf-16le, utf-16be, windows-1252"
            ));
        }
    })
}

/// The archive of the content's members, not yet compressed as a whole.
pub(super) fn archive(content: &Content, random: &mut Random) -> Result<Made, String> {
    let mut whole = Made { body: Vec::new(), planted: Vec::new() };
    let mut members = Vec::new();
    for member in &content.members {
        let mut own = Random::named(random.next(), &member.name);
        let made = make(&member.content, &member.name, &mut own)
            .map_err(|e| format!("{}: {e}", member.name))?;
        whole.planted.extend(inside(&member.name, made.planted));
        members.push((member.name.as_str(), made.body));
    }
    let packed = match content.pack.as_str() {
        "zip" => zip(&members).map_err(|e| e.to_string()),
        _ => tar(&members).map_err(|e| e.to_string()),
    };
    whole.body = packed?;
    Ok(whole)
}

/// What was planted, seen from one level further out.
fn inside(name: &str, planted: Vec<Planted>) -> impl Iterator<Item = Planted> {
    planted.into_iter().map(move |mut planted| {
        planted.inner_path = match planted.inner_path.as_str() {
            "" => name.to_owned(),
            deeper => format!("{name}!{deeper}"),
        };
        planted
    })
}

/// The content in the packing that the recipe asks for; archives are archives already.
pub(super) fn packed(content: &Content, name: &str, made: Made) -> Result<Made, String> {
    let needs_members = matches!(content.pack.as_str(), "zip" | "tar" | "tar.gz");
    if needs_members == content.members.is_empty() {
        return Err("members go with pack = \"zip\", \"tar\" or \"tar.gz\"".into());
    }
    match content.pack.as_str() {
        "" | "zip" | "tar" => Ok(made),
        "gzip" | "tar.gz" => {
            let body = gzip(&made.body).map_err(|e| e.to_string())?;
            // gzip is a level of its own, whose one entry is called as the file without its `.gz`.
            let file = name.rsplit('/').next().unwrap_or(name);
            let entry = file.strip_suffix(".gz").unwrap_or(file);
            Ok(Made { body, planted: inside(entry, made.planted).collect() })
        }
        other => Err(format!("no packing `{other}`; there are gzip, zip, tar, tar.gz")),
    }
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body)?;
    encoder.finish()
}

fn zip(members: &[(&str, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    // The default time is 1980: no clock is asked.
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, body) in members {
        writer.start_file(*name, options)?;
        writer.write_all(body)?;
    }
    Ok(writer.finish()?.into_inner())
}

fn tar(members: &[(&str, Vec<u8>)]) -> std::io::Result<Vec<u8>> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, body) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(body.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        builder.append_data(&mut header, name, body.as_slice())?;
    }
    builder.into_inner()
}
