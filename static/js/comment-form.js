// Asks for a one-time key when writing begins, keeps a draft, and shows errors in place.
// Without this script a comment takes one page more.
const form = document.querySelector("form[data-key]");
const draft = `draft ${form.action} ${form.elements.parent.value}`;
const { body, key } = form.elements;

form.querySelector("[name=preview]").hidden = false;
body.value ||= sessionStorage.getItem(draft) ?? "";
body.addEventListener("input", () => sessionStorage.setItem(draft, body.value));

form.addEventListener("focusin", async () => {
  if (key.value) return;
  const answer = await fetch(form.dataset.key, { credentials: "omit" });
  if (answer.ok) key.value ||= (await answer.json()).key;
}, { once: true });

form.addEventListener("submit", async (event) => {
  if (event.submitter?.name) return;
  event.preventDefault();
  const answer = await fetch(form.action, {
    method: "POST",
    credentials: "omit",
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => form.submit());
  if (!answer) return;
  if (answer.redirected) {
    sessionStorage.removeItem(draft);
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const errors = answer.status === 422 && page.querySelector(".error-summary");
  if (!errors) return form.submit();
  form.querySelectorAll(".error-summary, .field__error").forEach((old) => old.remove());
  for (const field of form.querySelectorAll(".field")) {
    const control = field.querySelector("[name]");
    const found = page.getElementsByName(control.name)[0].closest(".field");
    field.className = found.className;
    const error = found.querySelector(".field__error");
    if (error) control.before(error);
    for (const name of ["aria-invalid", "aria-describedby"]) {
      const value = found.querySelector("[name]").getAttribute(name);
      if (value) control.setAttribute(name, value);
      else control.removeAttribute(name);
    }
  }
  form.prepend(errors);
  errors.focus();
});
