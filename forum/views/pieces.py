"""An attachment, served so that no browser ever runs it; and the files that come with a message."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from ecosysteme import antivirus

from ..enums import EtatAntivirus
from ..models import PieceJointe
from ..permissions_pieces import piece_lisible_ou_404
from ..pieces import IMAGES
from ..services import pieces as services


@login_required
@require_safe
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """An image written anew is shown; anything else is downloaded. What waits for the antivirus is not served."""
    objet = piece_lisible_ou_404(request.user, pk)
    if antivirus.branche() and objet.antivirus != EtatAntivirus.SAINE:
        return render(request, "forum/discussion/piece_attend.html", {"piece": objet}, status=423)
    try:
        with objet.fichier.open("rb") as fichier:
            reponse = HttpResponse(fichier.read(), content_type=objet.type_mime)
    except FileNotFoundError:
        raise Http404("Ce fichier n'est plus là.") from None
    reponse["Content-Disposition"] = content_disposition_header(objet.type_mime not in IMAGES, objet.nom)
    reponse["Content-Security-Policy"] = "default-src 'none'; sandbox"
    reponse["Cross-Origin-Resource-Policy"] = "same-origin"
    reponse["Cache-Control"] = "private, max-age=3600"
    return reponse


def recevoir(request: HttpRequest, form: Any) -> list[PieceJointe]:
    """Keep the files sent with a form, and say beside the field which are refused; those kept before stay kept."""
    gardees = services.en_attente(request.user, request.POST.getlist("piece"))
    envoyes = request.FILES.getlist("fichiers")
    place = max(0, services.PAR_MESSAGE - len(gardees))
    if len(envoyes) > place:
        form.add_error("fichiers", services.TROP)
    for fichier in envoyes[:place]:
        try:
            gardees.append(services.deposer_piece(par=request.user, fichier=fichier))
        except ValidationError as refus:
            form.add_error("fichiers", refus.messages)
    return gardees
