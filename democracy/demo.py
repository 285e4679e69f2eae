"""Records for `./portal demo`: plainly invented, marked „Muster“, made by the real verbs (D-003)."""

from datetime import date, timedelta

from democracy.models import FundingPeriod, Leaflet, LeafletVersion, Source
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
