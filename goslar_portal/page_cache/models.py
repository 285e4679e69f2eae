"""Topics of content, each with a counter that grows with every change (G-123)."""

from collections.abc import Iterable

import pgtrigger
from django.db import connection, models

from goslar_portal.retention import Retention

CHANNEL = "page_cache"  # where every process hears that something changed


class TopicQuerySet(models.QuerySet["Topic"]):
    def total(self) -> int:
        """Grows with every change of any topic; one row to ask for instead of all."""
        return int(self.aggregate(sum=models.Sum("counter"))["sum"] or 0)

    def counters(self) -> dict[str, int]:
        return dict(self.values_list("name", "counter"))

    def touch(self, *names: str) -> None:
        """Say that what these topics show has changed, where no row of a model says it (see `Raises`).

        Sorted, so that two changes of the same topics wait for each other instead of locking each other out.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO page_cache_topic AS topic (name, counter)"
                " SELECT name, 1 FROM unnest(%s::text[]) name"
                " ON CONFLICT (name) DO UPDATE SET counter = topic.counter + 1",
                [sorted(set(names))],
            )


class Topic(models.Model):
    """A page, the menu, a channel: whatever changes as one."""

    name = models.CharField(max_length=120, primary_key=True)
    counter = models.BigIntegerField(default=0)

    retention = Retention(operational="name counter")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        triggers = [
            pgtrigger.Trigger(
                name="tells_all_processes",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"PERFORM pg_notify('{CHANNEL}', ''); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return self.name


def touch(*names: str) -> None:
    Topic.objects.touch(*names)


def stamp(names: Iterable[str]) -> dict[str, int]:
    """The counters of these topics now; a topic that never changed counts zero."""
    known = dict(Topic.objects.filter(name__in=list(names)).values_list("name", "counter"))
    return {name: known.get(name, 0) for name in names}
