import { useEffect, useState } from "preact/hooks"

export interface Loaded<T> {
  value?: T
  error?: string
}

/** A value that comes later. While another key is being loaded, the old value is not shown. */
export const useLoaded = <T>(key: string, load: () => Promise<T>): Loaded<T> => {
  const [state, setState] = useState<Loaded<T> & { key: string }>({ key })
  useEffect(() => {
    load().then(
      (value) => setState({ key, value }),
      (error: unknown) => setState({ key, error: error instanceof Error ? error.message : String(error) }),
    )
  }, [key])
  return state.key === key ? state : {}
}
