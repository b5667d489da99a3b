//! Which reads and writes of objects CloudTrail records: the trails of a Region are asked once a
//! run, and each bucket is decided by their selectors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::config::Region;
use aws_sdk_cloudtrail::types::Trail;
use magpie_model::{Fact, Known, Recorded};
use magpie_store::{Connection, refusal_of};

use crate::ask::why_unknown;
use crate::selectors::{self, Covers, Selector};

/// Trails whose selectors are asked for; a Region has five of its own.
const TRAILS_MAX: usize = 50;

const LIST: &str = "DescribeTrails";
const STATUS: &str = "GetTrailStatus";
const SELECTORS: &str = "GetEventSelectors";

/// Asks for trails, once a Region, and for what each of them records, once a trail.
pub(crate) struct Trails {
    connection: Connection,
    regions: Mutex<BTreeMap<String, Arc<OnceLock<Listed>>>>,
    trails: Mutex<BTreeMap<String, Arc<OnceLock<Trailed>>>>,
}

/// The trails that a Region's events go to, by ARN and home Region; or why they are not known.
type Listed = Known<Vec<(String, String)>>;

/// What one trail records.
#[derive(Clone)]
enum Trailed {
    /// It is not logging.
    Silent,
    /// What these select; any of them is enough.
    Selects(Vec<Selector>),
    /// It could not be found out, by this call and for this reason.
    Unknown(&'static str, String),
}

/// What is recorded of a bucket's objects.
pub(crate) struct DataEvents {
    pub(crate) reads: Fact<Recorded>,
    pub(crate) writes: Fact<Recorded>,
}

impl Trails {
    /// Asks nothing yet.
    pub(crate) fn new(connection: &Connection) -> Self {
        let connection = connection.clone();
        Self { connection, regions: Mutex::default(), trails: Mutex::default() }
    }

    /// What is recorded of the objects of a bucket in this Region.
    pub(crate) fn data_events(
        &self,
        bucket: &str,
        region: Option<&String>,
        at: &str,
    ) -> DataEvents {
        let Some(region) = region else {
            let unknown = || Fact::unknown("the bucket's region is not known", "none", at);
            return DataEvents { reads: unknown(), writes: unknown() };
        };
        let trails = match self.of_region(region) {
            Known::Yes(trails) => trails,
            Known::Unknown(reason) => {
                let unknown = || Fact::unknown(reason.clone(), LIST, at);
                return DataEvents { reads: unknown(), writes: unknown() };
            }
        };
        let recorded: Vec<Trailed> =
            trails.iter().map(|(arn, home)| self.of_trail(arn, home)).collect();
        DataEvents {
            reads: decide(&recorded, bucket, true, at),
            writes: decide(&recorded, bucket, false, at),
        }
    }

    fn of_region(&self, region: &str) -> Listed {
        let place = {
            let mut regions = self.regions.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(regions.entry(region.to_owned()).or_default())
        };
        place.get_or_init(|| self.list(region)).clone()
    }

    fn of_trail(&self, arn: &str, home: &str) -> Trailed {
        let place = {
            let mut trails = self.trails.lock().unwrap_or_else(PoisonError::into_inner);
            if trails.len() >= TRAILS_MAX && !trails.contains_key(arn) {
                let reason = format!("more than {TRAILS_MAX} trails: this one was not asked about");
                return Trailed::Unknown("none", reason);
            }
            Arc::clone(trails.entry(arn.to_owned()).or_default())
        };
        place.get_or_init(|| self.ask(arn, home)).clone()
    }

    /// The list holds the Region's own trails and those of others that record all Regions.
    fn list(&self, region: &str) -> Listed {
        let call = self.client(region).describe_trails().send();
        match self.connection.block_on(call) {
            Ok(answer) => {
                let trails = answer.trail_list().iter().filter(|trail| records(trail, region));
                trails.map(named).collect::<Option<_>>().map_or_else(
                    || Known::Unknown("a trail of the answer has no name".into()),
                    Known::Yes,
                )
            }
            Err(error) => Known::Unknown(why_unknown(&refusal_of(&error))),
        }
    }

    /// A trail answers in its home Region.
    fn ask(&self, arn: &str, home: &str) -> Trailed {
        let client = self.client(home);
        match self.connection.block_on(client.get_trail_status().name(arn).send()) {
            Ok(answer) => match answer.is_logging() {
                Some(false) => return Trailed::Silent,
                Some(true) => {}
                None => return Trailed::Unknown(STATUS, "the answer does not say".into()),
            },
            Err(error) => return Trailed::Unknown(STATUS, why_unknown(&refusal_of(&error))),
        }
        match self.connection.block_on(client.get_event_selectors().trail_name(arn).send()) {
            Ok(answer) => Trailed::Selects(selectors::of(&answer)),
            Err(error) => Trailed::Unknown(SELECTORS, why_unknown(&refusal_of(&error))),
        }
    }

    fn client(&self, region: &str) -> Client {
        let mut config = aws_sdk_cloudtrail::config::Builder::from(self.connection.sdk_config());
        // A store of one's own has its own trails, or none.
        if let Some(url) = self.connection.endpoint_override() {
            config = config.endpoint_url(url);
        }
        Client::from_conf(config.region(Region::new(region.to_owned())).build())
    }
}

fn records(trail: &Trail, region: &str) -> bool {
    trail.is_multi_region_trail() == Some(true) || trail.home_region() == Some(region)
}

fn named(trail: &Trail) -> Option<(String, String)> {
    Some((trail.trail_arn().or(trail.name())?.to_owned(), trail.home_region()?.to_owned()))
}

/// The most that any trail records. A trail of which nothing is known may record everything.
fn decide(trails: &[Trailed], bucket: &str, reads: bool, at: &str) -> Fact<Recorded> {
    let mut most = Recorded::Nothing;
    let mut unknown = None;
    for trail in trails {
        match trail {
            Trailed::Silent => {}
            Trailed::Unknown(call, reason) => unknown = Some((*call, reason.clone())),
            Trailed::Selects(list) => {
                for selector in list {
                    match selector.covers(bucket, reads) {
                        Covers::Everything => most = most.max(Recorded::Everything),
                        Covers::Part => most = most.max(Recorded::Part),
                        Covers::Nothing => {}
                        Covers::Unknown(why) => unknown = Some((SELECTORS, why.to_owned())),
                    }
                }
            }
        }
    }
    let source = if trails.is_empty() { LIST } else { SELECTORS };
    match (most, unknown) {
        (Recorded::Everything, _) | (_, None) => Fact::known(most, source, at),
        (_, Some((call, reason))) => Fact::unknown(reason, call, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Trailed {
        Trailed::Selects(vec![Selector::of_everything()])
    }

    fn decided(trails: &[Trailed]) -> Option<Recorded> {
        decide(trails, "box", true, "now").get().copied()
    }

    #[test]
    fn one_trail_that_records_is_enough_and_one_that_is_not_known_is_doubt() {
        let denied = || Trailed::Unknown(STATUS, "denied".into());
        assert_eq!(decided(&[]), Some(Recorded::Nothing));
        assert_eq!(decided(&[Trailed::Silent]), Some(Recorded::Nothing));
        assert_eq!(decided(&[Trailed::Silent, everything()]), Some(Recorded::Everything));
        assert_eq!(decided(&[denied(), everything()]), Some(Recorded::Everything));
        assert_eq!(decided(&[Trailed::Silent, denied()]), None);
    }
}
