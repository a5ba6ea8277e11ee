/**
 * For a page that answers a form, which was refused: takes the place of the form's own page in
 * the history, so that Back and reload read that one and never ask to send the form again.
 */

const { referrer } = document;
const from = URL.canParse(referrer) ? new URL(referrer) : new URL(location.href);
if (from.origin === location.origin) history.replaceState(null, "", from);
