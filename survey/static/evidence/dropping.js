/* Files dropped onto a panel are as good as chosen; dropped beside it they do not take the page away. */

function hasFiles(event) { return Array.from(event.dataTransfer.types).includes("Files"); }

export function takeDropped(panel, take) {
  panel.querySelectorAll("[data-drop-hint]").forEach((hint) => { hint.hidden = false; });
  const zone = panel.closest(".upload-fields") || panel.querySelector(".upload-fields") || panel;
  zone.addEventListener("dragover", () => { zone.classList.add("dropping"); });
  zone.addEventListener("dragleave", () => { zone.classList.remove("dropping"); });
  zone.addEventListener("drop", (event) => {
    zone.classList.remove("dropping");
    if (hasFiles(event)) { take(event.dataTransfer.files); }
  });
}

["dragover", "drop"].forEach((type) => window.addEventListener(type, (event) => {
  if (hasFiles(event)) { event.preventDefault(); }
}));
