"""Reads the environment, and says in one sentence what is wrong with it. Used by settings and nothing else."""

import contextlib
import os
import secrets
import tempfile
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

MODES = ("demonstration", "development", "test", "production")
POSTGRES = "postgres://name:password@host:5432/database"


def mode() -> str:
    """The way this process runs: SOLIDACTION_MODE. There is no mode that is right where nobody has thought of it."""
    value = text("SOLIDACTION_MODE")
    if not value:
        raise ImproperlyConfigured(
            "Set SOLIDACTION_MODE: production where people meet, development to work on the forum; `make run` needs neither."
        )
    if value not in MODES:
        raise ImproperlyConfigured(f"SOLIDACTION_MODE is {value!r}; use one of: {', '.join(MODES)}.")
    return value


def database_url(run: Path, mode: str) -> str:
    """DATABASE_URL; SQLite in the run folder where there is none. In a demonstration anyone enters as anybody: it keeps to a
    database of its own."""
    given = text("DATABASE_URL")
    if given and mode == "demonstration":
        raise ImproperlyConfigured("A demonstration has a database of its own. Unset DATABASE_URL.")
    if not given and mode == "production":
        # With a file of its own a misspelled name would be an empty forum, and people would believe that all is lost.
        raise ImproperlyConfigured(
            f"Set DATABASE_URL, such as {POSTGRES}; for SQLite on one machine sqlite:////srv/forum/solidaction.sqlite3."
        )
    return given or f"sqlite:///{run / 'solidaction.sqlite3'}"


def contact() -> str:
    """CONTACT_EMAIL; else the address the forum's own mail comes from, because pages and mail say "write to us"."""
    return text("CONTACT_EMAIL") or parseaddr(text("EMAIL_FROM"))[1]


def database(run: Path, mode: str) -> dict:
    """The database as Django wants it. What cannot be read is not repeated: it holds a password."""
    with contextlib.suppress(ValueError):
        found = dict(dj_database_url.parse(database_url(run, mode), conn_max_age=None))
        if found["NAME"] and str(found["ENGINE"]).endswith(("postgresql", "sqlite3")):
            return found
    raise ImproperlyConfigured(
        f"DATABASE_URL cannot be read; write {POSTGRES}. Of signs in the password only letters, digits and -._~ stand for "
        "themselves; write others as %40 for @, %23 for #, %2F for /."
    )


def text(name: str, default: str = "") -> str:
    """Without the spaces around it. Some take quotes away when they read a file of settings, some leave them: then they would
    be part of a key, a password or an address."""
    found = os.environ.get(name, default).strip()
    if len(found) > 1 and found[0] == found[-1] and found[0] in "\"'":
        raise ImproperlyConfigured(
            f"{name} has quotes around it, which would count as part of it. Write it without them."
        )
    return found


def switch(name: str, default: bool) -> bool:
    found = text(name)
    if found not in ("", "0", "1"):
        raise ImproperlyConfigured(f"{name} is {found!r}; use 1 or 0, or leave it empty.")
    return found == "1" if found else default


def email_tls(port: int) -> str:
    """When TLS begins on the line to the mail server: "starttls", "implicit" (from the first byte), or "" for never."""
    found = {"1": "starttls", "0": ""}.get(text("EMAIL_TLS"), text("EMAIL_TLS"))
    if found not in ("", "starttls", "implicit"):
        raise ImproperlyConfigured(
            f"EMAIL_TLS is {found!r}; use starttls (most servers, port 587), implicit (port 465), or leave it empty."
        )
    if port == 465 and found != "implicit":
        raise ImproperlyConfigured(
            "EMAIL_PORT is 465, where TLS comes first; set EMAIL_TLS=implicit, or take port 587."
        )
    return found


def email_from(mode: str) -> str:
    """Whom mail comes from. Most servers refuse what comes from an address that is not there."""
    found = text("EMAIL_FROM", "" if mode == "production" else "Solidaction <forum@localhost>")
    name, separator, domain = parseaddr(found)[1].partition("@")
    if not (name and separator and domain) or " " in name + domain:
        raise ImproperlyConfigured(f"EMAIL_FROM is {found!r}; write it as Solidaction <forum@example.org>.")
    return found


def number(name: str, default: int) -> int:
    value = text(name) or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}; use a whole number, such as {default}.")
    return int(value)


def token(name: str) -> str:
    value = text(name)
    if value and len(value) < 20:
        raise ImproperlyConfigured(f"{name} is short; use at least 20 random characters, or leave it empty.")
    return value


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret_key(run: Path, mode: str) -> str:
    """SECRET_KEY, which production must bring; elsewhere one is made once and kept in the run folder."""
    given = text("SECRET_KEY")
    if given:
        if mode == "production" and len(given) < 50:
            raise ImproperlyConfigured("SECRET_KEY is short; use at least 50 random characters.")
        return given
    if mode == "production":
        raise ImproperlyConfigured("Set SECRET_KEY to at least 50 random characters, and keep it secret.")
    run.mkdir(parents=True, exist_ok=True)
    kept = run / "secret-key"
    if not kept.exists():
        # Written aside and linked: of two processes that start at once the first wins, and none reads half a key.
        descriptor, aside = tempfile.mkstemp(dir=run)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(aside, kept)
        os.unlink(aside)
    return kept.read_text()


