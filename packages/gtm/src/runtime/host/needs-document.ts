import type { Program, TagKind, VariableKind } from "../program/program.ts"

const TAGS: Partial<Record<TagKind, true>> = { html: true, template: true }
/** Code and paths of a container's own may touch any part of a page. */
const VARIABLES: Partial<Record<VariableKind, true>> = { jsm: true, j: true, d: true, vis: true, template: true }

/** Whether a container cannot run without a real document. */
export const needsDocument = (program: Program): boolean =>
  program.tags.some((tag) => TAGS[tag.kind] === true) || program.variables.some((variable) => VARIABLES[variable.kind] === true)
