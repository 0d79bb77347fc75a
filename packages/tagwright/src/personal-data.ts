import type { FindPersonalData } from "@tagwright/gtm/format"
import type { PersonalDataKind } from "@tagwright/privacy"

/** Kinds that stand in a container only by mistake. Names, places and ids look too much like code and labels. */
const certain: ReadonlySet<PersonalDataKind> = new Set(["email", "phone", "iban"])
/** Below this a number in a script is more likely a number than a phone. */
const minConfidence = 0.9

/** What each of the kinds has in common. A container is mostly code: looking closer everywhere would take a second. */
const suspicious = /[\w.+-](?:@|%40)[\w-]+\.\w|tel:|\+\d[\d ()/.-]{7,}|\b[A-Z]{2}\d{2} ?[A-Z0-9]{4} ?[A-Z0-9]{4}/g
/** Longer than any address or number, on either side of what looked suspicious. */
const around = 80

/** A detector for the texts of one file; loads the real one only when something in the file is worth its while. */
export const personalDataDetector = async (file: string): Promise<FindPersonalData> => {
  if (file.search(suspicious) < 0) return () => []
  const { scan } = await import("@tagwright/privacy")
  return (text) =>
    [...text.matchAll(suspicious)].flatMap(({ index }) =>
      scan(text.slice(Math.max(0, index - around), index + around), { minConfidence }).flatMap(({ kind }) => (certain.has(kind) ? [kind] : [])),
    )
}
