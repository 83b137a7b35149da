// Saving without leaving the sheet, undoing a save, and hearing what others change meanwhile.
(() => {
  "use strict";

  const { modele, grille } = Saisie;
  if (!grille) return;
  const { formulaire } = modele;
  const bilan = document.getElementById("barre-bilan");
  const annulation = document.getElementById("annuler-lot");
  const boutons = [...formulaire.querySelectorAll("[data-acte]")];
  const DELAI = 30000;
  const ATTENTE = 4000;
  let occupe = false;
  let dernierMot = "";

  const accord = (n, mot, pluriel = `${mot}s`) => `${n} ${n > 1 ? pluriel : mot}`;

  function libelle(acte, n) {
    if (acte === "publier") return n > 1 ? `Publier les ${n} résultats` : n ? "Publier le résultat" : "Publier les résultats";
    return n > 1 ? `Enregistrer ${n} résultats comme provisoires` : n ? "Enregistrer comme provisoire" : "Enregistrer comme provisoires";
  }

  function tenir() {
    const vu = modele.bilan("publier");
    const { devalidees } = modele.bilan("provisoire");
    const faits = [];
    if (vu.modifiees.length) faits.push(accord(vu.modifiees.length, "résultat modifié", "résultats modifiés"));
    if (vu.retirees.length) faits.push(`dont ${accord(vu.retirees.length, "retiré")}`);
    const publies = vu.modifiees.filter((x) => x.base.e === "validee").length;
    if (publies) faits.push(`dont ${accord(publies, "déjà publié", "déjà publiés")}`);
    if (vu.erreurs.length) faits.push(`${accord(vu.erreurs.length, "erreur")} à corriger`);
    if (vu.conflits.length) faits.push(`${accord(vu.conflits.length, "conflit")} à trancher`);
    bilan.textContent = faits.join(", ") || dernierMot || "Aucun changement.";
    formulaire.querySelector(".barre-actions").classList.toggle("barre-fautive", Boolean(vu.erreurs.length || vu.conflits.length));
    for (const bouton of boutons) {
      const n = modele.bilan(bouton.dataset.acte).envoi.length;
      bouton.textContent = libelle(bouton.dataset.acte, n);
      bouton.setAttribute("aria-disabled", String(!n || occupe));
      const retire = bouton.dataset.acte === "provisoire" && devalidees.length;
      bouton.title = retire ? `${accord(devalidees.length, "résultat validé redeviendra provisoire", "résultats validés redeviendront provisoires")}.` : "";
    }
  }

  function dire(texte) {
    dernierMot = texte;
    grille.annoncer(texte);
    tenir();
    if (modele.bilan("publier").modifiees.length) bilan.textContent = `${texte} ${bilan.textContent}`;
  }
  Saisie.dire = (texte) => { dernierMot = texte; tenir(); };

  async function envoyer(url, corps) {
    const arret = AbortSignal.timeout(DELAI);
    const options = { method: "POST", body: corps, headers: { Accept: "application/json" }, signal: arret };
    const reponse = await fetch(url, corps ? options : { ...options, method: "GET" });
    if (reponse.redirected) throw new Error("Votre session est terminée : reconnectez-vous dans un autre onglet, puis enregistrez de nouveau.");
    if (reponse.status === 403) throw new Error("Vous n'avez pas le droit d'enregistrer ces résultats, ou la page est trop ancienne : rechargez-la.");
    if (!reponse.headers.get("Content-Type")?.includes("json")) throw new Error(`Le portail n'a pas pu enregistrer (erreur ${reponse.status}).`);
    return reponse.json();
  }

  function enveloppe(acte, cellules) {
    const corps = new FormData();
    corps.set("csrfmiddlewaretoken", formulaire.elements.csrfmiddlewaretoken.value);
    corps.set("acte", acte);
    const lu = {};
    for (const x of cellules) {
      lu[x.cle] = [x.base.m, x.base.v, x.base.t, x.base.c, 0];
      corps.set(`v-${x.cle}`, x.t);
      corps.set(`c-${x.cle}`, x.c);
      if (!modele.touchee(x)) corps.append("choisi", x.cle);
    }
    corps.set("lu", JSON.stringify(lu));
    return corps;
  }

  // What the answer says, cell by cell; the rest of the sheet is left as it is.
  function recevoir(reponse, envoyees) {
    for (const [cle, vue] of Object.entries(reponse.cellules)) {
      modele.recevoir(cle, vue, envoyees.get(cle));
      modele.poser(cle, { ailleurs: "", doute: reponse.doutes[cle] ?? "" });
      peindreEtat(cle);
      decocher(cle);
    }
    for (const [cle, vue] of Object.entries(reponse.conflits)) modele.contester(cle, vue);
    for (const [cle, erreur] of Object.entries(reponse.erreurs)) modele.poser(cle, { erreur });
    const fautive = Object.keys(reponse.conflits)[0] ?? Object.keys(reponse.erreurs)[0];
    if (fautive) grille.choisir(grille.casesDe(fautive)[0]);
    modele.oublierGestes();
    montrerLot(reponse.lot);
  }

  function decocher(cle) {
    for (const c of formulaire.querySelectorAll("input[name=choisi]:checked")) if (cle.startsWith(c.value)) c.checked = false;
  }

  function peindreEtat(cle) {
    const td = formulaire.querySelector(`td[data-etat-de="${CSS.escape(cle)}"]`);
    if (!td) return;
    const { base, ligne } = modele.cellules.get(cle);
    const mot = { provisoire: "Provisoire", validee: "Validé" }[base.e] ?? "–";
    td.replaceChildren();
    if (base.m && ligne.valider) {
      const case_ = Object.assign(document.createElement("input"), { type: "checkbox", name: "choisi", value: cle, tabIndex: -1 });
      const cache = Object.assign(document.createElement("span"), { className: "visuellement-cache", textContent: `Publier tel quel le résultat : ${ligne.nom}. État : ` });
      const etiquette = document.createElement("label");
      etiquette.append(case_, " ", cache, mot);
      td.append(etiquette);
    } else td.append(mot);
    if (base.a) td.append(Object.assign(document.createElement("span"), { className: "precision", title: base.a, textContent: base.a.split(", ")[0] }));
  }

  function montrerAttente(phrase) {
    const zone = document.getElementById("attente");
    if ((zone.firstElementChild?.lastElementChild.textContent ?? "") === phrase) return;
    zone.replaceChildren();
    if (!phrase) return;
    const avis = Object.assign(document.createElement("div"), { className: "avis avis-info" });
    for (const [texte, classe] of [["Calcul en attente", "avis-titre"], [phrase, ""]]) {
      avis.append(Object.assign(document.createElement("p"), { className: classe, textContent: texte }));
    }
    zone.append(avis);
    setTimeout(() => regarder(), 5 * ATTENTE);
  }

  function montrerLot(lot) {
    if (!lot) return;
    annulation.hidden = false;
    annulation.action = lot.url + location.search;
    annulation.querySelector("[data-lot-texte]").textContent = lot.texte;
    annulation.querySelector("[data-lot-bouton]").textContent = lot.libelle;
  }

  async function enregistrer(acte) {
    grille.fermer(true, false);
    const { envoi, erreurs, conflits } = modele.bilan(acte);
    if (occupe) return;
    if (!envoi.length) {
      const [x] = [...conflits, ...erreurs];
      if (x) grille.choisir(grille.casesDe(x.cle)[0]);
      dire(x ? "Rien n'a été enregistré : corrigez d'abord cette cellule." : "Aucun changement à enregistrer.");
      return;
    }
    occupe = true;
    tenir();
    bilan.textContent = "Enregistrement…";
    const envoyees = new Map(envoi.map((x) => [x.cle, { t: x.t, c: x.c }]));
    let mot;
    try {
      const reponse = await envoyer(formulaire.action, enveloppe(acte, envoi));
      recevoir(reponse, envoyees);
      mot = reponse.message;
      setTimeout(() => regarder(), ATTENTE);  // by then the roll-ups have followed, or the page says that they have not
    } catch (erreur) {
      const panne = erreur.name === "TypeError" || erreur.name === "TimeoutError";
      mot = `${panne ? "Le portail ne répond pas." : erreur.message} Votre saisie est gardée ici et dans ce navigateur.`;
    }
    occupe = false;
    dire(mot);
  }

  formulaire.addEventListener("submit", (e) => {
    e.preventDefault();
    enregistrer(e.submitter?.dataset.acte ?? "provisoire");
  });
  document.addEventListener("keydown", (e) => {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || e.key.toLowerCase() !== "s") return;
    e.preventDefault();
    enregistrer(e.shiftKey && formulaire.dataset.valider ? "publier" : "provisoire");
  });
  formulaire.addEventListener("change", (e) => { if (e.target.name === "choisi") tenir(); });
  modele.suivre(() => tenir());

  annulation.addEventListener("submit", async (e) => {
    e.preventDefault();
    try {
      const reponse = await envoyer(annulation.action, new FormData(annulation));
      await regarder();
      montrerLot(reponse.lot);
      dire(reponse.message);
    } catch (erreur) {
      dire(erreur.message);
    }
  });

  // What others changed: an untouched cell follows, one being typed in keeps what was typed and offers the choice.
  let enCours = false;
  async function regarder({ autrui = false } = {}) {
    if (enCours || occupe) return;
    enCours = true;
    const champs = new URLSearchParams(new URL(formulaire.action).search);
    champs.set("ids", [...new Set([...modele.cellules.values()].map((x) => x.ligne.pk))].join(","));
    try {
      const { cellules, attente } = await envoyer(`${formulaire.dataset.etat}?${champs}`);
      montrerAttente(attente);
      let vues = 0;
      for (const [cle, vue] of Object.entries(cellules)) {
        const x = modele.cellules.get(cle);
        const connue = x?.conflit ?? x?.base;
        if (!x || (connue.m === vue.m && connue.v === vue.v)) continue;
        vues += 1;
        if (modele.touchee(x)) modele.contester(cle, vue);
        else modele.recevoir(cle, vue);
        modele.poser(cle, { ailleurs: autrui ? `Modifié par ${vue.a || "quelqu'un d'autre"}.` : "" });
        peindreEtat(cle);
      }
      if (vues && autrui) dire(`${accord(vues, "résultat modifié", "résultats modifiés")} par quelqu'un d'autre.`);
    } catch { /* the next event, or the save itself, will tell */ } finally {
      enCours = false;
    }
  }
  let retard = 0;
  for (const nom of ["nouveaute", "bilan"]) {
    document.body.addEventListener(`direct:${nom}`, () => {
      clearTimeout(retard);
      retard = setTimeout(() => regarder({ autrui: true }), 150);
    });
  }

  addEventListener("beforeunload", (e) => { if (modele.bilan("publier").modifiees.length) e.preventDefault(); });
  tenir();
})();
