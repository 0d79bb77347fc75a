/** GA4 and plan names: a letter, then lower-case letters, digits and underscores, at most 40. */
const maxLength = 40

/** The plan's spelling of a name; undefined when nothing of it can be kept. */
export const snakeCase = (name: string): string | undefined => {
  const plain = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .toLowerCase()
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, maxLength)
    .replace(/_+$/, "")
  return plain === "" ? undefined : plain
}
