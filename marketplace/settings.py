"""Every setting, in the order one thinks of them; all values from the environment."""

import os
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from environs import Env

env = Env()

# Paths
BASE_DIR = Path(__file__).resolve().parent.parent
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / ".devdata" / "media")
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / ".devdata" / "static")

# Who we are
MARKETPLACE_NAME = env.str("MARKETPLACE_NAME", "Handloop")
MARKETPLACE_CURRENCY = env.str("MARKETPLACE_CURRENCY", "EUR")
#: Written without decimals, but Stripe counts hundredths: it would charge a hundredth.
UNFIT = ["AFN", "ALL", "ISK", "LAK", "LBP", "MMK", "RSD", "SOS", "STD", "UGX", "YER"]
#: Written with three decimals, of which Stripe wants the last to be 0.
UNFIT += ["BHD", "JOD", "KWD", "OMR", "TND"]
if MARKETPLACE_CURRENCY in UNFIT:
    raise ImproperlyConfigured(
        f"MARKETPLACE_CURRENCY is {MARKETPLACE_CURRENCY}, which Stripe counts in other"
        " units than people write it in: choose another one."
    )
#: Our postal address, as it stands at the foot of emails: one line, or nothing.
MARKETPLACE_ADDRESS = env.str("MARKETPLACE_ADDRESS", "")
BASE_URL = env.str("BASE_URL", "http://localhost:8000").rstrip("/")

# Secrets and switches. DEMO opens /dev/ pages and says so on every page.
DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY")
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", [urlsplit(BASE_URL).hostname or ""])
HTTPS = BASE_URL.startswith("https://")

# Apps
INSTALLED_APPS = [
    "marketplace",
    "accounts",
    "shops",
    "listings",
    "payments",
    "orders",
    "notifications",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "lucide",
    "accounts.admin_config.OperatorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]
if DEMO:
    INSTALLED_APPS.append("devtools")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "marketplace.media.pictures_first",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "marketplace.http.permissions_policy",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "marketplace.languages.of_the_reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "listings.favourites.join_at_sign_in",
    "marketplace.http.no_such_way",
    "marketplace.http.RefusalsMiddleware",
]
ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Templates
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
                "marketplace.context.marketplace",
                "shops.context.shop",
                "listings.context.categories",
                "orders.context.basket",
            ],
            "builtins": [
                "marketplace.templatetags.show",
                "listings.templatetags.picture",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database
DATABASES = {
    "default": {
        **env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True),
        "ENGINE": "django.db.backends.postgresql",
    }
}
#: A lock or a statement that takes longer than this is a fault, not a wait.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c lock_timeout=3s -c statement_timeout=30s"
    " -c idle_in_transaction_session_timeout=30s"
)

# People: accounts, sessions, passwords
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 3600
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
#: Whoever changes how somebody signs in, they hear of it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = MARKETPLACE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
#: Written down at sign-in; five queries and a write on every page would be too many.
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "marketplace.http.csrf_failure"
SESSION_COOKIE_AGE = 14 * 24 * 3600

# In the browser
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS and env.bool("SSL_REDIRECT", True)
#: Whoever watches over this process asks it directly, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_TLS_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MEDIA_URL = env.str("MEDIA_URL", "/media/")

# Queue and cache. Nothing in Redis is needed for correctness.
REDIS_URL = env.str("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    # Limits on guessing are kept where a flushed Redis does not forget them.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "marketplace_cache",
    },
    "nudges": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "handloop",
    },
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "UTC"
#: What talks to Stripe waits in a line of its own: a Stripe that hangs holds up no
#: email. Each line has its worker (devtools/commands.py).
STRIPE_TASKS = [
    "orders.settle_due_checkouts",
    "orders.read_stripe_events",
    "payments.send_refund",
    "payments.send_due_refunds",
]
#: And what keeps a processor busy for seconds holds up none of them.
PHOTO_TASKS = ["listings.develop_photos"]
CELERY_TASK_ROUTES = {
    **{task: {"queue": "stripe"} for task in STRIPE_TASKS},
    **{task: {"queue": "photos"} for task in PHOTO_TASKS},
}
#: The sweeps are the guarantee; a nudge after commit only makes them immediate.
SWEEPS = {
    "notifications.deliver": 5,
    "orders.read_stripe_events": 5,
    "orders.settle_due_checkouts": 15,
    "payments.send_due_refunds": 15,
    "listings.develop_photos": 15,
    "listings.count_paces": 20,
    "orders.look_again": 30,
    "orders.count_queues": 60,
    "listings.look_again": 60,
    "listings.count_pieces": 600,
    "orders.clear_offcuts": 3600,
    "orders.forget": 24 * 3600,
}
#: A sweep that nobody took before the next one is due is not wanted any more.
CELERY_BEAT_SCHEDULE = {
    task: {"task": task, "schedule": every, "options": {"expires": every}}
    for task, every in SWEEPS.items()
}

