import type { OpsContainers } from "@tagwright/formats"
import { Badge, Columns, Copy, Empty, plural, Scroll, Section } from "@tagwright/pages"
import { useData } from "../api.ts"
import { Head, Loaded, Status } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"

const words: Record<string, string> = { tags: "tag", triggers: "trigger", variables: "variable", templates: "template", clients: "client" }
const countsText = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => plural(count, words[name] ?? name))
    .join(", ")

const Containers = ({ found }: { found: OpsContainers }) => (
  <ul class="cards">
    {found.containers.map(({ file, kind, environment, digest, counts, bytes }) => (
      <li key={file} class="card">
        <h3>
          {kind === "web" ? "Web" : "Server"} container <Badge tone={environment === "production" ? "accent" : "quiet"}>{environment}</Badge>
        </h3>
        <p>{countsText(counts)}</p>
        <p class="note">
          {file}, {Math.ceil(bytes / 1024)} kB, <code>{digest.slice(0, 12)}</code> <Copy text={digest} label={`digest of ${file}`} />
        </p>
      </li>
    ))}
  </ul>
)

const Differences = ({ found }: { found: OpsContainers }) => {
  // What the plan itself says to differ between environments is no drift.
  const open = found.differences.filter(({ aspect }) => aspect !== "declared")
  const declared = found.differences.length - open.length
  if (found.lookedAt === undefined) return <Empty title="Nobody has looked yet.">The next run compares the container with the plan.</Empty>
  return (
    <>
      {open.length === 0 ? (
        <Empty title="No drift.">
          {found.lookedAt.publicId} does exactly what the plan says{declared > 0 && `; ${plural(declared, "difference")} between environments ${declared === 1 ? "is" : "are"} meant to be`}.
        </Empty>
      ) : (
        <Scroll label="Differences">
          <table class="list">
            <Columns names={["What", "Differs in", "Expected", "Found"]} />
            <tbody>
              {open.map(({ check, aspect, entity, expected, found: seen }, index) => (
                <tr key={index}>
                  <th scope="row">{entity}</th>
                  <td>
                    <Status tone={aspect === "consent" ? "bad" : "warn"}>{check === "drift" ? aspect : `environment: ${aspect}`}</Status>
                  </td>
                  <td>
                    <code>{expected}</code>
                  </td>
                  <td>
                    <code>{seen}</code>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <p class="note">
        Looked at <When at={found.lookedAt.at} />. <code>tagwright gtm drift FILE</code> compares any export with the plan.
      </p>
    </>
  )
}

/** The containers that were built from the plan, and whether what runs is still that. */
export const ContainersScreen = () => {
  const data = useData<OpsContainers>("containers")
  return (
    <>
      <Head title="Containers" note="What the plan became, and what has drifted from it." />
      <Loaded data={data}>
        {(found) =>
          found.bundleDigest === undefined ? (
            <Empty title="No bundle stands beside the plan.">
              <code>tagwright build</code> writes it.
            </Empty>
          ) : (
            <>
              {!found.current && (
                <p class="alert warn">
                  The bundle was built from another plan than the one this server runs on. Build and restart, or deploy the release.
                </p>
              )}
              <Section title="Drift">
                <Differences found={found} />
              </Section>
              <Section title="Built">
                <Containers found={found} />
              </Section>
            </>
          )
        }
      </Loaded>
    </>
  )
}
