"""« Et si »: what is supposed gives what writing it would give, and nothing is ever written."""

from datetime import date
from decimal import Decimal

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecosysteme import live
from ecosysteme.enums import FormeCible, Sens
from ecosysteme.models import Indicateur
from pilotage.enums import Niveau
from pilotage.models import Bilan, CleSale, GrilleQualite
from pilotage.selectors import simulation, simulation_page
from pilotage.simulation import Suppositions, simuler
from tests import fabriques
from tests.notation.test_notes import texte

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def client(client_de, coordination):
    return client_de(coordination)


@pytest.fixture
def voisin(ailleurs, calculer, indicateurs):
    """Another ministry, so that the government is more than one."""
    i = fabriques.indicateur(fabriques.objectif(fabriques.plan(ailleurs, 2018, 2021)), valeur_depart=D(0))
    fabriques.cible(i, 2019, "100")
    fabriques.mesure(i, 2019, "30")
    calculer()
    return i


def adresse(niveau, pk, **parametres):
    suite = "&".join(f"{cle}={valeur}" for cle, valeur in {"exercice": "2019", **parametres}.items())
    return f"{reverse('pilotage:simulation', args=[niveau, pk])}?{suite}"


def bilans_2019() -> dict:
    return {
        (b.niveau, b.noeud_id): (
            b.nb_atteinte, b.nb_non_atteinte, b.nb_a_venir, b.nb_non_disponible, b.nb_sans_objet, b.progression,
            b.progression_n, b.progression_m, b.pointage_somme, b.pointage_n, b.statut,
        )
        for b in Bilan.objects.filter(exercice=2019, territoire="")
    }  # fmt: skip


def supposes(vue) -> dict:
    return {
        cle: (*(f.comptes[n] for n in ("atteinte", "non_atteinte", "a_venir", "non_disponible", "sans_objet")),
              f.progression, f.n, f.m, f.pointage_somme, f.pointage_n, f.statut)
        for cle, f in vue.apres.items()
    }  # fmt: skip


@pytest.mark.parametrize("niveau", list(Niveau))
def test_sans_hypothese_le_suppose_est_le_reel_a_tous_les_etages(
    coordination, niveau, plan, objectif, indicateurs, voisin, ministere, gouvernement
):
    pk = {1: indicateurs["manque"].pk, 2: objectif.pk, 3: objectif.orientation_id, 4: plan.pk, 5: ministere.pk}[niveau]
    vue = simulation_page.ouvrir(coordination, niveau, pk, {"exercice": "2019"})
    reels = bilans_2019()
    assert supposes(vue) == {cle: reels[cle] for cle in supposes(vue)}
    assert (5, gouvernement.pk) in supposes(vue) and (4, plan.pk) in supposes(vue)
    assert simuler(vue.lecture.monde, Suppositions()) == vue.avant


def test_supposer_donne_ce_qu_ecrire_donnerait(coordination, plan, objectif, indicateurs, voisin, calculer):
    """The same hypotheses, first supposed, then really written and rolled up by the SQL."""
    i = indicateurs
    demande = {
        "exercice": "2019", f"r{i['manque'].pk}": "80,5", f"c{i['manque'].pk}": "90", f"r{i['absent'].pk}": "12",
        f"p1-{i['atteint'].pk}": "3", f"p2-{objectif.pk}": "0,5", f"c{i['activite'].pk}": "130",
        f"p4-{plan.pk}": "4", f"r{i['avenir'].pk}": "55",
    }  # fmt: skip
    vue = simulation_page.ouvrir(coordination, Niveau.PLAN, plan.pk, demande)
    assert vue.lues.refus == {} and vue.lues.nombre == 8
    suppose = supposes(vue)
    i["manque"].mesures.update(valeur=D("80.5"))
    i["manque"].cibles.update(valeur_min=90)
    fabriques.mesure(i["absent"], 2019, "12")
    i["activite"].cibles.update(valeur_min=130)
    i["avenir"].mesures.update(valeur=55)
    Indicateur.objects.filter(pk=i["atteint"].pk).update(poids=3)
    type(objectif).objects.filter(pk=objectif.pk).update(poids=D("0.5"))
    type(plan).objects.filter(pk=plan.pk).update(poids=4)
    calculer()
    reels = bilans_2019()
    assert suppose == {cle: reels[cle] for cle in suppose}
    assert suppose[5, plan.organisation.parent_id] != vue.avant[5, plan.organisation.parent_id]


