"""Everything that can happen to the figures, as gestures drawn by chance. Each takes what it needs from a drawer of
numbers, so that the same numbers always make the same story (and hypothesis can shorten it)."""

from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import F

from ecosysteme.enums import (
    AgregationOrganisations,
    AgregationTemps,
    EtatMesure,
    EtatPlan,
    FormeCible,
    Frequence,
    MotifAbsence,
    Sens,
    TypeOrganisation,
)
from ecosysteme.models import Cible, Indicateur, Mesure, Objectif, Organisation, Orientation, PlanStrategique
from ecosysteme.periodes import fin_de_mois
from pilotage import bilans
from pilotage.models import Bilan
from tests import fabriques

EXERCICES, TERRITOIRES = (2024, 2025, 2026), ("", "", "03")
VALEURS = tuple(map(Decimal, ("0", "1", "2.5", "7", "-3", "10", "99.999999999", "0.000000001", "100000000000000")))
POIDS = tuple(map(Decimal, ("0", "1", "1", "3", "0.3333", "7")))


class Tiroir:
    """Choices made by a list of numbers; when it is empty, the first choice."""

    def __init__(self, nombres):
        self.nombres = list(nombres)

    def entier(self, borne):
        return self.nombres.pop(0) % borne if self.nombres and borne else 0

    def un(self, choix):
        choix = list(choix)
        return choix[self.entier(len(choix))] if choix else None

    def oui(self, sur=2):
        return self.entier(sur) == 0


def monde():
    """Two portfolios, three bodies, four plans of which one is a draft, and nine indicators, three under two others."""
    gouvernement = fabriques.organisation(type=TypeOrganisation.GOUVERNEMENT)
    portefeuilles = [fabriques.organisation(parent=gouvernement, type=TypeOrganisation.PORTEFEUILLE) for _ in range(2)]
    organismes = [fabriques.organisation(parent=portefeuilles[n % 2]) for n in range(3)]
    for n, organisme in enumerate([*organismes, organismes[0]]):
        etat = EtatPlan.BROUILLON if n == 3 else EtatPlan.PUBLIE
        plan = fabriques.plan(organisme, debut=2024, fin=2025 + n % 2, etat=etat)
        premier = fabriques.objectif(plan, poids=n + 1)
        second = fabriques.objectif(plan, orientation=premier.orientation) if n % 2 else fabriques.objectif(plan)
        agregation = ("somme", "moyenne_ponderee", "saisie", "saisie")[n]
        pere = fabriques.indicateur(premier, agregation_organisations=agregation, valeur_depart=0)
        for objectif in (premier, second)[: 1 + (n == 0)]:
            fabriques.indicateur(objectif, parent=pere if n < 2 else None, poids=2, valeur_depart=1)


def cle_de_mesure(t):
    exercice, rang = t.un(EXERCICES), t.entier(4)
    fin = fin_de_mois(exercice, 4 + 11 - rang)
    return {"fin": fin, "territoire": t.un(TERRITOIRES)}, {"debut": date(fin.year, fin.month, 1)}


def ecrire_mesure(t):
    indicateur = t.un(Indicateur.objects.order_by("pk"))
    cle, champs = cle_de_mesure(t)
    champs |= {"etat": t.un(EtatMesure), "valeur": None, "motif_absence": "", "sans_objet": False}
    dire = t.entier(6)
    if dire == 1:
        champs["sans_objet"] = True
    elif dire == 2:
        champs["motif_absence"] = t.un(MotifAbsence)
    else:
        champs["valeur"] = t.un(VALEURS)
    if indicateur:
        Mesure.objects.update_or_create(indicateur=indicateur, **cle, defaults=champs)


def deplacer_mesure(t):
    mesure = t.un(Mesure.objects.order_by("pk"))
    if mesure:
        cle, champs = cle_de_mesure(t)
        mesure.indicateur = t.un(Indicateur.objects.order_by("pk"))
        for champ, valeur in (cle | champs).items():
            setattr(mesure, champ, valeur)
        mesure.save()


def retirer_mesure(t):
    mesure = t.un(Mesure.objects.order_by("pk"))
    if mesure:
        mesure.delete()


def ecrire_cible(t):
    indicateur, exercice = t.un(Indicateur.objects.order_by("pk")), t.un((*EXERCICES, 2027))
    forme = t.un((*FormeCible, FormeCible.AU_MOINS, FormeCible.AU_MOINS))
    bornes = sorted((t.un(VALEURS), t.un(VALEURS)))
    champs = {
        "forme": forme,
        "valeur_min": bornes[0] if forme in {"au_moins", "exacte", "plage"} else None,
        "valeur_max": bornes[1] if forme in {"au_plus", "plage"} else None,
        "texte": "Déposer le bilan" if forme in {"jalon", "texte"} else "",
        "jugee_atteinte": t.un((None, True, False)),
        "echeance": date(exercice + 1 + t.un((0, 0, 0, 1)), 3, 31),
    }
    if indicateur:
        Cible.objects.update_or_create(
            indicateur=indicateur, exercice=exercice, territoire=t.un(TERRITOIRES), defaults=champs
        )


