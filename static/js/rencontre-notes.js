// Notes lose nothing: the draft is kept as it is typed; a note is put in a queue on this device, sent, and leaves the
// queue only when the server says it is kept. Sent twice, it is the same note (its uuid).
(() => {
  "use strict";

  const form = document.getElementById("note");
  if (!form?.dataset.notes) return;
  const CLE = `rencontre:${form.dataset.notes}`;
  const champ = document.getElementById("note-texte");
  const etat = document.getElementById("note-etat");
  const liste = document.getElementById("notes-attente");
  const REPRISE = 4000;
  let occupe = false;
  let reprise = 0;

  const stock = {
    lire(nom, defaut) {
      try { return JSON.parse(localStorage.getItem(`${CLE}:${nom}`)) ?? defaut; } catch { return defaut; }
    },
    ecrire(nom, valeur) {
      try { localStorage.setItem(`${CLE}:${nom}`, JSON.stringify(valeur)); } catch { /* full or forbidden: the page still holds it */ }
    },
  };
  let file = stock.lire("file", []);

  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const o = crypto.getRandomValues(new Uint8Array(16));
    o[6] = (o[6] & 15) | 64;
    o[8] = (o[8] & 63) | 128;
    const h = [...o].map((n) => n.toString(16).padStart(2, "0")).join("");
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
  }

  const dire = (texte) => { etat.textContent = texte; };

  function bouton(texte, faire) {
    const b = document.createElement("button");
    b.type = "button";
    b.className = "lien";
    b.textContent = texte;
    b.addEventListener("click", faire);
    return b;
  }

  function montrer() {
    stock.ecrire("file", file);
    liste.replaceChildren(...file.map((note) => {
      const li = document.createElement("li");
      const quoi = document.createElement("span");
      quoi.textContent = note.texte;
      const suite = document.createElement("span");
      suite.className = "precision";
      suite.textContent = note.erreur ? ` ${note.erreur} ` : " pas encore envoyée";
      li.append(quoi, suite);
      if (note.erreur) {
        li.append(
          bouton("Reprendre le texte", () => { retirer(note); champ.value = [champ.value, note.texte].filter(Boolean).join("\n"); brouillon(); form.hidden = false; champ.focus(); }),
          " ",
          bouton("Abandonner", () => retirer(note)),
        );
      }
      return li;
    }));
  }

  function retirer(note) {
    file = file.filter((autre) => autre.uuid !== note.uuid);
    montrer();
  }

  async function envoyer(note) {
    const corps = new URLSearchParams({ uuid: note.uuid, point: note.point, texte: note.texte });
    const jeton = document.querySelector('meta[name="csrf-token"]').content;
    const reponse = await fetch(form.action, {
      method: "POST", body: corps, headers: { Accept: "application/json", "X-CSRFToken": jeton }, redirect: "manual",
    });
    if (reponse.status === 201) return true;
    if (reponse.type === "opaqueredirect") throw new Error("Votre session est terminée : rechargez la page, la note est gardée ici.");
    if (reponse.status === 409 || reponse.status === 422) {
      note.erreur = (await reponse.json()).erreur;
      return false;
    }
    if (reponse.status === 403 || reponse.status === 404) {
      note.erreur = "Cette rencontre ne vous est plus ouverte.";
      return false;
    }
    throw new Error("");
  }

  async function vider() {
    if (occupe) return;
    occupe = true;
    clearTimeout(reprise);
    let parties = 0;
    try {
      for (const note of file.filter((autre) => !autre.erreur)) {
        if (await envoyer(note)) {
          retirer(note);
          parties += 1;
        }
        montrer();
      }
      if (parties) {
        dire(parties > 1 ? `${parties} notes enregistrées` : "Note enregistrée");
        document.body.dispatchEvent(new CustomEvent("rencontre:rafraichir"));
      }
    } catch (erreur) {
      dire(erreur.message && !(erreur instanceof TypeError) ? erreur.message : "Hors connexion : la note est gardée ici et partira d'elle-même.");
      reprise = setTimeout(vider, REPRISE);
    } finally {
      occupe = false;
    }
  }

  const brouillon = () => stock.ecrire("brouillon", { texte: champ.value, point: form.elements.point.value });

  champ.addEventListener("input", brouillon);
  champ.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    const texte = champ.value.trim();
    if (!texte) return;
    file.push({ uuid: uuid(), point: form.elements.point.value, texte });
    champ.value = "";
    brouillon();
    form.elements.point.value = document.getElementById("salle-sujet")?.dataset.point ?? form.elements.point.value;
    montrer();
    dire("Envoi…");
    vider();
  });

  const repris = stock.lire("brouillon", null);
  if (repris?.texte?.trim() && !champ.value) {
    champ.value = repris.texte;
    if (repris.point) form.elements.point.value = repris.point;
    form.hidden = false;
    dire("Brouillon repris.");
  }
  addEventListener("online", vider);
  document.body.addEventListener("direct:bilan", vider);
  montrer();
  if (file.length) vider();
})();
