//! Makes the table of the second reading from the open sets, and holds that the stored one is theirs.
//!
//! `EXECORA_SECOND=write` writes the table. The fingerprint at its head says from which examples it was made: while they
//! are the same the table must be, too; when sets or vocabulary have changed since, it must still tell their topics
//! apart, or be made anew.
#![expect(clippy::float_arithmetic, reason = "odds, not money; rounded to whole weights at the end")]

use super::{Case, Lexicon, files, folder, is_shown, shops};
use execora_domain::intent::second::{PLACES, SCALE, TOPICS, Topic, bytes, signs, topic_at};
use execora_domain::intent::{Intent, Reason};

/// How often all examples are gone through.
const ROUNDS: usize = 14;
/// Of ten signs so many are left out at every look, so that none is relied on alone; all of them count in the end, and
/// for that much less.
const LEFT_OUT: u64 = 4;
/// What a weight counts when no sign is left out.
const ALL_SEEN: f64 = 0.6;
/// The first step's length.
const STEP: f64 = 0.3;
/// What is almost certain already is not made more so.
const SETTLED: f64 = 0.01;
/// Of a hundred examples so many must be told right by a table that was made from others.
const TOLD_MIN: usize = 95;

/// What one case shows, and what it is about.
struct Example {
    signs: Vec<usize>,
    topic: usize,
}

/// The topic of a case; `None` where it is an answer to what was read back.
fn topic(case: &Case) -> Topic {
    let asks = case.expected.clarify.as_ref().is_some_and(|clarify| {
        matches!(clarify.reason, Reason::UnsafeBulk | Reason::OutOfScope | Reason::AmbiguousIntent)
    });
    match case.expected.frames.as_slice() {
        _ if case.nothing || asks => Topic::Nothing,
        [frame] => Topic::of(frame.intent),
        _ => Topic::Several,
    }
}

/// The cases of all open sets that no context answers, in order of file and line.
fn examples() -> Vec<Example> {
    let shops = shops();
    let mut all = vec![];
    for path in files(&folder(), ".jsonl") {
        let name = path.strip_prefix(folder()).unwrap().with_extension("").to_string_lossy().into_owned();
        if !is_shown(&name) {
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines().filter(|line| !line.is_empty()) {
            let case: Case = serde_json::from_str(line).unwrap();
            let lexicon: &Lexicon = path.ancestors().find_map(|above| shops.get(above)?.get(&case.world)).unwrap();
            if !case.doubt && case.context.is_none() {
                let topic = (0..TOPICS).find(|at| topic_at(*at) == topic(&case)).unwrap();
                all.push(Example { signs: signs(&case.text, lexicon), topic });
            }
        }
    }
    all
}

/// FNV-1a over all that is learnt from.
fn fingerprint(examples: &[Example]) -> [u8; 8] {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for example in examples {
        for part in example.signs.iter().copied().chain([PLACES + example.topic]) {
            hash = (hash ^ u64::try_from(part).unwrap()).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash.to_le_bytes()
}

/// The exponential by its series: the same to the last bit on every machine.
fn exponential(power: f64) -> f64 {
    if power < -40.0 {
        return 0.0;
    }
    let part = power / 1_024.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    for at in [1.0, 2.0, 3.0, 4.0, 5.0, 6.0] {
        term *= part / at;
        sum += term;
    }
    (0..10).fold(sum, |sum, _| sum * sum)
}

/// The next of a row of numbers as by chance, the same each time: xorshift.
const fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed >> 11
}

/// Puts the examples in another order.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for at in (1..order.len()).rev() {
        let other = usize::try_from(next(seed)).unwrap() % (at + 1);
        order.swap(at, other);
    }
}

/// Weights that tell the examples' topics apart: multinomial logistic regression by adaptive steps, with dropout.
fn learn(examples: &[Example]) -> Vec<[f64; TOPICS]> {
    let mut weights = vec![[0.0; TOPICS]; PLACES];
    let mut moved = vec![[0.0; TOPICS]; PLACES];
    let (mut order, mut seed) = ((0..examples.len()).collect::<Vec<_>>(), 0x2545_f491_4f6c_dd1d);
    for _ in 0..ROUNDS {
        shuffle(&mut order, &mut seed);
        for example in order.iter().map(|at| &examples[*at]) {
            let kept: Vec<usize> = example.signs.iter().copied().filter(|_| next(&mut seed) % 10 >= LEFT_OUT).collect();
            let mut odds = [0.0; TOPICS];
            for sign in &kept {
                odds.iter_mut().zip(&weights[*sign]).for_each(|(odd, weight)| *odd += weight);
            }
            let most = odds.iter().copied().fold(f64::MIN, f64::max);
            odds = odds.map(|odd| exponential(odd - most));
            let total: f64 = odds.iter().sum();
            odds = odds.map(|odd| odd / total);
            odds[example.topic] -= 1.0;
            let wrong: Vec<(usize, f64)> = odds.into_iter().enumerate().filter(|(_, by)| by.abs() > SETTLED).collect();
            for sign in &kept {
                for (topic, by) in &wrong {
                    let moved = &mut moved[*sign][*topic];
                    *moved += by * by;
                    weights[*sign][*topic] -= STEP * by / (*moved + 1.0).sqrt();
                }
            }
        }
    }
    weights
}

/// The table as it is stored.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "whole numbers within a byte")]
fn table(examples: &[Example]) -> Vec<u8> {
    let whole =
        |weight: &f64| ((weight * ALL_SEEN * f64::from(SCALE)).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
    learn(examples).iter().flatten().map(whole).collect()
}

/// How many of a hundred examples the stored weights tell right.
fn told(examples: &[Example], weights: &[u8]) -> usize {
    let right = examples.iter().filter(|example| {
        let sum = |topic: usize| -> i32 {
            let weight = |sign: &usize| i32::from(weights[sign * TOPICS + topic].cast_signed());
            example.signs.iter().map(weight).sum()
        };
        (0..TOPICS).max_by_key(|topic| sum(*topic)) == Some(example.topic)
    });
    right.count() * 100 / examples.len().max(1)
}

#[test]
fn the_table_of_the_second_reading_is_made_from_the_open_sets() {
    let examples = examples();
    let own = fingerprint(&examples);
    if std::env::var_os("EXECORA_SECOND").is_some_and(|order| order == "write") {
        let path = folder().join("../../src/intent/second/table.bin");
        std::fs::write(path, [&own[..], &table(&examples)].concat()).unwrap();
        return;
    }
    let (head, weights) = bytes();
    if head == own {
        assert!(table(&examples) == weights, "the stored table is not what these examples make");
    }
    let told = told(&examples, weights);
    println!("second reading: {} examples, {told} of a hundred told right", examples.len());
    assert!(told >= TOLD_MIN, "make the table anew: EXECORA_SECOND=write; it tells {told} of a hundred right");
}

#[test]
fn every_command_has_a_topic_in_the_table() {
    let rows: Vec<Topic> = (0..TOPICS).map(topic_at).collect();
    assert!(rows.contains(&Topic::of(Intent::ModifyReminder)) && rows.contains(&Topic::of(Intent::Unknown)));
    assert!((1..TOPICS).all(|at| !rows[..at].contains(&rows[at])), "{rows:?}");
}
