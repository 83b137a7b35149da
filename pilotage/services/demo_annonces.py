"""The demonstration's announcement and levels of management: illustrative text, fictitious people, loaded once."""

from ecosysteme.ecriture import ecriture
from ecosysteme.models import Adhesion, Personne

from ..models import Annonce
from .annonces import empreinte, publier_annonce, rediger_annonce

TITRE = "Le cycle des rencontres reprend le mois prochain (illustratif)"
TEXTE = (
    "Chaque palier tient sa rencontre aux deux semaines. L'ordre du jour se construit à partir des indicateurs : "
    "vérifiez vos résultats avant la première.\n\n"
    "Annonce illustrative : les personnes et les dates sont fictives."
)
NIVEAUX = {"gestion": "direction", "responsable": "professionnel", "membre": "gestion_equipe"}


@ecriture
def charger() -> None:
    """Say at what level the accounts work, and publish one announcement from the coordination."""
    for nom, niveau in NIVEAUX.items():
        tenues = Adhesion.objects.filter(personne__email=f"{nom}@demo.exemple", niveau_gestion="")
        for adhesion in tenues:
            adhesion.niveau_gestion = niveau
            adhesion.save(update_fields=["niveau_gestion"])
    if Annonce.objects.filter(titre=TITRE).exists():
        return
    par = Personne.objects.get(email="coordination@demo.exemple")
    champs = {"titre": TITRE, "texte": TEXTE, "roles": [], "niveaux": []}
    annonce = rediger_annonce(par=par, champs=champs, organisations=[])
    publier_annonce(par=par, annonce=annonce, lue=empreinte(annonce))
