import { Badge, Mark, type Tone } from "@tagwright/pages"
import type { ComponentChildren } from "preact"
import { useEffect, useRef } from "preact/hooks"
import type { Data, Refused } from "../api.ts"
import { takeMove } from "../route.ts"
import { refusalText } from "../words.ts"

export const Status = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => (
  <span class={`status ${tone}`}>
    <Mark tone={tone} />
    {children}
  </span>
)
export const TestBadge = () => <Badge tone="accent">test</Badge>

export const Head = ({ title, note, children }: { title: string; note?: ComponentChildren; children?: ComponentChildren }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  // Screen readers read on from here; who came by the address bar starts at the top.
  useEffect(() => {
    if (takeMove()) heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <header class="page-head">
      <div>
        <h1 tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {note !== undefined && <p class="note">{note}</p>}
      </div>
      {children}
    </header>
  )
}
export const Trouble = ({ error }: { error: Refused }) => (
  <p class="alert bad" role="alert">
    {refusalText(error)}
  </p>
)

export const Loading = () => <div class="loading" role="status" aria-label="Loading" />

/** A screen's data: on its way, refused, or there. What was there stays while a newer answer fails. */
export const Loaded = <T,>({ data, children }: { data: Data<T>; children: (value: T) => ComponentChildren }) => (
  <>
    {data.error !== undefined && <Trouble error={data.error} />}
    {data.value === undefined ? data.error === undefined && <Loading /> : children(data.value)}
  </>
)
