import { forgetChoice, type Walk } from "./walk.ts"

/** In the page: what scripts can write is gone, as it is in Safari seven days after the last visit (WebKit, Intelligent Tracking Prevention 2.3). */
const forget = async (): Promise<void> => {
  const hosts = location.hostname.split(".").map((_, at, parts) => parts.slice(at).join("."))
  for (const pair of document.cookie.split(/;\s*/)) {
    const name = pair.split("=", 1)[0] ?? ""
    for (const domain of ["", ...hosts.map((host) => `;domain=${host}`)]) document.cookie = `${name}=;path=/;max-age=0${domain}`
  }
  localStorage.clear()
  sessionStorage.clear()
  for (const { name = "" } of (await indexedDB.databases?.()) ?? []) indexedDB.deleteDatabase(name)
}

/** Opens the page in a second tab; the first stays where it is. */
export const openTab = async (walk: Walk, path: string): Promise<void> => {
  walk.tab = await walk.session.newTab()
  await walk.tab.goto(walk.origin + path)
}

/**
 * Closes every tab and comes back. `forgetful`: after Safari has thrown away what scripts wrote. The consent tool's cookie is among it, so that no
 * choice is known until the visitor has answered again.
 */
export const comeBack = async (walk: Walk, path: string, index: number, forgetful = false): Promise<void> => {
  if (forgetful) {
    await walk.tab.evaluate(forget, undefined)
    forgetChoice(walk, index)
  }
  const before = walk.tab
  walk.tab = await walk.session.newTab()
  await before.close()
  await walk.session.closeOthers(walk.tab)
  await walk.tab.goto(walk.origin + path)
}

/** Goes on in a browser of its own: no cookie, no storage, no choice yet. */
export const changeDevice = async (walk: Walk, path: string, index: number): Promise<void> => {
  walk.session = await walk.openSession()
  walk.tab = await walk.session.newTab()
  forgetChoice(walk, index)
  await walk.tab.goto(walk.origin + path)
}
