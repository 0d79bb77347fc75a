/** A laptop; the example's widest layout without being a wide screen. */
export const laptop = { width: 1280, height: 800 }

/** A telephone of the usual size. */
export const phone = {
  viewport: { width: 390, height: 844 },
  scale: 2,
  userAgent: "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
}

/** What every visitor has in common, so that two runs see the same pages. */
export const sameEverywhere = {
  locale: "en-GB",
  timezoneId: "Europe/Berlin",
  colorScheme: "light",
  reducedMotion: "reduce",
  serviceWorkers: "allow",
  acceptDownloads: false,
} as const
