"""The words that made-up articles and comments are put together from. Plain Python.

Nothing here is advice, and nobody named here exists.
"""

from collections.abc import Mapping, Sequence

WORDS: Mapping[str, Sequence[str]] = {
    "subject": (
        "sleep",
        "light",
        "caffeine",
        "stress",
        "weather",
        "exercise",
        "travel",
        "work",
        "school",
        "meals",
        "water",
        "screens",
        "noise",
        "scents",
        "heat",
        "rest",
        "breathing",
        "posture",
        "music",
        "gardening",
        "swimming",
        "driving",
        "altitude",
        "holidays",
        "night shifts",
        "long meetings",
        "early mornings",
        "family visits",
    ),
    "condition": (
        "migraine",
        "headache",
        "tension-type headache",
        "aura",
        "cluster headache",
        "neck pain",
        "chronic migraine",
    ),
    "sign": (
        "a dull pressure",
        "a throbbing pain",
        "zigzag lines",
        "tired eyes",
        "nausea",
        "a stiff neck",
        "yawning",
        "a sensitive scalp",
        "tingling fingers",
        "trouble finding words",
        "a craving for something sweet",
        "a low mood",
    ),
    "place": (
        "at the office",
        "on the beach",
        "in the car",
        "at home",
        "in a waiting room",
        "on a train",
        "in the kitchen",
        "at a concert",
        "in the supermarket",
        "under bright lamps",
    ),
    "moment": (
        "in the morning",
        "after lunch",
        "late in the evening",
        "on the first free day",
        "after a short night",
        "before a storm",
        "in the middle of the week",
        "some hours later",
    ),
    "habit": (
        "a line in a diary",
        "a short walk",
        "a glass of water",
        "a dark room",
        "a regular bedtime",
        "a quiet breakfast",
        "a cap with a wide brim",
        "ten minutes without a screen",
        "a list of questions for the next visit",
        "a call to a friend",
    ),
    "who": (
        "many readers",
        "some people",
        "people who keep a diary",
        "families",
        "colleagues",
        "those who work at night",
        "students",
        "parents of small children",
    ),
    "amount": ("one", "two", "three", "four", "five", "six", "eight", "ten", "a dozen"),
    "span": ("a week", "a month", "a season", "half a year", "a year"),
}

TITLES = (
    "{Subject} and {condition}: what a diary can show",
    "What {who} notice about {subject} and {condition}",
    "{Condition} {place}: notes on {subject}",
    "Does {subject} matter for {condition}?",
    "{Amount} questions about {subject} and {condition}",
    "Living with {condition}: {subject} {moment}",
    "{Subject} {moment}, and how {condition} goes with it",
    "A plain look at {subject} and {condition}",
)

HEADINGS = (
    "What {who} notice about {subject}",
    "{Subject} {moment}",
    "How {subject} shows in a diary",
    "What to write down {moment}",
    "When {condition} comes {place}",
    "Questions about {subject}",
    "Why {subject} is hard to judge",
    "A month with {habit}",
    "What is known about {subject}, and what is not",
)

SENTENCES = (
    "{Who} say that {subject} plays a part when {condition} comes {moment}.",
    "Others see no link between {subject} and {condition} at all.",
    "It often begins with {sign}, and {sign} follows {moment}.",
    "Nobody can tell from {amount} days alone, so {span} of notes is a better start.",
    "What helps one person {place} may do nothing for another.",
    "{Habit} costs little, and {who} keep to it {moment}.",
    "In a diary, {subject} stands beside {sign}, which makes the two easier to compare.",
    "That {condition} comes {place} does not mean that the place is the cause.",
    "Some days bring {sign} without any {subject} before it.",
    "It is worth writing down {subject}, {sign} and the hour, and little else.",
    "After {span}, {who} look back and see a pattern, or see that there is none.",
    "Both answers are useful when you talk with a doctor about {condition}.",
    "A note {moment} is more honest than a memory of {span}.",
    "{Who} mention {habit} more often than anything else.",
    "There were {amount} such days in {span}, and {amount} without {sign}.",
    "The same {subject} that is a burden {place} can be a pleasure {place}.",
    "Nothing in this text is advice: it is sample text about {subject}.",
    "{Sign} {moment} is easy to overlook, above all {place}.",
    "If {subject} changes, {who} give it {span} before they judge.",
    "Small things count, such as {habit} or {habit}.",
)

LEADS = ("First:", "Then:", "Often:", "Sometimes:", "Rarely:", "Worth a line:", "In the end:")

COMMENTS = (
    "Thank you for this, I had not thought of {subject} before.",
    "For me it is {sign} {moment}, and never {subject}.",
    "I have kept a diary for {span} now and see nothing of the kind.",
    "Could you write more about {subject} {place}?",
    "{Habit} helps me, but only {moment}.",
    "My {amount} colleagues laugh about it, yet it is true {place}.",
    "I disagree: {who} I know say the opposite about {subject}.",
    "The part about {condition} {place} is the clearest I have read.",
    "Does anybody else have {sign} {moment}?",
    "It took me {span} to notice that {subject} comes first.",
    "We printed the list and put it {place}.",
    "Is there a study on {subject} and {condition}, or is it only a feeling?",
    "I would have liked a sentence on {subject} for {who}.",
    "Same here, {sign} and then {habit}.",
)

SPAM = (
    "Cheap pills, best price, click here: https://pills.example/{number}",
    "Win {amount} free holidays now at https://prize.example/{number}",
    "Great post! Visit https://followers.example/{number} for {amount} more readers.",
)

CITATIONS = (
    "Sample citation {number}: {Subject} and {condition}. A made-up source.",
    "Sample citation {number}: Notes on {condition} {place}. A made-up source.",
)
