"""What a vote owes to nobody's word: the exported file recounted by a library, a server whose clock is wrong, a page
that runs nothing of what people write.
"""

import csv
import io
import json
import random
from collections import Counter
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from votelib.convert import RankedToCondorcetVotes
from votelib.evaluate.condorcet import Schulze
from votelib.evaluate.core import Tie

from forum.enums import EtatScrutin
from forum.models import Bulletin
from forum.selectors.recompte import recompter
from forum.selectors.scrutins_etat import etat
from forum.services.consultations import ouvrir_consultation
from forum.services.pieces import deposer_piece
from forum.services.propositions import proposer, publier_proposition
from forum.services.scrutins_clore import proclamer
from forum.services.scrutins_voter import deposer_bulletin
from forum.services.sujets import ecrire_message
from forum.tasks_scrutins import balayer_scrutins
from tests import fabriques
from tests import fabriques_forum as forum
from tests.forum.aides_scrutins import CHOIX, annoncer, assemblee, fermer, ouvert, relu
from tests.tableaux.conftest import live_server  # noqa: F401

CANARI = '<img src=x onerror="window.canari=1"><script>window.canari=1</script>'


def exporte(client, scrutin) -> list[dict[str, str]]:
    """The rows of the file anybody may download once the vote is closed."""
    reponse = client.get(reverse("forum:scrutin_intrants", args=[scrutin.pk]))
    corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    texte = corps.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(texte), delimiter=csv.Sniffer().sniff(texte.splitlines()[0]).delimiter))


@pytest.mark.django_db
@pytest.mark.parametrize("graine", range(5))
def test_le_fichier_exporte_se_recompte_par_une_bibliotheque_independante(client, graine):
    """Ranked ballots: the file alone gives the winners the portal proclaimed."""
    hasard, cles = random.Random(graine), ["un", "deux", "trois", "quatre"]
    instance, membres, sujet = assemblee(15)
    options = [(c, c.capitalize(), "choix") for c in cles]
    scrutin = ouvert(sujet, instance, methode="classement", compte="schulze", options=options)
    for m in membres:
        ordre = hasard.sample(cles, 4)
        deposer_bulletin(par=m, scrutin=scrutin, contenu={"rangs": [[c] for c in ordre]})
    deposer_bulletin(par=membres[0], scrutin=scrutin, contenu={"rangs": [[c] for c in hasard.sample(cles, 4)]})
    proclamer(scrutin=fermer(scrutin))
    fabriques.adhesion(membres[0], fabriques.organisation())
    client.force_login(membres[0])
    bulletins = [json.loads(x["contenu"]) for x in exporte(client, scrutin) if x["genre"] == "bulletin"]
    assert len(bulletins) == 15
    votes = Counter(tuple(rang[0] for rang in b["rangs"]) for b in bulletins)
    elu = Schulze().evaluate(RankedToCondorcetVotes().convert(dict(votes)), 1)[0]
    premiers = set(relu(scrutin).resultat["classement"][0])
    assert (set(elu) if isinstance(elu, Tie) else {elu}) <= premiers


@pytest.mark.django_db
def test_le_fichier_d_une_majorite_se_compte_a_la_main_et_porte_les_recus(client):
    instance, membres, sujet = assemblee(9, prives=4)
    scrutin = ouvert(sujet, instance, par_college=True)
    recus = [
        deposer_bulletin(par=m, scrutin=scrutin, contenu=CHOIX["pour" if n % 3 else "contre"])
        for n, m in enumerate(membres)
    ]
    proclamer(scrutin=fermer(scrutin))
    fabriques.adhesion(membres[0], fabriques.organisation())
    client.force_login(membres[0])
    lignes = exporte(client, scrutin)
    voix = Counter((x["college"], json.loads(x["contenu"])["choix"][0]) for x in lignes if x["genre"] == "bulletin")
    resultat = relu(scrutin).resultat
    assert sum(n for (_, c), n in voix.items() if c == "pour") == 6 == resultat["ensemble"]["pour"]
    for college, dit in resultat["par_college"].items():
        assert (voix[college, "pour"], voix[college, "contre"]) == (dit["pour"], dit["contre"])
    assert {x["recu"] for x in lignes if x["genre"] == "bulletin"} == {r.empreinte for r in recus}
    assert sum(x["genre"] == "inscription" for x in lignes) == 9


