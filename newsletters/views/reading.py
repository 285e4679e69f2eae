"""What everybody reads: the newsletters, their archive, one issue as page, file and feed (N-090 to N-096)."""

from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from goslar_portal import languages
from goslar_portal.access import must_exist, page
from goslar_portal.machines.canonical import canonical
from newsletters import feed
from newsletters.models import SOURCE, Channel, Frozen, FrozenImage, Issue

PER_PAGE = 20


def language() -> str:
    return translation.get_language() or SOURCE


def _topic(channel: str, *_more: str, **_words: str) -> list[str]:
    return [f"newsletter:{channel}"]


@page(topics=["newsletters"])
def channel_list(request: HttpRequest) -> HttpResponse:
    channels = list(Channel.objects.with_texts(language()))
    newest = Frozen.objects.newest_of_each(language())
    rows = [{"channel": channel, "newest": newest.get(channel.pk)} for channel in channels]
    return render(request, "newsletters/channel_list.html", {"rows": rows})


@page(topics=_topic, parameters=("seite",))
def channel_detail(request: HttpRequest, channel: str) -> HttpResponse:
    here = _channel(channel)
    shown = Frozen.objects.of_public(channel).one_per_issue(language()).light()
    try:
        rows = Paginator(shown, PER_PAGE).page(_number(request))
    except EmptyPage as error:
        raise Http404 from error
    newest = rows.object_list[0] if rows.number == 1 and rows.object_list else None
    context = {"channel": here, "rows": rows, "newest": newest, "years": _by_year(rows)}
    return render(request, "newsletters/channel_detail.html", context)


def _number(request: HttpRequest) -> int:
    typed = request.GET.get("seite", "1")
    if not typed.isdecimal() or len(typed) > 4 or not int(typed):
        raise Http404
    return int(typed)


def _by_year(rows: Any) -> list[tuple[int, list[Frozen]]]:
    years: dict[int, list[Frozen]] = {}
    for row in rows:
        years.setdefault(row.issue.year, []).append(row)
    return list(years.items())


@page(topics=_topic)
def issue_detail(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    issue = _issue(channel, slug)
    if not issue.is_public:
        return _gone(request, channel)
    here = _channel(channel)
    rows = list(Frozen.objects.of_issue(issue).light())
    versions = {row.language: row for row in rows}  # the last correction of each
    shown = must_exist(versions.get(language()) or versions.get(issue.main_language))
    context = {
        "channel": here,
        "issue": issue,
        "version": shown,
        "notes": [row for row in rows if row.language == shown.language and row.note],
        "others": _others(issue, versions, shown),
        "address": f"{settings.SITE_URL}{_path(issue, shown)}",
    }
    return render(request, "newsletters/issue_detail.html", context)


def _path(issue: Issue, shown: Frozen) -> str:
    """The address of this version, also when it stands in for one that is missing."""
    return languages.in_language(languages.neutral(issue.get_absolute_url()), shown.language)


def _others(issue: Issue, versions: dict[str, Frozen], shown: Frozen) -> list[dict[str, Any]]:
    """The other versions that have an address, for links and `hreflang`."""
    active = {row.code for row in languages.active()}
    path = f"/newsletter/{issue.channel.slug}/{issue.slug}/"
    return [
        {"speech": row.speech, "url": languages.in_language(path, code), "is_shown": row.pk == shown.pk}
        for code, row in versions.items()
        if code in active
    ]


@page(topics=_topic)
def issue_pdf(request: HttpRequest, channel: str, slug: str) -> HttpResponse:
    issue = _issue(channel, slug)
    if not issue.is_public:
        return _gone(request, channel)
    if issue.file is not None and not issue.file.is_open:
        raise Http404  # the virus scanner has not looked at it yet
    rows = {row.language: row for row in Frozen.objects.of_issue(issue).newest().only_pdf()}
    shown = must_exist(rows.get(language()) or rows.get(issue.main_language))
    response = HttpResponse(bytes(shown.pdf), content_type="application/pdf")
    name = f"{channel}-{issue.year}-{issue.number}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = f'"{shown.pdf_sha256[:24]}"'
    return canonical(response, _path(issue, shown))


@page(topics=_topic)
def issue_image(request: HttpRequest, channel: str, slug: str, name: str) -> HttpResponse:
    issue = _issue(channel, slug)
    if not issue.is_public:
        return HttpResponse(status=410)
    image = must_exist(FrozenImage.objects.named(issue, name).first())
    return HttpResponse(bytes(image.content), content_type=image.kind)


@page(topics=_topic)
def channel_feed(request: HttpRequest, channel: str) -> HttpResponse:
    here = _channel(channel)
    rows = list(Frozen.objects.of_public(channel).one_per_issue(language()).for_feed()[:PER_PAGE])
    return HttpResponse(feed.atom(here, rows), content_type="application/atom+xml; charset=utf-8")


def _channel(slug: str) -> Channel:
    found: Channel = must_exist(Channel.objects.at(slug).with_texts(language()).first())
    return found


def _issue(channel: str, slug: str) -> Issue:
    """Withdrawn ones are found, too: they say that they are gone."""
    found: Issue = must_exist(Issue.objects.at(channel, slug).once_public().select_related("channel").first())
    return found


def _gone(request: HttpRequest, channel: str) -> HttpResponse:
    """Page and PDF of an issue that was taken out of the archive (N-094)."""
    return render(request, "newsletters/issue_gone.html", {"channel": _channel(channel)}, status=410)
