"""The home page."""

from home.starter.writing import Block, PageAt, PagePlan, Picture

PAGE = PagePlan(
    model="home.HomePage",
    path="/",
    title="The Crane Center",
    search_title="Ketamine-Assisted Therapy in Destin & Inlet Beach",
    description=(
        "The Crane Center offers supervised ketamine-assisted therapy in Destin and Inlet Beach, "
        "Florida, with plain facts about migraine, evidence and risks."
    ),
    fields={
        "headline": "Supervised ketamine\u2011assisted therapy in Destin and Inlet Beach, Florida",
        "introduction": (
            "Care that begins with a conversation and a full medical evaluation. We tell you what "
            "is known, what is not, and when we think this treatment is wrong for you."
        ),
        "hero_image": Picture("crane"),
        "button_label": "Request an appointment",
        "button_page": PageAt("/appointments/"),
        "treatment_heading": "How treatment works",
        "treatment_steps": [
            Block(
                "step",
                {
                    "title": "We talk first",
                    "text": "You tell us what you live with and what you have tried. A medical "
                    "evaluation shows whether ketamine is safe enough to consider for you.",
                },
            ),
            Block(
                "step",
                {
                    "title": "A quiet session",
                    "text": "You rest in a calm room. Somebody stays with you and watches your "
                    "blood pressure, your pulse and your breathing.",
                },
            ),
            Block(
                "step",
                {
                    "title": "We look back together",
                    "text": "Someone drives you home. In the days after, we go through what has "
                    "changed and what has not, and decide with you what comes next.",
                },
            ),
        ],
        "treatment_page": PageAt("/treatments/ketamine-assisted-therapy/"),
        "closing_heading": "Take your time",
        "closing_text": (
            "Read first, talk with your own doctor, and ask us anything. Nobody can promise "
            "relief, and you should not have to decide in a hurry."
        ),
    },
)
