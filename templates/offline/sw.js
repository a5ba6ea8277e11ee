{% if is_on %}
import { start } from "{{ static('js/offline/worker.js') }}";
import { listen } from "{{ static('js/reminders/notifications.js') }}";
// Before the other: no listener hears of a request once one has answered it.
listen({{ notices | safe }});
start({{ config | safe }});
{% else %}
// The service worker is switched off: this one removes itself and everything that was kept.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) await caches.delete(name);
    await registration.unregister();
  })());
});
{% endif %}
