//! What a run would change in the tags of its buckets, before anything is written.

use std::collections::BTreeMap;

use magpie_judge::{
    Audience, OTHER_TAG_VALUE, RiskLevel, TagPrefix, Tier, Verdict, Weights, tag_value_fits,
    verdict_tags,
};
use magpie_model::{Category, EncryptionClass};

use crate::previous_run::looked_for_all;
use crate::{
    BucketKind, BucketLine, PreviousRun, RunFile, RunState, SensitiveObject, TagsLine, escaped,
};

/// Tags of a bucket that are not AWS's own.
const BUCKET_TAGS_MAX: u64 = 50;
/// Tags of an object.
const OBJECT_TAGS_MAX: u64 = 10;
/// Those of [`magpie_judge::TAG_NAMES`] that an object carries.
const OBJECT_TAG_NAMES: [&str; 2] = ["data", "sensitivity"];

/// What happens to one tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagAction {
    /// It is not there yet.
    Add {
        /// Its value.
        to: String,
    },
    /// It says something else.
    Change {
        /// What it says.
        from: String,
        /// What it shall say.
        to: String,
    },
    /// It stays.
    Keep {
        /// What it says.
        value: String,
        /// What the run would have said, where the rules keep it from saying so.
        held_back: Option<String>,
    },
    /// It says what no longer holds, and nothing stands in its place.
    Remove {
        /// What it says.
        from: String,
    },
    /// Somebody else's value stands under the key; it stays, and nobody is told what it is.
    Leave,
    /// Whether it is there is not known.
    Want {
        /// What it shall say.
        to: String,
    },
}

/// One tag of one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagLine {
    /// The full key.
    pub key: String,
    /// What happens to it.
    pub action: TagAction,
}

/// Whether the plan of one bucket could be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TagPlanState {
    /// It could.
    Ready,
    /// All tags say already what they should.
    UpToDate,
    /// Directories and standard input carry no tags.
    NotABucket,
    /// Nothing of it could be listed: it may not be there at all.
    NotListed,
    /// The tags could not be read, for this reason; writing could lose others.
    TagsUnknown(String),
    /// There would be more tags than S3 takes. No tag is given up for another.
    OverLimit {
        /// So many there would be.
        count: u64,
        /// So many S3 takes.
        max: u64,
    },
    /// Under this key stands a value that Magpie cannot have written, and that no record keeps.
    Foreign {
        /// The full key.
        key: String,
    },
    /// S3 would not take this value of this key.
    Unfit {
        /// The full key.
        key: String,
        /// The value.
        value: String,
    },
}

/// The plan of one bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketTagPlan {
    /// The bucket.
    pub bucket: String,
    /// Whether it could be carried out.
    pub state: TagPlanState,
    /// What happens, tag by tag, sorted by key.
    pub lines: Vec<TagLine>,
    /// How many other tags the bucket has; they stay as they are.
    pub others: u64,
    /// Why writing will be refused, or may be, as far as the run knows.
    pub refusal: Option<String>,
    /// Why tags are held back, where any are.
    held_by: &'static str,
}

const HELD_BY_COVERAGE: &str = "only a complete, unsampled run lowers a tag";
const HELD_BY_SCOPE: &str =
    "only a run of the default scope lowers a tag, or one after --previous of the same scope";
const HELD_BY_EXPOSURE: &str = "a risk is lowered only where it is known who can reach the bucket";

/// The plan of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagPlan {
    /// By bucket, in the order of the run.
    pub buckets: Vec<BucketTagPlan>,
}

impl TagPlan {
    /// Compares the tags that each bucket had when it was scanned with those it should have.
    ///
    /// A run that is incomplete, sampled, narrower than by default or not done raises what tags
    /// say and never lowers it.
    pub fn new(
        run: &RunFile,
        buckets: &[BucketLine],
        previous: Option<&PreviousRun>,
        prefix: &TagPrefix,
    ) -> Self {
        let plan = |line: &BucketLine| {
            let plan = BucketTagPlan::new(run, line, &line.tags, previous, prefix);
            let refusal = refusal(line).filter(|_| plan.state == TagPlanState::Ready);
            BucketTagPlan { refusal, ..plan }
        };
        Self { buckets: buckets.iter().map(plan).collect() }
    }

