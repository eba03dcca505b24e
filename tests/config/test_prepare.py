"""`manage.py prepare`: a line for each step, as it is done."""

from io import StringIO

from config.management.commands.prepare import Step


class Log(StringIO):
    """A log file, of which only what was flushed can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.readable = ""

    def write(self, text: str, ending: str = "\n") -> int:
        return super().write(text + ending)

    def flush(self) -> None:
        self.readable = self.getvalue()


def test_each_step_can_be_read_in_a_log_when_it_is_done():
    log = Log()

    with Step(log, "Database") as step:
        step.done("up to date")

    assert log.readable == "Database: up to date.\n"
