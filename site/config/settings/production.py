"""Every setting, at its strictest. A missing secret stops the start with a sentence naming it."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()


def required(name: str, what: str) -> str:
    """Return an environment variable.

    Raises ImproperlyConfigured with a sentence naming it when it is missing or empty.
    """
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {what}. See docs/operating.md.")
    return value


def at_least_one(name: str, default: int) -> int:
    """Return a number from the environment.

    Raises ImproperlyConfigured with a sentence when it is none from 1 up.
    """
    text = env.str(name, default=str(default)).strip()
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"{name} must be a number from 1 up; it is {text!r}.")
    return int(text)


# --- Who we are -----------------------------------------------------------------------------

DEBUG = False
SECRET_KEY = required("SECRET_KEY", "a long random string that signs sessions and links")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# A key of its own: rotating SECRET_KEY must not make the site forget which commenters it trusts.
COMMENTS_KEY = required("COMMENTS_KEY", "a long random string that fingerprints commenters")
COMMENTS_KEY_FALLBACKS = env.list("COMMENTS_KEY_FALLBACKS", default=[])

SITE_URL = required("SITE_URL", "the public address, such as https://www.example.org").rstrip("/")
_address = urlsplit(SITE_URL)
if _address.scheme not in {"http", "https"} or not _address.hostname or _address.path:
    raise ImproperlyConfigured(
        f"SITE_URL must look like https://www.example.org, without a path; it is {SITE_URL!r}."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_address.hostname])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# A trial of the site: nothing of it may be found by search engines, under any name.
STAGING = env.bool("STAGING", default=False)

# Where everything is kept that is not in the repository.
VAR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))

# How many proxies of ours stand in front and add to X-Forwarded-For. Our server speaks http only,
# so with an https address there is at least one.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1 if _address.scheme == "https" else 0)

# --- What runs ------------------------------------------------------------------------------

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
WAGTAIL_PAGE_MODEL = "pages.SitePage"
WAGTAILIMAGES_IMAGE_MODEL = "images.ClinicImage"

INSTALLED_APPS = [
    "config",
    "home",
    "audit",
    "blog.comments",
    "blog",
    "clinic",
    "search",
    "crawlers",
    "redirects",
    "review",
    "people",
    "pages",
    "content",
    "organization",
    "glossary",
    "seo",
    "images",
    "accounts",
    "delivery",
    "intake",
    "privacy",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "delivery.health.HealthCheckMiddleware",
    "delivery.proxies.ClientAddressMiddleware",
    "delivery.indexing.IndexingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "delivery.compression.CompressionMiddleware",
    "delivery.conditional.ConditionalMiddleware",
    "delivery.page_cache.middleware.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "delivery.headers.ResponsePolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "redirects.middleware.SlashMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Where it is kept -----------------------------------------------------------------------

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without these two workers and a task worker lose writes to "database is locked". Writers do
    # not queue: of fifty that come at once the unluckiest waits as long as all of them take.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten: somebody who asked to be forgotten is not in the file.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA secure_delete=ON;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # On a large site PostgreSQL takes two seconds to compile a query that runs for a tenth of one.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")

REDIS_URL = env.str("REDIS_URL", default="")


def _cache(prefix: str, seconds: int, entries: int) -> dict:
    """Return one cache: Redis when REDIS_URL is set, else the memory of each process."""
    place = (
        {
            "BACKEND": "delivery.caches.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": prefix,
            "OPTIONS": {"MAX_ENTRIES": entries},
        }
    )
    return {**place, "KEY_PREFIX": prefix, "TIMEOUT": seconds}


CACHES = {
    "default": _cache("crane", 300, 2_000),
    "renditions": _cache("crane-renditions", 30 * 24 * 3600, 10_000),
}

# Ready answers in front of Django (delivery/page_cache): so much memory in all server processes
# together; 0 is none. Nothing is kept for longer than so many seconds.
PAGE_CACHE_MEGABYTES = env.int("PAGE_CACHE_MEGABYTES", default=64)
PAGE_CACHE_SECONDS = 24 * 3600
PAGE_CACHE_PARAMETERS = {"page"}  # the only ones that public pages understand
PAGE_CACHE_NEVER_BELOW = (
    *("/admin/", "/search/", "/documents/", "/comments/", "/healthz/"),
    *("/static/", "/media/"),
)
# A cache in front of us (Varnish, say) that is told by PURGE what has changed.
if FRONT_CACHE_URL := env.str("FRONT_CACHE_URL", default=""):
    WAGTAILFRONTENDCACHE = {
        "front": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": FRONT_CACHE_URL,
        }
    }
# Addresses that were not found are counted in memory, and written down after so many seconds.
MISSING_ADDRESSES_SECONDS = 10
# Server processes, and requests that Django works on at once in each.
WORKERS = at_least_one("WORKERS", default=2)
THREADS = at_least_one("THREADS", default=4)

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "delivery.staticfiles.OneStylesheetStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o644

# --- Language and time ----------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "America/Chicago"  # Destin and Inlet Beach keep Central time
USE_I18N = True
USE_TZ = True

# --- Who may sign in ------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
# Five failures an account and address, twenty an address (delivery/sign_in.py), in 15 minutes.
AXES_HANDLER = "delivery.sign_in.SignInHandler"
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address"]
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "delivery.proxies.sender_network"
AXES_LOCKOUT_CALLABLE = "delivery.sign_in.refuse"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.password_reset.PasswordResetForm"  # noqa: S105

# --- Safety ---------------------------------------------------------------------------------

_https = _address.scheme == "https"
SECURE_SSL_REDIRECT = _https
# Only a proxy of ours may say that a request came by https.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
# `no-referrer` would make browsers send `Origin: null` with our own forms.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"  # but the editor may frame a preview: delivery/headers.py
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "img-src": [SELF, "data:"],
        "upgrade-insecure-requests": _https,
    }
}

# --- Search engines -------------------------------------------------------------------------

# Where those that take part in IndexNow are told of changes; empty: nobody is.
INDEXNOW_ENDPOINT = env.str("INDEXNOW_ENDPOINT", default="https://api.indexnow.org/indexnow")
if urlsplit(INDEXNOW_ENDPOINT).scheme not in {"https", ""}:
    raise ImproperlyConfigured(
        f"INDEXNOW_ENDPOINT must begin with https://; it is {INDEXNOW_ENDPOINT!r}."
    )

# --- Mail -----------------------------------------------------------------------------------

_mail = env.email("EMAIL_URL", default="consolemail://")
vars().update(_mail)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"no-reply@{_address.hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10

# --- Work that must not hold up a reader ----------------------------------------------------

# Whether the task worker may open addresses of other sites that editors type.
LOOK_AT_OTHER_SITES = env.bool("LOOK_AT_OTHER_SITES", default=False)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Wagtail --------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "The Crane Center"
WAGTAILADMIN_BASE_URL = SITE_URL
# Those named for a place, as browsers know them; a machine may know others, such as `localtime`.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # staff e-mail hashes stay here
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "review.finishing.publish_finished"
WAGTAILIMAGES_EXTENSIONS = ["avif", "webp", "jpg", "jpeg", "png", "heic"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "images.forms.ClinicImageForm"
WAGTAILDOCS_EXTENSIONS = ["pdf"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # documents are downloads
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["bold", "italic", "link", "document-link", "ol", "ul"]},
    }
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Logging --------------------------------------------------------------------------------

# Errors are told to a Sentry server when one is named; what readers typed stays here.
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    import sentry_sdk

    sentry_sdk.init(SENTRY_DSN, send_default_pii=False, max_request_body_size="never")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "problems": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
        "failures": {"class": "logging.StreamHandler", "formatter": "line", "level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # Each task done would be two lines. The worker sets its loggers' level itself, so it is their
    # handler that is deaf to good news. That it was told to end is all that the worker warns of.
    "loggers": {
        name: {"handlers": [handler], "propagate": False}
        for name, handler in (
            ("axes", "problems"),
            ("django_tasks", "problems"),
            ("django_tasks_db", "failures"),
        )
    },
}