    /// The plan as text, one line a tag: `+` add, `~` change, `-` remove, `=` keep, `?` not known.
    pub fn render(&self) -> String {
        let mut out = String::new();
        for bucket in &self.buckets {
            out.push_str(&bucket.render());
        }
        out.push_str("This is a plan. Nothing was written.\n");
        out
    }

    /// Tags that would be written or removed, over all buckets that are ready.
    pub fn changes(&self) -> usize {
        self.buckets
            .iter()
            .filter(|bucket| bucket.state == TagPlanState::Ready)
            .flat_map(|bucket| &bucket.lines)
            .filter(|line| !matches!(line.action, TagAction::Keep { .. }))
            .count()
    }
}

/// Whether no object was seen, more of them may be there, and no tag could be read: perhaps there is no
/// such bucket.
fn could_not_be_listed(line: &BucketLine) -> bool {
    line.coverage.objects == 0 && !line.coverage.listing_complete && !line.tags.known
}

fn bucket_plan(
    line: &BucketLine,
    tags: &TagsLine,
    prefix: &TagPrefix,
    may_lower: &dyn Fn(&str) -> bool,
    held_by: &'static str,
) -> BucketTagPlan {
    let plan = |state, lines| BucketTagPlan {
        bucket: line.bucket.clone(),
        state,
        lines,
        others: 0,
        refusal: None,
        held_by,
    };
    if line.kind == BucketKind::Local {
        return plan(TagPlanState::NotABucket, Vec::new());
    }
    if could_not_be_listed(line) {
        return plan(TagPlanState::NotListed, Vec::new());
    }
    let desired = desired(line, prefix);
    if !tags.known {
        let reason = tags.reason.clone().unwrap_or_default();
        let want = |(key, to)| TagLine { key, action: TagAction::Want { to } };
        return plan(TagPlanState::TagsUnknown(reason), desired.into_iter().map(want).collect());
    }
    difference(&Difference {
        bucket: &line.bucket,
        names: &magpie_judge::TAG_NAMES,
        desired: &desired,
        tags,
        may_lower,
        held_by,
        prefix,
        max: BUCKET_TAGS_MAX,
    })
}

/// What is to be compared.
struct Difference<'d> {
    bucket: &'d str,
    names: &'d [&'static str],
    desired: &'d BTreeMap<String, String>,
    tags: &'d TagsLine,
    may_lower: &'d dyn Fn(&str) -> bool,
    held_by: &'static str,
    prefix: &'d TagPrefix,
    max: u64,
}

fn difference(of: &Difference<'_>) -> BucketTagPlan {
    let mut lines = Vec::new();
    for name in of.names {
        let key = of.prefix.key(name);
        let now = of.tags.own.get(&key).map(String::as_str);
        if let Some(action) = action(name, now, of.desired.get(&key), (of.may_lower)(name)) {
            lines.push(TagLine { key, action });
        }
    }
    let ours = lines.iter().filter(|l| !matches!(l.action, TagAction::Add { .. })).count() as u64;
    let others = of.tags.others + (of.tags.own.len() as u64 - ours);
    let after = others
        + lines.iter().filter(|l| !matches!(l.action, TagAction::Remove { .. })).count() as u64;
    let adds = lines.iter().any(|l| matches!(l.action, TagAction::Add { .. }));
    let foreign = lines.iter().find(|l| l.action == TagAction::Leave);
    let state = if let Some(TagLine { key, .. }) = foreign {
        TagPlanState::Foreign { key: key.clone() }
    } else if let Some((key, value)) = unfit(&lines) {
        TagPlanState::Unfit { key, value }
    } else if adds && after > of.max {
        TagPlanState::OverLimit { count: after, max: of.max }
    } else if lines.iter().all(|l| matches!(l.action, TagAction::Keep { .. })) {
        TagPlanState::UpToDate
    } else {
        TagPlanState::Ready
    };
    let (bucket, held_by) = (of.bucket.to_owned(), of.held_by);
    BucketTagPlan { bucket, state, lines, others, refusal: None, held_by }
}

