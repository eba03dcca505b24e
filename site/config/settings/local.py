"""The local run (`make run`): production, with what a fresh clone cannot know filled in."""

import os
import secrets
from pathlib import Path

_root = Path(__file__).resolve().parents[3]
_var = Path(os.environ.setdefault("VAR_DIR", str(_root / "var")))


def _kept_secret(name: str) -> str:
    """Return this machine's own secret of that name, made on first use."""
    file = _var / f"{name}.txt"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.write_text(secrets.token_urlsafe(50))
        draft.chmod(0o600)
        draft.replace(file)
    return file.read_text()


os.environ.setdefault("SECRET_KEY", _kept_secret("secret-key"))
os.environ.setdefault("COMMENTS_KEY", _kept_secret("comments-key"))
os.environ.setdefault("SITE_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1")
os.environ.setdefault("EMAIL_URL", f"filemail:///{_var / 'mail'}")

os.environ.setdefault("INDEXNOW_ENDPOINT", "")

from .production import *  # noqa: E402, F403
