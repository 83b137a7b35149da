"""Objections to the end: integrated by a version, seen again with the guardrail; a receipt found; a voice lent once."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from forum.enums import EtatObjection
from forum.models import Objection, Procuration, VoixCourante
from forum.services.propositions import courante, proposer, publier_proposition, publier_version
from forum.services.scrutins_clore import proclamer
from forum.services.scrutins_voter import deposer_bulletin
from tests import fabriques
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import CHOIX, annoncer, assemblee, fermer, ouvert, relu

pytestmark = pytest.mark.django_db
OPTIONS = (("consens", "Je consens", "consentement"), ("objecte", "J'objecte", "objection"))
TEXTES = {"titre": "Ouvrir le soir", "probleme": "On attend.", "action": "Ouvrir jusqu'à 20 h.", "effet": "Moins."}


@pytest.fixture
def consentement():
    """A consent on a published text, among three members who belong to the public service."""
    instance, membres, sujet = assemblee(3)
    for m in membres:
        fabriques.adhesion(m, fabriques.organisation())
    p = publier_proposition(par=membres[0], proposition=proposer(par=membres[0], espace=sujet.espace, **TEXTES))
    scrutin = ouvert(
        p.sujet, instance, methode="consentement", options=OPTIONS, version_visee=courante(p), animation=membres[0]
    )
    return scrutin, membres, p


def objecter(client, scrutin, personne, **plus):
    client.force_login(personne)
    envoi = {"choix": "objecte", "raison": "Les équipes manqueraient.", "but_lese": "Le service du jour"} | plus
    page = client.post(reverse("forum:voter", args=[scrutin.pk]), envoi | {"deposer": "oui"})
    assert page.status_code == 200, page.content.decode()
    return Objection.objects.get(inscription__personne=personne)


def test_une_objection_nomme_son_garde_fou_puis_une_version_l_integre(client, consentement):
    scrutin, membres, p = consentement
    indicateur = fabriques.indicateur(nom="Délai du jour")
    objection = objecter(client, scrutin, membres[1], garde_fou=str(indicateur.pk))
    assert objection.garde_fou == indicateur
    client.force_login(membres[0])
    fiche = reverse("forum:scrutin", args=[scrutin.pk])
    integrer = reverse("forum:objection_integrer", args=[objection.pk])
    page = client.get(fiche).content.decode()
    assert "Délai du jour" in page and integrer not in page
    seconde = publier_version(
        par=membres[0], proposition=p, version_lue=1, note="Équipe de plus", action="Ouvrir avec une équipe de plus."
    )
    assert integrer in client.get(fiche).content.decode()
    assert client.post(integrer, {"version_texte": ""}).status_code == 422
    assert client.post(integrer, {"version_texte": str(courante(p).pk)}).status_code == 302
    objection.refresh_from_db()
    assert objection.etat == EtatObjection.INTEGREE and objection.integree_par == seconde
    for m in (membres[0], membres[2]):
        deposer_bulletin(par=m, scrutin=scrutin, contenu={"choix": ["consens"]})
    proclamer(scrutin=fermer(scrutin))
    assert relu(scrutin).issue == "adoptee"


@pytest.mark.parametrize(
    ("sens", "apres", "mots"),
    [("baisse", "9", "moins bon"), ("hausse", "9", "meilleur"), ("baisse", "5", "le même"), ("baisse", None, "Aucun")],
)
def test_a_la_revision_le_garde_fou_dit_ce_qui_a_change_et_le_constat_reste(client, consentement, sens, apres, mots):
    scrutin, membres, _ = consentement
    indicateur = fabriques.indicateur(nom="Délai du jour", sens=sens)
    objection = objecter(client, scrutin, membres[1], garde_fou=str(indicateur.pk))
    revoir = reverse("forum:objection_revoir", args=[objection.pk])
    assert client.post(revoir, {"constat": "Trop tôt."}).status_code == 422
    proclamer(scrutin=fermer(scrutin))
    jour = timezone.localdate()
    fabriques.mesure(indicateur, valeur="5", debut=date(2020, 4, 1), fin=date(2021, 3, 31))
    if apres:
        fabriques.mesure(indicateur, valeur=apres, debut=jour, fin=jour + timedelta(days=30))
    page = client.get(revoir).content.decode()
    assert mots in page and "Délai du jour" in page
    assert client.post(revoir, {"constat": "Rien de tel."}).status_code == 302
    fiche = client.get(reverse("forum:scrutin", args=[scrutin.pk])).content.decode()
    assert "Rien de tel." in fiche and "Objection revue" in fiche
    client.force_login(membres[2])
    assert client.get(revoir).status_code == 403


def test_un_recu_se_retrouve_meme_remplace_et_un_recu_invente_non(client, consentement):
    scrutin, membres, _ = consentement
    recus = [deposer_bulletin(par=membres[0], scrutin=scrutin, contenu={"choix": ["consens"]}) for _ in range(2)]
    client.force_login(membres[2])
    adresse = reverse("forum:scrutin_recu", args=[scrutin.pk])
    assert "a remplacé" in client.get(adresse, {"recu": recus[0].empreinte}).content.decode().replace("l&#x27;", "")
    assert "celui qui compte" in client.get(adresse, {"recu": f" {recus[1].empreinte.upper()} "}).content.decode()
    for invente in ("0" * 64, "\x00a", "é"):
        assert "pas de ce scrutin" in client.get(adresse, {"recu": invente}).content.decode()


def test_un_recu_secret_ne_se_verifie_qu_apres_la_fermeture(client):
    instance, membres, sujet = assemblee(5)
    scrutin = ouvert(sujet, instance, secret=True)
    recu = deposer_bulletin(par=membres[0], scrutin=scrutin, contenu=CHOIX["pour"]).empreinte
    fabriques.adhesion(membres[0], fabriques.organisation())
    client.force_login(membres[0])
    adresse = reverse("forum:scrutin_recu", args=[scrutin.pk])
    assert "après la fermeture" in client.get(adresse, {"recu": recu}).content.decode()
    proclamer(scrutin=fermer(scrutin))
    assert "dans l&#x27;urne" in client.get(adresse, {"recu": recu}).content.decode()
    assert "pas de ce scrutin" in client.get(adresse, {"recu": recu[:-1]}).content.decode()


def test_une_procuration_se_donne_pour_un_seul_vote_avant_qu_il_ouvre(client):
    instance, membres, sujet = assemblee(3, procurations_max=1)
    for m in membres:
        fabriques.adhesion(m, fabriques.organisation())
    demain = timezone.now() + timedelta(hours=2)
    scrutin = annoncer(
        forum.scrutin(sujet, instance, procurations_max=1), ouvre_le=demain, ferme_le=demain + timedelta(days=1)
    )
    client.force_login(membres[1])
    adresse = reverse("forum:scrutin_procuration", args=[scrutin.pk])
    assert adresse in client.get(reverse("forum:scrutin", args=[scrutin.pk])).content.decode()
    assert client.post(adresse, {"mandataire": "", "texte": ""}).status_code == 422
    envoi = {"mandataire": str(membres[2].pk), "texte": "Je serai absente."}
    assert client.post(adresse, envoi).status_code == 302
    procuration = Procuration.objects.get()
    assert procuration.scrutin == scrutin and procuration.debut is None
    autre = ouvert(sujet, instance, procurations_max=1)
    with pytest.raises(PermissionDenied):
        deposer_bulletin(
            par=membres[2], scrutin=autre, contenu=CHOIX["pour"], pour=autre.inscriptions.get(personne=membres[1])
        )
    assert not VoixCourante.objects.exists()
    assert adresse not in client.get(reverse("forum:scrutin", args=[autre.pk])).content.decode()