/// What the run saw that keeps `--apply` from writing: tags that decide about access. Runs of before
/// that was asked say nothing.
fn refusal(line: &BucketLine) -> Option<String> {
    let fact = line.facts.get("tags_decide_access")?;
    let reason = fact.reason.as_deref().unwrap_or("no reason is told");
    match fact.value.as_bool() {
        Some(false) => None,
        Some(true) => Some(
            "--apply will refuse: tags decide about access to this bucket (attribute-based access control); --allow-abac writes all the same".into(),
        ),
        None => Some(format!(
            "--apply asks whether tags decide about access to this bucket, and refuses where it is not told; the run was not told ({reason})"
        )),
    }
}

/// A value that would be written and that S3 does not take; the prefix sees to the keys.
fn unfit(lines: &[TagLine]) -> Option<(String, String)> {
    lines.iter().find_map(|line| match &line.action {
        TagAction::Add { to } | TagAction::Change { to, .. } if !tag_value_fits(to) => {
            Some((line.key.clone(), to.clone()))
        }
        _ => None,
    })
}

/// The encryption that may be said of the whole bucket. Where it was not listed to its end, what was
/// not seen can only make it worse: weak is said, strong and the mere default are not.
fn encryption(line: &BucketLine) -> EncryptionClass {
    use EncryptionClass::{MixedUnencrypted, None, Unknown};
    let parsed = |word: &str| EncryptionClass::parse(word).unwrap_or(Unknown);
    if line.coverage.listing_complete {
        return parsed(&line.encryption.class);
    }
    match parsed(&line.encryption.actual) {
        class @ (None | MixedUnencrypted) => class,
        _ => Unknown,
    }
}

fn desired(line: &BucketLine, prefix: &TagPrefix) -> BTreeMap<String, String> {
    let categories: Vec<Category> =
        line.categories.iter().filter_map(|name| Category::parse(name)).collect();
    verdict_tags(
        &Verdict {
            risk: RiskLevel::parse(&line.risk.level).unwrap_or(RiskLevel::Inconclusive),
            sensitivity: &line.sensitivity,
            encryption: encryption(line),
            categories: &categories,
        },
        prefix,
    )
}

/// What happens to a tag that says `now` and should say `wanted`.
fn action(
    name: &str,
    now: Option<&str>,
    wanted: Option<&String>,
    may_lower: bool,
) -> Option<TagAction> {
    let (now, wanted) = match (now, wanted) {
        (None, None) => return None,
        (Some(now), _) if is_foreign(now) => return Some(TagAction::Leave),
        (None, Some(to)) => return Some(TagAction::Add { to: to.clone() }),
        (Some(from), None) if may_lower => {
            return Some(TagAction::Remove { from: from.to_owned() });
        }
        (Some(now), wanted) => (now, wanted.map_or("", String::as_str)),
    };
    let to = if may_lower || name == "data" && now == wanted {
        wanted.to_owned()
    } else if name == "data" {
        joined(now, wanted)
    } else if lowers(name, now, wanted) {
        now.to_owned()
    } else {
        wanted.to_owned()
    };
    // Even a complete run can end without a verdict; that is no reason to forget an older one.
    let to = if says_nothing(name, &to) && !says_nothing(name, now) { now.to_owned() } else { to };
    Some(if to == now {
        let held_back = (to != wanted).then(|| wanted.to_owned());
        TagAction::Keep { value: to, held_back }
    } else {
        TagAction::Change { from: now.to_owned(), to }
    })
}

/// Whether somebody else wrote the value: once it is gone nobody can bring it back.
fn is_foreign(told: &str) -> bool {
    told == OTHER_TAG_VALUE
}

fn says_nothing(name: &str, value: &str) -> bool {
    match name {
        "risk" => value == RiskLevel::Inconclusive.as_str(),
        "sensitivity" | "encryption" => value == "unknown",
        _ => false,
    }
}

/// Whether the new value sounds better than the old one.
fn lowers(name: &str, now: &str, wanted: &str) -> bool {
    let ranks = |rank: fn(&str) -> Option<u32>| rank(wanted) < rank(now);
    match name {
        "risk" => ranks(|word| {
            RiskLevel::parse(word).filter(|l| *l != RiskLevel::Inconclusive).map(|l| l as u32)
        }),
        "sensitivity" => ranks(|word| {
            Tier::ALL.into_iter().find(|tier| tier.as_str() == word).map(|tier| tier as u32)
        }),
        "encryption" => ranks(|word| {
            EncryptionClass::parse(word)
                .filter(|class| *class != EncryptionClass::Unknown)
                .map(|class| Weights::builtin().encryption(class))
        }),
        _ => false,
    }
}

