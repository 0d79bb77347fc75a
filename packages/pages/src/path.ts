const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** `/walk/w3/2` → `["walk", "w3", "2"]`, decoded; a part that is no encoding stays as it is. */
export const partsOf = (path: string): string[] => path.split("/").filter((part) => part !== "").map(decoded)
