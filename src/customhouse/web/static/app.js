// What pages do with a script: nothing that they cannot do without one.
"use strict";

// A choice of language needs no second click.
document.querySelector("#language")?.addEventListener("change", (event) => event.target.form.submit());
