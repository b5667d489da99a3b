//! Brands, breeds and characters that are called like persons. Who is called so all the same is found by what
//! stands before: a form of address, or words such as `my name is`.

use super::Part;

/// First and last word, folded.
const BRANDS: [(&str, &str); 63] = [
    ("alfa", "romeo"),
    ("aston", "martin"),
    ("aunt", "jemima"),
    ("barbie", "doll"),
    ("ben", "jerry"),
    ("betty", "boop"),
    ("betty", "crocker"),
    ("bloody", "mary"),
    ("calvin", "klein"),
    ("captain", "morgan"),
    ("carl", "zeiss"),
    ("charles", "schwab"),
    ("charlotte", "russe"),
    ("christian", "dior"),
    ("christian", "louboutin"),
    ("doc", "martens"),
    ("dom", "perignon"),
    ("don", "julio"),
    ("donald", "duck"),
    ("earl", "grey"),
    ("elizabeth", "arden"),
    ("ernst", "young"),
    ("estee", "lauder"),
    ("fannie", "mae"),
    ("freddie", "mac"),
    ("giorgio", "armani"),
    ("granny", "smith"),
    ("harley", "davidson"),
    ("harry", "potter"),
    ("helena", "rubinstein"),
    ("hugo", "boss"),
    ("jack", "daniel"),
    ("jack", "daniels"),
    ("jack", "russell"),
    ("jack", "wolfskin"),
    ("james", "bond"),
    ("jil", "sander"),
    ("jim", "beam"),
    ("jimmy", "choo"),
    ("john", "deere"),
    ("johnnie", "walker"),
    ("jose", "cuervo"),
    ("kate", "spade"),
    ("les", "paul"),
    ("louis", "vuitton"),
    ("max", "factor"),
    ("max", "mara"),
    ("mercedes", "benz"),
    ("merrill", "lynch"),
    ("michael", "kors"),
    ("mickey", "mouse"),
    ("morgan", "stanley"),
    ("oscar", "mayer"),
    ("paco", "rabanne"),
    ("peter", "pan"),
    ("ralph", "lauren"),
    ("robin", "hood"),
    ("sallie", "mae"),
    ("sherlock", "holmes"),
    ("stella", "artois"),
    ("tim", "hortons"),
    ("tommy", "hilfiger"),
    ("vera", "wang"),
];

/// Whether two names are one of them.
pub(super) fn is_brand(first: &Part<'_>, last: &Part<'_>) -> bool {
    let (Some(first), Some(last)) = (first.word.folded(), last.word.folded()) else { return false };
    BRANDS.iter().any(|(one, other)| {
        one.as_bytes() == first.as_bytes() && other.as_bytes() == last.as_bytes()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brands_are_in_order_and_folded() {
        assert!(BRANDS.is_sorted());
        assert!(
            BRANDS.iter().all(|(one, other)| {
                [one, other].iter().all(|word| **word == word.to_lowercase())
            })
        );
    }
}
