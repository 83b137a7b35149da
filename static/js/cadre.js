// Page frame: theme, menus that close, print button, focus on the error summary.
(() => {
  "use strict";

  const racine = document.documentElement;
  const bascule = document.querySelector("[data-theme-bascule]");

  function estSombre() {
    return racine.dataset.theme ? racine.dataset.theme === "sombre" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function nommer() {
    const libelle = document.querySelector("[data-theme-libelle]");
    if (libelle) libelle.textContent = estSombre() ? "Passer au thème clair" : "Passer au thème sombre";
    if (bascule && libelle) bascule.title = libelle.textContent;
  }

  if (bascule) {
    bascule.hidden = false;
    nommer();
    bascule.addEventListener("click", () => {
      const theme = estSombre() ? "clair" : "sombre";
      racine.dataset.theme = theme;
      document.cookie = `theme=${theme}; path=/; max-age=31536000; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
      nommer();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", nommer);
  }

  const menus = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (e) => {
    for (const menu of menus()) if (!menu.contains(e.target)) menu.open = false;
  });
  document.addEventListener("focusin", (e) => {
    for (const menu of menus()) if (!menu.contains(e.target)) menu.open = false;
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  for (const ligne of document.querySelectorAll("[data-imprimer]")) {
    ligne.hidden = false;
    ligne.addEventListener("click", () => {
      ligne.closest("details")?.removeAttribute("open");
      print();
    });
  }

  // A chart wider than the screen opens on its last point.
  for (const cadre of document.querySelectorAll(".graphique-defile:has(.g-xmr)")) cadre.scrollLeft = cadre.scrollWidth;

  // A pillar's bar wider than the screen opens on the page one is in.
  const barre = document.querySelector(".sous-navigation");
  const ici = barre?.querySelector("[aria-current]");
  if (ici) barre.scrollLeft = ici.offsetLeft - (barre.clientWidth - ici.offsetWidth) / 2;

  document.querySelector("main:not(:has(.galerie)) [data-focus]")?.focus();

  // The page for the time when the network is away is kept once this one has settled.
  if ("serviceWorker" in navigator)
    addEventListener("load", () => setTimeout(() => navigator.serviceWorker.register("/veilleur.js").catch(() => {}), 1000));
})();
