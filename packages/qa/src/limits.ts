/**
 * Every wait in QA is for a condition; these are only the points where we stop believing that it will come true.
 * They bound a failing run, they never lengthen a passing one. A busy CI machine is five times slower than a desk.
 */
export const limits = {
  /** A page's document and its blocking files */
  loadMs: 30_000,
  /** An element that a step or a banner needs, and what is done with it. One that does not come is given up as soon as the page is at rest without it */
  elementMs: 30_000,
  /** The page and its requests come to rest */
  settleMs: 10_000,
  /** So often a page is looked at before it is called restless, however long that takes: on a busy machine one look can last seconds */
  settleLooks: 5,
  /** What is unanswered at the proxy, per look: a page may keep a connection open for good */
  answerMs: 4_000,
  /** A push that the plan expects, after the page came to rest */
  pushMs: 5_000,
  /** Still looks in a row after which what is not there is taken for missing */
  emptyLooks: 3,
  /** An animation that a banner or a dialogue comes in by */
  animationMs: 2_500,
  /** A server event and its deliveries after the payment */
  serverMs: 60_000,
  /** A tab that is in the way is closed */
  closeMs: 5_000,
  /** Timers the page sets for later than this are not waited for (carousels, session refreshes) */
  timerMs: 2_500,
  /** Such timers are held for longer than any journey takes, so that a slow machine sees what a fast one sees */
  heldMs: 3_600_000,
  /** What the container takes a settled page for, in time looked at: more than the second below which GA4 says nothing of a page, less than the ten that engage a session */
  viewMs: 2_000,
  /** A timer that re-arms itself is a poll; after this many rounds we stop waiting for it */
  timerRounds: 4,
  /** Bodies longer than this are cut in the evidence; GA4 sends at most 16 kB, our batches at most 64 kB */
  bodyChars: 65_536,
  /** Pages of one crawl */
  pages: 200,
  /** Rounds in which newly appeared elements of a page are tried */
  coverageRounds: 3,
  /** Requests of one page written down: a page that polls asks the same thing again and again */
  requestsOfPage: 400,
  /** Pages beyond the limit that are told by name */
  pagesTold: 300,
  /** Elements used on one page; a page with more is a list of the same thing */
  elements: 1_500,
  /** Screens scrolled down: an endless page is endless */
  screens: 15,
  /** How often a page is opened anew because a use changed it or led away */
  openings: 12,
  /** Uses of elements in one go: so much, and so much more for each */
  useMs: 15_000,
  useEachMs: 50,
  /** All uses of one page */
  coveragePageMs: 60_000,
  /** Coverage does not judge what is sent: a page that never rests (polls, films) need not be waited for as long */
  coverageSettleMs: 4_000,
  /** Height of a page's picture, in CSS pixels: more can be printed by nobody */
  pictureHeight: 8_000,
} as const