def origins(mode: str) -> list[str]:
    """The exact addresses people reach this forum at: scheme, host and port, and nothing else."""
    found = words("ORIGINS", "" if mode == "production" else "http://127.0.0.1:8000,http://localhost:8000")
    if not found:
        raise ImproperlyConfigured("Set ORIGINS to the forum's address, such as https://forum.example.org.")
    for origin in found:
        scheme, separator, host = origin.partition("://")
        if not separator or scheme not in ("http", "https") or not host or "/" in host or "*" in host:
            raise ImproperlyConfigured(
                f"ORIGINS has {origin!r}; write scheme and host, such as https://forum.example.org."
            )
        if origin != (sent := f"{scheme}://{_as_sent(scheme, host)}"):
            raise ImproperlyConfigured(f"ORIGINS has {origin!r}; write it as browsers send it: {sent}.")
        if mode == "demonstration" and not _loopback(host):
            raise ImproperlyConfigured(f"ORIGINS has {origin!r}; a demonstration is for this machine only.")
        if mode == "production" and scheme != "https":
            raise ImproperlyConfigured(f"ORIGINS has {origin!r}; in production every origin is https.")
    return found


def _as_sent(scheme: str, host: str) -> str:
    """`host` as browsers write it: small letters, other scripts as xn--…, and no port that goes without saying."""
    with contextlib.suppress(UnicodeError):
        host = host.encode("idna").decode()
    return host.lower().removesuffix(":443" if scheme == "https" else ":80")


def hsts() -> str:
    """How far browsers take the promise to come by https: "" for our own name, "subdomains", or "preload" (and subdomains)."""
    found = text("HSTS")
    if found not in ("", "subdomains", "preload"):
        raise ImproperlyConfigured(f"HSTS is {found!r}; use subdomains, preload, or leave it empty.")
    return found


def redis_url(mode: str) -> str:
    """REDIS_URL in one of its forms; empty for none. In production a server that others can reach needs a password."""
    found = text("REDIS_URL")
    scheme, separator, rest = found.partition("://")
    kind = scheme.removeprefix("rediss").removeprefix("redis")
    if found and (not separator or not rest or (kind not in ("", "+sentinel", "+cluster") and scheme != "unix")):
        raise ImproperlyConfigured(
            f"REDIS_URL starts with {scheme!r}; use redis://, rediss://, unix://, redis+sentinel:// or redis+cluster://."
        )
    if kind == "+sentinel" and not rest.partition("?")[0].partition("/")[2]:
        raise ImproperlyConfigured("REDIS_URL names no master; write redis+sentinel://host:26379,host:26379/mymaster.")
    login, _, hosts = rest.partition("?")[0].partition("/")[0].rpartition("@")
    open_to_others = scheme != "unix" and not all(map(_loopback, hosts.split(",")))
    if mode == "production" and found and open_to_others and not login.partition(":")[2]:
        raise ImproperlyConfigured(
            "REDIS_URL has no password; set one in Redis and write it before the host, such as rediss://user:password@host."
        )
    return found


def _loopback(host: str) -> bool:
    """Whether `host` or "host:port" is this machine, as it calls itself."""
    name = urlsplit(f"//{host}").hostname or "localhost"
    with contextlib.suppress(ValueError):
        return ip_address(name).is_loopback
    return name == "localhost"


def institutions() -> list[dict]:
    """Institutions whose people sign in by their own OpenID Connect server, as allauth wants them; none unless
    OIDC_INSTITUTIONS names some."""
    found = []
    for name in words("OIDC_INSTITUTIONS"):
        if not (name.isascii() and name.isalnum() and name.islower()):
            raise ImproperlyConfigured(f"OIDC_INSTITUTIONS has {name!r}; use small letters and digits, such as isles.")
        parts = ("NAME", "ISSUER", "CLIENT_ID", "CLIENT_SECRET", "DOMAINS")
        said = {part: text(f"OIDC_{name.upper()}_{part}") for part in parts}
        if missing := [f"OIDC_{name.upper()}_{part}" for part in parts if not said[part]]:
            raise ImproperlyConfigured(f"OIDC_INSTITUTIONS has {name!r}; set {', '.join(missing)} too.")
        if not said["ISSUER"].startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ImproperlyConfigured(f"OIDC_{name.upper()}_ISSUER is {said['ISSUER']!r}; an issuer is https.")
        found.append(
            {
                "provider_id": name,
                "name": said["NAME"],
                "client_id": said["CLIENT_ID"],
                "secret": said["CLIENT_SECRET"],
                "settings": {
                    "server_url": said["ISSUER"].rstrip("/"),
                    "domains": [domain.lower() for domain in words(f"OIDC_{name.upper()}_DOMAINS")],
                    "oauth_pkce_enabled": True,
                },
            }
        )
    return found
