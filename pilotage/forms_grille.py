"""The grid as it is posted: what a person typed, read against the rows as they stand, and what became of it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict

from ecosysteme.enums import EtatMesure
from ecosysteme.nombres import NombreRefuse
from ecosysteme.services.lots import Entree
from ecosysteme.services.mesures import Saisie

from .cellules import Resultat, lire
from .selectors.saisie_lignes import Cellule, Conflit, Ligne
from .vraisemblance import Repere, doute

CELLULES_MAX = 2000
COMMENTAIRE_MAX = 2000
PUBLIER, PROVISOIRE = "publier", "provisoire"
ETATS = {PUBLIER: EtatMesure.VALIDEE, PROVISOIRE: EtatMesure.PROVISOIRE}
A_TRANCHER = "Choisissez la valeur à garder."
SANS_VALEUR = "Un commentaire accompagne un résultat : donnez une valeur, « n/d » ou « s.o. »."
SANS_DROIT = "Votre rôle permet d'enregistrer des résultats provisoires : une personne qui valide les publiera."


@dataclass
class Envoi:
    """A posted grid, read against the rows as they stand: what to write, and what is wrong or doubtful cell by cell."""

    acte: str
    textes: dict[str, str]
    commentaires: dict[str, str]
    lues: dict[str, list]
    choix: dict[str, str]
    choisis: set[str]
    entrees: list[Entree] = field(default_factory=list)
    cellules: dict[str, Cellule] = field(default_factory=dict)
    lignes: dict[int, Ligne] = field(default_factory=dict)
    erreurs: dict[str, str] = field(default_factory=dict)
    doutes: dict[str, str] = field(default_factory=dict)
    empeche: str = ""

    @classmethod
    def lire(cls, champs: QueryDict) -> "Envoi":
        def par_prefixe(prefixe: str) -> dict[str, str]:
            return {nom[len(prefixe) :]: net(champs[nom]) for nom in champs if nom.startswith(prefixe)}

        envoi = cls(
            acte=champs.get("acte", PROVISOIRE) if champs.get("acte") in ETATS else PROVISOIRE,
            textes=par_prefixe("v-"),
            commentaires=par_prefixe("c-"),
            lues=_lues(champs.get("lu", "")),
            choix=par_prefixe("x-"),
            choisis=set(champs.getlist("choisi")),
        )
        if len(envoi.textes) > CELLULES_MAX:
            raise PermissionDenied(f"Au plus {CELLULES_MAX} cellules à la fois.")
        return envoi

    @property
    def indicateurs(self) -> set[int]:
        """The indicators it speaks of; a key that is not one is as good as unknown."""
        return {_decouper(cle)[0] for cle in self.textes | self.commentaires}

    def examiner(self, lignes: Iterable[Ligne], territoire: str) -> None:
        """Fill `entrees`, `erreurs` and `doutes`."""
        self.lignes = {ligne.pk: ligne for ligne in lignes}
        for ligne in self.lignes.values():
            dernier = ligne.repere.dernier
            for cellule in ligne.cellules:
                self.cellules[cellule.cle] = cellule
                dernier = self._examiner(ligne, cellule, territoire, dernier)
        for cle in self.textes.keys() - self.cellules.keys():
            self.erreurs[cle] = "Cette période n'est plus celle de l'indicateur : rechargez la page."

    def empecher(self, raison: str) -> None:
        """Nothing could be written: every cell comes back as it was typed."""
        self.empeche = raison
        for entree in self.entrees:
            cle = f"{entree.cle[0]}.{entree.cle[1].isoformat()}"
            self.erreurs[cle] = self.cellules[cle].erreur = raison

    def _examiner(self, ligne: Ligne, cellule: Cellule, territoire: str, dernier: Decimal | None) -> Decimal | None:
        """One cell; returns the last figure of the row so far."""
        cle = cellule.cle
        if cle not in self.textes and cle not in self.commentaires:
            return cellule.mesure.valeur if cellule.mesure and cellule.mesure.valeur is not None else dernier
        pk, version, texte_lu, commentaire_lu, en_conflit = self.lues.get(cle, [0, 0, "", "", 0])
        cellule.saisi = texte = self.textes.get(cle, texte_lu)
        cellule.saisi_commentaire = commentaire = self.commentaires.get(cle, commentaire_lu)
        cellule.choisie = cle in self.choisis or f"{ligne.pk}." in self.choisis
        touchee = (texte, commentaire) != (net(texte_lu), net(commentaire_lu)) or en_conflit
        if touchee and en_conflit and self.choix.get(cle) != "mien":
            self._trancher(cellule, texte_lu, commentaire_lu)
            return dernier
        try:
            resultat = lire(texte, ligne.indicateur.unite)
            if touchee or (cellule.choisie and not resultat.vide):
                self._ecrire(ligne, cellule, resultat, commentaire, territoire, (pk, version))
        except (NombreRefuse, ValueError) as refus:
            self.erreurs[cle] = cellule.erreur = str(refus)
            return dernier
        if touchee:
            repere = Repere(ligne.repere.basse, ligne.repere.haute, dernier)
            if alerte := doute(resultat.valeur, repere):
                self.doutes[cle] = cellule.doute = alerte
        return dernier if resultat.valeur is None else resultat.valeur

    def _trancher(self, cellule: Cellule, texte_lu: str, commentaire_lu: str) -> None:
        """The other's value was kept, or the choice is still to be made."""
        if self.choix.get(cellule.cle) == "sien":
            cellule.saisi, cellule.saisi_commentaire = cellule.texte, cellule.commentaire
            return
        self.erreurs[cellule.cle] = cellule.erreur = A_TRANCHER
        cellule.conflit = Conflit(cellule.texte, cellule.auteur)

    def _ecrire(
        self, ligne: Ligne, cellule: Cellule, resultat: Resultat, commentaire: str, territoire: str, lue: tuple
    ) -> None:
        if self.acte == PUBLIER and not ligne.peut_valider:
            raise ValueError(SANS_DROIT)
        if cellule.verrou:
            raise ValueError(cellule.verrou)
        if len(commentaire) > COMMENTAIRE_MAX:
            raise ValueError(f"Le commentaire compte {len(commentaire)} caractères : au plus {COMMENTAIRE_MAX}.")
        if resultat.vide and commentaire and commentaire != cellule.commentaire:
            raise ValueError(SANS_VALEUR)
        periode = cellule.periode
        saisie = (
            None
            if resultat.vide
            else Saisie(
                periode.debut,
                periode.fin,
                resultat.valeur,
                resultat.motif_absence,
                resultat.sans_objet,
                territoire,
                ETATS[self.acte],
                commentaire,
            )
        )
        self.entrees.append(Entree(ligne.indicateur, (ligne.pk, periode.fin, territoire), saisie, *lue))


def net(texte: str) -> str:
    return texte.replace("\r\n", "\n").replace("\x00", "").strip()


def _decouper(cle: str) -> tuple[int, str]:
    """« 12.2026-03-31 »: the indicator and the last day."""
    pk, _, fin = cle.partition(".")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 16):
        raise Http404
    return int(pk), fin


def _lues(texte: str) -> dict[str, list]:
    """What the page showed, by cell; anything else than what our own page writes counts as nothing read."""
    try:
        lues = json.loads(texte or "{}")
    except ValueError:
        return {}
    genres = (int, int, str, str, int)
    return {
        cle: lue[:5]
        for cle, lue in (lues.items() if isinstance(lues, dict) else ())
        if isinstance(lue, list) and tuple(map(type, lue[:5])) == genres
    }
