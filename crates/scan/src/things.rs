//! Headings that say that their numbers are of things: of orders, invoices, parcels, books. Many such
//! numbers end with the check digit of a person's number, so that a column of them proves nothing.

/// In the languages of most detectors, in lower case. Each is a word of its own or the beginning of one
/// word with `number` (`Bestellnummer`).
const THINGS: &str = "order invoice tracking shipment parcel consignment transaction sku isbn issn ean gtin upc \
    serial ticket batch lot receipt article item product barcode waybill voucher \
    bestell rechnung sendung lieferschein auftrag artikel \
    commande facture colis livraison article \
    pedido factura envío albarán fattura ordine spedizione \
    bestelling factuur zending zamówienie zamówienia faktura przesyłka encomenda fatura \
    ordre beställning tilaus lasku objednávka rendelés számla comandă";

/// What the second half of such a word is.
const NUMBER_WORDS: [&str; 6] = ["nummer", "number", "nr", "no", "id", "numero"];

/// What stands over numbers of any kind.
const NEUTRAL: &str = "reference references ref refs referenz referenznummer référence referencia riferimento \
    code codes kode código codice number numbers nummer nr no num numero número numéro key value serial sequence";

/// What a heading says of the numbers under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// That they are of things.
    Things,
    /// No more than that they are numbers.
    Nothing,
    /// Something else.
    Other,
}

/// What the last name of a path says: `order_number`, `trackingId`, `$.Bestellnummer`; `reference`, `code_no`.
pub(crate) fn named_in(label: &str) -> Named {
    let name = label.rsplit(['.', '/', ']']).find(|name| !name.is_empty()).unwrap_or(label);
    let words = words(name);
    let is_thing = |word: &String| THINGS.split_ascii_whitespace().any(|thing| is_of(word, thing));
    let is_neutral =
        |word: &String| NEUTRAL.split_ascii_whitespace().any(|neutral| neutral == word);
    let mut said = words.iter().filter(|word| !word.is_empty()).peekable();
    if words.iter().any(is_thing) {
        Named::Things
    } else if said.peek().is_some() && said.all(is_neutral) {
        Named::Nothing
    } else {
        Named::Other
    }
}

fn is_of(word: &str, thing: &str) -> bool {
    word.strip_prefix(thing).is_some_and(|rest| rest.is_empty() || NUMBER_WORDS.contains(&rest))
}

/// Words in lower case, parted by what is no letter and where a capital begins one.
fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphabetic() || (letter.is_uppercase() && before.is_lowercase()) {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_alphabetic() {
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.push(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_things_are_known_by_their_names() {
        for label in
            ["order_number", "trackingId", "$.data.Bestellnummer", "Order No.", "facture n°", "EAN"]
        {
            assert_eq!(named_in(label), Named::Things, "{label}");
        }
        for label in ["reference", "Code", "number", "ref_no", "$.rows[*].refNumber"] {
            assert_eq!(named_in(label), Named::Nothing, "{label}");
        }
        for label in ["xcol", "orders.customer_ref", "border", "lottery", "siren", ""] {
            assert_eq!(named_in(label), Named::Other, "{label}");
        }
    }
}
