"""The forum of the demonstration: plainly illustrative; an instance of both colleges, topics, votes in each state."""

from datetime import date, timedelta

from django.utils import timezone

from ecosysteme.models import Organisation, Personne

from ..enums import College, Fonction, Portee, TypeInstance
from ..models import Espace, Instance, Mandat, Scrutin, Sujet
from . import demo_opinion
from .amendements import amender
from .espaces import creer_espace
from .propositions import courante, proposer, publier_proposition
from .scrutins_ouvrir import ouvrir_scrutin
from .scrutins_preparer import OptionDonnee, annoncer_scrutin, preparer_scrutin
from .scrutins_voter import ObjectionDonnee, deposer_bulletin
from .sujets import ecrire_message, ouvrir_sujet

SEMAINE = timedelta(days=7)
NOM = "Forum des leaders de la performance (illustratif)"
SIEGES = (
    ("gestion", Fonction.PRESIDENCE, "MESS"), ("membre", Fonction.MEMBRE, "MSSS"),
    ("responsable", Fonction.MEMBRE, "MESS"), ("coordination", Fonction.MEMBRE, "SCT"),
    ("partenaire", Fonction.MEMBRE, ""),
)  # fmt: skip


def charger() -> None:
    """Load what is missing; loading again changes nothing."""
    gens = {p.email.partition("@")[0]: p for p in Personne.objects.filter(email__endswith="@demo.exemple")}
    if Instance.objects.filter(nom=NOM).exists() or not {nom for nom, *_ in SIEGES} <= gens.keys():
        return
    instance = _instance(gens)
    ouvert = creer_espace(
        par=gens["coordination"], nom="Place publique du forum (illustratif)", portee=Portee.ECOSYSTEME,
        description="Ce que tout l'écosystème peut lire et discuter, partenaires compris.", ordre=10,
    )  # fmt: skip
    reserve = creer_espace(
        par=gens["coordination"], nom="Espace du forum des leaders (illustratif)", instance=instance,
        portee=Portee.MEMBRES, description="Réservé aux membres de l'instance, qui y votent.", ordre=20,
    )  # fmt: skip
    _discussion(gens, ouvert)
    _proposition(gens, ouvert)
    _votes(gens, instance, reserve)
    demo_opinion.charger(gens, ouvert)


def _instance(gens: dict[str, Personne]) -> Instance:
    instance = Instance.objects.create(
        nom=NOM, type=TypeInstance.FORUM, creee_par=gens["coordination"], niveau_delegation=7, quorum_pct=50,
        procurations_max=1, prolongation_permise=True, second_appel_quorum_pct=25,
        raison_etre="Texte illustratif. Décider ensemble de ce qui touche plusieurs organisations.",
    )  # fmt: skip
    for nom, fonction, sigle in SIEGES:
        personne = gens[nom]
        prive = nom == "partenaire"
        chez = Organisation.objects.filter(sigle=sigle).first() if sigle else None
        Mandat.objects.create(
            instance=instance, personne=personne, fonction=fonction, debut=date(2026, 1, 1),
            organisation=chez or personne.adhesions.select_related("organisation").order_by("pk")[0].organisation,
            college=College.PRIVE if prive else College.PUBLIC,
        )  # fmt: skip
    return instance


def _discussion(gens: dict[str, Personne], espace: Espace) -> None:
    sujet = ouvrir_sujet(
        par=gens["membre"], espace=espace, titre="Comment dire un délai sans le maquiller\u202f? (illustratif)",
        question=True,
        corps="Texte illustratif. Nos moyennes cachent les longues attentes. **Faut-il publier la médiane, "
        "le 90e centile, ou les deux\u202f?**\n\n- la médiane se comprend vite"
        "\n- le 90e centile dit ce que vit la personne malchanceuse",
    )  # fmt: skip
    premier = sujet.messages.get()
    ecrire_message(
        par=gens["partenaire"], sujet=sujet, cite=premier,
        corps="Dans notre organisation fictive, nous affichons les deux depuis un an. Les équipes "
        "ne regardent plus que le 90e centile\u00a0: c'est lui qui fait réagir.",
    )  # fmt: skip
    ecrire_message(
        par=gens["gestion"], sujet=sujet,
        corps="Les deux, alors, avec le nombre de dossiers à côté. J'essaie au prochain trimestre.",
    )  # fmt: skip


