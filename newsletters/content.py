"""Starting content of the newsletters: read once from `fixtures/`, then the office's own (N-001)."""

import json
from typing import Any

from django.conf import settings

from goslar_portal.journal.models import Actor
from newsletters import release
from newsletters.blocks import Block
from newsletters.models import Channel, ChannelText, Issue, Wording, WordList


def read(name: str) -> dict[str, Any]:
    path = settings.BASE_DIR / "fixtures" / f"newsletters_{name}.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def load_channels() -> None:
    """The two newsletters with their words, and the lists of words."""
    data = read("channels")
    for row in data["channels"]:
        texts, consents = row.pop("texts"), row.pop("consents")
        channel = Channel.objects.create(**row)
        ChannelText.objects.bulk_create(ChannelText(channel=channel, **text) for text in texts)
        Wording.objects.bulk_create(Wording(channel=channel, version=1, **text) for text in consents)
    WordList.objects.bulk_create(
        WordList(name=name, words="\n".join(words)) for name, words in data["word_lists"].items()
    )


def load_issues() -> None:
    """One first issue per newsletter, made from the portal's own pages; nobody is subscribed yet."""
    by = Actor.clock("prepare")
    for row in read("issues")["issues"]:
        issue = Issue.objects.begin(Channel.objects.get(slug=row["channel"]), by=by, title=row["title"])
        head = {name: row[name] for name in ("title", "subject", "preview")}
        blocks = [Block.read(block) for block in row["blocks"]]
        issue.write("de", by=by, seen=issue.stamp, head=head, blocks=blocks)
        issue.refresh_from_db()
        release.archive(issue, by=by, seen=release.prepare(issue).digest)
