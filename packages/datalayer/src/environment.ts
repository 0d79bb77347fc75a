import { domains, environments, HAS_DOMAINS } from "./plan.ts"

/** Hosts that are one site to its visitors. */
export const ownHosts = (): string[] => [location.hostname, ...(HAS_DOMAINS ? domains : []), ...environments.flatMap((e) => e._hosts)]
