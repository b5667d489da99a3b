//! What the catalogue promises is in it: each European state by kind of number, each credential by name, and what
//! stands for a credential without being one.

use crate::support::plan::{Plan, listed};
use crate::support::program::Magpie;

/// The columns of `EUROPE`.
const KINDS: [&str; 7] =
    ["person", "tax", "social or health", "identity card", "passport", "licence", "VAT"];

/// By state of the EU and the EEA, CH and GB: the detector of each kind. `=` stands where the number before it is
/// used, `-` where the state issues none, with the reason below.
const EUROPE: [(&str, [&str; 7]); 32] = [
    ("at", ["-", "tax_number", "svnr", "identity_card", "passport", "driving_licence", "vat"]),
    ("be", ["national_number", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("bg", ["egn", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("ch", ["ahv", "=", "=", "identity_card", "passport", "driving_licence", "uid"]),
    ("cy", ["identity_card", "tic", "social_security", "=", "passport", "driving_licence", "vat"]),
    ("cz", ["rodne_cislo", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("de", ["-", "idnr", "rvnr", "identity_card", "passport", "driving_licence", "vat"]),
    ("dk", ["cpr", "=", "=", "-", "passport", "driving_licence", "cvr"]),
    ("ee", ["isikukood", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("es", ["nif", "=", "social_security", "identity_card", "passport", "driving_licence", "vat"]),
    ("fi", ["hetu", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("fr", ["nir", "tax_number", "nir", "identity_card", "passport", "driving_licence", "vat"]),
    ("gb", ["-", "utr", "nino", "-", "passport", "driving_licence", "vat"]),
    (
        "gr",
        ["personal_number", "afm", "amka", "identity_card", "passport", "driving_licence", "vat"],
    ),
    ("hr", ["oib", "=", "mbo", "identity_card", "passport", "driving_licence", "vat"]),
    ("hu", ["personal_id", "tax_id", "taj", "identity_card", "passport", "driving_licence", "vat"]),
    ("ie", ["ppsn", "=", "=", "-", "passport", "driving_licence", "vat"]),
    ("is", ["kennitala", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    (
        "it",
        [
            "codice_fiscale",
            "=",
            "health_card",
            "identity_card",
            "passport",
            "driving_licence",
            "vat",
        ],
    ),
    ("li", ["tax_number", "=", "ch/ahv", "identity_card", "passport", "driving_licence", "-"]),
    ("lt", ["asmens_kodas", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("lu", ["matricule", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("lv", ["personas_kods", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    (
        "mt",
        ["identity_card", "tax_number", "-", "identity_card", "passport", "driving_licence", "vat"],
    ),
    ("nl", ["bsn", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("no", ["fodselsnummer", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("pl", ["pesel", "nip", "pesel", "identity_card", "passport", "driving_licence", "vat"]),
    ("pt", ["civil_id", "nif", "niss", "identity_card", "passport", "driving_licence", "vat"]),
    ("ro", ["cnp", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    ("se", ["personnummer", "=", "=", "identity_card", "passport", "driving_licence", "vat"]),
    (
        "si",
        [
            "emso",
            "tax_number",
            "health_insurance",
            "identity_card",
            "passport",
            "driving_licence",
            "vat",
        ],
    ),
    (
        "sk",
        ["rodne_cislo", "tax_number", "=", "identity_card", "passport", "driving_licence", "vat"],
    ),
];

/// Why a state has none of a kind.
const NONE: [(&str, &str, &str); 8] = [
    (
        "at",
        "person",
        "the register's number is not given out; what is used is the insurance number",
    ),
    ("de", "person", "no number of persons but those for tax, pension and health insurance"),
    (
        "dk",
        "identity card",
        "there is no national card; municipalities issue some without a register",
    ),
    ("gb", "person", "no number of persons but those for tax, insurance and health"),
    ("gb", "identity card", "the cards were abolished in 2010"),
    (
        "ie",
        "identity card",
        "there is none beside the passport card, which has a passport's number",
    ),
    ("li", "VAT", "five or six digits that nothing tells from others"),
    (
        "mt",
        "social or health",
        "no description by the issuer was found; insured persons are told by identity card",
    ),
];

#[test]
fn every_european_state_has_a_detector_of_each_kind_or_a_reason_why_not() {
    // Identity, tax and social security numbers are looked for unasked.
    let recommended = |kind: &str| KINDS[..3].contains(&kind);
    Plan { kinds: KINDS, countries: &EUROPE, none: &NONE, recommended }.holds();
    let recommended = listed(&["--profile", "recommended"]);
    for (country, _) in EUROPE {
        assert!(recommended.contains(&format!("{country}/phone")), "{country}/phone is missing");
    }
}

/// Services and kinds of credentials, each with its detector.
const CREDENTIALS: [(&str, &str); 46] = [
    ("OpenSSH private key", "openssh_private_key"),
    ("PGP private key", "pgp_private_key"),
    ("PKCS#1 and PKCS#8 private key", "pkcs_private_key"),
    ("PuTTY private key", "putty_private_key"),
    ("AWS access key id", "aws_access_key_id"),
    ("AWS secret access key", "aws_secret_access_key"),
    ("AWS key pair", "aws_key_pair"),
    ("GCP API key", "gcp_api_key"),
    ("GCP service account", "gcp_service_account_key"),
    ("Azure storage key", "azure_storage_key"),
    ("Azure SAS", "azure_sas"),
    ("Azure client secret", "azure_client_secret"),
    ("Azure connection string", "azure_connection_string"),
    ("GitHub", "github_token"),
    ("GitHub, fine-grained", "github_fine_grained_token"),
    ("GitLab", "gitlab_token"),
    ("Slack", "slack_token"),
    ("Stripe", "stripe_key"),
    ("Twilio", "twilio_key"),
    ("SendGrid", "sendgrid_key"),
    ("npm", "npm_token"),
    ("PyPI", "pypi_token"),
    ("Docker", "docker_token"),
    ("Docker's config.json", "docker_config_auth"),
    ("Hugging Face", "hugging_face_token"),
    ("OpenAI", "openai_key"),
    ("Anthropic", "anthropic_key"),
    ("Atlassian", "atlassian_token"),
    ("Datadog", "datadog_key"),
    ("DigitalOcean", "digitalocean_token"),
    ("Heroku", "heroku_key"),
    ("Mailgun", "mailgun_key"),
    ("Shopify", "shopify_token"),
    ("Square", "square_token"),
    ("Telegram", "telegram_bot_token"),
    ("Discord", "discord_bot_token"),
    ("Vault", "vault_token"),
    ("Terraform Cloud", "terraform_cloud_token"),
    ("Databricks", "databricks_token"),
    ("Snowflake", "snowflake_token"),
    ("database URL with a password", "url_password"),
    (".netrc", "netrc_password"),
    ("htpasswd, shadow, bcrypt", "password_hash"),
    ("presigned URL", "presigned_url"),
    ("kubeconfig", "encoded_private_key"),
    ("assignment by entropy and context", "generic_secret"),
];

#[test]
fn every_credential_is_looked_for_unasked() {
    let recommended = listed(&["--profile", "recommended"]);
    for (what, name) in CREDENTIALS {
        assert!(recommended.contains(&format!("secret/{name}")), "{what}: secret/{name}");
    }
}

#[test]
fn what_stands_in_place_of_a_credential_is_no_finding() {
    let text = r#"password = "xxxxxxxxxxxx"
password = changeme
password: ${DB_PASSWORD}
password: $DB_PASSWORD
api_key: <token>
api_key = {{ vault_api_key }}
api_key = "your-api-key-here"
client_secret: arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf
db_password: '{{resolve:secretsmanager:prod/db:SecretString:password}}'
secret_key: op://vault/item/field
token: !vault-reference secret/data/app
DATABASE_URL=postgres://user:${PASSWORD}@db.example.com/app
DATABASE_URL=postgres://user:password@localhost/app
Authorization: Bearer <access-token>
AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
machine api.example.com login me password ********
"#;
    let scanned = Magpie::scan(&["a.conf"]).file("a.conf", text).run().expect(0).results();
    let found: Vec<_> = scanned.findings.iter().filter(|f| f["confidence"] != "low").collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// Two letters and seven digits are passports of more than sixteen countries; none of them is left out.
#[test]
fn a_finding_names_every_detector_that_its_value_fits() {
    let text = "Could you confirm the passport number (VD3912966) before Friday?\n";
    let scanned = Magpie::scan(&["a.txt"]).file("a.txt", text).run().expect(0).results();
    let [finding] = &scanned.findings[..] else { panic!("{:#?}", scanned.findings) };
    let mut named: Vec<&str> =
        finding["alternatives"].as_array().unwrap().iter().filter_map(|a| a.as_str()).collect();
    named.push(finding["detector"].as_str().unwrap());
    assert!(named.len() > 17, "{named:?}");
    for country in ["at", "au", "gr", "it", "pk", "se", "sk", "th"] {
        let passport = format!("{country}/passport");
        assert!(named.contains(&passport.as_str()), "{passport} is not among {named:?}");
    }
}
