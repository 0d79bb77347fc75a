import { Mark, Values } from "@tagwright/pages"
import type { Line } from "../model.ts"

type Expectation = Line<"expectation">
const words: Record<Expectation["outcome"], string> = { met: "came", missing: "never came", different: "came with other parameters", unexpected: "came more often than expected" }

const differing = ({ expected, got = {} }: Expectation): Record<string, string> =>
  Object.fromEntries(Object.entries(expected).flatMap(([name, value]) => (got[name] === value ? [] : [[name, `expected ${JSON.stringify(value)}, got ${JSON.stringify(got[name]) ?? "nothing"}`]])))

const Row = ({ line }: { line: Expectation }) => {
  const met = line.outcome === "met"
  const differences = differing(line)
  return (
    <li id={`r${line.line}`}>
      <Mark tone={met ? "good" : "bad"} label={words[line.outcome]} />
      <div>
        <b>{line.event}</b> {words[line.outcome]}
        {line.source === "server" && <small> on the server</small>}
        {Object.keys(line.expected).length > 0 && met && <small class="block">{Object.entries(line.expected).map(([name, value]) => `${name} = ${value}`).join(", ")}</small>}
        {!met && Object.keys(differences).length > 0 && <Values values={differences} />}
      </div>
    </li>
  )
}

export const Expectations = ({ lines }: { lines: Expectation[] }) =>
  lines.length === 0 ? null : (
    <section class="expectations">
      <h3>
        Expected <small>{lines.every(({ outcome }) => outcome === "met") ? "all came" : `${lines.filter(({ outcome }) => outcome !== "met").length} of ${lines.length} did not`}</small>
      </h3>
      <ul>
        {lines.toSorted((a, b) => Number(a.outcome === "met") - Number(b.outcome === "met")).map((line) => (
          <Row key={line.line} line={line} />
        ))}
      </ul>
    </section>
  )
