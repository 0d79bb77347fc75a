/** How many of the items, in their order, come before the first that `isPast` holds for: it holds for every later one too. */
export function countBefore<T>(items: readonly T[], isPast: (item: T) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (item !== undefined && isPast(item)) high = middle
    else low = middle + 1
  }
  return low
}
