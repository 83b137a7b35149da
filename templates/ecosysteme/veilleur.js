{% load static %}// Keeps one page for the time when the network is away. Everything else goes to the network, as if this were not here.
"use strict";

const RESERVE = "hors-ligne";
const PAGE = "{% url 'hors_ligne' %}";
const GARDES = [PAGE, "{% static 'css/site.css' %}", "{% static 'img/favicon.svg' %}"];

async function garder() {
  await caches.delete(RESERVE);
  const reserve = await caches.open(RESERVE);
  await reserve.addAll(GARDES);
  await self.skipWaiting();
}

async function repondre(demande, secours) {
  try {
    return await fetch(demande);
  } catch (panne) {
    const garde = await caches.match(secours);
    if (garde) return garde;
    throw panne;
  }
}

self.addEventListener("install", (e) => e.waitUntil(garder()));
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (e) => {
  const demande = e.request;
  if (demande.method !== "GET") return;
  if (demande.mode === "navigate") e.respondWith(repondre(demande, PAGE));
  else if (GARDES.includes(new URL(demande.url).pathname)) e.respondWith(repondre(demande, demande));
});
