"""One answer being made at a time for each question (plain Python)."""

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Flight:
    """An answer being made; whoever waits for it hears when it has come."""

    landed: threading.Event = field(default_factory=threading.Event)
    # Whether what was made is for everybody. If not, each makes an own one.
    shared: bool = True


class Flights:
    """Who is making which answer, and how many wait."""

    def __init__(self, most_waiting: int) -> None:
        self.most_waiting = most_waiting
        self.waiting = 0
        self._flights: dict[Hashable, Flight] = {}
        self._lock = threading.Lock()

    def board(self, key: Hashable) -> tuple[Flight, bool]:
        """Return the flight for this answer, and whether it is the caller who makes it."""
        with self._lock:
            if (under_way := self._flights.get(key)) is not None:
                return under_way, False
            begun = self._flights[key] = Flight()
            return begun, True

    def land(self, key: Hashable, *, shared: bool) -> None:
        """Tell all who wait that the answer has been made, or that there is none to share."""
        with self._lock:
            flight = self._flights.pop(key)
        flight.shared = shared
        flight.landed.set()

    def wait(self, flight: Flight, seconds: float) -> bool:
        """Wait for an answer. Return False when too many wait already, or for too long."""
        with self._lock:
            if self.waiting >= self.most_waiting:
                return False
            self.waiting += 1
        try:
            return flight.landed.wait(seconds)
        finally:
            with self._lock:
                self.waiting -= 1
