"""Where readers ask for an appointment."""

from home.starter.writing import PagePlan, callout, listing, section, text

PAGE = PagePlan(
    model="clinic.AppointmentPage",
    path="/appointments/",
    title="Request an appointment",
    search_title="Request an Appointment in Destin or Inlet Beach",
    description=(
        "Request an appointment with The Crane Center in Destin or Inlet Beach, Florida. A short "
        "form, no medical details, and a person who answers you."
    ),
    share_picture="conversation",
    in_footer=True,
    fields={
        "introduction": (
            "Tell us your name, how to reach you, and which place and time suit you. Please no "
            "medical details: those belong in the conversation. In an emergency call 911."
        ),
        "body": [
            callout(
                "emergency",
                "Not for emergencies",
                """
                Nobody watches this form around the clock. In an emergency call 911. If you might
                harm yourself, call or text 988.
                """,
            ),
            section("What happens next"),
            text(
                """
                1. Your request reaches the people at our desk, and nobody else.
                2. Someone gets back to you in the way you have chosen, to find a time.
                3. At the first visit we talk and do a medical evaluation. No ketamine is given
                before that.
                """
            ),
            listing(
                "plain",
                "Good to have ready",
                ("A list of your medicines", "with doses, and of anything you are allergic to"),
                ("The names of your doctors,", "in case you would like us to speak with them"),
                (
                    "Notes on your headaches,",
                    "such as a diary of the last weeks, if you keep one",
                ),
                ("A person who can drive you,", "should you decide on a session later"),
            ),
            text(
                """
                Sending the form is no commitment, and it costs nothing. How long we keep a
                request is written in our [privacy notice](/privacy/).
                """
            ),
        ],
        "thanks_heading": "Thank you, we have your request",
        "thanks_text": (
            "Someone from the clinic will get back to you to find a time. If it is an emergency, "
            "please do not wait for us: call 911."
        ),
    },
)
