"""Shops for the grown sets: names in one script with the other beside it, products with what people call them."""

KIRANA = [("Suresh Yadav", "सुरेश यादव"), ("Anita Mishra", "अनीता मिश्रा"), ("Vijay Chauhan", "विजय चौहान"),
          ("Rukhsana Bano", "रुखसाना बानो"), ("Deepak Chopra", "दीपक चोपड़ा"), ("Gurpreet Singh", "गुरप्रीत सिंह"),
          ("Savita Pawar", "सविता पवार"), ("Naresh Solanki", "नरेश सोलंकी"), ("Mehmood Ansari", "महमूद अंसारी"),
          ("Usha Iyer", "उषा अय्यर"), ("Bharat Desai", "भरत देसाई"), ("Kamlesh Pandey", "कमलेश पांडे"),
          ("Tripti Ghosh", "तृप्ति घोष"), ("Shabnam Qureshi", "शबनम कुरैशी"), ("Ravindra Jadhav", "रविंद्र जाधव"),
          ("Lata Kulkarni", "लता कुलकर्णी")]
GAON = [("Ramdhari Maurya", "रामधारी मौर्य"), ("Parvati Devi", "पार्वती देवी"), ("Jagdish Saini", "जगदीश सैनी"),
        ("Munni Khatoon", "मुन्नी खातून"), ("Dharmendra Rajput", "धर्मेंद्र राजपूत"), ("Kusum Lata", "कुसुम लता"),
        ("Bablu Prajapati", "बबलू प्रजापति"), ("Shakuntala Rawat", "शकुंतला रावत"), ("Iqbal Mansoori", "इकबाल मंसूरी"),
        ("Chandan Thakur", "चंदन ठाकुर")]
REGIONAL = [("Thangaraj Pillai", "थंगराज पिल्लै"), ("Venkatesh Murthy", "वेंकटेश मूर्ति"), ("Subhash Bose", "सुभाष बोस"),
            ("Manjit Dhillon", "मनजीत ढिल्लों"), ("Hiren Patel", "हिरेन पटेल"), ("Pranali Shinde", "प्रणाली शिंदे"),
            ("Abdul Rashid", "अब्दुल रशीद"), ("Mary Fernandes", "मैरी फर्नांडिस"), ("Sukhdev Brar", "सुखदेव बरार"),
            ("Jigna Shah", "जिग्ना शाह")]
# Names that hold numbers, units, verbs, answers and commands; always said in full.
HOSTILE = ["Delete Kumar", "Sau Rupaye Traders", "Haan Singh", "Cancel Prasad", "Lakhi Hazari", "Bill Mathew",
           "Udhaar Chand", "Do Teen Stores", "Sunday Kirana", "Paid Sharma", "Chini Lal", "Stop Traders"]


def thing(name, unit, hinglish, hi, en, packs=None):
    return {"name": name, "unit": unit, "hinglish": hinglish, "hi": hi, "en": en, "packs": packs or {}}


SHELF = [
    thing("Sugar", "kg", ["chini", "cheeni", "shakkar"], ["चीनी", "शक्कर"], ["sugar"]),
    thing("Basmati Rice", "kg", ["chawal", "basmati chawal"], ["चावल"], ["rice", "basmati rice"]),
    thing("Wheat Flour", "kg", ["aata", "atta"], ["आटा"], ["flour", "wheat flour"], {"bori": 50000}),
    thing("Mustard Oil", "l", ["sarson ka tel", "sarson tel"], ["सरसों का तेल"], ["mustard oil"]),
    thing("Salt", "pkt", ["namak"], ["नमक"], ["salt"]),
    thing("Tea", "kg", ["chai patti", "chaipatti"], ["चाय पत्ती"], ["tea"]),
    thing("Soap", "pc", ["sabun", "saabun"], ["साबुन"], ["soaps", "soap"]),
    thing("Milk", "l", ["doodh", "dudh"], ["दूध"], ["milk"]),
    thing("Biscuit", "pkt", ["biskut", "biscuit"], ["बिस्कुट"], ["biscuit"], {"peti": 24000}),
    thing("Potato", "kg", ["aloo", "aalu"], ["आलू"], ["potato", "potatoes"], {"katta": 50000}),
    thing("Onion", "kg", ["pyaz", "pyaaz"], ["प्याज"], ["onion", "onions"]),
    thing("Egg", "pc", ["ande", "anda"], ["अंडे"], ["eggs"], {"tray": 30000}),
    thing("Matchbox", "pc", ["machis"], ["माचिस"], ["matchbox"]),
    thing("Turmeric", "kg", ["haldi"], ["हल्दी"], ["turmeric"]),
]


def shop(people, shelf, script, first_bill):
    """(the world as the parser gets it, how its customers and products are called)."""
    import datetime
    day = datetime.date(2026, 11, 20)
    customers, calls = [], {}
    for at, both in enumerate(people, 1):
        both = both if isinstance(both, tuple) else (both, None)
        customers.append({"id": f"c{at}", "name": both[script], "phone": f"98{at:08d}", "balance_paise": at * 1500})
        calls[f"c{at}"] = both
    products, goods = [], {}
    for at, one in enumerate(shelf, 1):
        name = one["hi"][0] if script else one["name"]
        products.append({"id": f"p{at}", "name": name, "unit": one["unit"], "price_paise": 1000 + at * 700,
                         "stock_milli": 40000, "packs": one["packs"]})
        goods[f"p{at}"] = one
    invoices = [{"no": first_bill + at, "customer_id": f"c{at % len(people) + 1}", "total_paise": 50000,
                 "date": str(day - datetime.timedelta(days=at))} for at in range(min(6, len(people)))]
    reminders = [{"id": f"r{at}", "customer_id": f"c{at + 1}", "date": str(day + datetime.timedelta(days=at + 1)),
                  "time": "10:00"} for at in range(min(4, len(people)))]
    world = {"now": "2026-11-20T10:00:00+05:30", "timezone": "Asia/Kolkata",
             "limits": {"max_amount_paise": 100000000, "max_qty_milli": 10000000},
             "customers": customers, "products": products, "reminders": reminders, "invoices": invoices}
    return world, calls, goods


# A crowd around the few who are spoken of: nobody in it shares a first name with them.
GIVEN = ("Aarav Bina Chirag Disha Eknath Firoz Girish Hema Indu Jitendra Kiran Laxman Madhuri Nitin Omkar Pallavi Qadir "
         "Rohit Sarita Tarun Umesh Varsha Wasim Yogesh Zeenat Alok Bhanu Charu Divya Esha Falguni Gopal Harish Ila "
         "Jaya Kapil Leela Mukesh Nandini Pankaj").split()
FAMILY = "Agarwal Bhatt Chatterjee Dubey Garg Hegde Joshi Kapoor Lodha Malik Negi Ojha Parikh Rane Saxena".split()
CROWD = [(f"{given} {family}", None) for family in FAMILY for given in GIVEN][:400]

SHOPS = {
    "G1": shop(KIRANA, SHELF, 0, 101),
    "G2": shop(GAON, SHELF[:10], 1, 11),
    "G3": shop(REGIONAL, SHELF[2:], 0, 501),
    "G4": shop(KIRANA[:6] + HOSTILE, SHELF, 0, 31),
    "G5": shop(REGIONAL + KIRANA[3:12] + CROWD, SHELF, 0, 1201),
}
