"""Forms of the blockers: the one that raises, one for each act. What was typed is kept whatever happens."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from ecosysteme.enums import CauseBloquant
from ecosysteme.models import Initiative, Personne

from ..enums import GraviteBloquant, Palier
from ..models import Bloquant
from ..selectors.bloquants_signaler import Depart
from ..vie_bloquant import DELAIS, fin_de_journee, palier_par_defaut, paliers_vises
from .champs import ChampDate

Choix = Sequence[tuple[Any, str]]
LONG = 4000


def _texte(label: str, requis: str, *, rows: int = 4, aide: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONG,
        required=required,
        help_text=aide,
        widget=forms.Textarea({"rows": rows}),
        error_messages={"required": requis},
    )


class FormulaireGeste(forms.Form):
    """An act on the version of a blocker that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, bloquant: Bloquant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bloquant = bloquant
        self.conflit = ""
        self.initial["version"] = bloquant.version

    @property
    def version_lue(self) -> int:
        return self.cleaned_data.get("version") or 0

    def champs(self) -> dict[str, Any]:
        """What the service takes."""
        return {nom: valeur for nom, valeur in self.cleaned_data.items() if nom != "version"}

    def refuser(self, erreur: ValidationError) -> None:
        """Show what the service refused, beside the field when the form has it."""
        for champ, messages in getattr(erreur, "message_dict", {NON_FIELD_ERRORS: erreur.messages}).items():
            self.add_error(champ if champ in self.fields else None, messages)

    def montrer_conflit(self, actuel: Bloquant | None) -> None:
        """Somebody acted meanwhile: say what stands now; sending again acts knowingly."""
        self.conflit = en_mots(actuel)
        self.data = self.data.copy()
        self.data["version"] = str(actuel.version if actuel else 0)


def en_mots(actuel: Bloquant | None) -> str:
    """« escaladé, au palier Gouvernement, en charge : Camille Fictive »."""
    if actuel is None:
        return "retiré"
    qui = f"en charge\u00a0: {actuel.responsable}" if actuel.responsable else "personne ne l'a en charge"
    return f"{actuel.get_etat_display().lower()}, au palier «\u00a0{actuel.get_palier_display()}\u00a0», {qui}"


