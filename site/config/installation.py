"""Installs pinned requirements, checked by hash, on one line (only the standard library is there).

python installation.py STAMP requirements.txt [requirements-dev.txt …]
"""

import re
import subprocess
import sys
from pathlib import Path

LAST_WORDS = 15


def main(stamp: Path, files: list[str]) -> int:
    """Install the files' packages; leave the stamp only when all went well."""
    pins = "".join(Path(file).read_text() for file in files)
    total = len(re.findall(r"^[\w.-]+(?:\[.*?\])?==", pins, re.MULTILINE))
    named = " and ".join(files)
    _show(f"Requirements: {total} packages of {named} …")
    command = [sys.executable, "-m", "pip", "install", "--require-hashes", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off"]
    for file in files:
        command += ["-r", file]
    words: list[str] = []
    seen = 0
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as pip:
        for line in pip.stdout or ():
            words.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied")):
                seen = min(seen + 1, total)
                _show(f"Requirements: {seen} of {total} fetched")
            elif line.startswith("Installing collected packages"):
                _show("Requirements: unpacking …")
    if pip.returncode:
        _end("Requirements: could not be installed. The last words of pip:")
        sys.stderr.writelines(words[-LAST_WORDS:])
        return pip.returncode
    _end(f"Requirements: {named} installed.")
    stamp.write_text("")
    return 0


def _show(progress: str) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K{progress}")
        sys.stdout.flush()


def _end(outcome: str) -> None:
    erase = "\r\033[K" if sys.stdout.isatty() else ""
    sys.stdout.write(f"{erase}{outcome}\n")


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
