//! The sentence, the vector and the interval that go with a score.

use magpie_model::EncryptionClass;

use crate::risk::{PartOf, what_if};
use crate::{
    Audience, Exposure, Factors, Floor, Form, Guard, Logging, Recovery, Risk, RiskLevel, Score,
    Situation, Tally, Tier, Weights, score_by,
};

/// The risk of a bucket where nothing was found and not everything was read.
pub(crate) fn inconclusive(tally: &Tally, situation: &Situation, weights: &Weights) -> Risk {
    let coverage = tally.coverage();
    let explanation = if coverage.listing_incomplete && coverage.objects == 0 {
        "inconclusive: not all of it was listed, and no object was seen".to_owned()
    } else if coverage.objects_complete == coverage.objects {
        let seen = objects_words(coverage.objects);
        format!("inconclusive: no detections in {seen}, and not all of it was listed")
    } else {
        format!(
            "inconclusive: no detections, and only {} of {} {} read in full{}",
            coverage.objects_complete,
            objects_words(coverage.objects),
            if coverage.objects == 1 { "was" } else { "were" },
            if coverage.listing_incomplete { "; not all of it was listed" } else { "" },
        )
    };
    Risk {
        level: RiskLevel::Inconclusive,
        score: None,
        min: None,
        max: None,
        terms: None,
        explanation,
        vector: vector(&situation.nominal, &[], weights),
        what_if: Vec::new(),
        weights_version: weights.version(),
        weights_digest: weights.digest().to_owned(),
    }
}

fn objects_words(number: u64) -> String {
    format!("{number} object{}", if number == 1 { "" } else { "s" })
}

/// Where in a bucket the data lies that decides.
pub(crate) struct Place<'a> {
    /// In which form it is reached.
    pub(crate) form: Form,
    /// Who can reach it.
    pub(crate) exposure: &'a Exposure,
    /// Objects with findings that they reach.
    pub(crate) reached: u64,
    /// Whether some of those are reached for other reasons than the one of `exposure`.
    pub(crate) other_ways: bool,
    /// What is open more widely, and holds none of it.
    pub(crate) elsewhere: Option<String>,
}

/// The risk of a bucket by the formula; without a place, of what is no bucket. The tallies are of
/// all of it, and of what the gravest audience reaches.
pub(crate) fn risk(
    (tally, gravest): (&Tally, &Tally),
    situation: &Situation,
    place: Option<&Place<'_>>,
    parts: &[&PartOf],
    weights: &Weights,
) -> Risk {
    let all = || std::iter::once(situation).chain(parts.iter().map(|part| &part.situation));
    let score = |factors| score_by(factors, weights);
    let highest = |of: fn(&Situation) -> &Factors| {
        all().map(|situation| score(of(situation)).value).fold(0, u32::max)
    };
    let mut terms = score(&situation.nominal);
    let lifted = lifted_words(&mut terms, situation.nominal.audience, parts, weights);
    let (best, worst) = (highest(|s| &s.best), highest(|s| &s.worst));
    let nominal: Vec<_> = all().map(|situation| situation.nominal).collect();
    let what_if = what_if(&nominal, place.is_some(), weights);
    let mut explanation = if terms.impact == 0 && tally.coverage().objects == 0 {
        "NONE 0: there is no object to read".to_owned()
    } else if terms.impact == 0 {
        match tally.coverage().objects {
            1 => "NONE 0: no detections in the one object, which was read in full".to_owned(),
            n => format!("NONE 0: no detections in {n} objects, all of them read in full"),
        }
    } else {
        format!(
            "{} {} = impact {} × likelihood {}{}",
            terms.level().as_str().to_uppercase(),
            terms.value,
            impact_words(gravest, &situation.nominal, terms.impact, weights),
            match place {
                Some(place) => {
                    likelihood_words(tally, &situation.nominal, place, &terms, weights)
                }
                None => likelihood_words_of_place(&terms, weights),
            },
            lifted,
        )
    };
    if let Some(elsewhere) = place.and_then(|place| place.elsewhere.as_ref()) {
        explanation.push_str(&format!("; {elsewhere}"));
    }
    if best != worst {
        explanation.push_str(&format!(". Between {best} and {worst}, as not all is known"));
    }
    if let Some(first) = what_if.first() {
        explanation.push_str(&format!(". Biggest reduction: {} → {}", first.action, first.score));
    }
    Risk {
        level: terms.level(),
        score: Some(terms.value),
        min: Some(best.min(terms.value)),
        max: Some(worst.max(terms.value)),
        vector: vector(
            &situation.nominal,
            &terms.floors.iter().map(|f| f.number()).collect::<Vec<_>>(),
            weights,
        ),
        terms: Some(terms),
        explanation,
        what_if,
        weights_version: weights.version(),
        weights_digest: weights.digest().to_owned(),
    }
}

