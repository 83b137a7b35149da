"""A report is made whole by whoever holds its lock; a kill, a second delivery or a change of mind loses nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.utils import timezone

from ecosysteme.models import Adhesion, Notification
from pilotage import tasks
from pilotage.enums import EtatRapport
from pilotage.models import Rapport
from pilotage.services import rapports
from pilotage.services import rapports_depot as depot
from pilotage.services.rapports import RapportImpossible

pytestmark = pytest.mark.django_db


@pytest.fixture
def demander(monde, choisir, monkeypatch):
    monkeypatch.setattr(rapports, "envoyer", lambda *a: True)

    def faire(**champs):
        return rapports.demander_rapport(par=monde.coordination, choix=choisir(**champs))

    return faire


def fichiers(racine: Path) -> list[str]:
    return sorted(f.name for f in racine.rglob("*") if f.is_file())


def test_le_rapport_se_prepare_en_entier(monde, demander):
    rapport = demander()
    tasks.preparer_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert (rapport.etat, rapport.avancement, rapport.erreur) == (EtatRapport.PRET, 100, "")
    assert [o["nom"] for o in rapport.contenu["organisations"]] == [
        "Gouvernement fictif", "Ministère d'Ailleurs", "Ministère de la Clarté", "Direction des essais",
    ]  # fmt: skip
    assert depot.lire(rapport.chemin, depot.PDF).startswith(b"%PDF-")
    couverture = depot.lire(rapport.chemin, depot.COUVERTURE).decode()
    assert "Exercice 2024-2025" in couverture and "à la demande de Camille Fictive" in couverture
    assert "3\u00a0indicateurs" in couverture and "SCT 2022" in couverture


def test_qui_l_a_demande_apprend_une_seule_fois_que_le_rapport_est_pret(monde, demander):
    rapport = demander(organisation=str(monde.ailleurs.pk))
    assert not Notification.objects.exists()
    tasks.preparer_rapport(rapport.pk)
    Rapport.objects.update(etat=EtatRapport.EN_COURS)  # the worker died after the last step, before its answer
    tasks.preparer_rapport(rapport.pk)
    recue = Notification.objects.get()
    assert (recue.personne, recue.cle, recue.type) == (monde.coordination, f"rapport:{rapport.pk}", "suivi")
    assert recue.url == f"/pilotage/rapports/{rapport.pk}/" and "Ministère d'Ailleurs" in recue.titre


def test_une_section_dit_les_chiffres_la_meteo_les_bloquants_et_le_graphique(monde, demander):
    rapport = demander(organisation=str(monde.ministere.pk))
    tasks.preparer_rapport(rapport.pk)
    rapport.refresh_from_db()
    section = depot.lire(rapport.chemin, depot.section(monde.ministere.pk)).decode()
    assert "Part de MCL" in section and "g g-xmr" in section and "au moins 40" in section
    assert "Appuis nécessaires" in section and "Contrat en attente" in section
    assert "<b>nombreux</b>" not in section and "&lt;b&gt;nombreux&lt;/b&gt;" in section
    assert "Part de DES" in depot.lire(rapport.chemin, depot.section(monde.direction.pk)).decode()
    assert depot.lire(rapport.chemin, depot.section(monde.ailleurs.pk)) is None


def test_la_lecture_pose_le_meme_nombre_de_requetes_pour_une_ou_trois_organisations(monde, choisir):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from pilotage.selectors import rapport_lecture

    comptes = []
    assert choisir().lignes  # the rights of the person, read once for all
    for lignes in ([monde.ministere.pk], [monde.ministere.pk, monde.direction.pk, monde.ailleurs.pk]):
        with CaptureQueriesContext(connection) as captees:
            rapport_lecture.lire(monde.coordination, lignes, 2024)
        comptes.append(len(captees))
    assert comptes[0] == comptes[1] <= 9


def test_les_indicateurs_a_surveiller_seuls_sont_detailles_quand_on_le_demande(monde, choisir):
    from pilotage.selectors import rapport_lecture, rapport_sections

    choix = choisir(detail="a_surveiller", organisation=str(monde.ministere.pk))
    lues = rapport_lecture.lire(monde.coordination, [monde.ministere.pk], 2024)
    objectif = rapport_sections.section(choix.lignes[0], choix, lues)["plans"][0]["objectifs"][0]
    assert len(objectif["indicateurs"]) == 1 and objectif["detailles"] == []


def test_un_pdf_abrege_le_dit_et_la_page_garde_tout(monde, demander, monkeypatch):
    mises_en_page = []
    monkeypatch.setattr(rapports, "pdf", lambda html: mises_en_page.append(html) or b"%PDF-")
    monkeypatch.setattr(rapports.rapport_sections, "PLEIN_MAX", 2)
    rapport = demander()
    tasks.preparer_rapport(rapport.pk)
    rapport.refresh_from_db()
    couverture = depot.lire(rapport.chemin, depot.COUVERTURE).decode()
    assert "Abrégé, vu" in couverture and "6 graphiques au plus" in couverture
    page = depot.lire(rapport.chemin, depot.section(monde.ministere.pk)).decode()
    assert "g g-xmr" in page and "rapport-abrege" not in page
    html = mises_en_page[0]
    assert "rapport-abrege" in html and "Part de MCL" in html and "Contrat en attente" in html and "Abrégé" in html
    assert "g g-xmr" not in html  # every target is reached: nothing to watch


def test_d_un_rapport_abrege_on_demande_le_pdf_complet_d_une_organisation(monde, demander, monkeypatch, client):
    monkeypatch.setattr(rapports, "pdf", lambda html: b"%PDF-")
    monkeypatch.setattr(rapports.rapport_sections, "PLEIN_MAX", 2)
    rapport = demander()
    tasks.preparer_rapport(rapport.pk)
    client.force_login(monde.coordination)
    page = client.get(f"/pilotage/rapports/{rapport.pk}/organisations/{monde.ministere.pk}/").content.decode()
    assert f"/pilotage/rapports/nouveau/?organisation={monde.ministere.pk}&amp;exercice=2024" in page
    assert "Préparer le PDF complet" not in client.get(f"/pilotage/rapports/{rapport.pk}/").content.decode()


def test_un_rapport_court_n_est_pas_abrege(monde, demander, monkeypatch):
    mises_en_page = []
    monkeypatch.setattr(rapports, "pdf", lambda html: mises_en_page.append(html) or b"%PDF-")
    tasks.preparer_rapport(demander().pk)
    assert "g g-xmr" in mises_en_page[0] and "Abrégé" not in mises_en_page[0]


def test_les_graphiques_d_un_pdf_abrege_sont_les_plus_a_surveiller():
    def fiche(code, variation, atteint, *, a_regarder=True):
        return {"code": code, "variation": variation, "atteint": atteint, "a_regarder": a_regarder, "svg": "<svg>"}

    fiches = [
        fiche("A", "", 90),
        fiche("B", "defavorable", 95),
        fiche("C", "", 10),
        fiche("D", "", 0, a_regarder=False),
    ]
    fiches += [fiche(f"E{n}", "", 91 + n) for n in range(9)]
    vue = {"plans": [{"objectifs": [{"detailles": fiches}]}]}
    retenues = [i["code"] for i in rapports.rapport_sections.figures_abregees(vue)]
    assert retenues == ["B", "C", "A", "E0", "E1", "E2"]


def test_deux_livraisons_ne_font_qu_un_rapport(monde, demander, tmp_path):
    rapport = demander(organisation=str(monde.ailleurs.pk))
    tasks.preparer_rapport(rapport.pk)
    premiers = fichiers(tmp_path)
    tasks.preparer_rapport(rapport.pk)
    assert fichiers(tmp_path) == premiers and Rapport.objects.get().tentatives == 1


def test_un_travailleur_tue_en_route_est_repris_par_le_balayage(monde, demander, tmp_path, monkeypatch):
    rapport = demander(organisation=str(monde.ailleurs.pk))

    def tue(*_):
        raise OperationalError("connexion perdue")

    monkeypatch.setattr(rapports.rapport_lecture, "lire", tue)
    with pytest.raises(OperationalError):
        tasks.preparer_rapport(rapport.pk)
    monkeypatch.undo()
    Rapport.objects.update(maj_le=timezone.now() - timedelta(minutes=2))
    envoyes = []
    monkeypatch.setattr(rapports, "envoyer", lambda tache, pk: envoyes.append((tache, pk)) or True)
    assert rapports.relancer() == 1 and rapports.relancer() == 0
    assert envoyes == [("pilotage.tasks.preparer_rapport", rapport.pk)]
    tasks.preparer_rapport(rapport.pk)
    assert Rapport.objects.get().etat == EtatRapport.PRET
    assert fichiers(tmp_path) == ["couverture.html", f"organisation-{monde.ailleurs.pk}.html", "rapport.pdf"]


def test_apres_trois_interruptions_le_rapport_echoue_avec_une_phrase(monde, demander):
    rapport = demander()
    Rapport.objects.update(tentatives=3)
    tasks.preparer_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.etat == EtatRapport.ECHEC and "trois fois" in rapport.erreur


def test_retire_pendant_qu_il_se_fait_il_s_arrete_et_ne_laisse_rien(
    monde, demander, tmp_path, monkeypatch, django_capture_on_commit_callbacks
):
    rapport, vraie = demander(), rapports.rapport_lecture.lire

    def retirer_puis_lire(*arguments):
        Rapport.objects.all().delete()
        return vraie(*arguments)

    monkeypatch.setattr(rapports.rapport_lecture, "lire", retirer_puis_lire)
    tasks.preparer_rapport(rapport.pk)
    assert not Rapport.objects.exists() and fichiers(tmp_path) == []


def test_qui_n_a_plus_le_droit_n_a_plus_de_rapport(monde, demander):
    rapport = demander()
    Adhesion.objects.filter(personne=monde.coordination).update(fin="2021-01-01")
    tasks.preparer_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.etat == EtatRapport.ECHEC and "rôle" in rapport.erreur


def test_une_selection_vide_ou_demesuree_se_dit_avant(monde, choisir, monkeypatch):
    with pytest.raises(RapportImpossible, match="Aucune organisation"):
        rapports.verifier(choisir(q="introuvable"))
    monkeypatch.setattr(rapports, "INDICATEURS_MAX", 2)
    with pytest.raises(RapportImpossible, match="2 au plus"):
        rapports.verifier(choisir())
    rapports.verifier(choisir(detail="synthese"))


def test_sans_pango_le_rapport_se_fait_en_page_seulement(monde, demander, tmp_path, monkeypatch):
    monkeypatch.setattr(rapports, "indisponible", lambda: "Pas de PDF.")
    rapport = demander(organisation=str(monde.ailleurs.pk))
    tasks.preparer_rapport(rapport.pk)
    rapport.refresh_from_db()
    assert rapport.etat == EtatRapport.PRET and rapport.contenu["pdf"] is False
    assert "rapport.pdf" not in fichiers(tmp_path)


def test_apres_trente_jours_le_rapport_et_ses_fichiers_s_en_vont(
    monde, demander, tmp_path, django_capture_on_commit_callbacks
):
    rapport = demander(organisation=str(monde.ailleurs.pk))
    tasks.preparer_rapport(rapport.pk)
    assert rapports.purger() == 0
    Rapport.objects.update(demande_le=timezone.now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        assert rapports.purger() == 1
    assert not Rapport.objects.exists() and fichiers(tmp_path) == []


def test_le_nom_du_dossier_ne_se_devine_pas_et_rien_n_en_sort(monde, demander):
    chemins = {depot.ouvrir() for _ in range(3)}
    assert len(chemins) == 3 and all(len(chemin) > 35 for chemin in chemins)
    assert depot.lire("rapports/../..", "x") is None and depot.lire("", "manage.py") is None
