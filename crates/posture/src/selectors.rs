//! Event selectors of CloudTrail, basic and advanced: whether they take in all reads, or all
//! writes, of a bucket's objects.

use aws_sdk_cloudtrail::operation::get_event_selectors::GetEventSelectorsOutput;
use aws_sdk_cloudtrail::types::{
    AdvancedEventSelector, AdvancedFieldSelector, EventSelector, ReadWriteType,
};

const OBJECTS: &str = "AWS::S3::Object";

/// What a selector takes in of the calls in question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Covers {
    Everything,
    Part,
    Nothing,
    /// It could not be told, for this reason.
    Unknown(&'static str),
}

/// One selector, reduced to what it says of S3 objects.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    reads: Option<bool>,
    writes: Option<bool>,
    objects: Objects,
    /// It leaves some calls out by who makes them or how.
    filters: bool,
}

/// Which objects.
#[derive(Clone, Debug)]
enum Objects {
    /// Those whose ARN begins so; an empty text for all.
    Beginning(Vec<String>),
    /// All but those whose ARN begins so.
    But(Vec<String>),
    /// Some, by something that no bucket's name decides.
    Some,
}

/// The selectors of a trail that speak of S3 objects.
pub(crate) fn of(answer: &GetEventSelectorsOutput) -> Vec<Selector> {
    let basic = answer.event_selectors().iter().filter_map(basic);
    basic.chain(answer.advanced_event_selectors().iter().filter_map(advanced)).collect()
}

/// The same of an event data store of CloudTrail Lake.
pub(crate) fn of_store(selectors: &[AdvancedEventSelector]) -> Vec<Selector> {
    selectors.iter().filter_map(advanced).collect()
}

impl Selector {
    #[cfg(test)]
    pub(crate) fn of_everything() -> Self {
        let objects = Objects::Beginning(vec![String::new()]);
        Self { reads: Some(true), writes: Some(true), objects, filters: false }
    }

    /// What it takes in of the reads, or else the writes, of the bucket's objects.
    pub(crate) fn covers(&self, bucket: &str, reads: bool) -> Covers {
        let covered = match &self.objects {
            Objects::Some => Covers::Part,
            Objects::Beginning(starts) => beginning(starts, bucket),
            Objects::But(starts) => match beginning(starts, bucket) {
                Covers::Everything => Covers::Nothing,
                Covers::Nothing => Covers::Everything,
                other => other,
            },
        };
        let asked = if reads { self.reads } else { self.writes };
        match (covered, asked) {
            (Covers::Nothing, _) | (_, Some(false)) => Covers::Nothing,
            (_, None) => Covers::Unknown("a selector's kind of calls is not known to this version"),
            (Covers::Everything, Some(true)) if self.filters => Covers::Part,
            (covered, Some(true)) => covered,
        }
    }
}

/// How much of a bucket begins with any of these. The partition in front is of no matter.
fn beginning(starts: &[String], bucket: &str) -> Covers {
    let whole = format!("{bucket}/");
    let mut part = Covers::Nothing;
    for start in starts {
        let name = match start.split_once(":s3:::") {
            Some((_, name)) => name,
            None if "arn:aws-us-gov:s3:::".starts_with(start.as_str())
                || "arn:aws-cn:s3:::".starts_with(start.as_str())
                || "arn:aws:s3:::".starts_with(start.as_str()) =>
            {
                ""
            }
            None => continue,
        };
        if whole.starts_with(name) {
            return Covers::Everything;
        }
        if name.starts_with(&whole) {
            part = Covers::Part;
        }
    }
    part
}