fn impact_words(tally: &Tally, factors: &Factors, impact: u32, weights: &Weights) -> String {
    let worst = tally.detectors().values().filter(|d| d.tier == factors.tier);
    let name = worst.max_by_key(|d| d.count).map_or("data", |d| d.name.as_str());
    let mut words =
        format!("{impact} ({name}, {} {}", factors.tier.as_str(), weights.tier(factors.tier));
    let identity = weights.combination_identity();
    match factors.combination {
        0 => {}
        points if points == identity => {
            words.push_str(&format!(" + identity data in the same object {points}"));
        }
        points => words.push_str(&format!(" + several categories {points}")),
    }
    let people = factors.subjects;
    words.push_str(&format!(
        " + {}{people} distinct {} {})",
        if tally.subjects_is_estimate() { "about " } else { "" },
        if people == 1 { "value" } else { "values" },
        weights.volume(people)
    ));
    words
}

fn likelihood_words(
    tally: &Tally,
    factors: &Factors,
    place: &Place<'_>,
    terms: &Score,
    weights: &Weights,
) -> String {
    let barrier = if factors.barrier && weights.audience(factors.audience) > terms.exposure {
        ", held off by KMS"
    } else {
        ""
    };
    let exposure = place.exposure;
    let mut reasons = Vec::new();
    match exposure.reason.as_str() {
        "" => {}
        known if factors.audience != exposure.audience => {
            reasons.push(format!("{known}, and not every way in is known"));
        }
        reason => reasons.push(reason.to_owned()),
    }
    if let Some(told) = reasons.last_mut().filter(|_| place.other_ways) {
        told.push_str(", and there are other ways in");
    }
    let all = tally.sensitive_objects;
    if place.form == Form::Name {
        reasons.push(names_words(place.reached, all));
    } else if place.reached < all {
        reasons.push(format!("{} of {all} objects with findings", place.reached));
    }
    let reason = match reasons.as_slice() {
        [] => String::new(),
        reasons => format!(" ({})", reasons.join("; ")),
    };
    let gaps = gap_words(factors, weights);
    format!(
        "{}% (base {} + exposure {}{reason}{barrier} {} + gaps {}{}{})",
        terms.likelihood,
        weights.likelihood_base(),
        factors.audience.as_str(),
        terms.exposure,
        terms.gap,
        if gaps.is_empty() { "" } else { ": " },
        gaps.join(", "),
    )
}

/// In whose names it stands, of all objects with findings.
fn names_words(some: u64, all: u64) -> String {
    let names = if some == 1 { "name" } else { "names" };
    let of = if some < all { format!("{some} of {all}") } else { format!("all {all}") };
    match all {
        1 => "it stands in the object's name".to_owned(),
        _ => format!("it stands in the {names} of {of} objects with findings"),
    }
}

/// Who reaches a directory, a file or a stream, and what guards it, no call tells.
fn likelihood_words_of_place(terms: &Score, weights: &Weights) -> String {
    format!(
        "{}% (base {} + exposure unknown, as it is no bucket {} + gaps unknown {})",
        terms.likelihood,
        weights.likelihood_base(),
        terms.exposure,
        terms.gap,
    )
}

