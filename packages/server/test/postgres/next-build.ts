import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const SERVER = join(import.meta.dirname, "../..")
const END_OF_MIGRATIONS = "\n]\n\nexport const schemaVersion"

/**
 * The next version of the server: this one, one migration more and one index more. Made from the sources as they are; answers its program.
 * `oldestBeside`: the oldest version it allows beside itself; without, as this one does.
 */
export const nextBuild = (folder: string, { oldestBeside }: { oldestBeside?: number } = {}): string => {
  const server = join(folder, "packages/server")
  mkdirSync(join(folder, "packages"), { recursive: true })
  for (const part of ["src", "test", "package.json"]) cpSync(join(SERVER, part), join(server, part), { recursive: true })
  symlinkSync(join(SERVER, "../../node_modules"), join(folder, "node_modules"))
  const file = join(server, "src/store/postgres/schema.ts")
  const before = readFileSync(file, "utf8")
  const migrated = before.replace(END_OF_MIGRATIONS, `\n  "ALTER TABLE event ADD COLUMN planted TEXT",${END_OF_MIGRATIONS}`)
  const after = oldestBeside === undefined ? migrated : migrated.replace(/const OLDEST_BESIDE = \d+/, `const OLDEST_BESIDE = ${oldestBeside}`)
  if (migrated === before) throw new Error("the list of migrations looks different")
  writeFileSync(file, after)
  const indexes = join(server, "src/store/postgres/indexes.ts")
  const [known, more] = [readFileSync(indexes, "utf8"), '  event_planted: "event (planted)",\n']
  const added = known.replace("  delivery_turn:", `${more}  delivery_turn:`)
  if (added === known) throw new Error("the list of indexes looks different")
  writeFileSync(indexes, added)
  return join(server, "test/crash/child.ts")
}
