"""From a blocker to the thread: it opens an initiative, or joins one; the initiative shows it."""

import pytest
from django.core.exceptions import ValidationError

from ecosysteme.models import Initiative
from ecosysteme.services.initiatives import clore_initiative, ouvrir_initiative
from pilotage.enums import EtatBloquant
from pilotage.services import bloquants as services
from pilotage.services import bloquants_initiative
from tests.comptes.aides import client_de

pytestmark = pytest.mark.django_db


def test_un_bloquant_ouvre_une_initiative_liee_a_son_indicateur(pris, gestionnaire, indicateur, ministere):
    client = client_de(gestionnaire)
    adresse = f"/pilotage/bloquants/{pris.pk}/initiative/"
    assert pris.titre in client.get(adresse).content.decode().replace("&#x27;", "'")
    assert client.post(adresse, {"version": pris.version, "titre": "Recevoir les données"}).status_code == 302
    initiative = Initiative.objects.get()
    pris.refresh_from_db()
    assert pris.initiative == initiative and pris.etat == EtatBloquant.PRIS_EN_CHARGE
    assert list(initiative.indicateurs.all()) == [indicateur] and list(initiative.organisations.all()) == [ministere]
    assert pris.evenements.last().texte == "Recevoir les données"
    assert f"/pilotage/bloquants/{pris.pk}/" in client.get(f"/initiatives/{initiative.pk}/").content.decode()
    assert f"/initiatives/{initiative.pk}/" in client.get(f"/pilotage/bloquants/{pris.pk}/").content.decode()


def test_il_en_rejoint_une_ouverte_et_la_rejoindre_encore_ne_change_rien(pris, gestionnaire, coordination, ministere):
    initiative = ouvrir_initiative(par=coordination, titre="Partager les données", organisations=[ministere])
    reponse = client_de(gestionnaire).post(
        f"/pilotage/bloquants/{pris.pk}/initiative/", {"version": pris.version, "initiative": initiative.pk}
    )
    assert reponse.status_code == 302
    bloquants_initiative.rejoindre(par=gestionnaire, bloquant=pris, initiative=initiative)
    pris.refresh_from_db()
    assert pris.initiative == initiative and Initiative.objects.count() == 1
    assert pris.evenements.filter(genre="initiative").count() == 1


def test_une_initiative_close_ne_se_rejoint_pas(pris, gestionnaire, coordination):
    initiative = ouvrir_initiative(par=coordination, titre="Finie")
    clore_initiative(par=coordination, initiative=initiative, etat="terminee", issue="Fait.", version_lue=1)
    with pytest.raises(ValidationError, match="est close"):
        bloquants_initiative.rejoindre(par=gestionnaire, bloquant=pris, initiative=initiative)
    reponse = client_de(gestionnaire).post(
        f"/pilotage/bloquants/{pris.pk}/initiative/", {"version": pris.version, "initiative": initiative.pk}
    )
    assert reponse.status_code == 422


def test_sans_titre_ni_choix_le_formulaire_dit_quoi_faire(pris, gestionnaire):
    reponse = client_de(gestionnaire).post(f"/pilotage/bloquants/{pris.pk}/initiative/", {"version": 2, "titre": " "})
    assert reponse.status_code == 422 and "Donnez un titre" in reponse.content.decode()


def test_un_bloquant_se_signale_sur_une_initiative(gestionnaire, ministere, membre_prive):
    initiative = ouvrir_initiative(par=gestionnaire, titre="Partager les données", organisations=[ministere])
    client, page = client_de(gestionnaire), f"/initiatives/{initiative.pk}/"
    lien = f"/pilotage/bloquants/signaler/?initiative={initiative.pk}"
    assert lien in client.get(page).content.decode()
    champs = {"titre": "Aucun accord de partage", "gravite": "2", "cause": "regles", "palier": "3"}
    assert client.post(lien, champs).status_code == 302
    b = services.Bloquant.objects.get()
    assert (b.initiative, b.indicateur, b.organisation) == (initiative, None, ministere)
    assert client.get(f"/pilotage/bloquants/{b.pk}/").status_code == 200
    assert "Aucun accord de partage" in client.get(page).content.decode()
    assert client_de(membre_prive).get(lien).status_code == 404
