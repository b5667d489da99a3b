//! Which reads and writes of objects CloudTrail records: the trails and the event data stores of a
//! Region are asked once a run, and each bucket is decided by their selectors.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use aws_sdk_cloudtrail::Client;
use aws_sdk_cloudtrail::config::Region;
use aws_sdk_cloudtrail::types::{EventDataStoreStatus, Trail};
use magpie_model::{Fact, Known, Recorded};
use magpie_store::{Connection, refusal_of};

use crate::ask::why_unknown;
use crate::selectors::{self, Covers, Selector};

/// Trails and event data stores whose selectors are asked for; a Region has five trails and ten
/// stores of its own.
const TRAILS_MAX: usize = 50;

/// Pages of event data stores that are asked for.
const STORE_PAGES_MAX: usize = 10;

const LIST: &str = "DescribeTrails";
const STATUS: &str = "GetTrailStatus";
const SELECTORS: &str = "GetEventSelectors";
const LIST_STORES: &str = "ListEventDataStores";
const STORE: &str = "GetEventDataStore";

/// Asks for trails, once a Region, and for what each of them records, once a trail.
pub(crate) struct Trails {
    connection: Connection,
    regions: Mutex<BTreeMap<String, Arc<OnceLock<Listed>>>>,
    trails: Mutex<BTreeMap<String, Arc<OnceLock<Trailed>>>>,
}

/// Where a Region's events go to, or why that is not known.
#[derive(Clone)]
struct Listed {
    trails: Known<Vec<Recorder>>,
    stores: Known<Vec<Recorder>>,
}

/// A trail or an event data store, by ARN, with the Region that answers for it.
#[derive(Clone)]
struct Recorder {
    arn: String,
    region: String,
    is_store: bool,
}

