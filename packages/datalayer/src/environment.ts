import { domains, environments } from "./plan.ts"

/** Hosts that are one site to its visitors. */
export const ownHosts = (): string[] => [location.hostname, ...domains, ...environments.flatMap((e) => e._hosts)]
