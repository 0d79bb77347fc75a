import type { TagRunner, VariableReader } from "../engine/runtime.ts"
import { runTemplate, storeOf } from "../sandbox/run-template.ts"
import { serverApis, type Answer } from "./apis.ts"
import type { Frame } from "../engine/frame.ts"

/** The answer belonging to the request a frame works on. */
const answers = new WeakMap<object, Answer>()
export const answerOf = (frame: Frame): Answer => {
  const key = frame.request ?? frame
  const known = answers.get(key)
  if (known !== undefined) return known
  const made: Answer = { status: 200, headers: {}, body: "", cookies: [] }
  answers.set(key, made)
  return made
}

export const serverTemplateTag: TagRunner = (call) => {
  const { tag, frame, runtime } = call
  const template = runtime.program.templates[tag.template ?? -1]
  if (template === undefined) return call.done("failure")
  const data = Object.fromEntries(Object.keys(tag.params).map((key) => [key, call.value(key)]))
  const apis = serverApis({ runtime, frame, name: tag.name, answer: answerOf(frame), ...storeOf(template) })
  runTemplate(template, apis, { ...data, gtmOnSuccess: () => call.done("success"), gtmOnFailure: () => call.done("failure"), gtmEventId: frame.id, gtmTagId: Number(tag.id) }, runtime.report)
}

export const serverTemplateVariable: VariableReader = (variable, frame, runtime) => {
  const template = runtime.program.templates[variable.template ?? -1]
  if (template === undefined) return undefined
  const data = Object.fromEntries(Object.keys(variable.params).map((key) => [key, runtime.resolve(variable.params[key], frame)]))
  return runTemplate(template, serverApis({ runtime, frame, name: variable.name, answer: answerOf(frame), ...storeOf(template) }), data, runtime.report)
}
