//! How certain it is whom a policy lets in, and on what it hangs where it is not.

mod support;

use magpie_judge::{Audience, Exposure, exposure_of};
use magpie_model::BucketFacts;
use support::{known, with_policy};

/// The bucket `box` of account 123456789012 with this policy and nothing else that opens it.
fn facts(statements: &[&str]) -> BucketFacts {
    let all = r#""Resource":["arn:aws:s3:::box","arn:aws:s3:::box/*"]"#;
    let statements = statements.join(",").replace("ALL", all);
    let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    let mut facts = BucketFacts {
        region: known("eu-central-1".into()),
        account: known("123456789012".into()),
        ..with_policy(Some(&policy))
    };
    facts.declared.organisation = Some("o-own".into());
    facts
}

fn exposure(statements: &[&str]) -> Exposure {
    exposure_of(&facts(statements))
}

/// The verdict between both ends of what is possible.
fn told(exposure: &Exposure) -> (Audience, Audience, Audience) {
    (exposure.narrowest, exposure.audience, exposure.widest)
}

#[test]
fn what_is_opened_by_a_tag_is_as_certain_as_that_an_object_has_it() {
    let exposure = exposure(&[
        r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject",ALL,
        "Condition":{"StringEquals":{"s3:ExistingObjectTag/share":"yes"}}}"#,
    ]);
    use Audience::{Account, ExternalRead, Unknown};
    assert_eq!(told(&exposure), (Account, Unknown, ExternalRead));
    let hangs = "whether any object carries the tag that it asks for is not known";
    assert!(exposure.reason.contains(&format!("statement 1: {hangs}")), "{}", exposure.reason);
    assert_eq!(exposure.shared_with[0].rule, hangs);
}

#[test]
fn a_denial_of_whoever_shows_no_second_factor_hides_nobody_who_does() {
    let partner =
        r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject",ALL}"#;
    let everybody = r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",ALL}"#;
    use Audience::{AnyAccount, ExternalRead, PublicRead};
    for (allow, condition, audience) in [
        (partner, r#""BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}"#, ExternalRead),
        (partner, r#""Null":{"aws:MultiFactorAuthAge":"true"}"#, ExternalRead),
        (
            partner,
            r#""NumericGreaterThanIfExists":{"aws:MultiFactorAuthAge":"3600"}"#,
            ExternalRead,
        ),
        (everybody, r#""BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}"#, AnyAccount),
        (everybody, r#""Bool":{"aws:MultiFactorAuthPresent":"false"}"#, PublicRead),
    ] {
        let denies = format!(
            r#"{{"Effect":"Deny","Principal":"*","Action":"s3:*",ALL,"Condition":{{{condition}}}}}"#
        );
        let exposure = exposure(&[allow, &denies]);
        assert_eq!(told(&exposure), (audience, audience, audience), "{condition}");
    }
}

#[test]
fn a_bucket_is_restricted_where_denials_spare_named_principals_alone() {
    let app = "arn:aws:iam::123456789012:role/app";
    let told = |denies: &str| {
        let denies = format!(r#"{{"Effect":"Deny","Action":"s3:*",ALL,{denies}}}"#);
        exposure(&[&denies])
    };
    let by = |condition: &str| {
        told(&format!(r#""Principal":"*","Condition":{{{condition}}}"#).replace("APP", app))
    };
    let not =
        |list: &str| told(&format!(r#""NotPrincipal":{{"AWS":[{list}]}}"#).replace("APP", app));
    use Audience::{Account, Restricted};
    for (exposure, audience) in [
        (
            by(r#""ArnNotLike":{"aws:PrincipalArn":["APP","arn:aws:iam::123456789012:root"]}"#),
            Restricted,
        ),
        (
            by(r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/app-*"}"#),
            Restricted,
        ),
        (by(r#""StringNotEqualsIfExists":{"aws:PrincipalArn":"APP"}"#), Restricted),
        (by(r#""StringNotLike":{"aws:userId":["AROAEXAMPLEID12:*","123456789012"]}"#), Restricted),
        (
            by(
                r#""ArnNotEquals":{"aws:PrincipalArn":"APP"},"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}"#,
            ),
            Restricted,
        ),
        (not(r#""APP","arn:aws:iam::123456789012:root""#), Restricted),
        (
            not(r#""arn:aws:sts::123456789012:assumed-role/app/s1","APP","123456789012""#),
            Restricted,
        ),
        (not(r#""arn:aws:iam::123456789012:root""#), Account),
        (by(r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:role/*"}"#), Account),
        (by(r#""ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::123456789012:*"}"#), Account),
        (by(r#""ArnNotLike":{"aws:PrincipalArn":["APP","arn:aws:iam::123456789012:*"]}"#), Account),
        (by(r#""StringNotEquals":{"aws:PrincipalAccount":"123456789012"}"#), Account),
    ] {
        let is = (exposure.narrowest, exposure.audience, exposure.widest);
        assert_eq!(is, (audience, audience, audience), "{}", exposure.reason);
    }
    let exposure = by(r#""ArnNotLike":{"aws:PrincipalArn":"APP"}"#);
    let reason = format!("the policy denies reading to all but {app}");
    assert!(exposure.reason.contains(&reason), "{}", exposure.reason);
    // How many of the account carry a tag is not known.
    let tagged = by(r#""StringNotEquals":{"aws:PrincipalTag/team":"data"}"#);
    assert_eq!((tagged.narrowest, tagged.audience, tagged.widest), (Restricted, Account, Account));
    // Whom the denial spares and an Allow names gets in all the same.
    let partner =
        r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"s3:GetObject",ALL}"#;
    let spares = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*",ALL,"Condition":{"ArnNotLike":
        {"aws:PrincipalArn":["arn:aws:iam::123456789012:role/app","arn:aws:iam::444455556666:role/ann"]}}}"#;
    assert_eq!(crate::exposure(&[partner, spares]).audience, Audience::ExternalRead);
}
