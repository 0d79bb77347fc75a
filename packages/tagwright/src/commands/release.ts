import { findPlan } from "@tagwright/compiler"
import { Fault } from "@tagwright/formats"
import { openBundle, packRelease } from "@tagwright/release"
import { dirname, relative, resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { projectDocuments } from "../operations/project-documents.ts"
import { sbomText } from "../operations/sbom.ts"

export const command = defineCommand({
  summary: "Pack bundle, evidence, decision, signatures, documents, changelog and bill of materials into one folder; refused unless everything is in order.",
  usage: "release --version X.Y.Z [--previous DIR] [--out DIR] [--evidence DIR] [--bundle DIR] [--json]",
  examples: ["tagwright release --version 1.0.0", "tagwright release --version 1.1.0 --previous releases/release-v1.0.0"],
  options: { version: { type: "string" }, previous: { type: "string" }, out: { type: "string" }, evidence: { type: "string" }, bundle: { type: "string" } },
  describe: {
    version: "the release's version, e.g. 1.2.0",
    previous: "the release before, for the changelog",
    out: "where release-vX.Y.Z is put (default: releases beside the plan)",
    evidence: "judged and signed evidence (default: .tagwright/evidence)",
    bundle: "the bundle it was taken from (default: .tagwright/bundle)",
  },
  async run({ values, io }) {
    const { version, previous } = values
    if (version === undefined) throw new Fault("caller", "release needs --version", "For example: tagwright release --version 1.0.0")
    const folder = dirname(findPlan(io.cwd, values.config))
    const at = (given: string | undefined, standard: string) => (given === undefined ? resolve(folder, standard) : resolve(io.cwd, given))
    const bundleDir = at(values.bundle, ".tagwright/bundle")
    const { dir, manifest } = packRelease({
      version,
      evidenceDir: at(values.evidence, ".tagwright/evidence"),
      bundleDir,
      more: new Map([...documentsIn(bundleDir), ["sbom.cdx.json", sbomText()]]),
      out: at(values.out, "releases"),
      ...(previous === undefined ? {} : { previous: resolve(io.cwd, previous) }),
    })
    const { name, digest } = manifest
    if (values.json === true) io.out(`${JSON.stringify({ name, digest, dir }, null, 2)}\n`)
    else io.out(`${name} packed in ${relative(io.cwd, dir) || "."}\ndigest ${digest}\n`)
    return 0
  },
})

/** Runbooks and guides of this very plan; the catalogs stand in the bundle. */
const documentsIn = (bundleDir: string): [string, string][] => [...projectDocuments(openBundle(bundleDir).plan)].map(([path, text]) => [`documents/${path}`, text])
