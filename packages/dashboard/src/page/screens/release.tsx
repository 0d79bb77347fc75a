import type { GateDecision, OpsRelease, Verdict } from "@tagwright/formats"
import { Badge, Columns, Copy, Empty, Mark, plural, Scroll, Section, type Tone } from "@tagwright/pages"
import { useData } from "../api.ts"
import { Head, Loaded, Status } from "../ui/parts.tsx"
import { When } from "../ui/time.tsx"

const verdictTone: Record<Verdict, Tone> = { pass: "good", fail: "bad", error: "warn", "not applicable": "quiet" }
const verdictWord: Record<Verdict, string> = { pass: "Passed", fail: "Failed", error: "Not shown", "not applicable": "Not applicable" }
const short = (digest: string): string => digest.slice(0, 12)

const Gate = ({ gate, required }: { gate: GateDecision; required: boolean }) => (
  <li>
    <details class="gate">
      <summary>
        <Status tone={verdictTone[gate.verdict]}>{verdictWord[gate.verdict]}</Status>
        <span class="gate-name">
          <code>{gate.id}</code> <b>{gate.title}</b> {!required && <Badge>not required</Badge>}
          <span class="note block">{gate.summary}</span>
        </span>
        {gate.findings.length > 0 && <Badge tone={verdictTone[gate.verdict]}>{plural(gate.findings.length, "finding")}</Badge>}
      </summary>
      {gate.findings.length === 0 && <p class="note">Nothing was found.</p>}
      <ul class="findings">
        {gate.findings.map((finding, index) => (
          <li key={index}>
            <b>{finding.message}</b> <code class="code">{finding.code}</code>
            <span class="note block">→ {finding.help}</span>
          </li>
        ))}
      </ul>
    </details>
  </li>
)

const verdictOf = ({ decision, belongs, evidence, signatures }: OpsRelease): [Tone, string, string] => {
  if (decision === undefined) return ["quiet", "Not judged yet", "Run tagwright run, then tagwright judge."]
  if (evidence !== undefined && evidence.changed.length > 0) return ["bad", "The evidence was changed", `${plural(evidence.changed.length, "file")} differ from what was sealed.`]
  if (!belongs) return ["bad", "The decision belongs to something else", "It was made from other evidence or another bundle. Judge again."]
  const open = decision.gates.filter(({ id, verdict }) => decision.required.includes(id) && verdict !== "pass" && verdict !== "not applicable")
  if (open.length > 0) return ["bad", "Not ready to release", `${open.map(({ id }) => id).join(", ")} ${open.length === 1 ? "stands" : "stand"} in the way.`]
  const missing = signatures.filter(({ fault }) => fault !== undefined)
  if (missing.length > 0) return ["warn", "Ready to sign", `${plural(missing.length, "signature")} to go.`]
  return ["good", "Ready to release", `All ${decision.required.length} required gates hold${signatures.length > 0 ? ` and all ${signatures.length} signatures count` : ""}.`]
}

const Signatures = ({ release }: { release: OpsRelease }) =>
  release.signatures.length === 0 ? (
    <Empty title="The policy asks for no signature.">Name the roles under policy.signatures in the plan.</Empty>
  ) : (
    <Scroll label="Signatures">
      <table class="list">
        <Columns names={["Role", "State", "Who, when"]} />
        <tbody>
          {release.signatures.map(({ role, person, signedOn, fault, mend }) => (
            <tr key={role}>
              <th scope="row">{role}</th>
              <td>{fault === undefined ? <Status tone="good">Signed</Status> : <Status tone={fault === "signature-missing" ? "warn" : "bad"}>{fault.replace("signature-", "")}</Status>}</td>
              <td>{fault === undefined ? `${person ?? ""}, ${signedOn ?? ""}` : <span class="note">{mend}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )

const Releases = ({ release }: { release: OpsRelease }) =>
  release.releases.length === 0 ? (
    <Empty title="Nothing was released yet.">
      <code>tagwright release --version 1.0.0</code> packs one when every required gate and signature is there.
    </Empty>
  ) : (
    <ul class="rows">
      {release.releases.map(({ name, digest, packedAt, fault }) => (
        <li key={name} class="plain-row">
          <Status tone={fault === undefined ? "good" : "bad"}>{fault === undefined ? "Untouched" : "Damaged"}</Status>
          <b>{name}</b>
          <span class="grow note">{fault ?? <><code>{short(digest)}</code> <Copy text={digest} label="digest" /></>}</span>
          <When at={packedAt} />
        </li>
      ))}
    </ul>
  )

/** May this be released: what every gate says, who has signed, and what went out before. */
export const Release = () => {
  const data = useData<OpsRelease>("release")
  return (
    <>
      <Head title="Gates and releases" note="Read from what stands beside the plan, verified now." />
      <Loaded data={data}>
        {(release) => {
          const [tone, title, sentence] = verdictOf(release)
          return (
            <>
              <div class={`hero slim ${tone}`}>
                <div class="hero-text">
                  <h2 class="verdict">
                    <Mark tone={tone} /> {title}
                  </h2>
                  <p>{sentence}</p>
                </div>
                {release.decision !== undefined && (
                  <dl class="facts">
                    <div>
                      <dt>Evidence</dt>
                      <dd>
                        <a href="/ops/evidence">{short(release.decision.evidenceDigest)}</a>
                      </dd>
                    </div>
                    <div>
                      <dt>Bundle</dt>
                      <dd>
                        <code>{short(release.decision.bundleDigest)}</code> <Copy text={release.decision.bundleDigest} label="bundle digest" />
                      </dd>
                    </div>
                  </dl>
                )}
              </div>
              {release.decision !== undefined && (
                <Section title="Gates" note="Each with its findings and what to do.">
                  <ul class="rows">
                    {release.decision.gates.map((gate) => (
                      <Gate key={gate.id} gate={gate} required={release.decision?.required.includes(gate.id) ?? false} />
                    ))}
                  </ul>
                </Section>
              )}
              <Section title="Signatures" note="A signature binds a person and a role to exactly this decision; keys never come to this page: sign with tagwright sign.">
                <Signatures release={release} />
              </Section>
              <Section title="Releases">
                <Releases release={release} />
              </Section>
            </>
          )
        }}
      </Loaded>
    </>
  )
}
