"""A small published world, and canaries: whatever is internal carries a word that no public answer may hold."""

from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from ecosysteme.enums import EtatMesure, EtatPlan, TypeOrganisation, Visibilite
from pilotage import bilans
from pilotage.models import PhaseSpc
from tests import fabriques

CANARI = "canari"
NOMBRE_CANARI = "987654"


@pytest.fixture
def monde(db):
    m = SimpleNamespace()
    m.gouvernement = fabriques.organisation("Gouvernement fictif", sigle="GOUV", type=TypeOrganisation.GOUVERNEMENT)
    m.portefeuille = fabriques.organisation(
        "Portefeuille fictif", sigle="P-FIC", parent=m.gouvernement, type=TypeOrganisation.PORTEFEUILLE
    )
    m.ministere = fabriques.organisation("Ministère de la Clarté", sigle="MCL", parent=m.portefeuille)
    m.objectif = fabriques.objectif(fabriques.plan(m.ministere, titre="Plan public"))
    m.indicateur = fabriques.indicateur(
        m.objectif,
        code="1.1.1",
        nom=f"{CANARI} nom interne",
        nom_public="Délai de réponse",
        valeur_depart=10,
        methode_calcul="Somme des jours divisée par le nombre de demandes.",
        source="Registre fictif",
        note_changement=f"{CANARI} note",
    )
    for annee, valeur in ((2022, "20"), (2023, "30.125"), (2024, "45")):
        fabriques.cible(m.indicateur, annee, "25")
        fabriques.mesure(m.indicateur, annee, valeur, commentaire=f"{CANARI} commentaire")
    _interne(m)
    list(bilans.vider())
    return m


def _interne(m: SimpleNamespace) -> None:
    """All that must stay inside, each with its canary."""
    m.personne = fabriques.personne("canari@exemple.test", prenom="Canari", nom="Canari")
    m.indicateur.responsable = m.personne
    m.indicateur.save()
    PhaseSpc.objects.create(
        indicateur=m.indicateur, debut="2023-04-01", motif=f"{CANARI} motif de phase", auteur=m.personne
    )
    m.interne = fabriques.indicateur(m.objectif, nom=f"{CANARI} interne", visibilite=Visibilite.INTERNE)
    brouillon = fabriques.plan(m.ministere, titre=f"{CANARI} plan", etat=EtatPlan.BROUILLON)
    m.en_brouillon = fabriques.indicateur(fabriques.objectif(brouillon), nom=f"{CANARI} brouillon")
    for fiche in (m.interne, m.en_brouillon):
        fabriques.cible(fiche, 2024, NOMBRE_CANARI)
        fabriques.mesure(fiche, 2024, NOMBRE_CANARI)
    m.provisoire = fabriques.indicateur(m.objectif, nom="Part réglée")
    fabriques.cible(m.provisoire, 2024, "80")
    fabriques.mesure(m.provisoire, 2023, "70")
    fabriques.mesure(m.provisoire, 2024, NOMBRE_CANARI, etat=EtatMesure.PROVISOIRE)
    m.partenaire = fabriques.organisation(f"{CANARI} partenaire", type=TypeOrganisation.PARTENAIRE_PRIVE)


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def adresses(monde):
    """Every public address there is in the world."""
    tables = ("organisations", "indicateurs", "cibles", "resultats", "bilans")
    fichiers = [reverse(f"barometre:{genre}", args=[table]) for table in tables for genre in ("csv", "json")]
    organisations = [monde.gouvernement, monde.portefeuille, monde.ministere]
    pages = [reverse("barometre:organisation", args=[o.pk]) for o in organisations]
    pages += [reverse("barometre:indicateur", args=[i.pk]) for i in (monde.indicateur, monde.provisoire)]
    pages += [reverse(f"barometre:{nom}") for nom in ("accueil", "methode", "donnees", "licence", "dictionnaire")]
    annees = [f"{page}?exercice={annee}" for page in pages for annee in (2023, 2024)]
    return [*pages, *annees, *fichiers, *(f"{f}?pour=tableur" for f in fichiers if f.endswith(".csv"))]


def lire(client: Client, adresse: str, **en_tetes) -> str:
    reponse = client.get(adresse, **en_tetes)
    assert reponse.status_code == 200, adresse
    corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    return corps.decode("utf-8-sig")
