import type { Sent } from "./host.ts"

/** A request as a run tells it. */
export interface RequestRecord {
  url: string
  method: "GET" | "POST"
  body?: string
  via: Sent["via"]
  /** The tag that caused it; for a batch the first, `tags` has all. */
  tag: string
  tags: string[]
}

export const requestRecord = ({ tags, ...sent }: Sent): RequestRecord => ({ ...sent, tag: tags[0] ?? "", tags })
