"""Who asks: a personal token in the Authorization header, or the session of the pages (then CSRF holds)."""

from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck, SessionAuthentication
from rest_framework.request import Request

from ..models import JetonApi, Personne
from ..services.jetons import jeton_valide, noter_usage
from .limites import refuser_trop_d_essais

GENRES = {"jeton", "bearer"}
REFUS = "Ce jeton n'est pas valide : il est inconnu, expiré, révoqué, ou son compte est fermé."
CSRF = "Le jeton anti-falsification (CSRF) manque ou est périmé : envoyez-le dans l'en-tête X-CSRFToken."


class JetonPersonnel(BaseAuthentication):
    """`Authorization: Jeton <secret>` or `Bearer <secret>`. A bad token is refused, never replaced by a session."""

    @method_decorator(sensitive_variables())
    def authenticate(self, request: Request) -> tuple[Personne, JetonApi] | None:
        genre, _, secret = request.headers.get("Authorization", "").partition(" ")
        if genre.lower() not in GENRES:
            return None
        jeton = jeton_valide(secret.strip())
        if jeton is None:
            refuser_trop_d_essais(request)
            raise exceptions.AuthenticationFailed(REFUS)
        noter_usage(jeton)
        return jeton.personne, jeton

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class SessionPortail(SessionAuthentication):
    """The session of the pages; every unsafe method carries the CSRF token, as a form does."""

    def enforce_csrf(self, request: Request) -> None:
        """On Django's own request, so that the token is looked at before the body is read."""
        controle = CSRFCheck(lambda _: None)
        controle.process_request(request._request)
        if controle.process_view(request._request, None, (), {}):
            raise exceptions.PermissionDenied(CSRF)
