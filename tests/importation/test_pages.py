"""The wizard without a script: choose, match columns, preview, publish, undo; and what each may see of it."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from ecosysteme.models import Mesure
from pilotage.enums import EtatImport
from pilotage.importation.profils.champs_standard import CHAMPS
from pilotage.models import CorrespondanceMemorisee, Importation
from pilotage.services import imports
from tests import fabriques

pytestmark = pytest.mark.django_db
ENTETE = "organisation;code;periode;resultat;inconnue\n"
MELANGE = ENTETE + "MCL;1.1.1;2023-2024;1;a\nMCL;1.1.1;2024-2025;dix;b\nMCL;1.1.1;2022-2023;3;c\n"


@pytest.fixture
def entrer():
    def faire(personne):
        client = Client()
        client.force_login(personne)
        return client

    return faire


@pytest.fixture
def gestion(entrer, gestionnaire, indicateur):
    return entrer(gestionnaire)


def url(nom, *args):
    return reverse(f"pilotage:{nom}", args=args)


def deposer(client, contenu=MELANGE, profil="standard", nom="résultats.csv"):
    octets = contenu if isinstance(contenu, bytes) else contenu.encode()
    return client.post(url("import_nouveau"), {"profil": profil, "fichier": SimpleUploadedFile(nom, octets)})


def confirmer_colonnes(client, pk):
    """Send the form as it is proposed."""
    form = client.get(url("import_colonnes", pk)).context["form"]
    donnees = {champ.html_name: champ.value() for _, champ in form.rangees()}
    return client.post(url("import_colonnes", pk), donnees)


def jusqu_a_l_apercu(client, contenu=MELANGE):
    deposer(client, contenu)
    pk = Importation.objects.latest("pk").pk
    confirmer_colonnes(client, pk)
    imports.avancer(pk)
    return pk


def test_le_parcours_entier_se_fait_sans_script(gestion):
    reponse = deposer(gestion)
    pk = Importation.objects.get().pk
    assert reponse.url == url("import_colonnes", pk)
    page = gestion.get(reponse.url).content.decode()
    assert "4 colonnes reconnues sur 5." in page.replace("\u00a0", " ") and "Tous les champs requis" in page
    assert confirmer_colonnes(gestion, pk).url == url("import_detail", pk)
    assert "Analyse en cours" in gestion.get(url("import_detail", pk)).content.decode()
    imports.avancer(pk)
    apercu = gestion.get(url("import_detail", pk)).content.decode().replace("\u00a0", " ")
    assert "Publier 2 lignes" in apercu and "Rien n'est encore publié" in apercu
    assert gestion.get(url("import_publier", pk)).context["a_ecrire"].replace("\u00a0", " ") == "2 lignes"
    assert gestion.post(url("import_publier", pk)).url == url("import_detail", pk)
    imports.avancer(pk)
    rapport = gestion.get(url("import_detail", pk)).content.decode()
    assert "L'importation est publiée" in rapport and "dix" in rapport
    assert Mesure.objects.count() == 2
    assert gestion.post(url("import_annuler", pk)).url == url("import_detail", pk)
    imports.avancer(pk)
    assert "a été annulée" in gestion.get(url("import_detail", pk)).content.decode()
    assert not Mesure.objects.exists()


def test_l_apercu_se_filtre_par_action_et_par_raison(gestion):
    pk = jusqu_a_l_apercu(gestion)
    detail = url("import_detail", pk)
    assert [ligne["numero"] for ligne in gestion.get(detail).context["lignes"]] == ["2", "4"]
    assert [ligne["numero"] for ligne in gestion.get(f"{detail}?voir=creees").context["lignes"]] == ["2", "4"]
    refus = gestion.get(f"{detail}?voir=refusees").context
    assert [(r["ligne"], r["champ"], r["valeur"]) for r in refus["remarques"]] == [("3", "Résultat", "dix")]
    assert gestion.get(f"{detail}?voir=nimporte&page=zzz").context["filtre"] == ""


def test_les_raisons_qui_reviennent_sont_comptees_et_filtrent(gestion):
    lignes = "".join(f"MCL;1.1.1;2024-2025;mot{n};\n" for n in range(60)) + "ZZZ;1;2024-2025;1;\n"
    pk = jusqu_a_l_apercu(gestion, ENTETE + lignes)
    refus = gestion.get(url("import_detail", pk) + "?voir=refusees").context
    assert [(r["nombre"], r["champ"]) for r in refus["raisons"]] == [("60", "Résultat"), ("1", "Organisation")]
    seule = gestion.get(refus["raisons"][1]["url"]).context
    assert [r["valeur"] for r in seule["remarques"]] == ["ZZZ"]
    assert refus["pagination"]["suivante"].endswith("voir=refusees&page=2")


def test_la_correspondance_se_corrige_et_se_retient_pour_la_source(gestion):
    deposer(gestion, "org;numero;annee;chiffre\nMCL;1.1.1;2023-2024;12\n")
    pk = Importation.objects.latest("pk").pk
    page = gestion.get(url("import_colonnes", pk))
    assert page.context["genre"] == "attention" and "Sans colonne : Code" in page.content.decode()
    refus = gestion.post(url("import_colonnes", pk), {"c0": "organisation", "c1": "organisation"})
    assert refus.status_code == 422 and "Une autre colonne remplit" in refus.content.decode()
    choix = {"c0": "organisation", "c1": "code", "c2": "periode", "c3": "resultat"}
    assert gestion.post(url("import_colonnes", pk), choix).status_code == 302
    assert CorrespondanceMemorisee.objects.get().correspondance == {
        "organisation": 0, "code": 1, "periode": 2, "resultat": 3,
    }  # fmt: skip
    deposer(gestion, "org;numero;annee;chiffre\nMCL;1.1.1;2024-2025;13\n")
    assert Importation.objects.latest("pk").correspondance == {
        "organisation": 0,
        "code": 1,
        "periode": 2,
        "resultat": 3,
    }


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [(b"", "vide"), (b"a;b\n", "en-têtes"), (b"PK\x03\x04", "endommagé"), ("a\n1".encode("utf-16"), "UTF-16")],
)
def test_un_fichier_illisible_se_dit_a_cote_du_champ(gestion, contenu, phrase):
    reponse = deposer(gestion, contenu)
    assert reponse.status_code == 422 and phrase in str(reponse.context["form"].errors["fichier"])
    assert not Importation.objects.exists()


def test_l_avancement_est_un_fragment_puis_renvoie_a_l_apercu(gestion):
    deposer(gestion)
    pk = Importation.objects.get().pk
    confirmer_colonnes(gestion, pk)
    fragment = gestion.get(url("import_avancement", pk), headers={"HX-Request": "true"})
    assert "<progress" in fragment.content.decode() and "<html" not in fragment.content.decode()
    imports.avancer(pk)
    assert gestion.get(url("import_avancement", pk)).headers["HX-Redirect"] == url("import_detail", pk)


def test_les_refus_se_telechargent_avec_ligne_champ_valeur_et_raison_sans_formule_active(gestion):
    pk = jusqu_a_l_apercu(gestion, ENTETE + 'MCL;1.1.1;2023-2024;=HYPERLINK("http://x");\nMCL;1.1.1;2024-2025;dix;\n')
    lignes = gestion.get(url("import_remarques", pk)).getvalue().decode("utf-8-sig").splitlines()
    assert lignes[0] == "gravité;ligne;champ;valeur;raison"
    assert lignes[1].startswith("Refus;2;Résultat;\"'=HYPERLINK(") and lignes[2].startswith("Refus;3;Résultat;dix;")


@pytest.mark.parametrize("genre", ["csv", "xlsx"])
def test_le_gabarit_telecharge_s_importe_tel_quel(gestion, coordination, entrer, genre):
    fabriques.organisation("Ministère exemple", sigle="MEX")
    client = entrer(coordination)
    octets = client.get(url("import_gabarit", genre)).getvalue()
    if genre == "xlsx":
        entetes = [c.value for c in next(load_workbook(io.BytesIO(octets)).active.iter_rows())]
        assert entetes == [champ.libelle for champ in CHAMPS]
    pk = jusqu_a_l_apercu(client, octets)
    importation = Importation.objects.get(pk=pk)
    assert importation.etat == EtatImport.PRET
    assert (importation.nb_lignes, importation.nb_creees, importation.nb_refusees) == (3, 3, 0)


def test_chacun_ne_voit_que_ses_importations_et_la_coordination_les_voit_toutes(
    gestion, entrer, coordination, ministere
):
    pk = jusqu_a_l_apercu(gestion)
    voisin = fabriques.personne("voisin@exemple.test")
    fabriques.adhesion(voisin, ministere)
    for nom in ("import_detail", "import_colonnes", "import_publier", "import_remarques", "import_avancement"):
        assert entrer(voisin).get(url(nom, pk)).status_code == 404, nom
    centre = entrer(coordination)
    assert "résultats.csv" in centre.get(url("imports")).content.decode()
    assert centre.get(url("import_detail", pk)).status_code == 200
    assert centre.post(url("import_publier", pk)).status_code == 403
    assert centre.post(url("import_abandonner", pk)).status_code == 403


@pytest.mark.parametrize(
    "role", ["membre_public", "animation", "formation", "responsable_indicateur", "administration"]
)
def test_sans_le_droit_d_importer_la_porte_dit_pourquoi(entrer, ministere, role):
    personne = fabriques.personne()
    fabriques.adhesion(personne, ministere, role)
    for nom in ("imports", "import_nouveau"):
        reponse = entrer(personne).get(url(nom))
        assert reponse.status_code == 403 and "réservée aux gestionnaires" in reponse.content.decode()


def test_une_etape_passee_deux_fois_le_dit_sans_rien_casser(gestion):
    pk = jusqu_a_l_apercu(gestion)
    gestion.post(url("import_publier", pk))
    page = gestion.post(url("import_publier", pk), follow=True).content.decode()
    assert "rechargez la page" in page
    imports.avancer(pk)
    assert gestion.get(url("import_publier", pk)).status_code == 302
    assert gestion.get(url("import_colonnes", pk)).status_code == 302


def test_une_importation_abandonnee_ou_ratee_dit_ce_qu_on_peut_faire(gestion):
    pk = jusqu_a_l_apercu(gestion)
    gestion.post(url("import_abandonner", pk))
    assert "Importation abandonnée" in gestion.get(url("import_detail", pk)).content.decode()
    autre = jusqu_a_l_apercu(gestion)
    Importation.objects.filter(pk=autre).update(etat=EtatImport.ECHEC, erreur="Le disque est plein.")
    page = gestion.get(url("import_detail", autre)).content.decode()
    assert "Le disque est plein." in page and "Revoir les colonnes et réessayer" in page
    assert confirmer_colonnes(gestion, autre).status_code == 302


def test_le_meme_fichier_de_nouveau_dit_qu_il_n_y_a_rien_a_publier(gestion):
    pk = jusqu_a_l_apercu(gestion)
    gestion.post(url("import_publier", pk))
    imports.avancer(pk)
    page = gestion.get(url("import_detail", jusqu_a_l_apercu(gestion))).content.decode()
    assert "Rien à publier" in page and "import_publier" not in page and "Publier 2" not in page


def test_un_apercu_perdu_par_la_base_est_refait(gestion):
    from pilotage.importation import tampon

    pk = jusqu_a_l_apercu(gestion)
    tampon.supprimer(Importation.objects.get(pk=pk).tampon)
    gestion.get(url("import_detail", pk))
    assert Importation.objects.get(pk=pk).etat == EtatImport.ANALYSE


def test_le_nombre_de_requetes_ne_depend_pas_du_nombre_de_lignes(gestion, django_assert_max_num_queries):
    for n in (1, 40):
        lignes = "".join(f"MCL;1.1.1;{2000 - k}-{2001 - k};{k}\n" for k in range(n))
        pk = jusqu_a_l_apercu(gestion, "organisation;code;periode;resultat\n" + lignes)
        with django_assert_max_num_queries(9):
            assert len(gestion.get(url("import_detail", pk)).context["lignes"]) == n
        with django_assert_max_num_queries(8):
            gestion.get(url("imports"))


def test_on_exporte_les_siens_au_format_du_portail_et_seulement_les_siens(gestion, indicateur, gouvernement):
    voisin = fabriques.organisation("Ministère voisin", parent=gouvernement, sigle="MVO")
    fabriques.indicateur(organisation=voisin, code="9.9.9")
    fabriques.mesure(indicateur, 2024, "12.5", commentaire="=1+1")
    texte = gestion.get(url("import_exporter")).getvalue().decode("utf-8-sig")
    assert "1.1.1" in texte and "12,5" in texte and "'=1+1" in texte and "9.9.9" not in texte
