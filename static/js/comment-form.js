// Asks for a one-time key when writing begins, shows errors in place and replies under what they
// answer, and keeps a draft until the comment is taken. Without it a comment takes one page more.
const form = document.querySelector(".comment-form");
const { name, email, body, key, parent } = form.elements;
const buttons = form.querySelector(".comment-form__buttons");
const respond = document.getElementById("respond");
const heading = respond?.firstElementChild;
const { title } = document;
const MOST = 5000; // characters: the server says so, too
let asked, link;

buttons.insertAdjacentHTML("beforeend", `
  <button class="button button--quiet" name="preview" value="1">Preview</button>
  <button class="button button--quiet" type="button" hidden>Cancel reply</button>`);
const cancel = buttons.lastElementChild;
buttons.insertAdjacentHTML("afterend", `<output class="comment-form__note"></output>`);
const status = buttons.nextElementSibling;

const say = (words) => status.textContent === words || (status.textContent = words);

const askKey = () => (asked ||= fetch(`${form.action}key/`, { credentials: "omit" })
  .then((answer) => answer.json())
  .then((given) => { key.value ||= given.key; })
  .catch(() => { asked = null; }));

const answerTo = (comment) => {
  link = comment;
  parent.value = link?.href.split("/").at(-2) ?? "";
  cancel.hidden = !link;
  heading.textContent = link?.textContent ?? "Leave a Reply";
  if (link) link.closest("article").after(respond);
  else document.getElementById("comments").append(respond);
};

form.addEventListener("focusin", () => key.value || askKey());

document.addEventListener("click", (event) => {
  const wanted = respond && event.target.closest(".comment__reply");
  if (!wanted || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  answerTo(wanted);
  ([name, email].find((field) => !field.value) ?? body).focus();
});

cancel.addEventListener("click", () => {
  const from = link;
  answerTo();
  from.focus();
});

form.addEventListener("submit", async (event) => {
  if (event.submitter?.name) return;
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  say("Sending…");
  if (!key.value) await askKey();
  const answer = await fetch(form.action, {
    method: "POST",
    credentials: "omit",
    signal: AbortSignal.timeout(20000),
    body: new URLSearchParams(new FormData(form)),
  }).catch(() => {});
  const text = await answer?.text().catch(() => {});
  form.ariaBusy = null;
  if (answer?.redirected) {
    key.value = asked = "";
    form.reset();
    if (respond) answerTo();
    sessionStorage.removeItem(form.action);
    location.assign(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(text ?? "", "text/html");
  const message = page.querySelector("main [role=alert]");
  if (!message) {
    if (answer?.ok) form.submit();
    else say("It could not be sent. Nothing you wrote is lost: please try again.");
    return;
  }
  say("");
  form.querySelectorAll("[role=alert], .field__error").forEach((old) => old.remove());
  for (const field of form.querySelectorAll(".field")) {
    const control = field.querySelector("[name]");
    const found = page.getElementsByName(control.name)[0]?.closest(".field");
    if (!found) continue;
    field.className = found.className;
    const error = found.querySelector(".field__error");
    if (error) control.before(error);
    for (const attribute of ["aria-invalid", "aria-describedby"]) {
      const value = found.querySelector("[name]").getAttribute(attribute);
      if (value) control.setAttribute(attribute, value);
      else control.removeAttribute(attribute);
    }
  }
  if (link && page.getElementsByName("parent")[0]?.value === "") answerTo();
  form.prepend(message);
  message.tabIndex = -1;
  message.focus();
  document.title = `Error: ${title}`;
});

const kept = JSON.parse(sessionStorage.getItem(form.action) ?? "{}");
for (const field of [name, email, body]) field.value ||= kept[field.name] ?? "";
const before = respond && document.querySelector(`.comment__reply[href$="/${kept.parent}/"]`);
if (before) answerTo(before);

form.addEventListener("input", () => {
  sessionStorage.setItem(form.action, JSON.stringify({
    name: name.value, email: email.value, body: body.value, parent: parent.value,
  }));
  const left = Math.ceil((MOST - [...body.value].length) / 20) * 20;
  say(left > 200 ? "" : left > 0 ? `About ${left} characters left.` : `${-left || "A few"} characters too many.`);
});
