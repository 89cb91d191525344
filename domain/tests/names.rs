//! How well names are heard: spellings of one name across scripts and slips of the ear against the names of strangers
//! who only sound alike. Prints the figure; a wrong customer fails at once.

#![expect(clippy::unwrap_used, reason = "a test")]

use execora_domain::intent::{Lexicon, Reason, World, parse};

/// The customers of the shop.
#[rustfmt::skip]
const STORED: &[&str] = &[
    "Lakshmi Narayan", "Ganesh Pawar", "Mohammad Yusuf", "Shaikh Rafiq", "Chaudhary Charan", "Vijay Kumar", "Subhash Jain",
    "Krishna Murthy", "Gurpreet Kaur", "Jaswinder Singh", "Pushpa Devi", "Kaushalya Bai", "Venkatesh Rao", "Siddharth Joshi",
    "Bhupendra Yadav", "Dhananjay Mishra", "Zubair Ansari", "Khalid Qureshi", "Phoolmati", "Jagdish Prasad", "Aishwarya Nair",
    "Meenakshi Iyer", "Satyanarayan", "Ratan Lal", "Kailash Nath", "Shyam Sundar", "Ghanshyam Das", "Bhavna Patel",
    "Chhaya Shinde", "Vishwanath Hegde", "Oommen Chacko", "Thangaraj", "Parvati Amma", "Ishwar Chand", "Umesh Rathod",
    "Rukmini Bai", "सरोज देवी", "धर्मेंद्र सिंह", "नंदकिशोर", "इमरान अली", "ज़ाकिर हुसैन", "भंवर लाल", "Deepak Electricals",
    "Royal Tailors", "Bablu Contractor", "Fatima Begum", "Manpreet Gill", "Hemant Kulkarni", "Sushma Rani", "Tulsi Ram",
];

