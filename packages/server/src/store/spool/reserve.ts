import { existsSync, rmSync, writeFileSync } from "node:fs"

/** Forwarding a thousand calls writes less than this. */
const BYTES = 8 * 1024 * 1024

/**
 * Room set aside on a disk. Forwarding writes too: on a disk that the spool has filled up it could never begin, and what
 * was acknowledged would lie there for ever.
 */
export interface Reserve {
  /** Is the room there? */
  readonly held: boolean
  /** Sets the room aside, if the disk has it. */
  hold(): void
  spend(): void
}

export const openReserve = (file: string): Reserve => {
  let held = false
  const spend = (): void => {
    rmSync(file, { force: true })
    held = false
  }
  const hold = (): void => {
    try {
      // Not zeros: some file systems keep none of those.
      if (!existsSync(file)) writeFileSync(file, Buffer.alloc(BYTES, "reserve"))
      held = true
    } catch {
      spend()
    }
  }
  hold()
  return {
    get held() {
      return held
    },
    hold,
    spend,
  }
}
