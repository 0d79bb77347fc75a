import { isRecordable, pageState, registerContainer, tellReports, wantsDetail } from "./page-globals.ts"
import { makeContainer } from "./engine/container.ts"
import { browserHost, type BrowserOptions } from "./host/browser.ts"
import { pushLifecycle } from "./triggers/lifecycle.ts"
import type { Program } from "./program/program.ts"
import type { Abilities } from "./engine/runtime.ts"

/** What `gtmJs` appends to this bundle. */
export interface PageInput extends BrowserOptions {
  program: Program
  layerName: string
}

/** Starts one container in the page. Never throws: a page must not notice that its measurement is broken. */
export const startInPage = ({ program, layerName, ...options }: PageInput, abilities: Abilities): void => {
  try {
    const host = browserHost(window, options)
    const page = pageState(host)
    const report = tellReports(window)
    const record = isRecordable(window)
    const container = makeContainer({
      program, host, page, report, layerName, abilities,
      ...(record === undefined ? {} : { record, detail: wantsDetail(window) }),
    })
    if (!registerContainer(host, program.publicId, container)) return
    container.boot()
    pushLifecycle(host, layerName, page)
  } catch (error) {
    console.error("tagwright: the container could not be started", error)
  }
}
