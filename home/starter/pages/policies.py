"""What is kept about readers, and the rules of the discussion."""

from home.starter.writing import PagePlan, callout, listing, section, text

PRIVACY = PagePlan(
    model="home.StandardPage",
    path="/privacy/",
    title="Privacy",
    search_title="Privacy: What This Site Keeps About You",
    description=(
        "What this site stores when you read, comment or request an appointment, for how long, "
        "who can see it, and how to have it removed. In plain words."
    ),
    in_footer=True,
    fields={
        "introduction": (
            "You can read this whole site without telling us anything. This page says what is "
            "stored when you write to us, for how long, and who sees it."
        ),
        "body": [
            section("When you read"),
            text(
                """
                We set no cookies for readers and use no tracking. Pages load nothing from other
                companies. A video shows a still picture first: only when you press play does
                your browser turn to the company that hosts it.

                What you type into the search is used to find pages and is not stored.
                """
            ),
            section("When you comment"),
            text(
                """
                Comments are public. Please share no health details that you would not tell a
                stranger. We store:

                - the name you give, which readers see, and which need not be your real one
                - your e-mail address, which readers never see
                - your text, the time, and the article it belongs to
                - a short code made from your network address, to slow down spam; it cannot be
                turned back into the address, and it is deleted within 30 days

                If a comment seems to hold an e-mail address, a telephone number, a date of birth
                or the like, we ask you once before it is posted. This site looks for itself:
                nothing you write is sent to anybody else for that.

                A published comment stays until you withdraw it or an editor removes it. Comments
                that were marked as spam or put in the trash are erased after 30 days. The page
                you see after sending a comment has a private link. With it you can withdraw the
                comment at any time. Our [comment policy](/comment-policy/) has the rules.

                While you write, your own browser keeps a draft, so that nothing is lost if a page
                fails. It is never sent to us by itself, and it goes when you send the comment or
                close the tab.
                """
            ),
            section("When you request an appointment"),
            text(
                """
                We store your name, your telephone number or e-mail address, the place and time
                you prefer, and your note. Please put no medical details into the note. Only the
                people at the clinic who arrange appointments can open requests. The e-mail that
                tells them about a new request does not contain what you wrote.

                A request is deleted 90 days after it was last worked on.
                """
            ),
            section("If you sign in"),
            text(
                """
                Only people who work on this site have an account. Signing in sets a cookie, and
                what they change is logged.
                """
            ),
            section("Your choices"),
            listing(
                "plain",
                "",
                ("Withdraw a comment", "through the private link on its receipt."),
                (
                    "Have everything erased",
                    "that belongs to your e-mail address: names, texts and the address itself.",
                ),
                ("Ask what we have", "about you, and have mistakes corrected."),
            ),
            text(
                """
                For any of these, use [the appointment page](/appointments/) and write “privacy”
                in the note, or use any contact shown at the foot of this page.

                This notice is about this website. Medical records are kept apart from it and fall
                under other rules, which you can ask for at your visit.
                """
            ),
        ],
    },
)

COMMENTS = PagePlan(
    model="home.StandardPage",
    path="/comment-policy/",
    title="Comment policy",
    search_title="Comment Policy: How We Discuss Our Articles",
    description=(
        "The rules for comments on this site: share no private health details, expect no medical "
        "advice, be kind, and know how moderators decide."
    ),
    in_footer=True,
    fields={
        "introduction": (
            "We are glad about questions, corrections and other views, praise or not. These rules "
            "keep the discussion useful and keep you safe."
        ),
        "body": [
            section("Before you write"),
            callout(
                "caution",
                "Comments are public",
                """
                Anyone can read them, today and in years to come. Share no health details that you
                would not tell a stranger. A first name or a made-up name is fine.
                """,
            ),
            text(
                """
                Comments are not medical advice, whoever writes them. We cannot answer questions
                about your own care here, and we never say in public whether someone is a patient.
                For that, talk to your doctor or [request an appointment](/appointments/). In an
                emergency call 911.
                """
            ),
            section("What we ask of you"),
            listing(
                "plain",
                "",
                ("Stay with the article.", "Other subjects have other places."),
                ("Be kind.", "Disagree with what was said, and leave the person alone."),
                ("Write about yourself only.", "Do not tell other people's stories or names."),
                ("Give no doses and no diagnoses,", "even with the best of intentions."),
                ("Do not advertise,", "and do not post links that only sell something."),
            ),
            section("How moderators decide"),
            text(
                """
                A person at the clinic reads comments before they appear. That can take a few
                days. We publish criticism as readily as praise. We turn down spam, advertising,
                abuse, other people's private details, and medical advice that could do harm.

                If a comment is fine apart from a detail that is too private, we may remove that
                detail and say so in its place. Every decision is recorded and can be undone.
                """
            ),
            section("What is stored, and for how long"),
            text(
                """
                We keep your name, your e-mail address, your text and the time. Readers never see
                the e-mail address. Spam and trash are erased after 30 days, and so is the code
                that we use against floods of spam. You can withdraw a comment through the private
                link on its receipt. [Privacy](/privacy/) says more.
                """
            ),
        ],
    },
)

PAGES = [PRIVACY, COMMENTS]
