"""The page that says how the portal is: checks with advice, scheduled jobs, what failed lately (G-161)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from goslar_portal import clock
from goslar_portal.health import checks, registry
from goslar_portal.health.models import JobRun, Trouble


@require_safe
def state(request: HttpRequest) -> HttpResponse:
    found = checks.problems()
    context = {
        **admin.site.each_context(request),
        "title": _("Zustand des Portals"),
        "checks": [
            {"label": row.label, "advice": row.advice, "problem": found.get(row.name, "")}
            for row in registry.checks
        ],
        "problem_count": len(found),
        "runs": runs(),
        "troubles": list(Trouble.objects.recent()),
    }
    return TemplateResponse(request, "admin/health/state.html", context)


def runs() -> list[dict[str, Any]]:
    """Scheduled jobs by their German names, those that failed last first."""
    rows = [
        {"label": clock.label(run.name), "run": run, "is_failing": run.is_failing}
        for run in JobRun.objects.all()
    ]
    return sorted(rows, key=lambda row: (not row["is_failing"], row["label"]))
