//! The sensitive objects of a bucket, or of a part of it, told apart by who can reach them.
//!
//! A policy may open a prefix, or names only, and what was found may lie elsewhere. So each audience
//! is weighed with the data that it reaches, in each form by itself, and the gravest of them decides.

use std::collections::BTreeMap;
use std::sync::Arc;

use magpie_model::{BucketFacts, ObjectEncryption};
use magpie_policy::{Owner, Policy, Within};

use crate::exposure::{Form, exposure_in_form};
use crate::reading::owner_of;
use crate::replicas::selecting;
use crate::{Audience, Exposure, JudgedObject, Precision, Tally, Weights, exposure_of};

/// Audiences of one bucket that are told apart; objects of others count with the whole bucket's.
const AUDIENCES_MAX: usize = 32;
/// Reasons of one audience that are told apart; those of others have no words.
const REASONS_MAX: usize = 32;
/// Kinds of objects, by what speaks of them, whose exposure is kept.
const TOLD_MAX: usize = AUDIENCES_MAX * AUDIENCES_MAX;

/// Who can reach each object of a bucket: worked out once for all of which the same statements speak,
/// and that the same rules of replication copy.
#[derive(Clone, Debug)]
pub(crate) struct Reaching {
    facts: BucketFacts,
    policies: Vec<Policy>,
    told: BTreeMap<Asked, Option<Arc<Exposure>>>,
    /// Those that are told apart, where whatever has the same ends and the same reason counts as one.
    grouped: Option<Vec<Arc<Exposure>>>,
    /// Of the whole bucket, once it was asked for.
    whole: Option<Arc<Exposure>>,
}

/// All that an answer depends on.
type Asked = (Form, Option<bool>, Vec<bool>, Vec<Option<bool>>);

/// Who can reach an object, by the forms in which they do.
pub(crate) type Forms = Vec<(Form, Arc<Exposure>)>;

impl Reaching {
    /// With one exposure for all objects whose ends and reasons are the same.
    pub(crate) fn grouped(facts: BucketFacts) -> Self {
        Self { grouped: Some(Vec::new()), ..Self::exact(facts) }
    }

    /// With each object's own reasons.
    pub(crate) fn exact(facts: BucketFacts) -> Self {
        let name = facts.bucket.as_deref();
        let of_bucket = facts.policy.get().into_iter().flatten();
        let lists = [facts.access_points.get(), facts.multi_region_points.get()];
        let points = lists.into_iter().flatten().flatten();
        let texts = points.filter_map(|point| match &point.policy {
            magpie_model::Known::Yes(text) => text.as_deref(),
            magpie_model::Known::Unknown(_) => None,
        });
        let policies = of_bucket
            .filter_map(|text| Policy::parse(text).ok())
            .chain(texts.filter_map(|text| Policy::parse_point(text, name).ok()))
            .collect();
        Self { facts, policies, told: BTreeMap::new(), grouped: None, whole: None }
    }

    /// Who can reach the object with this key, in each form that it has; as a name, where something
    /// `is_named` by it.
    pub(crate) fn object(
        &mut self,
        key: &str,
        encryption: &ObjectEncryption,
        is_named: bool,
    ) -> Forms {
        let forms = Form::ALL.into_iter().filter(|form| is_named || *form != Form::Name);
        forms.filter_map(|form| Some((form, self.in_form(key, encryption, form)?))).collect()
    }

    fn in_form(
        &mut self,
        key: &str,
        encryption: &ObjectEncryption,
        form: Form,
    ) -> Option<Arc<Exposure>> {
        let within = Within::Object(key.to_owned());
        let copied = selecting(&self.facts, &within, encryption.is_under_kms());
        let owner = Owner { within, ..owner_of(&self.facts) };
        let speaking = self.policies.iter().flat_map(|policy| policy.speaking(&owner)).collect();
        let under_kms = encryption.is_under_kms().filter(|_| form == Form::Replica);
        let asked = (form, under_kms, speaking, copied);
        if let Some(exposure) = self.told.get(&asked) {
            return exposure.clone();
        }
        let has_room = self.told.len() < TOLD_MAX;
        let exposure = exposure_in_form(&self.facts, key, encryption, form);
        if !has_room && self.grouped.is_some() {
            return exposure.map(|_| self.of_bucket());
        }
        let exposure = exposure.map(|exposure| self.shared(exposure));
        if has_room {
            self.told.insert(asked, exposure.clone());
        }
        exposure
    }

