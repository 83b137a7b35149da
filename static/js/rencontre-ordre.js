// The agenda dragged into another order. The buttons « Monter » and « Descendre » do the same from the keyboard.
(() => {
  "use strict";

  let pris = null;

  const liste = () => document.querySelector("[data-ordonner]");
  const ligne = (e) => e.target.closest?.("[data-ordonner] > li");

  function preparer() {
    for (const li of liste()?.children ?? []) li.draggable = true;
  }

  document.addEventListener("dragstart", (e) => {
    pris = ligne(e);
    if (!pris) return;
    e.dataTransfer.effectAllowed = "move";
    e.dataTransfer.setData("text/plain", pris.id);
    pris.classList.add("pris");
  });

  document.addEventListener("dragover", (e) => {
    const autre = ligne(e);
    if (!pris || !autre) return;
    e.preventDefault();
    if (autre === pris) return;
    const { top, height } = autre.getBoundingClientRect();
    autre.parentElement.insertBefore(pris, e.clientY > top + height / 2 ? autre.nextSibling : autre);
  });

  document.addEventListener("drop", (e) => {
    if (pris && ligne(e)) e.preventDefault();
  });

  document.addEventListener("dragend", () => {
    if (!pris) return;
    pris.classList.remove("pris");
    pris = null;
    const ol = liste();
    const ordre = [...ol.children].map((li) => li.dataset.point).join(",");
    window.htmx.ajax("POST", ol.dataset.ordonner, { values: { ordre }, target: "#refus" });
  });

  document.addEventListener("htmx:load", preparer);
  preparer();
})();
