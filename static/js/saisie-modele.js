// The sheet's state: what stands on the server, what was typed over it, undo and redo, and what will be saved.
Saisie.modele = (() => {
  "use strict";

  const formulaire = document.getElementById("saisie");
  const RAPPORT = 10;
  const COMMENTAIRE_MAX = 2000;
  const cellules = new Map();
  const suiveurs = [];
  let faits = [];
  let defaits = [];

  const VIDE = { m: 0, v: 0, t: "", c: "", e: "", a: "", verrou: "" };

  function ajouter(cle, { ligne, nom, libelle, base, t, c, erreur }) {
    cellules.set(cle, { cle, ligne, nom, libelle, base: { ...VIDE, ...base }, t, c, erreur: "", doute: "", conflit: null, ailleurs: "" });
    const cellule = cellules.get(cle);
    (ligne.cellules ??= []).push(cellule);
    examiner(cellule);
    if (erreur) cellule.erreur ||= erreur;
  }

  const touchee = (x) => x.t !== x.base.t || x.c !== x.base.c;

  // The figure before this one in its row: another cell of the year, else the last one known.
  function precedent(x) {
    let dernier = x.ligne.dernier;
    for (const autre of x.ligne.cellules) {
      if (autre === x) break;
      const { valeur } = Saisie.lire(autre.t, x.ligne.unite);
      if (valeur !== null) dernier = valeur;
    }
    return dernier;
  }

  const francais = (n, decimales = 9) => n.toLocaleString("fr-CA", { maximumFractionDigits: decimales });

  function douter(x, valeur) {
    if (valeur === null || !touchee(x)) return "";
    const avant = precedent(x);
    const rapport = avant && valeur ? Math.abs(valeur / avant) : 1;
    if (rapport >= RAPPORT || rapport <= 1 / RAPPORT) {
      const [fois, sens] = rapport >= 1 ? [rapport, "plus grande"] : [1 / rapport, "plus petite"];
      return `Valeur inhabituelle : ${francais(fois, 0)} fois ${sens} que la précédente (${francais(avant)}). Vérifiez la virgule et l'unité.`;
    }
    const { basse, haute } = x.ligne;
    if (basse !== null && haute !== null && (valeur < basse || valeur > haute)) {
      return `Valeur inhabituelle : hors des limites de contrôle, de ${francais(basse, 2)} à ${francais(haute, 2)}.`;
    }
    return "";
  }

  function examiner(x) {
    const { erreur, valeur } = Saisie.lire(x.t, x.ligne.unite);
    x.erreur = erreur;
    if (!erreur && !x.t && x.c && x.c !== x.base.c) {
      x.erreur = "Un commentaire accompagne un résultat : donnez une valeur, « n/d » ou « s.o. ».";
    } else if (x.c.length > COMMENTAIRE_MAX) {
      x.erreur = `Le commentaire compte ${x.c.length} caractères : au plus ${COMMENTAIRE_MAX}.`;
    }
    x.doute = x.erreur ? "" : douter(x, valeur);
  }

  function appliquer(changements, sens) {
    const changees = new Set();
    for (const { cle, champ, avant, apres } of changements) {
      const x = cellules.get(cle);
      if (!x) continue;
      x[champ] = sens > 0 ? apres : avant;
      for (const autre of x.ligne.cellules) changees.add(autre);
    }
    for (const x of changees) examiner(x);
    prevenir([...changees]);
  }

  // One gesture, undone in one go. Locked cells are left alone; returns how many were.
  function ecrire(voulus) {
    const gestes = [];
    let laissees = 0;
    for (const { cle, champ, apres } of voulus) {
      const x = cellules.get(cle);
      if (!x || x.base.verrou) laissees += 1;
      else if (x[champ] !== apres) gestes.push({ cle, champ, avant: x[champ], apres });
    }
    if (gestes.length) {
      faits.push(gestes);
      defaits = [];
      appliquer(gestes, 1);
    }
    return laissees;
  }

  function defaire() {
    const gestes = faits.pop();
    if (!gestes) return null;
    defaits.push(gestes);
    appliquer(gestes, -1);
    return gestes;
  }

  function refaire() {
    const gestes = defaits.pop();
    if (!gestes) return null;
    faits.push(gestes);
    appliquer(gestes, 1);
    return gestes;
  }

  // What stands on the server is now `vue`; what was typed stays when it is not what was sent.
  function recevoir(cle, vue, envoye = null) {
    const x = cellules.get(cle);
    if (!x) return;
    const suit = envoye ? x.t === envoye.t && x.c === envoye.c : !touchee(x);
    x.base = { ...VIDE, ...vue };
    x.conflit = null;
    if (suit) [x.t, x.c] = [x.base.t, x.base.c];
    examiner(x);
    prevenir([x]);
  }

  function contester(cle, vue) {
    const x = cellules.get(cle);
    if (!x) return;
    x.conflit = { ...VIDE, ...vue };
    prevenir([x]);
  }

  function trancher(cle, choix) {
    const x = cellules.get(cle);
    if (!x?.conflit) return;
    x.base = x.conflit;
    x.conflit = null;
    if (choix === "sien") [x.t, x.c] = [x.base.t, x.base.c];
    examiner(x);
    prevenir([x]);
  }

  function poser(cle, champs) {
    const x = cellules.get(cle);
    if (!x) return;
    Object.assign(x, champs);
    prevenir([x]);
  }

  function oublierGestes() {
    faits = [];
    defaits = [];
  }

  const prevenir = (changees) => { for (const suivre of suiveurs) suivre(changees); };

  // Cells whose box is ticked: they are published, or put back as provisional, as they stand.
  function cochees() {
    const valeurs = [...formulaire.querySelectorAll("input[name=choisi]:checked")].map((c) => c.value);
    return [...cellules.values()].filter((x) => x.base.m && !x.base.verrou && valeurs.some((v) => x.cle.startsWith(v)));
  }

  // What pressing a button would do: cells to send, and those held back.
  function bilan(acte) {
    const etat = acte === "publier" ? "validee" : "provisoire";
    const tickees = cochees().filter((x) => x.base.e !== etat);
    const modifiees = [...cellules.values()].filter(touchee);
    const sures = (x) => !x.erreur && !x.conflit;
    const bonnes = modifiees.filter(sures).filter((x) => x.t || x.base.m);
    return {
      modifiees,
      envoi: [...new Set([...bonnes, ...tickees.filter(sures)])],
      retirees: bonnes.filter((x) => !x.t),
      devalidees: acte === "publier" ? [] : [...bonnes, ...tickees].filter((x) => x.base.e === "validee" && x.t),
      erreurs: modifiees.filter((x) => x.erreur),
      conflits: [...cellules.values()].filter((x) => x.conflit),
    };
  }

  return {
    formulaire, cellules, ajouter, touchee, precedent, ecrire, defaire, refaire, recevoir, contester, trancher, poser,
    oublierGestes, bilan, suivre: (f) => suiveurs.push(f), reexaminer: (x) => { examiner(x); prevenir([x]); },
  };
})();