def test_une_plage_un_jalon_et_une_tolerance_suivent_la_meme_regle(coordination, plan, objectif, indicateurs, calculer):
    plage = fabriques.indicateur(objectif, code="plage", sens=Sens.PLAGE)
    fabriques.cible(plage, 2019, "3", FormeCible.PLAGE, valeur_max=5)
    fabriques.mesure(plage, 2019, "6")
    jalon = fabriques.indicateur(objectif, code="jalon")
    fabriques.cible(jalon, 2019, None, FormeCible.JALON, texte="Guide publié")
    strict = fabriques.indicateur(objectif, code="strict", strict=True, tolerance=D(1), sens=Sens.MAINTIEN)
    fabriques.cible(strict, 2019, "5", FormeCible.EXACTE)
    fabriques.mesure(strict, 2019, "7")
    calculer()
    demande = {"exercice": "2019", f"d{plage.pk}": "7", f"j{jalon.pk}": "oui", f"r{strict.pk}": "6"}
    vue = simulation_page.ouvrir(coordination, Niveau.OBJECTIF, objectif.pk, demande)
    assert [vue.apres[1, i.pk].statut for i in (plage, jalon, strict)] == ["atteinte"] * 3
    plage.cibles.update(valeur_max=7)
    jalon.cibles.update(jugee_atteinte=True)
    strict.mesures.update(valeur=6)
    calculer()
    reels = bilans_2019()
    assert supposes(vue) == {cle: reels[cle] for cle in supposes(vue)}


def toutes_les_lignes() -> dict[str, int]:
    return {m._meta.label: m._default_manager.count() for m in apps.get_models() if m._meta.managed}


def test_rien_n_est_ecrit_ni_ligne_ni_cle_ni_histoire_ni_annonce(client, plan, indicateurs, monkeypatch, coordination):
    annonces = []
    monkeypatch.setattr(live, "publier", lambda *a, **k: annonces.append(a))
    GrilleQualite.objects.create(plan=plan, exercice=2019, qualite_jugee=50, motif="Essai.", par=coordination)
    CleSale.objects.all().delete()
    session = client.session.session_key
    avant, bilans_avant = toutes_les_lignes(), bilans_2019()
    pk = indicateurs["manque"].pk
    with redis.Redis.from_url(settings.REDIS_URL) as courtier:
        revision = courtier.get(live.CLE_REVISION)
    with CaptureQueriesContext(connection) as captees:
        for format_ in ("", "csv"):
            demande = adresse("plan", plan.pk, **{f"r{pk}": "99", f"p1-{pk}": "5", "methode": "sct-2019"})
            reponse = client.get(demande + (f"&format={format_}" if format_ else ""))
            assert reponse.status_code == 200
            if reponse.streaming:
                b"".join(reponse.streaming_content)
    ecrits = [q["sql"] for q in captees if q["sql"].lstrip()[:6].upper() not in ("SELECT", "SAVEPO", "RELEAS")]
    assert ecrits == []
    assert toutes_les_lignes() == avant and bilans_2019() == bilans_avant
    assert CleSale.objects.count() == 0 and annonces == []
    with redis.Redis.from_url(settings.REDIS_URL) as courtier:
        assert courtier.get(live.CLE_REVISION) == revision
    assert client.session.session_key == session


def test_la_simulation_marche_dans_une_transaction_en_lecture_seule(coordination, plan, indicateurs):
    """PostgreSQL itself would refuse a write."""
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute("SET TRANSACTION READ ONLY")
        vue = simulation_page.ouvrir(coordination, Niveau.PLAN, plan.pk, {f"r{indicateurs['manque'].pk}": "99"})
        assert simulation_page.contexte(vue)["hypotheses"] == 1
        with pytest.raises(InternalError, match="read-only"), transaction.atomic():
            CleSale.objects.create(niveau=1, noeud_id=1, exercice=2019)


def test_il_n_y_a_rien_a_appliquer(client, plan, indicateurs):
    page = adresse("plan", plan.pk)
    assert client.post(page).status_code == 405
    lu = client.get(page).content.decode()
    assert 'method="post"' not in lu.split("<main", 1)[1].split("</main>")[0]


