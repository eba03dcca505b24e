// Puts a prepared reply into the field as soon as it is chosen. Without this script, a button does.
const form = document.querySelector("[data-reply]");

if (form) {
  const { canned, body } = form.elements;
  form.querySelector("[name=use]").hidden = true;
  canned.addEventListener("change", () => {
    const text = canned.selectedOptions[0].dataset.text;
    if (!text) return;
    body.value = body.value.trim() ? `${body.value.trim()}\n\n${text}` : text;
    canned.value = "";
    body.focus();
  });
  document.querySelector("[data-ask]")?.focus();
}
