import { ownHosts } from "../environment.ts"
import { on } from "../kit.ts"
import { trackElement } from "./attributes.ts"

type LinkTest = (link: HTMLAnchorElement) => boolean

/** Away from the site: to a host that is none of its own. */
export const outbound: LinkTest = ({ protocol, hostname }) => protocol.startsWith("http") && !ownHosts().includes(hostname)

/** To a file: by the ending of its path, or because the link says so. */
export const download =
  (endings: RegExp): LinkTest =>
  (link) =>
    link.hasAttribute("download") || endings.test(link.pathname)

/** Uses of links, event → which links; the middle button opens them, too. */
export const link = (tests: Record<string, LinkTest>): void =>
  (["click", "auxclick"] as const).forEach((type) =>
    on(type, ({ target, button }) => {
      const found = target instanceof Element && target.closest<HTMLAnchorElement>("a[href]")
      // The third button only opens a menu.
      if (found && button < 2) Object.entries(tests).forEach(([event, test]) => test(found) && trackElement(event, found))
    }),
  )
