// What pages do with a script: nothing that they cannot do without one.
"use strict";

// A choice of language needs no second click.
document.querySelector("#language")?.addEventListener("change", (event) => event.target.form.submit());

// The worker keeps what is needed without a network; the index only for who will use it.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/service-worker.js").catch(() => undefined);
  navigator.serviceWorker.ready.then(({ active }) => active.postMessage({
    language: document.documentElement.lang,
    path: location.pathname + location.search,
    index: !navigator.connection?.saveData
      && (document.querySelector('form[action="/sign-out"]') !== null || location.pathname === "/lookup"),
  }));
}
