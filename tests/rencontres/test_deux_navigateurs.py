"""Two real browsers in one meeting: what one does the other sees; one drops, writes, comes back, and loses nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pilotage.models import NoteRencontre, Presence
from pilotage.services import rencontres_direct

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entrer(ouvrir, ouverte):
    """Enter the room and wait for its stream."""

    def faire(personne, **options):
        page = ouvrir(f"/pilotage/rencontres/{ouverte.pk}/", personne=personne, **options)
        page.wait_for_selector('#direct[data-etat="direct"]')
        return page

    return faire


def titre(page, texte):
    page.wait_for_selector(f"#sujet-titre >> text={texte}")


def test_l_ecran_de_toutes_suit_la_personne_qui_anime(entrer, gestionnaire, membre_public, ouverte, points):
    anime, suit = entrer(gestionnaire), entrer(membre_public)
    assert suit.get_by_role("button", name="Point suivant").is_hidden()
    suit.locator("#note-texte").fill("J'écris pendant que tout bouge")
    anime.get_by_role("button", name="Point suivant").click()
    titre(anime, "Qualité")
    titre(suit, "Qualité")
    anime.locator("#etape-cause").click()
    suit.wait_for_selector('.etapes li[aria-current="step"] >> text=Chercher la cause')
    anime.get_by_role("button", name="Suspendre").click()
    suit.wait_for_selector(".minuterie.suspendue")
    assert suit.locator("#note-texte").input_value() == "J'écris pendant que tout bouge"
    suit.get_by_role("button", name="Ajouter la note").click()
    anime.wait_for_selector("#notes-ailleurs >> text=J'écris pendant que tout bouge", state="attached")
    assert NoteRencontre.objects.get().point == points[0]  # the item it was begun on
    assert suit.locator("#note-texte").input_value() == ""


def test_une_note_ecrite_hors_ligne_part_au_retour_et_ce_qu_on_a_manque_est_dit(
    entrer, gestionnaire, membre_public, ouverte
):
    anime, suit = entrer(gestionnaire), entrer(membre_public)
    suit.wait_for_selector("#salle-presences >> text=2 personnes présentes", timeout=30_000)
    suit.context.set_offline(True)
    suit.locator("#note-texte").fill("Écrite dans le tunnel")
    suit.get_by_role("button", name="Ajouter la note").click()
    suit.wait_for_selector("#notes-attente >> text=Écrite dans le tunnel")
    anime.get_by_role("button", name="Point suivant").click()
    titre(anime, "Qualité")
    assert NoteRencontre.objects.count() == 0
    suit.context.set_offline(False)
    titre(suit, "Qualité")
    suit.wait_for_selector("#manque >> text=Qualité")
    anime.get_by_text("Notes des autres points").click(timeout=30_000)
    anime.wait_for_selector("#notes-ailleurs >> text=Écrite dans le tunnel")
    assert NoteRencontre.objects.get().auteur == membre_public
    assert suit.locator("#notes-attente li").count() == 0


def test_un_brouillon_et_une_note_en_attente_survivent_a_un_rechargement(entrer, membre_public, ouverte):
    page = entrer(membre_public)
    page.route("**/note/", lambda route: route.abort())
    page.locator("#note-texte").fill("Le serveur redémarre")
    page.get_by_role("button", name="Ajouter la note").click()
    page.wait_for_selector("#notes-attente >> text=Le serveur redémarre")
    page.locator("#note-texte").fill("Pas encore envoyée")
    page.unroute("**/note/")
    page.reload()
    page.wait_for_selector(".notes >> text=Le serveur redémarre")
    assert page.locator("#note-texte").input_value() == "Pas encore envoyée"
    assert NoteRencontre.objects.count() == 1


def test_l_animation_est_offerte_quand_la_personne_est_partie(entrer, gestionnaire, seconde, ouverte):
    Presence.objects.filter(rencontre=ouverte).update(vue_le=timezone.now() - timedelta(minutes=1))
    page = entrer(seconde)
    page.get_by_role("button", name="Prendre l'animation").click()
    page.get_by_role("button", name="Point suivant").click()
    titre(page, "Qualité")
    ouverte.refresh_from_db()
    assert ouverte.animation == seconde


def test_l_animation_demandee_est_confiee_d_un_clic(entrer, gestionnaire, seconde, ouverte):
    anime, demande = entrer(gestionnaire), entrer(seconde)
    demande.get_by_role("button", name="Demander l'animation").click()
    anime.get_by_role("button", name="Confier l'animation").first.click()
    demande.get_by_role("button", name="Point suivant").wait_for(state="visible")
    anime.get_by_role("button", name="Point suivant").wait_for(state="hidden")


def test_le_mur_suit_et_n_offre_rien_a_presser(ouvrir, gestionnaire, ouverte):
    page = ouvrir(f"/pilotage/rencontres/{ouverte.pk}/mur/", personne=gestionnaire)
    page.wait_for_selector('#direct[data-etat="direct"]')
    assert page.locator("main button:visible, main input:visible").count() == 0
    rencontres_direct.suivant(par=gestionnaire, rencontre=ouverte)
    page.wait_for_selector(".mur-titre >> text=Qualité")


def test_ouvrir_et_clore_menent_toutes_les_pages_ouvertes_au_bon_endroit(
    ouvrir, rencontre, points, gestionnaire, membre_public
):
    adresse = f"/pilotage/rencontres/{rencontre.pk}/"
    anime = ouvrir(adresse, personne=gestionnaire)
    suit = ouvrir(adresse, personne=membre_public)
    suit.wait_for_selector('#direct[data-etat="direct"]')
    anime.get_by_role("button", name="Ouvrir la rencontre").click()
    titre(suit, "Délais")
    suit.wait_for_selector('#direct[data-etat="direct"]')
    anime.get_by_role("link", name="Clore").click()
    anime.get_by_role("button", name="Clore la rencontre").click()
    suit.wait_for_selector("text=Actions confiées")


def test_l_ordre_du_jour_se_deplace_au_clavier_et_a_la_souris(ouvrir, rencontre, points, gestionnaire):
    page = ouvrir(f"/pilotage/rencontres/{rencontre.pk}/", personne=gestionnaire)
    lignes = "[...document.querySelectorAll('.ordre-titre')].map(p => p.innerText.split(' ').pop())"
    page.locator(f"#descendre-{points[0].pk}").press("Enter")
    page.wait_for_function(f"() => ({lignes})[0] === 'Qualité'")
    assert page.evaluate("document.activeElement.id") == f"descendre-{points[0].pk}"
    with page.expect_response(lambda r: r.request.method == "POST"):
        page.drag_and_drop(f"#p{points[2].pk}", f"#p{points[1].pk}", target_position={"x": 40, "y": 4})
    page.wait_for_function(f"() => ({lignes})[0] === 'Effectifs'")
    page.reload()
    assert page.evaluate(lignes)[0] == "Effectifs"


def test_qui_recoit_l_animation_peut_aussitot_la_confier_sans_recharger(entrer, gestionnaire, membre_public, ouverte):
    anime, suit = entrer(gestionnaire), entrer(membre_public)
    anime.wait_for_selector("#salle-presences >> text=2 personnes présentes", timeout=30_000)
    assert suit.locator("#titre-inscrire, #salle-clore a").count() == 0
    anime.get_by_text("Confier l'animation à…").click()
    anime.locator(f"#confier-{membre_public.pk}").click()
    suit.get_by_role("heading", name="Inscrire ce qui se décide").wait_for()
    suit.get_by_role("link", name="Clore").wait_for()
    suit.get_by_text("Confier l'animation à…").click(timeout=30_000)
    suit.locator(f"#confier-{gestionnaire.pk}").click(timeout=30_000)
    anime.get_by_role("button", name="Point suivant").wait_for()
    ouverte.refresh_from_db()
    assert ouverte.animation == gestionnaire
