"""Who may change an initiative: who takes part in it, who manages one of its organisations, and coordination."""

from django.core.exceptions import PermissionDenied
from django.db.models import BooleanField, Exists, OuterRef, QuerySet, Value
from django.shortcuts import get_object_or_404

from .models import Initiative, Organisation, Participation, Personne
from .permissions import droits, exiger, initiatives_lisibles


def avec_droits(initiatives: QuerySet, personne: Personne) -> QuerySet:
    """Say of each whether the person takes part in it (`participe`) and may change it (`modifiable`)."""
    acces = droits(personne)
    participe = Exists(Participation.objects.filter(initiative=OuterRef("pk"), personne=personne))
    siennes = Organisation.objects.filter(
        initiatives=OuterRef("pk"), chemin__overlap=acces.organisations("saisir")
    ).order_by()
    if not acces.lit_interne or acces.peut("coordonner"):
        modifiable = Value(acces.peut("coordonner"), output_field=BooleanField())
    else:
        modifiable = participe | Exists(siennes)
    return initiatives.annotate(participe=participe, modifiable=modifiable)


def initiative_modifiable_ou_404(personne: Personne, pk: int) -> Initiative:
    """The initiative, if the person may change it; 404 when unreadable, 403 when only readable."""
    lisibles = initiatives_lisibles(personne).select_related("prochaine_etape_par")
    initiative = get_object_or_404(avec_droits(lisibles, personne), pk=pk)
    if not initiative.modifiable:
        raison = "Cette initiative est tenue par ses participants et par les gestionnaires de ses organisations"
        suite = " : joignez-vous à elle pour y écrire." if droits(personne).lit_interne else "."
        raise PermissionDenied(raison + suite)
    return initiative


def exiger_ouvrir(personne: Personne) -> None:
    raison = "Les initiatives sont ouvertes par les gestionnaires, la coordination et les membres du secteur public."
    exiger(personne, "ouvrir_initiative", raison=raison)


def initiative_a_joindre_ou_404(personne: Personne, pk: int) -> Initiative:
    """An initiative the person may read is one they may join; a private partner is invited."""
    return get_object_or_404(initiatives_lisibles(personne), pk=pk)
