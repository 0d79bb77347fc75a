import type { OpsTeam, TrainingRecord } from "@tagwright/formats"
import { Badge, Columns, Empty, Scroll, Section } from "@tagwright/pages"
import { useData } from "../api.ts"
import { Head, Loaded, Status } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"
import { trainedText, useRecords } from "./incidents.tsx"

const latest = (records: readonly TrainingRecord[], person: string, role: string): TrainingRecord | undefined => records.find((one) => one.person === person && one.role === role)

/** Who does what, and whether they were trained for it. */
export const Training = () => {
  const team = useData<OpsTeam>("team", false)
  const records = useRecords<TrainingRecord>("training")
  return (
    <>
      <Head title="People and training" note="The plan says who has which role; the attestation says who has practised it." />
      <Section title="Team">
        <Loaded data={team}>
          {({ people }) =>
            people.length === 0 ? (
              <Empty title="The plan names nobody.">Add people with their roles to the plan.</Empty>
            ) : (
              <Scroll label="Team">
                <table class="list">
                  <Columns names={["Who", "Role", "Training", "When"]} />
                  <tbody>
                    {people.flatMap(({ id, name, roles, signs }) =>
                      roles.map((role, index) => {
                        const done = latest(records.value?.records ?? [], id, role)
                        return (
                          <tr key={`${id} ${role}`}>
                            <th scope="row">
                              {index === 0 && name} {index === 0 && signs && <Badge>has a signing key</Badge>}
                              {index > 0 && <span class="sr">{name}</span>}
                            </th>
                            <td>{role}</td>
                            <td>{done === undefined ? <Status tone="warn">Not attested</Status> : <Status tone={done.score === done.of ? "good" : "warn"}>{trainedText(done.score, done.of)}</Status>}</td>
                            <td>{done === undefined ? <span class="dim">–</span> : <When at={done.at} />}</td>
                          </tr>
                        )
                      }),
                    )}
                  </tbody>
                </table>
              </Scroll>
            )
          }
        </Loaded>
      </Section>
    </>
  )
}