    /// Who can reach some object or other: what objects count with that there is no room for.
    fn of_bucket(&mut self) -> Arc<Exposure> {
        if let Some(known) = &self.whole {
            return Arc::clone(known);
        }
        let whole = self.shared(exposure_of(&self.facts));
        self.whole = Some(Arc::clone(&whole));
        whole
    }

    /// One exposure for all whose ends and reasons are the same, where they are grouped.
    fn shared(&mut self, mut exposure: Exposure) -> Arc<Exposure> {
        let Some(groups) = &mut self.grouped else { return Arc::new(exposure) };
        let alike = |groups: &[Arc<Exposure>], one: &Exposure| {
            groups.iter().filter(|other| other.ends() == one.ends()).count()
        };
        if alike(groups, &exposure) == 0 && audiences(groups) >= AUDIENCES_MAX {
            exposure = exposure_of(&self.facts);
        }
        let known = |groups: &[Arc<Exposure>], one: &Exposure| {
            let same =
                |other: &&Arc<Exposure>| other.ends() == one.ends() && other.reason == one.reason;
            groups.iter().find(same).map(Arc::clone)
        };
        if let Some(known) = known(groups, &exposure) {
            return known;
        }
        if alike(groups, &exposure) >= REASONS_MAX {
            exposure.reason.clear();
            if let Some(known) = known(groups, &exposure) {
                return known;
            }
        }
        let exposure = Arc::new(exposure);
        groups.push(Arc::clone(&exposure));
        exposure
    }
}

/// How many audiences are told apart.
fn audiences(groups: &[Arc<Exposure>]) -> usize {
    let first = |(at, one): &(usize, &Arc<Exposure>)| {
        groups[..*at].iter().all(|other| other.ends() != one.ends())
    };
    groups.iter().enumerate().filter(first).count()
}

/// Objects by who can reach them.
#[derive(Clone, Debug)]
pub(crate) struct Reached {
    /// Those without findings, and what is no bucket's.
    others: Tally,
    groups: Vec<ReachedBy>,
    precision: Precision,
}

/// Objects with findings that the same people can reach in the same form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReachedBy {
    pub(crate) form: Form,
    pub(crate) exposure: Arc<Exposure>,
    pub(crate) tally: Tally,
    /// By which reasons they can, with how many objects each.
    pub(crate) ways: Ways,
}

/// Objects by the reason for which somebody can reach them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ways(Vec<(Arc<Exposure>, u64)>);

impl Ways {
    /// Counts objects of this exposure, unless there are too many reasons already.
    fn count(&mut self, exposure: &Arc<Exposure>, objects: u64) {
        let at = self.0.binary_search_by(|(other, _)| other.reason.cmp(&exposure.reason));
        match at {
            Ok(at) => self.0[at].1 += objects,
            Err(at) if self.0.len() <= REASONS_MAX => {
                self.0.insert(at, (Arc::clone(exposure), objects));
            }
            Err(_) => {}
        }
    }

    fn merge(&mut self, other: &Self) {
        for (exposure, objects) in &other.0 {
            self.count(exposure, *objects);
        }
    }

    /// The one by which most objects are reached; of equals, the first in the order of words.
    fn most(&self) -> Option<&Arc<Exposure>> {
        let named = self.0.iter().rev().filter(|(exposure, _)| !exposure.reason.is_empty());
        named.max_by_key(|(_, objects)| *objects).map(|(exposure, _)| exposure)
    }
}

impl Reached {
    pub(crate) fn of(precision: Precision) -> Self {
        Self { others: Tally::of(precision), groups: Vec::new(), precision }
    }

    /// Counts one object in each of its forms; one with findings in a bucket has some.
    pub(crate) fn object(&mut self, object: &JudgedObject<'_>, forms: &Forms) {
        if forms.is_empty() {
            return object.count_in(&mut self.others);
        }
        for (form, exposure) in forms {
            let same =
                |group: &ReachedBy| group.form == *form && group.exposure.ends() == exposure.ends();
            let at = self.groups.iter().position(same).unwrap_or_else(|| {
                let (exposure, tally) = (Arc::clone(exposure), Tally::of(self.precision));
                self.groups.push(ReachedBy { form: *form, exposure, tally, ways: Ways::default() });
                self.groups.len() - 1
            });
            self.groups[at].ways.count(exposure, 1);
            object.in_form(*form).count_in(&mut self.groups[at].tally);
        }
    }

    /// All of them together, each object once.
    pub(crate) fn tally(&self) -> Tally {
        let mut all = self.others.clone();
        for group in self.groups.iter().filter(|group| group.form == Form::Content) {
            all.merge(&group.tally);
        }
        all
    }

    pub(crate) fn into_groups(self) -> Vec<ReachedBy> {
        self.groups
    }
}