def test_l_adresse_garde_les_hypotheses_et_se_nettoie(client, plan, indicateurs):
    pk = indicateurs["manque"].pk
    reponse = client.get(adresse("plan", plan.pk, **{f"r{pk}": "120", f"c{pk}": "", "q": ""}))
    assert reponse.status_code == 302
    assert reponse.url == adresse("plan", plan.pk, **{f"r{pk}": "120"})
    lu = texte(client.get(reponse.url))
    assert "Non atteinte → Atteinte" in lu
    assert "66,7 % → 100,0 % +33,3 points" in lu
    page = client.get(reponse.url).content.decode()
    assert f'name="r{pk}" value="120"' in page
    assert 'href="?exercice=2019"' in page


def test_une_hypothese_illisible_est_dite_et_gardee(client, plan, indicateurs):
    pk = indicateurs["manque"].pk
    reponse = client.get(adresse("plan", plan.pk, **{f"r{pk}": "beaucoup", f"p1-{pk}": "-2", f"c{pk}": "NaN"}))
    lu = texte(reponse)
    assert reponse.status_code == 200 and "Ces hypothèses ne sont pas comptées" in lu
    assert "beaucoup" in reponse.content.decode() and "Un poids va de 0 à 10 000." in lu
    assert "n'est pas un nombre fini" in lu
    hostile = client.get(adresse("plan", plan.pk, **{f"r{pk}": "<script>alert(1)</script>"}))
    assert "<script>alert(1)" not in hostile.content.decode()


def test_sct_2019_se_simule_jusqu_au_plan_et_a_son_organisation(client, plan, indicateurs, coordination):
    GrilleQualite.objects.create(plan=plan, exercice=2019, qualite_jugee=50, motif="Essai.", par=coordination)
    lu = texte(client.get(adresse("plan", plan.pk, **{"methode": "sct-2019", f"r{indicateurs['absent'].pk}": "150"})))
    # 1 of 4 due targets, then 2 of 4: the note gains 50 % of 25 points
    assert "48,6 % → 61,1 % +12,5 points" in lu


def test_l_export_dit_les_hypotheses_puis_ce_qui_bouge(client, plan, indicateurs):
    pk = indicateurs["manque"].pk
    reponse = client.get(adresse("indicateur", pk, **{f"r{pk}": "120", "format": "csv"}))
    csv = b"".join(reponse.streaming_content).decode()
    assert "Hypothèse;Indicateur manque Indicateur manque;Résultat;;120;" in csv
    assert "Indicateur;manque Indicateur manque;Statut;Non atteinte;Atteinte;" in csv
    assert "Gouvernement;Gouvernement fictif;Taux d'atteinte" in csv


def test_un_partenaire_ne_suppose_que_sur_le_publie(client_de, membre_prive, plan, indicateurs, calculer):
    Indicateur.objects.filter(pk=indicateurs["manque"].pk).update(visibilite="interne")
    calculer()
    client, cache = client_de(membre_prive), indicateurs["manque"].pk
    lu = texte(client.get(adresse("plan", plan.pk, **{f"r{cache}": "120", "methode": "sct-2019"})))
    assert "Indicateur manque" not in lu and "Chiffres publiés seulement." in lu
    assert "ne se simule pas" in lu and "Aucune hypothèse" in lu
    assert client.get(adresse("indicateur", cache)).status_code == 404


def test_une_organisation_sans_plan_a_elle_le_dit(client, gouvernement, indicateurs):
    assert "Rien à supposer ici" in texte(client.get(adresse("organisation", gouvernement.pk)))


def test_le_nombre_de_requetes_ne_depend_pas_des_lignes(coordination, objectif, indicateurs, calculer):
    def compter():
        with CaptureQueriesContext(connection) as captees:
            simulation.lire(coordination, Niveau.OBJECTIF, objectif.pk, 2019)
        return len(captees)

    compter()  # the rights of the person are asked once
    avant = compter()
    for n in range(15):
        fabriques.mesure(fabriques.indicateur(objectif, code=f"plus{n}"), 2019, "1", fin=date(2020, 3, 31))
    calculer()
    assert compter() == avant
