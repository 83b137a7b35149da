// Keys, mouse and clipboard of the sheet: what a person used to a spreadsheet expects.
(() => {
  "use strict";

  const { modele, grille } = Saisie;
  if (!grille) return;
  const { table, annoncer } = grille;
  const pluriel = (n, mot) => `${n} ${mot}${n > 1 ? "s" : ""}`;
  const PAGE = 12;

  const premiere = (rangee) => rangee.find(grille.modifiable) ?? rangee[0];
  const derniere = (rangee) => rangee.findLast(grille.modifiable) ?? rangee.at(-1);

  function deplacement(e) {
    const a = grille.active();
    const { rangees } = grille;
    const loin = e.ctrlKey || e.metaKey;
    switch (e.key) {
      case "ArrowUp": return loin ? rangees[0][a.c] : grille.voisine(-1, 0);
      case "ArrowDown": return loin ? rangees.at(-1)[a.c] : grille.voisine(1, 0);
      case "ArrowLeft": return loin ? rangees[a.r][0] : grille.voisine(0, -1);
      case "ArrowRight": return loin ? rangees[a.r].at(-1) : grille.voisine(0, 1);
      case "Home": return premiere(loin ? rangees[0] : rangees[a.r]);
      case "End": return derniere(loin ? rangees.at(-1) : rangees[a.r]);
      case "PageUp": return rangees[Math.max(0, a.r - PAGE)][a.c];
      case "PageDown": return rangees[Math.min(rangees.length - 1, a.r + PAGE)][a.c];
      default: return undefined;
    }
  }

  function vider() {
    const changements = grille.plage().flat().filter(grille.modifiable).map((k) => ({ cle: k.cle, champ: k.genre, apres: "" }));
    modele.ecrire(changements);
  }

  // The first row of the selection goes down to the others; from a single cell, the one above comes down.
  function recopier() {
    const choisies = grille.plage();
    const [source, ...suite] = choisies.length > 1 ? choisies : [[grille.voisine(-1, 0)], ...choisies];
    const changements = suite.flatMap((rangee) => rangee.map((k, n) => [k, source[n]]))
      .filter(([k, s]) => k && s && grille.modifiable(k) && s.genre === k.genre)
      .map(([k, s]) => ({ cle: k.cle, champ: k.genre, apres: grille.cellule(s)[k.genre] }));
    modele.ecrire(changements);
    annoncer(`${pluriel(changements.length, "cellule")} recopiée${changements.length > 1 ? "s" : ""} vers le bas`);
  }

  function revenir(gestes, quoi) {
    if (!gestes) {
      annoncer(`Rien à ${quoi}`);
      return;
    }
    const premier = grille.casesDe(gestes[0].cle).find((k) => k.genre === gestes[0].champ);
    if (premier) grille.choisir(premier);
    annoncer(`${quoi === "défaire" ? "Défait" : "Refait"} : ${pluriel(gestes.length, "cellule")}`);
  }

  function commande(e) {
    const touche = e.key.toLowerCase();
    if (touche === "z" && !e.shiftKey) revenir(modele.defaire(), "défaire");
    else if (touche === "y" || (touche === "z" && e.shiftKey)) revenir(modele.refaire(), "refaire");
    else if (touche === "d") recopier();
    else if (touche === "a") {
      grille.choisir(grille.rangees[0].find((k) => k.genre === "t"), { foyer: false });
      grille.choisir(grille.rangees.at(-1).findLast((k) => k.genre === "t"), { etendre: true });
    } else return false;
    return true;
  }

  function naviguer(e) {
    const a = grille.active();
    if ((e.ctrlKey || e.metaKey) && !e.altKey && e.key.length === 1) return commande(e);
    const vers = deplacement(e);
    if (vers !== undefined) return grille.choisir(vers ?? a, { etendre: e.shiftKey });
    if (e.key === "Tab") return grille.choisir(grille.suivante(e.shiftKey ? -1 : 1));
    if (e.key === "Escape") return grille.choisir(a);
    if (a.genre === "etat" && (e.key === " " || e.key === "Enter")) {
      a.td.querySelector("input")?.click();
      return true;
    }
    if (!a.genre && e.key === "Enter") {
      a.td.querySelector("a")?.click();
      return true;
    }
    if (e.key === "Enter" || e.key === "F2") {
      grille.ouvrir(a);
      return true;
    }
    if (e.key === "Delete" || e.key === "Backspace") {
      vider();
      return true;
    }
    if (e.key.length === 1 && !e.ctrlKey && !e.metaKey && grille.modifiable(a)) {
      grille.ouvrir(a, { texte: "", mode: "frappe" });  // the key itself lands in the field
      return false;
    }
    return false;
  }

  // In a cell being edited: keys that end the edit. Arrows do only when the edit began by typing over.
  function editer(e) {
    const { mode, champ } = grille.editeur();
    if (e.isComposing) return false;
    if (e.key === "Escape") grille.fermer(false);
    else if (e.key === "Enter" && e.altKey && champ.tagName === "TEXTAREA") champ.setRangeText("\n", champ.selectionStart, champ.selectionEnd, "end");
    else if (e.key === "Enter") {
      grille.fermer(true);
      grille.choisir(grille.voisine(e.shiftKey ? -1 : 1, 0) ?? grille.active());
    } else if (e.key === "Tab") {
      grille.fermer(true);
      grille.choisir(grille.suivante(e.shiftKey ? -1 : 1) ?? grille.active());
    } else if (e.key === "F2") grille.editeur().mode = mode === "frappe" ? "edition" : "frappe";
    else if (mode === "frappe" && /^Arrow/.test(e.key)) {
      grille.fermer(true);
      grille.choisir(deplacement(e) ?? grille.active());
    } else return false;
    return true;
  }

  table.addEventListener("keydown", (e) => {
    if (!grille.active() || e.key === "F6" || !grille.caseDe(e.target)) return;
    if (grille.editeur() ? editer(e) : naviguer(e)) e.preventDefault();
  });

  // Mouse and touch.
  let glisse = false;
  table.addEventListener("pointerdown", (e) => {
    const kase = grille.caseDe(e.target);
    if (!kase || e.button || e.pointerType !== "mouse" || e.target.closest("a, .saisie-editeur")) return;
    if (grille.editeur()) grille.fermer(true, false);
    grille.choisir(kase, { etendre: e.shiftKey });
    glisse = true;
    if (!e.target.closest("label")) e.preventDefault();
  });
  table.addEventListener("click", (e) => {
    const kase = e.pointerType && e.pointerType !== "mouse" ? grille.caseDe(e.target) : null;
    if (!kase || e.target.closest("a, label, .saisie-editeur")) return;
    grille.choisir(kase);
    if (grille.modifiable(kase)) grille.ouvrir(kase);
  });
  table.addEventListener("pointerover", (e) => {
    const kase = glisse && e.buttons === 1 ? grille.caseDe(e.target) : null;
    if (kase && kase !== grille.active()) grille.choisir(kase, { etendre: true });
  });
  addEventListener("pointerup", () => { glisse = false; });
  table.addEventListener("dblclick", (e) => {
    const kase = grille.caseDe(e.target);
    if (kase && !grille.editeur() && !e.target.closest("a, label")) grille.ouvrir(kase);
  });
  table.addEventListener("focusin", (e) => {
    const kase = grille.caseDe(e.target);
    if (kase && kase !== grille.active() && !grille.editeur()) grille.choisir(kase, { foyer: e.target === kase.td });
  });

  // Clipboard: rectangles as a spreadsheet writes them, numbers in a form it reads back.
  const entreGuillemets = (texte) => (/[\t\n"]/.test(texte) ? `"${texte.replaceAll('"', '""')}"` : texte);

  function copier(e) {
    const lignes = grille.plage().map((rangee) => rangee.map((k) => {
      const x = grille.cellule(k);
      if (!x) return k.td.innerText.split("\n")[0];
      const texte = x[k.genre];
      return k.genre === "t" && /[0-9]$/.test(texte) ? texte.replaceAll("\u00a0", "").replace("−", "-") : texte;
    }));
    e.clipboardData.setData("text/plain", lignes.map((l) => l.map(entreGuillemets).join("\t")).join("\n"));
    e.preventDefault();
    annoncer(`${pluriel(lignes.flat().length, "cellule")} copiée${lignes.flat().length > 1 ? "s" : ""}`);
  }

  function decouper(texte) {
    const lignes = [[]];
    const motif = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
    while (motif.lastIndex < texte.length) {
      const trouve = motif.exec(texte);
      lignes.at(-1).push(trouve[1] === undefined ? trouve[2] : trouve[1].replaceAll('""', '"'));
      if (trouve[3] === "") break;
      if (trouve[3] !== "\t") lignes.push([]);
    }
    while (lignes.length && !lignes.at(-1).some(Boolean)) lignes.pop();
    return lignes;
  }

  function coller(texte) {
    const blocs = decouper(texte);
    if (!blocs.length) return;
    const choisies = grille.plage();
    const seul = blocs.length === 1 && blocs[0].length === 1;
    const { r, c } = choisies[0][0];
    const cibles = seul
      ? choisies.flat().map((k) => [k, blocs[0][0]])
      : blocs.flatMap((ligne, i) => ligne.map((valeur, j) => [grille.rangees[r + i]?.[c + j], valeur]));
    const changements = [];
    let perdues = 0;
    for (const [k, valeur] of cibles) {
      if (!k || !k.cle) perdues += valeur.trim() ? 1 : 0;
      else changements.push({ cle: k.cle, champ: k.genre, apres: k.genre === "t" ? Saisie.lire(valeur.trim(), grille.cellule(k).ligne.unite).texte : valeur.trim() });
    }
    const verrouillees = modele.ecrire(changements);
    if (!seul) {
      const bas = grille.rangees[Math.min(r + blocs.length, grille.rangees.length) - 1];
      grille.choisir(grille.rangees[r][c], { foyer: false });
      grille.choisir(bas[Math.min(c + Math.max(...blocs.map((l) => l.length)), bas.length) - 1], { etendre: true });
    }
    const collees = changements.length - verrouillees;
    const dit = [`${pluriel(collees, "cellule")} collée${collees > 1 ? "s" : ""}`];
    if (perdues) dit.push(`${pluriel(perdues, "valeur")} hors de la grille`);
    if (verrouillees) dit.push(`${pluriel(verrouillees, "cellule")} non modifiable${verrouillees > 1 ? "s" : ""}`);
    annoncer(dit.join(", "));
    Saisie.dire?.(dit.join(", "));
  }

  const dansLaGrille = (e) => grille.caseDe(document.activeElement) && !grille.editeur();
  document.addEventListener("copy", (e) => { if (dansLaGrille(e)) copier(e); });
  document.addEventListener("cut", (e) => {
    if (!dansLaGrille(e)) return;
    copier(e);
    vider();
  });
  document.addEventListener("paste", (e) => {
    const texte = e.clipboardData?.getData("text/plain") ?? "";
    const editeur = grille.editeur();
    if (editeur && editeur.champ === document.activeElement && /[\t\n]./.test(texte) && editeur.kase.genre === "t") grille.fermer(false);
    if (!dansLaGrille(e)) return;
    e.preventDefault();
    coller(texte);
  });
})();
