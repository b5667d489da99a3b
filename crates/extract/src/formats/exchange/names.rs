//! What fields of segments are called in their standards: those that hold data of people.

/// Segment, number, name; sorted.
type Names = &'static [(&'static str, u32, &'static str)];

/// The name of a field; empty for one that is not known.
pub(super) fn name_of(names: Names, segment: &str, number: u32) -> &'static str {
    let place = names.binary_search_by(|(known, at, _)| (*known, *at).cmp(&(segment, number)));
    place.map_or("", |at| names[at].2)
}

/// HL7 v2.
pub(super) const HL7: Names = &[
    ("AL1", 3, "allergen"),
    ("DG1", 3, "diagnosis code"),
    ("DG1", 4, "diagnosis description"),
    ("EVN", 5, "operator id"),
    ("GT1", 2, "guarantor number"),
    ("GT1", 3, "guarantor name"),
    ("GT1", 5, "guarantor address"),
    ("GT1", 6, "guarantor home phone number"),
    ("GT1", 7, "guarantor business phone number"),
    ("GT1", 8, "guarantor date of birth"),
    ("GT1", 12, "guarantor social security number"),
    ("GT1", 19, "guarantor employee id number"),
    ("IN1", 2, "insurance plan id"),
    ("IN1", 16, "name of insured"),
    ("IN1", 18, "insured date of birth"),
    ("IN1", 19, "insured address"),
    ("IN1", 36, "policy number"),
    ("IN1", 49, "insured id number"),
    ("IN2", 1, "insured employee id"),
    ("IN2", 2, "insured social security number"),
    ("IN2", 6, "medicare health insurance card number"),
    ("IN2", 8, "medicaid case number"),
    ("IN2", 61, "patient member number"),
    ("IN2", 63, "insured phone number home"),
    ("MRG", 1, "prior patient identifier list"),
    ("MRG", 3, "prior patient account number"),
    ("NK1", 2, "name"),
    ("NK1", 4, "address"),
    ("NK1", 5, "phone number"),
    ("NK1", 6, "business phone number"),
    ("NK1", 16, "date of birth"),
    ("NK1", 33, "next of kin identifiers"),
    ("NK1", 37, "contact person social security number"),
    ("NTE", 3, "comment"),
    ("OBR", 16, "ordering provider"),
    ("OBX", 5, "observation value"),
    ("ORC", 12, "ordering provider"),
    ("PID", 2, "patient id"),
    ("PID", 3, "patient identifier list"),
    ("PID", 4, "alternate patient id"),
    ("PID", 5, "patient name"),
    ("PID", 6, "mother's maiden name"),
    ("PID", 7, "date of birth"),
    ("PID", 8, "sex"),
    ("PID", 9, "patient alias"),
    ("PID", 10, "race"),
    ("PID", 11, "patient address"),
    ("PID", 13, "phone number home"),
    ("PID", 14, "phone number business"),
    ("PID", 15, "primary language"),
    ("PID", 16, "marital status"),
    ("PID", 17, "religion"),
    ("PID", 18, "patient account number"),
    ("PID", 19, "social security number"),
    ("PID", 20, "driver's license number"),
    ("PID", 21, "mother's identifier"),
    ("PID", 22, "ethnic group"),
    ("PID", 23, "birth place"),
    ("PID", 26, "citizenship"),
    ("PID", 28, "nationality"),
    ("PID", 29, "patient death date and time"),
    ("PV1", 7, "attending doctor"),
    ("PV1", 8, "referring doctor"),
    ("PV1", 19, "visit number"),
    ("STF", 2, "staff identifier list"),
    ("STF", 3, "staff name"),
    ("STF", 6, "date of birth"),
    ("STF", 10, "phone"),
    ("STF", 11, "office home address"),
    ("STF", 15, "e-mail address"),
];

/// UN/EDIFACT.
pub(super) const EDIFACT: Names = &[
    ("ADR", 2, "address details"),
    ("COM", 1, "communication contact telephone e-mail"),
    ("CTA", 2, "department or employee details"),
    ("DOC", 2, "document number"),
    ("DTM", 1, "date"),
    ("FII", 2, "account holder identification account number"),
    ("FII", 3, "institution identification"),
    ("FTX", 4, "free text"),
    ("NAD", 2, "party identification"),
    ("NAD", 3, "name and address"),
    ("NAD", 4, "party name"),
    ("NAD", 5, "street"),
    ("NAD", 6, "city name"),
    ("NAD", 8, "postal code"),
    ("NAD", 9, "country"),
    ("NAT", 2, "nationality"),
    ("PNA", 2, "identification number"),
    ("PNA", 6, "name"),
    ("RFF", 1, "reference"),
    ("UNB", 2, "sender"),
    ("UNB", 3, "recipient"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        for names in [HL7, EDIFACT] {
            assert!(names.is_sorted_by_key(|(segment, number, _)| (*segment, *number)));
        }
    }
}
