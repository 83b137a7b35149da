"""The roll-ups said again in plain Python over the rows as they stand: slow, obvious, and without a line of SQL.

It leans on `pilotage.notation` for the rules of one indicator and of one parent, and on nothing else of the engine.
"""

from collections import defaultdict
from decimal import Decimal, localcontext

from ecosysteme.enums import EtatPlan
from ecosysteme.models import Cible, Indicateur, Mesure, Objectif, Organisation, Orientation, PlanStrategique
from ecosysteme.periodes import exercice_de
from pilotage import notation
from pilotage.models import Bilan

COLONNES = (
    *("statut", "motif", "provisoire", "resultat"),
    *("nb_atteinte", "nb_non_atteinte", "nb_a_venir", "nb_non_disponible", "nb_sans_objet"),
    *("progression", "progression_n", "progression_m", "pointage_somme", "pointage_n", "derniere_mesure", "methode"),
)
NB = COLONNES[4:9]
PERIODES = {"mensuelle": 12, "trimestrielle": 4, "semestrielle": 2}


def stockes():
    """What the table says: {(level, node, exercice, territory): row}."""
    lignes = Bilan.objects.values_list("niveau", "noeud_id", "exercice", "territoire", *COLONNES)
    return {ligne[:4]: dict(zip(COLONNES, ligne[4:], strict=True)) for ligne in lignes}


def attendus():
    """What it should say."""
    with localcontext(prec=100):
        return Monde().bilans()


