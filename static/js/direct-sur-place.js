// Live refresh in place: figures change where they are; scroll, focus, sort and open menus stay. Rows that appear, leave
// or move wait for the reader: « 2 nouveautés : afficher ». Filters and sorting still replace the fragment whole.
(() => {
  "use strict";

  const SELECTEUR = "[data-sur-place]";
  let attendu = null;

  const enDirect = (e) => e.detail.requestConfig?.triggeringEvent?.type?.startsWith("direct:");

  document.addEventListener("htmx:configRequest", (e) => {
    if (e.detail.triggeringEvent?.type?.startsWith("direct:")) e.detail.headers["X-Direct"] = "1";
  });

  document.addEventListener("htmx:beforeSwap", (e) => {
    const ancien = e.detail.target;
    if (!ancien?.matches?.(SELECTEUR) || e.detail.isError || !e.detail.shouldSwap) return;
    if (!enDirect(e)) {
      attendu = null;
      return;
    }
    e.detail.shouldSwap = false;
    const neuf = new DOMParser().parseFromString(e.detail.serverResponse, "text/html").querySelector(SELECTEUR);
    if (neuf) actualiser(ancien, neuf, e.detail.serverResponse);
  });

  function actualiser(ancien, neuf, texte) {
    const deplacees = lignesDeplacees(ancien, neuf);
    const changes = { n: 0 };
    fondre(ancien, neuf, changes, deplacees > 0);
    if (deplacees) {
      attendu = texte;
      proposer(ancien, deplacees);
    } else {
      attendu = null;
      document.getElementById("nouveautes-direct")?.remove();
    }
    if (changes.n) annoncer(changes.n > 1 ? `${changes.n} chiffres mis à jour` : "Un chiffre mis à jour");
    document.body.dispatchEvent(new CustomEvent("direct:vu", { detail: changes.n }));
  }

  const lignes = (racine) => [...racine.querySelectorAll("[data-lignes] > [id]")].map((ligne) => ligne.id);

  // How many rows are new, gone, or not where they were among those that stay.
  function lignesDeplacees(ancien, neuf) {
    const avant = lignes(ancien);
    const apres = lignes(neuf);
    const restent = new Set(apres);
    const connues = new Set(avant);
    const a = avant.filter((id) => restent.has(id));
    const b = apres.filter((id) => connues.has(id));
    return avant.length - a.length + apres.length - b.length + a.filter((id, rang) => b[rang] !== id).length;
  }

  // Make `a` like `b` with as few changes as there are; rows are matched by id when their list differs.
  function fondre(a, b, changes, garderLignes) {
    if (a.nodeType !== b.nodeType || a.nodeName !== b.nodeName) {
      a.replaceWith(b.cloneNode(true));
      return;
    }
    if (a.nodeType !== Node.ELEMENT_NODE) {
      if (a.data !== b.data) {
        a.data = b.data;
        marquer(a.parentElement, changes);
      }
      return;
    }
    if (a.hasAttribute("data-a-part") && a.id === b.id) return; // it fetches its own news
    attributs(a, b);
    if (garderLignes && a.matches("[data-lignes]")) {
      for (const ligne of a.children) {
        const neuve = ligne.id && b.querySelector(`#${CSS.escape(ligne.id)}`);
        if (neuve) fondre(ligne, neuve, changes, garderLignes);
      }
      return;
    }
    const enfants = [...b.childNodes];
    while (a.childNodes.length > enfants.length) a.lastChild.remove();
    enfants.forEach((enfant, rang) => {
      if (rang < a.childNodes.length) fondre(a.childNodes[rang], enfant, changes, garderLignes);
      else {
        a.append(enfant.cloneNode(true));
        htmx.process(a.lastChild.nodeType === Node.ELEMENT_NODE ? a.lastChild : a);
      }
    });
  }

  function attributs(a, b) {
    for (const { name, value } of b.attributes) if (a.getAttribute(name) !== value) a.setAttribute(name, value);
    for (const { name } of [...a.attributes]) {
      if (!b.hasAttribute(name) && name !== "open" && name !== "class") a.removeAttribute(name);
    }
  }

  function marquer(element, changes) {
    changes.n += 1;
    const cellule = element?.closest("td, .tuile, .compteurs a, p");
    if (!cellule) return;
    cellule.classList.remove("maj");
    void cellule.offsetWidth;
    cellule.classList.add("maj");
  }

  function proposer(fragment, n) {
    document.getElementById("nouveautes-direct")?.remove();
    const p = document.createElement("p");
    p.id = "nouveautes-direct";
    p.className = "nouveautes";
    p.setAttribute("role", "status");
    const bouton = document.createElement("button");
    bouton.type = "button";
    bouton.className = "bouton bouton-discret";
    bouton.textContent = `${n > 1 ? `${n} nouveautés` : "Une nouveauté"} : afficher`;
    bouton.addEventListener("click", () => {
      p.remove();
      if (attendu) htmx.swap(document.querySelector(SELECTEUR), attendu, { swapStyle: "outerHTML" });
      attendu = null;
    });
    p.append(bouton);
    fragment.after(p);
  }

  function annoncer(texte) {
    document.dispatchEvent(new CustomEvent("annonce", { detail: texte }));
  }
})();
