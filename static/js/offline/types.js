/** Types shared by the modules; no code. */

/**
 * @typedef {object} Config
 * @property {string} version of the release
 * @property {string[]} assets
 * @property {string[]} prefixes of the languages' addresses, the longest first
 *
 * @typedef {object} Coming A part of a day.
 * @property {number} starts in milliseconds
 * @property {string} period
 * @property {string} page where its checklist is
 * @property {string} next what is then to be done, as HTML
 *
 * @typedef {ExtendableEvent & { request: Request, respondWith(answer: Promise<Response>): void }} Fetching
 * @typedef {Event & { waitUntil(done: Promise<unknown>): void }} ExtendableEvent
 * @typedef {ExtendableEvent & { data: Message }} Messaging
 *
 * @typedef {object} Message
 * @property {string} [keep] the prefix of the language whose pages are to be kept
 * @property {string} [stamp] of what they depend on: with the same they are kept already
 * @property {string} [refresh] the address of a page that has changed
 * @property {boolean} [activate] whether a new release takes over now
 */

export {};