fn gap_words(factors: &Factors, weights: &Weights) -> Vec<String> {
    let guard = |guard, off: &'static str, unknown: &'static str| match guard {
        Guard::Off => off,
        Guard::Unknown => unknown,
        Guard::On => "",
    };
    let encryption = match factors.encryption {
        EncryptionClass::None => "no encryption",
        EncryptionClass::MixedUnencrypted => "some objects unencrypted",
        EncryptionClass::Unknown => "encryption unknown",
        class => class.as_str(),
    };
    [
        (encryption, weights.encryption(factors.encryption)),
        (
            guard(factors.tls, "no TLS-only policy", "TLS-only policy unknown"),
            weights.tls(factors.tls),
        ),
        (
            match factors.logging {
                Logging::None => "no access logs",
                Logging::AccessLog => "server access logs only",
                Logging::Unknown => "data events unknown",
                Logging::DataEvents => "",
            },
            weights.logging(factors.logging),
        ),
        (
            match factors.recovery {
                Recovery::Off => "no versioning",
                Recovery::Unknown => "versioning unknown",
                Recovery::Versioned => "no Object Lock",
                Recovery::ObjectLock => "",
            },
            weights.recovery(factors.recovery),
        ),
        (
            guard(factors.retention, "nothing expires", "expiry unknown"),
            weights.retention(factors.retention),
        ),
        (
            guard(factors.ownership, "ACLs in force", "ACL setting unknown"),
            weights.ownership(factors.ownership),
        ),
    ]
    .into_iter()
    .filter(|(_, points)| *points > 0)
    .map(|(words, points)| format!("{words} {points}"))
    .collect()
}

/// Lifts the score to that of the gravest part, and says what lifted it.
fn lifted_words(
    terms: &mut Score,
    audience: Audience,
    parts: &[&PartOf],
    weights: &Weights,
) -> String {
    let mut words = floor_words(terms, audience);
    let scored = parts.iter().map(|part| (score_by(&part.situation.nominal, weights).value, *part));
    let gravest = scored.reduce(|first, next| if next.0 > first.0 { next } else { first });
    if let Some((value, part)) = gravest.filter(|(value, _)| *value > terms.value) {
        let (own, part) = (terms.value, &part.words);
        words.push_str(&format!("; lifted from {own} by {part}, which scores {value} by itself"));
        terms.lift_to(value, weights);
    }
    words
}

fn floor_words(terms: &Score, audience: Audience) -> String {
    if terms.floors.is_empty() {
        return String::new();
    }
    let reason = |floor: &Floor| format!("F{} {}", floor.number(), floor.sentence(audience));
    let reasons: Vec<_> = terms.floors.iter().map(reason).collect();
    if terms.value > terms.product {
        format!("; lifted from {} by {}", terms.product, reasons.join(", "))
    } else {
        format!("; also {}", reasons.join(", "))
    }
}

/// Every level in short, in a fixed order.
fn vector(factors: &Factors, floors: &[u32], weights: &Weights) -> String {
    let letter = |guard| match guard {
        Guard::On => "y",
        Guard::Unknown => "u",
        Guard::Off => "n",
    };
    let floors: Vec<_> = floors.iter().map(u32::to_string).collect();
    format!(
        "{}/T:{}/C:{}/V:{}/E:{}/K:{}/ENC:{}/TLS:{}/LOG:{}/VER:{}/RET:{}/OWN:{}/F:{}",
        weights.mark(),
        factors.tier.as_str(),
        factors.combination,
        if factors.tier == Tier::None { 0 } else { weights.volume(factors.subjects) },
        factors.audience.as_str(),
        u32::from(factors.barrier),
        factors.encryption.as_str(),
        letter(factors.tls),
        factors.logging.as_str(),
        factors.recovery.as_str(),
        letter(factors.retention),
        letter(factors.ownership),
        if floors.is_empty() { "-".to_owned() } else { floors.join("+") },
    )
}