/// The categories of both values, in report order; words that are no category are dropped.
fn joined(now: &str, wanted: &str) -> String {
    let both: Vec<&str> = now.split('+').chain(wanted.split('+')).collect();
    let words: Vec<_> =
        Category::ALL.into_iter().map(Category::tag_word).filter(|w| both.contains(w)).collect();
    words.join("+")
}

impl BucketTagPlan {
    /// Compares the tags of one bucket, as they are now, with those it should have by a run.
    pub fn new(
        run: &RunFile,
        line: &BucketLine,
        tags: &TagsLine,
        previous: Option<&PreviousRun>,
        prefix: &TagPrefix,
    ) -> Self {
        let ended = run.state == RunState::Done && run.reconciles == Some(true);
        let complete = ended && !run.sampled && line.coverage.complete;
        let whole = complete && looked_for_all(run);
        let before =
            previous.filter(|_| ended).and_then(|run_before| run_before.as_wide(run, line));
        let before = before.map(|line| desired(line, prefix)).unwrap_or_default();
        // What a run as wide as this one has said, this one may take back; not what others said.
        let said = |name: &str| {
            let key = prefix.key(name);
            before.contains_key(&key) && before.get(&key) == tags.own.get(&key)
        };
        let reach_known = line.exposure.audience != Audience::Unknown.as_str();
        let may_lower = |name: &str| (whole || said(name)) && (name != "risk" || reach_known);
        let held_by = match (complete, whole) {
            (true, true) if !reach_known => HELD_BY_EXPOSURE,
            (true, false) => HELD_BY_SCOPE,
            _ => HELD_BY_COVERAGE,
        };
        bucket_plan(line, tags, prefix, &may_lower, held_by)
    }

    /// Compares the tags of one object, as they are now, with what was found in it.
    pub fn of_object(
        run: &RunFile,
        object: &SensitiveObject,
        tags: &TagsLine,
        prefix: &TagPrefix,
    ) -> Self {
        let mut desired =
            BTreeMap::from([(prefix.key("sensitivity"), object.sensitivity.as_str().to_owned())]);
        let words: Vec<_> = object.categories.iter().map(|c| c.tag_word()).collect();
        desired.insert(prefix.key("data"), words.join("+"));
        let ended = run.state == RunState::Done && run.reconciles == Some(true);
        let complete = ended && object.complete;
        let whole = complete && looked_for_all(run);
        difference(&Difference {
            bucket: &object.bucket,
            names: &OBJECT_TAG_NAMES,
            desired: &desired,
            tags,
            may_lower: &|_| whole,
            held_by: if complete { HELD_BY_SCOPE } else { HELD_BY_COVERAGE },
            prefix,
            max: OBJECT_TAGS_MAX,
        })
    }

    /// The plan that takes all of Magpie's tags away, and nobody else's.
    pub fn removal(bucket: &str, tags: &TagsLine, prefix: &TagPrefix) -> Self {
        let keys = magpie_judge::TAG_NAMES.map(|name| prefix.key(name));
        let own = keys.into_iter().filter_map(|key| tags.own.get_key_value(&key));
        let remove = |(key, from): (&String, &String)| TagLine {
            key: key.clone(),
            action: match is_foreign(from) {
                true => TagAction::Leave,
                false => TagAction::Remove { from: from.clone() },
            },
        };
        let lines: Vec<TagLine> = own.map(remove).collect();
        let others = tags.others + (tags.own.len() - lines.len()) as u64;
        let removes = |line: &TagLine| line.action != TagAction::Leave;
        let ready = lines.iter().any(removes);
        let state = if ready { TagPlanState::Ready } else { TagPlanState::UpToDate };
        let (bucket, held_by) = (bucket.to_owned(), HELD_BY_COVERAGE);
        Self { bucket, state, lines, others, refusal: None, held_by }
    }