/// What one of them records.
#[derive(Clone)]
enum Trailed {
    /// It takes nothing in, as this call told.
    Silent(&'static str),
    /// What these select, as this call told; any of them is enough.
    Selects(&'static str, Vec<Selector>),
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
        let Listed { trails, stores } = self.of_region(region);
        let mut recorded = Vec::new();
        for (listed, call) in [(trails, LIST), (stores, LIST_STORES)] {
            match listed {
                Known::Yes(all) => recorded.extend(all.iter().map(|one| self.of_recorder(one))),
                Known::Unknown(reason) => recorded.push(Trailed::Unknown(call, reason)),
            }
        }
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

    fn of_recorder(&self, recorder: &Recorder) -> Trailed {
        let arn = &recorder.arn;
        let place = {
            let mut trails = self.trails.lock().unwrap_or_else(PoisonError::into_inner);
            if trails.len() >= TRAILS_MAX && !trails.contains_key(arn) {
                let reason = format!("more than {TRAILS_MAX} trails: this one was not asked about");
                return Trailed::Unknown("none", reason);
            }
            Arc::clone(trails.entry(arn.clone()).or_default())
        };
        let ask = || if recorder.is_store { self.store(recorder) } else { self.trail(recorder) };
        place.get_or_init(ask).clone()
    }

    fn list(&self, region: &str) -> Listed {
        Listed { trails: self.list_trails(region), stores: self.list_stores(region) }
    }

    /// The list holds the Region's own trails and those of others that record all Regions.
    fn list_trails(&self, region: &str) -> Known<Vec<Recorder>> {
        let call = self.client(region).describe_trails().send();
        match self.connection.answer(call) {
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

    /// The list holds the Region's own stores only, whatever Regions the others record.
    fn list_stores(&self, region: &str) -> Known<Vec<Recorder>> {
        let client = self.client(region);
        let mut stores = Vec::new();
        let mut next = None;
        for _ in 0..STORE_PAGES_MAX {
            let call = client.list_event_data_stores().set_next_token(next.take()).send();
            let answer = match self.connection.answer(call) {
                Ok(answer) => answer,
                Err(error) => {
                    let refusal = refusal_of(&error);
                    // A Region without CloudTrail Lake has no stores.
                    return match refusal.is_any(&["UnsupportedOperationException"]) {
                        true => Known::Yes(Vec::new()),
                        false => Known::Unknown(why_unknown(&refusal)),
                    };
                }
            };
            for store in answer.event_data_stores() {
                let Some(arn) = store.event_data_store_arn() else {
                    return Known::Unknown("an event data store of the answer has no name".into());
                };
                stores.push(Recorder { arn: arn.into(), region: region.into(), is_store: true });
            }
            next = answer.next_token().filter(|token| !token.is_empty()).map(str::to_owned);
            if next.is_none() {
                return Known::Yes(stores);
            }
        }
        Known::Unknown(format!("more than {STORE_PAGES_MAX} pages of event data stores"))
    }

    /// A trail answers in its home Region.
    fn trail(&self, Recorder { arn, region, .. }: &Recorder) -> Trailed {
        let client = self.client(region);
        match self.connection.answer(client.get_trail_status().name(arn).send()) {
            Ok(answer) => match answer.is_logging() {
                Some(false) => return Trailed::Silent(STATUS),
                Some(true) => {}
                None => return Trailed::Unknown(STATUS, "the answer does not say".into()),
            },
            Err(error) => return Trailed::Unknown(STATUS, why_unknown(&refusal_of(&error))),
        }
        match self.connection.answer(client.get_event_selectors().trail_name(arn).send()) {
            Ok(answer) => Trailed::Selects(SELECTORS, selectors::of(&answer)),
            Err(error) => Trailed::Unknown(SELECTORS, why_unknown(&refusal_of(&error))),
        }
    }

    fn store(&self, Recorder { arn, region, .. }: &Recorder) -> Trailed {
        let call = self.client(region).get_event_data_store().event_data_store(arn).send();
        let answer = match self.connection.answer(call) {
            Ok(answer) => answer,
            Err(error) => return Trailed::Unknown(STORE, why_unknown(&refusal_of(&error))),
        };
        match answer.status() {
            Some(EventDataStoreStatus::Enabled) => {
                Trailed::Selects(STORE, selectors::of_store(answer.advanced_event_selectors()))
            }
            Some(
                EventDataStoreStatus::PendingDeletion | EventDataStoreStatus::StoppedIngestion,
            ) => Trailed::Silent(STORE),
            Some(status) => {
                let status = status.as_str();
                Trailed::Unknown(
                    STORE,
                    format!("an event data store is {status}: neither on nor off"),
                )
            }
            None => Trailed::Unknown(STORE, "the answer does not say".into()),
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

fn named(trail: &Trail) -> Option<Recorder> {
    let arn = trail.trail_arn().or(trail.name())?.to_owned();
    Some(Recorder { arn, region: trail.home_region()?.to_owned(), is_store: false })
}

/// The most that any of them records. One of which nothing is known may record everything.
fn decide(trails: &[Trailed], bucket: &str, reads: bool, at: &str) -> Fact<Recorded> {
    let mut most = (Recorded::Nothing, LIST);
    let mut unknown = None;
    let mut doubt = |call: &'static str, reason: &str| {
        unknown.get_or_insert_with(|| (call, reason.to_owned()));
    };
    for trail in trails {
        match trail {
            Trailed::Silent(call) if most.1 == LIST => most.1 = call,
            Trailed::Silent(_) => {}
            Trailed::Unknown(call, reason) => doubt(call, reason),
            Trailed::Selects(call, list) => {
                if most.0 == Recorded::Nothing {
                    most.1 = call;
                }
                for selector in list {
                    let recorded = match selector.covers(bucket, reads) {
                        Covers::Everything => Recorded::Everything,
                        Covers::Part => Recorded::Part,
                        Covers::Nothing => Recorded::Nothing,
                        Covers::Unknown(why) => {
                            doubt(call, why);
                            continue;
                        }
                    };
                    if recorded > most.0 {
                        most = (recorded, call);
                    }
                }
            }
        }
    }
    match (most, unknown) {
        ((Recorded::Everything, call), _) | ((_, call), None) => Fact::known(most.0, call, at),
        (_, Some((call, reason))) => Fact::unknown(reason, call, at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Trailed {
        Trailed::Selects(SELECTORS, vec![Selector::of_everything()])
    }

    fn decided(trails: &[Trailed]) -> (Option<Recorded>, &'static str) {
        let fact = decide(trails, "box", true, "now");
        (fact.get().copied(), fact.source)
    }

    #[test]
    fn one_trail_that_records_is_enough_and_one_that_is_not_known_is_doubt() {
        let denied = |call| Trailed::Unknown(call, "denied".into());
        let silent = || Trailed::Silent(STATUS);
        let all = Some(Recorded::Everything);
        assert_eq!(decided(&[]), (Some(Recorded::Nothing), LIST));
        assert_eq!(decided(&[silent()]), (Some(Recorded::Nothing), STATUS));
        assert_eq!(decided(&[silent(), everything()]), (all, SELECTORS));
        assert_eq!(decided(&[denied(STATUS), everything()]), (all, SELECTORS));
        assert_eq!(decided(&[silent(), denied(LIST_STORES)]), (None, LIST_STORES));
        let store = Trailed::Selects(STORE, vec![Selector::of_everything()]);
        assert_eq!(decided(&[denied(LIST), silent(), store]), (all, STORE));
    }
}
