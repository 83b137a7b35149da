"""Practices that answer a text: French words, likeness, cause, the surest first; only what one reads; in one query."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from communaute.models import Pratique
from communaute.selectors.semblables import _SQL, MONTREES, semblables
from communaute.services.verification import retirer, verifier
from tests.monde_communaute import pratique as creer

pytestmark = pytest.mark.django_db
LONGUE = {
    "contexte": "Les données de trois régions n'arrivaient plus.",
    "etapes": "Nommer une personne chez le partenaire, convenir d'une date.",
    "effet": "Les sources arrivent à la date convenue.",
}


@pytest.fixture
def donnee(gestionnaire, ministere):
    return creer(gestionnaire, ministere, titre="Une donnée, un nom, une date", causes=["donnees"], **LONGUE)


def titres(personne, *mots, **options):
    return [s["titre"] for s in semblables(personne, *mots, **options)]


@pytest.mark.parametrize(
    "cherche", ["donnee regionale", "Les DONNÉES du partenaire", "une donné, un nom, une date", "sources convenues"]
)
def test_se_trouve_par_les_mots_sans_accent_sans_accord_et_malgre_une_faute(donnee, gestionnaire_d_ailleurs, cherche):
    assert titres(gestionnaire_d_ailleurs, cherche) == [donnee.titre]


def test_ne_trouve_ni_l_etranger_ni_elle_meme_ni_rien_pour_rien(donnee, gestionnaire):
    assert (
        titres(gestionnaire, "Les voitures volantes") == titres(gestionnaire, "") == titres(gestionnaire, "\x00") == []
    )
    assert titres(gestionnaire, donnee.titre, sauf=donnee.pk) == []


def test_un_partenaire_prive_ne_trouve_que_ce_qui_est_partage_avec_tous(donnee, membre_prive):
    assert titres(membre_prive, donnee.titre) == []
    Pratique.objects.filter(pk=donnee.pk).update(portee="ecosysteme")
    assert titres(membre_prive, donnee.titre) == [donnee.titre]


def test_ce_qui_est_retire_ne_se_propose_plus(donnee, gestionnaire):
    retirer(par=gestionnaire, pratique=donnee, motif="Dépassée.", version_lue=2)
    assert titres(gestionnaire, donnee.titre) == []


def test_la_verifiee_passe_devant_celle_qui_ne_l_est_pas_qui_passe_devant_l_echue(
    gestionnaire, ministere, coordination
):
    echue, nue, verifiee = (creer(gestionnaire, ministere, titre=f"Trier le matin {n}", **LONGUE) for n in "abc")
    hier = timezone.localdate() - timedelta(days=1)
    verifier(par=coordination, pratique=echue, version_lue=2, mot="Relue.")
    Pratique.objects.filter(pk=echue.pk).update(verifiee_le=hier - timedelta(days=9), verifiee_jusqu=hier)
    verifier(par=coordination, pratique=verifiee, version_lue=2, mot="Relue.")
    assert titres(gestionnaire, "Trier le matin") == [verifiee.titre, nue.titre, echue.titre]


def test_la_meme_cause_et_le_meme_indicateur_rapprochent(gestionnaire, ministere, indicateur):
    creer(gestionnaire, ministere, titre="Trier le matin, un", **LONGUE)
    proche = creer(gestionnaire, ministere, titre="Trier le matin, deux", causes=["donnees"], **LONGUE)
    assert titres(gestionnaire, "Trier le matin", cause="donnees")[0] == proche.titre
    sienne = creer(gestionnaire, ministere, titre="Sans rapport de mots", indicateur=indicateur)
    assert sienne.titre in titres(gestionnaire, "Trier le matin", indicateur=indicateur.pk)


def test_une_requete_bornee_qui_passe_par_ses_index(gestionnaire, ministere, django_assert_num_queries):
    for n in range(MONTREES + 3):
        creer(gestionnaire, ministere, titre=f"Trier le matin {n}")
    del gestionnaire._droits
    with django_assert_num_queries(2):  # the person's rights, then the search
        assert len(titres(gestionnaire, "Trier le matin")) == MONTREES


def test_parmi_des_milliers_la_recherche_passe_par_ses_index(gestionnaire, ministere):
    modele = creer(gestionnaire, ministere)
    champs = {"organisation": ministere, "auteur": gestionnaire, "etat": "publiee", "publiee_le": modele.publiee_le}
    Pratique.objects.bulk_create(
        Pratique(titre=f"Zone{n} mot{n * 7}", contexte=f"ici{n}", etapes=f"faire{n}", effet=f"vu{n}", **champs)
        for n in range(4000)
    )
    parametres = {"texte": "trier", "titre": "trier", "cause": "", "indicateur": 0, "sauf": 0,
                  "portees": ["secteur_public"], "jour": timezone.localdate()}  # fmt: skip
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE communaute_pratique")
        curseur.execute(f"EXPLAIN {_SQL}", parametres)
        plan = "\n".join(ligne for (ligne,) in curseur.fetchall())
    assert "pratique_texte" in plan and "pratique_titre_trigramme" in plan, plan
    assert titres(gestionnaire, "Trier") == [modele.titre]
