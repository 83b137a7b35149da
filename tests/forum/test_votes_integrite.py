"""What makes a vote provable: a frozen roll, ballots nothing changes, one current ballot, a count anybody redoes."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ecosysteme.models import Courriel, Journal, Notification
from ecosysteme.services.redaction import rediger
from forum.enums import Issue
from forum.models import Bulletin, Inscription, Scrutin, VersionProposition, VoixCourante
from forum.selectors.recompte import recompter
from forum.services.scrutins_clore import proclamer, retirer_scrutin
from forum.services.scrutins_preparer import annoncer_scrutin, recuser
from forum.services.scrutins_voter import deposer_bulletin
from forum.tasks_scrutins import balayer_scrutins
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import CHOIX, annoncer, assemblee, fermer, ouvert, relu, sans_gardes

pytestmark = pytest.mark.django_db


@pytest.fixture
def salle(db):
    return assemblee(4)


def voter(scrutin, personne, nom, **champs):
    return deposer_bulletin(par=personne, scrutin=scrutin, contenu=CHOIX[nom], **champs)


def resultat(scrutin, *choix, membres):
    for personne, nom in zip(membres, choix, strict=False):
        if nom:
            voter(scrutin, personne, nom)
    assert proclamer(scrutin=fermer(scrutin))
    return relu(scrutin)


def test_le_registre_est_fige_a_l_ouverture_et_son_empreinte_est_dite(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    assert len(scrutin.registre_empreinte) == 64 and scrutin.inscriptions.count() == 4
    avis = Notification.objects.get(personne=membres[1], cle=f"scrutin:{scrutin.pk}:ouvert")
    assert scrutin.registre_empreinte in avis.precision and scrutin.tete_ouverture in avis.precision
    lettre = Courriel(personne=membres[1])
    rediger(lettre, [avis])
    assert avis.precision in lettre.texte and avis.precision in lettre.html and avis.precision not in lettre.objet
    with pytest.raises(IntegrityError), transaction.atomic():
        Inscription.objects.filter(scrutin=scrutin).first().delete()


def test_a10_une_personne_nommee_apres_l_ouverture_n_est_pas_au_registre(salle):
    instance, _, sujet = salle
    scrutin = ouvert(sujet, instance)
    tardive = forum.mandat(instance).personne
    with pytest.raises(PermissionDenied, match="registre"):
        voter(scrutin, tardive, "pour")


def test_a8_le_bulletin_de_qui_part_reste_valide(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    voter(scrutin, membres[1], "pour")
    instance.mandats.filter(personne=membres[1]).update(fin=date(2020, 1, 2))
    membres[1].is_active = False
    membres[1].save()
    voter(scrutin, membres[2], "pour")
    voter(scrutin, membres[0], "contre")
    proclamer(scrutin=fermer(scrutin))
    assert relu(scrutin).issue == Issue.ADOPTEE


def test_a9_un_compte_anonymise_ne_change_pas_le_recompte(salle):
    instance, membres, sujet = salle
    scrutin = resultat(ouvert(sujet, instance), "pour", "pour", "contre", membres=membres)
    avant = recompter(scrutin)
    membres[0].prenom, membres[0].nom, membres[0].email = "Personne", "retirée", "retiree@exemple.test"
    membres[0].save()
    apres = recompter(relu(scrutin))
    assert avant.tient and apres.tient and avant.octets == apres.octets


def test_a23_une_organisation_renommee_garde_au_registre_son_nom_du_jour(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    mandat = instance.mandats.get(personne=membres[0])
    ancien = mandat.organisation.nom
    mandat.organisation.nom = "Ministère au nouveau nom"
    mandat.organisation.save()
    assert set(scrutin.inscriptions.values_list("organisation", flat=True)) == {ancien}
    assert recompter(relu(scrutin)).tient


@pytest.mark.parametrize(("choix", "issue"), [
    (("pour", "pour", None, None), Issue.ADOPTEE),  # half exactly, and the quorum is half
    (("abstention", "pour", None, None), Issue.ADOPTEE),
    (("pour", None, None, None), Issue.SANS_QUORUM),
    (("pour", "contre", None, None), Issue.EGALITE),
    (("contre", "contre", "pour", None), Issue.REJETEE),
])  # fmt: skip
def test_a2_le_quorum_de_la_moitie_exacte_suffit_et_une_abstention_y_compte(salle, choix, issue):
    instance, membres, sujet = salle
    assert resultat(ouvert(sujet, instance), *choix, membres=membres).issue == issue


def test_a3_un_registre_vide_ne_s_annonce_pas(salle):
    instance, membres, sujet = salle
    scrutin = forum.scrutin(sujet, instance)
    for membre in membres:
        recuser(par=membre, scrutin=scrutin, motif="Intérêt personnel")
    with pytest.raises(ValidationError, match="Personne ne serait inscrit"):
        annoncer_scrutin(par=membres[0], scrutin=scrutin, version_lue=1)


def test_a3_un_registre_devenu_vide_retire_le_scrutin_et_dit_pourquoi(salle):
    instance, _, sujet = salle
    scrutin = annoncer(forum.scrutin(sujet, instance))
    instance.mandats.all().delete()
    balayer_scrutins()
    assert "Personne ne serait inscrit" in relu(scrutin).retire_motif


def test_a5_le_texte_vote_ne_change_plus(salle):
    instance, membres, sujet = salle
    proposition = forum.proposition(sujet.espace, membres[0])
    version = proposition.versions.get()
    VersionProposition.objects.filter(pk=version.pk).update(publiee_le="2026-01-01T00:00:00Z", empreinte="e" * 64)
    scrutin = ouvert(sujet, instance, version_visee=version, version_empreinte="e" * 64)
    voter(scrutin, membres[0], "pour")
    with pytest.raises(IntegrityError), transaction.atomic():
        VersionProposition.objects.filter(pk=version.pk).update(action="Autre chose")
    with pytest.raises(IntegrityError), transaction.atomic():
        Scrutin.objects.filter(pk=scrutin.pk).update(question="Une autre question?")
    with pytest.raises(IntegrityError), transaction.atomic():
        scrutin.options.update(libelle="Autre")


def test_a7_un_scrutin_retire_garde_ses_bulletins_et_n_en_recoit_plus(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    voter(scrutin, membres[0], "pour")
    retirer_scrutin(par=scrutin.animation, scrutin=scrutin, motif="La question était mal posée.")
    assert Bulletin.objects.filter(scrutin=scrutin).count() == 1
    with pytest.raises(ValidationError):
        voter(relu(scrutin), membres[1], "pour")
    assert not proclamer(scrutin=fermer(scrutin))


def test_les_bulletins_et_leurs_voix_ne_se_modifient_pas(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    voter(scrutin, membres[0], "pour")
    for geste in (
        "UPDATE forum_bulletin SET contenu = '{}'",
        "DELETE FROM forum_bulletin",
        "TRUNCATE forum_bulletin CASCADE",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as curseur:
            curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
            curseur.execute(geste)


def test_changer_son_vote_ajoute_une_ligne_et_le_dernier_compte(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    premier = voter(scrutin, membres[0], "contre")
    second = voter(scrutin, membres[0], "pour")
    assert (premier.rang, second.rang) == (1, 2) and premier.empreinte != second.empreinte
    assert VoixCourante.objects.get(inscription__personne=membres[0]).bulletin.contenu == CHOIX["pour"]


def test_a16_un_choix_unique_reste_unique_apres_un_changement(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    voter(scrutin, membres[0], "pour")
    with pytest.raises(ValidationError, match="une seule"):
        deposer_bulletin(par=membres[0], scrutin=scrutin, contenu={"choix": ["pour", "contre"]})
    assert VoixCourante.objects.get().bulletin.contenu == CHOIX["pour"]


def test_a21_on_ne_se_recuse_qu_avant_l_ouverture(salle):
    instance, membres, sujet = salle
    bientot = timezone.now() + timedelta(hours=1)
    scrutin = annoncer(forum.scrutin(sujet, instance, ouvre_le=bientot))
    recuser(par=membres[3], scrutin=scrutin, motif="Conflit d'intérêts")
    annoncer(scrutin, ouvre_le=timezone.now())
    balayer_scrutins()
    assert relu(scrutin).inscriptions.count() == 3
    with pytest.raises(ValidationError, match="avant l'ouverture"):
        recuser(par=membres[2], scrutin=relu(scrutin), motif="Trop tard")


def test_a25_un_octet_change_fait_echouer_le_recompte_et_dit_ou(salle):
    instance, membres, sujet = salle
    scrutin = resultat(ouvert(sujet, instance), "pour", "pour", "contre", membres=membres)
    sans_gardes(
        "forum_bulletin",
        "UPDATE forum_bulletin SET contenu = %s WHERE inscription_id = "
        "(SELECT id FROM forum_inscription WHERE scrutin_id = %s AND personne_id = %s)",
        ['{"choix": ["contre"]}', scrutin.pk, membres[0].pk],
    )
    fait = recompter(relu(scrutin))
    rang = Inscription.objects.get(scrutin=scrutin, personne=membres[0]).rang
    assert any(f"ligne {rang}" in faute for faute in fait.fautes)
    assert any("diffère" in faute for faute in fait.fautes)
    with pytest.raises(CommandError, match="ne tient pas"):
        call_command("recompter", scrutin=scrutin.pk)


def test_a25_une_entree_du_journal_touchee_est_nommee(salle):
    instance, membres, sujet = salle
    scrutin = resultat(ouvert(sujet, instance), "pour", "pour", membres=membres)
    entree = Journal.objects.get(acte="scrutin.ouvert", objet=f"scrutin:{scrutin.pk}")
    sans_gardes(
        "ecosysteme_journal", "UPDATE ecosysteme_journal SET acte = 'scrutin.ouverT' WHERE id = %s", [entree.pk]
    )
    assert f"L'entrée {entree.pk} du journal ne porte plus son sceau." in recompter(relu(scrutin)).fautes


def test_recompter_ecrit_les_memes_octets_a_chaque_fois(salle):
    instance, membres, sujet = salle
    scrutin = resultat(ouvert(sujet, instance), "pour", "contre", "pour", membres=membres)
    ecrits = []
    for _ in range(2):
        sortie = StringIO()
        call_command("recompter", scrutin=scrutin.pk, octets=True, stdout=sortie)
        ecrits.append(sortie.getvalue())
    assert ecrits[0] == ecrits[1] != ""
    sortie = StringIO()
    call_command("recompter", scrutin=scrutin.pk, stdout=sortie)
    assert "tout se tient" in sortie.getvalue()


def test_proclamer_deux_fois_ou_trop_tot_ne_change_rien(salle):
    instance, membres, sujet = salle
    scrutin = ouvert(sujet, instance)
    assert not proclamer(scrutin=scrutin)
    fini = resultat(scrutin, "pour", "pour", membres=membres)
    assert not proclamer(scrutin=fini)
    assert Journal.objects.filter(acte="scrutin.proclame").count() == 1


def test_a14_un_travailleur_arrete_deux_heures_ne_retient_ni_voix_ni_resultat(salle):
    """Nobody froze the roll nor proclaimed: the first voter opens, the sweeper finishes, nothing counted late."""
    instance, membres, sujet = salle
    scrutin = annoncer(forum.scrutin(sujet, instance))
    voter(scrutin, membres[0], "pour")
    voter(relu(scrutin), membres[1], "pour")
    scrutin = fermer(scrutin)
    with pytest.raises(ValidationError, match="fermé"):
        voter(scrutin, membres[2], "contre")
    assert balayer_scrutins() == 1
    assert relu(scrutin).issue == Issue.ADOPTEE and relu(scrutin).resultat["participation"]["votants"] == 2
    assert balayer_scrutins() == 0


def test_une_raison_demandee_manque_le_dit_et_rien_n_est_depose(salle):
    instance, membres, sujet = salle
    options = (("consens", "Je consens", "consentement"), ("objecte", "J'objecte", "objection"))
    scrutin = ouvert(sujet, instance, methode="consentement", options=options)
    with pytest.raises(ValidationError, match="raison"):
        deposer_bulletin(par=membres[0], scrutin=scrutin, contenu={"choix": ["objecte"]})
    assert not Bulletin.objects.exists()