def deplacer_cible(t):
    cible = t.un(Cible.objects.order_by("pk"))
    if cible:
        cible.indicateur = t.un(Indicateur.objects.order_by("pk"))
        cible.exercice, cible.territoire = t.un(EXERCICES), t.un(TERRITOIRES)
        cible.save()


def retirer_cible(t):
    cible = t.un(Cible.objects.order_by("pk"))
    if cible:
        cible.delete()


def peser(t):
    modele = t.un((Indicateur, Objectif, Orientation, PlanStrategique, Organisation))
    noeud = t.un(modele.objects.order_by("pk"))
    if noeud:
        modele.objects.filter(pk=noeud.pk).update(poids=t.un(POIDS))


def peser_en_masse(t):
    Indicateur.objects.update(poids=F("poids") + t.un((0, 1)))


def rattacher(t):
    modele, parent, lien = t.un(
        (
            (Indicateur, Objectif, "objectif"),
            (Objectif, Orientation, "orientation"),
            (Orientation, PlanStrategique, "plan"),
            (PlanStrategique, Organisation, "organisation"),
            (Organisation, Organisation, "parent"),
        )
    )
    noeud = t.un(modele.objects.order_by("pk"))
    if noeud:
        setattr(noeud, lien, t.un(parent.objects.order_by("pk")))
        noeud.save()


def fusionner(t):
    """An organisation joins another, with its plans and what depends on it."""
    partante, restante = (t.un(Organisation.objects.order_by("pk")) for _ in range(2))
    PlanStrategique.objects.filter(organisation=partante).update(organisation=restante)
    Organisation.objects.filter(parent=partante).exclude(pk=restante.pk).update(parent=restante)
    partante.fusionnee_dans, partante.fin = restante, date(2025, 12, 31)
    partante.save()


def publier_plan(t):
    plan = t.un(PlanStrategique.objects.order_by("pk"))
    plan.etat, plan.exercice_debut = t.un(EtatPlan), t.un((2024, 2025))
    plan.exercice_fin = plan.exercice_debut + t.entier(3)
    plan.save()


def changer_fiche(t):
    indicateur = t.un(Indicateur.objects.order_by("pk"))
    if indicateur:
        indicateur.sens, indicateur.strict = t.un(Sens), t.oui()
        indicateur.valeur_depart, indicateur.tolerance = t.un((None, *VALEURS)), t.un((Decimal(0), Decimal("0.5")))
        indicateur.frequence = t.un((Frequence.ANNUELLE, Frequence.SEMESTRIELLE))
        indicateur.agregation_temps = t.un(AgregationTemps)
        indicateur.agregation_organisations = t.un(AgregationOrganisations)
        indicateur.cumulatif = t.oui()
        indicateur.save()


def changer_de_pere(t):
    indicateur = t.un(Indicateur.objects.order_by("pk"))
    if indicateur:
        indicateur.parent = t.un([None, *Indicateur.objects.order_by("pk")])
        indicateur.save()


def ajouter_fiche(t):
    objectif = t.un(Objectif.objects.order_by("pk"))
    if objectif:
        fabriques.indicateur(objectif, parent=t.un([None, *Indicateur.objects.order_by("pk")]), poids=t.un(POIDS))


def supprimer(t):
    modele = t.un((Indicateur, Indicateur, Objectif, Orientation))
    noeud = t.un(modele.objects.order_by("pk"))
    if noeud:
        noeud.delete()


def recalculer_un_peu(t):
    bilans.recalculer(1 + t.entier(20))


GESTES = (
    *(ecrire_mesure, ecrire_mesure, ecrire_mesure, deplacer_mesure, retirer_mesure),
    *(ecrire_cible, ecrire_cible, ecrire_cible, deplacer_cible, retirer_cible),
    *(peser, peser_en_masse, rattacher, fusionner, publier_plan),
    *(changer_fiche, changer_fiche, changer_de_pere, ajouter_fiche, supprimer),
    *(recalculer_un_peu, recalculer_un_peu),
)


def faire(numero, nombres):
    """One gesture; one the database refuses (a cycle, a key already taken) leaves nothing."""
    try:
        with transaction.atomic():
            GESTES[numero % len(GESTES)](Tiroir(nombres))
    except IntegrityError:
        pass


def etat():
    """Every bilan as stored, without its id and its hour, to compare two states."""
    champs = [f.attname for f in Bilan._meta.concrete_fields if f.attname not in {"id", "calcule_le"}]
    return sorted(Bilan.objects.values_list(*champs), key=str)
