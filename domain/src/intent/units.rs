//! Words for how much of a thing: weights, volumes, counts and packs.

use crate::quantity::Unit;

/// What a unit word measures; the figure is thousandths of the base unit in one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Measure {
    /// Of a kilogram.
    Weight(i64),
    /// Of a litre.
    Volume(i64),
    /// Of a metre.
    Length(i64),
    /// Of a piece, whatever a piece is: a packet of a product sold in packets, too.
    Count(i64),
    /// A pack whose size only the product knows; the figure says which word of [`PACKS`].
    Pack(usize),
    /// Customary, and not the same everywhere: always asked about.
    Vague,
}

#[rustfmt::skip]
pub(super) const UNITS: &[(Measure, &str)] = &[
    (Measure::Weight(1_000), "kilo kilos kg kgs kilogram kilograms killo kelo kilogramme kgr keji किलो किलोग्राम केजी"),
    (Measure::Weight(1), "gram grams gm gms g graam gramm ग्राम gr"),
    (Measure::Weight(250), "paav pav pao pau पाव"),
    (Measure::Weight(100_000), "quintal kuntal kwintal kvintal क्विंटल कुंतल quintals"),
    (Measure::Weight(1_000_000), "ton tonne tons tonnes टन"),
    (Measure::Volume(1_000), "l litre liter litres liters ltr ltrs leetar litar lt lit leter लीटर लिटर"),
    (Measure::Volume(1), "ml millilitre milliliter emel एमएल मिलीलीटर मिली"),
    (Measure::Length(1_000), "meter metre meters metres mtr mitar मीटर"),
    (Measure::Count(1_000), "piece pieces pc pcs pis peece nag adad tukda daana unit units पीस नग अदद टुकड़ा दाना"),
    (Measure::Count(12_000), "dozen darjan darzan dozens dajan darjen दर्जन डज़न दरजन"),
    (Measure::Count(2_000), "jodi joda pair pairs जोड़ी जोड़ा"),
    (Measure::Count(20_000), "kodi kori कोड़ी"),
    (Measure::Count(144_000), "gross"),
    (Measure::Vague, "ser सेर maund tola तोला gaj गज yard yards foot feet fut phut फुट फ़ीट inch इंच mutthi muthi chammach"),
];

/// Words for packs, a line for each kind.
#[rustfmt::skip]
pub(super) const PACKS: &[&str] = &[
    "peti petti pety petiyan peti's पेटी पेटियां",
    "carton kartan cartoon cartons kartoon कार्टन",
    "box dibba daba dabba baks boxes dibbe dabbe डिब्बा डिब्बे बॉक्स",
    "bori bora boree boriyan bore sack sacks बोरी बोरा बोरियां बोरे",
    "katta kata catta katte कट्टा कट्टे",
    "bag thaila thela thaili bags thaile बैग थैला थैली थैले",
    "crate kret crates karet क्रेट",
    "tray tre trays ट्रे",
    "tin kanastar pipa tins kanaster टिन कनस्तर पीपा",
    "bottle botal sheeshi bottles botlen बोतल शीशी बोतलें",
    "strip patta strips patte पत्ता स्ट्रिप पत्ते",
    "bundle gaddi bandal bundles गड्डी बंडल",
    "roll thaan rolls रोल थान",
    "lot lots लॉट",
    "jar jars barni जार बरनी",
    "can cans ken कैन",
    "case cases kes केस",
    "pouch pouches paauch पाउच",
    "drum drums ड्रम",
    "bucket balti बाल्टी",
    "packet packets pkt pkts paket pakit packit pack packs pudiya pocket पैकेट पाकिट पुड़िया पैकिट",
];

/// What a number of these is in thousandths of the product's own unit; `None` where that must be asked.
pub(super) fn in_base(milli: i64, measure: Option<Measure>, unit: Unit, packs: &[(usize, i64)]) -> Option<i64> {
    let of = |factor: i64| milli.checked_mul(factor)?.checked_div(1_000);
    let whole = |value: i64| (value > 0 && value % 1_000 == 0).then_some(value);
    match measure {
        Some(Measure::Weight(factor)) if unit == Unit::Kg => of(factor),
        Some(Measure::Volume(factor)) if unit == Unit::L => of(factor),
        Some(Measure::Length(factor)) if unit == Unit::M => of(factor),
        Some(Measure::Count(factor)) if unit.is_counted() => of(factor).and_then(whole),
        Some(Measure::Pack(word)) => match packs.iter().find(|(own, _)| *own == word) {
            Some((_, size)) => of(*size).and_then(|value| if unit.is_counted() { whole(value) } else { Some(value) }),
            None if unit == Unit::Bag && is_bag(word) => whole(milli),
            None if unit.is_counted() && is_packet(word) => whole(milli),
            None => None,
        },
        None if unit.is_counted() => whole(milli),
        Some(Measure::Weight(_) | Measure::Volume(_) | Measure::Length(_) | Measure::Count(_) | Measure::Vague)
        | None => None,
    }
}

/// Whether the pack word means what a product sold by the bag is counted in.
fn is_bag(word: usize) -> bool {
    PACKS
        .get(word)
        .is_some_and(|words| words.starts_with("bori") || words.starts_with("katta") || words.starts_with("bag"))
}

/// Whether the pack word means one of what is sold by the packet, where the product does not say otherwise.
pub(super) fn is_packet(word: usize) -> bool {
    PACKS.get(word).is_some_and(|words| words.starts_with("packet"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantity_is_turned_into_the_products_own_unit_or_asked_about() {
        assert_eq!(in_base(500_000, Some(Measure::Weight(1)), Unit::Kg, &[]), Some(500));
        assert_eq!(in_base(500, Some(Measure::Count(12_000)), Unit::Pc, &[]), Some(6_000));
        assert_eq!(in_base(1_000, Some(Measure::Pack(3)), Unit::Kg, &[(3, 50_000)]), Some(50_000));
        assert_eq!(in_base(1_000, Some(Measure::Pack(3)), Unit::Kg, &[]), None);
        assert_eq!(in_base(1_500, None, Unit::Pkt, &[]), None);
        assert_eq!(in_base(1_000, Some(Measure::Weight(1_000)), Unit::L, &[]), None);
    }
}
