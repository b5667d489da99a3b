//! Whom a policy lets in, found out twice: by Magpie, and by simulating request after request. What the
//! simulation lets through lies within what Magpie says, between what is certain and what is possible.

mod support;

#[path = "simulation/draw.rs"]
mod draw;
#[path = "simulation/policy.rs"]
mod policy;
#[path = "simulation/request.rs"]
mod request;

use magpie_judge::{Audience, exposure_of};
use magpie_model::BucketFacts;
use magpie_policy::{Grant, Owner, Party, Policy, Relation, evaluate};
use policy::{Plain, lets_through};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use request::{ACTIONS, Ability, Class, OWN, everybody};
use support::{known, with_policy};

const ABILITIES: [Ability; 4] = [Ability::Read, Ability::List, Ability::Write, Ability::Admin];
const AT: &str = "2026-01-01T00:00:00Z";
const REGION: &str = "eu-central-1";

/// The farthest that some request of each ability comes from: what must be said, and what may be.
type Opened = [(Class, Class); 4];

/// Tries every request, the farthest first.
fn simulate(policy: &Plain) -> Opened {
    let mut opened = [(Class::Inside, Class::Inside); 4];
    let everybody = everybody();
    for target in ACTIONS.into_iter().flat_map(request::targets) {
        let Some(ability) = target.action.ability else { continue };
        let (must, may) = &mut opened[ability as usize];
        for who in &everybody {
            let farthest = |generous, best: &mut Class, of: fn((Class, Class)) -> Class| {
                let about = policy.about(who, target, generous);
                if *best >= of(who.class) || !about.iter().any(|statement| statement.allow) {
                    return;
                }
                let conditions = about.iter().flat_map(|statement| &statement.conditions);
                let keys = conditions.map(|condition| condition.key.as_str()).collect();
                request::each(who, target.action, &keys, &mut |context, named| {
                    let nearer = if named { Class::External } else { Class::Everyone };
                    let class = of(who.class).min(nearer);
                    if class > *best && lets_through(&about, context) {
                        *best = class;
                    }
                    *best >= of(who.class)
                });
            };
            farthest(true, may, |class| class.1);
            farthest(false, must, |class| class.0);
        }
    }
    opened
}

/// What a grant says at least and at most.
fn class(grant: &Grant) -> (Class, Class) {
    match grant.relation {
        Relation::Nobody | Relation::Own | Relation::Service => (Class::Inside, Class::Inside),
        Relation::Organisation => (Class::Organisation, Class::Organisation),
        Relation::CloudFront => (Class::CloudFront, Class::CloudFront),
        Relation::NotKnown => (Class::Inside, Class::External),
        Relation::External | Relation::Trusted => (Class::External, Class::External),
        Relation::Public if grant.party == Party::AnyAccount || grant.party.is_service() => {
            (Class::AnyAccount, Class::AnyAccount)
        }
        Relation::Public => (Class::Everyone, Class::Everyone),
    }
}

