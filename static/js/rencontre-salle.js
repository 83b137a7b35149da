// The live room: after a hint, the common parts are fetched and put in place; nothing one types in is ever replaced.
// The timer is that of the server: only its display is here. A sign of life goes with the look at who is present.
(() => {
  "use strict";

  const cadre = document.getElementById("salle-cadre");
  if (!cadre) return;
  const PARTIES = ["salle-sujet", "salle-cote", "salle-mur"];
  const ETALEMENT = 120; // ms: two hundred screens do not ask in the same instant
  const PRESENCE = () => (cadre.dataset.anime === "oui" ? 7000 : 11000 + Math.random() * 3000);
  let decalage = Number(cadre.dataset.maintenant) - Date.now();
  let rang = Number(cadre.dataset.rang);
  let coupe = false;
  let attente = 0;
  let enCours = false;
  let encore = false;

  const dire = (texte) => document.dispatchEvent(new CustomEvent("annonce", { detail: texte }));

  function avertir(texte) {
    const place = document.getElementById("refus") ?? cadre;
    document.getElementById("avis-salle")?.remove();
    if (!texte) return;
    const p = document.createElement("p");
    p.id = "avis-salle";
    p.className = "avis avis-attention";
    p.setAttribute("role", "alert");
    p.textContent = texte;
    place.prepend(p);
  }

  // What the answer says beside its body: last event, clock, who leads, state.
  function suivre(reponse, parti) {
    const [r, ms, animation, etat] = (reponse.headers.get("X-Rencontre") ?? "").split(" ");
    if (!etat) return false;
    decalage = Number(ms) - (parti + Date.now()) / 2;
    if (etat !== cadre.dataset.etat) {
      location.reload();
      return false;
    }
    const anime = cadre.dataset.moi !== "" && animation === cadre.dataset.moi ? "oui" : "non";
    if (anime !== cadre.dataset.anime) {
      cadre.dataset.anime = anime;
      dire(anime === "oui" ? "Vous animez maintenant la rencontre." : "Vous n'animez plus la rencontre.");
      if (anime === "oui") recevoir();
    }
    return Number(r);
  }

  // Who receives the lead may write decisions and close: what the page was made without comes now.
  async function recevoir() {
    if (document.getElementById("salle-inscrire")?.childElementCount !== 0) return;
    const reponse = await fetch(location.pathname);
    if (reponse.ok) remplacer(await reponse.text(), ["salle-inscrire", "salle-clore"]);
  }

  async function demander(url, corps) {
    const parti = Date.now();
    const jeton = document.querySelector('meta[name="csrf-token"]').content;
    const envoi = corps ? { method: "POST", headers: { "X-CSRFToken": jeton }, body: new URLSearchParams(corps) } : {};
    const reponse = await fetch(url, envoi);
    if (reponse.redirected && new URL(reponse.url).pathname.startsWith("/compte/")) {
      avertir("Votre session est terminée : rechargez la page pour vous reconnecter. Ce que vous avez écrit est gardé.");
      throw new Error("session");
    }
    if (!reponse.ok) throw new Error(String(reponse.status));
    return { neuf: suivre(reponse, parti), texte: await reponse.text() };
  }

  // Replace a part; the focus goes back to the element of the same id, what was unfolded stays so.
  function placer(element, neuf) {
    const foyer = element.contains(document.activeElement) ? document.activeElement.id : "";
    const deplies = [...element.querySelectorAll("details[id][open]")].map((pli) => pli.id);
    element.replaceWith(neuf);
    window.htmx?.process(neuf);
    for (const id of deplies) document.getElementById(id)?.setAttribute("open", "");
    if (foyer) document.getElementById(foyer)?.focus({ preventScroll: true });
  }

  function remplacer(texte, ids) {
    const page = new DOMParser().parseFromString(texte, "text/html");
    for (const id of ids) {
      const [ancien, neuf] = [document.getElementById(id), page.getElementById(id)];
      if (ancien && neuf && ancien.outerHTML !== neuf.outerHTML) placer(ancien, document.adoptNode(neuf));
    }
  }

  function sujetChange(avant) {
    const sujet = document.getElementById("salle-sujet");
    if (!sujet || sujet.dataset.dit === avant) return;
    dire(sujet.dataset.dit);
    const note = document.querySelector("#note [name=point]");
    const texte = document.getElementById("note-texte");
    if (note && !texte.value.trim()) note.value = sujet.dataset.point;
    for (const champ of document.querySelectorAll("[data-point-courant]")) champ.value = sujet.dataset.point;
  }

  async function rafraichir() {
    if (enCours) {
      encore = true;
      return;
    }
    enCours = true;
    try {
      const avant = document.getElementById("salle-sujet")?.dataset.dit;
      const { neuf, texte } = await demander(cadre.dataset.urlParties);
      if (neuf !== false) {
        remplacer(texte, PARTIES);
        sujetChange(avant);
        if (coupe && neuf > rang && cadre.dataset.urlManque) await rattraper(rang);
        rang = Math.max(rang, neuf);
        cadre.dataset.rang = rang;
        coupe = false;
        afficher();
      }
    } catch {
      coupe = true;
    } finally {
      enCours = false;
      if (encore) {
        encore = false;
        planifier(0);
      }
    }
  }

  async function rattraper(depuis) {
    const reponse = await fetch(`${cadre.dataset.urlManque}?depuis=${depuis}`);
    const place = document.getElementById("manque-place");
    if (reponse.ok && place) place.innerHTML = await reponse.text();
  }

  function planifier(delai) {
    clearTimeout(attente);
    attente = setTimeout(rafraichir, delai);
  }

  async function battre() {
    try {
      if (cadre.dataset.urlPresences) {
        const { neuf, texte } = await demander(cadre.dataset.urlPresences, { vu: rang });
        remplacer(texte, ["salle-presences"]);
        if (neuf > rang) planifier(0);
      } else {
        planifier(0);
      }
    } catch {
      coupe = true;
    }
    setTimeout(battre, PRESENCE());
  }

  const deux = (n) => String(n).padStart(2, "0");

  function afficher() {
    for (const minuterie of document.querySelectorAll(".minuterie[data-fin]")) {
      if (!minuterie.dataset.fin) continue;
      const reste = Math.ceil((Number(minuterie.dataset.fin) - Date.now() - decalage) / 1000);
      const s = Math.abs(reste);
      minuterie.classList.toggle("depassee", reste < 0);
      minuterie.classList.toggle("presque", reste >= 0 && reste <= 30);
      const texte = `${reste < 0 ? "+" : ""}${Math.floor(s / 60)}:${deux(s % 60)}`;
      const place = minuterie.querySelector(".minuterie-temps");
      if (place.textContent !== texte) place.textContent = texte;
    }
  }

  const indice = () => planifier(Math.random() * ETALEMENT);
  document.body.addEventListener("direct:nouveaute", indice);
  document.body.addEventListener("direct:bilan", indice);
  document.body.addEventListener("rencontre:rafraichir", () => { avertir(""); planifier(0); });
  addEventListener("offline", () => { coupe = true; });
  addEventListener("online", () => planifier(0));
  const temoin = document.getElementById("direct");
  if (temoin) {
    new MutationObserver(() => {
      if (temoin.dataset.etat !== "direct") coupe = true;
      else planifier(0); // the stream has just opened: what happened meanwhile is fetched
    }).observe(temoin, { attributes: true, attributeFilter: ["data-etat"] });
  }
  setInterval(afficher, 250);
  afficher();
  setTimeout(battre, 200);
})();
