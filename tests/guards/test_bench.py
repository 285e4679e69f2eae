"""The bench compares in turns, leaves nothing out silently, and says no when a target is missed."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks import report
from benchmarks.bench import Bench, Row
from benchmarks.load import Load, ask


class Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """A page, or an error that a measurement must not count."""
        body = b"hallo" * 100
        self.send_response(500 if self.path == "/kaputt" else 200)
        if self.path == "/stuecke":
            self.send_header("Transfer-Encoding", "chunked")
            body = b"5\r\nhallo\r\n0\r\n\r\n"
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the package's name
        return


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


class Told(Load):
    """A load whose answers are known, and which remembers when it was its turn."""

    turns: list[str] = []

    def run(self, seconds: float) -> float:
        self.turns.append(self.url)
        return 100.0 if self.url == "portal" else 50.0


@pytest.mark.req("G-211")
def test_peers_alternate_in_rounds_after_a_warm_up() -> None:
    Told.turns.clear()
    bench = Bench(quick=False)
    row = bench.compare("Seite", Told("portal"), "Vergleich", Told("peer"), target=0.8)
    assert Told.turns == ["portal", "peer"] * 6
    assert (len(row.ours), len(row.theirs), row.ratio, row.is_missed) == (5, 5, 2.0, False)


@pytest.mark.req("G-212")
def test_missed_target_and_missing_peer_are_both_told() -> None:
    bench = Bench(quick=True)
    slow = bench.compare("Seite", Told("peer"), "Vergleich", Told("portal"), target=0.8)
    bench.not_measured("Seite", "nginx", "nicht installiert")
    text = report.markdown({"quick": True, "machine": report.machine()}, bench.rows)
    assert slow.is_missed
    assert "| Seite | Vergleich | 50 | 100 | ±0 % / ±0 % | 0.50 | ≥ 0.8 | VERFEHLT |" in text
    assert "| Seite | nginx | | | | nicht gemessen |  | nicht installiert |" in text
    assert "- cores: " in text


@pytest.mark.req("G-212")
def test_figure_without_a_peer_has_a_limit_of_its_own() -> None:
    bench = Bench(quick=True)
    bench.at_most("Seite", [20.0, 24.0, 90.0], 25, unit="ms")
    bench.at_most("Suche", [81.0], 80, unit="ms")
    text = report.markdown({"quick": True, "machine": report.machine()}, bench.rows)
    assert [row.is_missed for row in bench.rows] == [False, True]
    assert "| Seite | – | 24 ms | | ±146 % | | ≤ 25 |  |" in text
    assert "| Suche | – | 81 ms | | ±0 % | | ≤ 80 | VERFEHLT |" in text


@pytest.mark.req("G-211")
@pytest.mark.parametrize("path", ["/", "/stuecke"])
def test_own_generator_counts_whole_answers(site: str, path: str) -> None:
    load = Load(f"{site}{path}")
    count, busy = ask(load.url, load.request(), 0.2, load.look())
    assert (count > 0, 0 <= busy <= 1.5) == (True, True)


@pytest.mark.req("G-211")
def test_errors_are_not_counted_as_speed(site: str) -> None:
    load = Load(f"{site}/kaputt")
    with pytest.raises(RuntimeError, match="unexpected answer"):
        load.look()
    with pytest.raises(RuntimeError, match="alike"):
        ask(f"{site}/", Load(f"{site}/").request(), 0.2, 1)


@pytest.mark.req("G-211")
def test_row_of_a_peer_that_was_not_measured_misses_nothing() -> None:
    assert Row("Seite", "nginx", target=0.8, reason="fehlt").is_missed is False
