"""Django's settings; everything that differs between two installations comes from `config.env`."""

from importlib.util import find_spec
from pathlib import Path

import django_stubs_ext

from config import celery, env, logs

django_stubs_ext.monkeypatch()

# Celery reads its broker's address on import: here, like all that comes from outside.
CELERY_APP = celery.app

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY", VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host != "*"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "agreements",
    "ingest",
    # Measures the others; an image that serves the product leaves it out.
    *(["bench"] if find_spec("bench") else []),
]

MIDDLEWARE = [
    "config.request_ids.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.PolicyMiddleware",
    "config.headers.PrivateMiddleware",
    "config.language.PlainFilesMiddleware",
    "config.cors.CorsMiddleware",
    "config.proxies.ProxyMiddleware",
    "config.limits.BodyLimitMiddleware",
    "config.gate.GateMiddleware",
    "config.utf8.Utf8Middleware",
    "config.repeats.RepeatsMiddleware",
    "config.safety_net.SafetyNetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "agreements.api.freshness.UnchangedMiddleware",
    "config.visitors.VisitorsMiddleware",
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
                "agreements.pages.frame.frame",
            ],
        },
    },
]

DATABASES = {
    "default": env.database()
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Only then is it asked whether it lives: see `config.database.patience`.
        "PATIENCE_SECONDS": env.integer("DATABASE_PATIENCE_SECONDS", 30, lowest=1, highest=3600),
        "OPTIONS": {
            "connect_timeout": 3,
            # A page or task that waits longer than this has failed already: say so, free the row.
            "options": "-c statement_timeout=15000 -c lock_timeout=3000"
            " -c idle_in_transaction_session_timeout=30000 -c timezone=UTC",
        },
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.address("REDIS_URL", ("redis", "rediss", "unix")).geturl()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "atlas",
    }
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "review"
LOGOUT_REDIRECT_URL = "map"

# One language an installation: pages are kept by caches that know of none.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
# `build_fonts` cuts the fonts out of their packages into here; without it the system's own serve.
BUILT_DIR = VAR_DIR / "built"
STATICFILES_DIRS = [BASE_DIR / "static", *([BUILT_DIR] if BUILT_DIR.is_dir() else [])]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.collected.PackagesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.SmallerStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

# Behind a proxy that speaks https: cookies and redirects insist on it.
PUBLIC_HTTPS = env.flag("PUBLIC_HTTPS", default=False)
SECURE_SSL_REDIRECT = PUBLIC_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PUBLIC_HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if PUBLIC_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PUBLIC_HTTPS
SECURE_HSTS_PRELOAD = PUBLIC_HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = PUBLIC_HTTPS
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SECURE = PUBLIC_HTTPS
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "agreements.pages.kept.form_too_old"
X_FRAME_OPTIONS = "DENY"

# Requests to the API in a minute; 0 counts none.
API_LIMIT_ANONYMOUS = env.integer("API_LIMIT_ANONYMOUS", 300, lowest=0, highest=10**6)
API_LIMIT_KEY = env.integer("API_LIMIT_KEY", 3000, lowest=0, highest=10**6)
# Whose X-Forwarded-For is believed.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")

# Who may read /metrics from elsewhere; without it only this machine may.
METRICS_TOKEN = env.token("METRICS_TOKEN")
SECURE_REDIRECT_EXEMPT = ["^metrics$"]

# What mail leaves by, and from whom; without a server none is sent.
_MAIL = env.mail("MAIL_URL")
EMAIL_BACKEND = _MAIL.backend
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.is_starttls, _MAIL.is_tls
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", None if _MAIL.host else "atlas@localhost")

# An article pasted or sent may be 2 MB; the form around it needs a little more.
MAX_ARTICLE_BYTES = 2_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * MAX_ARTICLE_BYTES
# PDF and Word files come in where a page takes files: 20 MB, and the form around them.
BODY_LIMITS = {"/review/ingest": 21_000_000}
# All values of a long draft open at once are some sixteen fields each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# How long one may take to take the whole record; a slower reader is broken off.
EXPORT_SECONDS = env.integer("EXPORT_SECONDS", 1800, lowest=1, highest=86_400)

# Where `make_release` writes, and from where releases are served.
RELEASES_DIR = Path(env.text("RELEASES_DIR", str(VAR_DIR / "releases")))

# Below which folders files and mailboxes may be read as sources; none: no such sources.
INGEST_FOLDERS = env.folders("INGEST_FOLDERS")

# How many processes read; the sweeper rings in their measure.
WORKERS = env.integer("WORKERS", 2, lowest=1, highest=1000)

# A language model that reads articles before the rules do; without an address nobody is asked.
# The seconds are for one article, all tries together: less than a task has for it (ingest.tasks).
READER_LLM_URL = env.service("READER_LLM_URL")
READER_LLM_MODEL = env.text("READER_LLM_MODEL", None if READER_LLM_URL else "")
READER_LLM_KEY = env.token("READER_LLM_KEY")
READER_LLM_SECONDS = env.integer("READER_LLM_SECONDS", 60, lowest=1, highest=150)
READER_LLM_DAILY_TOKENS = env.integer(
    "READER_LLM_DAILY_TOKENS", 2_000_000, lowest=0, highest=10**12
)

# Seconds between two calls of one host; 0 for hosts of one's own.
FETCH_PAUSE_SECONDS = env.integer("FETCH_PAUSE_SECONDS", 2, lowest=0, highest=3600)

# What two editors must agree on before it is published; one alone decides in a house of one.
FOUR_EYES_RULES = env.switches(
    "FOUR_EYES", ("mutual_defence", "binding", "guarantee_duty", "ending", "contradiction")
)
# So many of a hundred decided drafts are dealt again, to see how far two editors agree.
REDEAL_PERCENT = env.integer("REDEAL_PERCENT", 5, lowest=0, highest=100)

# How good the reader is, as `make reader-score` last measured it; /about/methods shows it.
READER_FIGURES = BASE_DIR / "tests" / "samples" / "reader" / "figures.json"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "agreements.api.access.KeyAuthentication",
        "rest_framework.authentication.BasicAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["agreements.api.access.ScopePermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.json_bodies.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "agreements.deprecation.DeprecationSchema",
    "EXCEPTION_HANDLER": "config.problems.problem_response",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Accord Atlas",
    "DESCRIPTION": "Who has promised whom security: bilateral agreements between states, "
    "each value with its source.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "agreements.api.describing.tell_problems",
    ],
    # Five fields are called kind; each keeps a name of its own in generated clients.
    "ENUM_NAME_OVERRIDES": {
        "AgreementKind": "agreements.models.AgreementKind",
        "ArticleState": "ingest.models.Article.State",
        "ChangeKind": "agreements.following.KINDS",
        "AskedVerb": "agreements.api.draft_shapes.ASKED_VERBS",
        "DecisionVerb": "agreements.models.Decision.Verb",
        "DraftKind": "agreements.models.Draft.Kind",
        "DraftState": "agreements.models.Draft.State",
        "LinkKind": "agreements.models.Link.Kind",
        "MilestoneKind": "agreements.models.MilestoneKind",
        "PartyKind": "agreements.models.Party.Kind",
        "StrengthEnum": "agreements.models.Strength",
    },
}

LOGGING = logs.settings(
    env.choice("LOG_FORMAT", logs.FORMATS), env.text("LOG_LEVEL", "WARNING").upper()
)
