import type { Config, Environment } from "./config.ts"

const NOWHERE: Environment = { _hosts: [], _server: "", _stream: "", _test: true }

/** By the page's host. A host nobody named is a copy of the site: its data must never count. */
export const environmentOf = ({ _environments: all }: Config, host: string): Environment =>
  all.find((e) => e._hosts.includes(host)) ?? all.find((e) => e._test) ?? NOWHERE
