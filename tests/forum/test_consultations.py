"""Consultations: statements answered one after the other, a map nobody can be read in."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connections, transaction
from django.urls import reverse

from forum.carte_opinion import ABSENT, calculer
from forum.models import AvisSurEnonce, CarteOpinion, Enonce
from forum.services import consultations as services
from forum.tasks_opinion import calculer_cartes
from tests import fabriques

ENONCES = ["On attend trop.", "Le samedi aiderait.", "Le téléphone suffit."]


@pytest.fixture
def ouverte(forum_monde, membre_public):
    return services.ouvrir_consultation(
        par=membre_public, sujet=forum_monde.sujet_ouvert, question="Que changer au guichet?", enonces=ENONCES
    )


def repondent(consultation, n, avis=lambda i, j: 1):
    """n people answer every statement."""
    gens = [fabriques.personne() for _ in range(n)]
    enonces = list(consultation.enonces.filter(retire_le__isnull=True).order_by("pk"))
    for i, personne in enumerate(gens):
        for j, enonce in enumerate(enonces):
            services.donner_avis(par=personne, enonce=enonce, avis=avis(i, j))
    return gens


@pytest.mark.django_db
def test_ouvrir_demande_une_question_et_trois_enonces_courts_et_differents(forum_monde, membre_public, gestionnaire):
    def ouvrir(par=membre_public, question="Quoi?", enonces=ENONCES):
        return services.ouvrir_consultation(par=par, sujet=forum_monde.sujet_ouvert, question=question, enonces=enonces)

    with pytest.raises(PermissionDenied):
        ouvrir(par=gestionnaire)
    for champ, mots, options in (
        ("question", "question", {"question": " "}),
        ("enonces", "trois", {"enonces": [*ENONCES[:2], " "]}),
        ("enonces", "200", {"enonces": [*ENONCES, "x" * 201]}),
        ("enonces", "pareils", {"enonces": [*ENONCES, ENONCES[0]]}),
    ):
        with pytest.raises(ValidationError) as refus:
            ouvrir(**options)
        assert mots in refus.value.message_dict[champ][0]


@pytest.mark.django_db
def test_une_question_envoyee_deux_fois_n_ouvre_qu_une_consultation(ouverte, membre_public):
    with pytest.raises(ValidationError, match="déjà posée"):
        services.ouvrir_consultation(par=membre_public, sujet=ouverte.sujet, question=ouverte.question, enonces=ENONCES)


@pytest.mark.django_db
def test_un_avis_se_change_et_un_enonce_ecrit_ne_change_plus(ouverte, gestionnaire, membre_public):
    enonce = ouverte.enonces.first()
    for avis in (1, -1):
        services.donner_avis(par=gestionnaire, enonce=enonce, avis=avis)
    assert AvisSurEnonce.objects.get().avis == -1
    with pytest.raises(ValidationError):
        services.donner_avis(par=gestionnaire, enonce=enonce, avis=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enonce.objects.filter(pk=enonce.pk).update(texte="Autre chose")
    neuf = services.proposer_enonce(par=gestionnaire, consultation=ouverte, texte=" Un rendez-vous  en ligne. ")
    assert neuf.texte == "Un rendez-vous en ligne." and neuf.avis.get().avis == 1
    with pytest.raises(ValidationError, match="déjà"):
        services.proposer_enonce(par=gestionnaire, consultation=ouverte, texte="un rendez-vous en ligne.")
    with pytest.raises(PermissionDenied):
        services.retirer_enonce(par=gestionnaire, enonce=neuf, motif="x")
    services.retirer_enonce(par=membre_public, enonce=neuf, motif="Hors sujet")
    with pytest.raises(ValidationError, match="retiré"):
        services.donner_avis(par=gestionnaire, enonce=neuf, avis=1)
    services.fermer_consultation(par=membre_public, consultation=ouverte)
    with pytest.raises(ValidationError, match="fermée"):
        services.donner_avis(par=gestionnaire, enonce=enonce, avis=1)


@pytest.mark.django_db
def test_une_carte_attend_cinq_personnes_et_la_suivante_cinq_autres(ouverte):
    repondent(ouverte, 4)
    assert calculer_cartes() == 0 and not CarteOpinion.objects.exists()
    repondent(ouverte, 1)
    assert calculer_cartes() == 1
    assert calculer_cartes() == 0
    repondent(ouverte, 4)
    assert calculer_cartes() == 0
    repondent(ouverte, 1)
    assert calculer_cartes() == 1
    seconde, premiere = CarteOpinion.objects.order_by("-numero")
    assert (premiere.nb_participants, seconde.nb_participants) == (5, 10) and seconde.graine == premiere.graine
    with pytest.raises(IntegrityError), transaction.atomic():
        CarteOpinion.objects.filter(pk=premiere.pk).update(nette=True)


@pytest.mark.django_db
def test_la_carte_gardee_se_recalcule_de_sa_graine_et_ne_nomme_personne(ouverte):
    repondent(ouverte, 6, lambda i, j: 1 if i % 2 else -1)
    enonces, grille = services.matrice(ouverte)
    assert grille.shape == (6, 3) and enonces == sorted(enonces)
    carte = services.calculer_carte(consultation=ouverte)
    refait = calculer(grille, graine=carte.graine)
    assert [{k: v for k, v in e.items() if k != "enonce"} for e in carte.resultat["enonces"]] == refait["enonces"]
    assert set(carte.resultat) == {"participants", "avis", "porte", "groupes", "enonces"}


@pytest.mark.django_db
def test_la_matrice_met_chaque_avis_a_sa_place(ouverte):
    gens = [fabriques.personne() for _ in range(3)]
    un, deux, trois = ouverte.enonces.order_by("pk")
    services.donner_avis(par=gens[2], enonce=trois, avis=-1)
    services.donner_avis(par=gens[0], enonce=deux, avis=1)
    services.donner_avis(par=gens[1], enonce=un, avis=0)
    _, grille = services.matrice(ouverte)
    assert np.array_equal(grille, [[ABSENT, 1, ABSENT], [0, ABSENT, ABSENT], [ABSENT, ABSENT, -1]])


@pytest.mark.django_db
def test_la_page_mene_d_un_enonce_a_l_autre_puis_montre_la_carte(client, ouverte, gestionnaire):
    client.force_login(gestionnaire)
    adresse = reverse("forum:consultation", args=[ouverte.pk])
    assert "quand 5 personnes ont répondu" in client.get(adresse).content.decode()
    for n in range(3):
        page = client.get(adresse).content.decode()
        suivant = next(
            e for e in ouverte.enonces.all() if f'action="{reverse("forum:enonce_repondre", args=[e.pk])}" hx' in page
        )
        fragment = client.post(
            reverse("forum:enonce_repondre", args=[suivant.pk]), {"avis": "1"}, headers={"HX-Request": "true"}
        )
        assert f"{n + 1} sur 3" in fragment.content.decode()
    assert "Vous avez répondu à tous les énoncés" in client.get(adresse).content.decode()
    mauvais = client.post(reverse("forum:enonce_repondre", args=[suivant.pk]), {"avis": "peut-être"}, follow=True)
    assert "passez" in mauvais.content.decode()
    repondent(ouverte, 5)
    calculer_cartes()
    page = client.get(adresse, {"voir": "divise"}).content.decode()
    assert "Aucune division nette" in page and "à partir de 30 personnes" in page and "100" in page
    fichier = client.get(adresse, {"format": "csv", "carte": "1"})
    corps = (b"".join(fichier.streaming_content) if fichier.streaming else fichier.content).decode()
    assert "On attend trop." in corps and "Tous" in corps
    assert client.get(adresse, {"format": "csv", "carte": "9"}).status_code == 404


@pytest.mark.django_db
def test_des_camps_se_voient_sur_la_page_en_disques_et_en_mots(client, forum_monde, membre_public):
    consultation = services.ouvrir_consultation(
        par=membre_public, sujet=forum_monde.sujet_ouvert, question="Quoi?", enonces=[f"Énoncé {n}." for n in range(8)]
    )
    repondent(consultation, 32, lambda i, j: (1 if j % 2 else -1) * (1 if i < 18 else -1))
    calculer_cartes()
    client.force_login(membre_public)
    page = client.get(reverse("forum:consultation", args=[consultation.pk])).content.decode()
    assert "2 groupes se dessinent nettement" in page and "Groupe A : 18" in page.replace("\u00a0", " ")
    assert CarteOpinion.objects.get().nette and len(re.findall(r'<circle cx="\d+" cy="\d+" r="\d+"', page)) == 2


@pytest.mark.django_db(transaction=True)
def test_des_reponses_en_parallele_ne_se_perdent_ni_ne_se_doublent(ouverte, journal_videable):
    """Twenty answers of one person at once, and a map computed among forty people's answers."""
    enonces = list(ouverte.enonces.order_by("pk"))
    gens = [fabriques.personne() for _ in range(20)]
    depart = threading.Barrier(21)

    def lancer(geste):
        try:
            depart.wait(10)
            return geste()
        finally:
            connections.close_all()

    gestes = [lambda p=p, n=n: [services.donner_avis(par=p, enonce=e, avis=(n % 3) - 1) for e in enonces]
              for n, p in enumerate([*gens[:10], *[gens[0]] * 10])]  # fmt: skip
    with ThreadPoolExecutor(21) as groupe:
        list(groupe.map(lancer, [*gestes, lambda: services.calculer_carte(consultation=ouverte)]))
    assert AvisSurEnonce.objects.count() == 30
    carte = services.calculer_carte(consultation=ouverte)
    derniere = carte or CarteOpinion.objects.latest("numero")
    apres = AvisSurEnonce.objects.filter(maj_le__gt=derniere.calculee_le).values("personne").distinct().count()
    assert derniere.nb_participants + apres >= 10 and apres < 5
