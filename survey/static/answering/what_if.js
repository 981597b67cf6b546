/* What closing some gaps would give, told at once: with every tick the server is asked, and what it says is put in the
   place that is kept for it. Without this script the button asks. */

import { fetchPage } from "../web/fetching.js";

const form = document.getElementById("what-if");
const place = "what-if-outcome";
let last = 0; // answers that are overtaken by a later tick are not shown

function ask() {
  const asked = last += 1;
  const address = form.action.split("#")[0] + "?" + new URLSearchParams(new FormData(form)).toString();
  fetchPage(address).then((page) => {
    const fresh = page.getElementById(place);
    if (asked !== last || !fresh) { return; }
    const stands = document.getElementById(place);
    stands.textContent = "";
    Array.from(fresh.childNodes).forEach((node) => stands.appendChild(document.importNode(node, true)));
    history.replaceState(null, "", address);
  }).catch(() => { /* the button asks again */ });
}

if (form) { form.addEventListener("change", ask); }
