"""Every environment variable is read here (through forum.environment) and nowhere else."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from forum import environment
from forum.log_settings import LOGGING  # noqa: F401
from forum.signing_in import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
RUN_DIR = Path(environment.text("RUN_DIR") or BASE_DIR / "run")

MODE = environment.mode()
DEMONSTRATION = MODE == "demonstration"
DEBUG = MODE == "development"
SECRET_KEY = environment.secret_key(RUN_DIR, MODE)
# Former keys: what they signed or encrypted is still good.
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")

ORIGINS = environment.origins(MODE)
SECURE = all(origin.startswith("https://") for origin in ORIGINS)
ALLOWED_HOSTS = sorted({urlsplit(origin).hostname or "" for origin in ORIGINS})
CSRF_TRUSTED_ORIGINS = ORIGINS

INSTALLED_APPS = [
    "forum.administration.AdministrationConfig",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "channels",
    "csp",
    "django_tasks",
    "js_asset",
    "forum",
    "dialogue.limits",
    "accounts",
    # Behind ours, whose `changepassword` and `db_worker` take the places of theirs.
    "django.contrib.auth",
    "django_tasks_db",
    "dialogue.live",
    "dialogue.rooms",
    "dialogue",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forum.middleware.CompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "csp.middleware.CSPMiddleware",
    "forum.middleware.PrivateMiddleware",
    "accounts.middleware.SessionsMiddleware",
    "accounts.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.known_devices.DeviceMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.reauthentication.ReauthenticationMiddleware",
    "forum.spending.BudgetMiddleware",
    "forum.middleware.HeadersMiddleware",
    "forum.again.AgainMiddleware",
]

ROOT_URLCONF = "forum.urls"
ASGI_APPLICATION = "forum.asgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.context.page",
                "accounts.context.languages",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# Lines of guests from one address or /64 in one process (40 MiB): a university stands behind one address. 0: all who come.
GUEST_LINES = environment.number("GUEST_LINES", 1_000)
# Pages and forms that are worked on at the same time in one process; the others wait their turn at the front door.
REQUESTS_AT_ONCE = 16
DATABASES = {"default": environment.database(RUN_DIR, MODE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that reads and then writes cannot deadlock; FULL: what was acknowledged survives a power cut.
        "transaction_mode": "IMMEDIATE",
        # Seconds to wait for another writer: whoever asks is told within five.
        "timeout": 4,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
    }
    # A file, so that the tests' threads and processes see one database.
    DATABASES["default"]["TEST"] = {"NAME": str(RUN_DIR / "test.sqlite3")}
else:
    # Every request runs in a thread of its own: connections are lent from a pool and go back, or a crowd that loads pages would
    # open more than the server allows. Opening one for each would cost three to four times the throughput.
    DATABASES["default"]["CONN_MAX_AGE"], DATABASES["default"]["CONN_HEALTH_CHECKS"] = 0, True
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        # After an absence the pool waits 1, 2, 4 … 128 s between two tries; given up after three, the next request tries anew.
        pool={"min_size": 2, "max_size": REQUESTS_AT_ONCE + 8, "timeout": 3, "reconnect_timeout": 3},
        # A process that stops in the middle of a transaction holds its room: others get it back after this long.
        options="-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=1000",
        # A server that has vanished without a word is given up after seconds, not after the system's many minutes.
        connect_timeout=5,
        keepalives_idle=5,
        keepalives_interval=5,
        keepalives_count=2,
        tcp_user_timeout=15_000,
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Empty: no bell between processes; each process still looks at the record every second.
REDIS_URL = environment.redis_url(MODE)
CACHES = {
    # Of what guards sign-in, so it is the database whatever else there is: never emptied by others, never a stranger's pickle.
    "default": {"BACKEND": "dialogue.limits.cache.TableCache"},
    # Of shared addresses; about 120 kB each.
    "pictures": {
        "BACKEND": "forum.file_cache.FileCache",
        "LOCATION": RUN_DIR / "pictures",
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if MODE == "production"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "forum.hashing.OneAtATime",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.password_checks.NotLikeTheAccount"},
    {"NAME": "accounts.password_checks.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.password_checks.NotCommon"},
]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
# Browsers give passkeys to https and to localhost only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Of browsers that have signed in before (accounts/known_devices.py).
DEVICE_COOKIE_NAME = "device"
# Not in a cookie of their own: whoever holds a name beside ours could set it.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "dialogue.views.csrf_failure"

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if MODE == "production"
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD")
EMAIL_TLS = environment.email_tls(EMAIL_PORT)
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_TLS == "starttls", EMAIL_TLS == "implicit"
# A mail server that says nothing holds up all other mail for so many seconds.
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = environment.email_from(MODE)

# Interface languages; each is named in its own words.
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("pt-br", "Português (Brasil)"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("zh-hans", "简体中文"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = RUN_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
HASHED = MODE in ("production", "demonstration")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "forum.assets.storage.AssetStorage"
        if HASHED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED
if HASHED:
    # forum/assets/door.py hands the files out.
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")

# Browsers keep copies of pages that were read, for when there is no line. Off, the worker that does so takes itself away.
OFFLINE_COPIES = environment.switch("OFFLINE_COPIES", True) and HASHED

# Bodies: a post of 10,000 characters is at most 40 kB. No door takes more than 256 kB (forum/front_door.py) but the one for
# documents (accounts/desk/larger.py); what is not a file is held to this everywhere.
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 100

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *(origin.replace("http", "ws", 1) for origin in ORIGINS)],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["words", "worker"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if SECURE:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME, DEVICE_COOKIE_NAME = "__Host-csrf", "__Host-device"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    # Only the operator knows what else stands at this name, and under it.
    HSTS = environment.hsts()
    SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = bool(HSTS), HSTS == "preload"
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    # Only behind a proxy that sets this header itself and drops what a visitor sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Empty: nothing of it is installed. Else people of these institutions may sign in at their own server (docs/operations.md).
INSTITUTIONS = environment.institutions()
if INSTITUTIONS:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": INSTITUTIONS}}
    # Browsers hold a form to this also where the answer leads on: to the institution's own page.
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [
        SELF,
        *("{0.scheme}://{0.netloc}".format(urlsplit(each["settings"]["server_url"])) for each in INSTITUTIONS),
    ]

# A hall comes from one internet address: its people ask for a code and type it within five minutes, and some mistype.
SIGN_INS_PER_NETWORK = environment.number("SIGN_INS_PER_NETWORK", 1500)
# More wrong codes and passwords than this within an hour, over all accounts, are an error in the log.
FAILED_CODES_ALARM = environment.number("FAILED_CODES_ALARM", 500)
# What people whose account is younger than a day may say in one room per minute, all together, in each process.
NEWCOMERS_A_MINUTE = environment.number("NEWCOMERS_A_MINUTE", 120)

# Empty: there is no /metrics. Else whoever brings this token may read the figures (docs/operations.md).
METRICS_TOKEN = environment.token("METRICS_TOKEN")
# Where people turn to when something stands in their way, or they think that a decision is wrong.
CONTACT_EMAIL = environment.contact()
