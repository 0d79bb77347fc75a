import { Fault, type ResolvedPlan } from "@tagwright/formats"
import { heldKey, parsePrivateKey, parsePublicKey, type SigningKey } from "@tagwright/release"
import { spawn } from "node:child_process"
import { buffer } from "node:stream/consumers"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"
import type { Io } from "../command.ts"

export const signingOptions = { key: { type: "string" }, "key-command": { type: "string" }, person: { type: "string" } } as const
export const signingDescribe = {
  key: "your private key; it is read, never copied",
  "key-command": "in place of --key: a command that signs its standard input with your ed25519 key, e.g. of a cloud's KMS, and prints the signature (64 bytes, or base64)",
  person: "with --key-command: whose key of the plan it is (default: the only person with the role)",
} as const

const SIGNATURE_BYTES = 64
/** A KMS answers within seconds; somebody may have to touch a token first. */
const LONGEST_MS = 120_000

export interface SigningKeyInput {
  values: { key?: string | undefined; "key-command"?: string | undefined; person?: string | undefined }
  people: ResolvedPlan["people"]
  role: string
  io: Io
}

/** The key somebody signs with: a file, or a command that never lets it out. Undefined when neither is named. */
export const signingKey = async ({ values: { key, "key-command": command, person }, people, role, io }: SigningKeyInput): Promise<SigningKey | undefined> => {
  if (command !== undefined) return { public: publicKeyOf(people, role, person), sign: (bytes) => signatureBy(command, bytes, io) }
  if (key === undefined) return undefined
  const text = await readFile(resolve(io.cwd, key), "utf8").catch((cause: unknown) => {
    throw new Fault("caller", `cannot read the key ${key}`, "Name the file of a private ed25519 key", { cause })
  })
  return heldKey(parsePrivateKey(text))
}

const publicKeyOf = (people: ResolvedPlan["people"], role: string, person: string | undefined): SigningKey["public"] => {
  const fitting = Object.entries(people).filter(([id, { roles }]) => (person === undefined ? roles.includes(role) : id === person))
  const [[id, found] = [undefined, undefined]] = fitting
  if (found === undefined) throw new Fault("caller", person === undefined ? `nobody in the plan has the role ${role}` : `the plan has no person "${person}"`, `People of the plan: ${Object.keys(people).join(", ") || "none"}`)
  if (fitting.length > 1) throw new Fault("caller", `${fitting.length} people have the role ${role}`, `Say who signs: --person ${fitting.map(([one]) => one).join(" or ")}`)
  const known = found.key === undefined ? undefined : parsePublicKey(found.key)
  if (known === undefined) throw new Fault("plan", `${id ?? ""} has no key in the plan`, "Add the line of the public key to people.*.key")
  return known
}

/** What the command prints: the bare bytes, or base64 with whatever stands before the last colon (`vault:v1:…`). */
const signatureIn = (said: Buffer): Buffer | undefined => {
  if (said.length === SIGNATURE_BYTES) return said
  const decoded = Buffer.from(said.toString("latin1").trim().split(":").at(-1) ?? "", "base64")
  return decoded.length === SIGNATURE_BYTES ? decoded : undefined
}

const signatureBy = async (command: string, bytes: Buffer, { cwd, env }: Io): Promise<Buffer> => {
  const child = spawn(command, { cwd, env: { ...env }, shell: true, stdio: ["pipe", "pipe", "inherit"], timeout: LONGEST_MS })
  const ended = new Promise<number | null>((done, refuse) => child.on("error", refuse).on("close", done))
  // A command that does not read its input closes the pipe: its exit code tells more than that.
  child.stdin.on("error", () => undefined).end(bytes)
  const [said, code] = await Promise.all([buffer(child.stdout), ended])
  if (code !== 0) throw new Fault("caller", `the key's command ended with ${code ?? "a signal"}`, "Run it by hand to see why; it gets the bytes on its standard input")
  const signature = signatureIn(said)
  if (signature === undefined) throw new Fault("caller", "the key's command printed no ed25519 signature", "It has to print 64 bytes, or their base64, and nothing else")
  return signature
}
