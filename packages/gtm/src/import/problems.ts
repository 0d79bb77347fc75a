import type { Severity } from "@tagwright/formats"

/** What a draft plan cannot say, or had to guess. Every item of the container is in the plan or under one of these. */
export const importProblems = {
  "import-not-expressed": { severity: "warning", title: "An item has no place in a plan", fix: "Decide whether it is still needed; a plan has destinations and events, not scripts." },
  "import-renamed": { severity: "warning", title: "A name had to change", fix: "Push the new name from the site, or keep the old container for this event." },
  "import-condition-lost": { severity: "warning", title: "A trigger's condition is not in the plan", fix: "Push the event only when the condition holds, or bind it to a selector that says so." },
  "import-trigger-unclear": { severity: "warning", title: "A trigger was understood only in part", fix: "Say under `on` how the event happens on the page." },
  "import-value-computed": { severity: "warning", title: "A parameter's value is computed inside the container", fix: "Let the site push the finished value under the parameter's name." },
  "import-second-name": { severity: "warning", title: "One event is sent under two names", fix: "Keep one name per event, or push two events." },
  "import-personal": { severity: "warning", title: "A personal parameter goes to a browser tag", fix: "Send it to a server destination with consent; it was left out of the plan." },
  "import-guessed": { severity: "info", title: "Something a container does not say was guessed", fix: "Check it." },
  "import-other-kind": { severity: "warning", title: "This is not a web container", fix: "Import the web container that sends the events; take over what is listed by hand." },
} as const satisfies Record<string, { severity: Severity; title: string; fix: string }>

export type ImportProblem = keyof typeof importProblems
