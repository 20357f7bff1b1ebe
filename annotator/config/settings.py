"""Settings, from typed environment variables. The README lists each variable."""

import os
import re
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import fontpkg_lora
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from .env import ORIGIN, Environment, origin_of

BASE_DIR = Path(__file__).resolve().parents[2]
env = Environment()

# Whatever the site writes is its own alone: its people's words, its sessions and its secret are in these files.
UMASK = os.umask(0o077)
# The folder of everything a site keeps: database, sources, generated secret, collected static files.
DATA_DIR = env.folder("GLOSSATOR_DATA", BASE_DIR / "var")

DEBUG = env.boolean("GLOSSATOR_DEBUG", default=False)
SECRET_KEY = env.secret("GLOSSATOR_SECRET_KEY", DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.words(
    "GLOSSATOR_HOSTS",
    ("127.0.0.1", "localhost", "[::1]"),
    re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]"),
    "names of hosts such as texts.example.org, without http:// and without a port",
)
CSRF_TRUSTED_ORIGINS = env.words("GLOSSATOR_TRUSTED_ORIGINS", (), ORIGIN, "origins such as https://texts.example.org")
# For links in mail that no request asks for.
SITE_ADDRESS = env.origin("GLOSSATOR_ADDRESS")

# Where the site is not at the top of its host, the path it is at; what it stores has no such path in it.
PREFIX = env.path("GLOSSATOR_PREFIX")
FORCE_SCRIPT_NAME = PREFIX or None
# A browser sends the cookies of a host to all sites on it, whatever their ports and paths.
COOKIES = env.name("GLOSSATOR_COOKIES", PREFIX.strip("/").replace("/", "-"))
SESSION_COOKIE_NAME = f"{COOKIES}-sessionid" if COOKIES else "sessionid"
CSRF_COOKIE_NAME = f"{COOKIES}-csrftoken" if COOKIES else "csrftoken"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = f"{PREFIX}/"

# Behind a proxy that ends TLS: cookies over https only, and http is sent on to https.
HTTPS = env.boolean("GLOSSATOR_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
# How long browsers remember to come by https only, and for which names: that of this host, those below it too, or for
# good, in the lists that browsers come with.
HSTS = env.one_of(
    "GLOSSATOR_HSTS",
    "host" if HTTPS else "no",
    ("no", "host", "subdomains", "preload"),
    "no, host, subdomains or preload",
)
SECURE_HSTS_SECONDS = 0 if HSTS == "no" else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS in {"subdomains", "preload"}
SECURE_HSTS_PRELOAD = HSTS == "preload"
# Whoever has chosen GLOSSATOR_HSTS is not asked again: other names of a domain are other people's as a rule. What hangs
# on GLOSSATOR_HTTPS and GLOSSATOR_EMAIL_HOST is said by these names (annotator/checks.py), and not by Django's.
SILENCED_SYSTEM_CHECKS = [f"security.W0{number}" for number in ("04", "05", "08", "12", "16", "21")] + ["mail.E001"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# A load balancer asks these from beside the site, without TLS.
SECURE_REDIRECT_EXEMPT = [
    rf"^{re.escape(f'{PREFIX}/{name}'.lstrip('/'))}$" for name in ("healthz", "readyz", "metrics")
]
# Proxies in front, each of which adds the address it was asked from to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("GLOSSATOR_PROXIES", 0, least=0, most=9, of="proxies in front of the site")
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
# A form filled in before a new login is not lost: it is shown again.
CSRF_FAILURE_VIEW = "annotator.http.saved_forms.csrf_failed"

INSTALLED_APPS = [
    "annotator.apps.AnnotatorConfig",
    "corpus.apps.CorpusConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    # Its templates, for FORM_RENDERER.
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "taggit",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "annotator.config.head.without_body",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # After authentication: every page asks for a login unless its view is marked public.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "annotator.http.second_factor.SecondFactor",
]

ROOT_URLCONF = "annotator.config.urls"
TEST_RUNNER = "tests.runner.PytestRunner"
WSGI_APPLICATION = "annotator.config.wsgi.application"
# Fields are shown by templates/django/forms/field.html.
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
                "annotator.http.context.site",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "glossator.sqlite3")}
