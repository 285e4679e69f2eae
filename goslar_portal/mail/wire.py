"""E-mail addresses as mail servers read them."""


def for_the_wire(address: str) -> str:
    """A domain with umlauts in its ASCII form, the rest as it is.

    Raises `UnicodeError` for what no domain can be, though it looked like one.
    """
    name, at, domain = address.rpartition("@")
    return f"{name}{at}{domain.encode('idna').decode()}"
