import type { CollectEvent } from "@tagwright/formats"

/** The event as it may be kept, and as a server gets it that only joins identities. */
export const withoutPersonal = ({ personal: _, ...event }: CollectEvent): CollectEvent => event
