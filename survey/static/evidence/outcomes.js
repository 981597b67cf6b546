/* What the server's answer to an upload means, and what is not sent at all. */

const MEGABYTE = 1048576;

export function isTooLarge(size, megabytes) { return size > megabytes * MEGABYTE; }

function refuse(text, again) { return { isStored: false, text, again }; }

export function refuseLarge(words) { return refuse(words.large, false); }

/* What becomes of a file: whether it is stored, what to say, and whether trying again may help. */
export function judgeUpload(status, answer, words) {
  if (status === 201) { return { isStored: true, text: answer.known || words.done, again: false }; }
  if (status === 0) { return refuse(words.lost, true); }
  if (status === 400 || status === 401) { return refuse(words.signed_out, true); }
  return status === 422 ? refuse(answer.error, Boolean(answer.again)) : refuse(words.refused, true);
}

function encode(name) {
  try { return encodeURIComponent(name); } catch { return "file"; } // half a character in it
}

export function writeAddress(address, values) {
  return address + "?" + Object.keys(values).map((name) => name + "=" + encode(values[name])).join("&");
}
