//! A bill as a page that a customer opens on a phone. Every text is escaped; nothing is loaded but the style sheet.

use super::bill::{Bill, Line, Payee};
use super::facts::{self, Extent};
use super::labels::{self, Label};
use super::qr::Qr;
use super::sums::{Sum, Taxes, sums, with_sign};
use super::text::clean;
use execora_domain::invoice::InvoiceStatus;
use execora_domain::money::{Money, in_words};
use execora_domain::reply::Tongue;

const PAY: Label = Label::new("Pay by UPI", "UPI से भुगतान करें");
const DOWNLOAD: Label = Label::new("Download PDF", "PDF डाउनलोड करें");
const SETTLED: Label = Label::new("Paid. Thank you.", "भुगतान हो गया। धन्यवाद।");
const CODE: Label = Label::new("Show the code to scan", "स्कैन करने का कोड दिखाएँ");
const OTHER_TONGUE: Label = Label::new("हिन्दी में", "In English");
const NO_BILL: Label = Label::new("No bill here", "यहाँ कोई बिल नहीं");
const EXPIRED: Label = Label::new("This link has expired", "यह लिंक पुराना हो गया");
const ASK: Label = Label::new("Please ask the shop to send the link again.", "कृपया दुकान से लिंक दोबारा भेजने को कहें।");

/// A bill's page. `pdf` is where its PDF is, `here` the page itself.
pub(crate) fn bill(bill: &Bill, tongue: Tongue, here: &str) -> String {
    let say = |label: Label| label.say(tongue);
    let number = bill.number.as_deref().map(escaped).unwrap_or_default();
    let shop = escaped(&bill.seller.name);
    let lines: String = bill.lines.iter().map(|one| line(bill, one, tongue)).collect();
    let particulars = facts::particulars(bill, Extent::Short, tongue).into_iter();
    let copy = facts::copy(bill, Extent::Short, tongue);
    let under = copy.into_iter().chain(bill.seller.composition.then(|| say(labels::COMPOSITION)));
    let buyer = escaped(&facts::buyer_name(bill, tongue));
    let (mark, other) = match tongue {
        Tongue::En => ("en", "hi"),
        Tongue::Hi => ("hi", "en"),
    };
    let body = format!(
        "<header><h1>{shop}</h1>{seller}</header>\
         <section class=\"head\"><h2>{title}</h2>{under}{particulars}<p>{name}</p>{buyer}</section>\
         {due}\
         <table>{lines}</table>\
         <table class=\"sums\">{sums}</table>\
         <p class=\"words\">{words}</p>\
         <nav><a class=\"button\" href=\"{here}/pdf?language={mark}\">{download}</a>\
         <a href=\"{here}?language={other}\" lang=\"{other}\">{change}</a></nav>",
        seller = told(facts::seller(bill, Extent::Short, tongue)),
        title = say(labels::title(bill)),
        under = told(under.map(str::to_owned).collect()),
        particulars = told(particulars.map(|(name, value)| format!("{name}: {value}")).collect()),
        name = if bill.buyer.is_walk_in { buyer } else { format!("{}: {buyer}", say(labels::BILL_TO)) },
        buyer = told(facts::buyer(bill, Extent::Short, tongue)),
        due = due(bill, tongue),
        sums = rows(bill, tongue),
        words = in_words(bill.total, tongue),
        download = say(DOWNLOAD),
        change = say(OTHER_TONGUE),
    );
    document(tongue, &format!("{number} · {shop}"), &body)
}

/// What stands where a link leads nowhere (any more).
pub(crate) fn no_bill(is_expired: bool, tongue: Tongue) -> String {
    let title = if is_expired { EXPIRED } else { NO_BILL }.say(tongue);
    document(tongue, title, &format!("<header><h1>{title}</h1><p>{}</p></header>", ASK.say(tongue)))
}

fn document(tongue: Tongue, title: &str, body: &str) -> String {
    let language = if tongue == Tongue::En { "en" } else { "hi" };
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"robots\" content=\"noindex, nofollow\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/bill.css\"></head><body><main>{body}</main></body></html>"
    )
}

