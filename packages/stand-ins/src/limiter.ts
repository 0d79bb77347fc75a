/** A rolling limit: at most `most` calls in any `windowMs`. */
export interface Limiter {
  /** Takes one call; says how many are left, and, where none was, in how many seconds to come back. */
  take(): { left: number; retryAfter: number | undefined }
}

export const createLimiter = (most: number, windowMs: number, clock: () => number): Limiter => {
  let taken: number[] = []
  return {
    take: () => {
      const now = clock()
      taken = taken.filter((at) => now - at < windowMs)
      const oldest = taken[0]
      if (taken.length >= most && oldest !== undefined) return { left: 0, retryAfter: Math.max(1, Math.ceil((oldest + windowMs - now) / 1000)) }
      taken.push(now)
      return { left: most - taken.length, retryAfter: undefined }
    },
  }
}
