// htmx house rules: CSRF token, conflicts and faulty forms are swapped, focus kept, changes announced, failures said.
(() => {
  "use strict";

  const meta = (nom) => document.querySelector(`meta[name="${nom}"]`)?.content ?? "";

  function annoncer(texte) {
    const zone = document.getElementById("annonces");
    if (!zone || !texte) return;
    zone.textContent = "";
    setTimeout(() => { zone.textContent = texte; }, 50);
  }

  function avertir(texte) {
    const zone = document.getElementById("messages");
    if (!zone) return;
    const avis = document.createElement("div");
    avis.className = "avis avis-erreur";
    avis.id = "avis-reseau";
    avis.textContent = texte;
    document.getElementById("avis-reseau")?.remove();
    zone.append(avis);
  }

  document.addEventListener("htmx:configRequest", (e) => {
    if (e.detail.verb !== "get") e.detail.headers["X-CSRFToken"] = meta("csrf-token");
  });

  document.addEventListener("htmx:beforeSwap", (e) => {
    const statut = e.detail.xhr.status;
    if (statut === 409 || statut === 422) {
      e.detail.shouldSwap = true;
      e.detail.isError = false;
    }
    // A session that ended answers a redirection to the login page: never paste it into a fragment.
    const url = e.detail.xhr.responseURL;
    if (url && new URL(url).pathname.startsWith("/compte/") && !location.pathname.startsWith("/compte/")) {
      e.detail.shouldSwap = false;
      avertir("Votre session est terminée : rechargez la page pour vous reconnecter.");
    }
  });

  // The element that had the focus is found again by its id, or by its address for a link.
  let repere = null;
  document.addEventListener("htmx:beforeSwap", () => {
    const actif = document.activeElement;
    repere = actif && actif !== document.body ? { id: actif.id, href: actif.getAttribute("href") } : null;
  });
  document.addEventListener("htmx:afterSettle", (e) => {
    document.getElementById("avis-reseau")?.remove();
    const porteur = e.target.closest?.("[data-annonce]") ?? e.target.querySelector?.("[data-annonce]");
    if (porteur) annoncer(porteur.dataset.annonce);
    if (!repere || document.activeElement !== document.body) return;
    const retrouve = (repere.id && document.getElementById(repere.id))
      || (repere.href && e.target.querySelector?.(`a[href="${CSS.escape(repere.href)}"]`));
    retrouve?.focus({ preventScroll: true });
  });

  // What the reader unfolded stays unfolded in the fragment that takes its place.
  let deplies = [];
  document.addEventListener("htmx:beforeSwap", (e) => {
    deplies = [...(e.detail.target?.querySelectorAll?.("details[id][open]") ?? [])].map((pli) => pli.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of deplies) document.getElementById(id)?.setAttribute("open", "");
    deplies = [];
  });

  document.addEventListener("annonce", (e) => annoncer(e.detail.value ?? e.detail));
  document.addEventListener("htmx:sendError", () => avertir("Le portail ne répond pas. Vérifiez votre connexion, puis réessayez."));
  document.addEventListener("htmx:responseError", (e) => {
    const statut = e.detail.xhr.status;
    avertir(statut === 403 ? "Vous n'avez pas le droit de faire cela." : `Cette partie de la page n'a pas pu être mise à jour (erreur ${statut}). Rechargez la page.`);
  });
})();
