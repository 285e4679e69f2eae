"""Records for `./portal demo`: invented readers, an issue that goes out to them, and a draft (N-205)."""

from goslar_portal.journal.models import Actor
from newsletters import release
from newsletters.blocks import Block, BlockKind, Entry
from newsletters.models import SOURCE, Channel, EndReason, Issue, SignUp, Subscription, Way, Wording

CLOCK = Actor.clock("demo")
READERS = 12
K = BlockKind


def load() -> None:
    channel = Channel.objects.at("migration-und-teilhabe").get()
    for number in range(READERS):
        _subscribe(channel, f"leserin-{number + 1}@example.org")
    first, second, *_others = Subscription.objects.in_channel(channel).active()
    first.end(by=CLOCK, reason=EndReason.UNSUBSCRIBED)
    second.rest(by=CLOCK, reason="hard")
    issue = _write(channel, "Muster: Neues aus dem Landkreis", "Muster: Treffen, Kurse, Zahlen", BLOCKS)
    release.send(issue, by=CLOCK, seen=release.prepare(issue).digest)
    _write(channel, "Muster: Ein Entwurf", "", BLOCKS[:1])


def _subscribe(channel: Channel, address: str) -> None:
    """Asked for, answered and confirmed, as by the person."""
    wording = Wording.objects.current(SOURCE)[channel.pk]
    signup = SignUp.objects.ask(email=address, language=SOURCE, wordings=[wording], way=Way.STAFF)
    signup.answer(by=CLOCK)
    signup.refresh_from_db()
    signup.confirm(by=CLOCK)


def _write(channel: Channel, title: str, subject: str, blocks: list[Block]) -> Issue:
    issue = Issue.objects.begin(channel, by=CLOCK, title=title)
    head = {"title": title, "subject": subject, "preview": "Alles darin ist erfunden."}
    issue.write(SOURCE, by=CLOCK, seen=issue.stamp, head=head, blocks=blocks)
    issue.refresh_from_db()
    return issue


BLOCKS = [
    Block(
        K.INTRO,
        uid="aaaaa1",
        body="<p>Guten Tag,</p><p>diese Ausgabe ist ein Muster. Was darin steht, ist erfunden.</p>",
    ),
    Block(
        K.STORY,
        uid="aaaaa2",
        heading="Muster: Ein Sprachcafé beginnt",
        body="<p>Jeden Dienstag treffen sich Menschen, die <strong>Deutsch üben</strong> möchten.</p>"
        "<ul><li>ohne Anmeldung</li><li>mit Kinderbetreuung</li></ul>",
        link_url="/integration/bildung/",
        link_text="Mehr über Deutschkurse",
    ),
    Block(
        K.LINKS,
        uid="aaaaa3",
        heading="Zum Weiterlesen",
        entries=(Entry("Hilfe und Beratung", url="/integration/"), Entry("Alle Kontakte", url="/kontakt/")),
    ),
    Block(
        K.HINT,
        uid="aaaaa4",
        heading="Muster: Geschlossen am Freitag",
        body="<p>Am Freitag ist niemand da. Am Montag sind wir wieder für Sie erreichbar.</p>",
    ),
]
