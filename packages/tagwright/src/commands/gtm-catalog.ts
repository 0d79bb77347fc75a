import { Fault } from "@tagwright/formats"
import { buildModel, type Catalog, catalogHtml, catalogMarkdown, describeContainer } from "@tagwright/gtm/format"
import { writeFileSync } from "node:fs"
import { resolve } from "node:path"
import { defineCommand } from "../command.ts"
import { needFiles, readContainer } from "../read-container.ts"

const formats: Record<string, (catalog: Catalog) => string> = {
  markdown: catalogMarkdown,
  html: catalogHtml,
  json: (catalog) => `${JSON.stringify(catalog, null, 2)}\n`,
}

export const command = defineCommand({
  summary: "Describe every tag, trigger and variable of a container: what for, where from, used by what.",
  usage: "gtm catalog FILE [--format markdown|html|json] [--out FILE]",
  examples: ["tagwright gtm catalog GTM-ABC123.json > catalog.md", "tagwright gtm catalog GTM-ABC123.json --out catalog.html"],
  options: { format: { type: "string" }, out: { type: "string" } },
  describe: { format: "markdown (default), html or json; an --out that ends in .html gives html", out: "write to this file instead of stdout" },
  async run({ values, positionals, io }) {
    needFiles(positionals, "gtm catalog", 1, 1)
    const format = values.json === true ? "json" : (values.format ?? (values.out?.endsWith(".html") === true ? "html" : "markdown"))
    const write = formats[format]
    if (write === undefined) throw new Fault("caller", `there is no format "${format}"`, `Use one of ${Object.keys(formats).join(", ")}`)
    const [file = ""] = positionals
    const text = write(describeContainer(buildModel(readContainer(io.cwd, file).export)))
    if (values.out === undefined) io.out(text)
    else writeFileSync(resolve(io.cwd, values.out), text)
    return 0
  },
})
