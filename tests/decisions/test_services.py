"""Entering, correcting, reviewing: rules, notifications, reminders once each, history."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ecosysteme import tasks
from ecosysteme.models import Decision, Notification
from ecosysteme.selectors.decision import GESTES
from ecosysteme.selectors.historique import entrees
from ecosysteme.services import revisions
from ecosysteme.services.decisions import inscrire_decision, modifier_decision, reviser_decision
from ecosysteme.services.lignes import ConflitFiche

pytestmark = pytest.mark.django_db


def avis(personne) -> list[str]:
    return list(Notification.objects.filter(personne=personne).order_by("pk").values_list("titre", flat=True))


def test_inscrire_avertit_la_personne_qui_porte_la_decision(decision, responsable, gestionnaire):
    assert decision.prise_par == gestionnaire
    assert len(avis(responsable)) == 1
    assert avis(gestionnaire) == []


@pytest.mark.parametrize(("champ", "valeur"), [("texte", "  "), ("organe", "")])
def test_une_decision_sans_texte_ou_sans_organe_est_refusee(gestionnaire, champ, valeur):
    with pytest.raises(ValidationError) as refus:
        inscrire_decision(par=gestionnaire, **{"texte": "X", "organe": "Y", champ: valeur})
    assert list(refus.value.message_dict) == [champ]


def test_une_decision_ne_se_confie_pas_a_un_partenaire_prive(gestionnaire, membre_prive):
    with pytest.raises(ValidationError) as refus:
        inscrire_decision(par=gestionnaire, texte="X", organe="Y", responsable=membre_prive)
    assert "secteur public" in refus.value.message_dict["responsable"][0]


def test_une_revision_se_prevoit_apres_aujourd_hui(gestionnaire, decision):
    for jour in (timezone.localdate(), date(2000, 1, 1)):
        with pytest.raises(ValidationError):
            inscrire_decision(par=gestionnaire, texte="X", organe="Y", revision_le=jour)
        with pytest.raises(ValidationError):
            reviser_decision(par=gestionnaire, decision=decision, version_lue=1, constat="Oui.", prochaine=jour)


def test_reviser_garde_le_constat_et_la_date_suivante(decision, responsable, dans_un_mois):
    suivante = dans_un_mois + timedelta(days=180)
    revisee = reviser_decision(
        par=responsable, decision=decision, version_lue=1, constat="Le délai a baissé.", prochaine=suivante
    )
    assert (revisee.revisee_le, revisee.revision_le, revisee.version) == (timezone.localdate(), suivante, 2)
    finie = reviser_decision(par=responsable, decision=decision, version_lue=2, constat="Acquis.")
    assert finie.revision_le is None
    dites = entrees(finie, GESTES)
    assert [e["quoi"] for e in dites] == ["Décision révisée", "Décision révisée", "Décision inscrite"]
    constats = [c for c in dites[0]["changements"] if c["champ"].startswith("Constat")]
    assert constats == [{"champ": "Constat de la révision", "avant": "Le délai a baissé.", "apres": "Acquis."}]


def test_reviser_sans_constat_est_refuse(decision, responsable):
    with pytest.raises(ValidationError) as refus:
        reviser_decision(par=responsable, decision=decision, version_lue=1, constat=" ")
    assert list(refus.value.message_dict) == ["constat"]


def test_deux_corrections_a_la_fois_ne_se_perdent_pas(decision, gestionnaire, responsable):
    def corriger(par, texte, version=1):
        return modifier_decision(
            par=par, decision=decision, version_lue=version,
            champs={"texte": texte, "responsable": decision.responsable, "revision_le": decision.revision_le},
        )  # fmt: skip

    corriger(gestionnaire, "Premier texte.")
    with pytest.raises(ConflitFiche) as conflit:
        corriger(responsable, "Second texte.")
    assert conflit.value.actuelle.texte == "Premier texte."
    assert corriger(responsable, "Second texte.", 2).version == 3


def test_la_revision_est_rappelee_une_semaine_avant_puis_le_jour_meme_une_fois(decision, responsable, dans_un_mois):
    for n in range(-10, 20):
        for _ in range(2):
            revisions.rappeler(jour=dans_un_mois + timedelta(days=n))
    titres = [titre for titre in avis(responsable) if "réviser" in titre]
    assert len(titres) == 2
    assert titres[0].startswith("Décision à réviser le ")
    assert titres[1].startswith("Décision à réviser\u00a0:")


def test_une_date_changee_est_rappelee_a_nouveau(decision, responsable, dans_un_mois):
    revisions.rappeler(jour=dans_un_mois)
    suivante = dans_un_mois + timedelta(days=60)
    reviser_decision(par=responsable, decision=decision, version_lue=1, constat="À revoir.", prochaine=suivante)
    assert revisions.rappeler(jour=dans_un_mois) == 0
    assert revisions.rappeler(jour=suivante) == 1


def test_sans_responsable_c_est_qui_l_a_inscrite_qu_on_rappelle(gestionnaire, dans_un_mois):
    inscrire_decision(par=gestionnaire, texte="X", organe="Y", revision_le=dans_un_mois)
    assert revisions.rappeler(jour=dans_un_mois) == 1
    assert len(avis(gestionnaire)) == 1


@pytest.mark.parametrize(
    ("instant", "rappels"),
    [
        (datetime(2026, 11, 1, 3, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 1, 4, 0, tzinfo=UTC), 1),
        (datetime(2026, 11, 2, 4, 59, tzinfo=UTC), 1),
        (datetime(2026, 3, 8, 4, 59, tzinfo=UTC), 0),
        (datetime(2026, 3, 9, 3, 59, tzinfo=UTC), 1),
    ],
)
def test_les_nuits_du_changement_d_heure(decision, responsable, monkeypatch, instant, rappels):
    """The review of 1 November (or 8 March) is told on that day of Québec; the week before was told already."""
    jour = date(2026, 11, 1) if instant.month > 9 else date(2026, 3, 8)
    Decision.objects.filter(pk=decision.pk).update(revision_le=jour)
    revisions.rappeler(jour=jour - timedelta(days=3))
    avant = Notification.objects.count()
    monkeypatch.setattr(timezone, "now", lambda: instant)
    tasks.rappeler_revisions()
    tasks.rappeler_revisions()
    assert Notification.objects.count() - avant == rappels