if env.text("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = env.database("DATABASE_REPLICA_URL", DATA_DIR / "none")
    MIDDLEWARE.append("annotator.config.replica.FromReplica")
# Edits are short transactions of their own (annotator/actions); a transaction around each request would hold
# SQLite's one write lock while a page renders.
ATOMIC_REQUESTS = False

# Loads and imports of large files: in the request, or by a worker beside it (manage.py db_worker).
JOBS = env.one_of("GLOSSATOR_JOBS", "inline", ("inline", "worker"), "inline or worker")
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if JOBS == "worker"
        else "django.tasks.backends.immediate.ImmediateBackend"
    }
}

# For the limits on log-ins and how far jobs are, which all workers count together.
CACHES = {
    "default": {
        "BACKEND": "annotator.config.cache.SharedFiles",
        "LOCATION": DATA_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# Not cached sessions: one that was revoked would live on in the caches of other workers.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Takes a name or an e-mail address.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "catalogue"
ACCOUNT_ADAPTER = "annotator.http.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "annotator.forms.account.NamesForm"
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_REDIRECT_URL = "catalogue"
ACCOUNT_SESSION_REMEMBER = True
# Failures are counted for an account and an address together (see the adapter): nobody locks others out. The limits for
# an address alone slow down who tries one password on all accounts.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/5m/key",
    "saved_form": "20/h/ip",
    "invitation": "50/h/user",
}
# Neither what is answered nor what is mailed tells whether an address has an account; nor are strangers mailed.
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# An editorial team's accounts are made by its administrators or by invitation unless the site opens registration.
SIGNUP_OPEN = env.boolean("GLOSSATOR_SIGNUP", default=False)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
SECOND_FACTOR = env.one_of(
    "GLOSSATOR_SECOND_FACTOR", "no", ("no", "staff", "everybody"), "no, staff (editors and administrators) or everybody"
)

# Log-in with another service of the team's, by OpenID Connect.
OIDC_SERVER = env.address("GLOSSATOR_OIDC_SERVER")
OIDC_SIGNUP = env.boolean("GLOSSATOR_OIDC_SIGNUP", default=False)
SOCIALACCOUNT_ADAPTER = "annotator.http.accounts.ProviderAdapter"
# A name stands beside all that a person writes: they choose it.
SOCIALACCOUNT_AUTO_SIGNUP = False
OIDC: dict[str, Any] = {
    "provider_id": "oidc",
    "name": env.text("GLOSSATOR_OIDC_NAME", "single sign-on"),
    "client_id": env.text("GLOSSATOR_OIDC_CLIENT"),
    "secret": env.text("GLOSSATOR_OIDC_SECRET"),
    "settings": {"server_url": OIDC_SERVER},
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [OIDC] if OIDC_SERVER else []},
}

LANGUAGES = [("en", _("English"))]
LANGUAGE_CODE = env.one_of("GLOSSATOR_LANGUAGE", "en", dict(LANGUAGES), "en, the one there is")
# Dates as the pages write them, in the admin too.
FORMAT_MODULE_PATH = ["annotator.config.formats"]
TIME_ZONE = env.one_of("GLOSSATOR_TIME_ZONE", "UTC", available_timezones(), "a name such as Europe/Rome or UTC")
USE_TZ = True

