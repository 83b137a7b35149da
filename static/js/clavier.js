// Keyboard: « / » search, « g » then a letter for sections, « ? » the list.
(() => {
  "use strict";

  const DELAI = 1200;
  let attente = 0;

  const dialogue = document.getElementById("aide-clavier");
  const bouton = document.querySelector("[data-aide-clavier]");

  function ecrit(cible) {
    return cible.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(cible.tagName) || cible.closest('[role="grid"]');
  }

  function aider() {
    if (dialogue && !dialogue.open) dialogue.showModal();
  }

  if (bouton) {
    bouton.hidden = false;
    bouton.addEventListener("click", aider);
  }

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || dialogue?.open || ecrit(e.target)) return;
    if (Date.now() < attente) {
      attente = 0;
      const lien = document.querySelector(`a[data-raccourci="${CSS.escape(e.key.toLowerCase())}"]`);
      if (lien) {
        e.preventDefault();
        location.assign(lien.href);
      }
      return;
    }
    if (e.key === "g") attente = Date.now() + DELAI;
    else if (e.key === "?") {
      e.preventDefault();
      aider();
    } else if (e.key === "/") {
      const champ = document.querySelector("[data-recherche]");
      if (!champ) return;
      e.preventDefault();
      champ.focus();
      champ.select();
    }
  });
})();
