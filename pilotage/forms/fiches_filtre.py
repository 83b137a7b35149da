"""What a page of the steering room is asked to show: a fiscal year, a territory."""

from collections.abc import Sequence

from django import forms

from ecosysteme.enums import Territoire


class FiltrePeriode(forms.Form):
    """Fiscal year, and territory when the series has several; kept in the address."""

    exercice = forms.ChoiceField(label="Exercice")
    territoire = forms.ChoiceField(label="Territoire", required=False)

    def __init__(
        self, *, exercices: Sequence[tuple[str, str]], voulu: int, territoires: Sequence[str] = (), territoire: str = ""
    ) -> None:
        super().__init__(initial={"exercice": str(voulu), "territoire": territoire})
        self.fields["exercice"].choices = list(exercices)
        if set(territoires) <= {""}:
            del self.fields["territoire"]
        else:
            self.fields["territoire"].choices = [(code, Territoire(code).label) for code in sorted({"", *territoires})]

    def proposer_methodes(self, choix: Sequence[tuple[str, str]], voulue: str) -> None:
        """The page of a calculation also lets one choose a scoring method."""
        self.fields["methode"] = forms.ChoiceField(label="Méthode", required=False, choices=choix, initial=voulue)