def _proposition(gens: dict[str, Personne], espace: Espace) -> None:
    proposee = proposer(
        par=gens["partenaire"], espace=espace, titre="Dire l'attente par bureau et par heure (illustratif)",
        probleme="Texte illustratif. Une moyenne provinciale ne dit pas où ni quand l'on attend.",
        action="Publier chaque mois la médiane et le 90e centile de l'attente, par bureau et par heure.",
        effet="Les personnes choisissent leur moment; les équipes voient leurs heures difficiles.",
        effort=2, cout="Deux semaines de travail, une fois", reversibilite="facile",
    )  # fmt: skip
    publier_proposition(par=gens["partenaire"], proposition=proposee)
    amender(
        par=gens["membre"], visee=courante(proposee), motif="Les petits bureaux seraient reconnaissables.",
        action="Publier chaque mois la médiane et le 90e centile de l'attente, par bureau de dix guichets et plus.",
    )  # fmt: skip


def _vote(gens: dict[str, Personne], sujet: Sujet, instance: Instance, duree: timedelta = SEMAINE, **champs) -> Scrutin:
    maintenant = timezone.now()
    scrutin = preparer_scrutin(
        par=gens["animation"], sujet=sujet, instance=instance, animation=gens["animation"],
        registraire=gens["coordination"], ouvre_le=maintenant, ferme_le=maintenant + duree, **champs,
    )  # fmt: skip
    annoncer_scrutin(par=gens["animation"], scrutin=scrutin, version_lue=scrutin.version)
    scrutin.refresh_from_db()
    ouvrir_scrutin(scrutin=scrutin)
    scrutin.refresh_from_db()
    return scrutin


def _votes(gens: dict[str, Personne], instance: Instance, espace: Espace) -> None:
    priorites = ouvrir_sujet(
        par=gens["gestion"], espace=espace, titre="Les chantiers communs de l'an prochain (illustratif)",
        corps="Texte illustratif. Trois chantiers, une seule équipe pour les appuyer. Lequel d'abord\u202f?",
    )  # fmt: skip
    chantiers = ("Dire les délais autrement", "Un seul formulaire d'inscription", "Mesurer l'appréciation des services")
    options = [OptionDonnee(f"chantier-{n}", nom) for n, nom in enumerate(chantiers, 1)]
    _vote(gens, priorites, instance, methode="classement", question="Dans quel ordre appuyer ces chantiers\u202f?",
          options=options)  # fmt: skip
    guichet = ouvrir_sujet(
        par=gens["membre"], espace=espace, titre="Essayer un triage à l'accueil (illustratif)",
        corps="Texte illustratif. Six semaines, deux bureaux, un indicateur surveillé : l'attente.",
    )  # fmt: skip
    consent = _vote(
        gens, guichet, instance, question="Consentons-nous à six semaines d'essai du triage à l'accueil\u202f?",
        methode="consentement", duree=timedelta(days=10),
    )  # fmt: skip
    deposer_bulletin(
        par=gens["responsable"], scrutin=consent, contenu={"choix": ["objecte"]},
        raison="Texte illustratif. Sans personnel de plus, le triage retarderait les dossiers déjà ouverts.",
        objection=ObjectionDonnee("Traiter chaque dossier à temps", "Deux bureaux fictifs l'ont vécu."),
    )  # fmt: skip
    _passe(gens, instance, espace)


def _passe(gens: dict[str, Personne], instance: Instance, espace: Espace) -> None:
    """A vote that closes within seconds: the sweeper proclaims it, as it would any other."""
    sujet = ouvrir_sujet(
        par=gens["coordination"], espace=espace, titre="Publier nos comptes rendus (illustratif)",
        corps="Texte illustratif. Les publier une semaine après chaque rencontre.",
    )  # fmt: skip
    scrutin = _vote(
        gens,
        sujet,
        instance,
        question="Publions-nous nos comptes rendus\u202f?",
        methode="majorite",
        duree=timedelta(seconds=8),
    )
    dits = {"gestion": "pour", "membre": "pour", "coordination": "pour", "partenaire": "abstention"}
    for nom, choix in dits.items():
        deposer_bulletin(par=gens[nom], scrutin=scrutin, contenu={"choix": [choix]})
