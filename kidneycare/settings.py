"""Settings, read from the environment (see README, "Settings") and nothing else."""

import os
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject

from kidneycare.server.environment import (
    MOST_DAYS,
    database,
    database_url,
    https_port,
    one_of,
    positive_int,
    secret_key,
)
from kidneycare.web.static_files import static_headers

BASE_DIR = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("KIDNEYCARE_DATA") or BASE_DIR / "var").resolve()
LIBRARY = BASE_DIR / "content" / "library"
# A folder with another document, shown behind the library's own (docs/content.md).
extra = os.environ.get("CONTENT_EXTRA")
CONTENT_EXTRA = Path(extra).resolve() if extra else None

# Shown on /about/: whom to ask about this server.
OPERATOR = os.environ.get("OPERATOR", "")

DEBUG = os.environ.get("DEBUG") == "1"
DATABASES = {"default": database(database_url(), DATA)}
# Unset, it is generated once and kept in the data folder, by whoever needs it first.
SECRET_KEY = os.environ.get("SECRET_KEY") or SimpleLazyObject(partial(secret_key, DATA))
if not os.environ.get("SECRET_KEY") and "postgresql" in DATABASES["default"]["ENGINE"]:
    # Several servers may share the database, but not the folder.
    message = "With PostgreSQL set SECRET_KEY: a long random text, the same on every server."
    raise ImproperlyConfigured(message)

# Unset, only names and addresses of the local network are answered (kidneycare.web.hosts).
hosts = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",")]
hosts = [host for host in hosts if host]
LOCAL_HOSTS_ONLY = not hosts
ALLOWED_HOSTS = hosts or ["*"]

# Django's defaults are strict for frames, referrers, openers and cookies.
TLS_PROXY = os.environ.get("TLS") == "proxy"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "people.csrf.csrf_failure"
# HTTPS=1: https on this port, beside http, by a process of its own that is told TLS=listener
# (kidneycare.server.listeners).
HTTPS_PORT = https_port()
TLS_LISTENER = os.environ.get("TLS") == "listener"
# Also named so that no other site can plant them (kidneycare.cookies).
SECURE_COOKIES = TLS_PROXY or TLS_LISTENER
if SECURE_COOKIES:
    CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
if TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    # A load balancer asks these two directly, without the proxy's header.
    SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
# The name that passkeys belong to; unset, the name by which the site is reached.
SITE_DOMAIN = os.environ.get("SITE_DOMAIN", "")

# "Saved", said once on the next page; its cookie has the flags of Django's session cookie.
MESSAGE_STORAGE = "kidneycare.cookies.MessageCookie"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # And the inline script, by its hash (kidneycare.web.headers).
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        # The tone that keeps practice going behind a locked screen: made by its script.
        "media-src": ["blob:"],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "kidneycare",
    "content",
    "people",
    "practice",
    "reminders",
    "offline",
    "sharing",
    "csp",
    "django_htmx",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Outside of what is for pages: static files have headers of their own, and few.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kidneycare.web.request_id.request_id_middleware",
    "sharing.cookieless.CookielessMiddleware",
    "kidneycare.web.hosts.UsualPortMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Outside of what refuses or serves by itself: those answers get the headers too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kidneycare.web.headers.policy_middleware",
    "kidneycare.web.request_size.RequestSizeMiddleware",
    "kidneycare.web.hosts.LocalHostsMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    # Between the two: it reads prefixes, and only whole addresses are redirected to a language.
    "kidneycare.web.slash.SlashMiddleware",
    "kidneycare.i18n.language_redirect.LanguageRedirectMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kidneycare.db.secure_erase.CheckpointMiddleware",
    "people.identity.DeviceCookieMiddleware",
    "kidneycare.web.errors.WrongMethodMiddleware",
    "practice.views.tick.OutcomeMiddleware",
    "people.browser_storage_owner.RecordHeaderMiddleware",
    "kidneycare.web.errors.DatabaseErrorMiddleware",
    "kidneycare.web.http.RequestErrorMiddleware",
]

