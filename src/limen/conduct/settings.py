"""Django's settings, made from the deployment's folder that LIMEN_CONDUCT_FOLDER names.

Without that variable there is no database and no address: enough to check types and to make
migrations, and nothing that could be served.
"""

from __future__ import annotations

import copy
import os
import secrets
from pathlib import Path
from typing import Any

from limen.conduct import FOLDER_VARIABLE
from limen.conduct.core.deployment import Deployment

_CORE = Path(__file__).parent / "core"
_YEAR = 365 * 24 * 3600
_named = os.environ.get(FOLDER_VARIABLE)
_deployment = Deployment.at(Path(_named)) if _named else None
_configuration = _deployment.configuration if _deployment else None

LIMEN_FOLDER: Path | None = _deployment.folder if _deployment else None
LIMEN_ADDRESS = _configuration.address if _configuration else ""
LIMEN_DEMONSTRATION = bool(_configuration and _configuration.demonstration)

SECRET_KEY = _deployment.keys.secret() if _deployment else secrets.token_hex(32)
DEBUG = False
ALLOWED_HOSTS = list(_configuration.hosts) if _configuration else []

INSTALLED_APPS = [
    "limen.conduct.core.apps.CoreConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "limen.conduct.participant.apps.ParticipantConfig",
    "limen.conduct.staff.apps.StaffConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "limen.conduct.core.content_policy.ContentPolicyMiddleware",
    "limen.conduct.core.plain_requests.PlainRequestsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "limen.conduct.participant.middleware.ParticipantMiddleware",
]
ROOT_URLCONF = "limen.conduct.urls"
WSGI_APPLICATION = "limen.conduct.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

_database: dict[str, Any] = (
    dict(_configuration.database)
    if _configuration
    else {"ENGINE": "django.db.backends.dummy", "OPTIONS": {}}
)


def _for_reading(database: dict[str, Any]) -> dict[str, Any]:
    """The same database for long consistent reads: backups, exports, verification.

    On SQLite such a transaction must not begin with a write lock; on PostgreSQL it sees one state
    of the database from its first to its last query.
    """
    found = copy.deepcopy(database)
    options = found.setdefault("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        options["transaction_mode"] = "DEFERRED"
    elif found["ENGINE"].endswith("postgresql"):
        import psycopg

        options["isolation_level"] = psycopg.IsolationLevel.REPEATABLE_READ
    found["CONN_MAX_AGE"] = 0
    return found


DATABASES = {"default": _database, "snapshot": _for_reading(_database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "core.StaffMember"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "full_name", "email")},
    },
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [str(_CORE / "locale")]
FORMAT_MODULE_PATH = ["limen.conduct.core.formats"]
LANGUAGE_COOKIE_NAME = "limen_language"
LANGUAGE_COOKIE_AGE = _YEAR
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"  # moments are UTC; wall times are shown by the zone that is stored with them

STATIC_URL = "/static/"
STATIC_ROOT = str(LIMEN_FOLDER / "static") if LIMEN_FOLDER else None
# `web` gathers the files under names that hold their hash; before that, and in tests, plain names.
_gathered = LIMEN_FOLDER is not None and (LIMEN_FOLDER / "static" / "staticfiles.json").is_file()
_storage = "limen.conduct.serving.static_files.HashedStorage"
_plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is uploaded
    "staticfiles": {"BACKEND": _storage if _gathered else _plain},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

_https = bool(_configuration and _configuration.https)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_NAME = "limen_staff"
SESSION_COOKIE_PATH = "/staff/"  # participants have device tokens, and no session
SESSION_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"  # needs no session
# A page that was filled in for days is still taken: its token ends with the cookie, not before.
CSRF_COOKIE_NAME = "limen_form"
CSRF_COOKIE_AGE = _YEAR
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "limen.conduct.participant.views.refused.csrf"
CSRF_TRUSTED_ORIGINS = [LIMEN_ADDRESS] if LIMEN_ADDRESS else []
SECURE_SSL_REDIRECT = _https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from the machine itself
SECURE_HSTS_SECONDS = _YEAR if _https else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if _configuration and _configuration.behind_proxy else None
)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_HANDLERS = ["limen.conduct.core.plain_requests.NoUploads"]

_mail = _configuration.mail if _configuration else None
if _mail and _mail.host:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
elif LIMEN_DEMONSTRATION:  # e-mails lie in FOLDER/outbox, to be looked at
    EMAIL_BACKEND = "limen.conduct.core.messages.folder.EmailBackend"
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
EMAIL_HOST = _mail.host if _mail else ""
EMAIL_PORT = _mail.port if _mail else 25
EMAIL_HOST_USER = _mail.user if _mail else ""
EMAIL_HOST_PASSWORD = _mail.password() if _mail else ""
EMAIL_USE_TLS = bool(_mail and _mail.security == "starttls")
EMAIL_USE_SSL = bool(_mail and _mail.security == "tls")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = _mail.sender if _mail and _mail.sender else "study@localhost"
LIMEN_REPLY_TO = [_mail.reply_to] if _mail and _mail.reply_to else []

# How people on call are reached besides e-mail (docs/run/the-night-call.md).
_safety = _configuration.safety if _configuration else None
LIMEN_PAGER_COMMAND = list(_safety.pager_command) if _safety else []
LIMEN_PAGER_URL = _safety.pager_url if _safety else ""
LIMEN_CALL_AGAIN_MINUTES = _safety.call_again_minutes if _safety else 60

# Nothing that names a person or a machine may reach a log: no request lines, no addresses.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"plain": {"()": "limen.conduct.core.logs.WithoutPersonalData"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["plain"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "ERROR", "propagate": False},
        # Whoever scans the internet sends any host name, and each would be a page of the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
