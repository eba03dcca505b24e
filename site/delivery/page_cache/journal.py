"""How every process hears of a purge."""


def ring_after_commit() -> None:
    """Tell every process to read the journal once the transaction commits."""
