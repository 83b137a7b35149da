"""A few quality grids for the demonstration: their figures and their reasons are illustrative, and say so."""

from decimal import Decimal

from ecosysteme.models import Personne, PlanStrategique

from ..models import GrilleQualite
from .qualite import juger_qualite

COORDINATION = "coordination@demo.exemple"
EXERCICE = 2024
GRILLES = (
    (
        "MCN",
        "78",
        None,
        "Les indicateurs mesurent l'effet pour les citoyens ; une cible manque pour la dernière année.",
    ),
    ("MESS", "64", None, "Des cibles prudentes : plusieurs étaient satisfaites dès le départ."),
    ("MSSS", "71,5", "60", "Indicateurs solides, cibles à échelonner. La composante non documentée est une hypothèse."),
    ("MTMD", "85", None, "Chaque indicateur a son effet, sa source et une cible par année."),
)


def charger() -> None:
    """Grids that are missing, by the service, in the coordinator's name; loading again changes nothing."""
    par = Personne.objects.get(email=COORDINATION)
    faites = set(GrilleQualite.objects.filter(exercice=EXERCICE).values_list("plan", flat=True))
    sigles = [sigle for sigle, *_ in GRILLES]
    plans = PlanStrategique.objects.en_vigueur(EXERCICE).filter(organisation__sigle__in=sigles, illustratif=True)
    connus = {plan.organisation.sigle: plan for plan in plans.select_related("organisation")}
    for sigle, qualite, non_documentee, motif in GRILLES:
        plan = connus.get(sigle)
        if plan is not None and plan.pk not in faites:
            juger_qualite(
                par=par,
                plan=plan,
                exercice=EXERCICE,
                qualite_jugee=_nombre(qualite),
                non_documentee=_nombre(non_documentee) if non_documentee else None,
                motif=f"Jugement illustratif. {motif}",
                version_lue=0,
            )


def _nombre(texte: str) -> Decimal:
    return Decimal(texte.replace(",", "."))
