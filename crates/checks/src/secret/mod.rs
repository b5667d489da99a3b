//! Checks of credentials.

mod account_line;
mod aws_key_pair;
mod aws_secret_access_key;
mod basic_credentials;
mod bearer_token;
mod command_password;
mod discord_bot_token;
mod generic_secret;
mod github_token;
mod http_cookie;
mod jwt;
mod netrc_password;
mod password;
mod password_assignment;
mod password_cell;
mod pem_private_key;
mod pgp_private_key;
mod prefixes;
mod putty_private_key;
mod random_token;
mod randomness;
mod url_password;
mod wording;

use crate::Check;

pub(crate) const CHECKS: &[Check] = &[
    Check::new("aws_key_pair", aws_key_pair::passes),
    Check::new("aws_secret_access_key", aws_secret_access_key::passes),
    Check::new("basic_credentials", basic_credentials::passes),
    Check::new("bearer_token", bearer_token::passes),
    Check::new("command_password", command_password::passes),
    Check::new("crypt_in_passwd", account_line::crypt),
    Check::new("discord_bot_token", discord_bot_token::passes),
    Check::new("generic_secret", generic_secret::passes),
    Check::new("github_token", github_token::passes),
    Check::new("http_cookie", http_cookie::passes),
    Check::new("jwt", jwt::passes),
    Check::new("netrc_password", netrc_password::passes),
    Check::new("password", password::passes),
    Check::new("password_assignment", password_assignment::passes),
    Check::new("password_cell", password_cell::passes),
    Check::new("pem_private_key", pem_private_key::passes),
    Check::new("pgp_private_key", pgp_private_key::passes),
    Check::new("pgpass", account_line::pgpass),
    Check::new("putty_private_key", putty_private_key::passes),
    Check::new("random_token", random_token::passes),
    Check::new("url_password", url_password::passes),
];
