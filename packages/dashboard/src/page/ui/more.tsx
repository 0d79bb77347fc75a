import type { OpsPage } from "@tagwright/formats"
import { useEffect, useState } from "preact/hooks"
import { get, useData, type Data } from "../api.ts"
import { Loading } from "./parts.tsx"

export interface List<T, P extends OpsPage<T> = OpsPage<T>> {
  data: Data<P>
  items: T[]
  next: number | undefined
  busy: boolean
  /** The list follows the server until somebody reads on: rows must not move under the eye */
  follows: boolean
  more(): Promise<void>
  toNewest(): void
}

/** A list, newest first, as long as somebody asks for more. */
export const useList = <T, P extends OpsPage<T> = OpsPage<T>>(path: string): List<T, P> => {
  const [later, setLater] = useState<{ path: string; items: T[]; next: number | undefined } | undefined>()
  const [busy, setBusy] = useState(false)
  const own = later?.path === path ? later : undefined
  const data = useData<P>(path, own === undefined)
  useEffect(() => setLater(undefined), [path])
  const next = own === undefined ? data.value?.next : own.next
  return {
    data,
    items: [...(data.value?.items ?? []), ...(own?.items ?? [])],
    next,
    busy,
    follows: own === undefined,
    more: async () => {
      if (next === undefined) return
      setBusy(true)
      try {
        const page = await get<OpsPage<T>>(`${path}${path.includes("?") ? "&" : "?"}before=${next}`)
        setLater({ path, items: [...(own?.items ?? []), ...page.items], next: page.next })
      } finally {
        setBusy(false)
      }
    },
    toNewest: () => {
      setLater(undefined)
      data.reload()
      scrollTo({ top: 0 })
    },
  }
}

/** What stands below a list: that it is on its way, or the way to older rows. */
export const More = ({ list }: { list: List<unknown> }) => {
  if (list.data.value === undefined) return list.data.error === undefined ? <Loading /> : null
  return (
    <p class="more">
      {list.next !== undefined && (
        <button type="button" disabled={list.busy} onClick={() => void list.more()}>
          {list.busy ? "Loading…" : "Show older"}
        </button>
      )}
      {list.follows ? (
        list.next === undefined && list.items.length > 0 && <span class="note">That is all.</span>
      ) : (
        <button type="button" class="link" onClick={list.toNewest}>
          Back to the newest
        </button>
      )}
    </p>
  )
}
