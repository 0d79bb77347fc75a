import { helpForAll, helpForCommand } from "../../packages/tagwright/src/help.ts"
import { isCommand, verbs } from "../../packages/tagwright/src/verbs.ts"

/** The help of every verb, as the program prints it. */
export const cliPage = async (): Promise<string> => {
  const sections = await Promise.all(
    Object.entries(verbs).map(async ([name, verb]) => {
      const { command } = await verb.load()
      return isCommand(command) ? `## ${name}\n\n\`\`\`text\n${helpForCommand(command).trimEnd()}\n\`\`\`\n` : ""
    }),
  )
  return `# The command line\n\nGenerated from the program's own help.\n\n\`\`\`text\n${helpForAll(verbs).trimEnd()}\n\`\`\`\n\n${sections.join("\n")}`
}
