"""Forms of the import wizard."""

from django import forms

from .importation.correspondance import manquants
from .importation.lecture import TAILLE_MAX
from .importation.profils import PROFILS
from .models import Importation
from .selectors.imports import Colonne


class DepotForm(forms.Form):
    """Which kind of file, and the file."""

    profil = forms.ChoiceField(
        label="Genre de fichier",
        choices=[(p.nom, p.libelle) for p in PROFILS.values()],
        widget=forms.RadioSelect,
        initial="standard",
    )
    fichier = forms.FileField(
        label="Fichier CSV ou XLSX",
        help_text="Au plus 200 Mio et 300 colonnes. Rien n'est publié avant votre accord.",
        error_messages={"required": "Choisissez un fichier.", "empty": "Le fichier est vide."},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def genres(self):
        """Each kind with what it holds."""
        return zip(self["profil"], [p.description for p in PROFILS.values()], strict=True)

    def clean_fichier(self):
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAX:
            raise forms.ValidationError(
                f"Le fichier pèse {fichier.size // 2**20} Mio ; au plus {TAILLE_MAX // 2**20} Mio sont acceptés."
                " Découpez-le."
            )
        return fichier


class ColonnesForm(forms.Form):
    """Which field each column of the file feeds."""

    def __init__(self, *args, importation: Importation, colonnes: list[Colonne], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.profil = PROFILS[importation.profil]
        self.colonnes = colonnes
        champs = {position: nom for nom, position in importation.correspondance.items()}
        choix = [("", "Ne pas importer")] + [
            (c.nom, f"{c.libelle}{' (requis)' if c.obligatoire else ''}") for c in self.profil.champs
        ]
        for colonne in colonnes:
            self.fields[f"c{colonne.position}"] = forms.ChoiceField(
                label=f"Colonne {colonne.lettre}, {colonne.entete}",
                choices=choix,
                required=False,
                initial=champs.get(colonne.position, ""),
            )

    def rangees(self):
        """Each column with its control."""
        return [(colonne, self[f"c{colonne.position}"]) for colonne in self.colonnes]

    def clean(self):
        donnees = super().clean()
        correspondance: dict[str, int] = {}
        for colonne in self.colonnes:
            champ = donnees.get(f"c{colonne.position}")
            if champ and champ in correspondance:
                self.add_error(f"c{colonne.position}", "Une autre colonne remplit déjà ce champ.")
            elif champ:
                correspondance[champ] = colonne.position
        if absents := manquants(self.profil, correspondance):
            raise forms.ValidationError(f"Aucune colonne ne remplit : {', '.join(absents)}.")
        donnees["correspondance"] = correspondance
        return donnees
