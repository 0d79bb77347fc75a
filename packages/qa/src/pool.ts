/** Runs the jobs, at most `width` at a time, and gives their results in the order of the jobs. */
export const pool = async <T>(jobs: readonly (() => Promise<T>)[], width: number): Promise<T[]> => {
  const results: T[] = []
  let next = 0
  const worker = async () => {
    for (let at = next++; at < jobs.length; at = next++) {
      const job = jobs[at]
      if (job !== undefined) results[at] = await job()
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, jobs.length) }, worker))
  return results
}
