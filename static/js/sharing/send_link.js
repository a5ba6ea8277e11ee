/** Sends a new link by whatever the phone has for that, or copies it. */

const address = document.querySelector("[data-address]")?.textContent?.trim() ?? "";
const send = document.querySelector("[data-send]");
const copy = document.querySelector("[data-copy]");
const copied = document.querySelector("[data-copied]");

if (send instanceof HTMLButtonElement && "share" in navigator) {
  send.hidden = false;
  send.addEventListener("click", () => navigator.share({ url: address }).catch(() => {}));
}
if (copy instanceof HTMLButtonElement && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address);
    if (copied instanceof HTMLElement) {
      copied.hidden = false;
      copied.classList.remove("unseen");
    }
  });
}
