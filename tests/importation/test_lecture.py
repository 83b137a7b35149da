"""Files as people save them, and files made to hurt."""

import io
import zipfile

import openpyxl
import pytest

from pilotage.importation import classeur
from pilotage.importation.lecture import ouvrir
from pilotage.importation.refus import FichierRefuse

FEUILLE = "xl/worksheets/sheet1.xml"


def ecrire(tmp_path, contenu):
    chemin = tmp_path / "fichier"
    chemin.write_bytes(contenu)
    return chemin


def lire(tmp_path, contenu):
    return list(ouvrir(ecrire(tmp_path, contenu)).lignes())


def un_classeur(rangees, **cellules):
    tampon, livre = io.BytesIO(), openpyxl.Workbook()
    for rangee in rangees:
        livre.active.append(rangee)
    for reference, valeur in cellules.items():
        livre.active[reference] = valeur
    livre.save(tampon)
    return tampon.getvalue()


def refaire(contenu, parties):
    """The workbook with some parts replaced."""
    sortie = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(contenu)) as avant, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as apres:
        for nom in avant.namelist():
            apres.writestr(nom, parties.pop(nom, None) or avant.read(nom))
        for nom, octets in parties.items():
            apres.writestr(nom, octets)
    return sortie.getvalue()


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separateur", [",", ";", "\t"])
def test_un_csv_se_lit_dans_ses_encodages_et_ses_separateurs(tmp_path, encodage, separateur):
    texte = f'code{separateur}nom\r\n1.1{separateur}"Délai, en jours; à l’été\tou après"\r\n'
    lignes = lire(tmp_path, texte.encode(encodage))
    assert lignes == [(1, ["code", "nom"]), (2, ["1.1", "Délai, en jours; à l’été\tou après"])]


def test_les_lignes_vides_comptent_comme_dans_le_tableur(tmp_path):
    assert [n for n, _ in lire(tmp_path, b"a,b\n\n1,2\n,\n3,4\n")] == [1, 3, 5]


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "vide"),
        (b"a,b\n", "en-t\u00eates"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        (b"a,b\n1,\x00\n", "octets nuls"),
        (b"a,b\n\x81\xff,\xe9\n", "encodage"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"PK\x03\x04rien du tout", "endommag"),
        (",".join(f"c{n}" for n in range(301)).encode() + b"\n1\n", "301 colonnes"),
        (b'a,b\n"' + b"x" * 140_000 + b"\n1,2\n", "Ligne 2"),
    ],
)
def test_un_fichier_illisible_est_refuse_par_une_phrase(tmp_path, contenu, phrase):
    with pytest.raises(FichierRefuse, match=phrase):
        ouvrir(ecrire(tmp_path, contenu)).tete()
        lire(tmp_path, contenu)


def test_trois_cents_colonnes_se_lisent(tmp_path):
    entetes, _ = ouvrir(ecrire(tmp_path, ",".join(f"c{n}" for n in range(300)).encode() + b"\n1" + b"," * 299)).tete()
    assert len(entetes) == 300


def test_un_fichier_trop_lourd_est_refuse_avec_sa_taille(tmp_path):
    chemin = tmp_path / "lourd"
    with chemin.open("wb") as fichier:
        fichier.truncate(201 * 2**20)
    with pytest.raises(FichierRefuse, match="201 Mio ; au plus 200 Mio"):
        ouvrir(chemin)


def test_un_classeur_se_lit_sans_evaluer_ses_formules_et_montre_ses_erreurs(tmp_path):
    contenu = un_classeur([["code", "valeur"], ["1.1", 12.5], ["1.2", 0.1 + 0.2], ["1.3", "=1+1"]], A5="1.4")
    feuille = zipfile.ZipFile(io.BytesIO(contenu)).read(FEUILLE)
    feuille = feuille.replace(b"</row></sheetData>", b'<c r="B5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>')
    lignes = lire(tmp_path, refaire(contenu, {FEUILLE: feuille}))
    assert lignes == [
        (1, ["code", "valeur"]), (2, ["1.1", "12.5"]), (3, ["1.2", "0.3"]), (4, ["1.3", ""]), (5, ["1.4", "#DIV/0!"]),
    ]  # fmt: skip


