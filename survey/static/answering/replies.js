/* What the server's answer to a save means. */

const LONGEST_WAIT = 30000;

export function judgeReply(status, isRenewed) {
  if (status >= 500 || status === 429) { return "trouble"; }
  if (status === 401) { return "signed-out"; }
  if (status === 400 && !isRenewed) { return "stale"; } // perhaps the token: the session was renewed in another tab
  if (status === 200) { return "saved"; }
  return status === 409 ? "collision" : "refused";
}

/* What is said beside a question that was refused, and how. */
export function explainRefusal(status, body, words) {
  if (body.missing) { return { text: body.missing, kind: "waiting" }; }
  return { text: status === 422 ? words.wrong : body.error || words.refused, kind: "wrong" };
}

/* Milliseconds until the next try, after so many failures one after the other. */
export function planWait(failures) { return Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(failures, 5)); }
