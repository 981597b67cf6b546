/* Reviewing without leaving one's place. Without this script every form works as a plain form. Works in Chromium 78. */

import { Deciding } from "./deciding.js";
import { openKeys } from "./keys.js";

const deciding = new Deciding(document.getElementById("said"));
deciding.listen();
openKeys(deciding);
