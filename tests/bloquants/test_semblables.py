"""« Qui a déjà réglé un bloquant semblable »: French words, likeness of titles, solved ones only, in bounded time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecosysteme.enums import CauseBloquant
from pilotage.enums import EtatBloquant
from pilotage.models import Bloquant
from pilotage.selectors.bloquants_semblables import _SQL, MONTRES, semblables
from pilotage.services import bloquants as services
from pilotage.services._bloquants import horloge
from tests.bloquants.conftest import signaler

pytestmark = pytest.mark.django_db


@pytest.fixture
def regler(gestionnaire_d_ailleurs, indicateur_d_ailleurs):
    """Raise and solve one elsewhere."""

    def faire(titre, comment="Une entente de partage.", **champs):
        b = signaler(gestionnaire_d_ailleurs, indicateur_d_ailleurs, titre=titre, **champs)
        services.prendre_en_charge(par=gestionnaire_d_ailleurs, bloquant=b)
        return services.resoudre(par=gestionnaire_d_ailleurs, bloquant=b, ce_qui_a_regle=comment)

    return faire


def titres(*mots, **options):
    return [s["titre"] for s in semblables(*mots, **options)]


@pytest.mark.parametrize(
    "cherche",
    [
        "donnee regionale",  # accents and endings
        "Les DONNÉES régionales",
        "donées régionnales non transmises",  # misspelt: likeness of the title
        "entente",  # a word of what solved it
        "Nous attendons toujours des données d'un partenaire depuis le printemps",
    ],
)
def test_on_retrouve_par_les_mots_les_accents_les_fautes_et_ce_qui_a_regle(regler, cherche):
    regler("Données régionales non transmises")
    regler("Recrutement gelé", comment="Un concours commun.", cause=CauseBloquant.RESSOURCES)
    assert titres(cherche) == ["Données régionales non transmises"]


def test_le_plus_semblable_d_abord_et_cinq_au_plus(regler):
    for n in range(MONTRES + 2):
        regler(f"Le contrat de serveurs numéro {n} est suspendu")
    exact = regler("Le contrat de téléphonie est suspendu faute de signature")
    trouves = titres("Le contrat de téléphonie est suspendu faute de signature")
    assert trouves[0] == exact.titre and len(trouves) == MONTRES


def test_seuls_les_resolus_et_jamais_lui_meme(regler, signale):
    regle = regler(signale.titre)
    assert titres(signale.titre, sauf=signale.pk) == [regle.titre]
    assert titres(regle.titre, sauf=regle.pk) == []


def test_il_dit_ce_qui_l_a_regle_et_a_qui_demander(regler, gestionnaire_d_ailleurs, ailleurs):
    regler("Données régionales non transmises")
    (trouve,) = semblables("données régionales")
    assert trouve["denouement"] == "Une entente de partage."
    assert (trouve["organisation"], trouve["courriel"]) == (ailleurs.nom, gestionnaire_d_ailleurs.email)
    gestionnaire_d_ailleurs.is_active = False
    gestionnaire_d_ailleurs.save()
    assert semblables("données régionales")[0]["courriel"] == ""


def test_les_petits_mots_ne_font_pas_une_ressemblance(regler):
    regler("Les accès à la base sont fermés", comment="À force de demander, les accès sont venus.")
    assert titres("Les candidatures arrivent à la rentrée") == []


@pytest.mark.parametrize("cherche", ["", "  ", "le la les de", "' | & ! :* \\ \x00 ()", "%", "a" * 50_000, "é" * 3])
def test_n_importe_quoi_ne_casse_rien_et_ne_trouve_rien(regler, cherche):
    regler("Données régionales non transmises")
    assert titres(cherche, cherche) == []


def test_une_seule_requete_sur_les_index_quand_il_y_en_a_beaucoup(regler, indicateur, gestionnaire):
    modele = regler("Données régionales non transmises")
    maintenant = horloge()
    Bloquant.objects.bulk_create(
        Bloquant(
            titre=f"Sujet {n} sans rapport avec le reste du lot {n * 7919}", cause=modele.cause, palier=3,
            palier_origine=3, etat=EtatBloquant.RESOLU, organisation=modele.organisation, indicateur=indicateur,
            signale_par=gestionnaire, clos_le=maintenant, denouement=f"Solution {n}",
        )
        for n in range(3000)
    )  # fmt: skip
    with connection.cursor() as curseur:
        curseur.execute("ANALYZE pilotage_bloquant")
        curseur.execute("SET LOCAL enable_seqscan = off")  # a table of a test is small: the question is, may they serve
        parametres = {"texte": "transmissions régionales", "titre": "x", "cause": "", "indicateur": 0, "sauf": 0}
        curseur.execute(f"EXPLAIN {_SQL}", parametres)
        plan = "\n".join(ligne for (ligne,) in curseur.fetchall())
    assert "bloquant_texte" in plan and "bloquant_titre_trigramme" in plan, plan
    with CaptureQueriesContext(connection) as captees:
        assert titres("transmission régionale")[0] == modele.titre
    assert len(captees) == 1
