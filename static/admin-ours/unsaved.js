// Asks before somebody leaves a form in which something is typed and not saved. Without it, the browser just leaves.
"use strict";
addEventListener("load", () => {
  const form = document.querySelector("#content-main > form[method=post]");
  if (!form) return;
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const saved = form.querySelector(".refused, .errornote") ? "" : typed(); // what came back refused is not saved
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    if (!sending && typed() !== saved) event.preventDefault();
  });
});