/// What Magpie says of each ability: what is certain, and what is possible.
fn said(text: &str) -> [(Class, Class); 4] {
    let owner = Owner {
        bucket: Some("box".into()),
        region: Some(REGION.into()),
        at: Some(AT.into()),
        account: Some(OWN.into()),
        organisation: Some("o-own".into()),
        ..Owner::default()
    };
    let policy = Policy::parse(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let verdict = evaluate(&policy, &owner);
    ABILITIES.map(|ability| {
        let gives = |grant: &&Grant| match ability {
            Ability::Read => grant.abilities.read,
            Ability::List => grant.abilities.list,
            Ability::Write => grant.abilities.write,
            Ability::Admin => grant.abilities.admin,
        };
        let giving = || verdict.grants.iter().filter(gives);
        let sure = giving().filter(|grant| grant.doubt.is_none()).map(|grant| class(grant).0);
        let possible = giving().map(|grant| class(grant).1);
        (sure.max().unwrap_or(Class::Inside), possible.max().unwrap_or(Class::Inside))
    })
}

fn facts(text: &str) -> BucketFacts {
    let mut facts = BucketFacts { region: known(REGION.into()), ..with_policy(Some(text)) };
    facts.declared.organisation = Some("o-own".into());
    facts
}

fn audience(class: Class, ability: Ability) -> Audience {
    let writes = matches!(ability, Ability::Write | Ability::Admin);
    match (class, writes) {
        (Class::Inside, _) => Audience::Account,
        (Class::Organisation, _) => Audience::Organisation,
        (Class::CloudFront, _) => Audience::CloudFront,
        (Class::External, false) => Audience::ExternalRead,
        (Class::External, true) => Audience::ExternalWrite,
        (Class::AnyAccount, false) => Audience::AnyAccount,
        (Class::Everyone, false) => Audience::PublicRead,
        (Class::AnyAccount | Class::Everyone, true) => Audience::PublicWrite,
    }
}

fn place(audience: Audience) -> usize {
    Audience::ORDER.iter().position(|known| *known == audience).expect("it is known")
}

/// What is wrong with what Magpie says, if anything.
fn wrong(text: &str) -> Option<String> {
    let plain = Plain::read(text);
    let opened = simulate(&plain);
    let said = said(text);
    for (ability, ((must, may), (sure, possible))) in
        ABILITIES.iter().zip(opened.into_iter().zip(said))
    {
        if possible < must {
            return Some(format!("too narrow: {ability:?} is open to {must:?}, not {possible:?}"));
        }
        if sure > may {
            return Some(format!("too wide: {ability:?} is open to {may:?}, not {sure:?}"));
        }
    }
    let places = |end: fn(&(Class, Class)) -> Class| {
        let each = ABILITIES.iter().zip(&opened).map(|(a, o)| place(audience(end(o), *a)));
        each.max().unwrap_or(0)
    };
    // Whom the account itself lets in, and to what denials hold it, is not simulated.
    let inside = place(Audience::Account);
    let (must, may) = (places(|opened| opened.0), places(|opened| opened.1));
    let must = if must <= inside { 0 } else { must };
    let exposure = exposure_of(&facts(text));
    let (narrowest, widest) = (place(exposure.narrowest), place(exposure.widest));
    (widest < must || narrowest > may).then(|| {
        format!("{must}..{may} is not within {:?}..{:?}", exposure.narrowest, exposure.widest)
    })
}

proptest! {
    // The same policies every time: what others show is for whoever changes the evaluator to look at.
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn whoever_some_request_lets_in_lies_within_what_is_said(text in draw::policy()) {
        if let Some(wrong) = wrong(&text) {
            prop_assert!(false, "{wrong}\n{text}");
        }
    }
}

/// The simulation itself, where what it must come to is plain.
#[test]
fn a_request_is_let_through_as_aws_describes() {
    let all = r#""Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]"#;
    let read = |statements: &str| {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
        simulate(&Plain::read(&text.replace("ALL", all)))[Ability::Read as usize]
    };
    const EVERYBODY: &str = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",ALL}"#;
    let less = |denial: &str| read(&format!(r#"{EVERYBODY},{{"Effect":"Deny",{denial}}}"#));
    for (opened, wanted) in [
        (read(EVERYBODY), Class::Everyone),
        (read(&EVERYBODY.replace(r#""*""#, r#"{"AWS":"444455556666"}"#)), Class::External),
        (less(r#""Principal":"*","Action":"s3:*",ALL"#), Class::Inside),
        (
            less(
                r#""Principal":"*","Action":"s3:*",ALL,"Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-own"}}"#,
            ),
            Class::Organisation,
        ),
        (
            less(
                r#""Principal":"*","Action":"s3:*",ALL,"Condition":{"Null":{"aws:PrincipalArn":"true"}}"#,
            ),
            Class::AnyAccount,
        ),
        (
            less(
                r#""Principal":"*","Action":"s3:*",ALL,"Condition":{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#,
            ),
            Class::External,
        ),
    ] {
        assert_eq!(opened, (wanted, wanted));
    }
}
