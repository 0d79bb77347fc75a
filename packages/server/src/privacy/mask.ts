/** Whatever looks like an e-mail address or a long number goes, before text of a peer is kept or shown. */
const EMAIL = /[^\s"'<>@,;:()[\]{}]+@[^\s"'<>@,;:()[\]{}]+\.[a-z]{2,}/gi
const LONG_NUMBER = /\+?\d[\d\s().-]{7,}\d/g

export const maskText = (text: string): string => text.replace(EMAIL, "[email]").replace(LONG_NUMBER, "[number]")
