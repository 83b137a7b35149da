"""Settings of the portal, read from the environment. Production is the default and refuses to start unsafe."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .settings_api import *  # noqa: F403
from .settings_comptes import *  # noqa: F403
from .settings_fichiers import *  # noqa: F403
from .settings_taches import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = os.environ.get("ECOSYSTEME_ENV", "production")
if ENV not in {"production", "developpement", "test"}:
    raise ImproperlyConfigured(f"ECOSYSTEME_ENV vaut « {ENV} » : attendu production, developpement ou test.")
PRODUCTION = ENV == "production"
TEST = ENV == "test"
DEBUG = os.environ.get("DJANGO_DEBUG", "") == "1"


def _env(nom: str, defaut: str) -> str:
    """Value of an environment variable, required in production."""
    valeur = os.environ.get(nom)
    if valeur is None and PRODUCTION:
        raise ImproperlyConfigured(f"La variable d'environnement {nom} est requise en production.")
    return valeur if valeur is not None else defaut


def _liste(nom: str, defaut: str = "") -> list[str]:
    return [v.strip() for v in os.environ.get(nom, defaut).split(",") if v.strip()]


CLE_PAR_DEFAUT = "cle-de-developpement-a-ne-jamais-utiliser-en-production"
SECRET_KEY = _env("DJANGO_SECRET_KEY", CLE_PAR_DEFAUT)
if PRODUCTION and (DEBUG or SECRET_KEY == CLE_PAR_DEFAUT or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured("La production refuse DJANGO_DEBUG et toute clé secrète par défaut ou trop courte.")
ALLOWED_HOSTS = _liste("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,testserver,web")
CSRF_TRUSTED_ORIGINS = _liste("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "ecosysteme",
    "pilotage",
    "forum",
    "communaute",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
]

MIDDLEWARE = [
    "ecosysteme.middleware.panne_base",
    "django.middleware.security.SecurityMiddleware",
    "ecosysteme.middleware.Compression",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ecosysteme.middleware.sans_session",
    "ecosysteme.middleware.parties_communes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ADRESSES_PUBLIQUES = ("/barometre/", "/robots.txt")  # neither session nor cookie: ecosysteme.middleware.sans_session
ROOT_URLCONF = "ecosysteme.urls"
WSGI_APPLICATION = "ecosysteme.wsgi.application"
ASGI_APPLICATION = "ecosysteme.asgi.application"
CELERY_APPLICATION = "ecosysteme.celery.app"

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
                "csp.context_processors.nonce",
                "ecosysteme.components.contexte",
            ],
        },
    }
]


def _base(url: str) -> dict:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or 5432),
        "CONN_MAX_AGE": 0 if TEST else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "options": "-c statement_timeout=30000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
            " -c client_connection_check_interval=5000",  # a query whose client is gone ends
        },
        "TEST": {"TEMPLATE": "template0"},
    }


DATABASES = {"default": _base(_env("DATABASE_URL", "postgresql://ecosysteme@127.0.0.1:5432/ecosysteme"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _env("REDIS_URL", "redis://127.0.0.1:6379/0")


def _redis_db(url: str, plus: int) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{int(parts.path.strip('/') or 0) + plus}"))


CACHE_URL = _redis_db(REDIS_URL, 1)
CACHES = {
    "default": {
        "BACKEND": "ecosysteme.limites.CacheLimites",
        "LOCATION": CACHE_URL,
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    }
}
# How long a page's shared figures may be kept while no change is announced (ecosysteme/memoire.py).
MEMOIRE_SECONDES = 0 if TEST else 20
# Sessions live in PostgreSQL: a flushed or restarted Redis logs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "interactif"
CELERY_TASK_ROUTES = {
    "pilotage.tasks.importer": {"queue": "lourd"},
    "pilotage.tasks.publier_import": {"queue": "lourd"},
    "pilotage.tasks.preparer_rapport": {"queue": "lourd"},
    "pilotage.tasks.verifier_bilans": {"queue": "lourd"},
    "pilotage.tasks.mesurer_usage": {"queue": "lourd"},
    "ecosysteme.tasks.ecrire_courriels": {"queue": "lourd"},  # a slow mail server holds no roll-up back
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 0.25,
    "max_retries": 1,  # a page that saves does not wait for the broker: one more try at once, then the sweeper
    "interval_start": 0,
    "interval_step": 0.02,
    "interval_max": 0.02,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "America/Toronto"
CELERY_BEAT_SCHEDULE_FILENAME = os.environ.get("BEAT_SCHEDULE", str(BASE_DIR / "var" / "beat"))

AUTH_USER_MODEL = "ecosysteme.Personne"
AUTHENTICATION_BACKENDS = ["ecosysteme.adaptateurs.Authentification"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{nom}"}
    for nom in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
AUTH_PASSWORD_VALIDATORS[1]["OPTIONS"] = {"min_length": 12}
if TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accueil"

LANGUAGE_CODE = "fr-ca"
TIME_ZONE = "America/Toronto"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = []

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "var" / "static"))
STATICFILES_FINDERS = [
    "ecosysteme.feuilles.Feuilles",
    "ecosysteme.liasses.Liasses",
    "ecosysteme.plotly_statique.Plotly",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if TEST else "ecosysteme.statiques.Statiques"
    },
}
WHITENOISE_USE_FINDERS = TEST
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", BASE_DIR / "var" / "media"))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = PRODUCTION and os.environ.get("HTTPS", "1") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
if os.environ.get("TRUST_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# E-mails carry one-time links: production never prints them to its logs.
EMAIL_BACKEND = os.environ.get(
    "EMAIL_BACKEND", f"django.core.mail.backends.{'smtp' if PRODUCTION else 'console'}.EmailBackend"
)
EMAIL_HOST, EMAIL_PORT = os.environ.get("EMAIL_HOST", "localhost"), int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_USER", ""), os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_TIMEOUT = os.environ.get("EMAIL_USE_TLS") == "1", 10
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "portail@exemple.quebec")
# Where the links of an e-mail lead, when no request says it.
PORTAIL_URL = os.environ.get("PORTAIL_URL") or (
    f"http{'s' * HTTPS}://{ALLOWED_HOSTS[0].lstrip('.*')}" if PRODUCTION and ALLOWED_HOSTS else "http://localhost:8000"
)
COURRIELS_VISIBLES = ENV == "developpement"  # /courriels/ shows what was written to whom

# Accounts: no open sign-up, e-mail login, second factors, single sign-on when configured.
DOMAINES_AUTORISES = [d.lower() for d in _liste("DOMAINES_AUTORISES")]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUST_PROXY") == "1")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
OIDC_URL = os.environ.get("OIDC_URL", "")
if OIDC_URL:
    SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "gouvernement",
                    "name": os.environ.get("OIDC_NOM", "le compte de votre organisation"),
                    "client_id": _env("OIDC_CLIENT_ID", ""),
                    "secret": _env("OIDC_SECRET", ""),
                    "settings": {"server_url": OIDC_URL},
                }
            ]
        }
    }
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append("{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL)))

DEFAULT_EXCEPTION_REPORTER_FILTER = "ecosysteme.rapports.FiltreDesRapports"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"ligne": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ligne"}},
    "loggers": {"weasyprint": {"level": "ERROR"}},  # it tells each page it lays out
    "root": {"handlers": ["console"], "level": "WARNING" if TEST else "INFO"},
}
PGHISTORY_DEFAULT_TRACKERS = ()
