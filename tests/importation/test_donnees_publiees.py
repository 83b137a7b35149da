"""The real files, against the answers that were published with them."""

import collections
import csv
import os
from decimal import Decimal
from pathlib import Path

import pytest

from ecosysteme.models import Indicateur, Mesure, Organisation
from pilotage import bilans
from pilotage.models import Bilan
from pilotage.services import demonstration

DONNEES = Path(__file__).resolve().parents[3] / "shared" / "donnees"
ABSENTES = not DONNEES.is_dir() and os.environ.get("CI") != "true"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(ABSENTES, reason="les fichiers publiés (shared/donnees) ne sont pas sur cette machine"),
]
INFOBASE, NORMES, SERIES = "gc-infobase-2016-2017.csv", "normes-service-2023-2024.csv", "resultats-quebec.csv"
PROFILS = {INFOBASE: "infobase", NORMES: "normes-service", SERIES: "series"}


def octets(nom):
    return (DONNEES / nom).read_bytes()


def rangees(nom):
    with (DONNEES / nom).open(encoding="utf-8-sig", newline="") as fichier:
        return list(csv.DictReader(fichier))


def statuts(exercice):
    list(bilans.vider())
    return dict(Bilan.objects.filter(niveau=1, exercice=exercice).values_list("noeud_id", "statut"))


def est_nombre(texte):
    return texte.replace(".", "", 1).removeprefix("-").isdigit()


@pytest.mark.parametrize("nom", PROFILS)
def test_une_seconde_importation_ne_change_rien(importer, nom):
    premiere = importer(octets(nom), PROFILS[nom])
    assert premiere.nb_refusees == 0
    seconde = importer(octets(nom), PROFILS[nom])
    assert (seconde.nb_creees, seconde.nb_changees, seconde.rapport) == (0, 0, {})
    assert seconde.nb_inchangees == premiere.nb_lignes


def test_infobase_compte_2732_indicateurs_de_83_organisations_et_reproduit_1715_statuts(importer):
    importer(octets(INFOBASE), "infobase")
    assert Indicateur.objects.count() == 2732
    assert Organisation.objects.filter(parent__sigle="FED").count() == 83
    trouves = statuts(2016)
    ids = dict(Indicateur.objects.values_list("code", "pk"))
    attendus = [
        (ids[r["indicateur_id"]], "atteinte" if r["statut_publie"] == "success" else "non_atteinte")
        for r in rangees(INFOBASE)
        if r["periode"] == "past"
        and est_nombre(r["resultat_2016_17"])
        and r["statut_publie"] in ("success", "failure")
        and (r["cible_min_2016_17"] or r["cible_max_2016_17"])
    ]
    assert len(attendus) == 1736
    assert sum(trouves[pk] == statut for pk, statut in attendus) >= 1715


def test_les_defauts_d_infobase_sont_signales_ligne_par_ligne(apercu):
    importation = apercu(octets(INFOBASE), "infobase")
    raisons = collections.Counter(
        raison.split(" :")[0] for raison in importation.remarques.values_list("raison", flat=True)
    )
    assert raisons["Cible en texte"] == 367
    assert raisons["Minimum plus grand que le maximum"] == 2
    assert raisons["Minimum égal au maximum"] >= 238
    assert raisons["Aucune cible publiée pour 2016-2017."] == 47
    assert raisons["Résultat en texte"] == 319
    assert importation.nb_refusees == 0


def test_les_2343_statuts_des_normes_de_service_sont_reproduits(importer):
    importer(octets(NORMES), "normes-service")
    assert Organisation.objects.filter(parent__sigle="FED").count() == 62
    trouves = statuts(2023)
    cles = {
        (i.organisation.sigle, i.objectif.numero, i.code): i.pk
        for i in Indicateur.objects.select_related("organisation", "objectif")
    }
    croises = collections.Counter(
        (r["target_met"], trouves[cles[f"FED-{r['owner_org']}", r["service_id"], r["service_standard_id"]]])
        for r in rangees(NORMES)
    )
    assert croises == {("Y", "atteinte"): 1313, ("N", "non_atteinte"): 470, ("NA", "sans_objet"): 560}


def test_les_series_du_quebec_comptent_41_indicateurs_et_423_resultats(importer):
    importer(octets(SERIES), "series")
    assert (Indicateur.objects.count(), Mesure.objects.count()) == (41, 423)
    pauvrete = Indicateur.objects.get(code="1.1.1")
    assert pauvrete.sens == "baisse" and pauvrete.organisation.sigle == "MESS"
    assert [str(m.valeur.normalize()) for m in pauvrete.mesures.order_by("fin")[:2]] == ["13.5", "11"]


def test_la_demonstration_porte_exactement_les_423_resultats_publies():
    demonstration.charger()
    charges = Mesure.objects.filter(indicateur__illustratif=False).values_list(
        "indicateur__organisation__sigle", "indicateur__code", "debut__year", "valeur"
    )
    publies = [(r["sigle"], r["code"], int(r["periode"][:4]), Decimal(r["resultat"])) for r in rangees(SERIES)]
    assert sorted(charges) == sorted(publies)
