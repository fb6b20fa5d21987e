"""What people write to each other in the stories that are made by the dozen."""

HELLOS = (
    "Hello {name}, thank you! It is on my list for this week.",
    "{name}, that made my morning. I start as soon as the bench is free.",
    "Thank you, {name}. I have put one aside for you that I particularly like.",
    "Hello {name}! Seen, written into the book, and looking forward to it.",
    "Lovely choice, {name}. You hear from me when it leaves.",
    "Thank you for ordering, {name}. Rain here all day, so I shall get a lot done.",
    "Hello {name}, all clear from this side. I pack on the next dry morning.",
    "{name}, thank you. My last one of this colour went to a neighbour of yours.",
    "Good to meet you, {name}. I will wrap it myself.",
    "Thank you, {name}! If you think of anything, write; I read everything at night.",
    "Hello {name}, your order came in while I was sweeping. A good sign, they say.",
    "Thank you, {name}. It has your name on it now, literally: a paper slip.",
    "",
)
STARTS = (
    "It is on the bench, and going well.",
    "Begun this morning. The first part is the one nobody sees.",
    "Half of it is done; the other half is waiting to dry.",
    "I have started over once, because the first was not good enough.",
    "All cut and laid out. Tomorrow it becomes something.",
    "Under way. I send you a picture if the light is kind.",
    "",
)
STILL = (
    "A short word in between, {name}: it is coming along, and the date holds.",
    "Still at it, {name}, and still pleased with it.",
    "All is well here, {name}. The slow part is nearly behind me.",
    "Half way, {name}. From here on it only gets prettier.",
)
POSTED = (
    "Wrapped in what the last parcel came in. Please do the same.",
    "With the afternoon post. The man at the counter says hello.",
    "There is a small card in it, and nothing else that you did not order.",
    "Please open it from the top.",
    "I hope it finds a good place.",
    "It left this morning. I miss it a little.",
    "",
    "",
)
QUESTIONS = (
    (
        "Could you leave the price out of the parcel? It is a present.",
        "Of course. There is never a price in it, only a card.",
    ),
    (
        "I am away next week. Can my neighbour take it in?",
        "Yes, tell me the name and I write it on the label.",
    ),
    (
        "Is it a little darker than in the picture, or is that my screen?",
        "A little darker, in the evening. By the window it is as you see it.",
    ),
    (
        "Would you sign it? My mother likes to know who made things.",
        "Gladly. I sign small, on the back, in pencil.",
    ),
    (
        "May I still add a second one to the parcel?",
        "Order it now and I put both into one box; I send back the second postage.",
    ),
    (
        "How do I best clean it?",
        "There is a slip with it, but in short: gently, and not too often.",
    ),
    (
        "Do you know roughly which day it goes? I would like to plan a birthday.",
        "Two days before the date you were promised, if the kettle stays on.",
    ),
)
DELAYS = (
    "The material came, and it was the wrong one. The right one is on its way, and I"
    " would rather wait for it than use what I do not trust.",
    "I have hurt my thumb, not badly, but the doctor wants it still for a few days.",
    "Yours came out with a flaw that only I would see. I see it, so I make it again.",
    "The school has closed for the flu and I have two helpers of six and nine here.",
    "It has rained for a week and nothing dries. I do not want to send it damp.",
    "My machine is at the mender's; he promises Thursday and is usually right.",
)
BUYER_CANCELS = (
    "My sister has bought the same for me. I am sorry!",
    "I chose the wrong size and would rather order again.",
    "We are moving sooner than planned, and I do not want it to go astray.",
    "I pressed the button before I asked my husband.",
)
MAKER_CANCELS = (
    "When I took it from the shelf I found a crack I cannot mend, and I will not send"
    " you that. Your money is on its way back.",
    "I have sold this one at the market on Saturday and forgot to take it down. That is"
    " my mistake and not yours.",
    "The colour you chose has not come out twice now. I stop before I waste your time.",
)
MISSING = (
    "The tracking says delivered, but neither I nor the neighbours have it.",
    "It should have been here on Monday. Has it come back to you?",
    "Nothing yet, and the post office has not seen it.",
)
GIFTS = (
    "Happy birthday! You said you needed nothing, so this is not for need.",
    "For the new flat. May nothing in it match.",
    "Thank you for the summer. We still talk about the plums.",
    "Merry Christmas, a little early, so that you can use it.",
    "For your first winter there. Think of us when it is dark.",
    "Welcome, small person. This is for when you are bigger.",
    "To forty years of the two of you.",
)
SHOWN = (
    ("On the bench", "This is where it is today."),
    ("Nearly done", "Only the last hand is missing."),
    ("Ready", "Finished, and drying until tomorrow."),
)
BEFORE_BUYING = (
    (
        "Would you make this in another colour?",
        "I might. Tell me which one, and I say honestly whether it works.",
    ),
    (
        "Is it heavy? My wrists are not what they were.",
        "Lighter than it looks. I weigh it tomorrow and write you the grams.",
    ),
    (
        "Would this arrive before the sixth if I ordered on Monday?",
        "On Monday yes, on Tuesday probably. I would not risk Wednesday.",
    ),
    (
        "Is there a smell to it when it is new?",
        "A faint one, for a day or two, of the workshop. Then none.",
    ),
    (
        "Can two of them match?",
        "They will look like sisters and not like twins.",
    ),
    (
        "Does it ship to Iceland?",
        "Yes, at the price for everywhere else. The post there is very good.",
    ),
)
#: What a maker asked -> what somebody answered; by piece.
ANSWERS: dict[str, tuple[str, ...]] = {
    "name-mug": ("Emil", "Frieda", "Oma Inge", "Noah"),
    "own-cushion": ("My father's; the blue stripe into the middle",),
    "jumper-lot": ("Indigo, for my son", "Moss, and for myself at last", "Sea, please"),
    "wallet": ("J.P.", "", "H.L.", "M."),
    "poppies": ("Feliz aniversário, Avó", "For Lena, 7 June", ""),
    "notebook": ("Fieldnotes", "", "Elin"),
    "belt": ("92", "104", "88 and a bit"),
    "baby-quilt": ("Juno, 3 October", "Arthur, any day now"),
    "felt-hare": ("The kettle", "Foxes", "Somebody coming up the stairs"),
    "bear": ("He had one ear and was called Herr Braun", ""),
    "cat": ("Mimi, who disapproves", "Socks: white feet, loud voice"),
    "advent": ("Rising, please", "All of one height"),
    "dipped-ends": ("Sea green, a hand deep", "Dark red, just the tips"),
    "winter-wreath": ("White", "Red"),
    "stacking": ("54", "17.2 mm", "56"),
    "word-bar": ("54.5N 9.4E", "BASTA", "Ilse"),
    "wedding-pair": ("53 and 61; 14 May", "50 and 58, and nothing inside"),
    "bread-board": ("Familie Petersen", "Fontaine", "The Ashworths"),
    "baby-blanket": ("L", "", "None, thank you"),
}
CARRIERS: dict[str, tuple[str, str]] = {
    "clay": ("DHL", "DE"),
    "wool": ("An Post", "IE"),
    "paper": ("CTT", "PT"),
    "quilts": ("Royal Mail", "GB"),
    "felt": ("Omniva", "EE"),
    "bamboo": ("Japan Post", "JP"),
    "light": ("PostNL", "NL"),
    "silver": ("La Poste", "FR"),
    "wood": ("Posten", "NO"),
    "tide": ("Canada Post", "CA"),
}
