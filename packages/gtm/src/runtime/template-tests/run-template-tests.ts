import { parse } from "yaml"
import { errorText } from "../engine/evaluate.ts"
import { templateSections } from "../program/templates.ts"
import { Machine } from "../sandbox/machine.ts"
import { runBody } from "../sandbox/statements.ts"
import { assertCalls, assertThat, TestFailure } from "./assertions.ts"
import { MockedApis } from "./mocks.ts"
import { readTemplate, templateWorld } from "./world.ts"

export interface TemplateTest {
  name: string
  passed: boolean
  /** Why it failed: an assertion that did not hold, or what was thrown. */
  reason?: string
}

export interface TemplateTests {
  /** The template's own name. */
  template: string
  tests: TemplateTest[]
  /** Why nothing could be run: the template or its tests cannot be read. */
  problem?: string
}

interface Scenario {
  name: string
  code: string
}

/**
 * Runs the tests a custom template brings along (its `___TESTS___` section), each in a fresh page or request.
 * APIs that a test does not mock are the runtime's own: nothing leaves the machine, and permissions are asked for.
 */
export const runTemplateTests = (templateData: string): TemplateTests => {
  const sections = templateSections(templateData)
  const { template, problem } = readTemplate(templateData)
  if (problem !== undefined) return { template: template.name, tests: [], problem }
  let section: { setup: string; scenarios: Scenario[] }
  try {
    section = readScenarios(parse(sections.get("TESTS") ?? ""))
  } catch (error) {
    return { template: template.name, tests: [], problem: `its TESTS section is not YAML: ${errorText(error).split("\n")[0] ?? ""}` }
  }
  return { template: template.name, tests: section.scenarios.map((scenario) => runScenario(template, section.setup, scenario)) }
}

const text = (value: unknown): string => (typeof value === "string" ? value : "")

const readScenarios = (read: unknown): { setup: string; scenarios: Scenario[] } => {
  const field = (of: unknown, key: string): unknown => (typeof of === "object" && of !== null ? Reflect.get(of, key) : undefined)
  const all = field(read, "scenarios")
  return { setup: text(field(read, "setup")), scenarios: (Array.isArray(all) ? all : []).map((one: unknown) => ({ name: text(field(one, "name")), code: text(field(one, "code")) })) }
}

const runScenario = (template: ReturnType<typeof readTemplate>["template"], setup: string, { name, code }: Scenario): TemplateTest => {
  try {
    execute(template, `${setup}\n${code}`)
    return { name, passed: true }
  } catch (error) {
    return { name, passed: false, reason: error instanceof TestFailure ? error.message : `threw: ${errorText(error)}` }
  }
}

/** Tests build large inputs and run the template several times. */
const MOST_STEPS = 20_000_000

const execute = (template: ReturnType<typeof readTemplate>["template"], script: string): void => {
  const world = templateWorld(template)
  const apis = new MockedApis(world.apis)
  const require = (name: unknown): unknown => {
    if (!apis.has(String(name))) throw new Error(`the API "${String(name)}" is not offered here`)
    return apis.get(String(name))
  }
  const runCode = (given: unknown): unknown => {
    const told = { gtmOnSuccess: () => undefined, gtmOnFailure: () => undefined }
    const data: Record<string, unknown> = { gtmEventId: 1, gtmTagId: 1, ...Object(given ?? {}) }
    // What the test hands in itself is watched all the same.
    for (const [key, quiet] of Object.entries(told)) data[key] = apis.watched(key, typeof data[key] === "function" ? data[key] : apis.has(key) ? apis.get(key) : quiet)
    return new Machine(runBody, MOST_STEPS).run(template.ast, { data, require })
  }
  const fail = (message: unknown): never => {
    throw new TestFailure(message === undefined ? "fail() was called" : String(message))
  }
  new Machine(runBody, MOST_STEPS).run(world.parse(script), {
    require, runCode, fail, assertThat, mock: apis.mock, mockObject: apis.mockObject, assertApi: (name: unknown) => assertCalls(String(name), apis.callsOf(String(name))),
  })
  world.settle()
}
