"""Actions, decisions, an A3 sheet and minutes of the demonstration: invented, between the fictitious accounts.

Everything goes through the services; dates of the past are written after, since nobody entrusts anything for yesterday.
"""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Decision, Indicateur, Organisation, Personne
from ecosysteme.services.decisions import inscrire_decision, reviser_decision

from ..enums import EtapePdca, EtatAction, Palier
from ..models import Action, DecisionRencontre, FicheA3, Rencontre
from . import rencontres
from .a3 import ecrire_section, ouvrir_fiche_a3
from .actions import clore_action, confier_action
from .pv import publier_pv
from .rencontres_notes import dire_accord, noter

MARQUE = "(exemple illustratif)"
TITRE = f"Rencontre de direction {MARQUE}"
# What, who, in how many days it falls due, on which indicator, done or not.
ACTIONS = (
    ("Trier les demandes le jour de leur arrivée", "responsable", -12, "20.1.1", False),
    ("Écrire la marche à suivre des dossiers incomplets", "responsable", -2, "20.1.2", False),
    ("Former deux personnes à la relecture des décisions", "gestion", 0, "20.1.2", False),
    ("Essayer le formulaire court dans deux bureaux", "responsable", 5, "20.1.3", False),
    ("Demander les délais du mois au centre de services", "gestion", 9, "20.2.2", False),
    ("Publier les heures d'affluence à l'accueil", "responsable", -6, "20.1.1", True),
)
SECTIONS = {
    "etat_actuel": "Une demande sur quatre dépasse dix jours. Les dossiers incomplets attendent en moyenne six jours.",
    "cible": "Neuf demandes sur dix traitées en dix jours, d'ici la fin de l'exercice.",
    "pourquois": [
        "Les demandes attendent, parce que les dossiers incomplets sont repris à la main.",
        "Ils sont incomplets, parce que le formulaire demande une pièce que peu de gens ont.",
        "La pièce est demandée, parce que la règle de 2014 la prévoit.",
        "La règle n'a pas été relue depuis le service en ligne.",
    ],
    "contremesures": "Relire la règle ; formulaire court sans la pièce ; tri le jour de l'arrivée.",
    "etape": EtapePdca.FAIRE,
}


def charger() -> None:
    """Nothing when it is already there."""
    organisation = Organisation.objects.filter(sigle="MESS").first()
    if organisation is None or Rencontre.objects.filter(titre=TITRE).exists():
        return
    qui = {nom: Personne.objects.get(email=f"{nom}@demo.exemple") for nom in ("coordination", "gestion", "responsable")}
    _actions(organisation, qui)
    _decisions(organisation, qui)
    _fiche(organisation, qui)
    _rencontre(organisation, qui)


def _indicateur(organisation: Organisation, code: str) -> Indicateur | None:
    return Indicateur.objects.filter(organisation=organisation, code=code).first()


def _actions(organisation: Organisation, qui: dict[str, Personne]) -> None:
    jour = timezone.localdate()
    for quoi, nom, delai, code, faite in ACTIONS:
        echeance = jour + timedelta(days=delai)
        action = confier_action(
            par=qui["gestion"], quoi=f"{quoi} {MARQUE}", responsable=qui[nom], echeance=max(echeance, jour),
            organisation=organisation, indicateur=_indicateur(organisation, code),
        )  # fmt: skip
        if faite:
            clore_action(
                par=qui[nom], action=action, version_lue=1, etat=EtatAction.FAITE, constat="Affichées depuis lundi."
            )
        _dater(par=qui["gestion"], action=action, jours=delai - 20, echeance=echeance)


@ecriture
def _dater(*, par: Personne, action: Action, jours: int, echeance: object) -> None:
    """As if it had been entrusted some time ago."""
    confiee = timezone.now() + timedelta(days=jours)
    Action.objects.filter(pk=action.pk).update(echeance=echeance, confiee_le=confiee)


