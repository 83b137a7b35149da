// Live refresh: a server event makes the page's htmx fragments look again (`hx-trigger="direct:bilan from:body"`).
// The event is only a hint. After a cut, one refresh; after three failures in a row, a look every 20 seconds.
(() => {
  "use strict";

  const ESSAIS = 3;
  const SECOURS = 20000;
  const corps = document.body;
  const montres = (corps.dataset.directSujets ?? "").replace(/\s+/g, "");
  const sujets = [corps.dataset.directPersonne, montres].filter(Boolean).join(",");
  if (!sujets) return;

  // A page that only has its bell to keep does not say that it is live, and lets go of its stream while hidden.
  const temoin = montres ? document.getElementById("direct") : null;
  let flux = null;
  let echecs = 0;
  let coupe = false;
  let secours = 0;

  function montrer(etat, texte) {
    if (!temoin) return;
    temoin.hidden = false;
    if (temoin.dataset.etat === etat) return;
    temoin.dataset.etat = etat;
    temoin.textContent = texte;
  }

  function rafraichir(evenement = "bilan", detail = []) {
    corps.dispatchEvent(new CustomEvent(`direct:${evenement}`, { bubbles: true, detail }));
  }

  function toutRevoir() {
    rafraichir("bilan");
    rafraichir("notification");
  }

  function lire(texte) {
    try {
      return JSON.parse(texte);
    } catch {
      return [];
    }
  }

  function ouvert() {
    echecs = 0;
    clearInterval(secours);
    secours = 0;
    montrer("direct", "En direct");
    if (coupe) toutRevoir();
    coupe = false;
  }

  // Something changed between the making of the page and the opening of its stream: look again.
  function bienvenue(e) {
    const revision = lire(e.data);
    if (corps.dataset.directRevision && typeof revision === "string" && revision && revision !== corps.dataset.directRevision) rafraichir();
    corps.dataset.directRevision = "";
  }

  function coupure() {
    coupe = true;
    echecs += 1;
    if (echecs < ESSAIS) {
      montrer("attente", "Reconnexion…");
    } else {
      montrer("hors-ligne", navigator.onLine ? "Mise à jour aux 20 secondes" : "Hors ligne");
      if (!secours) secours = setInterval(sonder, SECOURS);
    }
    // A closed stream (refused, or server away) is not retried by the browser: do it here.
    if (flux.readyState === EventSource.CLOSED) setTimeout(ouvrir, Math.min(2000 * echecs, SECOURS));
  }

  function sonder() {
    if (!navigator.onLine) {
      montrer("hors-ligne", "Hors ligne");
      return;
    }
    toutRevoir();
  }

  function ouvrir() {
    if (flux && flux.readyState !== EventSource.CLOSED) return;
    flux = new EventSource(`${corps.dataset.directUrl}?sujets=${encodeURIComponent(sujets)}`);
    flux.addEventListener("open", ouvert);
    flux.addEventListener("bienvenue", bienvenue);
    flux.addEventListener("error", coupure);
    flux.addEventListener("bilan", (e) => rafraichir("bilan", lire(e.data)));
    flux.addEventListener("nouveaute", (e) => rafraichir("nouveaute", lire(e.data)));
    flux.addEventListener("notification", (e) => rafraichir("notification", lire(e.data)));
  }

  addEventListener("offline", () => montrer("hors-ligne", "Hors ligne"));
  addEventListener("online", () => ouvrir());
  addEventListener("pagehide", () => flux?.close());
  if (!montres)
    document.addEventListener("visibilitychange", () => {
      coupe = true;
      if (document.hidden) flux?.close();
      else ouvrir();
    });
  addEventListener("pageshow", (e) => {
    if (e.persisted) {
      coupe = true;
      ouvrir();
    }
  });
  ouvrir();
})();
