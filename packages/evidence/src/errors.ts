import { Fault } from "@tagwright/formats"

/** One code per way in which evidence can be unusable. The message names the file and says how to mend it. */
const evidenceErrors = {
  "evidence-missing": "Run `tagwright qa` first, or name the folder with --evidence",
  "evidence-unsealed": "The run that wrote it did not finish. Run `tagwright qa` again",
  "evidence-changed": "Evidence counts only as it was sealed. Take the original folder, or run `tagwright qa` again",
  "evidence-malformed": "This is not what Tagwright writes. Take the original folder, or run `tagwright qa` again",
  "evidence-from-the-future": "A newer Tagwright wrote it. Update Tagwright, then try again",
  "evidence-folder-taken": "Choose another folder with --out, or empty this one yourself",
  "evidence-sealed": "Start a new run: sealed evidence is never written to",
  "evidence-path": "Attachments have relative paths of letters, digits and . _ - / only, and no name that the seal, the records or the report use",
  "evidence-record": "A record must be one of the kinds of evidence.ts, with every field that its kind requires",
} as const
export type EvidenceErrorCode = keyof typeof evidenceErrors

/** Evidence cannot be written or trusted. `files` names what is to blame, relative to the folder. */
export class EvidenceError extends Fault {
  readonly code: EvidenceErrorCode
  readonly files: readonly string[]
  constructor(code: EvidenceErrorCode, message: string, files: readonly string[] = []) {
    super("caller", message, evidenceErrors[code])
    this.name = "EvidenceError"
    this.code = code
    this.files = files
  }
}
