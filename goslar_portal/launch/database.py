"""The embedded database of a data folder, shared by every `./portal` that uses it (G-010, G-023)."""

from collections.abc import Iterator
from contextlib import contextmanager

from goslar_portal.launch import binaries, new_cluster
from goslar_portal.launch.account import Account, choose, closed, service_account
from goslar_portal.launch.binaries import Binaries
from goslar_portal.launch.cluster import Cluster
from goslar_portal.launch.locks import Lease, alone
from goslar_portal.launch.messages import say
from goslar_portal.launch.places import Places


@contextmanager
def running(places: Places, command: str, wanted: str = "") -> Iterator[Cluster]:
    """Make the cluster if there is none, start it if nobody did, stop it if nobody else uses it any more."""
    guard = places.data / "postgres.lock"
    with alone(guard):
        cluster = _look(places, command, wanted)
        lease = Lease(places.data / "postgres.users")
        try:
            cluster.start()
        except BaseException:
            if lease.leave():
                cluster.stop()
            raise
    try:
        yield cluster
    finally:
        with alone(guard):
            if lease.leave():
                cluster.stop()


def _look(places: Places, command: str, wanted: str) -> Cluster:
    major = new_cluster.major_of(places.cluster)
    programs = binaries.for_existing(places, major, wanted) if major else binaries.for_new(places, wanted)
    account, programs = _reachable(places, programs, command)
    if not major:
        say(f"Die Datenbank wird angelegt (PostgreSQL {programs.major}) …")
        new_cluster.make(places.cluster, programs, account)
    return Cluster(places, programs, account)


def _reachable(places: Places, programs: Binaries, command: str) -> tuple[Account, Binaries]:
    """Started by root in a closed tree without user namespaces, the programs move to the open data folder."""
    account = choose(places.data, programs.folder)
    if account:
        return account, programs
    service = service_account()
    if service and service.crosses(places.data):
        return service, binaries.copied(programs, places.data)
    raise closed(places.data, command)