STATIC_URL = f"{PREFIX}/static/"
# The face of the texts, from its package.
STATICFILES_DIRS = [("lora", fontpkg_lora.ROOT / "files")]
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns where there is none
MEDIA_ROOT = DATA_DIR / "sources"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "annotator.config.storage.StaticFiles"},
}
# What was not collected is served from where it lies.
WHITENOISE_USE_FINDERS = True

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    # What scripts turn into HTML or run goes through one policy: static/annotator/trusted.js.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["default"],
    "style-src": [CSP.SELF],
    # The second factor's QR code is a data: image.
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # Browsers ask it of where a form's answer leads, too.
    "form-action": [CSP.SELF, *([origin_of(OIDC_SERVER)] if OIDC_SERVER else [])],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Tags are typed separated by commas; taggit's default parser would split "free will" into two.
TAGGIT_TAGS_FROM_STRING = "annotator.models.tag_names.names_from_string"
TAGGIT_STRING_FROM_TAGS = "annotator.models.tag_names.string_from_names"

# A form with a long note, and an import of a bundle, are larger than Django's default of 2.5 MB allows.
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

EMAIL_SERVER = env.text("GLOSSATOR_EMAIL_HOST")
EMAIL_TLS = env.one_of("GLOSSATOR_EMAIL_TLS", "starttls", ("starttls", "tls", "none"), "starttls, tls or none")
EMAIL_SERVER_PORT = env.port("GLOSSATOR_EMAIL_PORT", {"starttls": 587, "tls": 465, "none": 25}[EMAIL_TLS])
MAILERS: dict[str, dict[str, Any]] = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
if EMAIL_SERVER:
    MAILERS["default"] = {
        "BACKEND": "annotator.config.mail.EmailBackend",
        "OPTIONS": {
            "host": EMAIL_SERVER,
            "port": EMAIL_SERVER_PORT,
            "username": env.text("GLOSSATOR_EMAIL_USER"),
            "password": env.text("GLOSSATOR_EMAIL_PASSWORD"),
            "use_tls": EMAIL_TLS == "starttls",
            "use_ssl": EMAIL_TLS == "tls",
            # Seconds.
            "timeout": 10,
        },
    }
# A command waits for the server and hears what it says.
MAILERS["notifications"] = MAILERS["default"] | (
    {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"} if EMAIL_SERVER else {}
)
DEFAULT_FROM_EMAIL = env.text("GLOSSATOR_EMAIL_FROM", "glossator@localhost")

# Who hears by mail of what went wrong.
ADMINS = env.words("GLOSSATOR_ADMINS", (), re.compile(r"[^@\s]+@[^@\s]+"), "e-mail addresses")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = "[Glossator] "

# What Prometheus shows to read the numbers; without it none are kept.
METRICS_TOKEN = env.text("GLOSSATOR_METRICS_TOKEN")
if METRICS_TOKEN:
    # All processes of the site count in files of this folder. The library looks for it when it is loaded.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(DATA_DIR / "metrics"))
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(exist_ok=True)
    MIDDLEWARE.insert(0, "annotator.config.metrics.counted")

LOG = env.one_of("GLOSSATOR_LOG", "text", ("text", "json"), "text or json")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
if ADMINS:
    LOGGING["handlers"]["mail"] = {"class": "annotator.config.error_mail.ErrorMail", "level": "ERROR"}
    LOGGING["root"]["handlers"].append("mail")
    # Django's own has a mail of its own, with all that was typed in it.
    LOGGING["loggers"] = {"django": {"handlers": ["stderr", "mail"], "level": "INFO", "propagate": False}}
if LOG == "json":
    MIDDLEWARE.insert(0, "annotator.config.logs.request_id")
    LOGGING["filters"] = {"request_id": {"()": "annotator.config.logs.WithRequestId"}}
    LOGGING["formatters"] = {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": ["timestamp", "levelname", "name", "message", "request_id"],
            "rename_fields": {"levelname": "level", "name": "logger", "timestamp": "at"},
            "timestamp": True,
        }
    }
    LOGGING["handlers"]["stderr"] |= {"formatter": "json", "filters": ["request_id"]}
    # Django's own, which would write in words beside it.
    LOGGING["loggers"] = {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "glossator.requests": {"level": "INFO"},
    }
