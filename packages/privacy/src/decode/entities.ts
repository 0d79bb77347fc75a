import type { Replacement } from "../layer.ts"

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  commat: "@",
  period: ".",
  plus: "+",
  lowbar: "_",
  hyphen: "-",
  dash: "-",
  colon: ":",
  sol: "/",
  num: "#",
  percnt: "%",
  equals: "=",
  comma: ",",
  lpar: "(",
  rpar: ")",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
  ntilde: "ñ",
  ndash: "–",
}

/** Character references of HTML: by number, and those names that occur in addresses and queries. */
export function entities(text: string): Replacement[] {
  if (!text.includes("&")) return []
  return [...text.matchAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi)].flatMap(
    ({ 0: all, 1: decimal, 2: hex, 3: name, index }) => {
      const decoded = name === undefined ? character(decimal ? Number(decimal) : parseInt(hex ?? "", 16)) : NAMED[name.toLowerCase()]
      return decoded === undefined ? [] : [{ start: index, end: index + all.length, text: decoded }]
    },
  )
}

const LAST_CODE_POINT = 0x10ffff
const character = (code: number): string | undefined => (code > 0 && code <= LAST_CODE_POINT ? String.fromCodePoint(code) : undefined)
