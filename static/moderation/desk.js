// One key or one click a decision, without leaving the list. Without this script each press is a page.
const SWITCH = "moderation keys";
const PATIENCE = 20_000; // milliseconds

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const rowOf = (element) => element?.closest?.(".moderation__row");
const isOpen = (row) => !row.matches(".moderation__row--decided, [aria-busy=true]");

// What was decided here, the latest last: numbers of rows.
const decided = [];

// --- Focus --------------------------------------------------------------------------------------

function focus(row) {
  const comment = row && one(".moderation__comment", row);
  if (!comment) return;
  for (const other of all(".moderation__comment[tabindex='0']")) other.tabIndex = -1;
  comment.tabIndex = 0;
  comment.focus();
  row.scrollIntoView({ block: "nearest" });
}

function neighbor(row, step) {
  const rows = all(".moderation__row");
  return rows[rows.indexOf(row) + step];
}

function focusNextOpen(row) {
  const rows = all(".moderation__row");
  const at = rows.indexOf(row);
  const next = [...rows.slice(at + 1), ...rows.slice(0, at)].find(isOpen);
  if (next) return focus(next);
  showEnd();
  one("[data-end] a").focus();
}

function showEnd() {
  one("[data-end]").hidden = all(".moderation__row").some(isOpen);
}

// --- Saying -------------------------------------------------------------------------------------

function say(sentence) {
  const place = one("[data-said-here]");
  // The same sentence twice is said twice.
  place.textContent = place.textContent === sentence ? `${sentence}\u00a0` : sentence;
}

// Answers overtake each other: the counts of an earlier moment say nothing new.
let countedAt = 0;

function count(counts, at) {
  if (at < countedAt) return;
  countedAt = at;
  const shown = { ...counts };
  delete shown.erased;
  shown.all = Object.values(shown).reduce((sum, each) => sum + each, 0);
  for (const [status, number] of Object.entries(shown)) {
    for (const place of all(`[data-count="${status}"]`)) place.textContent = number.toLocaleString("en-US");
  }
  const path = one("[data-desk]").dataset.desk;
  const label = one(`.sidebar-menu-item a[href="${path}"] .menuitem-label`)?.firstChild;
  // Into the text that is there: the menu keeps hold of it.
  if (label) label.nodeValue = label.nodeValue.replace(/( \(\d+\))?$/, counts.pending ? ` (${counts.pending})` : "");
}

function complain(row, sentence) {
  one(".moderation__message--failed", row)?.remove();
  const message = document.createElement("p");
  message.className = "moderation__message moderation__message--failed";
  message.append(...sentence);
  one(".moderation__comment", row).append(message);
  showEnd();
  say(`${one(".moderation__author", row)?.textContent.trim() ?? ""}: ${message.textContent}`);
}

function whatToDo(answer) {
  if (!answer) {
    return ["The site did not answer. Press again when you are online: nothing is done twice."];
  }
  if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 401) {
    const link = document.createElement("a");
    link.href = one("[data-desk]").dataset.signIn;
    link.textContent = "sign in again";
    return ["Nothing was decided: you are signed out, or may no longer decide. Please ", link, "."];
  }
  return ["Nothing was decided: the site had a fault. Wait a moment and press again."];
}

// --- Deciding -----------------------------------------------------------------------------------

async function press(form, button) {
  const row = rowOf(form);
  if (row.getAttribute("aria-busy") === "true") return;
  const takesBack = form.matches(".moderation__take-back");
  const body = new URLSearchParams(new FormData(form, button));
  row.setAttribute("aria-busy", "true");
  if (takesBack) focus(row);
  else focusNextOpen(row);
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { "X-Requested-With": "XMLHttpRequest" },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  const text = await answer?.text().catch(() => null);
  row.removeAttribute("aria-busy");
  const parsed = new DOMParser().parseFromString(text ?? "", "text/html");
  const fresh = [200, 409, 422].includes(answer?.status) && one(".moderation__row", parsed);
  if (!fresh) return complain(row, whatToDo(answer));
  put(fresh, row, takesBack);
}

function put(fresh, row, takenBack) {
  const hadFocus = row.contains(document.activeElement);
  row.replaceWith(fresh);
  count(JSON.parse(fresh.dataset.counts), Number(fresh.dataset.countedAt));
  say(fresh.dataset.said);
  const at = decided.indexOf(fresh.id);
  if (at >= 0) decided.splice(at, 1);
  if (one(".moderation__take-back", fresh) && !takenBack) decided.push(fresh.id);
  if (hadFocus) focus(fresh);
  showEnd();
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-press]") || !rowOf(event.target)) return;
  event.preventDefault();
  if (lacksReason(event.target, event.submitter)) return;
  press(event.target, event.submitter);
});

function lacksReason(form, button) {
  const reason = one("select[name=reason]", form);
  if (button?.value !== "trash" || !reason || reason.value) return false;
  reason.focus();
  say("Choose a reason first: readers have seen this comment.");
  return true;
}

// --- Keys ---------------------------------------------------------------------------------------

const keysAreOn = () => localStorage.getItem(SWITCH) !== "off";

function undo(row) {
  const last = decided.at(-1);
  const form = (!isOpen(row) && one(".moderation__take-back", row))
    || (last && one(`#${last} .moderation__take-back`))
    || one(".moderation__take-back", row)
    || one(".moderation__undo-latest");
  if (form) form.requestSubmit();
  else say("There is nothing to undo.");
}

const KEYS = {
  j: (row) => focus(neighbor(row, 1)),
  k: (row) => focus(neighbor(row, -1)),
  x: (row) => one("[data-select]", row)?.click(),
  z: undo,
  "?": () => one("[data-help]").click(),
};

function actOf(key, row) {
  if (Object.hasOwn(KEYS, key)) return () => KEYS[key](row);
  const button = /^[a-z]$/.test(key) && one(`[data-key="${key}"]`, row);
  return button && (() => button.click());
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!keysAreOn() || event.ctrlKey || event.metaKey || event.altKey) return;
  if (!target.closest("[data-keys]")) return;
  if (target.closest("select, textarea, input:not([type=checkbox])")) return;
  const act = actOf(key, rowOf(target) ?? all(".moderation__row").at(-1));
  if (!act) return;
  event.preventDefault();
  // A key that is held down walks, but decides once.
  if (!event.repeat || "jk".includes(key)) act();
});

document.addEventListener("focusin", ({ target }) => {
  if (!target.matches(".moderation__comment")) return;
  for (const other of all(".moderation__comment[tabindex='0']")) if (other !== target) other.tabIndex = -1;
  target.tabIndex = 0;
});

function begin() {
  const bar = one("[data-keys-bar]");
  if (!bar) return;
  bar.hidden = false;
  const turnedOn = one("[data-keys-on]", bar);
  turnedOn.checked = keysAreOn();
  turnedOn.addEventListener("change", () => localStorage.setItem(SWITCH, turnedOn.checked ? "on" : "off"));
  one("[data-help]", bar).addEventListener("click", () => one("[data-help-text]", bar).showModal());
  const first = one(".moderation__comment");
  first.tabIndex = 0;
  // Who decides by keys came for the first comment.
  if (keysAreOn() && document.activeElement === document.body && !location.hash) focus(rowOf(first));
}

begin();