# Mail
EMAIL = env.dj_email_url("EMAIL_URL", "smtp://127.0.0.1:1025")
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", f"{MARKETPLACE_NAME} <orders@handloop.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {
    "default": {
        "BACKEND": EMAIL["EMAIL_BACKEND"],
        "OPTIONS": {
            "host": EMAIL["EMAIL_HOST"],
            "port": EMAIL["EMAIL_PORT"],
            "username": EMAIL["EMAIL_HOST_USER"] or "",
            "password": EMAIL["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": EMAIL["EMAIL_USE_TLS"],
            "use_ssl": EMAIL["EMAIL_USE_SSL"],
            "timeout": EMAIL["EMAIL_TIMEOUT"] or 10,
        },
    }
}

# Stripe. Another base address is for a sandbox only: never with a live key.
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", "")
STRIPE_WEBHOOK_SECRET = env.str("STRIPE_WEBHOOK_SECRET", "")
STRIPE_API_BASE = env.str("STRIPE_API_BASE", "")
if STRIPE_API_BASE and "_live_" in STRIPE_SECRET_KEY:
    raise ImproperlyConfigured(
        "STRIPE_SECRET_KEY is a live key and STRIPE_API_BASE is set: a live key"
        " only ever talks to Stripe itself. Unset one of the two."
    )

# What may be loaded, framed and sent from our pages. No nonces: a page that is kept
# for many visitors is the same for all of them, and the one inline script is known.
FIRST_SCRIPT = sha256((BASE_DIR / "templates" / "first.js").read_bytes()).digest()
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, f"'sha256-{b64encode(FIRST_SCRIPT).decode()}'"],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-src": [CSP.SELF] if DEMO else [CSP.NONE],
    "form-action": [CSP.SELF, "https://checkout.stripe.com"],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
}
if STRIPE_API_BASE:
    SECURE_CSP["form-action"].append(STRIPE_API_BASE)
if "://" in MEDIA_URL:
    SECURE_CSP["img-src"].append(MEDIA_URL)

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "marketplace.stylesheet.StaticFiles"},
}
#: Pictures in a bucket of S3 or one that speaks like it, instead of on a disk
#: (requirements-s3.txt, docs/running.md).
MEDIA_BUCKET = env.str("MEDIA_BUCKET", "")
if MEDIA_BUCKET:
    if not MEDIA_URL.startswith("https://"):
        raise ImproperlyConfigured(
            "MEDIA_BUCKET is set, so MEDIA_URL must be the https:// address at which"
            " the bucket's files can be seen."
        )
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": env.str("MEDIA_ENDPOINT", "") or None,
            "region_name": env.str("MEDIA_REGION", "") or None,
            "access_key": env.str("MEDIA_ACCESS_KEY", "") or None,
            "secret_key": env.str("MEDIA_SECRET_KEY", "") or None,
            "custom_domain": MEDIA_URL.removeprefix("https://").rstrip("/"),
            "querystring_auth": False,
            "file_overwrite": False,
            "object_parameters": {
                "CacheControl": "public, max-age=31536000, immutable",
                "ContentDisposition": "inline",
            },
        },
    }

# Words, dates and numbers (docs/languages.md). The first language is everybody's who
# asks for none of them; with one alone, nothing varies.
LANGUAGES = [
    (code, str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize())
    for code in env.list("LANGUAGES", ["en"])
]
LANGUAGE_CODE = LANGUAGES[0][0]
LOCALE_PATHS = [BASE_DIR / "locale", *env.list("LOCALE_PATHS", [])]
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

#: The promise's numbers that differ from their defaults (orders/limits.py).
PROMISE = {
    name.removeprefix("PROMISE_").lower(): value
    for name, value in os.environ.items()
    if name.startswith("PROMISE_")
}
#: Nobody gets an email at night, but about money. Off where somebody tries things out.
QUIET_HOURS = env.bool("QUIET_HOURS", True)

# Uploads
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o644

# Logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "marketplace.logs.Scrubbed",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {
        # Stripe's library tells of every request: ids, but still more than one reads.
        "stripe": {"level": "WARNING"},
        # Its own handler would write the keys in addresses.
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
