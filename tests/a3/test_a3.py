"""A3 sheets: opened from a problem, written section by section without loss, listed, printed on one page."""

import csv
import io
import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ecosysteme.services.lignes import ConflitFiche
from pilotage.models import FicheA3
from pilotage.services.a3 import ecrire_section, ouvrir_fiche_a3
from pilotage.services.actions import confier_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def fiche(gestionnaire, ministere, indicateur):
    return ouvrir_fiche_a3(
        par=gestionnaire, titre="Une demande sur quatre attend", organisation=ministere, indicateur=indicateur
    )


def test_une_fiche_s_ouvre_depuis_un_indicateur(client, responsable, ministere, indicateur):
    """The person responsible for the indicator takes part: she may, without holding the organisation."""
    client.force_login(responsable)
    url = f"{reverse('pilotage:a3_ajouter')}?indicateur={indicateur.pk}"
    assert client.get(url).status_code == 200
    reponse = client.post(url, {"titre": "Le délai monte", "organisation": ministere.pk})
    ouverte = FicheA3.objects.get()
    assert reponse.url == reverse("pilotage:fiche_a3", args=[ouverte.pk])
    assert (ouverte.indicateur, ouverte.auteur) == (indicateur, responsable)


def test_sans_titre_la_fiche_ne_s_ouvre_pas_et_garde_ce_qui_est_ecrit(client, gestionnaire, ministere):
    client.force_login(gestionnaire)
    reponse = client.post(reverse("pilotage:a3_ajouter"), {"organisation": ministere.pk, "contexte": "Depuis mai."})
    assert reponse.status_code == 422
    assert "Nommez le problème en une ligne." in reponse.content.decode() and "Depuis mai." in reponse.content.decode()


def test_deux_personnes_sur_deux_sections_ne_se_genent_pas(fiche, gestionnaire, coordination):
    ecrire_section(par=gestionnaire, fiche=fiche, version_lue=1, champs={"contexte": "Les gens rappellent."})
    ecrite = ecrire_section(par=coordination, fiche=fiche, version_lue=1, champs={"cible": "Neuf sur dix."})
    assert (ecrite.contexte, ecrite.cible, ecrite.version) == ("Les gens rappellent.", "Neuf sur dix.", 3)


def test_deux_personnes_sur_la_meme_section_se_le_font_dire(client, fiche, gestionnaire, coordination):
    ecrire_section(par=gestionnaire, fiche=fiche, version_lue=1, champs={"contexte": "Le premier."})
    with pytest.raises(ConflitFiche):
        ecrire_section(par=coordination, fiche=fiche, version_lue=1, champs={"contexte": "Le second."})
    client.force_login(coordination)
    url = reverse("pilotage:a3_modifier", args=[fiche.pk, "contexte"])
    reponse = client.post(url, {"contexte": "Le second.", "version": "1"})
    dit = reponse.content.decode()
    assert reponse.status_code == 409 and "Le premier." in dit and "Le second." in dit
    version = re.search(r'name="version" value="(\d+)"', dit)[1]
    assert client.post(url, {"contexte": "Le second.", "version": version}).status_code == 302
    fiche.refresh_from_db()
    assert fiche.contexte == "Le second."


def test_les_pourquois_s_ecrivent_dans_l_ordre_cinq_au_plus(client, fiche, gestionnaire):
    client.force_login(gestionnaire)
    url = reverse("pilotage:a3_modifier", args=[fiche.pk, "pourquois"])
    assert client.get(url).content.decode().count('aria-label="') >= 5
    champs = {f"pourquois_{n}": texte for n, texte in enumerate(("Parce que A.", "", "Parce que B.", "", ""))}
    assert client.post(url, champs | {"version": "1"}).status_code == 302
    fiche.refresh_from_db()
    assert fiche.pourquois == ["Parce que A.", "Parce que B."]
    with pytest.raises(ValidationError):
        ecrire_section(par=gestionnaire, fiche=fiche, version_lue=2, champs={"pourquois": list("abcdef")})


def test_la_fiche_montre_ses_sections_son_plan_et_son_etape(client, fiche, gestionnaire, ministere, responsable):
    from django.utils import timezone

    confier_action(
        par=gestionnaire, quoi="Relire la règle", responsable=responsable, echeance=timezone.localdate(),
        organisation=ministere, fiche_a3=fiche,
    )  # fmt: skip
    client.force_login(responsable)
    dit = client.get(reverse("pilotage:fiche_a3", args=[fiche.pk])).content.decode()
    for titre in ("Contexte", "État actuel", "Cible", "Cinq pourquoi", "Contremesures", "Plan", "Suivi"):
        assert titre in dit
    assert "Relire la règle" in dit and 'aria-current="step"' in dit
    assert "Écrire" not in dit


def test_une_section_inconnue_n_existe_pas(client, fiche, gestionnaire):
    client.force_login(gestionnaire)
    assert client.get(reverse("pilotage:a3_modifier", args=[fiche.pk, "auteur"])).status_code == 404


def test_la_liste_se_filtre_et_s_exporte_sans_formule(client, fiche, gestionnaire, coordination):
    ecrire_section(par=gestionnaire, fiche=fiche, version_lue=1, champs={"contexte": "=HYPERLINK(1)", "etape": "agir"})
    client.force_login(coordination)
    url = reverse("pilotage:fiches_a3")
    assert fiche.titre in client.get(f"{url}?etape=agir&q=demande").content.decode()
    assert "Aucune fiche ne répond" in client.get(f"{url}?etape=close").content.decode()
    octets = b"".join(client.get(f"{url}?format=csv").streaming_content)
    (ligne,) = csv.DictReader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";")
    assert ligne["contexte"] == "'=HYPERLINK(1)" and ligne["étape"] == "Agir"


@pytest.mark.navigateur
@pytest.mark.django_db(transaction=True)
def test_une_fiche_pleine_s_imprime_sur_une_page_a_l_horizontale(ouvrir, gestionnaire, ministere, responsable):
    from datetime import timedelta

    from django.utils import timezone

    mots = ("Les dossiers incomplets attendent une pièce que peu de gens ont sous la main. " * 13)[:1000]
    pleine = ouvrir_fiche_a3(
        par=gestionnaire, titre="Une demande sur quatre attend plus de dix jours", organisation=ministere,
        contexte=mots, etat_actuel=mots, cible=mots, contremesures=mots, suivi=mots, pourquois=[mots[:200]] * 5,
    )  # fmt: skip
    for n in range(6):
        confier_action(
            par=gestionnaire, quoi=f"Action {n} de la fiche", responsable=responsable, organisation=ministere,
            echeance=timezone.localdate() + timedelta(days=n), fiche_a3=pleine,
        )  # fmt: skip
    page = ouvrir(reverse("pilotage:fiche_a3", args=[pleine.pk]), personne=gestionnaire)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 1
    largeur, hauteur = (float(x) for x in re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf).groups())
    assert largeur > hauteur
