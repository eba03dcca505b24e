"""What the clinic offers."""

from home.starter.sources import (
    EMERGENCY_TRIAL,
    FDA_WARNING,
    PAIN_GUIDELINES,
    REFRACTORY_HEADACHE,
    SYSTEMATIC_REVIEW,
)
from home.starter.writing import (
    PagePlan,
    Picture,
    callout,
    invitation,
    listing,
    questions,
    references,
    section,
    terms,
    text,
)

INDEX = PagePlan(
    model="clinic.TreatmentIndexPage",
    path="/treatments/",
    title="Treatments",
    search_title="Treatments at The Crane Center, Florida",
    description=(
        "What The Crane Center offers in Destin and Inlet Beach, Florida: supervised "
        "ketamine-assisted therapy, who it may suit, its risks and its limits."
    ),
    share_picture="conversation",
    in_menu=True,
    fields={
        "introduction": (
            "We do one thing and try to do it with care. Here you can read what it involves, "
            "what the evidence says, and who should not have it."
        ),
    },
)

THERAPY = PagePlan(
    model="clinic.TreatmentPage",
    path="/treatments/ketamine-assisted-therapy/",
    title="Ketamine-assisted therapy",
    search_title="Ketamine-Assisted Therapy: How It Works and Its Risks",
    description=(
        "Supervised ketamine-assisted therapy in Destin and Inlet Beach, Florida: how it works, "
        "what a visit involves, what studies show, and who should avoid it."
    ),
    fields={
        "introduction": (
            "Ketamine-assisted therapy uses small, carefully measured doses of an old anesthetic "
            "in a supervised setting. It is tailored to one person, and it is not for everyone."
        ),
        "hero_image": Picture("conversation"),
        "hero_caption": "It begins with a conversation, well before any medicine.",
        "body": [
            callout(
                "information",
                "Off-label, and paid for",
                """
                Ketamine is approved as an anesthetic. Its use for pain, migraine or mood is
                off-label.[1] We offer this therapy and are paid for it, so weigh our words and
                check the sources below. This page informs and does not replace the advice of a
                doctor who knows you.
                """,
            ),
            section("What is ketamine-assisted therapy?"),
            text(
                """
                Ketamine has served as an anesthetic for a long time. At doses far below those
                used for surgery it dulls some pain signals and changes, for a short time, how a
                person feels and thinks. It does so by blocking the NMDA receptor on nerve
                cells.[2]

                In our setting the medicine is one part of a plan. Talking before and after is the
                other part: what you hope for, what you notice, and what to do with it.
                """
            ),
            section("What it is studied for"),
            text(
                """
                Researchers study ketamine for chronic pain[2], for migraine[3], and for
                depression, anxiety and PTSD. The results differ from one condition to the next,
                and so does the quality of the studies.

                For migraine the picture is mixed. In one hospital 77 people with hard-to-treat
                headache had infusions of about five days: 71% responded at first, and 27% kept
                the benefit at follow-up.[4] A randomized trial of one low dose in an emergency
                room found no difference from a placebo.[5] Reviewers call the evidence weak so
                far.[2][3] We set it out at length in [migraine or
                headache](/blog/migraine-vs-headache-ketamine/).
                """
            ),
            section("How treatment works at The Crane Center"),
            text(
                """
                1. **A first talk.** You tell us what you are looking for. We tell you what we can
                and cannot offer.
                2. **A medical evaluation.** Your history, your medicines and your blood pressure
                come first. Some people learn here that ketamine is not for them.
                3. **A plan of your own.** Dose, number of sessions and goals are set with you, and
                so is the point at which we would stop.
                4. **Supervised sessions.** You rest in a quiet room and you are not left alone.
                [What to expect at a session](/blog/what-to-expect-ketamine-session/) takes you
                through the day.
                5. **Looking back.** We compare notes with you and decide together whether to go
                on.
                """
            ),
            section("Side effects and risks"),
            listing(
                "side_effects",
                "What people may feel",
                ("Dissociation,", "a feeling of being detached"),
                ("Drowsiness and dizziness", "for some hours"),
                ("Nausea or vomiting,", "during or after a session"),
                ("Raised blood pressure", "while the medicine works"),
                ("Blurred vision,", "vivid dreams or hallucinations"),
            ),
            text(
                """
                These effects usually pass. Slowed breathing, misuse and bladder trouble are known
                and more serious risks, and regulators warn against unsupervised use at home.[1]
                """
            ),
            section("Who should not have ketamine"),
            listing(
                "contraindications",
                "Guidelines advise against it for people with",
                ("Heart disease or high blood pressure", "that is poorly controlled [2]"),
                ("Active psychosis,", "as in schizophrenia [2]"),
                ("Pregnancy,", "known or possible [2]"),
                ("Severe liver disease", "[2]"),
                ("Raised pressure in the skull or the eye,", "as in glaucoma [2]"),
                ("An active substance use disorder", "[2]"),
            ),
            callout(
                "emergency",
                "If you are in crisis",
                """
                We are not an emergency service. If you might harm yourself, call or text 988 at
                any hour. For any medical emergency call 911.
                """,
            ),
            questions(
                (
                    "Will it help me?",
                    "Nobody can promise that. Some people feel better, some feel no change, and "
                    "a change may not last. We agree early on how we will tell.",
                ),
                (
                    "Can I drive after a session?",
                    "No. Someone has to take you home, and you should not drive until you have "
                    "slept a full night.",
                ),
                (
                    "Do I need to stop my other medicines?",
                    "Do not stop anything by yourself. Bring a full list, and we will look at it "
                    "with you and, if you agree, with your doctor.",
                ),
            ),
            invitation(
                "Start with a conversation",
                "Tell us how to reach you. Please leave medical details for the talk itself.",
            ),
            references(
                FDA_WARNING,
                PAIN_GUIDELINES,
                SYSTEMATIC_REVIEW,
                REFRACTORY_HEADACHE,
                EMERGENCY_TRIAL,
            ),
        ],
        "about": terms("Ketamine"),
        "mentions": terms("Ketamine infusion", "Migraine"),
    },
)

PAGES = [INDEX, THERAPY]
