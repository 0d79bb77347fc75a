/** In the page: draws a numbered frame round each element; how high the page is. Elements that cannot be seen get none. */
export const drawMarks = (marks: readonly { selector: string; number: number }[]): number => {
  const into = " >>> "
  const boxOf = (selector: string): DOMRect | undefined => {
    let root: Document | ShadowRoot = document
    let [left, top] = [0, 0]
    const parts = selector.split(into)
    for (const part of parts.slice(0, -1)) {
      const host: Element | null = root.querySelector(part)
      const within: Document | ShadowRoot | null = host === null ? null : (host.shadowRoot ?? (host as HTMLIFrameElement).contentDocument ?? null)
      if (host === null || within === null) return undefined
      if (within.nodeType === Node.DOCUMENT_NODE) [left, top] = [left + host.getBoundingClientRect().left, top + host.getBoundingClientRect().top]
      root = within
    }
    const box = root.querySelector(parts.at(-1) ?? "")?.getBoundingClientRect()
    return box === undefined || box.width * box.height === 0 ? undefined : new DOMRect(box.left + left, box.top + top, box.width, box.height)
  }
  const layer = document.createElement("div")
  layer.id = "__tagwright_marks"
  layer.style.cssText = "position:absolute;left:0;top:0;width:0;height:0;z-index:2147483647;pointer-events:none"
  for (const { selector, number } of marks) {
    const box = boxOf(selector)
    if (box === undefined) continue
    const frame = document.createElement("div")
    frame.style.cssText = `position:absolute;left:${box.left + scrollX - 3}px;top:${box.top + scrollY - 3}px;width:${box.width + 6}px;height:${box.height + 6}px;border:2px solid #c62828;border-radius:4px;box-shadow:0 0 0 2px #fff8;box-sizing:border-box`
    const tag = document.createElement("div")
    tag.textContent = String(number)
    tag.style.cssText = "position:absolute;left:-2px;top:-2px;transform:translateY(-100%);background:#c62828;color:#fff;font:700 12px/16px sans-serif;padding:0 5px;border-radius:3px"
    frame.append(tag)
    layer.append(frame)
  }
  document.documentElement.append(layer)
  return document.documentElement.scrollHeight
}
