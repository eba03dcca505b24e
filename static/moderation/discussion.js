// Saves how an article is discussed at once, apart from the page that is being edited.
const panel = document.querySelector("[data-discussion]");

if (panel) {
  const said = panel.querySelector("[data-said]");
  // The page is neither changed nor saved by what is chosen here.
  for (const kind of ["input", "change", "keyup"]) panel.addEventListener(kind, (event) => event.stopPropagation());

  panel.querySelector("button").addEventListener("click", async () => {
    const body = new URLSearchParams();
    for (const field of panel.querySelectorAll("[data-name]")) body.set(field.dataset.name, field.value);
    said.textContent = "Saving…";
    try {
      const answer = await fetch(panel.dataset.discussion, {
        method: "POST",
        body,
        headers: {
          "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN,
          "X-Requested-With": "XMLHttpRequest",
        },
      });
      const told = await answer.json();
      said.textContent = told.said;
      if (told.state) panel.querySelector("[data-state]").textContent = told.state;
    } catch {
      said.textContent = "It could not be saved. Check the connection and press the button again.";
    }
  });
}
