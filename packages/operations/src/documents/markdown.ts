/** A table; cells may hold no line breaks, and a bar would end them. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n")
}
export const code = (text: string): string => `\`${text}\``
export const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n")
export const block = (command: string): string => `\`\`\`sh\n${command}\n\`\`\``
/** Ends with one line break, as every file does. */
export const page = (title: string, ...parts: readonly string[]): string => `# ${title}\n\n${parts.filter((part) => part !== "").join("\n\n")}\n`
export const section = (title: string, ...parts: readonly string[]): string => `## ${title}\n\n${parts.filter((part) => part !== "").join("\n\n")}`
