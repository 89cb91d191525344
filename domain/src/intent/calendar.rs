//! Words for days, months, parts of the day and clock times.

use super::frame::Daypart;

/// A word's place in the calendar or on the clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Calendar {
    /// So many days from today.
    Days(i32),
    /// So many days before or after today, as the tense says.
    Either(i32),
    /// Monday is 1.
    Weekday(i8),
    /// January is 1.
    Month(i8),
    /// A part of the day.
    Part(Daypart),
    /// Before noon or after.
    Half(bool),
    /// A clock time that one word says.
    Clock(i8, i8),
    /// "first", "teesra".
    Ordinal(i8),
    /// The letters after the digits of "3rd".
    Mark,
}

#[rustfmt::skip]
const TABLE: &[(Calendar, &str)] = &[
    (Calendar::Days(0), "aaje ajj aaj aj today tonight आज"),
    (Calendar::Either(1), "kal kl kaal kaalh kalh कल"),
    (Calendar::Either(2), "parso parson parsoon parsu परसों परसो"),
    (Calendar::Either(3), "tarso narso tarson तरसों नरसों"),
    (Calendar::Days(1), "udya bhalke उद्या tomorrow tmrw tomorow tommorow tumaro टुमारो"),
    (Calendar::Days(-1), "yesterday yesturday"),
    (Calendar::Weekday(1), "somvaar somvar somwar somwaar monday mon सोमवार"),
    (Calendar::Weekday(2), "mangalvaar mangalwar mangalvar mangal mangalwaar tuesday tues tue मंगलवार मंगल"),
    (Calendar::Weekday(3), "budhvaar budhwar budhvar budh budhwaar wednesday wed बुधवार बुध"),
    (Calendar::Weekday(4), "guruvaar guruwar guruvar guruwaar brihaspativar brihaspatiwar veervar virvar thursday thurs गुरुवार बृहस्पतिवार वीरवार"),
    (Calendar::Weekday(5), "shukravaar shukrawar shukravar sukrvar shukrwar shukrawaar jumma jumme juma shukkar friday fri शुक्रवार जुम्मा"),
    (Calendar::Weekday(6), "shanivaar shaniwar shanivar sanichar shaniwaar saturday शनिवार शनिचर"),
    (Calendar::Weekday(7), "ravivaar raviwar ravivar raviwaar itvaar itwar itwaar sunday रविवार इतवार"),
    (Calendar::Month(1), "january janvari jan janwari जनवरी"),
    (Calendar::Month(2), "february farvari feb farwari फ़रवरी फरवरी"),
    (Calendar::Month(3), "march मार्च"),
    (Calendar::Month(4), "april aprail apr अप्रैल"),
    (Calendar::Month(5), "मई"),
    (Calendar::Month(6), "june jun joon जून"),
    (Calendar::Month(7), "july julai जुलाई"),
    (Calendar::Month(8), "august agast aug अगस्त"),
    (Calendar::Month(9), "september sitambar sep sept सितंबर सितम्बर"),
    (Calendar::Month(10), "october aktubar oct aktoobar अक्टूबर"),
    (Calendar::Month(11), "november navambar nov navamber नवंबर नवम्बर"),
    (Calendar::Month(12), "december disambar dec disamber दिसंबर दिसम्बर"),
    (Calendar::Part(Daypart::Morning), "sakali sakaali sakal bhor bihane subah subha subu subeh subhe savere sawere morning सुबह सवेरे subeh"),
    (Calendar::Part(Daypart::Afternoon), "dopahar dophar dopeher dopehar afternoon दोपहर"),
    (Calendar::Part(Daypart::Evening), "shaam sham saam evening saanjh sanjh शाम सायं साम"),
    (Calendar::Part(Daypart::Night), "raat rat night raatko रात"),
    (Calendar::Half(false), "am a.m"),
    (Calendar::Half(true), "pm p.m"),
    (Calendar::Clock(12, 0), "noon midday"),
    (Calendar::Ordinal(1), "pehli pahli first पहली"),
    (Calendar::Ordinal(2), "second dusri doosri दूसरी"),
    (Calendar::Ordinal(3), "third teesri तीसरी"),
    (Calendar::Ordinal(4), "fourth"),
    (Calendar::Ordinal(5), "fifth"),
    (Calendar::Ordinal(6), "sixth"),
    (Calendar::Ordinal(7), "seventh"),
    (Calendar::Ordinal(8), "eighth"),
    (Calendar::Ordinal(9), "ninth"),
    (Calendar::Ordinal(10), "tenth"),
    (Calendar::Ordinal(11), "eleventh"),
    (Calendar::Ordinal(12), "twelfth"),
    (Calendar::Ordinal(13), "thirteenth"),
    (Calendar::Ordinal(14), "fourteenth"),
    (Calendar::Ordinal(15), "fifteenth"),
    (Calendar::Ordinal(16), "sixteenth"),
    (Calendar::Ordinal(17), "seventeenth"),
    (Calendar::Ordinal(18), "eighteenth"),
    (Calendar::Ordinal(19), "nineteenth"),
    (Calendar::Ordinal(20), "twentieth"),
    (Calendar::Ordinal(30), "thirtieth"),
    (Calendar::Mark, "st nd rd th"),
];

/// Every calendar word.
pub(super) fn table() -> impl Iterator<Item = (&'static str, Calendar)> {
    TABLE.iter().flat_map(|(calendar, words)| words.split_whitespace().map(move |word| (word, *calendar)))
}

/// `4:30` in digits.
pub(super) fn clock_digits(plain: &str) -> Option<Calendar> {
    let (hour, minute) = plain.split_once(':')?;
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(Calendar::Clock(hour, minute))
}
