// The sum of the domains' points, as one types.

/** What points add up to, in words as they are typed; null where one of them is no number. */
export function addUp(typed) {
  let sum = 0;
  for (const words of typed) {
    const plain = words.normalize("NFKC").trim();
    if (plain === "") {
      continue;
    }
    if (!/^\d+(\.\d{1,6})?$/.test(plain)) {
      return null;
    }
    sum += Math.round(Number(plain) * 1e6);
  }
  return sum / 1e6;
}

if (typeof document !== "undefined") {
  const table = document.querySelector("[data-sum]");
  const fields = [...table.querySelectorAll("[data-points]")];
  const show = () => {
    const sum = addUp(fields.map((field) => field.value));
    table.querySelector("[data-total]").textContent = sum === null || sum === 0 ? "–" : String(sum);
  };
  table.addEventListener("input", show);
  show();
}
