import { gates } from "@tagwright/formats"
import { faultKinds } from "../../packages/tagwright/faults/kinds.ts"

/** A row per kind of planted fault. */
export const faultsPage = (): string => `# Planted faults

Generated from \`packages/tagwright/faults/kinds.ts\`. Each row is a small change of the example, as somebody might make it; a whole run of the example must then turn
exactly that gate red, with exactly these codes, and no other gate. \`npm run faults\` runs them all, a minute or more each;
\`FAULTS="reject button" npm run faults\` those whose words match. Five more, the ones of the main job, stand in \`packages/tagwright/faults/planted.test.ts\`; what a
gate makes of records alone is tested for every code in \`packages/release/test/planted.test.ts\`, and what the recorder sees of a small site in
\`packages/qa/test/planted.test.ts\`, both with every \`npm test\`.

| what went wrong | gate | told as |
|---|---|---|
${faultKinds.map(({ fault, gate, codes }) => `| ${fault} | ${gate} ${gates[gate].title} | ${codes.map((code) => `\`${code}\``).join(", ")} |`).join("\n")}
`
