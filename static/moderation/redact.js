// Takes over the words selected in the comment, with their place. Without this script they are typed.
const form = document.querySelector("[data-redact]");
const kept = form?.querySelector("[readonly]");

if (kept) {
  const { words, start } = form.elements;
  const said = form.querySelector("[data-selected]");
  // The server counts characters; a browser counts an emoji as two.
  const characters = (text) => [...text].length;

  kept.addEventListener("select", () => {
    const selected = kept.value.slice(kept.selectionStart, kept.selectionEnd);
    if (!selected) return;
    words.value = selected;
    start.value = characters(kept.value.slice(0, kept.selectionStart));
    const count = characters(selected);
    said.textContent = `${count} character${count === 1 ? "" : "s"} selected: only these will be removed.`;
  });
  words.addEventListener("input", () => {
    start.value = "";
    said.textContent = "";
  });
}
