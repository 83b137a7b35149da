// The sheet itself: takes over the plain table, gives it the roles of a grid, moves, selects and edits by keyboard.
Saisie.grille = (() => {
  "use strict";

  const { modele } = Saisie;
  const table = document.getElementById("grille");
  if (!table || !modele) return null;

  const rangees = [];   // rangees[r][c] = { td, genre, cle, r, c }
  const parTd = new Map();
  let active = null;
  let ancre = null;
  let editeur = null;
  const suiveurs = [];

  const annoncer = (texte) => document.dispatchEvent(new CustomEvent("annonce", { detail: texte }));
  const nombreOuNul = (texte) => (texte === undefined || texte === "" ? null : Number(texte));

  function lireLigne(tr) {
    const { ligne, unite, basse, haute, dernier, valider } = tr.dataset;
    return {
      pk: ligne, unite: unite ?? "", valider: Boolean(valider), nom: tr.querySelector(".saisie-nom").textContent, url: tr.querySelector("th a")?.href ?? "",
      basse: nombreOuNul(basse), haute: nombreOuNul(haute), dernier: nombreOuNul(dernier),
      contexte: [...tr.querySelectorAll(".saisie-contexte")].map((td) => [td.dataset.libelle, td.innerText.replace(/\s*\n\s*/g, ", ")]),
    };
  }

  // The fields of the plain page become cells of text; what they hold goes to the model.
  function prendre() {
    const lues = JSON.parse(modele.formulaire.elements.lu.value || "{}");
    const lignes = [...table.tBodies[0].rows].map((tr) => [tr, lireLigne(tr)]); // all read before any change: one layout, not one a row
    for (const [tr, ligne] of lignes) {
      for (const td of tr.querySelectorAll("td[data-cle]")) {
        const { cle } = td.dataset;
        const com = tr.querySelector(`td[data-com="${cle}"]`);
        const [m, v, t, c, , e, a, verrou] = lues[cle] ?? [0, 0, "", "", 0, "", "", ""];
        const champ = td.querySelector("input:not([type])");
        const note = com?.querySelector("textarea");
        const base = { m, v, t, c, e, a, verrou };
        modele.ajouter(cle, {
          ligne, nom: td.dataset.nom, base, libelle: td.dataset.libelle,
          t: champ ? champ.value.trim() : t, c: note ? note.value.trim() : c,
          erreur: td.querySelector(".saisie-conflit") ? "" : td.querySelector(".champ-erreur")?.textContent,
        });
        if (td.querySelector(".saisie-conflit")) modele.contester(cle, base);
        td.replaceChildren();
        com?.replaceChildren();
      }
    }
    modele.formulaire.elements.lu.remove();
  }

  function roles() {
    table.classList.add("saisie-active");
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    table.setAttribute("aria-describedby", "saisie-mode-emploi");
    table.parentElement.removeAttribute("tabindex");
    table.parentElement.removeAttribute("role");
    table.parentElement.removeAttribute("aria-labelledby");
    for (const groupe of [table.tHead, table.tBodies[0]]) groupe.setAttribute("role", "rowgroup");
    for (const th of table.tHead.rows[0].cells) th.setAttribute("role", "columnheader");
    for (const tr of table.rows) tr.setAttribute("role", "row");
    for (const lien of table.querySelectorAll("a")) lien.tabIndex = -1;
    [...table.tBodies[0].rows].forEach((tr, r) => {
      rangees.push([...tr.cells].map((td, c) => {
        const genre = td.dataset.cle ? "t" : td.dataset.com ? "c" : td.dataset.etatDe ? "etat" : "";
        td.setAttribute("role", td.tagName === "TH" ? "rowheader" : "gridcell");
        td.tabIndex = -1;
        if (!genre) td.setAttribute("aria-readonly", "true");
        for (const case_ of td.querySelectorAll("input[type=checkbox]")) case_.tabIndex = -1;
        const kase = { td, genre, cle: td.dataset.cle ?? td.dataset.com ?? "", r, c };
        parTd.set(td, kase);
        return kase;
      }));
    });
  }

  const caseDe = (noeud) => parTd.get(noeud?.closest?.("td, th")) ?? null;
  const cellule = (kase) => (kase?.cle ? modele.cellules.get(kase.cle) : null);
  const modifiable = (kase) => Boolean(kase && "tc".includes(kase.genre || "-") && !cellule(kase).base.verrou);

  function peindre(x) {
    for (const kase of casesDe(x.cle)) {
      const { td, genre } = kase;
      const change = genre === "t" ? x.t !== x.base.t : x.c !== x.base.c;
      const erreur = genre === "t" ? x.erreur : "";
      const texte = genre === "t" ? x.t : x.c;
      const dire = [
        genre === "t" && { provisoire: "provisoire", validee: "validé" }[x.base.e], change && "modifié",
        x.conflit && genre === "t" && "conflit à trancher", erreur, genre === "t" && x.doute, x.base.verrou && "non modifiable",
      ].filter(Boolean);
      const cache = Object.assign(document.createElement("span"), { className: "visuellement-cache", textContent: dire.length ? ` (${dire.join(", ")})` : "" });
      if (editeur?.kase !== kase) td.replaceChildren(texte, cache);
      const marques = { change, conflit: x.conflit && genre === "t", doute: x.doute && genre === "t", ailleurs: x.ailleurs && genre === "t", verrou: x.base.verrou };
      for (const [nom, vrai] of Object.entries(marques)) td.toggleAttribute(`data-${nom}`, Boolean(vrai));
      if (genre === "t") td.dataset.etat = x.base.e;
      td.title = genre === "t" ? erreur || x.doute || (texte.length > 9 ? texte : "") : texte;
      if (erreur) td.setAttribute("aria-invalid", "true"); else td.removeAttribute("aria-invalid");
      if (x.base.verrou) td.setAttribute("aria-readonly", "true"); else td.removeAttribute("aria-readonly");
    }
  }

  const parCle = new Map();
  function casesDe(cle) {
    if (!parCle.size) for (const kase of parTd.values()) if (kase.cle) parCle.set(kase.cle, [...(parCle.get(kase.cle) ?? []), kase]);
    return parCle.get(cle) ?? [];
  }

  function plage() {
    if (!active) return [];
    const [r1, r2] = [Math.min(ancre.r, active.r), Math.max(ancre.r, active.r)];
    const [c1, c2] = [Math.min(ancre.c, active.c), Math.max(ancre.c, active.c)];
    return rangees.slice(r1, r2 + 1).map((rangee) => rangee.slice(c1, c2 + 1));
  }

  function choisir(kase, { etendre = false, foyer = true } = {}) {
    if (!kase) return false;
    if (active) {
      active.td.tabIndex = -1;
      active.td.removeAttribute("data-active");
      active.td.removeAttribute("aria-describedby");
      for (const autre of plage().flat()) autre.td.removeAttribute("aria-selected");
    }
    active = kase;
    if (!etendre || !ancre) ancre = kase;
    kase.td.tabIndex = 0;
    kase.td.dataset.active = "";
    kase.td.setAttribute("aria-describedby", "panneau-contexte panneau-alerte");
    for (const autre of plage().flat()) autre.td.setAttribute("aria-selected", "true");
    for (const suivre of suiveurs) suivre(kase);
    if (foyer) {
      kase.td.focus({ preventScroll: true });
      montrer(kase.td);
    }
    return true;
  }

  // Bring a cell in sight: not under the sticky header, the sticky first column nor the bar.
  function montrer(td) {
    const boite = td.getBoundingClientRect();
    const haut = table.tHead.getBoundingClientRect().bottom;
    const bas = document.querySelector(".saisie-pied").getBoundingClientRect().top;
    if (boite.top < haut && getComputedStyle(table.tHead.rows[0].cells[0]).position === "sticky") scrollBy(0, boite.top - haut - 8);
    else if (boite.top < 0) scrollBy(0, boite.top - 8);
    if (boite.bottom > bas) scrollBy(0, boite.bottom - bas + 8);
    const region = table.parentElement;
    const gauche = td.parentElement.cells[0].getBoundingClientRect().right;
    if (td.cellIndex && boite.left < gauche) region.scrollLeft -= gauche - boite.left + 8;
    if (boite.right > region.getBoundingClientRect().right) region.scrollLeft += boite.right - region.getBoundingClientRect().right + 8;
  }

  const voisine = (dr, dc) => rangees[active.r + dr]?.[active.c + dc] ?? null;

  // The next cell to fill, along the row then down; null past the last one.
  function suivante(pas) {
    const plates = rangees.flat();
    for (let n = plates.indexOf(active) + pas; n >= 0 && n < plates.length; n += pas) if (modifiable(plates[n])) return plates[n];
    return null;
  }

  function ouvrir(kase, { texte = null, mode = "edition" } = {}) {
    if (!modifiable(kase)) {
      annoncer(cellule(kase)?.base.verrou ?? "");
      return;
    }
    const x = cellule(kase);
    const champ = document.createElement(kase.genre === "c" ? "textarea" : "input");
    champ.className = "saisie-editeur";
    champ.autocomplete = "off";
    champ.spellcheck = kase.genre === "c";
    if (matchMedia("(pointer: coarse)").matches && kase.genre === "t") champ.inputMode = "decimal";
    champ.setAttribute("aria-label", `${kase.genre === "c" ? "Commentaire" : "Résultat"}, ${x.ligne.nom}, ${x.nom}`);
    champ.value = texte ?? x[kase.genre];
    editeur = { kase, champ, mode };
    kase.td.classList.add("saisie-ouverte");
    kase.td.append(champ);
    champ.focus();
    if (texte === null) champ.select();
    champ.addEventListener("blur", () => fermer(true, false));
  }

  function fermer(garder, foyer = true) {
    if (!editeur) return;
    const { kase, champ } = editeur;
    editeur = null;
    champ.remove();
    kase.td.classList.remove("saisie-ouverte");
    const x = cellule(kase);
    const apres = kase.genre === "t" ? Saisie.lire(champ.value.trim(), x.ligne.unite).texte : champ.value.trim();
    if (garder && apres !== x[kase.genre]) {
      modele.ecrire([{ cle: kase.cle, champ: kase.genre, apres }]);
      if (x.erreur) annoncer(x.erreur);
    }
    peindre(x);
    if (foyer) kase.td.focus({ preventScroll: true });
  }

  modele.suivre((changees) => changees.forEach(peindre));
  prendre();
  roles();
  modele.cellules.forEach(peindre);
  const valeurs = rangees.flat().filter((k) => k.genre === "t");
  const aujourdhui = new Date().toLocaleDateString("fr-CA");
  const due = (k) => modifiable(k) && !cellule(k).t && k.cle.split(".")[1] < aujourdhui;
  const vide = (k) => modifiable(k) && !cellule(k).t;
  choisir(valeurs.find(due) ?? valeurs.find(vide) ?? valeurs.find(modifiable) ?? valeurs[0], { foyer: false });

  return {
    table, rangees, caseDe, cellule, casesDe, modifiable, choisir, plage, voisine, suivante, ouvrir, fermer, annoncer, peindre,
    suivre: (f) => suiveurs.push(f), active: () => active, editeur: () => editeur,
  };
})();
