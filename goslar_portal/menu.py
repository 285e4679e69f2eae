"""The main menu: each area adds the pages it has, so that nothing is linked before it exists."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise


@dataclass(frozen=True, order=True)
class Item:
    position: int
    url_name: str
    label: str | Promise

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_items: set[Item] = set()


def add(label: str | Promise, url_name: str, position: int) -> None:
    _items.add(Item(position, url_name, label))


def items() -> list[Item]:
    return sorted(_items, key=lambda item: item.position)
