import type { Finding } from "@tagwright/formats"

/** What one file gave. `findings` of an unreadable file hold the one reason. */
export interface FileReport {
  file: string
  findings: readonly Finding[]
}
