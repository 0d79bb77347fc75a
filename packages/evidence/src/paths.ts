import { sha256 } from "@tagwright/formats"

/** Where things stand in an evidence folder. */
export const evidencePaths = {
  records: "records.ndjson",
  /** What is another thing in every run: a line per record, then what the names stand for */
  volatile: "volatile.ndjson",
  seal: "seal.json",
} as const

/** Digits of the digest behind a name that cannot stand in a path as it is */
const DIGEST = 8
/** A name as a part of a path. One that loses something on the way keeps a digest, so that two names stay two. */
export const fileName = (name: string): string => {
  const plain = name.replaceAll(/[^a-z0-9]+/gi, "-").replaceAll(/^-|-$/g, "")
  return plain.replaceAll("-", " ") === name ? plain : [plain, sha256(name).slice(0, DIGEST)].filter((part) => part !== "").join("-")
}

/** Where the traffic of a walk stands, as an HTTP Archive. */
export const harPath = (scenario: string, journey: string): string => `har/${fileName(scenario)}/${fileName(journey)}.har`

/** Sealed like everything else, but not the same in two runs of the same input: clocks and ids, and pictures to the last pixel. */
export const isVolatile = (path: string): boolean => path === evidencePaths.volatile || path.endsWith(".har") || path === "performance.json" || /^(screenshots|coverage)\//.test(path)

/**
 * Written after the seal by whoever judges, signs or draws: made from the sealed files, so never part of the seal.
 * Folders end in a slash.
 */
const derivedPaths = ["index.html", "report/", "decision.json", "summary.json", "junit.xml", "compliance.md", "operations.ndjson", "signatures/"] as const

/** A derived file is written beside itself first; one that was left there by a crash is no change of the evidence. */
const WRITING = ".new"

export const isDerived = (path: string): boolean =>
  derivedPaths.some((derived) => (derived.endsWith("/") ? path.startsWith(derived) : path === derived || path === derived + WRITING))

const segment = /^(?!\.)[A-Za-z0-9._-]+$/
/** A path that stays inside the folder on every system: `screenshots/all/home-0.png`. */
export const isSafePath = (path: string): boolean => path.length > 0 && path.split("/").every((part) => segment.test(part))

export const isFree = (path: string): boolean =>
  isSafePath(path) && !isDerived(path) && path !== evidencePaths.records && path !== evidencePaths.volatile && path !== evidencePaths.seal
