"""Who writes: a team, until people are added with their own names and credentials."""

from home.starter.writing import PagePlan, Picture, section, text

INDEX = PagePlan(
    model="people.ProfileIndexPage",
    path="/team/",
    title="Team",
    search_title="Who Writes and Reviews Our Articles",
    description=(
        "Who writes the articles of The Crane Center, who reviews what we publish about migraine "
        "and ketamine therapy, and how to tell the two apart."
    ),
    share_picture="conversation",
    in_menu=True,
    fields={
        "introduction": (
            "You should know who is talking to you about your health. Authors and medical "
            "reviewers have a page each, with their credentials."
        ),
    },
)

EDITORIAL = PagePlan(
    model="people.ProfilePage",
    path="/team/editorial-team/",
    title="Clinic editorial team",
    search_title="Clinic Editorial Team: How We Write and Check",
    description=(
        "The editorial team of The Crane Center writes about migraine, headache and ketamine "
        "therapy. How we choose sources, check claims and mend mistakes."
    ),
    fields={
        "kind": "team",
        "role": "Writes and maintains this site",
        "summary": (
            "The people at the clinic who write this site together. They are no substitute for a "
            "doctor, and articles say plainly whether a doctor has reviewed them."
        ),
        "photo": Picture("crane"),
        "body": [
            section("How we write"),
            text(
                """
                We write for someone who has a headache and little patience. That means short
                sentences, plain words, and the most important thing first. When we use a medical
                term, we say what it means.

                Each claim about a study carries a number, and the number leads to the source at
                the end of the page. Where studies disagree, we report both sides. We do not use
                stories of single patients as proof.
                """
            ),
            section("How we check"),
            text(
                """
                Checking against the sources is our own task. A medical review is a step beyond
                that: a reviewer with credentials reads the text and signs it with a date. An
                article that nobody has reviewed yet says so under its title.

                When we find a mistake, we mend it. If the change matters to what you might do,
                we note it on the page and move the date.
                """
            ),
            section("What you should know about us"),
            text(
                """
                The clinic is paid for the therapy that we write about. That is why sources are
                named and risks come with them. If you think that we have been unfair or wrong,
                please leave a comment under the article.
                """
            ),
        ],
    },
)

PAGES = [INDEX, EDITORIAL]
