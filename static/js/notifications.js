// Following a notification marks it as read: the link stays a link, the page is told on the way out.
(() => {
  "use strict";

  function suivre(e) {
    const lien = e.target.closest?.("a[data-notification]");
    if (!lien || (e.type === "auxclick" && e.button !== 1)) return;
    fetch("/notifications/lues/", {
      method: "POST",
      keepalive: true,
      headers: { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]')?.content ?? "", "X-Suivie": "1" },
      body: new URLSearchParams({ notification: lien.dataset.notification }),
    }).catch(() => {});
  }

  document.addEventListener("click", suivre);
  document.addEventListener("auxclick", suivre);
})();
