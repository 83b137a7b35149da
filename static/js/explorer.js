// Exploring a chart: Plotly draws the figure the server built; our own buttons, reachable from the keyboard, drive it.
// Until it has drawn, and if it cannot, the picture of the server stays.
(() => {
  "use strict";

  const cadre = document.querySelector("[data-explorer]");
  const { Plotly } = window;
  if (!cadre || !Plotly) return;

  const partie = (nom) => cadre.querySelector(`[data-explorer-${nom}]`);
  const toile = partie("toile");
  const phases = partie("phases");
  const LARGEUR_MIN = 3;
  let figure = null;
  let entiere = [0, 0];

  // « var(--action) » stands for a token: an unseen element says what colour it is in the theme of the moment.
  const sonde = document.createElement("span");
  sonde.hidden = true;
  cadre.append(sonde);
  function couleur(jeton) {
    sonde.style.color = jeton;
    return getComputedStyle(sonde).color;
  }

  function colorer(valeur) {
    if (typeof valeur === "string") return valeur.startsWith("var(") ? couleur(valeur) : valeur;
    if (Array.isArray(valeur)) return valeur.map(colorer);
    if (valeur && typeof valeur === "object") {
      return Object.fromEntries(Object.entries(valeur).map(([cle, v]) => [cle, colorer(v)]));
    }
    return valeur;
  }

  const etroit = () => toile.clientWidth < 620;

  function disposition() {
    const choisie = colorer(figure.layout);
    choisie.height = etroit() ? 460 : 560;
    if (etroit()) {
      choisie.font.size = 11;
      choisie.legend.y = -0.2;
      choisie.margin.l = 40;
    }
    const large = Math.max(...choisie.xaxis.categoryarray.map((nom) => nom.length)) * 7.5 + 12;
    choisie.xaxis.nticks = Math.max(2, Math.floor((toile.clientWidth - choisie.margin.l) / large));
    if (toile.layout?.xaxis) choisie.xaxis.range = [...toile.layout.xaxis.range];
    return choisie;
  }

  async function dessiner() {
    const reglages = { locale: "fr-CA", displayModeBar: false, displaylogo: false, responsive: true, scrollZoom: false };
    await Plotly.react(toile, colorer(figure.data), disposition(), reglages);
  }

  async function charger() {
    const reponse = await fetch(cadre.dataset.explorer, { headers: { Accept: "application/json" } });
    if (!reponse.ok) throw new Error(`figure ${reponse.status}`);
    const lue = await reponse.json();
    figure = lue.figure;
    entiere = [...figure.layout.xaxis.range];
    nommer(lue.phases);
  }

  function nommer(vues) {
    phases.hidden = vues.length === 0;
    const choix = phases.querySelector("select");
    const voulu = choix.selectedIndex;
    choix.replaceChildren(new Option("Toutes", JSON.stringify(entiere)));
    for (const vue of vues) choix.append(new Option(vue.nom, JSON.stringify(vue.etendue)));
    choix.selectedIndex = Math.min(Math.max(voulu, 0), vues.length);
  }

  function montrer(etendue, annonce) {
    const large = Math.min(Math.max(etendue[1] - etendue[0], LARGEUR_MIN), entiere[1] - entiere[0]);
    const debut = Math.min(Math.max(etendue[0], entiere[0]), entiere[1] - large);
    Plotly.relayout(toile, { "xaxis.range": [debut, debut + large], "yaxis.autorange": true });
    document.dispatchEvent(new CustomEvent("annonce", { detail: annonce ?? periode([debut, debut + large]) }));
  }

  // The names of the first and last periods in view.
  function periode([debut, fin]) {
    const noms = figure.layout.xaxis.categoryarray;
    const premier = noms[Math.max(Math.ceil(debut), 0)];
    const dernier = noms[Math.min(Math.floor(fin), noms.length - 1)];
    return `De ${premier} à ${dernier}`;
  }

  const gestes = {
    avant: ([a, b]) => [a + (b - a) / 4, b - (b - a) / 4],
    arriere: ([a, b]) => [a - (b - a) / 2, b + (b - a) / 2],
    gauche: ([a, b]) => [a - (b - a) / 3, b - (b - a) / 3],
    droite: ([a, b]) => [a + (b - a) / 3, b + (b - a) / 3],
    entiere: () => entiere,
  };

  function brancher() {
    for (const bouton of cadre.querySelectorAll("[data-vue]")) {
      bouton.addEventListener("click", () => {
        if (bouton.dataset.vue === "entiere") phases.querySelector("select").selectedIndex = 0;
        montrer(gestes[bouton.dataset.vue](toile.layout.xaxis.range));
      });
    }
    phases.querySelector("select").addEventListener("change", (e) => montrer(JSON.parse(e.target.value)));
    cadre.querySelector("[data-telecharger]").addEventListener("click", () => {
      Plotly.downloadImage(toile, { format: "png", filename: cadre.dataset.image, width: 1200, height: 700, scale: 2 });
    });
    document.body.addEventListener("direct:bilan", () => charger().then(dessiner).catch(() => {}));
    new MutationObserver(dessiner).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", dessiner);
    // Plotly follows the width; the size of words and the number of marks are ours to choose again.
    let attente = 0;
    let large = toile.clientWidth;
    new ResizeObserver(() => {
      if (toile.clientWidth === large || !toile.clientWidth) return;
      large = toile.clientWidth;
      clearTimeout(attente);
      attente = setTimeout(dessiner, 150);
    }).observe(toile);
    addEventListener("beforeprint", () => basculer(false));
    addEventListener("afterprint", () => basculer(true));
  }

  // Printed pages keep the server's picture: it follows the width of the paper.
  function basculer(vivant) {
    toile.hidden = !vivant;
    partie("secours").hidden = vivant;
  }

  async function ouvrir() {
    await charger();
    toile.hidden = false;
    await dessiner();
    basculer(true);
    partie("outils").hidden = false;
    partie("aide").hidden = false;
    brancher();
    cadre.dataset.pret = "";
  }

  ouvrir().catch(() => {
    basculer(false);
    toile.hidden = true;
  });
})();
