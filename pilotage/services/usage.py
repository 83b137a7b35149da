"""The ecosystem measures its own use: an ordinary plan with ordinary indicators, fed once a month."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.enums import EtatMesure, Frequence, MotifAbsence, Sens, TypeIndicateur, Visibilite
from ecosysteme.models import Indicateur, Organisation, Personne, PlanStrategique
from ecosysteme.periodes import exercice_de
from ecosysteme.services import fiches, plans
from ecosysteme.services.mesures import ConflitVersion, Saisie, enregistrer_mesure

from ..selectors.usage import Groupe, mesurer

TITRE = "Usage de l'écosystème (illustratif)"
INDICATEURS = {
    ("ensemble", "tous"): ("USAGE.1", "Part des membres qui ont participé"),
    ("niveau", "haute_direction"): ("USAGE.2.1", "Part de la haute direction qui a participé"),
    ("niveau", "direction"): ("USAGE.2.2", "Part des directions qui ont participé"),
    ("niveau", "gestion_equipe"): ("USAGE.2.3", "Part des gestionnaires d'équipe qui ont participé"),
    ("niveau", "professionnel"): ("USAGE.2.4", "Part du personnel professionnel qui a participé"),
    ("taille", "petite"): ("USAGE.3.1", "Participation, organisations de moins de 10 membres"),
    ("taille", "moyenne"): ("USAGE.3.2", "Participation, organisations de 10 à 49 membres"),
    ("taille", "grande"): ("USAGE.3.3", "Participation, organisations de 50 membres et plus"),
    ("secteur", "public"): ("USAGE.4.1", "Part des membres du secteur public qui ont participé"),
    ("secteur", "prive"): ("USAGE.4.2", "Part des membres du secteur privé qui ont participé"),
}
METHODE = (
    "Personnes d'un groupe qui ont écrit quelque chose dans le portail pendant le mois, sur celles qui y avaient un"
    " rôle en vigueur. Un groupe de moins de cinq personnes n'est pas dit, ni celui qui permettrait de le déduire."
)


def plan_usage() -> PlanStrategique | None:
    return PlanStrategique.objects.filter(titre=TITRE).order_by("pk").first()


@ecriture
def creer_plan_usage(*, par: Personne, organisation: Organisation) -> tuple[PlanStrategique, bool]:
    """The plan and its indicators, once; whether it was made now."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if existant := plan_usage():
        return existant, False
    annee = exercice_de(timezone.localdate())
    champs = {"titre": TITRE, "exercice_debut": annee, "exercice_fin": annee + 3}
    plan = plans.creer_plan(par=par, organisation=organisation, champs=champs)
    orientation = plans.creer_orientation(par=par, plan=plan, champs={"numero": "1", "titre": "Que chacun participe"})
    objectif = plans.creer_objectif(
        par=par, orientation=orientation, champs={"numero": "1.1", "titre": "Faire participer tous les niveaux"}
    )
    for code, nom in INDICATEURS.values():
        fiches.creer_fiche(par=par, objectif=objectif, champs=_fiche(organisation, code, nom))
    PlanStrategique.objects.filter(pk=plan.pk).update(illustratif=True)
    plan.refresh_from_db()
    return plans.publier_plan(par=par, plan=plan, version_lue=plan.version), True


def _fiche(organisation: Organisation, code: str, nom: str) -> dict[str, object]:
    return {
        "organisation": organisation,
        "code": code,
        "nom": nom,
        "type": TypeIndicateur.ACTIVITE,
        "sens": Sens.HAUSSE,
        "unite": "%",
        "decimales": 1,
        "frequence": Frequence.MENSUELLE,
        "visibilite": Visibilite.INTERNE,
        "source": "Journal du portail",
        "methode_calcul": METHODE,
        "mode_collecte": "Calculé par le portail au début de chaque mois",
    }


def mois_precedent(jour: date) -> tuple[date, date]:
    fin = jour.replace(day=1) - timedelta(days=1)
    return fin.replace(day=1), fin


def mesurer_usage(*, jour: date | None = None) -> int:
    """Write the month that has just ended, for the indicators that do not have it; how many were written."""
    plan = plan_usage()
    debut, fin = mois_precedent(jour or timezone.localdate())
    if plan is None:
        return 0
    attendus = Indicateur.objects.filter(objectif__orientation__plan=plan).exclude(mesures__fin=fin)
    par_code = {indicateur.code: indicateur for indicateur in attendus}
    if not par_code:
        return 0
    groupes = {(g.partage, g.nom): g for g in mesurer(debut, fin)}
    faites = 0
    for cle, (code, _) in INDICATEURS.items():
        if code in par_code:
            faites += _ecrire(par_code[code], groupes.get(cle), debut, fin)
    return faites


def _ecrire(indicateur: Indicateur, groupe: Groupe | None, debut: date, fin: date) -> int:
    """One measure; another worker may have written it meanwhile."""
    part = groupe.part if groupe else None
    if part is not None:
        saisie = Saisie(debut, fin, part.quantize(Decimal("0.001"), ROUND_HALF_UP), etat=EtatMesure.VALIDEE)
    elif groupe is None:
        saisie = Saisie(debut, fin, motif_absence=MotifAbsence.NON_MESURE, etat=EtatMesure.VALIDEE)
    else:
        saisie = Saisie(debut, fin, motif_absence=MotifAbsence.CONFIDENTIEL, etat=EtatMesure.VALIDEE)
    try:
        enregistrer_mesure(par=None, indicateur=indicateur, saisie=saisie, version_lue=0)
    except ConflitVersion:
        return 0
    return 1
