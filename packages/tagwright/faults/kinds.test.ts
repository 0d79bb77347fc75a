import { afterEach, describe, expect, test } from "vitest"
import { complaints, copyOfStudio, redBySite, runStudio } from "../test/studio.ts"
import { faultKinds } from "./kinds.ts"

const open: Awaited<ReturnType<typeof copyOfStudio>>[] = []
afterEach(async () => {
  for (const studio of open.splice(0)) await studio.remove()
})

/** Some of them only: FAULTS="reject button" npm run faults */
const named = new RegExp(process.env["FAULTS"] ?? "")

describe("each kind of fault turns exactly its gate red, with its own words", () => {
  test.each(faultKinds.filter(({ fault }) => named.test(fault)))("$gate $fault", async ({ gate, codes, plant }) => {
    const studio = await copyOfStudio()
    open.push(studio)
    await plant(studio)
    const { gates } = await runStudio(studio.folder)
    expect(redBySite(gates), complaints(gates)).toEqual({ [gate]: codes })
  })
})