/// What was said, and whose name it is.
#[rustfmt::skip]
const VARIANTS: &[(&str, &str)] = &[
    ("Laxmi Narayan", "Lakshmi Narayan"), ("laxmi narain", "Lakshmi Narayan"), ("लक्ष्मी नारायण", "Lakshmi Narayan"),
    ("Lakshmi", "Lakshmi Narayan"), ("laxmi", "Lakshmi Narayan"), ("लक्ष्मी", "Lakshmi Narayan"),
    ("Ganes Pawar", "Ganesh Pawar"), ("गणेश", "Ganesh Pawar"), ("ganesh powar", "Ganesh Pawar"), ("Ganesh Pavar", "Ganesh Pawar"),
    ("Mohammed Yusuf", "Mohammad Yusuf"), ("Muhammad Yusuf", "Mohammad Yusuf"), ("Yusuf", "Mohammad Yusuf"),
    ("Yoosuf", "Mohammad Yusuf"), ("यूसुफ", "Mohammad Yusuf"), ("mohamad yusuf", "Mohammad Yusuf"),
    ("Sheikh Rafiq", "Shaikh Rafiq"), ("Shekh Rafik", "Shaikh Rafiq"), ("Rafeeq", "Shaikh Rafiq"), ("रफ़ीक़", "Shaikh Rafiq"),
    ("Rafique", "Shaikh Rafiq"), ("Chaudhari Charan", "Chaudhary Charan"), ("Choudhary Charan", "Chaudhary Charan"),
    ("Chodhary Charan", "Chaudhary Charan"), ("चौधरी चरण", "Chaudhary Charan"), ("charan", "Chaudhary Charan"),
    ("Bijay Kumar", "Vijay Kumar"), ("Vijai Kumar", "Vijay Kumar"), ("विजय", "Vijay Kumar"), ("Wijay", "Vijay Kumar"),
    ("Subhas Jain", "Subhash Jain"), ("Subash Jain", "Subhash Jain"), ("सुभाष जैन", "Subhash Jain"), ("subhash jein", "Subhash Jain"),
    ("Krishnamurthy", "Krishna Murthy"), ("Krishna Murti", "Krishna Murthy"), ("कृष्ण मूर्ति", "Krishna Murthy"),
    ("Krisna", "Krishna Murthy"), ("Gurprit Kaur", "Gurpreet Kaur"), ("Gurpreet Kor", "Gurpreet Kaur"), ("गुरप्रीत", "Gurpreet Kaur"),
    ("Jasvinder Singh", "Jaswinder Singh"), ("Jasvindar", "Jaswinder Singh"), ("जसविंदर", "Jaswinder Singh"),
    ("Jaswindar Singh", "Jaswinder Singh"), ("Puspa Devi", "Pushpa Devi"), ("पुष्पा देवी", "Pushpa Devi"), ("Pushpa", "Pushpa Devi"),
    ("Koshalya Bai", "Kaushalya Bai"), ("Kaushlya", "Kaushalya Bai"), ("कौशल्या", "Kaushalya Bai"), ("Kausalya", "Kaushalya Bai"),
    ("Venkatesh", "Venkatesh Rao"), ("Venktesh", "Venkatesh Rao"), ("वेंकटेश राव", "Venkatesh Rao"), ("Wenkatesh Rao", "Venkatesh Rao"),
    ("Sidharth Joshi", "Siddharth Joshi"), ("Siddhart", "Siddharth Joshi"), ("सिद्धार्थ", "Siddharth Joshi"), ("Sidhart Josi", "Siddharth Joshi"),
    ("Bhupender Yadav", "Bhupendra Yadav"), ("Bupendra", "Bhupendra Yadav"), ("भूपेंद्र", "Bhupendra Yadav"), ("Bhupendra Jadav", "Bhupendra Yadav"),
    ("Dhananjai Mishra", "Dhananjay Mishra"), ("Dhananjay", "Dhananjay Mishra"), ("धनंजय", "Dhananjay Mishra"), ("Dananjay", "Dhananjay Mishra"),
    ("Jubair Ansari", "Zubair Ansari"), ("Zuber", "Zubair Ansari"), ("ज़ुबैर", "Zubair Ansari"), ("Jubair", "Zubair Ansari"),
    ("Khaalid", "Khalid Qureshi"), ("Kalid Kureshi", "Khalid Qureshi"), ("ख़ालिद क़ुरैशी", "Khalid Qureshi"), ("Qureshi", "Khalid Qureshi"),
    ("Kureshi", "Khalid Qureshi"), ("Phulmati", "Phoolmati"), ("Foolmati", "Phoolmati"), ("फूलमती", "Phoolmati"), ("Phool mati", "Phoolmati"),
    ("Jagdeesh Prasad", "Jagdish Prasad"), ("Jagadish", "Jagdish Prasad"), ("जगदीश", "Jagdish Prasad"), ("Jagdis", "Jagdish Prasad"),
    ("Aishvarya", "Aishwarya Nair"), ("Eshwarya Nair", "Aishwarya Nair"), ("ऐश्वर्या", "Aishwarya Nair"), ("Nayar", "Aishwarya Nair"),
    ("Minakshi", "Meenakshi Iyer"), ("Meenaxi Iyer", "Meenakshi Iyer"), ("मीनाक्षी", "Meenakshi Iyer"), ("Minaksi Ayyar", "Meenakshi Iyer"),
    ("Satya narayan", "Satyanarayan"), ("Satyanarain", "Satyanarayan"), ("सत्यनारायण", "Satyanarayan"), ("Ratanlal", "Ratan Lal"),
    ("Rattan Lal", "Ratan Lal"), ("रतन लाल", "Ratan Lal"), ("Kailashnath", "Kailash Nath"), ("Kailas Nath", "Kailash Nath"),
    ("कैलाश", "Kailash Nath"), ("Shyamsundar", "Shyam Sundar"), ("Syam Sunder", "Shyam Sundar"), ("श्याम सुंदर", "Shyam Sundar"),
    ("Ganshyam Das", "Ghanshyam Das"), ("Ghansyam", "Ghanshyam Das"), ("घनश्याम", "Ghanshyam Das"), ("Bhawna", "Bhavna Patel"),
    ("Bhavana Patel", "Bhavna Patel"), ("भावना", "Bhavna Patel"), ("Bavna", "Bhavna Patel"), ("Chaya Shinde", "Chhaya Shinde"),
    ("छाया", "Chhaya Shinde"), ("Chhaya Sinde", "Chhaya Shinde"), ("Viswanath", "Vishwanath Hegde"), ("Vishvanath", "Vishwanath Hegde"),
    ("विश्वनाथ", "Vishwanath Hegde"), ("Bishwanath", "Vishwanath Hegde"), ("Umman Chacko", "Oommen Chacko"), ("Chako", "Oommen Chacko"),
    ("Tangaraj", "Thangaraj"), ("Thangraj", "Thangaraj"), ("Parvathi Amma", "Parvati Amma"), ("Parwati", "Parvati Amma"),
    ("पार्वती", "Parvati Amma"), ("Ishvar Chand", "Ishwar Chand"), ("Iswar Chand", "Ishwar Chand"), ("ईश्वर", "Ishwar Chand"),
    ("Ishwarchand", "Ishwar Chand"), ("Umes Rathod", "Umesh Rathod"), ("उमेश", "Umesh Rathod"), ("Umesh Rathor", "Umesh Rathod"),
    ("Rukmani Bai", "Rukmini Bai"), ("रुक्मिणी", "Rukmini Bai"), ("Saroj Devi", "सरोज देवी"), ("Saroj", "सरोज देवी"),
    ("Dharmendra Singh", "धर्मेंद्र सिंह"), ("Dharmender", "धर्मेंद्र सिंह"), ("Dharmendra", "धर्मेंद्र सिंह"), ("Nandkishore", "नंदकिशोर"),
    ("Nand Kishor", "नंदकिशोर"), ("Imran Ali", "इमरान अली"), ("Imraan", "इमरान अली"), ("Zakir Hussain", "ज़ाकिर हुसैन"),
    ("Jakir", "ज़ाकिर हुसैन"), ("Zaakir Husain", "ज़ाकिर हुसैन"), ("Bhanwar Lal", "भंवर लाल"), ("Bhanvar Lal", "भंवर लाल"),
    ("Bhanwarlal", "भंवर लाल"), ("Dipak Electricals", "Deepak Electricals"), ("दीपक", "Deepak Electricals"), ("Roial Tailors", "Royal Tailors"),
    ("Bablu Contracter", "Bablu Contractor"), ("बबलू", "Bablu Contractor"), ("Fatema Begam", "Fatima Begum"), ("फ़ातिमा", "Fatima Begum"),
    ("Manprit Gil", "Manpreet Gill"), ("मनप्रीत", "Manpreet Gill"), ("Hemant Kulkarny", "Hemant Kulkarni"), ("हेमंत", "Hemant Kulkarni"),
    ("Susma Rani", "Sushma Rani"), ("सुषमा", "Sushma Rani"), ("Tulsiram", "Tulsi Ram"), ("तुलसी राम", "Tulsi Ram"),
];