    /// The tags that shall be written, by key.
    pub fn sets(&self) -> BTreeMap<String, String> {
        let set = |line: &TagLine| match &line.action {
            TagAction::Add { to } | TagAction::Change { to, .. } => {
                Some((line.key.clone(), to.clone()))
            }
            _ => None,
        };
        self.lines.iter().filter_map(set).collect()
    }

    /// The keys whose tags shall go.
    pub fn removes(&self) -> Vec<String> {
        let gone = |line: &&TagLine| matches!(line.action, TagAction::Remove { .. });
        self.lines.iter().filter(gone).map(|line| line.key.clone()).collect()
    }

    /// Why the plan cannot be carried out; `None` where it can, or there is nothing to do.
    pub fn obstacle(&self) -> Option<String> {
        match &self.state {
            TagPlanState::Ready | TagPlanState::UpToDate => None,
            state => Some(state_words(state)),
        }
    }

    /// The plan of this bucket as text, one line a tag.
    pub fn render(&self) -> String {
        let mut out = String::new();
        let others = match self.others {
            0 => String::new(),
            1 => "; 1 other tag stays".into(),
            n => format!("; {n} other tags stay"),
        };
        let head = match &self.state {
            TagPlanState::Ready => self.counts(),
            state => state_words(state),
        };
        out.push_str(&format!("{}: {head}{others}\n", escaped(&self.bucket)));
        if let Some(refusal) = &self.refusal {
            out.push_str(&format!("  ! {}\n", escaped(refusal)));
        }
        let width = self.lines.iter().map(|l| escaped(&l.key).chars().count()).max().unwrap_or(0);
        for line in &self.lines {
            let key = escaped(&line.key);
            let (sign, rest) = action_words(&line.action, self.held_by);
            out.push_str(&format!("  {sign} {key:width$}  {rest}\n"));
        }
        out
    }

    fn counts(&self) -> String {
        let count =
            |is: fn(&TagAction) -> bool| self.lines.iter().filter(|line| is(&line.action)).count();
        let words: Vec<String> = [
            (count(|a| matches!(a, TagAction::Add { .. })), "to add"),
            (count(|a| matches!(a, TagAction::Change { .. })), "to change"),
            (count(|a| matches!(a, TagAction::Remove { .. })), "to remove"),
            (count(|a| matches!(a, TagAction::Keep { .. })), "to keep"),
            (count(|a| matches!(a, TagAction::Leave)), "to leave alone"),
        ]
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
        words.join(", ")
    }
}

fn state_words(state: &TagPlanState) -> String {
    match state {
        TagPlanState::Ready => String::new(),
        TagPlanState::UpToDate => "nothing to change".into(),
        TagPlanState::NotABucket => "not a bucket, so there are no tags".into(),
        TagPlanState::NotListed => {
            "nothing of it could be listed, so nothing is known to tag it with".into()
        }
        TagPlanState::TagsUnknown(reason) => {
            format!("its tags are not known ({}), so nothing can be compared", escaped(reason))
        }
        TagPlanState::OverLimit { count, max } => format!(
            "would have {count} tags, and S3 takes {max}: remove some first; no tag is given up for another"
        ),
        TagPlanState::Foreign { key } => format!(
            "{} holds a value that Magpie did not write, and it is not overwritten: take that tag away first, or choose another --tag-prefix",
            escaped(key)
        ),
        TagPlanState::Unfit { key, value } => format!(
            "S3 does not take the value {} of {}: letters, digits, spaces and _ . : / = + - @, at most 256",
            escaped(value),
            escaped(key)
        ),
    }
}

fn action_words(action: &TagAction, held_by: &str) -> (char, String) {
    match action {
        TagAction::Add { to } => ('+', escaped(to)),
        TagAction::Change { from, to } => ('~', format!("{} → {}", escaped(from), escaped(to))),
        TagAction::Keep { value, held_back: None } => ('=', escaped(value)),
        TagAction::Keep { value, held_back: Some(wanted) } => {
            let wanted = if wanted.is_empty() { "nothing" } else { wanted };
            ('=', format!("{} (this run says {}; {held_by})", escaped(value), escaped(wanted)))
        }
        TagAction::Remove { from } => ('-', escaped(from)),
        TagAction::Leave => ('=', format!("{OTHER_TAG_VALUE} (not written by Magpie)")),
        TagAction::Want { to } => ('?', escaped(to)),
    }
}
