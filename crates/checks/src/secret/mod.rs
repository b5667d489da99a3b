//! Checks of credentials.

mod aws_secret_access_key;
mod jwt;
mod pem_private_key;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[
    Check::new("aws_secret_access_key", aws_secret_access_key::passes),
    Check::new("jwt", jwt::passes),
    Check::new("pem_private_key", pem_private_key::passes),
];
