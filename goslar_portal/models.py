"""What the ground floor itself remembers."""

from django.db import models

from goslar_portal.retention import Retention


class StartingContent(models.Model):
    """A marker: this content was loaded once and belongs to the office now (I-004)."""

    name = models.CharField(max_length=80, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    retention = Retention(operational="name")

    class Meta:
        verbose_name = "geladener Anfangsbestand"
        verbose_name_plural = "geladene Anfangsbestände"

    def __str__(self) -> str:
        return self.name