class Monde:
    def __init__(self):
        self.fiches = {i.pk: i for i in Indicateur.objects.select_related("objectif__orientation__plan")}
        self.mesures, self.cibles, self.enfants = defaultdict(list), {}, defaultdict(list)
        for m in Mesure.objects.order_by("-fin"):
            self.mesures[m.indicateur_id, exercice_de(m.fin), m.territoire].append(m)
        for c in Cible.objects.all():
            self.cibles[c.indicateur_id, c.exercice, c.territoire] = c
        for i in self.fiches.values():
            self.enfants[i.parent_id].append(i)
        self.faits = {}

    def bilans(self):
        feuilles = {*self.mesures, *self.cibles}
        for i in self.fiches.values():
            plan = i.objectif.orientation.plan
            feuilles |= {(i.pk, e, "") for e in range(plan.exercice_debut, plan.exercice_fin + 1)}
        self.feuilles = feuilles
        tous = {(1, *cle): self.feuille(*cle) for cle in feuilles}
        for niveau, modele, lien in ((2, Indicateur, "objectif_id"), (3, Objectif, "orientation_id")):
            self.monter(tous, niveau, modele.objects.all(), lien)
        self.monter(tous, 4, Orientation.objects.all(), "plan_id")
        self.monter_organisations(tous)
        return tous

    def feuille(self, pk, exercice, territoire):
        """The bilan of an indicator for a key it has."""
        if (pk, exercice, territoire) in self.faits:
            return self.faits[pk, exercice, territoire]
        fiche, cible = self.fiches[pk], self.cibles.get((pk, exercice, territoire))
        mesures = self.mesures[pk, exercice, territoire]
        resultat, fin = self.resultat(fiche, exercice, territoire)
        vides = [m for m in mesures if m.valeur is None]
        lue = notation.MesureVue(
            resultat,
            motif_absence=vides[0].motif_absence if vides else "",
            sans_objet=bool(mesures) and mesures[0].sans_objet,
        )
        vue = cible and notation.CibleVue(
            cible.forme, cible.valeur_min, cible.valeur_max, cible.echeance, cible.jugee_atteinte
        )
        future = any((i, t) == (pk, territoire) and e > exercice for i, e, t in self.cibles)
        regle = {"strict": fiche.strict, "tolerance": fiche.tolerance}
        statut, motif = notation.statut(vue, lue, exercice=exercice, cible_future=future, **regle)
        progression = None
        if vue and statut not in {"sans_objet", "non_disponible"}:
            progression = notation.progression(fiche.valeur_depart, vue, resultat, fiche.sens, **regle).valeur
        pointage = notation.pointage(statut, progression)
        compte = statut != "sans_objet" and not (statut == "a_venir" and progression is None)
        self.faits[pk, exercice, territoire] = {
            "statut": statut,
            "motif": motif,
            "provisoire": self.provisoire(fiche, exercice, territoire),
            "resultat": resultat,
            **{nom: int(nom == f"nb_{statut}") for nom in NB},
            "progression": progression,
            "progression_n": int(progression is not None),
            "progression_m": int(compte),
            "pointage_somme": pointage or Decimal(0),
            "pointage_n": int(pointage is not None),
            "derniere_mesure": fin,
            "methode": notation.METHODE,
        }
        return self.faits[pk, exercice, territoire]

    def provisoire(self, fiche, exercice, territoire):
        """A result of its own is, or that of a child it aggregates."""
        siens = []
        if fiche.agregation_organisations != "saisie":
            cles = [(enfant.pk, exercice, territoire) for enfant in self.enfants[fiche.pk]]
            siens = [self.feuille(*cle)["provisoire"] for cle in cles if cle in self.feuilles]
        mesures = self.mesures[fiche.pk, exercice, territoire]
        return any(siens) or any(m.etat == "provisoire" and m.valeur is not None for m in mesures)

    def resultat(self, fiche, exercice, territoire):
        """The result of an exercice and the end of the last period it comes from."""
        if fiche.agregation_organisations != "saisie":
            return self.somme_des_enfants(fiche, exercice, territoire)
        mesures = self.mesures[fiche.pk, exercice, territoire]
        valeurs = [m for m in mesures if m.valeur is not None]
        fin = valeurs[0].fin if valeurs else None
        if fiche.agregation_temps == "derniere":
            return (valeurs[0].valeur if valeurs else None), fin
        attendues = PERIODES.get(fiche.frequence, 1) - sum(m.sans_objet for m in mesures)
        if len(valeurs) < attendues or not valeurs:
            return None, fin
        somme = sum(m.valeur for m in valeurs)
        return (somme if fiche.agregation_temps == "somme" else notation.diviser(somme, Decimal(len(valeurs)))), fin

    def somme_des_enfants(self, fiche, exercice, territoire):
        siens = []
        for enfant in self.enfants[fiche.pk]:
            cle = (enfant.pk, exercice, territoire)
            if cle in self.feuilles:
                siens.append((enfant, self.feuille(*cle)))
        fin = max((b["derniere_mesure"] for _, b in siens if b["derniere_mesure"]), default=None)
        for enfant, b in siens:
            mesures = self.mesures[enfant.pk, exercice, territoire]
            ecarte = b["statut"] == "sans_objet" and bool(mesures) and mesures[0].sans_objet
            if b["resultat"] is None and not ecarte:
                return None, fin
        connus = [(enfant.poids, b["resultat"]) for enfant, b in siens if b["resultat"] is not None]
        if not connus:
            return None, fin
        somme = sum(valeur for _, valeur in connus)
        if fiche.agregation_organisations == "somme":
            return somme, fin
        if fiche.agregation_organisations == "moyenne":
            return notation.diviser(somme, Decimal(len(connus))), fin
        poids = sum(p for p, _ in connus)
        return (notation.diviser(sum(p * v for p, v in connus), poids) if poids else None), fin

    def monter(self, tous, niveau, enfants, lien, dessous=None):
        """Add the bilans of a level, from those of the level below."""
        groupes = defaultdict(list)
        for enfant in enfants:
            for (n, pk, exercice, territoire), bilan in list(tous.items()):
                if n == (dessous or niveau - 1) and pk == enfant.pk and getattr(enfant, lien) is not None:
                    groupes[niveau, getattr(enfant, lien), exercice, territoire].append((enfant.poids, bilan))
        for cle, siens in groupes.items():
            tous[cle] = reunir(siens)

    def monter_organisations(self, tous):
        plans = list(PlanStrategique.objects.exclude(etat=EtatPlan.BROUILLON))
        organisations = list(Organisation.objects.order_by("-profondeur"))
        for organisation in organisations:
            groupes = defaultdict(list)
            siens = [(4, p) for p in plans if p.organisation_id == organisation.pk]
            siens += [(5, o) for o in organisations if o.parent_id == organisation.pk]
            for n, enfant in siens:
                for (niveau, pk, exercice, territoire), bilan in tous.items():
                    if (niveau, pk) == (n, enfant.pk):
                        groupes[exercice, territoire].append((enfant.poids, bilan))
            for (exercice, territoire), bilans in groupes.items():
                tous[5, organisation.pk, exercice, territoire] = reunir(bilans)


def reunir(siens):
    """The bilan of a parent from its children's (weight, bilan)."""
    agregat = notation.agreger(notation.Enfant(p, b["progression"], b["progression_m"] > 0) for p, b in siens)
    sommes = (*NB, "pointage_somme", "pointage_n")
    return {
        "statut": "",
        "motif": "",
        "provisoire": any(b["provisoire"] for _, b in siens),
        "resultat": None,
        **{nom: sum(b[nom] for _, b in siens) for nom in sommes},
        "progression": agregat.progression,
        "progression_n": agregat.n,
        "progression_m": agregat.m,
        "derniere_mesure": max((b["derniere_mesure"] for _, b in siens if b["derniere_mesure"]), default=None),
        "methode": notation.METHODE,
    }
