//! What Magpie does, tested from outside. One module a subject; this file is the table of contents.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

// What access points open.
mod access_points;
// Precision and recall per detector do not fall below their floors.
mod accuracy;
// ARCHITECTURE.md says what cargo says.
mod architecture;
// Files made to crash, hang or exhaust a reader.
mod attacks;
// What the catalogue promises is in it.
mod catalogue;
// How objects are encrypted that are not read.
mod census;
// What is denied is unknown, for every call and pair of calls.
mod denials;
// Digits and gaps of other scripts and of typographers, through formats.
mod digits;
// `magpie demo` finds what its recipe planted.
mod demo;
// Built-in detectors do what their files say.
mod detectors;
// Directories as they are met.
mod directories;
// Precision and recall on letters, mail, invoices and dumps that were written without the detectors.
mod documents;
// Bad input: messages, exit codes, interruptions, bounds.
mod errors;
// What goes wrong between listing and reading, on the embedded server.
mod faults;
// Precision and recall on values and headings that were made without the detectors.
mod independent;
// Buckets that are listed by an S3 Inventory.
mod inventory;
// KMS keys: facts, denials, and what they hold off.
mod keys;
// Clear values appear in no output.
mod leak;
// Answers that do not tell how long an object is, or do not end.
mod lengths;
// A long line loses nothing.
mod long_line;
// The words of Macie's identifiers are heard here too.
mod macie_keywords;
// Tags of objects.
mod object_tags;
// Objects, prefixes and accounts have a risk of their own.
mod parts;
// `iam-policy` allows each call by action and resource.
mod policies;
// Bucket configuration on a simulated AWS.
mod posture;
// Answers of AWS in its own wire format become facts.
mod recorded;
// The run directory: schemas, order, modes.
mod run_dir;
// The table of bounds says what the help says.
mod limits;
// A signal ends a run that waits.
mod interruptions;
// The names of members of archives, and of objects.
mod member_names;
// A real S3 store: pages, odd keys, encryption, a large object.
mod s3;
// Precision and recall under headings in other scripts.
mod scripts;
// Precision and recall on a company's records, which the detectors were not made for either.
mod second;
// One denied call, or two, make no yes and no no.
mod silence;
// CloudTrail's trails decide what is recorded.
mod trails;
// Commands that mend findings do so.
mod mends;
// What several tests need.
mod support;
// Tables that are folders: Delta Lake and Iceberg.
mod tables;
// Tags: written, removed, never lost.
mod tagging;
// Habits that a compiler does not enforce.
mod tidy;
// Precision and recall on names, addresses and special categories, which a heading tells.
mod names;
// Numbers of one's own behind the risk.
mod weights;
// What the catalogue promises of the rest of the world is in it.
mod world;
