"""A cached public page beside a bare Django hello-world view, and beside nginx sending the same bytes."""

import tempfile
import urllib.request
from pathlib import Path

from benchmarks import servers
from benchmarks.bench import Bench
from benchmarks.load import Load

HELLO = "Django „hello world“, ohne Middleware"
PAGE = "Seite aus dem Seitenspeicher"
NGINX = "nginx, dieselben Bytes"
TARGET = 0.8  # section 20
GZIP = {"Accept-Encoding": "gzip"}


def measure(bench: Bench) -> None:
    servers.prepare()
    with servers.granian("benchmarks.probe:application") as portal:
        page = Load(f"{portal}/messung/", GZIP)
        page.look()
        with servers.granian("benchmarks.hello:application") as peer:
            bench.compare(PAGE, page, HELLO, Load(f"{peer}/"), target=TARGET)
        if servers.nginx_is_missing():
            bench.not_measured(PAGE, NGINX, "nginx ist nicht installiert (apt-get install nginx-light)")
        else:
            beside_nginx(bench, page)
    bench.not_measured(PAGE, "Wagtail", "kommt mit dem ganzen Messprogramm (Abschnitt 20)")


def beside_nginx(bench: Bench, page: Load) -> None:
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        Path(folder).chmod(0o755)  # nginx's own account reads it
        asked = urllib.request.Request(page.url, headers=GZIP)  # noqa: S310  # our own server
        with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
            (Path(folder) / "page").write_bytes(answer.read())
        with servers.nginx(Path(folder)) as peer:
            bench.compare(PAGE, page, NGINX, Load(f"{peer}/page"))
