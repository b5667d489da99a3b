//! What genetic tests report, by its form: variants in the notation of the Human Genome Variation Society (`c.5266dupC`,
//! `p.Phe508del`, `NM_000059.3:c.7007G>A`), numbers of dbSNP (`rs429358`), star alleles (`*1/*2`), types of HLA (`HLA-B*57:01`),
//! karyotypes of ISCN (`47,XX,+21`), genotypes (`C/T`). A part of the value that has such a form is enough.

use crate::Pass;

/// Longer values are texts.
const BYTES_MAX: usize = 160;

pub(crate) fn passes(clear: &[u8]) -> Option<Pass> {
    if clear.len() > BYTES_MAX || !clear.is_ascii() {
        return None;
    }
    let is_gap = |byte: &u8| matches!(byte, b' ' | b';');
    let mut parts = clear.split(is_gap).filter(|part| !part.is_empty());
    let is_variant = parts.any(|part| {
        let part = without_marks(part);
        is_dbsnp(part) || is_hgvs(part) || is_star(part) || is_hla(part)
    });
    (is_variant || is_karyotype(clear) || is_genotype(clear)).then_some(Pass::PLAIN)
}

fn without_marks(part: &[u8]) -> &[u8] {
    let is_mark = |byte: &u8| matches!(byte, b'(' | b')' | b'[' | b']' | b',');
    let begins = part.iter().take_while(|byte| is_mark(byte)).count();
    let ends = part[begins..].iter().rev().take_while(|byte| is_mark(byte)).count();
    &part[begins..part.len() - ends]
}

/// `rs` and three digits at least.
fn is_dbsnp(part: &[u8]) -> bool {
    let digits = part.strip_prefix(b"rs").or_else(|| part.strip_prefix(b"RS")).unwrap_or(b"");
    let count = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = &digits[count..];
    (3..=11).contains(&count)
        && (behind.is_empty() || matches!(behind[0], b':' | b'-' | b',' | b'='))
}

/// `c.5266dupC`, with or without the reference sequence before a colon.
fn is_hgvs(part: &[u8]) -> bool {
    let change = part.iter().rposition(|&byte| byte == b':').map_or(part, |at| &part[at + 1..]);
    let [kind @ (b'c' | b'g' | b'm' | b'n' | b'p' | b'r'), b'.', rest @ ..] = change else {
        return false;
    };
    let rest = rest.strip_prefix(b"-").or_else(|| rest.strip_prefix(b"*")).unwrap_or(rest);
    if *kind == b'p' {
        let rest = rest.strip_prefix(b"(").unwrap_or(rest);
        // p.Phe508del, p.F508del, p.Arg117His.
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        return matches!(letters, 1 | 3)
            && rest[0].is_ascii_uppercase()
            && rest.get(letters).is_some_and(u8::is_ascii_digit);
    }
    let place = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let behind = &rest[place..];
    let changes: [&[u8]; 4] = [b"del", b"dup", b"ins", b"inv"];
    let changed = |at: &[u8]| changes.iter().any(|change| at.starts_with(change));
    place > 0 && (behind.contains(&b'>') || (0..behind.len()).any(|at| changed(&behind[at..])))
}

/// `*1/*2`, with or without the gene before it.
fn is_star(part: &[u8]) -> bool {
    let Some(at) = part.iter().position(|&byte| byte == b'*') else { return false };
    let mut alleles = part[at..].split(|&byte| byte == b'/');
    let is_allele = |allele: &[u8]| {
        let [b'*', digits @ ..] = allele else { return false };
        (1..=3).contains(&digits.iter().take_while(|byte| byte.is_ascii_digit()).count())
    };
    at <= 8 && alleles.clone().count() == 2 && alleles.all(is_allele)
}

/// `HLA-B*57:01`, `DRB1*15:01`.
fn is_hla(part: &[u8]) -> bool {
    let bare = part.strip_prefix(b"HLA-").unwrap_or(part);
    let Some(at) = bare.iter().position(|&byte| byte == b'*') else { return false };
    let locus = &bare[..at];
    let fields = bare[at + 1..].split(|&byte| byte == b':');
    (1..=4).contains(&locus.len())
        && locus[0].is_ascii_uppercase()
        && (2..=4).contains(&fields.clone().count())
        && fields.clone().all(|field| {
            (2..=4).contains(&field.len()) && field[..2].iter().all(u8::is_ascii_digit)
        })
}

/// `46,XY`, `47,XX,+21`, `45 X`.
fn is_karyotype(clear: &[u8]) -> bool {
    let [b'4', b'4'..=b'9', b',' | b' ', rest @ ..] = clear else { return false };
    let rest = rest.trim_ascii_start();
    let sex = rest.iter().take_while(|byte| matches!(byte, b'X' | b'Y')).count();
    (1..=5).contains(&sex) && matches!(rest.get(sex), None | Some(b',' | b' ' | b'['))
}

/// Two bases: `C/T`, `A|G`, `CT`.
fn is_genotype(clear: &[u8]) -> bool {
    let is_base = |byte: &u8| matches!(byte, b'A' | b'C' | b'G' | b'T');
    match clear {
        [one, b'/' | b'|' | b';', other] | [one, other] => is_base(one) && is_base(other),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_of_reports_pass() {
        for clear in [
            "BRCA1 c.5266dupC",
            "CFTR p.Phe508del",
            "p.(Arg117His)",
            "NM_000492.4:c.1521_1523delCTT",
            "NC_000013.11:g.32340300G>A, heterozygous",
            "c.-32T>G",
            "rs1801133",
            "rs1801133 C/T",
            "CYP2D6 *4/*41",
            "CYP2D6*4/*41",
            "HLA-DRB1*15:01",
            "46,XY",
            "47,XX,+18",
            "45,X",
            "AG",
            "A/G",
        ] {
            assert!(passes(clear.as_bytes()).is_some(), "{clear}");
        }
    }

    #[test]
    fn words_codes_and_numbers_fail() {
        for clear in [
            "pending",
            "n.d.",
            "p. 12",
            "c.12",
            "m.smith",
            "rs12",
            "rsync",
            "46,12",
            "47 X-ray films",
            "NO",
            "OK",
            "*1",
            "see report *2",
            "addUser",
            "",
        ] {
            assert!(passes(clear.as_bytes()).is_none(), "{clear}");
        }
    }
}
