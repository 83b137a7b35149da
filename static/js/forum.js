// What one types in a topic is kept in this browser until it is sent: a lost connection or a closed tab loses nothing.
(() => {
  "use strict";
  const formulaire = document.querySelector("form[data-brouillon]");
  const champ = formulaire?.querySelector("textarea");
  if (!champ) return;
  const cle = `forum:${formulaire.dataset.brouillon}`;
  const garder = (texte) => {
    try {
      if (texte.trim()) localStorage.setItem(cle, texte); else localStorage.removeItem(cle);
    } catch { /* full or forbidden: the page still holds it */ }
  };
  try {
    if (!champ.value) champ.value = localStorage.getItem(cle) ?? "";
  } catch { /* forbidden: nothing was kept */ }
  champ.addEventListener("input", () => garder(champ.value));
  formulaire.addEventListener("submit", () => garder(""));
  if (new URLSearchParams(location.search).has("cite")) champ.focus();
})();
