/** Length of the longest common rest from each pair of lines on. */
const commonRests = (a: readonly string[], b: readonly string[]): number[][] => {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0))
  const at = (i: number, j: number): number => table[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  return table
}

/** Line by line: `-` goes, `+` comes, two spaces stay. A new file is all `+`. */
export const diffLines = (before: string, after: string): string => {
  const [a, b] = [before, after].map((text) => (text === "" ? [] : text.replace(/\n$/, "").split("\n")))
  if (a === undefined || b === undefined) return ""
  const rests = commonRests(a, b)
  const out: string[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && a[i] === b[j]) out.push(`  ${a[i++]}`), j++
    else if (i < a.length && (j >= b.length || (rests[i + 1]?.[j] ?? 0) >= (rests[i]?.[j + 1] ?? 0))) out.push(`- ${a[i++]}`)
    else out.push(`+ ${b[j++]}`)
  }
  return out.join("\n")
}
