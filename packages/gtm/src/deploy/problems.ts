import { Fault, type Whose } from "@tagwright/formats"

/** Why a step towards Tag Manager cannot be taken, and the way out. */
export const deployProblems = {
  "api-credentials": { whose: "caller", help: "Set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account's key, or GTM_ACCESS_TOKEN to an OAuth access token" },
  "api-denied": { whose: "caller", help: "In Tag Manager, Admin → User management: give this account the right to edit, approve or publish the container" },
  "api-missing": { whose: "caller", help: "Check the container's public id, and that this account may see it" },
  "api-refused": { whose: "caller", help: "`tagwright gtm lint` on the container tells most reasons in advance" },
  "api-changed": { whose: "caller", help: "Somebody changed it meanwhile: run the command again, it starts from what is there now" },
  "api-quota": { whose: "peer", help: "Tag Manager allows about one call in 4 seconds and 10,000 a day: run the command again later, it goes on where it stopped" },
  "api-unavailable": { whose: "peer", help: "Run the command again: what is done stays done, the rest follows" },
  "api-elsewhere": { whose: "caller", help: "GTM_API_URL is for stand-ins on this machine; leave it out to reach Tag Manager" },
  "container-broken": { whose: "caller", help: "Mend what Tag Manager's compiler says, then run the command again" },
  "container-other-kind": { whose: "caller", help: "Name the container of the same kind: web or server" },
  "not-expressible": { whose: "caller", help: "Make that change in Tag Manager itself" },
  "workspace-behind": { whose: "caller", help: "Resolve the conflict in Tag Manager, or name a fresh workspace with --workspace" },
  "push-incomplete": { whose: "peer", help: "Compare the workspace with the container (tagwright gtm preview-diff) and run the push again" },
  "not-approved": { whose: "caller", help: "Judge and sign the release first (tagwright judge, tagwright sign); only what was approved goes live" },
  "not-what-was-approved": { whose: "caller", help: "Push the approved container again and make a version from that; changes made by hand need a release of their own" },
  "backup-missing": { whose: "caller", help: "Name a folder with backups (--backups), or a version that was backed up" },
  "backup-changed": { whose: "caller", help: "Take an untouched copy of the backup, e.g. from version control" },
} as const satisfies Record<string, { whose: Whose; help: string }>
export type DeployProblem = keyof typeof deployProblems

/** The one error of deploying that is not a bug: whose fault, and how to go on. Messages never hold a secret. */
export class DeployError extends Fault {
  readonly code: DeployProblem
  constructor(code: DeployProblem, message: string, cause?: unknown) {
    const { whose, help } = deployProblems[code]
    super(whose, message, help, cause === undefined ? {} : { cause })
    this.name = "DeployError"
    this.code = code
  }
}