def test_un_pourcentage_du_tableur_se_lit_comme_on_le_voit(tmp_path):
    livre = openpyxl.Workbook()
    feuille = livre.active
    for reference, valeur, forme in (
        ("B3", "code", "General"), ("C3", "part", "General"), ("C4", 0.456, "0.0%"), ("C5", 0.07, "0%"),
        ("C6", 0.456, "0.000"), ("C7", 0.5, '0.0"%"'), ("C8", "s.o.", "0%"), ("C9", 1, "0.00%"),
    ):  # fmt: skip
        feuille[reference] = valeur
        feuille[reference].number_format = forme
    livre.save(tmp_path / "fichier")
    lues = [(n, ligne[1]) for n, ligne in ouvrir(tmp_path / "fichier").lignes()]
    assert lues == [(3, "part"), (4, "45.6 %"), (5, "7 %"), (6, "0.456"), (7, "0.5"), (8, "s.o."), (9, "100 %")]


@pytest.mark.parametrize("partie", ["xl/sharedStrings.xml", FEUILLE])
def test_un_classeur_trop_bavard_est_refuse_avant_d_etre_charge(tmp_path, monkeypatch, partie):
    monkeypatch.setattr(classeur, "TEXTES_MAX", 5000)
    mots = "".join(f'<c t="inlineStr"><is><t>mot{n}</t></is></c>' for n in range(200)).encode()
    contenu = refaire(un_classeur([["code"], ["1"]]), {partie: b"<worksheet>" + mots + b"</worksheet>"})
    with pytest.raises(FichierRefuse, match="trop de texte"):
        list(ouvrir(ecrire(tmp_path, contenu)).lignes())


def pieges():
    contenu = un_classeur([["code"], ["1"]])
    entites = b'<?xml version="1.0"?><!DOCTYPE lol [<!ENTITY a "' + b"x" * 50 + b'">]><worksheet>&a;</worksheet>'
    commentaire = b'<?xml version="1.0"?><!--' + b"x" * 9000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'
    return {
        "bombe": refaire(contenu, {FEUILLE: b"<worksheet>" + b" " * 300 * 2**20 + b"</worksheet>"}),
        "bombe en pièces": refaire(contenu, {f"xl/x{n}.xml": b"<a>" + b" " * 3 * 2**20 for n in range(40)}),
        "entités": refaire(contenu, {FEUILLE: entites}),
        "entités cachées": refaire(contenu, {"xl/sharedStrings.xml": commentaire}),
        "UTF-16": refaire(contenu, {FEUILLE: '<?xml version="1.0"?><!DOCTYPE a>'.encode("utf-16")}),
        "pas un classeur": refaire(contenu, {})[:200],
    }


@pytest.fixture(scope="module")
def classeurs_pieges():
    return pieges()


@pytest.mark.parametrize(
    "piege", ["bombe", "bombe en pièces", "entités", "entités cachées", "UTF-16", "pas un classeur"]
)
def test_un_classeur_piege_est_refuse_sans_etre_decompresse(tmp_path, classeurs_pieges, piege, monkeypatch):
    chemin, lus, lire_octets = ecrire(tmp_path, classeurs_pieges[piege]), [], zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda f, n=-1: lus.append(lire_octets(f, n)) or lus[-1])
    with pytest.raises(FichierRefuse):
        ouvrir(chemin)
    assert sum(map(len, lus)) <= 200_000


@pytest.mark.parametrize("reference", [b'r="XFD1048576"', b"r = 'XFD1048576'"])
def test_une_cellule_au_bout_du_monde_n_alloue_pas_le_rectangle(tmp_path, reference):
    contenu = un_classeur([["code"], ["1"]])
    feuille = zipfile.ZipFile(io.BytesIO(contenu)).read(FEUILLE)
    feuille = feuille.replace(b"</sheetData>", b'<row r="1048576"><c ' + reference + b"><v>1</v></c></row></sheetData>")
    with pytest.raises(FichierRefuse, match="millions de cellules"):
        list(classeur.lignes(ecrire(tmp_path, refaire(contenu, {FEUILLE: feuille}))))
