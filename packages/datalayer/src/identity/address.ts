/** Takes a value of ours out of the page's address, so that nobody shares or bookmarks it. */
export const takeFromAddress = (name: string): string | null => {
  const url = new URL(location.href)
  const value = url.searchParams.get(name)
  if (value === null) return null
  url.searchParams.delete(name)
  history.replaceState(history.state, "", url)
  return value
}
