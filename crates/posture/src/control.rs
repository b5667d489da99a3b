//! Clients of the services beside S3 that know about accounts: STS and S3's control plane.

use aws_sdk_s3control::config::Region;
use aws_sdk_s3control::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};
use magpie_model::Known;
use magpie_store::{Connection, refusal_of};

use crate::ask::why_unknown;

/// The account whose credentials a connection uses, as STS tells it.
pub fn caller_account(connection: &Connection) -> Known<String> {
    let mut config = aws_sdk_sts::config::Builder::from(connection.sdk_config());
    // A store of one's own has its own accounts: nobody else is told of the credentials.
    if let Some(url) = connection.endpoint_override() {
        config = config.endpoint_url(url);
    }
    let client = aws_sdk_sts::Client::from_conf(config.build());
    match connection.answer(client.get_caller_identity().send()) {
        Ok(answer) => match answer.account().filter(|id| !id.is_empty()) {
            Some(account) => Known::Yes(account.to_owned()),
            None => Known::Unknown("the answer names no account".into()),
        },
        Err(error) => Known::Unknown(why_unknown(&refusal_of(&error))),
    }
}

/// A client of an account's control plane, in a bucket's region where that is known.
pub fn control_client(connection: &Connection, region: Option<&str>) -> aws_sdk_s3control::Client {
    let mut config = aws_sdk_s3control::config::Builder::from(connection.sdk_config());
    if let Some(url) = connection.endpoint_override() {
        config = config.endpoint_resolver(Fixed(url.to_owned()));
    }
    if let Some(region) = region {
        config = config.region(Region::new(region.to_owned()));
    }
    aws_sdk_s3control::Client::from_conf(config.build())
}

/// The endpoint that replaces AWS, without the account in front of its name: a loopback address
/// has no names below it.
#[derive(Debug)]
struct Fixed(String);

impl ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(&'a self, _params: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(Endpoint::builder().url(self.0.clone()).build()))
    }
}
