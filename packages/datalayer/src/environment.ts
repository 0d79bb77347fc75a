import type { Config, Environment } from "./config.ts"

/** By the page's host. A host nobody named is a copy of the site: its data must never count. */
export const environmentOf = ({ _environments: all }: Config, host: string): Environment | undefined =>
  all.find((e) => e._hosts.includes(host)) ?? all.find((e) => e._test) ?? all[0]
