"""Records for `./portal demo`: plainly invented, marked „Muster“, made by the real verbs (D-003)."""

from datetime import date, time, timedelta

from democracy.models import Event, FundingPeriod, Leaflet, LeafletVersion, Source, Venue
from goslar_portal.dates import months_after, today
from goslar_portal.journal.models import Actor

CLOCK = Actor.clock("demo")
WITH_THREE = {"reisekosten", "verwendungsnachweis-anbest-p"}
BODY = """
<p>Dieser Text ist ein Muster. Er zeigt, wie ein Merkblatt im Portal aussieht. Was hier steht, ist erfunden und gilt nicht.</p>
<h3>Worum geht es?</h3>
<p>{summary}</p>
<h3>Was ist zu tun?</h3>
<ol><li>Lesen Sie Ihren Bescheid.</li><li>Sammeln Sie alle Belege von Anfang an.</li><li>Fragen Sie früh, wenn etwas unklar ist.</li></ol>
<h3>Beispiel</h3>
<table><caption>Erfundene Beträge zum Ausprobieren</caption><thead><tr><th scope="col">Was</th><th scope="col">Wie viel</th></tr></thead>
<tbody><tr><th scope="row">Muster A</th><td>{first} €</td></tr><tr><th scope="row">Muster B</th><td>{second} €</td></tr></tbody></table>
<h3>Wen können Sie fragen?</h3>
<p>Die Kontakte stehen auf der Seite <a href="/demokratie/">Partnerschaft für Demokratie</a>.</p>
"""  # noqa: E501  # one line per block


def load_leaflets() -> None:
    """A version for each of the ten, three of them for two, so that comparing and ageing can be seen."""
    running = FundingPeriod.objects.running(today()).first()
    if running is None:
        return
    for leaflet in Leaflet.objects.all():
        turns = 3 if leaflet.slug in WITH_THREE else 1
        for turn in range(turns):
            start = max(running.starts_on, months_after(today(), -6 * (turns - turn)))
            _publish(leaflet, running, start + timedelta(days=turn), turn)


def _publish(leaflet: Leaflet, period: FundingPeriod, start: date, turn: int) -> None:
    version = LeafletVersion.objects.create(
        leaflet=leaflet,
        as_of=start,
        valid_from=start,
        valid_until=None,
        source=Source.WRITTEN,
        body=BODY.format(summary=leaflet.summary, first=50 + 10 * turn, second=120 + 10 * turn),
        news="" if turn == 0 else "Die erfundenen Beträge sind um 10 € gestiegen.",
        is_sample=True,
    )
    version.periods.add(period)
    version.publish(by=CLOCK)


WEEKLY, MONTHLY = "FREQ=WEEKLY;COUNT=30", "FREQ=MONTHLY;BYDAY=1TH"
EVENTS = (
    (
        "Muster: Offener Treff im Dorf",
        "treffen",
        2,
        time(18),
        time(20),
        WEEKLY,
        "Wir reden über alles, was uns bewegt.",
    ),
    (
        "Muster: Lesung mit Gespräch",
        "lesung",
        9,
        time(19, 30),
        time(21),
        "",
        "Eine erfundene Lesung zum Ausprobieren.",
    ),
    ("Muster: Fest der Vielfalt", "fest", 20, None, None, "", "Zwei Tage Musik, Essen und Begegnung."),
    (
        "Muster: Runder Tisch",
        "gespraech",
        5,
        time(17),
        time(18, 30),
        MONTHLY,
        "Wer macht was? Wir stimmen uns ab.",
    ),
    (
        "Muster: Workshop Zivilcourage",
        "fortbildung",
        33,
        time(10),
        time(16),
        "",
        "Üben, was man im Alltag sagen kann.",
    ),
)


def load_events() -> None:
    """A handful of events over the coming months: a series, a single one, whole days, a monthly one."""
    venue = Venue.objects.create(
        name="Muster-Gemeindehaus",
        street="Musterweg 1",
        postal_code="38640",
        municipality="goslar",
        town="Goslar",
        is_wheelchair_accessible=True,
        way="Vom Bahnhof 10 Minuten zu Fuß, der Eingang ist ebenerdig.",
    )
    for title, category, ahead, begins, ends, rule, teaser in EVENTS:
        day = today() + timedelta(days=ahead)
        if "BYDAY=1TH" in rule:
            day = next(
                later for later in (day + timedelta(days=n) for n in range(62)) if _is_first_thursday(later)
            )
        event = Event(
            slug=Event.objects.free_slug(title),
            title=title,
            teaser=teaser,
            body="<p>Diese Veranstaltung ist erfunden. Sie zeigt, wie der Kalender aussieht.</p>",
            organiser="Muster-Initiative",
            email="demokratie@goslar.example",
            venue=venue,
            starts_on=day,
            starts_time=begins,
            ends_on=day if begins else day + timedelta(days=1),
            ends_time=ends,
            rule=rule,
            category=category,
            audiences=["alle"],
            languages=["de"],
            has_childcare=category == "fest",
            is_sample=True,
        )
        event.store(by=CLOCK, verb="add")
        event.publish(by=CLOCK)


def _is_first_thursday(day: date) -> bool:
    return day.weekday() == 3 and day.day <= 7