ROOT_URLCONF = "kidneycare.urls"
WSGI_APPLICATION = "kidneycare.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "kidneycare.rendering.jinja.environment",
            # Templates may call every public function of these modules by its own name.
            "modules": [
                "content.template_functions",
                "kidneycare.i18n.lists",
                "kidneycare.i18n.text",
                "people.access.device_kinds",
                "people.access.in_app_browsers",
                "people.words",
                "people.zones",
                "practice.rules.guided_run",
                "practice.words.day",
                "practice.words.guided",
                "practice.words.import_loop",
                "practice.words.import_record",
                "practice.words.links",
                "practice.words.paper",
                "practice.words.plan",
                "practice.words.trend",
                "practice.words.week",
                "reminders.words",
                "sharing.words",
            ],
            "context_processors": [
                "kidneycare.rendering.context.page",
                "kidneycare.i18n.languages.context",
                "kidneycare.i18n.look.context",
                "people.household_bar.context",
            ],
        },
    }
]

LANGUAGE_CODE = "en"
# One line for each language of the library, English first.
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("zh-hant", "繁體中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "kidneycare.i18n.formats"
TIME_ZONE = "UTC"
# For visitors whose zone is unknown; the server itself thinks in UTC.
VISITOR_TIME_ZONE = os.environ.get("TIME_ZONE") or "UTC"
try:
    ZoneInfo(VISITOR_TIME_ZONE)
except (KeyError, ValueError, OSError) as error:
    message = f"TIME_ZONE={VISITOR_TIME_ZONE} is not a time zone: write it like Europe/Berlin."
    raise ImproperlyConfigured(message) from error

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
# The output of manage.py draw_figures.
MADE = BASE_DIR / "var" / "made"
STATICFILES_DIRS = [BASE_DIR / "static", MADE]
STORAGES = {"staticfiles": {"BACKEND": "kidneycare.server.storage.FingerprintedFiles"}}
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

# From one address, which a clinic or a mobile network may share.
NEW_RECORDS_AN_HOUR = positive_int("NEW_RECORDS_AN_HOUR", 600)

# OFFLINE=0 lets phones remove the service worker and what it kept.
OFFLINE = os.environ.get("OFFLINE", "1") != "0"

# Whom push services may write to about this server: mailto: or https: with a public name. Unset, it
# is the site's own name, where that is public (reminders.push.vapid).
PUSH_CONTACT = os.environ.get("PUSH_CONTACT", "")
# The certificate of a push service on this computer itself, instead of all others: for tests alone,
# so no variable of the environment sets it.
PUSH_TEST_AUTHORITY: Path | None = None

# How long backups are kept: so long they may hold what somebody erased, as pages say.
COPIES_KEPT_DAYS = positive_int("COPIES_KEPT_DAYS", 14, most=MOST_DAYS)

# The largest file that /import/ takes, with what a browser puts around it.
LARGEST_REQUEST = 33 * 1024 * 1024
# A form here is a few hundred bytes; nothing larger is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 60
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# A byte more than /import/ reads, by which it recognizes a file that is too large.
LARGEST_UPLOAD = 32 * 1024 * 1024 + 1
FILE_UPLOAD_HANDLERS = ["kidneycare.web.uploads.BoundedUpload"]

LOG_LEVEL = one_of("LOG_LEVEL", ["INFO", "WARNING", "ERROR"], "WARNING")
LOG_FORMAT = one_of("LOG_FORMAT", ["text", "json"], "text")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"privacy": {"()": "kidneycare.web.logs.PrivacyFilter"}},
    "formatters": {
        "text": {"()": "kidneycare.web.logs.Line"},
        "json": {"()": "kidneycare.web.logs.JsonLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": LOG_FORMAT,
            "filters": ["privacy"],
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # One line for each request, at INFO.
        "kidneycare": {"level": LOG_LEVEL},
        # Its own handlers would mail and print again what the root logs.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # A foreign Host header is no fault of ours; without any handler Python would print it.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
SILENCED_SYSTEM_CHECKS = [
    # HSTS for the whole domain: a household may serve other things on other names of it.
    *("security.W005", "security.W021"),
    "staticfiles.W004",  # MADE is not there before the first drawing.
]
if TLS_LISTENER:
    # HSTS holds for every port of a name and would take the http beside it away; and to this port
    # nothing comes by http that could be redirected.
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008"]