/// What is to be paid, and the ways to do so.
fn due(bill: &Bill, tongue: Tongue) -> String {
    let say = |label: Label| label.say(tongue);
    if bill.status == InvoiceStatus::Cancelled {
        return format!("<section class=\"due cancelled\"><p>{}</p></section>", say(labels::CANCELLED));
    }
    let Some(link) = bill.payment_link() else {
        let settled = bill.due == Money::ZERO && bill.paid != Money::ZERO;
        return if settled {
            format!("<section class=\"due\"><p>{}</p></section>", say(SETTLED))
        } else {
            String::new()
        };
    };
    let code = Qr::of(&link).map(|qr| qr.svg()).unwrap_or_default();
    let address = bill.seller.upi.as_ref().map(|Payee { address, .. }| escaped(address)).unwrap_or_default();
    format!(
        "<section class=\"due\"><p>{label}</p><p class=\"much\">₹{amount}</p>\
         <a class=\"button pay\" href=\"{link}\">{pay}</a>\
         <details><summary>{show}</summary>{code}<p>{address}</p></details><p class=\"note\">{note}</p></section>",
        label = say(labels::DUE),
        amount = bill.due.figures(),
        link = escaped(&link),
        pay = say(PAY),
        show = say(CODE),
        note = say(labels::UPI_NOTE),
    )
}

/// Each fact a paragraph.
fn told(facts: Vec<String>) -> String {
    let paragraph = |fact: String| ["<p>", &escaped(&fact), "</p>"].concat();
    facts.into_iter().map(paragraph).collect()
}

fn line(bill: &Bill, line: &Line, tongue: Tongue) -> String {
    let mut how = format!("{} × ₹{}", escaped(&line.much(tongue)), line.rate.figures());
    if line.discount != Money::ZERO {
        how.extend([" · ", labels::DISCOUNT.say(tongue), " ₹", &line.discount.figures()]);
    }
    if let Some(fact) = facts::of_line(bill, line) {
        how.extend([" · ", &escaped(&fact)]);
    }
    let (name, amount) = (escaped(&line.name), line.amount().figures());
    format!("<tr><th scope=\"row\">{name}<small>{how}</small></th><td>₹{amount}</td></tr>")
}

fn rows(bill: &Bill, tongue: Tongue) -> String {
    let row = |Sum { name, amount, strong }: &Sum| {
        let class = if *strong { " class=\"total\"" } else { "" };
        format!("<tr{class}><th scope=\"row\">{}</th><td>{}</td></tr>", escaped(name), with_sign(*amount, "₹"))
    };
    sums(bill, Taxes::ByRate, tongue).iter().map(row).collect()
}

/// Text for HTML, in an element or in an attribute between double quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in clean(text).chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn a_hostile_name_is_text_and_nothing_else() {
        let mut hostile = samples::usual();
        let name = "<script>alert(1)</script>\" onload='x' & \u{202E}";
        hostile.seller.name = name.into();
        hostile.seller.address = Some(name.into());
        hostile.buyer.name = name.into();
        hostile.lines[0].name = name.into();
        hostile.number = Some(name.into());
        let page = bill(&hostile, Tongue::En, "/b/token");
        assert!(!page.contains("<script") && !page.contains("onload='") && !page.contains('\u{202E}'), "{page}");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39; &amp;"), "{page}");
    }

    #[test]
    fn what_is_due_can_be_paid_and_what_is_paid_cannot() {
        let mut one = samples::usual();
        let page = bill(&one, Tongue::En, "/b/token");
        assert!(page.contains("₹1,611.00</p><a class=\"button pay\" href=\"upi://pay?pa=sharma.store@okaxis&amp;pn="));
        (one.paid, one.due) = (one.total, Money::ZERO);
        let page = bill(&one, Tongue::En, "/b/token");
        assert!(!page.contains("upi://") && page.contains("Paid. Thank you."), "{page}");
        (one.due, one.status) = (one.total, InvoiceStatus::Cancelled);
        let page = bill(&one, Tongue::Hi, "/b/token");
        assert!(!page.contains("upi://") && page.contains("रद्द"), "{page}");
    }

    #[test]
    fn strangers_see_neither_the_balance_nor_the_phone() {
        let mut one = samples::usual().for_strangers();
        one.buyer.name = "R".into();
        for tongue in [Tongue::En, Tongue::Hi] {
            let page = bill(&one, tongue, "/b/token");
            assert!(!page.contains("12,345.00") && !page.contains("98200"), "{page}");
        }
        assert_eq!((one.balance, one.buyer.phone), (None, None));
    }
}
