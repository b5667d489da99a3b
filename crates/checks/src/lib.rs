//! Magpie's checks: checksums and other tests of a value's inner structure that a detector can
//! name. One file a check, one folder and sorted table a country. A check reads the bytes as they
//! were found, separators included; it allocates nothing and does not panic on any bytes.

mod base64;
mod calendar;
mod check;
mod country_prefix;
mod grouped;
mod icao9303;
mod jmbg;
mod names;
mod numbering_plan;
pub mod running;
pub mod sums;
mod telephone;

mod ae;
mod ar;
mod at;
mod au;
mod be;
mod bg;
mod br;
mod ca;
mod ch;
mod cl;
mod cn;
mod co;
mod cy;
mod cz;
mod de;
mod dk;
mod ec;
mod ee;
mod eg;
mod es;
mod fi;
mod fr;
mod gb;
mod global;
mod gr;
mod hk;
mod hr;
mod hu;
mod id;
mod ie;
mod il;
mod r#in;
mod is;
mod it;
mod jp;
mod kr;
mod kz;
mod li;
mod lk;
mod lt;
mod lu;
mod lv;
mod ma;
mod mt;
mod mx;
mod my;
mod nl;
mod no;
mod nz;
mod pe;
mod pk;
mod pl;
mod pt;
mod ro;
mod ru;
mod sa;
mod se;
mod secret;
mod sg;
mod si;
mod sk;
mod th;
mod tr;
mod tw;
mod ua;
mod us;
mod uy;
mod ve;
mod vn;
mod za;

pub use check::{Caught, Check, Pass};

/// The table of every folder.
static FOLDERS: &[&[Check]] = &[
    ae::CHECKS,
    ar::CHECKS,
    at::CHECKS,
    au::CHECKS,
    be::CHECKS,
    bg::CHECKS,
    br::CHECKS,
    ca::CHECKS,
    ch::CHECKS,
    cl::CHECKS,
    cn::CHECKS,
    co::CHECKS,
    cy::CHECKS,
    cz::CHECKS,
    de::CHECKS,
    dk::CHECKS,
    ec::CHECKS,
    ee::CHECKS,
    eg::CHECKS,
    es::CHECKS,
    fi::CHECKS,
    fr::CHECKS,
    gb::CHECKS,
    global::CHECKS,
    gr::CHECKS,
    hk::CHECKS,
    hr::CHECKS,
    hu::CHECKS,
    id::CHECKS,
    ie::CHECKS,
    il::CHECKS,
    r#in::CHECKS,
    is::CHECKS,
    it::CHECKS,
    jp::CHECKS,
    kr::CHECKS,
    kz::CHECKS,
    li::CHECKS,
    lk::CHECKS,
    lt::CHECKS,
    lu::CHECKS,
    lv::CHECKS,
    ma::CHECKS,
    mt::CHECKS,
    mx::CHECKS,
    my::CHECKS,
    nl::CHECKS,
    no::CHECKS,
    nz::CHECKS,
    pe::CHECKS,
    pk::CHECKS,
    pl::CHECKS,
    pt::CHECKS,
    ro::CHECKS,
    ru::CHECKS,
    sa::CHECKS,
    se::CHECKS,
    secret::CHECKS,
    sg::CHECKS,
    si::CHECKS,
    sk::CHECKS,
    th::CHECKS,
    tr::CHECKS,
    tw::CHECKS,
    ua::CHECKS,
    us::CHECKS,
    uy::CHECKS,
    ve::CHECKS,
    vn::CHECKS,
    za::CHECKS,
];

/// Every check, by folder and then by name.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    FOLDERS.iter().copied().flatten()
}

/// The check of this name; `None` when there is none, which a detector file must not ask for.
pub fn find(name: &str) -> Option<&'static Check> {
    checks().find(|check| check.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checks_of_a_folder_are_sorted() {
        for folder in FOLDERS {
            assert!(folder.windows(2).all(|pair| pair[0].name < pair[1].name));
        }
    }

    #[test]
    fn no_two_checks_share_a_name() {
        for check in checks() {
            assert!(std::ptr::eq(find(check.name).expect("it is in the table"), check));
        }
        assert!(find("no_such_check").is_none());
    }
}
