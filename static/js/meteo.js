// The synthesis counted as one types, for its three fields together; the server checks it again.
(() => {
  "use strict";

  const formulaire = document.querySelector("[data-meteo]");
  const compte = document.getElementById("compte-synthese");
  if (!formulaire || !compte) return;
  const champs = [...formulaire.querySelectorAll('[data-compte="synthese"]')];
  const maximum = Number(compte.dataset.maximum);
  const nombre = new Intl.NumberFormat("fr-CA");

  function compter() {
    const total = champs.reduce((somme, champ) => somme + [...champ.value.trim()].length, 0);
    compte.textContent = `${nombre.format(total)} ${compte.dataset.suite}`;
    compte.toggleAttribute("data-depasse", total > maximum);
  }

  formulaire.addEventListener("input", compter);
  compter();
})();
