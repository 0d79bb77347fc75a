import type { OpsAccount, OpsAuditEntry, OpsPage, Role } from "@tagwright/formats"
import { Badge, Columns, Copy, Empty, Scroll, Section, type Tone } from "@tagwright/pages"
import { useState } from "preact/hooks"
import { post, Refused, useData } from "../api.ts"
import { useMe } from "../me.ts"
import { submitted } from "../ui/door.tsx"
import { More, useList } from "../ui/more.tsx"
import { Head, Loaded, Status, Trouble } from "../ui/parts.tsx"
import { utc, When } from "../ui/time.tsx"

const may: Record<Role, string> = {
  viewer: "sees every screen, people masked",
  operator: "sees ids; replays, discards, acknowledges",
  signer: "sees ids; attests and signs",
  admin: "everything, accounts included",
}
const stateTone: Record<OpsAccount["state"], Tone> = { active: "good", invited: "warn", disabled: "quiet" }

const Invite = ({ onDone }: { onDone: () => void }) => {
  const [link, setLink] = useState<string | undefined>()
  const [error, setError] = useState<Refused | undefined>()
  const invite = async (form: HTMLFormElement): Promise<void> => {
    setError(undefined)
    try {
      const made = await post<{ link: string }>("accounts", submitted(form, "name", "role"))
      setLink(made.link)
      form.reset()
      onDone()
    } catch (caught) {
      setError(caught instanceof Refused ? caught : new Refused(0, "no_connection"))
    }
  }
  return (
    <>
      <form class="filters" aria-label="Invite somebody" onSubmit={(event) => { event.preventDefault(); void invite(event.currentTarget) }}>
        <label>
          <span>Name</span>
          <input name="name" required maxLength={100} autocomplete="off" />
        </label>
        <label>
          <span>Role</span>
          <select name="role">
            {Object.entries(may).map(([role, does]) => (
              <option key={role} value={role}>
                {role}: {does}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="primary">
          Invite
        </button>
      </form>
      {error !== undefined && <Trouble error={error} />}
      {link !== undefined && (
        <p class="alert warn" role="status">
          Give this link to that person over a safe way. It works once, for seven days:
          <code class="block wrap">{link}</code> <Copy text={link} label="link" />
        </p>
      )}
    </>
  )
}

const Row = ({ account, reload }: { account: OpsAccount; reload: () => void }) => {
  const me = useMe()
  const [error, setError] = useState<Refused | undefined>()
  const act = (path: string, body: object = {}): void => void post(`accounts/${account.id}/${path}`, body).then(reload, (caught: unknown) => setError(caught instanceof Refused ? caught : new Refused(0, "no_connection")))
  const own = account.name === me.name
  return (
    <tr>
      <th scope="row">
        {account.name} {own && <Badge tone="accent">you</Badge>}
      </th>
      <td>
        {own || account.signIn === "oidc" ? (
          account.role
        ) : (
          <select aria-label={`Role of ${account.name}`} value={account.role} onChange={(event) => act("role", { role: event.currentTarget.value })}>
            {Object.keys(may).map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        )}
      </td>
      <td>
        <Status tone={stateTone[account.state]}>{account.state}</Status>
      </td>
      <td>{account.signIn === "oidc" ? "identity provider" : "password and code"}</td>
      <td>{account.seenAt === undefined ? <span class="dim">never</span> : <When at={account.seenAt} />}</td>
      <td>
        {!own && (
          <button type="button" class="small" onClick={() => act(account.state === "disabled" ? "enable" : "disable")}>
            {account.state === "disabled" ? "Enable" : "Disable"}
          </button>
        )}
        {error !== undefined && <Trouble error={error} />}
      </td>
    </tr>
  )
}

const Accounts = () => {
  const data = useData<{ accounts: OpsAccount[] }>("accounts", false)
  return (
    <Section title="Accounts" note="Inviting somebody again gives a new link and ends the old password: that is how a lost phone is mended.">
      <Invite onDone={data.reload} />
      <Loaded data={data}>
        {({ accounts }) => (
          <Scroll label="Accounts">
            <table class="list">
              <Columns names={["Name", "Role", "State", "Signs in by", "Last seen", ""]} />
              <tbody>
                {accounts.map((account) => (
                  <Row key={account.id} account={account} reload={data.reload} />
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Loaded>
    </Section>
  )
}

const Audit = () => {
  const list = useList<OpsAuditEntry, OpsPage<OpsAuditEntry> & { broken?: number }>("audit?limit=50")
  const broken = list.data.value?.broken
  return (
    <Section title="Audit log" note="Only ever added to; each line carries a digest over the one before it.">
      {list.data.error !== undefined && <Trouble error={list.data.error} />}
      {broken !== undefined && <p class="alert bad">Line {broken} does not follow from the one before it: somebody changed the file.</p>}
      {list.data.value !== undefined && list.items.length === 0 && <Empty title="Nothing yet." />}
      {list.items.length > 0 && (
        <Scroll label="Audit log">
          <table class="list">
            <Columns names={["When, UTC", "Who", "Did", "To what", "Detail"]} />
            <tbody>
              {list.items.map((entry) => (
                <tr key={entry.seq}>
                  <td class="nowrap">{utc(entry.at)}</td>
                  <th scope="row">{entry.actor}</th>
                  <td>{entry.action.replaceAll("_", " ")}</td>
                  <td>{entry.subject}</td>
                  <td class="note">{entry.detail}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <More list={list} />
    </Section>
  )
}

/** Who may come in, and what they did. */
export const Settings = () => (
  <>
    <Head title="Settings" />
    <Accounts />
    <Audit />
  </>
)