def _decisions(organisation: Organisation, qui: dict[str, Personne]) -> None:
    jour = timezone.localdate()
    for texte, nom, delai, niveau in (
        ("Les demandes incomplètes sont retournées le jour même.", "responsable", -3, 5),
        ("Le formulaire court remplace l'ancien dans deux bureaux, à l'essai.", "gestion", 20, 4),
        ("Les délais sont affichés à l'accueil chaque lundi.", "responsable", 90, 6),
    ):
        decision = inscrire_decision(
            par=qui["gestion"], texte=f"{texte} {MARQUE}", organe="Comité de gestion", organisation=organisation,
            responsable=qui[nom], revision_le=jour + timedelta(days=abs(delai)), niveau_delegation=niveau,
        )  # fmt: skip
        if delai < 0:
            Decision.objects.filter(pk=decision.pk).update(revision_le=jour + timedelta(days=delai))
    ancienne = inscrire_decision(
        par=qui["coordination"], texte=f"Les rencontres de direction se tiennent debout, en quinze minutes. {MARQUE}",
        organe="Comité de coordination", organisation=organisation, responsable=qui["gestion"], niveau_delegation=3,
    )  # fmt: skip
    constat = "Elles tiennent en quinze minutes huit fois sur dix. On continue."
    reviser_decision(par=qui["gestion"], decision=ancienne, version_lue=1, constat=constat)


def _fiche(organisation: Organisation, qui: dict[str, Personne]) -> None:
    fiche: FicheA3 = ouvrir_fiche_a3(
        par=qui["gestion"], titre=f"Une demande sur quatre attend plus de dix jours {MARQUE}",
        organisation=organisation,
        indicateur=_indicateur(organisation, "20.1.1"),
        contexte="Les personnes qui attendent rappellent, et chaque rappel retarde les autres dossiers.",
    )  # fmt: skip
    for champ, valeur in SECTIONS.items():
        fiche = ecrire_section(par=qui["gestion"], fiche=fiche, version_lue=fiche.version, champs={champ: valeur})
    for quoi, nom, delai in (
        ("Relire la règle de 2014", "gestion", 15),
        ("Essayer le formulaire court", "responsable", 30),
    ):
        confier_action(
            par=qui["gestion"], quoi=f"{quoi} {MARQUE}", responsable=qui[nom], organisation=organisation,
            fiche_a3=fiche, echeance=timezone.localdate() + timedelta(days=delai),
        )  # fmt: skip


def _rencontre(organisation: Organisation, qui: dict[str, Personne]) -> None:
    """A meeting held, closed, its minutes published."""
    anime, jour = qui["gestion"], timezone.localdate()
    r = rencontres.planifier(
        par=anime, organisation=organisation, palier=Palier.DIRECTION, titre=TITRE, prevue_le=timezone.now(), duree=15,
        animation=anime, lieu="Salle fictive", participants=[qui["coordination"], qui["responsable"]],
    )  # fmt: skip
    r = rencontres.ouvrir(par=anime, rencontre=r)
    rencontres.arriver(r, qui["responsable"])
    point = r.point_courant
    for nom, texte in (
        ("responsable", "Le délai monte depuis trois périodes ; les dossiers incomplets en font la moitié."),
        ("gestion", "Le formulaire court part à l'essai lundi, dans deux bureaux."),
    ):
        noter(par=qui[nom], rencontre=r, uuid=uuid5(NAMESPACE_URL, f"demo:{nom}"), texte=texte, point=point)
    if point is not None:
        for nom, accord in (("responsable", 90), ("gestion", 80)):
            dire_accord(par=qui[nom], rencontre=r, point=point, accord=accord, prete_a_vivre=True)
    decision = inscrire_decision(
        par=anime, texte=f"Le formulaire court est mis à l'essai un mois. {MARQUE}", organe=TITRE,
        organisation=organisation, responsable=anime, revision_le=jour + timedelta(days=35), niveau_delegation=4,
    )  # fmt: skip
    DecisionRencontre.objects.create(rencontre=r, point=point, decision=decision)
    confier_action(
        par=anime, quoi=f"Mesurer le délai des deux bureaux {MARQUE}", responsable=qui["responsable"],
        echeance=jour + timedelta(days=14), organisation=organisation, rencontre=r, point=point,
    )  # fmt: skip
    publier_pv(par=anime, rencontre=rencontres.clore(par=anime, rencontre=r))
