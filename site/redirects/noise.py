"""What is asked for by machines that try every site, not by readers (plain Python).

Each kind is counted in one row of the log. What a page of ours links to is hardly ever noise.
"""

import re
from dataclasses import dataclass

# Longer than anything a person links to.
LONGEST_PATH = 255


@dataclass(frozen=True)
class Kind:
    """One kind of noise."""

    name: str
    label: str
    # Whether it is noise even where a link of our own seems to lead to it.
    is_certain: bool = False


TOO_LONG = Kind("too-long", "Addresses longer than any page has", is_certain=True)
TOO_MANY = Kind("too-many", "More new addresses in a few seconds than were worth writing down")
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        Kind("wordpress", "WordPress sign-in, plug-ins and internals, looked for by scanners"),
        r"wp-login|wp-admin|wp-json|wp-includes|wp-config|wp-cron|xmlrpc|wlwmanifest"
        r"|wp-content/(?:plugins|themes)|wordpress/?$",
    ),
    (
        Kind("secrets", "Keys, settings and version control, looked for by scanners"),
        r"/\.(?!well-known/)[^/.]|/(?:config|credentials|secrets?)\.(?:json|ya?ml|js|toml|env|xml)$"
        r"|id_rsa|docker-compose|dockerfile|/etc/passwd|web\.config",
    ),
    (
        Kind("backups", "Backups and database dumps, looked for by scanners"),
        r"\.(?:sql|bak|old|tar|tgz|gz|zip|rar|7z|sqlite3?|db|dump|swp)(?:/|$)",
    ),
    (
        Kind("attacks", "Addresses that try to break in", is_certain=True),
        r"\.\./|\.\.\\|%2e%2e|<|>|[\x00-\x1f\x7f]|%00|\$\{|union[ +]select|base64|eval\("
        r"|cmd=|/bin/sh|;wget",
    ),
    (
        Kind("programs", "Programs this site does not have (.php, .asp, .jsp, .cgi)"),
        r"\.(?:php\d?|phtml|aspx?|ashx|jspx?|jsf|cgi|pl|do|action|dll|exe|cfm)(?:/|$)",
    ),
    (
        Kind("consoles", "Consoles of other servers, looked for by scanners"),
        r"phpmyadmin|/pma/|adminer|cgi-bin|actuator|/solr/|/jenkins|/manager/html|/hnap1|boaform"
        r"|/telescope|/_ignition|/owa/|/autodiscover|/vendor/|/node_modules/|/server-status"
        r"|/graphql|/swagger|/api/v\d",
    ),
    (
        Kind("browsers", "What browsers and apps look for by themselves"),
        r"/apple-touch-icon|/favicon|/browserconfig\.xml|/apple-app-site-association|/ads\.txt"
        r"|/app-ads\.txt|/humans\.txt|/crossdomain\.xml|/sellers\.json|/\.well-known/|\.map$",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS)
KINDS = {kind.name: kind for kind in (*(kind for kind, _ in _PATTERNS), TOO_LONG, TOO_MANY)}


def kind_of(path: str) -> Kind | None:
    """Return which kind of noise a path is; None for one that a reader may have followed."""
    if len(path) > LONGEST_PATH:
        return TOO_LONG
    return next((kind for kind, pattern in _COMPILED if pattern.search(path)), None)
