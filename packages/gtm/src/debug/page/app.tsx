import { ThemeButton } from "@tagwright/pages"
import { useMemo, useState } from "preact/hooks"
import { EventView } from "./event-view.tsx"
import { visits } from "./model.ts"
import { PageView } from "./page-view.tsx"
import { Timeline, type Choice } from "./timeline.tsx"
import { useFeed } from "./use-feed.ts"

const Waiting = ({ site }: { site: string }) => (
  <div class="waiting">
    <h2>Nothing has happened yet</h2>
    <p>
      Open{" "}
      <a href={site} target="_blank" rel="noreferrer">
        the site
      </a>{" "}
      in another tab or window. Every event of the container appears here as it happens.
    </p>
    <p class="note">Keep this page beside it. Nothing leaves this machine.</p>
  </div>
)

export const App = () => {
  const { feed, connected, clear } = useFeed()
  const [picked, setPicked] = useState<Choice | undefined>(undefined)
  const all = useMemo(() => visits(feed.items), [feed.items])
  const last = all.at(-1)
  // Until somebody picks, the newest page load is shown as it grows.
  const chosen: Choice = picked !== undefined && all.some(({ page }) => page === picked.page) ? picked : { page: last?.page ?? "", event: undefined }
  const visit = all.find(({ page }) => page === chosen.page)
  const event = visit?.events.find(({ key }) => key === chosen.event)
  return (
    <>
      <header class="top">
        <h1>Container preview</h1>
        <ul class="containers" aria-label="Containers">
          {feed.containers.map(({ publicId, name, version, tags }) => (
            <li key={publicId}>
              <strong>{publicId}</strong> {name}
              <small>
                {version !== "0" && version !== "" ? `version ${version}, ` : ""}
                {Object.keys(tags).length} tags
              </small>
            </li>
          ))}
        </ul>
        <span class={`state ${connected ? "good" : "bad"}`} role="status">
          {connected ? "Connected" : "Not connected: is the preview still running?"}
        </span>
        <a class="button" href={feed.site} target="_blank" rel="noreferrer">
          Open the site
        </a>
        <button type="button" onClick={() => (setPicked(undefined), clear())}>
          Clear
        </button>
        <ThemeButton />
      </header>
      {visit === undefined ? (
        <main>
          <Waiting site={feed.site} />
        </main>
      ) : (
        <div class="columns">
          <aside>
            <Timeline visits={all} chosen={chosen} choose={setPicked} />
          </aside>
          <main>{event === undefined ? <PageView visit={visit} containers={feed.containers} /> : <EventView event={event} visit={visit} several={feed.containers.length > 1} />}</main>
        </div>
      )}
    </>
  )
}
