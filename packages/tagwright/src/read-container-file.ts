import { Fault, type ContainerExport } from "@tagwright/formats"
import { readExport } from "@tagwright/gtm/format"
import { readFile } from "node:fs/promises"
import { resolve } from "node:path"

/** An export from disk. Throws a Fault with the place when it is not one. */
export const readContainerFile = async (named: string, cwd: string): Promise<ContainerExport> => {
  const file = resolve(cwd, named)
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Fault("caller", `cannot read ${named}`, "Check the path of the export", { cause })
  })
  return readExport(text, { file }).export
}
