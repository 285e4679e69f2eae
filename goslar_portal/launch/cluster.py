"""One PostgreSQL server in the data folder: asked, started and stopped (section 2 of the ground floor)."""

import os
import signal
import subprocess
import time
from contextlib import suppress

from goslar_portal.launch import pidfile, sockets
from goslar_portal.launch.account import Account
from goslar_portal.launch.binaries import Binaries
from goslar_portal.launch.messages import BLOCKED, StopError, say, tail
from goslar_portal.launch.places import Places, open_fresh_log
from goslar_portal.launch.server_access import check_owner, write_logins
from goslar_portal.launch.server_log import clean_environment, reason, still_held

STOP_PATIENCE = 60  # seconds (G-028)
BUSY_PATIENCE = 20  # seconds
RECOVERY_NOTICE = 5  # seconds

# On the command line they win over postgresql.conf and ALTER SYSTEM, so nobody turns off what keeps data safe
# (G-026, G-027). Terse errors and no parameters: values of people never reach the log (G-164).
OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "log_min_duration_statement": "-1",  # the driver writes values into statements; the portal logs slow ones
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
}


class Cluster:
    """Call its methods under the lock of the data folder only (G-023), except `is_alive`."""

    def __init__(self, places: Places, programs: Binaries, account: Account) -> None:
        self.places = places
        self.folder = places.cluster
        self.programs = programs
        self.account = account
        self.socket_folder = sockets.folder_for(self.folder)
        self.process: subprocess.Popen[bytes] | None = None

    def ready(self) -> bool:
        """Does a server answer on the socket? The pid file is never asked (G-023)."""
        ask = [
            str(self.programs.folder / "pg_isready"),
            "-q",
            "-t",
            "3",
            "-U",
            "portal",
            "-d",
            "portal",
            "-h",
        ]
        return (
            subprocess.run([*ask, str(self.socket_folder)], env=clean_environment(), check=False).returncode
            == 0
        )

    def is_alive(self) -> bool:
        if self.process:
            return self.process.poll() is None
        return pidfile.is_alive(self.folder)

    def start(self) -> None:
        """Start the server unless one already answers, and wait until it does."""
        if self._answers_by_itself():
            return
        check_owner(self.folder, self.account)
        write_logins(self.folder, self.account)
        sockets.prepare(self.socket_folder, self.folder, self.account)
        deadline = time.monotonic() + BUSY_PATIENCE
        while not self._launch():
            said = tail(self.places.log("postgres"))
            if not still_held(said) or time.monotonic() > deadline:
                raise StopError(BLOCKED, reason(said, self.places.data), lines=said)
            time.sleep(0.2)

    def stop(self) -> None:
        """`fast`: open transactions are rolled back, everything committed is on disk."""
        process = pidfile.number(self.folder)
        if process is None or not self.is_alive():
            return
        with suppress(ProcessLookupError):  # it may end by itself just now
            os.kill(process, signal.SIGINT)
        deadline = time.monotonic() + STOP_PATIENCE
        while self._still_runs(process):
            if time.monotonic() > deadline:
                say(f"PostgreSQL (Prozess {process}) ist nach {STOP_PATIENCE} Sekunden noch nicht beendet.")
                return
            time.sleep(0.01)

    def _still_runs(self, process: int) -> bool:
        """The server removes its pid file a moment before it ends, so the process itself is watched."""
        if self.process:
            return self.process.poll() is None
        return pidfile.owner(self.folder, process) is pidfile.Owner.SERVER

    def _answers_by_itself(self) -> bool:
        """Also waits for a server of this folder that is just starting or stopping."""
        deadline = time.monotonic() + STOP_PATIENCE
        while not self.ready():
            if not pidfile.is_alive(self.folder):
                return False
            if time.monotonic() > deadline:
                raise StopError(BLOCKED, f"Ein PostgreSQL in {self.folder} läuft, antwortet aber nicht.")
            time.sleep(0.05)
        return True

    def _launch(self) -> bool:
        """False if the server ended instead of answering."""
        pidfile.remove_if_stale(self.folder)
        settings = {"unix_socket_directories": str(self.socket_folder), **OPTIONS}
        options = [f"-c{name}={value}" for name, value in settings.items()]
        log = open_fresh_log(self.places, "postgres")
        try:
            self.process = subprocess.Popen(
                [
                    *self.account.prefix,
                    str(self.programs.folder / "postgres"),
                    "-D",
                    str(self.folder),
                    *options,
                ],
                cwd="/",
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.account.options,
            )
        finally:
            os.close(log)
        return self._becomes_ready(self.process)

    def _becomes_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """As long as it lives it may take its time: recovery after a crash reads what was written last."""
        begin, told = time.monotonic(), False
        while process.poll() is None:
            if self.ready():
                return True
            if not told and time.monotonic() - begin > RECOVERY_NOTICE:
                say("PostgreSQL stellt nach einem Absturz die Daten wieder her; das kann dauern …")
                told = True
            time.sleep(0.02)
        return False
