"""The outbox: what is immediate, what waits for the digest, quiet hours, reading in time, refusals."""

from datetime import date, timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from ecosysteme import tasks
from ecosysteme.enums import CanalNotification, EtatCourriel, TypeNotification
from ecosysteme.models import Courriel, Notification, PreferenceNotification, ReglageCourriel
from ecosysteme.services import courriels, expedition
from ecosysteme.services.notifications import marquer_lues
from tests import fabriques
from tests.notifications.conftest import MATIN, dire

pytestmark = pytest.mark.django_db
SUIVI = TypeNotification.SUIVI


def ecrire():
    tasks.ecrire_courriels()
    return mail.outbox


def test_l_immediat_part_tout_de_suite_et_une_fois(matin, camille):
    dire(camille, url="/pilotage/")
    for _ in range(3):
        ecrire()
    (lettre,) = mail.outbox
    assert lettre.to == ["camille@exemple.test"]
    assert lettre.subject == "Écosystème de la performance – Une action vous est confiée"
    assert "http://localhost:8000/pilotage/" in lettre.body
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.envoye_le, courriel.tentatives) == (EtatCourriel.ENVOYE, MATIN, 1)
    assert lettre.extra_headers["Message-ID"] == courriel.message_id
    assert Notification.objects.get().courriel == courriel


def test_plusieurs_immediats_font_un_seul_courriel_qui_les_compte(matin, camille):
    for n in range(3):
        dire(camille, cle=f"action:{n}", titre=f"Action {n}")
    (lettre,) = ecrire()
    assert lettre.subject.endswith("3\u00a0avis, dont\u00a0: Action 0")
    assert all(f"Action {n}" in lettre.body for n in range(3))


@pytest.mark.parametrize("type", sorted(set(TypeNotification.values) - {"mention", "action", "mandat", "vote"}))
def test_le_reste_attend_le_resume_du_lendemain(matin, demain_matin, camille, type):
    dire(camille, type=type)
    assert ecrire() == []
    demain_matin()
    (lettre,) = ecrire()
    assert "Résumé du 15\u00a0janvier\u00a02026\u00a0: 1\u00a0nouveauté" in lettre.subject
    assert ReglageCourriel.objects.get(personne=camille).dernier_resume == date(2026, 1, 15)


def test_un_resume_par_jour_meme_si_une_chose_arrive_aussitot_apres(matin, demain_matin, camille):
    dire(camille, type=SUIVI, cle="1")
    demain_matin()
    ecrire()
    dire(camille, type=SUIVI, cle="2")
    matin.shift(600)
    assert len(ecrire()) == 1
    matin.shift(86400)
    assert len(ecrire()) == 2
    assert Notification.objects.filter(courriel__isnull=True).count() == 0


def test_rien_ne_part_pendant_les_heures_calmes_et_tout_part_ensemble_apres(matin, camille):
    matin.shift(9 * 3600)  # 19 h
    for n in range(2):
        dire(camille, cle=f"action:{n}")
        assert ecrire() == []
    matin.shift(12 * 3600 - 1)
    assert ecrire() == []
    matin.shift(1)
    (lettre,) = ecrire()
    assert lettre.subject.endswith("2\u00a0avis, dont\u00a0: Une action vous est confiée")


def test_les_heures_calmes_sont_celles_du_fuseau_de_la_personne(matin, camille):
    ReglageCourriel.objects.create(personne=camille, fuseau="Asia/Tokyo")  # midnight there
    dire(camille)
    assert ecrire() == []
    matin.shift(7 * 3600)
    assert len(ecrire()) == 1


@pytest.mark.parametrize(
    ("type", "canal", "aussitot"),
    [("action", "portail", 0), ("action", "quotidien", 0), ("suivi", "immediat", 1), ("suivi", "portail", 0)],
)
def test_la_preference_par_type_decide(matin, demain_matin, camille, type, canal, aussitot):
    PreferenceNotification.objects.create(personne=camille, type=type, canal=canal)
    dire(camille, type=type)
    assert len(ecrire()) == aussitot
    demain_matin()
    assert len(ecrire()) == (0 if canal == CanalNotification.PORTAIL else 1)


def test_ce_qui_est_lu_avant_n_est_plus_ecrit(matin, camille):
    dire(camille)
    marquer_lues(par=camille, ids=Notification.objects.values_list("pk", flat=True))
    assert ecrire() == [] and not Courriel.objects.exists()


def test_lire_dans_le_portail_rend_inutile_le_courriel_qui_attend(matin, camille):
    dire(camille)
    courriels.preparer()
    marquer_lues(par=camille, ids=Notification.objects.values_list("pk", flat=True))
    assert Courriel.objects.get().etat == EtatCourriel.INUTILE
    assert ecrire() == []


def test_une_ligne_lue_sort_du_courriel_et_les_autres_partent(matin, camille):
    for n in range(3):
        dire(camille, cle=f"action:{n}", titre=f"Action {n}")
    courriels.preparer()
    lue = Notification.objects.get(titre="Action 0")
    marquer_lues(par=camille, ids=[lue.pk])
    (lettre,) = ecrire()
    assert "Action 0" not in lettre.body and "Action 1" in lettre.body
    assert lettre.subject.endswith("2\u00a0avis, dont\u00a0: Action 1")
    assert set(Courriel.objects.get().notifications.values_list("titre", flat=True)) == {"Action 1", "Action 2"}


def test_un_genre_refuse_entretemps_sort_du_courriel(matin, camille):
    dire(camille)
    courriels.preparer()
    PreferenceNotification.objects.create(personne=camille, type="action", canal="portail")
    assert ecrire() == []
    assert Courriel.objects.get().etat == EtatCourriel.INUTILE


