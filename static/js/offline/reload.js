/** Reloads the page only where our server would answer: without a network it would be gone. */
export async function reloadIfAnswered() {
  const answer = await fetch("/livez").catch(() => null);
  // Every answer of ours has an id; the page of a hotel's network has none.
  if (answer?.ok && answer.headers.has("X-Request-ID")) location.reload();
}

/** The same, unless the phone has the pages of the next days. */
export async function renew() {
  if (navigator.serviceWorker?.controller) location.reload();
  else await reloadIfAnswered();
}
