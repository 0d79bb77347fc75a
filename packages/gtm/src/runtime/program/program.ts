/**
 * A compiled container: plain JSON, so that the same program runs in Node and is shipped into a page.
 * References are indexes into the tables; what could not be compiled is listed in `unsupported`.
 */
export interface Program {
  publicId: string
  containerId: string
  version: string
  kind: "web" | "server"
  variables: VariableDef[]
  conditions: ConditionDef[]
  rules: Rule[]
  tags: TagDef[]
  listeners: Listener[]
  templates: TemplateDef[]
  clients: ClientDef[]
  transformations: TransformationDef[]
  unsupported: Unsupported[]
}

/** A value known only when asked for. `ref` is a variable's index, -1 a name that does not exist. */
export type Expr =
  | string
  | number
  | boolean
  | null
  | { ref: number }
  | { text: Expr[] }
  | { list: Expr[] }
  | { map: [Expr, Expr][] }
  | { escape: Escape; of: Expr }

/** How a reference is written into its surroundings (fact B8). */
export type Escape = "jsString" | "jsValue" | "html" | "url" | "css"

export type Params = Record<string, Expr>

export type VariableKind =
  | "v" | "c" | "jsm" | "j" | "k" | "u" | "f" | "aev" | "d" | "vis" | "smm" | "remm" | "gtes" | "gtcs" | "awec"
  | "uv" | "r" | "ctv" | "dbg" | "e" | "cid" | "ev" | "hid" | "analytics" | "template" | "unsupported"
  | "ed" | "rh" | "qp" | "sgtmk" | "vr" | "request"

export interface VariableDef {
  name: string
  kind: VariableKind
  params: Params
  format?: Format
  /** Built-ins read the values as they stood when the event began (fact B2.3). */
  snapshot?: true
  /** Index into `templates` for kind "template". */
  template?: number
}

export interface Format {
  case?: "lower" | "upper"
  ifNull?: Expr
  ifUndefined?: Expr
  ifTrue?: Expr
  ifFalse?: Expr
}

export type Operator =
  | "EQUALS" | "CONTAINS" | "STARTS_WITH" | "ENDS_WITH" | "MATCH_REGEX" | "GREATER" | "GREATER_OR_EQUALS"
  | "LESS" | "LESS_OR_EQUALS" | "CSS_SELECTOR" | "URL_MATCHES"

/** Negation is not part of a condition: a rule lists it under `unless`. */
export interface ConditionDef {
  op: Operator
  left: Expr
  right: Expr
  ignoreCase?: true
}

/** One trigger compiled: AND of `all` and of the negated `unless`. */
export interface Rule {
  triggerId: string
  trigger: string
  all: number[]
  unless: number[]
  fires: number[]
  blocks: number[]
}

export type TagKind =
  | "gaawe" | "googtag" | "html" | "img" | "awct" | "gclidw" | "sp" | "awud" | "awcc" | "fls" | "flc" | "baut"
  | "template" | "unsupported" | "sgtmgaaw" | "http_request" | "serverVendor"

export interface TagDef {
  id: string
  name: string
  /** The type as the export spells it. */
  type: string
  kind: TagKind
  params: Params
  option: "ONCE_PER_EVENT" | "ONCE_PER_LOAD" | "UNLIMITED"
  priority: Expr
  consent: Expr[]
  setup?: SequenceStep
  teardown?: SequenceStep
  paused?: true
  liveOnly?: true
  schedule?: { start?: number; end?: number }
  metadata?: Expr
  metadataNameKey?: string
  template?: number
}

export interface SequenceStep {
  tag: number
  stopOnFailure: boolean
}

export type ListenerKind =
  | "CLICK" | "LINK_CLICK" | "FORM_SUBMISSION" | "HISTORY_CHANGE" | "JS_ERROR" | "TIMER" | "SCROLL_DEPTH"
  | "ELEMENT_VISIBILITY" | "YOU_TUBE_VIDEO" | "TRIGGER_GROUP"

export interface Listener {
  kind: ListenerKind
  /** `<containerId>_<triggerId>` as it stands in `gtm.triggers`. */
  uniqueId: string
  trigger: string
  /** The event on which listening starts. */
  startOn: string
  params: Params
  /** Conditions that say on which pages the listener is active at all. */
  all: number[]
  unless: number[]
  /** Trigger groups: the rules whose first passing is waited for. */
  members?: string[]
}

export interface TemplateDef {
  name: string
  kind: "TAG" | "MACRO" | "CLIENT"
  /** ESTree of the sandboxed script without positions, or null when it did not parse. */
  ast: unknown
  permissions: unknown
}

export interface ClientDef {
  id: string
  name: string
  type: string
  params: Params
  priority: number
  template?: number
}

export interface TransformationDef {
  id: string
  name: string
  type: string
  params: Params
}

export interface Unsupported {
  entity: EntityKind
  name: string
  reason: string
}
export type EntityKind = "tag" | "trigger" | "variable" | "condition" | "template" | "client" | "transformation" | "container"