@pytest.mark.django_db
@pytest.mark.parametrize("heures", [-3, 3])
def test_un_travailleur_dont_l_horloge_est_fausse_n_ouvre_ni_ne_ferme_rien_a_contretemps(heures):
    """The database's clock decides: three hours early or late, a process accepts and refuses the same ballots."""
    instance, membres, sujet = assemblee(4)
    court = ouvert(sujet, instance)
    attend = annoncer(
        forum.scrutin(sujet, instance), ouvre_le=timezone.now() + timedelta(hours=1),
        ferme_le=timezone.now() + timedelta(hours=2),
    )  # fmt: skip
    clos = fermer(ouvert(sujet, instance))
    with time_machine.travel(timezone.now() + timedelta(hours=heures)):
        assert deposer_bulletin(par=membres[0], scrutin=court, contenu=CHOIX["pour"]).rang == 1
        for autre in (attend, clos):
            with pytest.raises(ValidationError if autre is clos else Exception):
                deposer_bulletin(par=membres[0], scrutin=autre, contenu=CHOIX["pour"])
        assert balayer_scrutins() == 1
        assert [etat(relu(s)) for s in (court, attend, clos)] == [
            EtatScrutin.OUVERT, EtatScrutin.ANNONCE, EtatScrutin.PROCLAME,
        ]  # fmt: skip
    bulletin = Bulletin.objects.get()
    assert abs((bulletin.exprime_le - timezone.now()).total_seconds()) < 60
    assert recompter(relu(clos)).tient


@pytest.mark.navigateur
@pytest.mark.django_db(transaction=True)
def test_rien_de_ce_que_les_gens_ecrivent_ne_s_execute(
    ouvrir, forum_monde, membre_public, gestionnaire, animation, settings, tmp_path, journal_videable
):
    """Titles, messages, names, files, statements, proposals, options and questions hold a canary; no page wakes it."""
    settings.MEDIA_ROOT = tmp_path
    type(membre_public).objects.filter(pk=membre_public.pk).update(nom=CANARI[:60], prenom="<b onclick=alert(1)>")
    membre_public.refresh_from_db()
    espace = forum.espace(nom=CANARI, description=CANARI)
    sujet = forum.sujet(espace, membre_public, titre=CANARI, question=True)
    piece = deposer_piece(par=membre_public, fichier=SimpleUploadedFile(f"{CANARI}.txt", b"texte"))
    corps = f"{CANARI}\n\n[lien](javascript:window.canari=1) ![i](x onerror=window.canari=1)\n\n```\n{CANARI}\n```"
    message = ecrire_message(par=membre_public, sujet=sujet, corps=corps, pieces=[piece])
    ecrire_message(par=gestionnaire, sujet=sujet, corps="Je cite.", cite=message)
    textes = {"titre": CANARI, "probleme": CANARI, "action": CANARI, "effet": CANARI}
    p = publier_proposition(par=membre_public, proposition=proposer(par=membre_public, espace=espace, **textes))
    consultation = ouvrir_consultation(
        par=membre_public, sujet=sujet, question=CANARI, enonces=[f"{n} {CANARI}" for n in range(3)]
    )
    scrutin = ouvert(sujet, forum_monde.instance, question=CANARI, contexte=CANARI,
                     options=[("a", CANARI, "choix"), ("b", "b", "choix")], methode="sondage")  # fmt: skip
    page = ouvrir("/forum/", personne=animation)
    for chemin in (
        "/forum/", f"/forum/espaces/{espace.pk}/", f"/forum/sujets/{sujet.pk}/", f"/forum/propositions/{p.pk}/",
        "/forum/propositions/", f"/forum/consultations/{consultation.pk}/", f"/forum/scrutins/{scrutin.pk}/",
        f"/forum/scrutins/{scrutin.pk}/registre/", "/forum/scrutins/", "/forum/recherche/?q=canari", "/",
    ):  # fmt: skip
        assert page.goto(chemin).status == 200
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.canari") is None, chemin
        assert page.locator("img[src=x], [onerror], a[href^='javascript:']").count() == 0, chemin