/// Names that nobody in the shop has, many of them near somebody's.
#[rustfmt::skip]
const STRANGERS: &[&str] = &[
    "Dinesh", "Mahesh", "Ramesh", "Suresh", "Rajesh", "Mukesh", "Naresh", "Kamlesh", "Nilesh", "Yogesh", "Jignesh", "Paresh",
    "Ajay", "Sanjay", "Dhanraj", "Jayant", "Sushila", "Sunita", "Anita", "Kavita", "Savita", "Babita", "Lalita", "Mamta",
    "Shanti", "Kanti", "Basanti", "Jayanti", "Malti", "Bharti", "Aarti", "Kirti", "Preeti", "Jyoti", "Rafia", "Rubina",
    "Salma", "Shabana", "Nargis", "Parveen", "Tabassum", "Firoz", "Akbar", "Aslam", "Salim", "Karim", "Rahim", "Naeem",
    "Wasim", "Nadim", "Rashid", "Majid", "Sajid", "Wajid", "Hamid", "Javed", "Naved", "Arjun", "Bhim", "Nakul", "Sahadev",
    "Gopal", "Govind", "Madhav", "Keshav", "Raghav", "Murli", "Mohan", "Sohan", "Rohan", "Lakhan", "Madan", "Chandan",
    "Nandan", "Kundan", "Bhushan", "Kishan", "Roshan", "Balwant", "Yashwant", "Jaswant", "Gurmeet", "Harmeet", "Harpreet",
    "Amarjeet", "Ranjeet", "Charanjeet", "Kuldeep", "Sandeep", "Pradeep", "Dilip", "Imrana", "Subhashini", "Umesha", "Zubaida",
    "Khalida", "Deepika", "Lakshman", "Laxmikant",
];

fn shop() -> Lexicon {
    let customers: Vec<serde_json::Value> = STORED
        .iter()
        .map(|name| serde_json::json!({"id": name, "name": name, "phone": "9000000000", "balance_paise": 0}))
        .collect();
    let world: World = serde_json::from_value(serde_json::json!({
        "now": "2026-11-20T10:00:00+05:30", "timezone": "Asia/Kolkata",
        "limits": {"max_amount_paise": 100_000_000, "max_qty_milli": 10_000_000},
        "customers": customers, "products": [],
    }))
    .unwrap();
    Lexicon::new(&world)
}

/// Who is heard in "X ne paanch sau diye": somebody, a question, or a stranger.
#[derive(PartialEq, Debug)]
enum Heard {
    One(String),
    Asked,
    Nobody,
}

fn hear(name: &str, shop: &Lexicon) -> Heard {
    let now = jiff::civil::date(2026, 11, 20).at(10, 0, 0, 0);
    let heard = parse(&format!("{name} ne paanch sau diye"), shop, None, now);
    match (heard.clarify.map(|question| question.reason), heard.frames.first()) {
        (None, Some(frame)) => frame.slots.customer_id.clone().map_or(Heard::Nobody, Heard::One),
        (Some(Reason::UnknownCustomer), _) | (_, None) => Heard::Nobody,
        (Some(_), _) => Heard::Asked,
    }
}

#[test]
fn spellings_of_a_name_find_its_owner_and_never_another() {
    let shop = shop();
    let (mut right, mut asked, mut wrong) = (0, vec![], vec![]);
    for (said, whose) in VARIANTS {
        match hear(said, &shop) {
            Heard::One(own) if own == *whose => right += 1,
            Heard::One(other) => wrong.push(format!("{said} → {other}")),
            Heard::Asked | Heard::Nobody => asked.push(*said),
        }
    }
    println!("names: {right} of {} variants right, {} wrong, asked about {asked:?}", VARIANTS.len(), wrong.len());
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(right * 100 >= VARIANTS.len() * 95, "{right} of {}: {asked:?}", VARIANTS.len());
}

#[test]
fn a_stranger_is_nobody_even_where_somebody_sounds_alike() {
    let shop = shop();
    let taken: Vec<_> = STRANGERS.iter().filter(|name| matches!(hear(name, &shop), Heard::One(_))).collect();
    println!("names: {} of {} strangers accepted: {taken:?}", taken.len(), STRANGERS.len());
    assert!(taken.len() * 50 <= STRANGERS.len(), "{taken:?}");
}