/// An audience with all that it reaches.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub(crate) form: Form,
    pub(crate) audience: Audience,
    /// Of those at its own width, that of the most objects.
    pub(crate) exposure: Arc<Exposure>,
    pub(crate) tally: Tally,
    /// By which reasons those at its own width are reached.
    pub(crate) ways: Ways,
}

impl Step {
    /// All that one exposure reaches in this form.
    pub(crate) fn of_all(form: Form, audience: Audience, exposure: Exposure, tally: Tally) -> Self {
        Self { form, audience, exposure: Arc::new(exposure), tally, ways: Ways::default() }
    }

    /// Whether others are reached for other reasons than the one that is told.
    pub(crate) fn has_other_ways(&self) -> bool {
        self.ways.0.len() > 1
    }
}

/// What each audience reaches at one end in each form, the widest audience first: whoever is among a
/// wider one is among the narrower ones as well.
pub(crate) fn steps(
    groups: &[ReachedBy],
    end: &dyn Fn(&Exposure) -> Audience,
    weights: &Weights,
) -> Vec<Step> {
    let each = Form::ALL.into_iter().flat_map(|form| steps_in(form, groups, end, weights));
    each.collect()
}

fn steps_in(
    form: Form,
    groups: &[ReachedBy],
    end: &dyn Fn(&Exposure) -> Audience,
    weights: &Weights,
) -> Vec<Step> {
    let width = |audience: Audience| (weights.audience(audience), audience.rank());
    let mut order: Vec<&ReachedBy> = groups.iter().filter(|group| group.form == form).collect();
    order.sort_by_key(|group| std::cmp::Reverse(width(end(&group.exposure))));
    let mut steps: Vec<Step> = Vec::new();
    for group in order {
        let audience = end(&group.exposure);
        match steps.last_mut() {
            Some(last) if last.audience == audience => {
                last.tally.merge(&group.tally);
                last.ways.merge(&group.ways);
            }
            last => {
                let mut tally = last.map(|last| last.tally.clone()).unwrap_or_default();
                tally.merge(&group.tally);
                let (exposure, ways) = (Arc::clone(&group.exposure), group.ways.clone());
                steps.push(Step { form, audience, exposure, tally, ways });
            }
        }
    }
    for step in &mut steps {
        if let Some(most) = step.ways.most() {
            step.exposure = Arc::clone(most);
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use magpie_model::EncryptionClass;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::exposure::exposure_within;
    use crate::rules::rule;
    use crate::support::{known, with_policy};

    fn allowed(resources: &[&str]) -> String {
        let resources: Vec<String> =
            resources.iter().map(|one| format!("\"arn:aws:s3:::{one}\"")).collect();
        format!(
            r#"{{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":[{}]}}"#,
            resources.join(",")
        )
    }

    fn facts(statements: &[String], prefixes: &[(&str, bool)]) -> BucketFacts {
        let version = r#""Version":"2012-10-17""#;
        let policy = format!(r#"{{{version},"Statement":[{}]}}"#, statements.join(","));
        let rules = prefixes.iter().map(|(prefix, kms_objects)| rule(prefix, *kms_objects));
        let replication = known(rules.collect());
        BucketFacts { replication, ..with_policy(Some(&policy)) }
    }

    fn under(class: EncryptionClass) -> ObjectEncryption {
        ObjectEncryption { class, key_id: None }
    }

    #[test]
    fn how_much_is_worked_out_depends_on_what_speaks_of_objects_and_not_on_their_number() {
        let statements = [allowed(&["box/p7/*"]), allowed(&["box/p8/*", "box/p9/*"])];
        let facts = facts(&statements, &[("p8/", false)]);
        let mut reaching = Reaching::exact(facts);
        for number in 0..3_000 {
            let key = format!("p{}/{number}", number % 1_000);
            reaching.in_form(&key, &under(EncryptionClass::SseS3), Form::Content);
        }
        // Those of p7, of p8, of p9, and all others.
        assert_eq!(reaching.told.len(), 4);
    }

    #[test]
    fn what_is_kept_has_a_bound_and_what_is_told_beyond_it_is_no_less_exact() {
        let facts = facts(&[allowed(&["box/a/*"])], &[]);
        let mut reaching = Reaching::exact(facts.clone());
        let other = Arc::new(exposure_of(&facts));
        for number in 0..TOLD_MAX {
            let asked = (Form::Content, None, Vec::new(), vec![None; number]);
            reaching.told.insert(asked, Some(Arc::clone(&other)));
        }
        for key in ["a/x", "b/x"] {
            for form in Form::ALL {
                let alone = exposure_in_form(&facts, key, &ObjectEncryption::UNKNOWN, form);
                let told = reaching.in_form(key, &ObjectEncryption::UNKNOWN, form);
                assert_eq!(told.as_deref(), alone.as_ref());
            }
        }
        assert_eq!(reaching.told.len(), TOLD_MAX);
        // Where they are counted by audience, the rest counts with the whole bucket.
        let mut grouped = Reaching { told: reaching.told, ..Reaching::grouped(facts.clone()) };
        for key in ["a/x", "b/x"] {
            let told = grouped.in_form(key, &ObjectEncryption::UNKNOWN, Form::Content);
            assert_eq!(told.as_deref(), Some(&exposure_of(&facts)));
        }
        assert_eq!(grouped.told.len(), TOLD_MAX);
    }

    fn stating(statements: &str) -> BucketFacts {
        with_policy(Some(&format!(r#"{{"Statement":[{statements}]}}"#)))
    }

    /// What lets another account list under a condition.
    fn lists(effect: &str, condition: &str) -> String {
        let who = r#""Principal":{"AWS":"444455556666"},"Action":"s3:ListBucket""#;
        let what = format!(r#""Resource":"arn:aws:s3:::box","Condition":{{{condition}}}"#);
        format!(r#"{{"Effect":"{effect}",{who},{what}}}"#)
    }

    #[test]
    fn who_may_list_below_one_prefix_learns_no_name_below_another() {
        const LEVEL: &str = r#""StringEquals":{"s3:prefix":["","home/"],"s3:delimiter":"/"}"#;
        let like =
            |value: &str| lists("Allow", &format!(r#""StringLike":{{"s3:prefix":"{value}"}}"#));
        let denied =
            |value: &str| lists("Deny", &format!(r#""StringNotLike":{{"s3:prefix":"{value}"}}"#));
        let equals = |operator: &str, value: &str| {
            lists("Allow", &format!(r#""{operator}":{{"s3:prefix":"{value}"}}"#))
        };
        let sized = lists("Allow", r#""NumericLessThanEquals":{"s3:max-keys":"10"}"#);
        let but = [lists("Allow", ""), denied("logs/*")].join(",");
        let both = [like("data/*"), lists("Deny", r#""StringLike":{"s3:prefix":"data/b*"}"#)];
        for (statements, seen, not_seen) in [
            (like("logs/*"), vec!["logs/2026/a", "logs/"], vec!["data/a", "logs", "log/a"]),
            (like("logs/2026/*"), vec!["logs/2026/a"], vec!["logs/a", "logs/2025/a"]),
            (like("*/in/*"), vec!["a/in/b", "a/b/in/c"], vec!["in/b", "a/b"]),
            (equals("StringEquals", "data/"), vec!["data/a", "data/b/c"], vec!["dat/a", "DATA/a"]),
            (equals("StringEqualsIgnoreCase", "data/"), vec!["data/a", "DATA/a"], vec!["dat/a"]),
            // A listing of all shows each, however many it shows at a time.
            (equals("StringEquals", ""), vec!["data/a"], vec![]),
            (equals("StringNotLike", "data/*"), vec!["data/a", "logs/a"], vec![]),
            (sized, vec!["data/a"], vec![]),
            // One that stops at a slash shows what lies before it.
            (lists("Allow", LEVEL), vec!["top", "home/a"], vec!["home/b/a", "data/a"]),
            (but, vec!["logs/a"], vec!["data/a", "logs"]),
            (both.join(","), vec!["data/a", "data/c/d", "data/b"], vec!["logs/a"]),
        ] {
            let mut reaching = Reaching::grouped(stating(&statements));
            let encryption = under(EncryptionClass::SseS3);
            let mut told =
                |key: &&str| reaching.in_form(key, &encryption, Form::Content).unwrap().ends().0;
            let told: Vec<_> = seen.iter().chain(&not_seen).map(|key| (*key, told(key))).collect();
            let (names, account) = ([Audience::NamesOnly; 3], [Audience::Account; 3]);
            let wanted = seen.iter().map(|key| (*key, names));
            let wanted: Vec<_> = wanted.chain(not_seen.iter().map(|key| (*key, account))).collect();
            assert_eq!(told, wanted, "{statements}");
        }
        let below = |prefix: &str| {
            let within = Within::Prefix(prefix.to_owned());
            exposure_within(&stating(&like("logs/2026/*")), &within).audience
        };
        assert_eq!(below("data/"), Audience::Account);
        assert_eq!([below("logs/"), below("logs/2026/a/")], [Audience::ExternalRead; 2]);
    }

    #[test]
    fn a_variable_tells_objects_apart_that_may_be_meant_from_those_that_cannot() {
        let statement = |element: &str| {
            format!(
                r#"{{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
                "{element}":"arn:aws:s3:::box/${{aws:username}}/*"}}"#
            )
        };
        let told = |element: &str| {
            let mut reaching = Reaching::exact(facts(&[statement(element)], &[]));
            // Nobody is called as a variable is spelt.
            ["a/x", "z", "${aws:username}/x"].map(|key| {
                let encryption = under(EncryptionClass::SseS3);
                let told = reaching.in_form(key, &encryption, Form::Content).unwrap();
                (told.narrowest, told.audience)
            })
        };
        let (account, unknown) = (Audience::Account, Audience::Unknown);
        let doubt = (account, unknown);
        assert_eq!(told("Resource"), [doubt, (account, account), doubt]);
        assert_eq!(
            told("NotResource"),
            [doubt, (Audience::AnyAccount, Audience::AnyAccount), doubt]
        );
    }

    const RESOURCES: [&str; 12] = [
        "box/*",
        "box/a/*",
        "box/a/b/*",
        "box/?/x",
        "box/*.csv",
        "box/b/y",
        "box/${aws:username}/*",
        "box/a/${aws:PrincipalTag/team, 'b'}/*",
        "box/${*}.csv",
        "box",
        "bo*",
        "box/${s3:prefix}x",
    ];
    const KEYS: [&str; 9] =
        ["a/x", "a/b/x", "b/x", "b/y", "c.csv", "a/b/d.csv", "z", "*.csv", "${aws:username}/x"];
    const ACTIONS: [&str; 5] =
        ["s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:*", "s3:PutBucketPolicy"];
    const PRINCIPALS: [&str; 4] = [
        r#""*""#,
        r#"{"AWS":"444455556666"}"#,
        r#"{"AWS":"111122223333"}"#,
        r#"{"CanonicalUser":"other-id"}"#,
    ];
    const CONDITIONS: [&str; 9] = [
        "",
        "",
        r#""StringLike":{"s3:prefix":"a/*"}"#,
        r#""StringNotLike":{"s3:prefix":["b/*","a/b/"]}"#,
        r#""StringEquals":{"s3:prefix":["","a/"],"s3:delimiter":"/"}"#,
        r#""StringLike":{"s3:prefix":"${aws:username}/*"}"#,
        r#""StringEqualsIfExists":{"s3:prefix":"A/"}"#,
        r#""StringEquals":{"s3:ExistingObjectTag/x":"y"}"#,
        r#""StringNotEquals":{"aws:PrincipalOrgID":"o-own"}"#,
    ];

    /// A statement of any form.
    fn any_statement() -> impl Strategy<Value = String> {
        let resources = proptest::collection::vec(select(&RESOURCES[..]), 1..3);
        let forms = (any::<bool>(), any::<bool>(), any::<bool>());
        let parts = (select(&PRINCIPALS[..]), select(&ACTIONS[..]), select(&CONDITIONS[..]));
        (forms, parts, resources).prop_map(|((allow, but, not), parts, resources)| {
            let (principal, action, condition) = parts;
            let effect = if allow { "Allow" } else { "Deny" };
            let [actions, resource] =
                [("Action", but && !allow), ("Resource", not)].map(|(name, not)| {
                    if not { format!("Not{name}") } else { name.to_owned() }
                });
            let resources: Vec<String> =
                resources.iter().map(|one| format!("\"arn:aws:s3:::{one}\"")).collect();
            format!(
                r#"{{"Effect":"{effect}","Principal":{principal},"{actions}":"{action}","{resource}":[{}],"Condition":{{{condition}}}}}"#,
                resources.join(",")
            )
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn an_object_fares_as_if_it_were_worked_out_by_itself(
            statements in proptest::collection::vec(any_statement(), 1..4),
            rules in proptest::collection::vec((select(&["", "a/", "a/b", "b/y"][..]), any::<bool>()), 0..3),
        ) {
            let facts = facts(&statements, &rules);
            let mut reaching = Reaching::exact(facts.clone());
            for key in KEYS {
                for class in [EncryptionClass::SseS3, EncryptionClass::SseKmsCmk, EncryptionClass::Unknown] {
                    for form in Form::ALL {
                        let alone = exposure_in_form(&facts, key, &under(class), form);
                        let told = reaching.in_form(key, &under(class), form);
                        prop_assert_eq!(told.as_deref(), alone.as_ref(), "{} {:?} {:?} {:?}", key, class, form, statements);
                    }
                }
            }
        }
    }
}
