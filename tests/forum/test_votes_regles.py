"""What a vote may be and become: delegation, proxies, extension, second call, consent, outcome; instants of Québec."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from ecosysteme.models import Decision, Notification
from forum.enums import EtatObjection, Issue
from forum.forms.scrutins import DOUBLE, PASSEE, ChampInstant
from forum.models import Objection, VoixCourante
from forum.services.consentement import passer_etape, retirer_objection, trier_objection
from forum.services.procurations import donner_procuration, revoquer_procuration
from forum.services.scrutins_clore import proclamer, prolonger, second_appel
from forum.services.scrutins_issue import consigner_issue
from forum.services.scrutins_preparer import preparer_scrutin
from forum.services.scrutins_voter import ObjectionDonnee, deposer_bulletin
from tests import fabriques
from tests.forum.aides_scrutins import CHOIX, assemblee, fermer, ligne, ouvert, relu

pytestmark = pytest.mark.django_db
CONSENTEMENT = (("consens", "Je consens", "consentement"), ("objecte", "J'objecte", "objection"))


@pytest.fixture
def salle(db):
    return assemblee(4, procurations_max=1)


def preparer(sujet, **champs):
    maintenant = timezone.now()
    champs = {"methode": "majorite", "question": "Adoptons-nous?", **champs}
    animation, registraire = fabriques.personne(), fabriques.personne()
    return preparer_scrutin(
        par=animation, sujet=sujet, ouvre_le=maintenant, ferme_le=maintenant + timedelta(days=2), animation=animation,
        registraire=registraire, **champs,
    )  # fmt: skip


def test_sans_niveau_de_delegation_rien_ne_se_prepare(salle):
    with pytest.raises(ValidationError, match="niveau de délégation"):
        preparer(salle[2])


@pytest.mark.parametrize(("niveau", "methode"), [(1, "majorite"), (2, "avis"), (3, "consentement"), (4, "classement")])
def test_le_niveau_de_delegation_refuse_une_fausse_participation(salle, niveau, methode):
    with pytest.raises(ValidationError):
        preparer(salle[2], niveau_delegation=niveau, methode=methode)


def test_au_niveau_cinq_l_avis_de_l_autorite_vient_avant(salle):
    with pytest.raises(ValidationError, match="avis"):
        preparer(salle[2], niveau_delegation=5)
    assert preparer(salle[2], niveau_delegation=5, avis_autorite="Favorable.").pk


def test_la_charte_de_l_instance_fixe_quorum_et_seuils(salle):
    instance, _, sujet = salle
    instance.quorum_pct, instance.seuil_num, instance.seuil_den = 75, 2, 3
    instance.save()
    sujet.refresh_from_db()
    prepare = preparer(sujet, niveau_delegation=7)
    assert (prepare.quorum_pct, prepare.seuil_num, prepare.seuil_den, prepare.procurations_max) == (75, 2, 3, 1)
    assert list(prepare.options.values_list("cle", flat=True)) == ["pour", "contre", "abstention"]


@pytest.mark.parametrize("ordre", ["mandataire d'abord", "mandant d'abord"])
def test_a20_la_voix_du_mandant_prevaut_dans_les_deux_ordres(salle, ordre):
    instance, (mandant, mandataire, *_), sujet = salle
    donner_procuration(
        par=mandant, instance=instance, mandataire=mandataire, texte="Je suis absent.",
        debut=date(2020, 1, 1), fin=date(2099, 1, 1),
    )  # fmt: skip
    scrutin = ouvert(sujet, instance, procurations_max=1)
    pour = ligne(scrutin, mandant)
    if ordre == "mandataire d'abord":
        deposer_bulletin(par=mandataire, scrutin=scrutin, contenu=CHOIX["contre"], pour=pour)
        deposer_bulletin(par=mandant, scrutin=scrutin, contenu=CHOIX["pour"])
    else:
        deposer_bulletin(par=mandant, scrutin=scrutin, contenu=CHOIX["pour"])
        with pytest.raises(ValidationError, match="prévaut"):
            deposer_bulletin(par=mandataire, scrutin=scrutin, contenu=CHOIX["contre"], pour=pour)
    assert VoixCourante.objects.get(inscription=pour).bulletin.contenu == CHOIX["pour"]


def test_une_procuration_ne_s_enchaine_pas_ni_ne_depasse_la_charte(salle):
    instance, (a, b, c, d), _ = salle
    periode = {"debut": date(2020, 1, 1), "fin": date(2099, 1, 1), "texte": "Absence."}
    donner_procuration(par=a, instance=instance, mandataire=b, **periode)
    for mandant, mandataire in ((b, c), (c, a), (d, b)):
        with pytest.raises(ValidationError):
            donner_procuration(par=mandant, instance=instance, mandataire=mandataire, **periode)
    assert donner_procuration(par=d, instance=instance, mandataire=c, **periode).pk


def test_une_procuration_reste_dans_le_college_et_se_reprend():
    instance, membres, _ = assemblee(4, prives=1, procurations_max=2)
    periode = {"debut": date(2020, 1, 1), "fin": date(2099, 1, 1), "texte": "Absence."}
    with pytest.raises(ValidationError, match="collège"):
        donner_procuration(par=membres[0], instance=instance, mandataire=membres[3], **periode)
    donnee = donner_procuration(par=membres[0], instance=instance, mandataire=membres[1], **periode)
    with pytest.raises(PermissionDenied):
        revoquer_procuration(par=membres[1], procuration=donnee)
    assert revoquer_procuration(par=membres[0], procuration=donnee).revoquee_le


def test_voter_sans_procuration_est_refuse(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance, procurations_max=1)
    with pytest.raises(PermissionDenied, match="procuration"):
        deposer_bulletin(par=membres[1], scrutin=scrutin, contenu=CHOIX["pour"], pour=ligne(scrutin, membres[0]))


def test_a22_on_ne_prolonge_qu_ouvert_et_si_la_charte_le_permet(salle):
    instance, membres, sujet = salle
    ferme = ouvert(sujet, instance)
    plus_tard = ferme.ferme_le + timedelta(days=1)
    with pytest.raises(ValidationError, match="charte"):
        prolonger(par=membres[0], scrutin=ferme, ferme_le=plus_tard, motif="Congé")
    souple = ouvert(sujet, instance, prolongation_permise=True)
    prolonger(par=membres[0], scrutin=souple, ferme_le=plus_tard, motif="Congé")
    assert relu(souple).ferme_le == plus_tard
    assert Notification.objects.filter(personne=membres[1], titre__contains="prolongé").exists()
    with pytest.raises(ValidationError, match="fermé"):
        prolonger(par=membres[0], scrutin=fermer(souple), ferme_le=plus_tard + timedelta(days=1), motif="Trop tard")


def test_sans_quorum_un_second_appel_suit_la_charte_une_seule_fois(salle):
    instance, membres, sujet = salle
    instance.second_appel_quorum_pct = 0
    instance.save()
    scrutin = ouvert(sujet, instance)
    proclamer(scrutin=fermer(scrutin))
    scrutin = relu(scrutin)
    assert scrutin.issue == Issue.SANS_QUORUM
    dates = {"ouvre_le": timezone.now(), "ferme_le": timezone.now() + timedelta(days=1)}
    appel = second_appel(par=membres[0], scrutin=scrutin, **dates)
    assert appel.second_appel_de_id == scrutin.pk and appel.quorum_pct == 0 and appel.annonce_le
    with pytest.raises(ValidationError, match="déjà fait"):
        second_appel(par=membres[0], scrutin=scrutin, **dates)


def test_consentement_une_objection_ouverte_empeche_d_adopter_et_son_auteur_seul_la_retire(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance, methode="consentement", options=CONSENTEMENT)
    for m in membres[:3]:
        deposer_bulletin(par=m, scrutin=scrutin, contenu={"choix": ["consens"]})
    dite = ObjectionDonnee("L'équité entre régions", "Deux bureaux fermeraient")
    deposer_bulletin(
        par=membres[3], scrutin=scrutin, contenu={"choix": ["objecte"]}, raison="Cela nuirait", objection=dite
    )
    objection = Objection.objects.get()
    assert (objection.etat, objection.but_lese) == (EtatObjection.OUVERTE, "L'équité entre régions")
    with pytest.raises(PermissionDenied):
        retirer_objection(par=membres[0], objection=objection, raison="x")
    trier_objection(par=membres[0], objection=objection, etat=EtatObjection.MAINTENUE, raison="Elle tient.")
    proclamer(scrutin=fermer(scrutin))
    assert relu(scrutin).issue == Issue.OBJECTION_MAINTENUE


def test_consentement_retiree_par_son_auteur_l_objection_laisse_adopter(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance, methode="consentement", options=CONSENTEMENT)
    passer_etape(par=membres[0], scrutin=scrutin, etape="tour")
    with pytest.raises(ValidationError, match="étape"):
        passer_etape(par=membres[0], scrutin=scrutin, etape="clarification")
    for m in membres[:3]:
        deposer_bulletin(par=m, scrutin=scrutin, contenu={"choix": ["objecte"]}, raison="J'hésite")
    retirer_objection(
        par=membres[0], objection=Objection.objects.get(inscription__personne=membres[0]), raison="Rassuré"
    )
    deposer_bulletin(par=membres[1], scrutin=scrutin, contenu={"choix": ["consens"]})
    trier_objection(
        par=membres[0],
        objection=Objection.objects.get(inscription__personne=membres[2]),
        etat="preference",
        raison="Goût",
    )
    proclamer(scrutin=fermer(scrutin))
    assert relu(scrutin).issue == Issue.ADOPTEE


def test_l_issue_entre_au_registre_des_decisions_et_les_votants_l_apprennent(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance, niveau_delegation=6)
    for m in membres:
        deposer_bulletin(par=m, scrutin=scrutin, contenu=CHOIX["pour"])
    proclamer(scrutin=fermer(scrutin))
    dit = {"enonce": "Le guichet ouvre le samedi.", "responsable": None, "revue_le": date(2099, 1, 1)}
    with pytest.raises(ValidationError, match="motifs"):
        consigner_issue(par=membres[0], scrutin=scrutin, **dit)
    decision = consigner_issue(par=membres[0], scrutin=scrutin, motifs="L'affluence.", **dit)
    assert Decision.objects.get() == decision == relu(scrutin).decision
    assert Notification.objects.filter(personne=membres[1], titre__contains="Le guichet ouvre").exists()
    with pytest.raises(ValidationError, match="déjà"):
        consigner_issue(par=membres[0], scrutin=scrutin, motifs="L'affluence.", **dit)


def test_un_vote_rejete_n_inscrit_rien(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    for m in membres:
        deposer_bulletin(par=m, scrutin=scrutin, contenu=CHOIX["contre"])
    proclamer(scrutin=fermer(scrutin))
    with pytest.raises(ValidationError, match="Rien n'est décidé"):
        consigner_issue(par=membres[0], scrutin=scrutin, enonce="x", responsable=None, revue_le=None)


@pytest.mark.parametrize(("mural", "phrase"), [("2027-03-14T02:30", PASSEE), ("2026-11-01T01:30", DOUBLE)])
def test_a12_une_heure_que_la_nuit_saute_ou_repete_est_refusee(mural, phrase):
    with pytest.raises(ValidationError, match=phrase[:30]):
        ChampInstant().clean(mural)


@pytest.mark.parametrize(("mural", "utc"), [
    ("2027-03-14T01:59", datetime(2027, 3, 14, 6, 59, tzinfo=UTC)),
    ("2027-03-14T03:00", datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
    ("2026-11-01T00:59", datetime(2026, 11, 1, 4, 59, tzinfo=UTC)),
    ("2026-11-01T02:00", datetime(2026, 11, 1, 7, 0, tzinfo=UTC)),
    ("2026-07-01T23:59", datetime(2026, 7, 2, 3, 59, tzinfo=UTC)),
])  # fmt: skip
def test_a11_une_heure_du_quebec_est_un_seul_instant(mural, utc):
    assert ChampInstant().clean(mural) == utc


def test_un_scrutin_en_preparation_se_corrige_de_la_page_et_un_annonce_plus(client, salle, coordination):
    instance, _, sujet = salle
    prepare = preparer(sujet, niveau_delegation=7)
    client.force_login(coordination)
    page = client.get(reverse("forum:scrutin_modifier", args=[prepare.pk]))
    champs = {nom: "" if v is None else v for nom, v in page.context["form"].initial.items()}
    heures = {nom: timezone.localtime(champs[nom]).strftime("%Y-%m-%dT%H:%M") for nom in ("ouvre_le", "ferme_le")}
    gens = dict.fromkeys(("animation", "registraire"), coordination.pk)
    envoi = {nom: v for nom, v in (champs | heures | gens).items() if v not in (False, "")}
    corrige = client.post(page.request["PATH_INFO"], envoi | {"question": "Vraiment?", "methode": "classement",
                                                             "options": "Un\nDeux\nTrois"})  # fmt: skip
    assert corrige.status_code == 302, corrige.content.decode()
    prepare.refresh_from_db()
    assert (prepare.question, prepare.methode, prepare.options.count()) == ("Vraiment?", "classement", 3)
    assert client.post(page.request["PATH_INFO"], envoi).status_code == 409
    ouverte = ouvert(sujet, instance)
    refus = client.post(reverse("forum:scrutin_modifier", args=[ouverte.pk]), envoi)
    assert refus.status_code == 422 and "ouvert" in refus.content.decode()
