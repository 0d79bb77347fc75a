import { createEvidence } from "@tagwright/evidence"
import type { EvidenceRecord } from "@tagwright/formats"

/** A drawing in place of a screenshot: a page with its title, and the banner while there is no choice. */
const picture = (path: string, banner: boolean): string => `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="900" viewBox="0 0 1280 900">
<rect width="1280" height="900" fill="#fdfbf7"/><rect width="1280" height="84" fill="#20302b"/><circle cx="72" cy="42" r="16" fill="#e8b04b"/>
<text x="104" y="51" font-family="Georgia,serif" font-size="26" fill="#fdfbf7">Northlight</text>
<g fill="#fdfbf7" font-family="sans-serif" font-size="18" opacity=".85"><text x="820" y="49">Mentoring</text><text x="944" y="49">Plans</text><text x="1030" y="49">Journal</text><text x="1130" y="49">Contact</text></g>
<text x="120" y="250" font-family="Georgia,serif" font-size="64" fill="#20302b">${path === "/" ? "Charge what it’s worth." : path.replaceAll("/", " ").trim()}</text>
<g fill="#d9d3c7"><rect x="120" y="300" width="620" height="16" rx="8"/><rect x="120" y="330" width="560" height="16" rx="8"/><rect x="120" y="360" width="590" height="16" rx="8"/></g>
<rect x="120" y="420" width="220" height="60" rx="30" fill="#e8b04b"/><rect x="820" y="180" width="360" height="360" rx="24" fill="#dfe7e2"/>
<g fill="#fff" stroke="#e4ddcf"><rect x="120" y="620" width="330" height="200" rx="16"/><rect x="475" y="620" width="330" height="200" rx="16"/><rect x="830" y="620" width="330" height="200" rx="16"/></g>
${banner ? '<rect x="780" y="620" width="460" height="240" rx="18" fill="#fff" stroke="#20302b"/><text x="812" y="672" font-family="Georgia,serif" font-size="26" fill="#20302b">May we count your visit?</text><rect x="812" y="780" width="190" height="52" rx="26" fill="#20302b"/><rect x="1018" y="780" width="190" height="52" rx="26" fill="#20302b"/>' : ""}</svg>`

/** Puts records and their pictures into a sealed folder. */
export const writeSample = async (dir: string, records: readonly EvidenceRecord[]): Promise<string> => {
  const evidence = createEvidence(dir)
  for (const record of records) {
    evidence.write(record)
    if (record.kind === "step" && record.screenshot !== undefined) evidence.attach(record.screenshot, picture(record.url, record.choice === undefined))
  }
  return evidence.seal()
}
