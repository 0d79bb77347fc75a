/** What a container consists of, in the order of an export. */
export const entityKinds = ["tag", "trigger", "variable", "builtInVariable", "client", "transformation", "customTemplate", "folder"] as const
export type EntityKind = (typeof entityKinds)[number]
