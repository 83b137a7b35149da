"""The pages of practices: from what was learned to the sheet, the table and its filters, blocks elsewhere, exports."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from communaute.models import Pratique
from communaute.services.adoptions import constater
from communaute.services.pratiques import publier, recrire
from communaute.services.verification import verifier
from ecosysteme.services.initiatives import clore_initiative, ouvrir_initiative
from pilotage.services import accompagnement
from pilotage.services import bloquants as blocages
from tests.bloquants.conftest import signaler
from tests.monde_communaute import pratique as creer

pytestmark = pytest.mark.django_db
LISTE, HTMX = "/communaute/", {"HX-Request": "true"}


def texte(reponse):
    for code, signe in (("&#x27;", "'"), ("\xa0", " "), ("\u202f", " ")):
        reponse_texte = reponse if isinstance(reponse, str) else reponse.content.decode()
        reponse = reponse_texte.replace(code, signe)
    return reponse


@pytest.fixture
def repondue(gestionnaire, ministere, coordination, indicateur):
    """A request for support, answered by the coordination."""
    d = accompagnement.demander(
        par=gestionnaire, organisation=ministere, sujet="Fixer une cible", description="Une seule année.",
        genre="conseil", urgence=2, indicateur=indicateur,
    )  # fmt: skip
    accompagnement.prendre(par=coordination, demande=d)
    return accompagnement.repondre(par=coordination, demande=d, issue="Comparer trois voisins.", version_lue=2)


def bloc(client, url):
    return texte(client.get(url, headers=HTMX))


def test_d_une_demande_repondue_a_la_pratique_publiee_et_retour(repondue, gestionnaire, coordination, client_de):
    """What was learned becomes a practice, by who asked as by who answered; the others read it."""
    client = client_de(gestionnaire)
    apprise = reverse("communaute:apprise", args=["demande", repondue.pk])
    assert apprise in client.get(reverse("pilotage:demande", args=[repondue.pk])).content.decode()
    ajouter = f"{reverse('communaute:pratique_ajouter')}?origine=demande%3A{repondue.pk}"
    assert ajouter in bloc(client, apprise)
    page = texte(client.get(ajouter))
    assert all(mots in page for mots in ("Fixer une cible", "Une seule année.", "Comparer trois voisins."))
    assert f"{repondue.indicateur.organisation.sigle} {repondue.indicateur.code}" in page
    envoi = {"titre": "Comparer trois voisins", "contexte": "Une seule année.", "etapes": "Comparer.", "effet": "Oui.",
             "preuve": "1", "portee": "secteur_public", "organisation": repondue.organisation_id,
             "indicateur": f"{repondue.indicateur.organisation.sigle} {repondue.indicateur.code}"}  # fmt: skip
    reponse = client.post(ajouter, envoi)
    tiree = Pratique.objects.get()
    assert reponse.url == reverse("communaute:pratique", args=[tiree.pk])
    assert (tiree.origine, tiree.indicateur) == (f"demande:{repondue.pk}", repondue.indicateur)
    publier = reverse("communaute:pratique_publier", args=[tiree.pk])
    assert client.post(publier, {"version": 1}).status_code == 302
    assert "la demande d'accompagnement « Fixer une cible »" in texte(client.get(reponse.url))
    assert "Comparer trois voisins" in bloc(client_de(coordination), apprise)
    seconde = client_de(coordination).post(ajouter, envoi)
    assert seconde.status_code == 422 and "Une pratique en est déjà tirée" in texte(seconde)


def test_qui_n_y_a_pas_pris_part_n_en_tire_rien(repondue, gestionnaire_d_ailleurs, membre_prive, client_de):
    ajouter = f"{reverse('communaute:pratique_ajouter')}?origine=demande:{repondue.pk}"
    assert client_de(gestionnaire_d_ailleurs).get(ajouter).status_code == 404
    assert client_de(membre_prive).get(ajouter).status_code == 404
    dit = bloc(client_de(gestionnaire_d_ailleurs), reverse("communaute:apprise", args=["demande", repondue.pk]))
    assert "Aucune pratique n'en est tirée" in dit and "En tirer" not in dit


@pytest.mark.parametrize(
    "origine", ["demande:x", "rien:1", "demande:", ":1", "demande:99999999999999999999", "demande:٣"]
)
def test_une_origine_insensee_n_existe_pas(gestionnaire, client_de, origine):
    assert client_de(gestionnaire).get(reverse("communaute:pratique_ajouter"), {"origine": origine}).status_code == 404


def test_un_bloquant_ouvert_montre_ce_qui_y_repond_et_regle_ce_qu_on_en_a_retenu(
    gestionnaire, indicateur, gestionnaire_d_ailleurs, ailleurs, client_de
):
    creer(gestionnaire_d_ailleurs, ailleurs, titre="Les données régionales à date fixe", causes=["donnees"])
    b = signaler(gestionnaire, indicateur, titre="Les données régionales n'arrivent plus", cause="donnees")
    client = client_de(gestionnaire)
    page = client.get(reverse("pilotage:bloquant", args=[b.pk])).content.decode()
    url = reverse("communaute:semblables")
    assert "Les données régionales à date fixe" in bloc(client, f"{url}?titre=Les données régionales")
    assert f'hx-get="{url}?' in page and "cause=donnees" in page
    blocages.prendre_en_charge(par=gestionnaire, bloquant=b)
    blocages.resoudre(par=gestionnaire, bloquant=b, ce_qui_a_regle="Une entente.")
    apprise = reverse("communaute:apprise", args=["bloquant", b.pk])
    assert apprise in client.get(reverse("pilotage:bloquant", args=[b.pk])).content.decode()
    assert "En tirer une pratique" in bloc(client, apprise)
    assert b.titre in texte(client.get(reverse("communaute:pratique_ajouter"), {"origine": f"bloquant:{b.pk}"}))


def test_mon_travail_rappelle_ce_qui_vient_de_s_apprendre_jusqu_a_ce_qu_on_le_partage(
    repondue, gestionnaire, ministere, client_de
):
    initiative = ouvrir_initiative(par=gestionnaire, titre="Répondre plus vite", organisations=[ministere])
    clore_initiative(par=gestionnaire, initiative=initiative, etat="terminee", issue="Mieux.", version_lue=1)
    client = client_de(gestionnaire)
    dit = bloc(client, reverse("communaute:travail"))
    assert "Fixer une cible" in dit and "Répondre plus vite" in dit
    creer(gestionnaire, ministere, origine=f"demande:{repondue.pk}")
    assert "Fixer une cible" not in bloc(client_de(gestionnaire), reverse("communaute:travail"))
    fiche = bloc(client, reverse("communaute:pratiques_de", args=["initiative", initiative.pk]))
    assert "En tirer une pratique" in fiche


def test_le_tableau_compte_filtre_trie_et_garde_tout_dans_l_adresse(
    pratique, ouverte, adoption, coordination, gestionnaire_d_ailleurs, ailleurs, client_de
):
    verifier(par=coordination, pratique=ouverte, version_lue=2, mot="Relue.")
    client = client_de(gestionnaire_d_ailleurs)
    page = client.get(LISTE)
    comptes = {c["libelle"]: c["nombre"] for c in page.context["compteurs"]}
    assert comptes == {"Toutes": "2", "Vérifiées": "1", "Appliquées ailleurs": "1", "Que nous appliquons": "1",
                       "Les miennes": "0", "À revérifier": "0"}  # fmt: skip
    assert [li["titre"] for li in page.context["lignes"]] == ["Ouverte à tous", "Trier le matin"]

    def titres(**filtres):
        return [li["titre"] for li in client.get(LISTE, filtres).context["lignes"]]

    assert titres(voir="siennes") == titres(cause="processus") == ["Trier le matin"]
    assert titres(q="trie matins") == ["Trier le matin", "Ouverte à tous"]  # the steps of both say it
    assert titres(organisation=ailleurs.pk) == ["Trier le matin"]
    assert titres(preuve="2") == titres(q="introuvable") == titres(voir="retirees") == []
    assert titres(tri="titre") == ["Ouverte à tous", "Trier le matin"]
    assert len(titres(voir="x", tri="y", cause="z", preuve="9", organisation="a", q="\x00")) == 2


def test_une_verification_echue_fait_descendre_dans_le_tableau(
    pratique, ouverte, coordination, gestionnaire, client_de
):
    hier = timezone.localdate() - timedelta(days=1)
    verifier(par=coordination, pratique=ouverte, version_lue=2, mot="Relue.")
    Pratique.objects.filter(pk=ouverte.pk).update(verifiee_le=hier - timedelta(days=9), verifiee_jusqu=hier)
    page = client_de(gestionnaire).get(LISTE)
    assert [li["titre"] for li in page.context["lignes"]] == ["Trier le matin", "Ouverte à tous"]
    assert "À revérifier" in texte(page)


def test_l_export_porte_les_lignes_filtrees_et_ne_s_evalue_jamais(
    pratique, adoption, gestionnaire, gestionnaire_d_ailleurs, ministere, client_de
):
    creer(gestionnaire, ministere, titre="=1+1", effet_valeur=-3, effet_bas=-4, effet_haut=-2, effet_unite="jours")
    constater(par=gestionnaire_d_ailleurs, adoption=adoption, constat="reussit", texte="Oui.", version_lue=1)
    client = client_de(gestionnaire)
    brut = b"".join(client.get(LISTE, {"format": "csv"}).streaming_content).decode("utf-8-sig")
    assert "'=1+1" in brut and "Trier le matin" in brut
    reponse = client.get(LISTE, {"format": "xlsx", "cause": "processus"})
    feuille = load_workbook(BytesIO(b"".join(reponse.streaming_content))).active
    lignes = list(feuille.values)
    assert len(lignes) == 2 and dict(zip(*lignes, strict=True))["Appliquée par"] == 1


def test_des_bornes_a_moitie_dites_sont_refusees_a_cote_du_champ_et_rien_n_est_perdu(
    gestionnaire, ministere, client_de
):
    envoi = {"titre": "Trier", "contexte": "Un long contexte.", "effet_valeur": "3", "effet_bas": "1,5", "preuve": "2",
             "portee": "secteur_public", "organisation": ministere.pk, "indicateur": "introuvable"}  # fmt: skip
    reponse = client_de(gestionnaire).post(reverse("communaute:pratique_ajouter"), envoi)
    page = texte(reponse)
    assert reponse.status_code == 422 and not Pratique.objects.exists()
    assert "Donnez les deux bornes, ou aucune." in page and "Aucun indicateur ne répond à ces mots" in page
    assert "Un long contexte." in page and 'value="1,5"' in page


def test_deux_redactions_a_la_fois_montrent_les_deux_textes(pratique, gestionnaire, coordination, client_de):
    url = reverse("communaute:pratique_corriger", args=[pratique.pk])
    envoi = {"titre": pratique.titre, "contexte": pratique.contexte, "effet": pratique.effet, "preuve": "1",
             "portee": "secteur_public", "causes": ["processus"], "version": 2, "note": "Ma note"}  # fmt: skip
    assert client_de(coordination).post(url, envoi | {"etapes": "Les siennes."}).status_code == 302
    reponse = client_de(gestionnaire).post(url, envoi | {"etapes": "Les miennes.", "causes": ["budget", "regles"]})
    page = texte(reponse)
    assert reponse.status_code == 409 and "Les siennes." in page and "Les miennes." in page
    assert "Budget, Loi, règlement ou directive" in page and "<td>Processus ou méthode</td>" in page
    assert client_de(gestionnaire).post(url, envoi | {"etapes": "Les miennes.", "version": 3}).status_code == 302
    pratique.refresh_from_db()
    assert pratique.etapes == "Les miennes."


def test_un_partenaire_prive_partage_avec_tous_et_rien_d_interne_ne_lui_est_dit(
    pratique, membre_prive, partenaire, indicateur, gestionnaire, ministere, client_de
):
    type(indicateur).objects.filter(pk=indicateur.pk).update(visibilite="interne")
    lisible = creer(gestionnaire, ministere, titre="Lisible", portee="ecosysteme", indicateur=indicateur,
                    origine="demande:1")  # fmt: skip
    client = client_de(membre_prive)
    page = texte(client.get(reverse("communaute:pratique", args=[lisible.pk])))
    assert indicateur.nom not in page and "Apprise de" not in page
    assert indicateur.nom not in texte(client.get(reverse("communaute:pratique_ajouter")))
    assert pratique.titre not in texte(client.get(LISTE))
    envoi = {"titre": "Du privé", "preuve": "1", "portee": "secteur_public", "organisation": partenaire.pk}
    assert client.post(reverse("communaute:pratique_ajouter"), envoi).status_code == 422
    assert client.post(reverse("communaute:pratique_ajouter"), envoi | {"portee": "ecosysteme"}).status_code == 302


def test_un_texte_malveillant_reste_un_texte(gestionnaire, ministere, client_de):
    piege = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    p = creer(gestionnaire, ministere, **dict.fromkeys(("titre", "contexte", "etapes", "effet", "cout"), piege))
    for url in (LISTE, reverse("communaute:pratique", args=[p.pk])):
        page = client_de(gestionnaire).get(url).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and "&lt;script&gt;" in page


def test_les_mots_d_avant_ne_sortent_pas_du_cercle_qui_les_lisait(
    gestionnaire, ministere, gestionnaire_d_ailleurs, membre_prive, indicateur, client_de
):
    """A draft is nobody else's; what was written for the public sector is not told to a private partner once shared."""
    type(indicateur).objects.filter(pk=indicateur.pk).update(visibilite="interne")
    p = creer(gestionnaire, ministere, publiee=False, contexte="Secret de brouillon.")
    p = recrire(par=gestionnaire, pratique=p, version_lue=1, contexte="Mots internes.", indicateur=indicateur)
    p = publier(par=gestionnaire, pratique=p, version_lue=2)
    p = recrire(
        par=gestionnaire, pratique=p, version_lue=3, note="Pour tous", contexte="Mots publics.", indicateur=None,
        portee="ecosysteme",
    )  # fmt: skip
    url = reverse("communaute:pratique", args=[p.pk])
    vues = {qui: texte(client_de(qui).get(url)) for qui in (gestionnaire, gestionnaire_d_ailleurs, membre_prive)}
    assert "Secret de brouillon." in vues[gestionnaire]
    assert "Secret de brouillon." not in vues[gestionnaire_d_ailleurs]
    assert "Mots internes." in vues[gestionnaire_d_ailleurs]
    assert "Mots internes." not in vues[membre_prive] and indicateur.nom not in vues[membre_prive]


def test_ce_que_d_autres_ont_dit_au_secteur_public_ne_s_ouvre_pas_a_tous(pratique, adoption, gestionnaire):
    with pytest.raises(ValidationError, match="au secteur public seulement"):
        recrire(par=gestionnaire, pratique=pratique, version_lue=2, note="Pour tous", portee="ecosysteme")
