"""Settings of the portal, read from top to bottom; what differs comes from the environment.

No unsafe default (G-042): secret key, database, address of the site, hosts and mail server have none.
`./portal` hands in local values; production sets them itself, see `.env.example`.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from goslar_portal.environment import Environment

django_stubs_ext.monkeypatch()
BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR / ".env")

# 1 Identity -----------------------------------------------------------------------------------------------

SECRET_KEY = env.secret("SECRET_KEY", example="50 zufällige Zeichen oder mehr")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ADDRESS_HASH_KEY = env.secret("ADDRESS_HASH_KEY", example="50 zufällige Zeichen oder mehr")
ADDRESS_HASH_KEY_FALLBACKS = env.words("ADDRESS_HASH_KEY_FALLBACKS")
SITE_URL = env.site_url("SITE_URL", example="https://portal.goslar.example")
SITE_NAME = _("Integration im Landkreis Goslar")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS", example="portal.goslar.example")
DEBUG = env.debug("DEBUG", hosts=ALLOWED_HOSTS)
PORTAL_LOCAL = env.flag("PORTAL_LOCAL")
HTTPS = urlsplit(SITE_URL).scheme == "https"

# 2 Apps ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "goslar_portal",
    "goslar_portal.apps.PortalAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "goslar_portal.accounts",
    "goslar_portal.journal",
    "goslar_portal.mail",
    "goslar_portal.links",
    "goslar_portal.limits",
    "goslar_portal.uploads",
    "goslar_portal.health",
    "goslar_portal.office",
    "goslar_portal.statistics",
    "goslar_portal.exports",
    "goslar_portal.page_cache",
    "goslar_portal.search",
    "goslar_portal.machines",
    "goslar_portal.retention",
    "goslar_portal.privacy",
    "integration",
    "housing",
    "democracy",
    "newsletters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "crispy_forms",
    "csp",
    "pghistory",
    "pgtrigger",
    "phonenumber_field",
    "procrastinate.contrib.django",
]

# 3 Middleware ---------------------------------------------------------------------------------------------

MIDDLEWARE = [
    "goslar_portal.middleware.request_number",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "goslar_portal.middleware.answers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "goslar_portal.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "goslar_portal.middleware.FewFields",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "goslar_portal.middleware.LoginRequired",
    "allauth.account.middleware.AccountMiddleware",
    "goslar_portal.accounts.middleware.StaffLogin",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "goslar_portal.urls"
WSGI_APPLICATION = "goslar_portal.wsgi.application"

# 4 Templates ----------------------------------------------------------------------------------------------

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goslar_portal.context.frame",
            ],
            "builtins": ["goslar_portal.templatetags.portal"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["portal"]
CRISPY_TEMPLATE_PACK = "portal"
CRISPY_FAIL_SILENTLY = False

# 5 Database -----------------------------------------------------------------------------------------------

# Times in milliseconds. Workers wait longer, see WORKER_STATEMENT_TIMEOUT (G-046).
STATEMENT_TIMEOUT = env.number("STATEMENT_TIMEOUT_MS", default=15_000)
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", example="postgres://portal:geheim@db.example:5432/portal")
    | {
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # Quick to give up and to try again: a request that waits for a lost database keeps a thread from
            # readers whose page is in memory (G-124), and a pool that waits longer each time comes back late.
            "pool": {
                "min_size": 1,
                "max_size": env.number("DATABASE_POOL_SIZE", default=10),
                "timeout": 3,
                "reconnect_timeout": 1,
            },
            "connect_timeout": 3,
            "options": (
                f"-c statement_timeout={STATEMENT_TIMEOUT} -c lock_timeout=5000"
                " -c idle_in_transaction_session_timeout=30000"
                # Our statements are short; compiling one with many filters takes longer than running it.
                " -c jit=off"
            ),
        },
    },
}
TEST_DATABASE_NAME = "_".join(["test_portal", *env.words("TEST_DB_SUFFIX")])
DATABASES["default"]["TEST"] = {"NAME": TEST_DATABASE_NAME}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# 6 Login --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["goslar_portal.accounts.backends.StaffBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# django-allauth: login by e-mail, no sign-up; its own limits are off, ours count in the database (G-065).
ACCOUNT_ADAPTER = "goslar_portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "goslar_portal.accounts.forms.LoginForm",
    "reauthenticate": "goslar_portal.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "goslar_portal.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_RATE_LIMITS = False
MFA_TOTP_TOLERANCE = 1  # clocks of telephones may be half a minute off
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_FORMS = {
    "authenticate": "goslar_portal.accounts.forms.AuthenticateForm",
    "reauthenticate": "goslar_portal.accounts.forms.ConfirmCodeForm",
    "activate_totp": "goslar_portal.accounts.forms.ActivateTotpForm",
    "deactivate_totp": "goslar_portal.accounts.forms.DeactivateTotpForm",
    "add_webauthn": "goslar_portal.accounts.forms.AddPasskeyForm",
    "login_webauthn": "goslar_portal.accounts.forms.LoginPasskeyForm",
    "authenticate_webauthn": "goslar_portal.accounts.forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "goslar_portal.accounts.forms.ConfirmPasskeyForm",
    "edit_webauthn": "goslar_portal.accounts.forms.RenamePasskeyForm",
}

# 7 Language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
# Active languages in the order of the switch; all about them stands in fixtures/languages.json (G-171).
LANGUAGES = [
    (code, code) for code in ["de", "leicht", "en", "fr", "ar", "fa", "pl", "zh-hans", "uk", "tr", "ru"]
]
LANGUAGES_BIDI = ["ar", "fa", "prs", "ckb", "ps"]
# A language is offered to readers once these pages are published in it (I-064).
CORE_TEXTS = ["start", "integration", "kontakt", "hilfe-anfrage"]
LOCALE_SOURCES = BASE_DIR / "locale"
FORMAT_MODULE_PATH = "goslar_portal.formats"
DATE_FORMAT = "j. F Y"  # of languages Django does not know
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Berlin"
USE_THOUSAND_SEPARATOR = False

# 8 Files --------------------------------------------------------------------------------------------------

PORTAL_DATA = env.folder("PORTAL_DATA", default=BASE_DIR / "var")
LOCALE_PATHS = [PORTAL_DATA / "locale"]  # compiled from LOCALE_SOURCES by `prepare`
STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_DATA / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = PORTAL_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # bytes of a form without files (H-320)
# The text of an issue: 40 blocks of 20 entries of 7 boxes. All other forms: `middleware.FewFields`.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
FILE_UPLOAD_PERMISSIONS = 0o600
ACCEL_REDIRECT = env.text("ACCEL_REDIRECT", default="")  # nginx sends protected files (G-143)
VIRUS_SCANNER = env.scanner("VIRUS_SCANNER")

# 9 Mail ---------------------------------------------------------------------------------------------------

MAIL = env.mail("EMAIL_URL", example="smtp+tls://portal:geheim@mail.example:587")
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_FILE_PATH = MAIL["EMAIL_FILE_PATH"]
EMAIL_HOST = MAIL["EMAIL_HOST"]
EMAIL_PORT = MAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = MAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = bool(MAIL.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(MAIL.get("EMAIL_USE_SSL"))
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", default="Landkreis Goslar <integration@goslar.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 60
# Where mail servers return newsletters they could not deliver, and how that mailbox is read (N-140).
BOUNCE_ADDRESS = env.text("BOUNCE_ADDRESS", default="")
BOUNCE_IMAP_URL = env.imap("BOUNCE_IMAP_URL")

# 10 Security ----------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    },
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
# How many proxies of our own stand in front; the outermost one says who sends (G-152).
PROXY_COUNT = env.number("PROXY_COUNT", default=0)
# Asked by the machine itself, over loopback:
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^healthz/(live|metrics)$"]
X_FRAME_OPTIONS = "DENY"
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sitzung"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}formular"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "goslar_portal.views.csrf_failed"
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SILENCED_SYSTEM_CHECKS: list[str] = []

# 11 The house ---------------------------------------------------------------------------------------------

PHONENUMBER_DEFAULT_REGION = "DE"
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"
METRICS_TOKEN = env.text("METRICS_TOKEN", default="")  # without one there is no /healthz/metrics (G-162)
BACKUP_FOLDER = env.text("BACKUP_FOLDER", default="")
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "goslar_portal.logs.RequestNumber"}},
    "formatters": {"json": {"()": "goslar_portal.logs.JsonFormatter"}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "json",
            "filters": ["request"],
        },
    },
    "root": {"handlers": ["stdout"], "level": "WARNING"},
    "loggers": {
        "portal": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "procrastinate": {"level": "WARNING"},
    },
}
