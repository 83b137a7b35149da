"""At the same instant: one taker of the lead, every note kept, one event a number (FIABILITE 5, 7)."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from pilotage.models import EvenementRencontre, NoteRencontre, Presence
from pilotage.services import rencontres_direct, rencontres_notes
from pilotage.services.rencontres import ActeRefuse
from tests import fabriques

pytestmark = pytest.mark.django_db(transaction=True)


def ensemble(*actes):
    """Run every act at once, each on its own connection; what each returned or raised."""
    depart, issues = threading.Barrier(len(actes)), [None] * len(actes)

    def faire(rang, acte):
        try:
            depart.wait(10)
            issues[rang] = acte()
        except Exception as erreur:
            issues[rang] = erreur
        finally:
            connections.close_all()

    fils = [threading.Thread(target=faire, args=(rang, acte)) for rang, acte in enumerate(actes)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    return issues


def numeros(rencontre):
    return list(EvenementRencontre.objects.filter(rencontre=rencontre).order_by("rang").values_list("rang", flat=True))


def test_une_seule_personne_prend_l_animation_d_une_personne_deconnectee(ouverte, ministere):
    candidates = []
    for _ in range(5):
        personne = fabriques.personne()
        fabriques.adhesion(personne, ministere, "gestionnaire")
        candidates.append(personne)
    Presence.objects.filter(rencontre=ouverte).update(vue_le=timezone.now() - timedelta(seconds=21))
    actes = [lambda p=p: rencontres_direct.reprendre_animation(par=p, rencontre=ouverte) for p in candidates]
    issues = ensemble(*actes)
    assert sum(issue is None for issue in issues) == 1
    assert all(isinstance(issue, ActeRefuse) for issue in issues if issue is not None)
    ouverte.refresh_from_db()
    assert ouverte.animation == candidates[issues.index(None)]
    assert EvenementRencontre.objects.filter(rencontre=ouverte, genre="animation").count() == 1
    assert numeros(ouverte) == list(range(1, ouverte.rang + 1))


def test_on_ne_prend_pas_l_animation_a_qui_vient_de_faire_signe(ouverte, seconde):
    Presence.objects.filter(rencontre=ouverte).update(vue_le=timezone.now() - timedelta(seconds=21))
    rencontres_direct.voir(personne=ouverte.animation, rencontre=ouverte, rang=0)
    with pytest.raises(ActeRefuse, match="anime la rencontre"):
        rencontres_direct.reprendre_animation(par=seconde, rencontre=ouverte)


def test_l_animation_se_demande_et_se_donne(ouverte, gestionnaire, seconde, membre_public, sans_role):
    rencontres_direct.demander_animation(par=seconde, rencontre=ouverte)
    rencontres_direct.donner_animation(par=gestionnaire, rencontre=ouverte, a=seconde)
    ouverte.refresh_from_db()
    assert ouverte.animation == seconde
    with pytest.raises(ActeRefuse, match="anime maintenant"):
        rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte)
    with pytest.raises(ActeRefuse, match="ne suit pas"):
        rencontres_direct.donner_animation(par=seconde, rencontre=ouverte, a=sans_role)


def test_vingt_notes_a_la_fois_sont_vingt_notes(ouverte, points, gestionnaire, seconde):
    auteurs = [gestionnaire, seconde]
    actes = [
        lambda n=n: rencontres_notes.noter(
            par=auteurs[n % 2], rencontre=ouverte, uuid=uuid4(), texte=f"Note {n}", point=points[n % 3]
        )
        for n in range(20)
    ]
    issues = ensemble(*actes)
    assert all(isinstance(issue, NoteRencontre) for issue in issues)
    assert set(NoteRencontre.objects.values_list("texte", flat=True)) == {f"Note {n}" for n in range(20)}
    ouverte.refresh_from_db()
    assert numeros(ouverte) == list(range(1, ouverte.rang + 1))


def test_la_meme_note_envoyee_cinq_fois_a_la_fois_est_une_note(ouverte, seconde):
    cle = uuid4()
    actes = [lambda: rencontres_notes.noter(par=seconde, rencontre=ouverte, uuid=cle, texte="Une fois")] * 5
    issues = ensemble(*actes)
    assert {issue.pk for issue in issues} == {NoteRencontre.objects.get().pk}
    assert EvenementRencontre.objects.filter(rencontre=ouverte, genre="note").count() == 1


def test_une_note_ne_remplace_pas_celle_d_une_autre_personne(ouverte, seconde, membre_public):
    cle = uuid4()
    rencontres_notes.noter(par=seconde, rencontre=ouverte, uuid=cle, texte="La mienne")
    with pytest.raises(ActeRefuse, match="quelqu'un d'autre"):
        rencontres_notes.noter(par=membre_public, rencontre=ouverte, uuid=cle, texte="La tienne")
    assert NoteRencontre.objects.get().texte == "La mienne"


def test_deux_clics_a_la_fois_avancent_d_un_seul_point(ouverte, points, gestionnaire):
    vu = points[0].pk
    ensemble(*[lambda: rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte, vu=vu)] * 4)
    ouverte.refresh_from_db()
    assert ouverte.point_courant == points[1]
