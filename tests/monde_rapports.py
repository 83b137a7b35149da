"""Reports of the small world of `tests/monde.py`."""

from types import SimpleNamespace

from pilotage.models import Rapport
from pilotage.services import rapports_depot


def batir(m: SimpleNamespace) -> None:
    """Reports that are ready, one's own and one of elsewhere, their files written."""

    def rapport(par, organisation):
        chemin = rapports_depot.ouvrir()
        for nom in (rapports_depot.COUVERTURE, rapports_depot.section(organisation.pk), rapports_depot.PDF):
            rapports_depot.ecrire(chemin, nom, b"<p>Essai</p>")
        contenu = {"pdf": True, "organisations": [{"pk": organisation.pk, "nom": organisation.nom, "rang": 1}]}
        return Rapport.objects.create(
            par=par, genre="detaille", titre="Essai", etat="pret", chemin=chemin, contenu=contenu,
            selection={"exercice": "2025"},
        )  # fmt: skip

    m.rapport = rapport(m.roles["coo"], m.ministere)
    m.rapport_ailleurs = rapport(m.roles["ail"], m.ailleurs)


def peupler(m: SimpleNamespace, n: int) -> None:
    Rapport.objects.create(
        par=m.roles["coo"], genre="detaille", titre=f"Rapport {n}", etat="pret", contenu={"pdf": True}
    )
