"""About the clinic."""

from home.starter.writing import PagePlan, Picture, invitation, section, text

PAGE = PagePlan(
    model="home.StandardPage",
    path="/about/",
    title="About",
    search_title="About The Crane Center in Destin, Florida",
    description=(
        "The Crane Center offers supervised ketamine-assisted therapy in the Florida Panhandle. "
        "What we do, what we do not do, and how we handle evidence."
    ),
    in_menu=True,
    fields={
        "introduction": (
            "We offer supervised ketamine-assisted therapy in Destin and Inlet Beach. This page "
            "says what you can expect from us, and what you should not."
        ),
        "hero_image": Picture("crane"),
        "body": [
            section("What we do"),
            text(
                """
                We see people who want to know whether ketamine-assisted therapy could have a
                place in their care. Some live with migraine, some with another pain. All of them
                should get a sober answer.

                Each person gets an evaluation first and a plan of their own after it. Sessions
                are supervised from beginning to end. You can read about [the
                treatment](/treatments/ketamine-assisted-therapy/) and about [our two
                locations](/locations/).
                """
            ),
            section("What we do not do"),
            text(
                """
                - We do not promise relief.
                - We do not treat emergencies. For those, call 911.
                - We do not replace your doctor, and we are glad to work with them.
                - We do not advise anyone to use ketamine alone at home.
                """
            ),
            section("How we handle evidence"),
            text(
                """
                The use of ketamine for migraine is off-label, and the studies so far do not agree.
                We say that on every page where it matters. Our articles name their sources, so
                that you or your doctor can read them in full.

                We earn money with this therapy. That is a good reason for you to check what we
                write, and for us to write it with care. [The editorial
                team](/team/editorial-team/) explains how we work.
                """
            ),
            invitation(
                "Ask us",
                "A first talk is for questions. Bring as many as you like.",
            ),
        ],
    },
)
