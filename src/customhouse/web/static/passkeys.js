// Passkeys: ask the server what to ask, ask the browser, and send its answer as a form.
"use strict";

const parse = {
  create: (options) => PublicKeyCredential.parseCreationOptionsFromJSON(options),
  get: (options) => PublicKeyCredential.parseRequestOptionsFromJSON(options),
};

async function answer(form) {
  const does = form.dataset.passkey;
  const asked = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (!asked.ok) throw new Error(`the server answered ${asked.status}`);
  const credential = await navigator.credentials[does]({ publicKey: parse[does](await asked.json()) });
  form.elements.answer.value = JSON.stringify(credential);
}

const able = typeof window.PublicKeyCredential?.parseCreationOptionsFromJSON === "function";

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  form.querySelector("[data-unable]").hidden = true;
  form.querySelector("[data-able]").hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      await answer(form);
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
