// Reading a cell as it is typed: the rules of ecosysteme/nombres.py and pilotage/cellules.py, for errors said at once.
// The server reads again and has the last word; tests hold both to the same answers.
window.Saisie = (() => {
  "use strict";

  const ESPACES = " \u00a0\u2009\u202f";
  const BLANCS = `${ESPACES}\t\r\n\ufeff`;
  const SEPARATEURS = `${BLANCS},;:–—-()`;
  const NON_DISPONIBLE = new Set(["n/d", "nd", "n.d.", "n.d", "non disponible", ".", "..", "-", "–", "—", "−"]);
  const SANS_OBJET = new Set(["s.o.", "s.o", "so", "s/o", "sans objet", "…", "..."]);
  const PREFIXES = ["n/d", "n.d.", "nd ", "nd,", "non disponible"];
  const MULTIPLES = { $: 0, k$: 3, K$: 3, M$: 6, G$: 9, Md$: 9 };
  const COURTS = {
    non_mesure: "non mesuré", source_retardee: "source en retard", confidentiel: "confidentiel", non_saisi: "pas encore saisi",
  };
  const MOTIFS = {
    "non mesure": "non_mesure", "non mesure pour cette periode": "non_mesure",
    "source retardee": "source_retardee", "source en retard": "source_retardee", retard: "source_retardee",
    "la source n a pas encore publie": "source_retardee",
    confidentiel: "confidentiel", "confidentiel ou trop petit nombre": "confidentiel", "petit nombre": "confidentiel",
    "non saisi": "non_saisi", "pas saisi": "non_saisi", "pas encore saisi": "non_saisi", "a saisir": "non_saisi",
    "resultat pas encore saisi": "non_saisi",
  };
  const RAISONS = {
    trop_long: "Plus de 60 caractères : ce n'est pas un nombre.",
    erreur_tableur: "C'est une erreur du tableur : corrigez la cellule d'origine.",
    formule: "Les formules ne sont jamais évaluées : écrivez la valeur.",
    ambigu: "« n/a » est ambigu : écrivez « n/d » (non disponible) ou « s.o. » (sans objet).",
    non_fini: "Ce n'est pas un nombre fini.",
    souligne: "Le trait de soulignement ne sépare pas les milliers : utilisez une espace.",
    chiffres: "Seuls les chiffres de 0 à 9 sont acceptés.",
    signe: "Deux signes négatifs : des parenthèses et un moins.",
    parentheses: "Parenthèses mal fermées.",
    hors_bornes: "Le nombre doit être inférieur à un million de milliards.",
    illisible: "Ce n'est pas un nombre. Exemples : 1 234,5 ; -12 ; 45 % ; 1,5 M$ ; n/d ; s.o.",
    separateurs: "Gardez un seul séparateur décimal, par exemple 1 234,5.",
    espaces: "Les espaces séparent les milliers, par groupes de trois chiffres.",
    unite: "Ce n'est pas l'unité de l'indicateur : écrivez le nombre seul, dans son unité.",
    decimales: "Plus de 9 décimales : arrondissez la valeur.",
    motif: `Motif inconnu. Écrivez « n/d » seul, ou suivi de : ${Object.values(COURTS).join(", ")}.`,
  };

  class Refus extends Error {
    constructor(code) {
      super(RAISONS[code]);
      this.code = code;
    }
  }

  const refuser = (code) => { throw new Refus(code); };

  function rogner(texte, signes) {
    let debut = 0;
    let fin = texte.length;
    while (debut < fin && signes.includes(texte[debut])) debut += 1;
    while (fin > debut && signes.includes(texte[fin - 1])) fin -= 1;
    return texte.slice(debut, fin);
  }

  function plier(texte) {
    const sans = texte.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    return (sans.match(/[a-z0-9]+/g) ?? []).join(" ");
  }

  // « n/d, confidentiel », « confidentiel »: the coded reason, or "" when there is none.
  function motifDe(net) {
    if (net.length > 60) return "";
    const bas = net.toLowerCase();
    for (const prefixe of PREFIXES) {
      if (!bas.startsWith(prefixe)) continue;
      const reste = plier(bas.slice(prefixe.length));
      if (reste) return Object.hasOwn(MOTIFS, reste) ? MOTIFS[reste] : refuser("motif");
    }
    const plie = plier(net);
    return /^\p{L}/u.test(net) && Object.hasOwn(MOTIFS, plie) ? MOTIFS[plie] : "";
  }

  function impropre(net) {
    if (net.length > 60) refuser("trop_long");
    if (/^#(N\/A|N\/D|REF!|DIV\/0!|VALUE!|VALEUR!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|SPILL!|CALC!|#+)$/i.test(net)) {
      refuser("erreur_tableur");
    }
    if ("=+@".includes(net[0])) refuser("formule");
    if (["n/a", "na", "n.a.", "#na"].includes(net.toLowerCase())) refuser("ambigu");
    if (/^[-+−]?(nan|inf|infini|infinity|∞)$/i.test(net)) refuser("non_fini");
    if (net.includes("_")) refuser("souligne");
    if (/\p{N}/u.test(net.replace(/[0-9]/g, ""))) refuser("chiffres");
  }

  function signe(net) {
    if (net.startsWith("(") || net.endsWith(")")) {
      const entre = /^\( ?([^()]+?) ?\)( ?%)?$/.exec(net);
      if (!entre) refuser("parentheses");
      if ("-−".includes(entre[1][0])) refuser("signe");
      return [entre[1] + (entre[2] ?? ""), true];
    }
    return "-−".includes(net[0]) ? [net.slice(1).replace(/^ /, ""), true] : [net, false];
  }

  function marque(net) {
    if (net.startsWith("$")) {
      const reste = net.slice(1).replace(/^ /, "");
      const multiple = / ?(k|K|M|G|Md)$/.exec(reste);
      return multiple ? [reste.slice(0, multiple.index), `${multiple[1]}$`] : [reste, "$"];
    }
    const suffixe = / ?(%|(?:k|K|M|G|Md)? ?\$)$/.exec(net);
    return suffixe ? [net.slice(0, suffixe.index), suffixe[1].replaceAll(" ", "")] : [net, ""];
  }

  const groupes = (texte, s) => new RegExp(`^[0-9]{1,3}(?:\\${s}[0-9]{3})+$`).test(texte);

  function grouper(entiers) {
    for (const s of " ,.") {
      if (!entiers.includes(s)) continue;
      if (!groupes(entiers, s)) refuser(s === " " ? "espaces" : "separateurs");
      return entiers.replaceAll(s, "");
    }
    return entiers;
  }

  function separer(chiffres) {
    const presents = [",", "."].filter((s) => chiffres.includes(s));
    if (!presents.length) return [grouper(chiffres), ""];
    const dernier = presents.sort((a, b) => chiffres.lastIndexOf(b) - chiffres.lastIndexOf(a))[0];
    if (chiffres.split(dernier).length > 2) {
      if (presents.length === 2 || !groupes(chiffres, dernier)) refuser("separateurs");
      return [chiffres.replaceAll(dernier, ""), ""];
    }
    const [entiers, decimales] = chiffres.split(dernier);
    if (decimales.includes(" ")) refuser("espaces");
    return [grouper(entiers), decimales];
  }

  function decalage(unite, m) {
    if (!m) return 0;
    const attendue = unite.replace(/[\u00a0 ]/g, "");
    const montant = Object.hasOwn(MULTIPLES, attendue);
    if (m === "%") return montant ? refuser("unite") : 0;
    if (attendue === "%" || (unite && !montant && m !== "$")) refuser("unite");
    if (unite && !montant) return 0;
    return MULTIPLES[m] - (montant ? MULTIPLES[attendue] : 0);
  }

  // Sign, digits and a power of ten, as « 1 234,5 ».
  function ecrire(negatif, mantisse, puissance) {
    let chiffres = mantisse.toString();
    if (puissance >= 0) chiffres += "0".repeat(puissance);
    const n = puissance < 0 ? -puissance : 0;
    chiffres = chiffres.padStart(n + 1, "0");
    const entiers = chiffres.slice(0, chiffres.length - n).replace(/\B(?=([0-9]{3})+$)/g, "\u00a0");
    return (negatif && mantisse ? "−" : "") + entiers + (n ? `,${chiffres.slice(-n)}` : "");
  }

  function nombre(net, unite) {
    impropre(net);
    const [positif, negatif] = signe(net.replace(/[\u00a0\u2009\u202f]/g, " "));
    let [chiffres, m] = marque(positif);
    let puissance = 0;
    const exposant = /[eE]([+-]?[0-9]+)$/.exec(chiffres);
    if (exposant) {
      chiffres = chiffres.slice(0, exposant.index);
      if (exposant[1].length > 4 || Math.abs(Number(exposant[1])) > 15) refuser("hors_bornes");
      puissance = Number(exposant[1]);
    }
    if (!/^[0-9., ]*[0-9]$/.test(chiffres)) refuser("illisible");
    const [entiers, decimales] = separer(chiffres);
    puissance += decalage(unite, m) - decimales.length;
    let mantisse = BigInt(entiers + decimales || "0");
    while (puissance < 0 && mantisse % 10n === 0n && mantisse) { mantisse /= 10n; puissance += 1; }
    if (!mantisse) puissance = 0;
    const entiere = puissance < 0 ? mantisse / 10n ** BigInt(-puissance) : mantisse * 10n ** BigInt(puissance);
    if (entiere >= 10n ** 15n) refuser("hors_bornes");
    if (puissance < -9) refuser("decimales");
    const texte = ecrire(negatif, mantisse, puissance);
    return { texte, valeur: Number(texte.replaceAll("\u00a0", "").replace("−", "-").replace(",", ".")) };
  }

  // What a cell says: { texte (as the server will show it), valeur (a number or null), code and erreur when refused }.
  function lire(brut, unite = "") {
    const rendre = (texte, valeur = null) => ({ texte, valeur, code: "", erreur: "" });
    try {
      const motif = motifDe(rogner(brut, SEPARATEURS));
      if (motif) return rendre(`n/d, ${COURTS[motif]}`);
      const net = rogner(brut, BLANCS);
      if (!net) return rendre("");
      const cle = net.toLowerCase();
      if (NON_DISPONIBLE.has(cle)) return rendre(`n/d, ${COURTS.non_mesure}`);
      if (SANS_OBJET.has(cle)) return rendre("s.o.");
      const { texte, valeur } = nombre(net, unite);
      return rendre(texte, valeur);
    } catch (refus) {
      if (!(refus instanceof Refus)) throw refus;
      return { texte: brut, valeur: null, code: refus.code, erreur: refus.message };
    }
  }

  return { lire };
})();
