"""What a vote says: what each option means and asks, the hour where one is, who stepped in, and the search."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Notification, ReglageCourriel
from forum.enums import RegleRaison
from forum.forms.scrutins import FormulaireScrutin, depart
from forum.selectors.recherche import chercher
from forum.services.consentement import passer_etape
from forum.services.propositions import proposer, publier_proposition, publier_version
from forum.services.scrutins_voter import deposer_bulletin
from tests import fabriques
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import annoncer, assemblee, ouvert

pytestmark = pytest.mark.django_db


def lues(texte):
    form = FormulaireScrutin({"options": texte}, sujet=None, personnes=type(fabriques.personne()).objects.all())
    form.is_valid()
    return form


def test_une_option_dit_ce_qu_elle_veut_dire_et_si_elle_demande_une_raison():
    form = lues("Oui\nPlus tard | On en reparle au printemps | raison\nNon | Jamais\nBloquer | raison")
    options = form.cleaned_data["options"]
    assert [(o.libelle, o.sens, o.raison == RegleRaison.REQUISE) for o in options] == [
        ("Oui", "", False), ("Plus tard", "On en reparle au printemps", True), ("Non", "Jamais", False),
        ("Bloquer", "", True),
    ]  # fmt: skip
    assert "commence par son nom" in str(lues(" | sans nom").errors["options"])
    assert "200" in str(lues("x" * 201).errors["options"])


def test_les_options_reviennent_dans_le_formulaire_comme_elles_sont_ecrites_et_la_raison_est_exigee():
    instance, membres, sujet = assemblee(3)
    scrutin = forum.scrutin(sujet, instance, methode="sondage", options=[("a", "Plus tard", "choix")])
    scrutin.options.update(sens="Au printemps", raison=RegleRaison.REQUISE)
    assert depart(scrutin)["options"] == "Plus tard | Au printemps | raison"
    vote = ouvert(sujet, instance, methode="sondage", options=[("a", "Plus tard", "objection"), ("b", "Non", "choix")])
    with pytest.raises(ValidationError, match="pourquoi"):
        deposer_bulletin(par=membres[0], scrutin=vote, contenu={"choix": ["a"]})


@pytest.mark.parametrize(("fuseau", "dit"), [("Europe/Paris", True), ("America/New_York", False), (None, False)])
def test_l_heure_se_dit_aussi_chez_la_personne_quand_elle_differe(client, fuseau, dit):
    instance, membres, sujet = assemblee(3)
    fabriques.adhesion(membres[0], fabriques.organisation())
    if fuseau:
        ReglageCourriel.objects.create(personne=membres[0], fuseau=fuseau)
    demain = timezone.now() + timedelta(days=1)
    scrutin = annoncer(forum.scrutin(sujet, instance), ouvre_le=demain, ferme_le=demain + timedelta(days=1))
    client.force_login(membres[0])
    page = client.get(reverse("forum:scrutin", args=[scrutin.pk])).content.decode()
    assert ("Chez vous (Europe/Paris), il ouvre le" in page) is dit


def test_qui_intervient_sans_animer_le_vote_est_nomme_a_toutes_les_personnes_inscrites(coordination):
    instance, membres, sujet = assemblee(3)
    options = (("consens", "Je consens", "consentement"), ("objecte", "J'objecte", "objection"))
    scrutin = ouvert(sujet, instance, methode="consentement", options=options, animation=membres[0])
    passer_etape(par=membres[0], scrutin=scrutin, etape="clarification")
    assert not Notification.objects.filter(titre__contains="qui n'anime pas").exists()
    passer_etape(par=coordination, scrutin=scrutin, etape="reactions")
    assert Notification.objects.filter(titre__contains="qui n'anime pas", personne__in=membres).count() == 3


def test_la_recherche_trouve_les_mots_d_une_version_et_tait_les_brouillons_des_autres(
    forum_monde, membre_public, membre_prive
):
    textes = {"titre": "Guichets", "probleme": "On attend.", "action": "Ouvrir le samedi.", "effet": "Moins."}
    p = publier_proposition(
        par=membre_public, proposition=proposer(par=membre_public, espace=forum_monde.ouvert, **textes)
    )
    proposer(par=membre_public, espace=forum_monde.ouvert, **textes | {"action": "Une kermesse secrète."})
    interne = proposer(par=membre_public, espace=forum_monde.interne, **textes | {"action": "Une kermesse interne."})
    publier_proposition(par=membre_public, proposition=interne)
    publier_version(par=membre_public, proposition=p, version_lue=1, note="n", action="Ouvrir un kiosque mobile.")
    trouvees = chercher(membre_prive, "kiosques")["propositions"]
    assert [x["titre"] for x in trouvees] == ["Guichets"]
    assert any(m["trouve"] and m["texte"] == "kiosque" for m in trouvees[0]["morceaux"])
    assert chercher(membre_prive, "samedi")["propositions"] == []
    assert chercher(membre_prive, "kermesse")["propositions"] == []
    assert len(chercher(membre_public, "kermesse")["propositions"]) == 2


@pytest.mark.parametrize("chemin", ["recherche/", "scrutins/", "propositions/"])
def test_un_signe_nul_dans_l_adresse_n_arrete_pas_la_page(client, membre_public, chemin):
    client.force_login(membre_public)
    assert client.get(f"/forum/{chemin}", {"q": "a\x00b"}).status_code == 200
