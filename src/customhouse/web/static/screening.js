// What the pages of a screening do with a script: nothing that they cannot do without one.
"use strict";

for (const part of document.querySelectorAll(".with-script")) part.hidden = false;

document.querySelector("#print")?.addEventListener("click", () => window.print());

// Paper cannot be opened: what is folded on the screen is printed in full, and folded again.
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("main details:not([open])")];
  for (const part of opened) part.open = true;
});
window.addEventListener("afterprint", () => {
  for (const part of opened) part.open = false;
});

// A second click while the answer is on its way is not sent; coming back frees the form again.
for (const form of document.querySelectorAll("main form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("main form")) delete form.dataset.sent;
});