def test_un_compte_ferme_entretemps_ne_recoit_rien(matin, camille):
    dire(camille)
    courriels.preparer()
    camille.is_active = False
    camille.save()
    assert ecrire() == [] and Courriel.objects.get().etat == EtatCourriel.INUTILE


def test_ce_qui_arrive_pendant_l_ecriture_n_est_marque_que_s_il_y_est(matin, camille, monkeypatch):
    """Only the ids put in the message: something told while it is written goes into the next."""
    dire(camille, cle="1")
    vrai = courriels.rediger

    def rediger(courriel, lignes, jour):
        dire(camille, cle="2", titre="Arrivée pendant ce temps")
        vrai(courriel, lignes, jour)

    monkeypatch.setattr(courriels, "rediger", rediger)
    courriels.preparer()
    monkeypatch.undo()
    assert Notification.objects.get(cle="2").courriel is None
    assert len(ecrire()) == 2
    assert "Arrivée pendant ce temps" in mail.outbox[1].body


def test_une_vieille_chose_ne_revient_pas_quand_la_preference_change(matin, camille):
    PreferenceNotification.objects.create(personne=camille, type="action", canal="portail")
    dire(camille)
    matin.shift(8 * 86400)
    PreferenceNotification.objects.all().delete()
    assert ecrire() == []


class Refus(EmailBackend):
    """A mail server that answers as the test says."""

    erreur: Exception | None = None

    def send_messages(self, lettres):
        if Refus.erreur is not None:
            raise Refus.erreur
        return super().send_messages(lettres)


@pytest.fixture
def refus(settings):
    settings.EMAIL_BACKEND = "tests.notifications.test_courriels.Refus"
    yield Refus
    Refus.erreur = None


@pytest.mark.parametrize(
    "erreur",
    [ConnectionRefusedError(), TimeoutError(), SMTPServerDisconnected("parti"), SMTPDataError(451, b"plus tard")],
    ids=lambda e: type(e).__name__,
)
def test_un_serveur_absent_fait_attendre_de_plus_en_plus_puis_partir_sous_le_meme_nom(matin, camille, refus, erreur):
    dire(camille)
    refus.erreur = erreur
    ecrire()
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.tentatives) == (EtatCourriel.A_ENVOYER, 1)
    assert courriel.pas_avant == MATIN + timedelta(minutes=1)
    ecrire()
    assert Courriel.objects.get().tentatives == 1  # its time has not come
    matin.shift(60)
    ecrire()
    assert Courriel.objects.get().pas_avant == MATIN + timedelta(minutes=6)
    refus.erreur = None
    matin.shift(300)
    (lettre,) = ecrire()
    assert lettre.extra_headers["Message-ID"] == courriel.message_id
    assert Courriel.objects.get().erreur == ""


def test_apres_huit_essais_le_courriel_est_un_echec_qui_dit_pourquoi(matin, camille, refus):
    dire(camille)
    refus.erreur = ConnectionRefusedError()
    for _ in range(60):
        ecrire()
        matin.shift(3600)
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.tentatives) == (EtatCourriel.ECHEC, 8)
    assert courriel.erreur == "ConnectionRefusedError"
    assert mail.outbox == []


def test_une_adresse_refusee_n_arrete_pas_les_autres(matin, camille, refus, monkeypatch):
    dire(camille)
    refus.erreur = SMTPRecipientsRefused({"camille@exemple.test": (550, b"inconnue")})
    ecrire()
    assert Courriel.objects.get().etat == EtatCourriel.ECHEC
    refus.erreur = None
    dire(fabriques.personne(), cle="2")
    assert len(ecrire()) == 1
    assert "exemple.test" not in Courriel.objects.get(etat=EtatCourriel.ECHEC).erreur


def test_un_serveur_absent_n_est_pas_appele_pour_chacun(matin, refus):
    for n in range(5):
        dire(fabriques.personne(), cle=str(n))
    refus.erreur = ConnectionRefusedError()
    ecrire()
    assert sorted(Courriel.objects.values_list("tentatives", flat=True)) == [0, 0, 0, 0, 1]


def test_un_envoi_interrompu_est_repris_plus_tard_sous_le_meme_nom(matin, camille):
    """What a worker killed after the claim leaves: « en cours »."""
    dire(camille)
    courriels.preparer()
    pris = expedition.prendre(timezone.now())
    assert expedition.prendre(timezone.now()) is None
    matin.shift(9 * 60)
    assert ecrire() == []
    matin.shift(60)
    (lettre,) = ecrire()
    assert lettre.extra_headers["Message-ID"] == pris.message_id
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.tentatives) == (EtatCourriel.ENVOYE, 2)


def test_un_envoyeur_lent_ne_defait_pas_ce_qu_un_autre_a_repris(matin, camille, refus):
    dire(camille)
    courriels.preparer()
    lent = expedition.prendre(timezone.now())
    matin.shift(600)
    repris = expedition.prendre(timezone.now())
    assert repris.pk == lent.pk
    refus.erreur = ConnectionRefusedError()
    expedition.remettre(lent, Refus())
    assert Courriel.objects.get().etat == EtatCourriel.EN_COURS
    refus.erreur = None
    expedition.remettre(repris, Refus())
    assert Courriel.objects.get().etat == EtatCourriel.ENVOYE


def test_un_message_qui_tue_son_envoyeur_ne_revient_pas_sans_fin(matin, camille):
    dire(camille)
    courriels.preparer()
    for _ in range(10):
        expedition.prendre(timezone.now())
        matin.shift(600)
    courriel = Courriel.objects.get()
    assert (courriel.etat, courriel.tentatives) == (EtatCourriel.ECHEC, 8)
    assert courriel.erreur