class FormulaireEscalade(FormulaireGeste):
    """Which tier, what help, by when."""

    palier = forms.TypedChoiceField(label="Palier visé", coerce=int)
    aide_demandee = _texte(
        "Aide demandée",
        "Dites quelle aide vous demandez.",
        aide="Ce que ce palier peut décider ou donner, et que le vôtre ne peut pas.",
    )
    repondre_avant = ChampDate(
        label="Répondre au plus tard le",
        required=False,
        help_text="Jusqu'à 23\u00a0h\u00a059 ce jour-là. Sans date, le palier visé a son délai habituel.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vises = paliers_vises(self.bloquant.palier)
        self.fields["palier"].choices = [(int(p), f"{p.label} ({DELAIS[p]} jours pour répondre)") for p in vises]
        self.initial["aide_demandee"] = self.bloquant.aide_demandee

    def champs(self) -> dict[str, Any]:
        donnees = super().champs()
        jour = donnees["repondre_avant"]
        return donnees | {"repondre_avant": fin_de_journee(jour) if isinstance(jour, date) else None}


class FormulaireReponse(FormulaireGeste):
    """A decision, and who has the blocker in charge from now on."""

    decision = _texte(
        "Décision",
        "Écrivez la décision : elle redescend avec le bloquant.",
        aide="Ce qui est décidé ou accordé. La décision reste à l'histoire du bloquant.",
    )
    responsable = forms.TypedChoiceField(
        label="Personne qui le prend en charge",
        coerce=int,
        error_messages={"required": "Désignez la personne qui prend le bloquant en charge."},
    )

    def __init__(self, *args: Any, personnes: Sequence[tuple[Personne, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.personnes = {personne.pk: personne for personne, _ in personnes}
        self.fields["responsable"].choices = [(personne.pk, libelle) for personne, libelle in personnes]
        self.initial["responsable"] = self.bloquant.responsable_id

    def champs(self) -> dict[str, Any]:
        donnees = super().champs()
        return donnees | {"responsable": self.personnes[donnees["responsable"]]}


class FormulaireRetrait(FormulaireGeste):
    motif = _texte("Pourquoi la retirer", "", rows=2, required=False)


class FormulaireResolution(FormulaireGeste):
    ce_qui_a_regle = _texte(
        "Ce qui l'a réglé",
        "Dites ce qui a réglé le bloquant : d'autres chercheront.",
        rows=5,
        aide="Écrivez-le pour une autre organisation qui aurait le même : elle le retrouvera par ces mots.",
    )


class FormulaireAbandon(FormulaireGeste):
    pourquoi = _texte("Pourquoi l'abandonner", "Dites pourquoi on l'abandonne.", rows=3)


class FormulaireInitiative(FormulaireGeste):
    """Open an initiative, or join one."""

    initiative = forms.TypedChoiceField(label="Initiative", coerce=int, required=False, empty_value=None)
    titre = forms.CharField(
        label="Titre de la nouvelle initiative",
        max_length=300,
        required=False,
        help_text="Pour en ouvrir une. Dites ce qu'on veut obtenir plutôt que ce qui bloque.",
    )

    def __init__(self, *args: Any, initiatives: Sequence[Initiative], ouvrir: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initiatives = {i.pk: i for i in initiatives}
        nouvelle = [("", "Ouvrir une nouvelle initiative")] if ouvrir else [("", "Choisir une initiative")]
        self.fields["initiative"].choices = [*nouvelle, *((i.pk, f"Rejoindre\u00a0: {i.titre}") for i in initiatives)]
        if not ouvrir:
            del self.fields["titre"]
        self.initial["titre"] = self.bloquant.titre

    def clean(self) -> dict[str, Any]:
        donnees = super().clean()
        if donnees.get("initiative") is None and "initiative" not in self.errors:
            if "titre" not in self.fields:
                self.add_error("initiative", "Choisissez l'initiative à rejoindre.")
            elif not (donnees.get("titre") or "").strip():
                self.add_error("titre", "Donnez un titre à l'initiative, ou choisissez-en une à rejoindre.")
        return donnees

    def champs(self) -> dict[str, Any]:
        """What the service takes: the one to join, or the title of the one to open."""
        jointe = self.initiatives.get(self.cleaned_data.get("initiative"))
        return {"initiative": jointe} if jointe else {"titre": self.cleaned_data["titre"]}


class FormulairePrecision(FormulaireGeste):
    """The words, the cause and the gravity of an open blocker."""

    titre = forms.CharField(
        label="Ce qui bloque, en une phrase",
        max_length=200,
        error_messages={"required": "Dites en une phrase ce qui bloque."},
    )
    description = _texte("Ce qui est bloqué, et depuis quand", "", required=False)
    gravite = forms.TypedChoiceField(label="Gravité", coerce=int, choices=GraviteBloquant.choices)
    cause = forms.ChoiceField(label="Cause", choices=CauseBloquant.choices)
    aide_demandee = _texte("Aide demandée", "", rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("titre", "description", "gravite", "cause", "aide_demandee"):
            self.initial[nom] = getattr(self.bloquant, nom)


class FormulaireSignaler(forms.Form):
    """What is blocked, how gravely, why, and the help asked for."""

    indicateur = forms.TypedChoiceField(
        label="Indicateur bloqué",
        coerce=int,
        error_messages={"required": "Dites quel indicateur est bloqué."},
    )
    organisation = forms.TypedChoiceField(
        label="Organisation où il est vécu",
        coerce=int,
        error_messages={"required": "Dites dans quelle organisation le bloquant est vécu."},
    )
    titre = forms.CharField(
        label="Ce qui bloque, en une phrase",
        max_length=200,
        error_messages={"required": "Dites en une phrase ce qui bloque."},
        help_text="Par exemple\u00a0: «\u00a0Les données de trois régions n'arrivent plus depuis mars\u00a0».",
    )
    description = _texte("Ce qui est bloqué, et depuis quand", "", required=False)
    gravite = forms.TypedChoiceField(
        label="Gravité",
        coerce=int,
        choices=[
            (GraviteBloquant.GENE, "Gêne\u00a0: le travail avance quand même"),
            (GraviteBloquant.RALENTIT, "Ralentit\u00a0: la cible est menacée"),
            (GraviteBloquant.ARRETE, "Arrête\u00a0: plus rien n'avance"),
        ],
        initial=GraviteBloquant.RALENTIT,
    )
    cause = forms.ChoiceField(
        label="Cause",
        choices=[("", "Choisir une cause"), *CauseBloquant.choices],
        error_messages={"required": "Choisissez la cause la plus proche."},
    )
    aide_demandee = _texte("Aide demandée", "", rows=3, required=False)
    palier = forms.TypedChoiceField(
        label="Palier où le traiter d'abord",
        coerce=int,
        help_text="D'ordinaire, celui de l'organisation. Il montera par escalade si ce palier n'y peut rien.",
    )

    def __init__(self, *args: Any, depart: Depart, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.depart = depart
        if depart.indicateurs or (depart.organisation and not depart.indicateur and not depart.initiative):
            plusieurs = len({i.organisation_id for i in depart.indicateurs}) > 1
            choix = [(i.pk, f"{i.code} {i.nom}{f' ({i.organisation.sigle})' * plusieurs}") for i in depart.indicateurs]
            self.fields["indicateur"].choices = [("", "Choisir un indicateur"), *choix]
        else:
            del self.fields["indicateur"]
        if depart.organisations:
            choix = [(o.pk, f"{o.nom} ({o.sigle})") for o in depart.organisations]
            self.fields["organisation"].choices = [("", "Choisir une organisation"), *choix]
        else:
            del self.fields["organisation"]
        defaut = palier_par_defaut(depart.organisation.type) if depart.organisation else Palier.MINISTERE
        self.fields["palier"].choices = [(int(p), p.label) for p in Palier if p <= defaut]
        self.initial.setdefault("palier", int(defaut))

    def champs(self) -> dict[str, Any]:
        """What the service takes: objects in the place of their numbers."""
        donnees, depart = dict(self.cleaned_data), self.depart
        voulu, lieu = donnees.pop("indicateur", None), donnees.pop("organisation", None)
        return donnees | {
            "indicateur": depart.indicateur or next((i for i in depart.indicateurs if i.pk == voulu), None),
            "initiative": depart.initiative,
            "organisation": depart.organisation or next((o for o in depart.organisations if o.pk == lieu), None),
        }

    def refuser(self, erreur: ValidationError) -> None:
        for champ, messages in getattr(erreur, "message_dict", {NON_FIELD_ERRORS: erreur.messages}).items():
            self.add_error(champ if champ in self.fields else None, messages)


class FiltresBloquants(forms.Form):
    """Filters of the board: they live in the address, nothing is validated but by reading it."""

    organisation = forms.ChoiceField(label="Organisation", required=False)
    palier = forms.ChoiceField(label="Palier", required=False, choices=[("", "Tous"), *Palier.choices])
    cause = forms.ChoiceField(label="Cause", required=False, choices=[("", "Toutes"), *CauseBloquant.choices])
    gravite = forms.ChoiceField(label="Gravité", required=False, choices=[("", "Toutes"), *GraviteBloquant.choices])
    etat = forms.ChoiceField(label="État", required=False)
    q = forms.CharField(label="Mots", required=False, widget=forms.TextInput(attrs={"type": "search"}))

    def __init__(self, *args: Any, organisations: Choix, etats: Choix, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="filtre_%s", **kwargs)
        self.fields["organisation"].choices = [("", "Toutes"), *organisations]
        self.fields["etat"].choices = etats
