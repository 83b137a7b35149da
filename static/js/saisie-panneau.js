// The chosen cell told in full, its absence and its comment, the choice in a conflict; and the draft kept as one types.
(() => {
  "use strict";

  const { modele, grille } = Saisie;
  if (!grille) return;
  const { formulaire } = modele;
  const panneau = document.getElementById("panneau");
  const un = (id) => document.getElementById(id);
  const motif = un("panneau-motif");
  const commentaire = un("panneau-commentaire");
  let courante = null;

  function alerter(x) {
    const genre = x.conflit ? "conflit" : x.erreur ? "erreur" : x.doute ? "doute" : "";
    const texte = {
      conflit: x.conflit && (x.conflit.m
        ? `${x.conflit.a} : ${x.conflit.t}${x.conflit.c ? ` (« ${x.conflit.c} »)` : ""}. Vous avez écrit ${x.t || "une cellule vide"}. Laquelle garder ?`
        : `Ce résultat a été retiré par quelqu'un d'autre. Vous avez écrit ${x.t || "une cellule vide"}.`),
      erreur: x.erreur, doute: x.doute, "": x.base.verrou || x.ailleurs,
    }[genre];
    const alerte = un("panneau-alerte");
    alerte.hidden = !texte;
    alerte.textContent = texte;
    alerte.dataset.genre = genre;
    un("panneau-conflit").hidden = !x.conflit;
    if (x.conflit) {
      panneau.querySelector('[data-choix="sien"]').textContent = `Garder ${x.conflit.t || "la cellule vide"}`;
      panneau.querySelector('[data-choix="mien"]').textContent = `Écrire ${x.t || "une cellule vide"}`;
    }
  }

  function montrer(kase) {
    const x = grille.cellule(kase) ?? grille.cellule(grille.rangees[kase.r].find((k) => k.cle));
    courante = x;
    panneau.hidden = !x;
    if (!x) return;
    un("panneau-nom").textContent = x.ligne.nom;
    if (x.ligne.url) un("panneau-nom").href = x.ligne.url;
    else un("panneau-nom").removeAttribute("href");
    un("panneau-periode").textContent = x.nom;
    const etat = { provisoire: "provisoire", validee: "validé" }[x.base.e];
    const faits = [...x.ligne.contexte.map(([nom, texte]) => `${nom} : ${texte}`), etat && `${x.base.t}, ${etat}, ${x.base.a}`];
    un("panneau-contexte").textContent = faits.filter(Boolean).join(" · ");
    motif.value = [...motif.options].some((o) => o.value === x.t) ? x.t : "";
    motif.disabled = Boolean(x.base.verrou);
    if (commentaire && document.activeElement !== commentaire) {
      commentaire.value = x.c;
      commentaire.disabled = Boolean(x.base.verrou);
    }
    alerter(x);
  }

  grille.suivre(montrer);
  modele.suivre((changees) => { if (courante && changees.includes(courante)) montrer(grille.active()); });

  motif.addEventListener("change", () => modele.ecrire([{ cle: courante.cle, champ: "t", apres: motif.value }]));
  commentaire?.addEventListener("change", () => modele.ecrire([{ cle: courante.cle, champ: "c", apres: commentaire.value.trim() }]));
  panneau.addEventListener("click", (e) => {
    const { choix } = e.target.dataset;
    if (!choix || !courante) return;
    modele.trancher(courante.cle, choix);
    grille.annoncer(choix === "sien" ? `Valeur gardée : ${courante.t || "aucune"}` : "Votre valeur sera écrite au prochain enregistrement");
    grille.choisir(grille.active());
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "F6" || e.altKey || e.ctrlKey) return;
    e.preventDefault();
    const arrets = [grille.active().td, courante?.conflit ? panneau.querySelector("[data-choix]") : motif, formulaire.querySelector(".barre-boutons .bouton:last-child")];
    const ici = arrets.findIndex((n) => n === document.activeElement || n?.parentElement.contains(document.activeElement));
    grille.fermer(true, false);
    arrets[(ici + (e.shiftKey ? arrets.length - 1 : 1)) % arrets.length]?.focus();
  });

  // The draft: what is typed and not saved, in this browser, by person and year.
  const CLE = `saisie:${formulaire.dataset.brouillon}`;
  const GARDE = 14 * 24 * 3600 * 1000;

  function lire() {
    try {
      return JSON.parse(localStorage.getItem(CLE) ?? "{}");
    } catch {
      return {};
    }
  }

  function garder(notes) {
    try {
      if (Object.keys(notes).length) localStorage.setItem(CLE, JSON.stringify(notes));
      else localStorage.removeItem(CLE);
    } catch { /* storage full or refused: the page still works, and warns before it is left */ }
  }

  let retard = 0;
  let enAttente = new Set();
  function noter() {
    const notes = lire();
    for (const x of enAttente) {
      if (modele.touchee(x)) notes[x.cle] = { t: x.t, c: x.c, m: x.base.m, v: x.base.v, q: Date.now() };
      else delete notes[x.cle];
    }
    enAttente = new Set();
    garder(notes);
  }

  function reprendre(notes) {
    modele.ecrire(Object.entries(notes).flatMap(([cle, n]) => [{ cle, champ: "t", apres: n.t }, { cle, champ: "c", apres: n.c }]));
    for (const [cle, n] of Object.entries(notes)) {
      const x = modele.cellules.get(cle);
      if (modele.touchee(x) && (n.m !== x.base.m || n.v !== x.base.v)) modele.contester(cle, x.base);
    }
  }

  function proposer(notes, autres) {
    const quand = new Date(Math.max(...Object.values(notes).map((n) => n.q)));
    const n = Object.keys(notes).length;
    const avis = document.createElement("div");
    avis.className = "avis avis-attention saisie-brouillon";
    avis.setAttribute("role", "status");
    const phrase = document.createElement("p");
    const date = quand.toLocaleString("fr-CA", { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" });
    phrase.textContent = `Un brouillon du ${date} garde ${n} ${n > 1 ? "résultats non enregistrés" : "résultat non enregistré"} sur cette page${autres ? ` et ${autres} ailleurs dans cet exercice` : ""}.`;
    const actes = document.createElement("p");
    actes.className = "rangee";
    for (const [texte, faire] of [["Reprendre le brouillon", () => reprendre(notes)], ["Effacer le brouillon", () => garder({})]]) {
      const bouton = Object.assign(document.createElement("button"), { type: "button", className: "bouton bouton-secondaire", textContent: texte });
      bouton.addEventListener("click", () => {
        faire();
        avis.remove();
        grille.choisir(grille.active());
      });
      actes.append(bouton);
    }
    avis.append(phrase, actes);
    formulaire.before(avis);
  }

  const anciennes = Object.entries(lire()).filter(([, n]) => Date.now() - n.q < GARDE);
  const utiles = anciennes.filter(([cle, n]) => {
    const x = modele.cellules.get(cle);
    return !x || (!x.base.verrou && (n.t !== x.t || n.c !== x.c));
  });
  garder(Object.fromEntries(utiles));
  const ici = utiles.filter(([cle]) => modele.cellules.has(cle));
  if (ici.length) proposer(Object.fromEntries(ici), utiles.length - ici.length);

  modele.suivre((changees) => {
    for (const x of changees) enAttente.add(x);
    clearTimeout(retard);
    retard = setTimeout(noter, 250);
  });
  addEventListener("pagehide", noter);

  if (grille.active()) montrer(grille.active());
  for (const touche of document.querySelectorAll("[data-touches]")) touche.hidden = false;
})();
