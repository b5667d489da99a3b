//! Checks of numbers that Canada and its provinces issue.

mod bc_phn;
mod bn;
mod on_hcn;
mod qc_ramq;
mod sin;

use crate::{Caught, Check};

pub(crate) const CHECKS: &[Check] = &[
    Check::new("ca_bc_phn", bc_phn::passes).catching(Caught::All, Caught::All),
    Check::new("ca_bn", bn::passes).catching(Caught::Few, Caught::Most),
    Check::new("ca_on_hcn", on_hcn::passes).catching(Caught::All, Caught::Most),
    Check::new("ca_qc_ramq", qc_ramq::passes).rejecting_chance(),
    Check::new("ca_sin", sin::passes).catching(Caught::All, Caught::Most).sharing_sum(),
];
