"""Every setting of Kickstand. Values come from the environment; the defaults suit a developer's machine.

Production is DEBUG=0. It refuses to start without SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.clip_store import clip_store
from config.push_keys import push_keys

BASE_DIR = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def _required(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Production (DEBUG=0) needs SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL."
        )
    return value


def _development_database() -> str:
    """The embedded server that `make run` keeps, or PostgreSQL's usual address."""
    written = BASE_DIR / ".data" / "dev.url"
    return written.read_text().strip() if written.exists() else "postgres://postgres@127.0.0.1:5432/kickstand"


DEBUG = _flag("DEBUG", default=True)
if DEBUG:
    # A forgotten DEBUG on a public host answers nobody: only this machine is served.
    SECRET_KEY = os.environ.get("SECRET_KEY") or "development-only-key-never-used-in-production-0123456789"
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
    DATABASE_URL = os.environ.get("DATABASE_URL") or _development_database()
else:
    SECRET_KEY = _required("SECRET_KEY")
    ALLOWED_HOSTS = [host.strip() for host in _required("ALLOWED_HOSTS").split(",") if host.strip()]
    DATABASE_URL = _required("DATABASE_URL")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_standardized_errors",
    "accounts",
    "hooks",
    "exercises",
    "programs",
    "clients",
    "procrastinate.contrib.django",  # last: it reads our jobs, and with them forms whose words accounts has set
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.cors.CorsMiddleware",
    "config.http.GZipPagesMiddleware",  # pages are 15 KB instead of 60; it pads against BREACH
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.http.HtmxSignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clients.signed_out.SignedOutMiddleware",
    "config.api_use.ApiUseMiddleware",
    "accounts.tenancy.TenantMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "config.http.theme",
                "config.language.language",
                "clients.context.frame",
            ],
            "builtins": ["config.templatetags.ui", "django.templatetags.static", "django.templatetags.i18n"],
        },
    },
]

DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits (sign-in, codes) count across processes, so the cache is shared: a table in the same database.
# Over MAX_ENTRIES (300, unless one says) a third of all goes, whatever it is: also the codes that tools come back with.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kickstand_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # an e-mail is once by its lower case: constraint user_email_once
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.CoachSignupForm"
ACCOUNT_FORMS = {"login": "accounts.signin.SignInForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Kickstand: "
IDP_OIDC_ADAPTER = "allauth.idp.oidc.adapter.DefaultOIDCAdapter"
IDP_OIDC_AUTH_METHODS = ["none"]  # tools hold no secret: PKCE stands in its place
IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN = 60 * 60
IDP_OIDC_REFRESH_TOKEN_EXPIRES_IN = 60 * 60 * 24 * 90

# Where links in mail lead: the worker that sends it has no request to ask.
_HOST = next((host.lstrip(".") for host in ALLOWED_HOSTS if host != "*"), "localhost")
_ADDRESS = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}" if DEBUG else f"https://{_HOST}"
SITE_URL = (os.environ.get("SITE_URL") or _ADDRESS).rstrip("/")

EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND",
    "django.core.mail.backends.console.EmailBackend" if DEBUG else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 20
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Kickstand <hello@kickstand.test>")

# Push is offered where there are keys. Outside of a developer's machine they come from the environment alone.
_KEYS = push_keys(os.environ, BASE_DIR / ".data" / "vapid.env" if DEBUG else None)
VAPID_PRIVATE_KEY, VAPID_PUBLIC_KEY, VAPID_CONTACT = _KEYS.values()
PUSH_TO_THIS_MACHINE = DEBUG and _flag("PUSH_TO_THIS_MACHINE", default=False)  # a push service to try things with

# Webhooks go to public addresses over https. To try them with a receiver of one's own, a developer allows 127.0.0.1.
WEBHOOKS_TO_THIS_MACHINE = DEBUG and _flag("WEBHOOKS_TO_THIS_MACHINE", default=False)

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = None

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.bundle.BundleFinder",  # after the others: they know css/phone.css in no folder
]
STATIC_ROOT = BASE_DIR / ".data" / "static"
_STATIC = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if DEBUG
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)

# Clips and photos of sets. On the disk, outside of what is served, they are sent by a view behind the gate; in a bucket
# that view hands out links that are signed and soon run out. No MEDIA_URL: nothing is public.
MEDIA_ROOT = Path(os.environ.get("CLIPS_DIR") or BASE_DIR / ".data" / "clips")
CLIPS_MOST_BYTES = 200 * 1024 * 1024
_CLIPS, CLIPS_ORIGIN = clip_store(os.environ)
STORAGES = {"default": _CLIPS, "staticfiles": {"BACKEND": _STATIC}}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

_STORE = [CLIPS_ORIGIN] if CLIPS_ORIGIN else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_STORE],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF, *_STORE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.http.csrf_failure"
if not DEBUG:
    SECURE_SSL_REDIRECT = _flag("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    LANGUAGE_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS if host != "*"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "config.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["config.api.TokenAuthentication", "config.api.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.access.IsMember"],
    "DEFAULT_PARSER_CLASSES": ["config.api.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "config.api.CursorPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "config.api.schema.ApiSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
    "UPLOADED_FILES_USE_URL": True,
}
# Calls a minute of one token, by what they cost.
API_RATES = {"read": 600, "write": 240, "heavy": 20}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_HANDLER_CLASS": "config.api.problems.ProblemHandler"}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kickstand API",
    "DESCRIPTION": "Left and right as data: progressions, sessions and sets of a practice.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.api.schema.rows_in_part",
        "config.api.schema.formats_that_hold",
    ],
    "WEBHOOKS": [
        f"clients.api.told.{name}"
        for name in (
            "session_finished",
            "set_flagged",
            "proposal_waiting",
            "proposal_decided",
            "assignment_changed",
            "client_joined",
        )
    ],
    "ENUM_NAME_OVERRIDES": {
        "DirectionEnum": "exercises.vocabulary.Direction",
        "EquipmentEnum": "exercises.vocabulary.Equipment",
        "EvidenceKindEnum": "exercises.vocabulary.EvidenceKind",
        "LegEnum": "clients.api.serializers.people.SIDES",
        "LoadUnitEnum": "clients.api.serializers.assignments.LOAD_UNITS",
        "SideEnum": "clients.models.Side",
        "SideRuleEnum": "clients.api.imports.SIDE_RULES",
        "BodySideEnum": "clients.replay.BODY",
        "SectionEnum": "exercises.api.standing.CHANGEABLE",
        "MemberRoleEnum": "accounts.models.Role",
        "MuscleRoleEnum": "exercises.vocabulary.MuscleRole",
        "SkipReasonEnum": "clients.models.Session.SkipReason",
        "SetKindEnum": "clients.models.SetLog.Kind",
        "UnitEnum": "accounts.models.Unit",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"level": "INFO"}},
}
