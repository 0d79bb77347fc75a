import { resolve } from "node:path"

/** `--site` names a folder or, when it begins with http, a program that serves the site on this machine. */
export const siteOption = (named: string | undefined, otherwise: string, cwd: string): { folder: string } | { url: string } => {
  if (named === undefined) return { folder: otherwise }
  return /^https?:\/\//.test(named) ? { url: named } : { folder: resolve(cwd, named) }
}
