"""The two locations. Addresses, telephone numbers and hours are for the editors to fill in."""

from home.starter.writing import (
    PagePlan,
    Picture,
    invitation,
    listing,
    section,
    text,
)

INDEX = PagePlan(
    model="clinic.LocationIndexPage",
    path="/locations/",
    title="Locations",
    search_title="Locations in Destin and Inlet Beach, Florida",
    description=(
        "The Crane Center sees people at two locations in the Florida Panhandle: Destin and Inlet "
        "Beach. Find the one nearer to you and plan the way home."
    ),
    share_picture="harbor",
    in_menu=True,
    fields={
        "introduction": (
            "We see people in Destin and in Inlet Beach, at either end of the same stretch of "
            "coast. Choose the one that makes the ride home easier."
        ),
    },
)

DESTIN = PagePlan(
    model="clinic.LocationPage",
    path="/locations/destin/",
    title="Destin",
    search_title="Ketamine-Assisted Therapy in Destin, Florida",
    description=(
        "Ketamine-assisted therapy in Destin, Florida: who the location suits, how to plan around "
        "bridge traffic, and why the first visit is a conversation."
    ),
    fields={
        "introduction": (
            "Our Destin location is the nearer one for people from Fort Walton Beach, Niceville "
            "and Miramar Beach, and for those who come over the bay."
        ),
        "photo": Picture("harbor"),
        "city": "Destin",
        "state": "FL",
        "body": [
            section("Your first visit in Destin"),
            text(
                """
                The first visit is for talking and for the medical evaluation. No ketamine is
                given before we both know that it makes sense. Bring a list of your medicines, the
                names of your doctors, and your [migraine diary](/blog/migraine-triggers-diary/)
                if you keep one.

                If it turns out that another treatment suits you better, we will say so and help
                you to put it into words for your doctor.
                """
            ),
            section("Plan around the bridges"),
            text(
                """
                Destin lies between the Gulf and Choctawhatchee Bay, so nearly every way in leads
                over water. The bridge at East Pass and the Mid-Bay Bridge fill up in season, on
                Saturdays above all. Leave more time than the map suggests.

                The same goes for the way back. After a session you will be tired, and stop-and-go
                traffic is no kindness to a tired stomach. Ask your driver to plan for an hour
                when the road is calm.
                """
            ),
            section("For the person who drives you"),
            listing(
                "plain",
                "",
                ("Keep the afternoon free.", "Nobody can say to the minute when a session ends."),
                ("Come inside", "rather than wait in the car. A steady arm on the way out helps."),
                ("Bring sunglasses", "for your passenger: the light off the water is strong."),
                ("Stay for the evening,", "or see that somebody does."),
            ),
            invitation(
                "See us in Destin",
                "Choose Destin in the form and tell us which times suit you and your driver.",
            ),
        ],
    },
)

INLET_BEACH = PagePlan(
    model="clinic.LocationPage",
    path="/locations/inlet-beach/",
    title="Inlet Beach",
    search_title="Ketamine-Assisted Therapy in Inlet Beach, Florida",
    description=(
        "Our Inlet Beach location serves 30A and Panama City Beach with supervised "
        "ketamine-assisted therapy. What to know if you live here or come for a stay."
    ),
    fields={
        "introduction": (
            "Inlet Beach sits where Highway 98 meets 30A, at the county line. This location is "
            "the nearer one for South Walton and for Panama City Beach."
        ),
        "photo": Picture("dunes"),
        "city": "Inlet Beach",
        "state": "FL",
        "body": [
            section("If you live along 30A or toward Panama City Beach"),
            text(
                """
                Many people here work in shops, kitchens and rentals, and a migraine does not ask
                about the season. When you write to us, tell us which weekdays are truly free.
                A session day should hold no shift before it and none after it.

                Because a course of treatment can mean several visits, we plan the dates together
                before the first one. It is better to wait for quieter weeks than to squeeze a
                session between two long days.
                """
            ),
            section("If you are staying here for a while"),
            text(
                """
                Ketamine-assisted therapy is no walk-in service, and it does not fit into a beach
                week. It needs an evaluation, time, and someone who knows you close by. If you
                spend the winter here, ask your doctor at home to send a summary of your care, and
                tell us who will look after you when you have left.

                A bad migraine on vacation is a reason to see a doctor or an urgent care clinic.
                For the worst headache of your life, or one with weakness or trouble speaking,
                call 911.
                """
            ),
            section("Time, light and a quiet place to land"),
            text(
                """
                We keep Central time. Visitors from the east, please check your clocks: the time
                zone changes on the way. Cell service can be patchy on a full beach day, so agree
                with your driver on a fixed time and place.

                Pick a place for the hours after: a dim bedroom, not a pool deck. The sand here is
                white and the light is bright, and both are hard on tired eyes.
                """
            ),
            invitation(
                "See us in Inlet Beach",
                "Choose Inlet Beach in the form. Tell us how long you are in the area.",
            ),
        ],
    },
)

PAGES = [INDEX, DESTIN, INLET_BEACH]
