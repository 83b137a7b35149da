"""A blocker said better: its former words stay, those concerned are told, and two writers do not undo each other."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ecosysteme.models import Notification
from ecosysteme.services.fiches import ConflitFiche
from pilotage.services.bloquants import abandonner, prendre_en_charge
from pilotage.services.bloquants_preciser import MOTS, preciser_bloquant

pytestmark = pytest.mark.django_db


def mots(b, **champs):
    return {nom: getattr(b, nom) for nom in MOTS} | champs


def test_les_mots_changent_et_ceux_d_avant_restent_a_l_histoire(signale, gestionnaire, coordination):
    pris = prendre_en_charge(par=coordination, bloquant=signale)
    avant = pris.titre
    lu = preciser_bloquant(
        par=gestionnaire,
        bloquant=pris,
        version_lue=pris.version,
        **mots(pris, titre=" Trois régions  manquent ", gravite=1),
    )
    assert (lu.titre, lu.gravite, lu.etat, lu.version) == ("Trois régions manquent", 1, pris.etat, pris.version + 1)
    evenement = lu.evenements.latest("pk")
    assert evenement.genre == "precise" and avant in evenement.texte and "Gravité" in evenement.texte
    assert Notification.objects.filter(personne=coordination, titre__contains="précisé").exists()
    nombre = lu.evenements.count()
    preciser_bloquant(par=gestionnaire, bloquant=lu, version_lue=lu.version, **mots(lu))
    assert lu.evenements.count() == nombre


def test_un_bloquant_clos_change_entretemps_ou_sans_titre_ne_se_dit_pas_autrement(signale, gestionnaire):
    with pytest.raises(ValidationError, match="en une phrase"):
        preciser_bloquant(par=gestionnaire, bloquant=signale, version_lue=signale.version, **mots(signale, titre=" "))
    prendre_en_charge(par=gestionnaire, bloquant=signale)
    with pytest.raises(ConflitFiche):
        preciser_bloquant(par=gestionnaire, bloquant=signale, version_lue=signale.version, **mots(signale, titre="X"))
    clos = abandonner(par=gestionnaire, bloquant=signale, pourquoi="Doublon")
    with pytest.raises(ValidationError, match="abandonné"):
        preciser_bloquant(par=gestionnaire, bloquant=clos, version_lue=clos.version, **mots(clos, titre="X"))


def test_la_page_garde_ce_qui_est_tape_et_montre_ce_qui_a_change(client, signale, gestionnaire):
    client.force_login(gestionnaire)
    fiche, adresse = (reverse(f"pilotage:{n}", args=[signale.pk]) for n in ("bloquant", "bloquant_preciser"))
    assert adresse in client.get(fiche).content.decode()
    assert "trois régions" in client.get(adresse).content.decode()
    envoi = {k: str(v) for k, v in mots(signale, titre="Dit mieux").items()} | {"version": str(signale.version)}
    prendre_en_charge(par=gestionnaire, bloquant=signale)
    conflit = client.post(adresse, envoi)
    assert conflit.status_code == 409 and "Dit mieux" in conflit.content.decode()
    signale.refresh_from_db()
    assert client.post(adresse, envoi | {"version": str(signale.version)}).status_code == 302
    histoire = client.get(fiche).content.decode()
    assert "Dit le bloquant autrement" in histoire and "Dit mieux" in histoire
