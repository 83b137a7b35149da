"""The demonstration: loaded once, by the import engine, its real figures told from its illustrative ones."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from ecosysteme.enums import RoleAdhesion, Statut, TypeOrganisation
from ecosysteme.exports import lignes_csv
from ecosysteme.models import Cible, Indicateur, Mesure, Organisation, Personne, PlanStrategique
from ecosysteme.permissions import droits
from pilotage.enums import Variation
from pilotage.importation import gabarit
from pilotage.models import Acquittement, Bilan, CleSale, CorrectionProposee, EtatIndicateur, Importation
from pilotage.services import demonstration
from tests.outils_import import comptes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def chargement(django_db_setup, django_db_blocker):
    """Loaded once for the module, in a transaction that holds those of its tests and is given up at the end."""
    sortie = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("demonstration", stdout=sortie)
        yield sortie.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def chargee(chargement, db):
    return chargement


def test_les_423_resultats_reels_portent_leur_source_et_ne_sont_pas_illustratifs(chargee):
    reels = Mesure.objects.filter(indicateur__illustratif=False)
    assert reels.count() == 423
    assert reels.values("indicateur").distinct().count() == Indicateur.objects.filter(illustratif=False).count() == 41
    assert set(reels.values_list("source", flat=True)) == {"Cadre d’indicateurs canadien, Statistique Canada"}
    assert all("Licence du gouvernement ouvert" in i.source for i in Indicateur.objects.filter(illustratif=False))


def test_tout_ce_qui_est_invente_le_dit(chargee):
    assert not PlanStrategique.objects.filter(illustratif=False).exists()
    assert not Cible.objects.filter(illustratif=False).exists()
    inventes = Indicateur.objects.filter(illustratif=True)
    assert set(inventes.values_list("source", flat=True)) == {"Donnée inventée pour la démonstration"}


def test_la_charger_de_nouveau_n_importe_rien_et_n_ecrit_aucun_resultat(chargee):
    def etat():
        mesures = list(Mesure.objects.order_by("pk").values_list("pk", "version"))
        return Importation.objects.count(), mesures, Personne.objects.count()

    avant = etat()
    sortie = StringIO()
    call_command("demonstration", stdout=sortie)
    assert "déjà en place" in sortie.getvalue()
    assert etat() == avant
    assert Personne.objects.filter(is_active=True).count() == len(demonstration.comptes_demo())


def test_bilans_et_cartes_sont_calcules_sans_travailleur(chargee):
    assert not CleSale.objects.exists()
    gouvernement = Organisation.objects.get(type=TypeOrganisation.GOUVERNEMENT)
    assert Bilan.objects.filter(niveau=5, noeud_id=gouvernement.pk, exercice=2025, nb_atteinte__gt=0).exists()
    assert not EtatIndicateur.objects.filter(spc_a_refaire=True).exists()


def test_chaque_etat_de_l_interface_s_y_voit(chargee):
    feuilles = Bilan.objects.filter(niveau=1)
    assert set(feuilles.values_list("statut", flat=True)) == set(Statut.values)
    assert set(feuilles.exclude(motif="").values_list("motif", flat=True)) == {
        "non_saisi", "source_retardee", "non_mesure", "confidentiel",
    }  # fmt: skip
    assert feuilles.filter(provisoire=True).exists()
    etats = EtatIndicateur.objects
    variations = set(etats.values_list("variation", flat=True))
    assert {Variation.COMMUNE, Variation.FAVORABLE, Variation.DEFAVORABLE, Variation.NON_CALCULEE} <= variations
    assert set(etats.exclude(regle="").values_list("regle", flat=True)) >= {"a", "b"}
    assert Indicateur.objects.filter(visibilite="interne").exists()
    assert set(Cible.objects.values_list("forme", flat=True)) >= {"au_moins", "au_plus", "exacte", "plage", "jalon"}
    assert Mesure.objects.exclude(territoire="").values("territoire").distinct().count() == 17
    assert Organisation.objects.filter(type__in=["ministere", "organisme"]).count() >= 25


def test_chaque_role_a_son_compte_et_seul_le_prive_ne_lit_pas_l_interne(chargee):
    comptes = demonstration.comptes_demo()
    assert {c.role for c in comptes} == set(RoleAdhesion.values)
    for compte in comptes:
        personne = Personne.objects.get(email=compte.courriel)
        assert droits(personne).est_membre
        assert droits(personne).lit_interne == (compte.role != RoleAdhesion.MEMBRE_PRIVE)
        assert EmailAddress.objects.filter(user=personne, verified=True, primary=True).exists()
        assert compte.courriel in chargee and demonstration.MOT_DE_PASSE in chargee


def test_on_se_connecte_avec_le_mot_de_passe_affiche(chargee, client):
    compte = demonstration.comptes_demo()[0]
    reponse = client.post(reverse("account_login"), {"login": compte.courriel, "password": demonstration.MOT_DE_PASSE})
    assert reponse.status_code == 302
    assert client.session["_auth_user_id"] == str(Personne.objects.get(email=compte.courriel).pk)


def test_la_responsable_a_des_resultats_attendus(chargee):
    responsable = Personne.objects.get(email="responsable@demo.exemple")
    fins = EtatIndicateur.objects.filter(indicateur__responsable=responsable).values_list("derniere_mesure", flat=True)
    assert len(fins) == 4 and min(fins) < max(fins)


def test_exportee_au_format_du_portail_elle_s_importe_sans_rien_changer(chargee, apercu):
    """Every form of target, absence, territory and attribute the demonstration has goes out and comes back."""
    lignes = gabarit.exporter(Indicateur.objects.order_by("pk"))
    importation = apercu(b"".join(lignes_csv(gabarit.entetes(), lignes)))
    assert importation.nb_lignes > 1300
    assert comptes(importation) == {
        "creees": 0, "changees": 0, "inchangees": importation.nb_lignes, "refusees": 0,
    }  # fmt: skip


def test_une_correction_attend_une_autre_est_refusee_et_un_retard_est_acquitte(chargee):
    gestion = Personne.objects.get(email="gestion@demo.exemple")
    attend, refusee = CorrectionProposee.objects.order_by("pk")
    assert (attend.etat, refusee.etat, refusee.decidee_par) == ("proposee", "refusee", gestion)
    assert droits(gestion).peut_saisir(attend.indicateur) and not droits(attend.par).peut_saisir(attend.indicateur)
    assert "illustratif" in attend.motif and "illustratif" in refusee.raison
    acquittement = Acquittement.objects.get()
    with connection.cursor() as curseur:
        curseur.execute("SELECT acquittement_id FROM pilotage_alertes(2025, %s)", [timezone.localdate()])
        assert (acquittement.pk,) in curseur.fetchall()
