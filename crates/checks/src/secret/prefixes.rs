//! Prefixes and marks by which detectors of their own know a token. A check of values that only a name tells
//! leaves these alone, so that a value is reported under one name. A prefix of two parts stands
//! here without its first part as well: a value may seem to begin behind it.

static KNOWN: [&[u8]; 126] = [
    b"-----",
    b"1//0",
    b"ABSK",
    b"AGE-SECRET-KEY-",
    b"AIza",
    b"AKCp",
    b"AKIA",
    b"AKID",
    b"ASIA",
    b"ATATT3",
    b"ATBB",
    b"ATCTT3",
    b"CCIPAT_",
    b"CCIPRJ_",
    b"CFPAT-",
    b"EAAA",
    b"FwoGZXIvYXdz",
    b"GOCSPX-",
    b"GR1348941",
    b"HRKU-",
    b"IQoJb3JpZ2lu",
    b"KEY-1",
    b"LS0tLS1CRUdJTi",
    b"LTAI",
    b"NRAK-",
    b"NRII-",
    b"NRJS-",
    b"PMAK-",
    b"PMAT-",
    b"SG.",
    b"admin-",
    b"akab-",
    b"ant-",
    b"api_org_",
    b"bkua_",
    b"cfat_",
    b"cfk_",
    b"cfut_",
    b"cmVmdGtuOj",
    b"csk-",
    b"dapi",
    b"dckr_",
    b"doo_v1_",
    b"dop_v1_",
    b"dor_v1_",
    b"dp.",
    b"dt0c01",
    b"eyJ",
    b"figd_",
    b"ghs_",
    b"github_pat_",
    b"glagent-",
    b"glc_",
    b"glcbt-",
    b"gldt-",
    b"glft-",
    b"glimt-",
    b"gloas-",
    b"glpat-",
    b"glptt-",
    b"glrt-",
    b"glrtr-",
    b"glsa_",
    b"glsoat-",
    b"gsk_",
    b"hf_",
    b"hvb.",
    b"hvr.",
    b"hvs.",
    b"lin_api_",
    b"lin_oauth_",
    b"live_",
    b"lsv2_",
    b"napi_",
    b"nfp_",
    b"npm_",
    b"ntn_",
    b"nvapi-",
    b"ops_eyJ",
    b"oy2",
    b"pat-eu",
    b"pat-na",
    b"pk_live_",
    b"pk_test_",
    b"pplx-",
    b"proj-",
    b"pscale_",
    b"pul-",
    b"pypi-",
    b"r8_",
    b"rdme_",
    b"rk_live_",
    b"rk_test_",
    b"rubygems_",
    b"sb_secret_",
    b"sbp_",
    b"sha1-",
    b"sha256-",
    b"sha384-",
    b"sha512-",
    b"shpat_",
    b"shpca_",
    b"shppa_",
    b"shpss_",
    b"shpua_",
    b"sk-",
    b"sk_live_",
    b"sk_test_",
    b"sntrys_",
    b"sntryu_",
    b"sq0",
    b"sqa_",
    b"sqp_",
    b"squ_",
    b"svcacct-",
    b"test_",
    b"tfp_",
    b"tskey-",
    b"tvly-",
    b"v1_",
    b"whsec_",
    b"xai-",
    b"xapp-",
    b"xkeysib-",
    b"xox",
    b"xsmtpsib-",
];

/// What stands further inside some tokens.
static MARKS: [&[u8]; 10] = [
    b"+ACR",
    b"+ASt",
    b"ACDb",
    b"AZDO",
    b"AzCa",
    b"AzFu",
    b"AzSe",
    b"JQQJ99",
    b"NRAL",
    b"T3BlbkFJ",
];

/// Whether the value begins as a token of a known kind, or as the hash of a file.
pub(super) fn is_known(value: &[u8]) -> bool {
    KNOWN.iter().any(|prefix| value.starts_with(prefix))
        || MARKS.iter().any(|mark| value.windows(mark.len()).any(|part| part == *mark))
        || is_githubs(value)
}

/// Whether the value begins as one of GitHub's tokens that carry a check, which tells true ones.
pub(super) fn is_githubs(value: &[u8]) -> bool {
    matches!(value, [b'g', b'h', b'o' | b'p' | b'r' | b'u', b'_', ..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_known() {
        assert!(is_known(b"ghp_abc") && is_known(b"sk_live_abc") && is_known(b"eyJhb"));
        assert!(!is_known(b"gh_abc") && !is_known(b"Zk39dk") && !is_known(b""));
    }
}
