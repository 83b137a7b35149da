// French of Québec for plotly.js, which carries none: numbers, dates, and the few words it says.
(() => {
  "use strict";
  if (!window.Plotly) return;
  window.Plotly.register({
    moduleType: "locale",
    name: "fr-CA",
    dictionary: {
      "Autoscale": "Échelle automatique",
      "Click to enter X axis title": "Titre de l'axe horizontal",
      "Click to enter Y axis title": "Titre de l'axe vertical",
      "Double-click on legend to isolate one trace": "Double-cliquez sur la légende pour isoler une série",
      "Double-click to zoom back out": "Double-cliquez pour tout revoir",
      "Download plot": "Télécharger le graphique",
      "Download plot as a PNG": "Télécharger le graphique en PNG",
      "Pan": "Déplacer",
      "Reset axes": "Toute la série",
      "Snapshot succeeded": "Image téléchargée",
      "Sorry, there was a problem downloading your snapshot!": "L'image n'a pas pu être téléchargée.",
      "Taking snapshot - this may take a few seconds": "Préparation de l'image…",
      "Zoom": "Agrandir",
      "Zoom in": "Agrandir",
      "Zoom out": "Réduire",
    },
    format: {
      days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
      shortDays: ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
      months: ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
      shortMonths: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."],
      date: "%Y-%m-%d",
      decimal: ",",
      thousands: "\u00a0",
      grouping: [3],
      currency: ["", "\u00a0$"],
    },
  });
})();