fn basic(selector: &EventSelector) -> Option<Selector> {
    let resources = selector.data_resources().iter().filter(|r| r.r#type() == Some(OBJECTS));
    let starts: Vec<String> = resources.flat_map(|r| r.values().iter().cloned()).collect();
    if starts.is_empty() {
        return None;
    }
    let (reads, writes) = match selector.read_write_type() {
        Some(ReadWriteType::All) | None => (Some(true), Some(true)),
        Some(ReadWriteType::ReadOnly) => (Some(true), Some(false)),
        Some(ReadWriteType::WriteOnly) => (Some(false), Some(true)),
        Some(_) => (None, None),
    };
    Some(Selector { reads, writes, objects: Objects::Beginning(starts), filters: false })
}

fn advanced(selector: &AdvancedEventSelector) -> Option<Selector> {
    let mut told = Selector {
        reads: Some(true),
        writes: Some(true),
        objects: Objects::Beginning(vec![String::new()]),
        filters: false,
    };
    let mut of_objects = false;
    for field in selector.field_selectors() {
        match field.field() {
            "eventCategory" if !field.equals().iter().any(|v| v == "Data") => return None,
            "eventCategory" => {}
            "resources.type" if !field.equals().iter().any(|v| v == OBJECTS) => return None,
            "resources.type" => of_objects = true,
            "readOnly" => {
                let (reads, writes) = read_only(field);
                told.reads = reads;
                told.writes = writes;
            }
            "resources.ARN" => told.objects = objects(field),
            // Whatever else is asked for leaves some calls out.
            _ => told.filters = true,
        }
    }
    of_objects.then_some(told)
}

fn read_only(field: &AdvancedFieldSelector) -> (Option<bool>, Option<bool>) {
    let says = |list: &[String], word: &str| list.iter().any(|value| value == word);
    if !field.equals().is_empty() {
        return (Some(says(field.equals(), "true")), Some(says(field.equals(), "false")));
    }
    if !field.not_equals().is_empty() {
        return (Some(!says(field.not_equals(), "true")), Some(!says(field.not_equals(), "false")));
    }
    (None, None)
}

/// Which objects a condition on the ARN leaves. Several operators of one field must all hold.
fn objects(field: &AdvancedFieldSelector) -> Objects {
    let by_end = !field.ends_with().is_empty() || !field.not_ends_with().is_empty();
    let by_name = !field.equals().is_empty() || !field.not_equals().is_empty();
    match (field.starts_with(), field.not_starts_with()) {
        (starts, []) if !starts.is_empty() && !by_end && !by_name => {
            Objects::Beginning(starts.to_vec())
        }
        ([], starts) if !starts.is_empty() && !by_end && !by_name => Objects::But(starts.to_vec()),
        _ => Objects::Some,
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudtrail::types::DataResource;

    use super::*;

    fn basic_of(kind: &str, values: &[&str]) -> Selector {
        let values = values.iter().map(|v| (*v).to_owned()).collect();
        let resource = DataResource::builder().r#type(OBJECTS).set_values(Some(values)).build();
        let selector = EventSelector::builder().read_write_type(ReadWriteType::from(kind));
        basic(&selector.data_resources(resource).build()).unwrap()
    }

    /// `field operator value` in each line.
    fn advanced_of(fields: &[(&str, &str, &[&str])]) -> Option<Selector> {
        let mut selector = AdvancedEventSelector::builder();
        for (name, operator, values) in fields {
            let values = Some(values.iter().map(|v| (*v).to_owned()).collect());
            let field = AdvancedFieldSelector::builder().field(*name);
            let field = match *operator {
                "equals" => field.set_equals(values),
                "not" => field.set_not_equals(values),
                "starts" => field.set_starts_with(values),
                "not-starts" => field.set_not_starts_with(values),
                _ => field.set_ends_with(values),
            };
            selector = selector.field_selectors(field.build().unwrap());
        }
        advanced(&selector.build().unwrap())
    }

    #[test]
    fn basic_selectors_are_held_to_bucket_and_kind() {
        use Covers::{Everything, Nothing, Part};
        let both = |s: Selector| (s.covers("box", true), s.covers("box", false));
        assert_eq!(both(basic_of("All", &["arn:aws:s3"])), (Everything, Everything));
        assert_eq!(both(basic_of("All", &["arn:aws:s3:::"])), (Everything, Everything));
        assert_eq!(both(basic_of("ReadOnly", &["arn:aws:s3:::box/"])), (Everything, Nothing));
        assert_eq!(both(basic_of("WriteOnly", &["arn:aws:s3:::box/"])), (Nothing, Everything));
        assert_eq!(both(basic_of("All", &["arn:aws:s3:::box/a/"])), (Part, Part));
        assert_eq!(both(basic_of("All", &["arn:aws:s3:::box2/"])), (Nothing, Nothing));
        assert_eq!(
            both(basic_of("All", &["arn:aws:s3:::other/", "arn:aws-cn:s3:::box/"])),
            (Everything, Everything)
        );
        let later = basic_of("NextYear", &["arn:aws:s3"]);
        assert!(matches!(later.covers("box", true), Covers::Unknown(_)));
    }

    #[test]
    fn advanced_selectors_are_read_field_by_field() {
        use Covers::{Everything, Nothing, Part};
        let data: (&str, &str, &[&str]) = ("eventCategory", "equals", &["Data"]);
        let type_: (&str, &str, &[&str]) = ("resources.type", "equals", &[OBJECTS]);
        let with = |more: &[(&str, &str, &[&str])]| {
            let all: Vec<_> = [data, type_].into_iter().chain(more.iter().copied()).collect();
            let selector = advanced_of(&all).unwrap();
            (selector.covers("box", true), selector.covers("box", false))
        };
        assert_eq!(with(&[]), (Everything, Everything));
        assert_eq!(with(&[("readOnly", "equals", &["true"])]), (Everything, Nothing));
        assert_eq!(with(&[("readOnly", "not", &["true"])]), (Nothing, Everything));
        let starts = |v: &'static [&'static str]| with(&[("resources.ARN", "starts", v)]).0;
        assert_eq!(starts(&["arn:aws:s3:::box/"]), Everything);
        assert_eq!(starts(&["arn:aws:s3:::box/a"]), Part);
        assert_eq!(starts(&["arn:aws:s3:::boxes/"]), Nothing);
        let but = |v: &'static [&'static str]| with(&[("resources.ARN", "not-starts", v)]).0;
        assert_eq!(but(&["arn:aws:s3:::box/"]), Nothing);
        assert_eq!(but(&["arn:aws:s3:::box/tmp/"]), Part);
        assert_eq!(but(&["arn:aws:s3:::logs/"]), Everything);
        assert_eq!(with(&[("resources.ARN", "ends", &[".csv"])]).0, Part);
        assert_eq!(with(&[("eventName", "equals", &["GetObject"])]), (Part, Part));
        assert_eq!(with(&[("madeUp", "equals", &["x"])]), (Part, Part));
        assert!(advanced_of(&[("eventCategory", "equals", &["Management"])]).is_none());
        assert!(
            advanced_of(&[data, ("resources.type", "equals", &["AWS::Lambda::Function"])])
                .is_none()
        );
    }
}
