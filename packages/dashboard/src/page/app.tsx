import type { OpsMe } from "@tagwright/formats"
import { Help, HelpButton, Skip, ThemeButton } from "@tagwright/pages"
import { useEffect, useState } from "preact/hooks"
import { get, post, Refused, rememberCsrf, whenSignedOut } from "./api.ts"
import { shortcuts } from "./keys.ts"
import { MeContext } from "./me.ts"
import { startPulse, useConnection } from "./pulse.ts"
import { useRoute } from "./route.ts"
import { screenOf, screens } from "./screens.tsx"
import { SignIn } from "./screens/sign-in.tsx"
import { Welcome } from "./screens/welcome.tsx"
import { Head, Loading, Trouble } from "./ui/parts.tsx"
import { Since } from "./ui/time.tsx"

type Session = { state: "asking" } | { state: "out" } | { state: "in"; me: OpsMe } | { state: "trouble"; error: Refused }

/** Says whether what is shown is fresh. */
const Freshness = ({ environment }: { environment: string }) => {
  const { state, heardAt } = useConnection()
  return (
    <p class={`fresh ${state}`} role="status">
      {state === "live" ? "Live" : state === "connecting" ? "Connecting" : <>Not connected: as of <Since at={heardAt} /></>}
      <span class="narrow-only">in {environment}</span>
    </p>
  )
}

const Nav = ({ active, me }: { active: string; me: OpsMe }) => {
  const shown = screens.filter(({ group, needs }) => group !== undefined && (needs === undefined || me.permissions.includes(needs)))
  const groups = [...new Set(shown.map(({ group }) => group))]
  return (
    <nav class="side" aria-label="Screens">
      {groups.map((group) => (
        <div key={group} class="group">
          <p>{group}</p>
          <ul>
            {shown
              .filter((screen) => screen.group === group)
              .map(({ path, name }) => (
                <li key={path}>
                  <a href={path === "" ? "/ops" : `/ops/${path}`} aria-current={active === path ? "page" : undefined}>
                    {name}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

const Closed = ({ name }: { name: string }) => (
  <>
    <Head title={name} />
    <Trouble error={new Refused(403, "role_not_allowed")} />
  </>
)

const Inside = ({ me, leave }: { me: OpsMe; leave: () => void }) => {
  const route = useRoute()
  const screen = screenOf(route)
  const [menu, setMenu] = useState(false)
  useEffect(startPulse, [])
  useEffect(() => {
    document.title = `${screen.name} — ${me.site}`
    setMenu(false)
    scrollTo(0, 0)
  }, [route.path.join("/")])
  return (
    <MeContext.Provider value={me}>
      <Skip to="main h1" />
      <header class="top">
        <button type="button" class="plain menu" aria-expanded={menu} aria-controls="screens" onClick={() => setMenu(!menu)} aria-label="Screens">
          ☰
        </button>
        <a class="brand" href="/ops">
          <strong>{me.site}</strong>
          <span class={`badge ${me.testMode ? "accent" : "quiet"}`}>{me.environment}</span>
        </a>
        <Freshness environment={me.environment} />
        <div class="tools">
          <span class="who">
            {me.name} <small>{me.role}</small>
          </span>
          <HelpButton />
          <ThemeButton />
          <button type="button" onClick={leave}>
            Sign out
          </button>
        </div>
      </header>
      <div class={`frame ${menu ? "open" : ""}`} id="screens">
        <Nav active={screen.path} me={me} />
        <main id="main">
          {screen.needs === undefined || me.permissions.includes(screen.needs) ? <screen.View route={route} /> : <Closed name={screen.name} />}
        </main>
      </div>
      <Help shortcuts={shortcuts} />
    </MeContext.Provider>
  )
}

/** Who is here decides what is shown: the way in, or the screens. */
export const App = () => {
  const route = useRoute()
  const [session, setSession] = useState<Session>({ state: "asking" })
  const look = (): void => {
    get<OpsMe>("me").then(
      (me) => {
        rememberCsrf(me.csrf)
        setSession({ state: "in", me })
      },
      (error: unknown) => setSession(error instanceof Refused && error.status === 401 ? { state: "out" } : { state: "trouble", error: error instanceof Refused ? error : new Refused(0, "no_connection") }),
    )
  }
  useEffect(() => {
    whenSignedOut(() => setSession({ state: "out" }))
    look()
  }, [])
  if (route.path[0] === "welcome") return <Welcome onDone={look} />
  if (session.state === "asking") return <Loading />
  if (session.state === "trouble") return <main class="door"><Trouble error={session.error} /></main>
  if (session.state === "out") return <SignIn onDone={look} />
  return <Inside me={session.me} leave={() => void post("sign-out").finally(() => setSession({ state: "out" }))} />
}
