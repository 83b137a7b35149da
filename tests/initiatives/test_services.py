"""Opening, the next step, attaching, closing, reopening, taking part."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from ecosysteme.models import Abonnement, Initiative, Notification
from ecosysteme.selectors import initiatives_historique
from ecosysteme.services import initiatives as services
from ecosysteme.services import participations
from ecosysteme.services.abonnements import suivre
from ecosysteme.services.initiatives import ConflitFiche
from tests import fabriques


def relire(initiative):
    return Initiative.objects.select_related("prochaine_etape_par").get(pk=initiative.pk)


def test_ouvrir_fait_participer_son_auteur_et_prend_l_organisation_des_indicateurs(initiative, gestionnaire, ministere):
    assert [p.personne for p in initiative.participations.all()] == [gestionnaire]
    assert list(initiative.organisations.all()) == [ministere]
    assert initiative.indicateurs.count() == 2


def test_un_titre_vide_est_refuse(gestionnaire):
    with pytest.raises(ValidationError):
        services.ouvrir_initiative(par=gestionnaire, titre="   ")
    assert not Initiative.objects.exists()


def test_fixer_une_etape_met_l_initiative_en_cours(initiative, gestionnaire):
    faite = services.fixer_etape(
        par=gestionnaire,
        initiative=initiative,
        quoi=" Mesurer ",
        qui=gestionnaire,
        quand=date(2026, 12, 1),
        version_lue=1,
    )
    assert (faite.prochaine_etape, faite.etat, faite.version) == ("Mesurer", "en_cours", 2)


def test_une_etape_n_est_confiee_qu_a_un_participant(initiative, gestionnaire, responsable):
    with pytest.raises(ValidationError, match="invitez-la"):
        services.fixer_etape(
            par=gestionnaire, initiative=initiative, quoi="Mesurer", qui=responsable, quand=None, version_lue=1
        )


def test_une_date_sans_etape_est_refusee(initiative, gestionnaire):
    with pytest.raises(ValidationError, match="ce qui doit arriver"):
        services.fixer_etape(
            par=gestionnaire, initiative=initiative, quoi="", qui=None, quand=date(2026, 12, 1), version_lue=1
        )


def test_ecrire_sur_une_version_depassee_est_un_conflit(initiative, gestionnaire):
    services.modifier_initiative(par=gestionnaire, initiative=initiative, titre="Un", description="", version_lue=1)
    with pytest.raises(ConflitFiche):
        services.modifier_initiative(
            par=gestionnaire, initiative=initiative, titre="Deux", description="", version_lue=1
        )
    assert relire(initiative).titre == "Un"


def test_clore_demande_ce_qui_en_est_sorti(initiative, gestionnaire):
    with pytest.raises(ValidationError, match="ce qui en est sorti"):
        services.clore_initiative(par=gestionnaire, initiative=initiative, etat="terminee", issue=" ", version_lue=1)
    with pytest.raises(ValidationError):
        services.clore_initiative(par=gestionnaire, initiative=initiative, etat="en_cours", issue="Rien", version_lue=1)


def test_une_initiative_close_ne_se_modifie_plus_avant_d_etre_rouverte(initiative, gestionnaire, indicateur):
    services.clore_initiative(par=gestionnaire, initiative=initiative, etat="terminee", issue="Fait.", version_lue=1)
    with pytest.raises(ValidationError, match="rouvrez"):
        services.modifier_initiative(par=gestionnaire, initiative=initiative, titre="X", description="", version_lue=2)
    with pytest.raises(ValidationError, match="rouvrez"):
        services.retirer(par=gestionnaire, initiative=initiative, objet=indicateur)
    rouverte = services.rouvrir_initiative(par=gestionnaire, initiative=initiative, version_lue=2)
    assert (rouverte.etat, rouverte.close_le) == ("en_cours", None)
    assert services.rouvrir_initiative(par=gestionnaire, initiative=initiative, version_lue=3).version == 3


def test_rattacher_deux_fois_ne_change_rien(initiative, gestionnaire, indicateur_d_ailleurs, ailleurs):
    for _ in range(2):
        services.rattacher(par=gestionnaire, initiative=initiative, objet=indicateur_d_ailleurs)
    assert relire(initiative).version == 2
    assert ailleurs in initiative.organisations.all()
    for _ in range(2):
        services.retirer(par=gestionnaire, initiative=initiative, objet=ailleurs)
    assert relire(initiative).version == 3
    assert ailleurs not in initiative.organisations.all()


def test_participer_deux_fois_garde_ce_qu_on_a_dit_apporter(initiative, responsable):
    participations.participer(par=responsable, initiative=initiative, apport="Des données")
    participations.participer(par=responsable, initiative=initiative)
    assert initiative.participations.get(personne=responsable).apport == "Des données"


def test_un_apport_trop_long_est_refuse(initiative, responsable):
    with pytest.raises(ValidationError, match="200"):
        participations.participer(par=responsable, initiative=initiative, apport="x" * 201)


def test_on_n_invite_pas_une_personne_sans_role(initiative, gestionnaire, sans_role):
    with pytest.raises(ValidationError, match="rôle en vigueur"):
        participations.inviter_a_participer(par=gestionnaire, initiative=initiative, personne=sans_role)


def test_un_partenaire_qui_quitte_ne_suit_plus(initiative, gestionnaire, membre_prive):
    participations.inviter_a_participer(par=gestionnaire, initiative=initiative, personne=membre_prive)
    suivre(par=membre_prive, sujet=f"initiative:{initiative.pk}")
    participations.quitter(par=membre_prive, initiative=initiative)
    assert not Abonnement.objects.filter(personne=membre_prive).exists()


def test_l_historique_dit_qui_a_fait_quoi(initiative, gestionnaire, responsable, indicateur_d_ailleurs):
    participations.participer(par=responsable, initiative=initiative, apport="Des données")
    services.fixer_etape(
        par=gestionnaire, initiative=initiative, quoi="Mesurer", qui=responsable, quand=date(2026, 12, 1), version_lue=1
    )
    services.rattacher(par=gestionnaire, initiative=initiative, objet=indicateur_d_ailleurs)
    entrees = initiatives_historique.lire(relire(initiative))
    dits = [(e["quoi"], e["note"]) for e in entrees]
    assert (f"{responsable} participe", "Des données") in dits
    assert any(note.startswith("Indicateur rattaché : 9.9.9") for _, note in dits)
    etape = next(e for e in entrees if any(c.get("champ") == "Prochaine étape" for c in e["changements"]))
    assert {c["champ"]: c["apres"] for c in etape["changements"]} == {
        "État": "En cours",
        "Prochaine étape": "Mesurer",
        "Par qui": str(responsable),
        "Pour quand": "1er\u00a0décembre\u00a02026",
    }
    assert {e["qui"] for e in entrees} == {str(gestionnaire), str(responsable)}


def test_l_historique_se_lit_en_une_requete(initiative, gestionnaire, django_assert_num_queries):
    for n in range(5):
        participations.participer(par=fabriques.personne(), initiative=initiative, apport=str(n))
    lue = relire(initiative)
    with django_assert_num_queries(1):
        assert len(initiatives_historique.lire(lue)) >= 7


def avis(personne):
    lues = Notification.objects.filter(personne=personne).order_by("pk").values_list("type", "titre")
    return [(genre, titre.replace("\u00a0", " ")) for genre, titre in lues]


def test_chacun_apprend_ce_qui_le_concerne_et_l_auteur_rien(
    initiative, gestionnaire, responsable, membre_public, coordination, membre_prive
):
    participations.participer(par=responsable, initiative=initiative)
    participations.inviter_a_participer(par=gestionnaire, initiative=initiative, personne=membre_public)
    suivre(par=coordination, sujet=f"initiative:{initiative.pk}")
    suivre(par=membre_prive, sujet=f"initiative:{initiative.pk}")
    services.fixer_etape(
        par=gestionnaire, initiative=initiative, quoi="Mesurer", qui=responsable, quand=None, version_lue=1
    )
    etape = "Prochaine étape de « Répondre en dix jours » : Mesurer"
    assert avis(responsable) == [("initiative", "On attend de vous, pour « Répondre en dix jours » : Mesurer")]
    invite = f"{gestionnaire} vous invite à participer à « Répondre en dix jours »"
    assert avis(membre_public) == [("initiative", invite), ("initiative", etape)]
    assert avis(coordination) == [("suivi", etape)]
    assert avis(gestionnaire) == [] and avis(membre_prive) == []


def test_la_fin_et_la_reprise_se_disent_une_fois(initiative, gestionnaire, responsable):
    participations.participer(par=responsable, initiative=initiative)
    services.clore_initiative(par=gestionnaire, initiative=initiative, etat="terminee", issue="Fait.", version_lue=1)
    for version in (2, 3):
        services.rouvrir_initiative(par=gestionnaire, initiative=initiative, version_lue=version)
    titres = [titre for _, titre in avis(responsable)]
    assert titres == ["Initiative terminée : Répondre en dix jours", "Initiative rouverte : Répondre en dix jours"]
