import { findPlan, resolvePlan } from "@tagwright/compiler"
import { Fault, type TrainingRecord } from "@tagwright/formats"
import { courseFor, passes, quizText, scoreOf, type Course } from "@tagwright/operations"
import { ownerOf, seal } from "@tagwright/release"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, relative } from "node:path"
import { defineCommand } from "../command.ts"
import { attestationFile, trainingCoverage, TRAINING_TYPE, type TrainingStatement } from "../operations/attestations.ts"
import { addToLedger } from "../operations/project-ledger.ts"
import { signingDescribe, signingKey, signingOptions } from "../operations/signing-key.ts"

export const command = defineCommand({
  summary: "Take the quiz of a role's course; the result, signed with your own key, is the attestation.",
  usage: "train [--role ROLE] [--key FILE | --key-command COMMAND --answers 2,1,3,…] [--config FILE] [--json]",
  examples: ["tagwright train", "tagwright train --role devops-lead", "tagwright train --role devops-lead --key ~/.ssh/id_ed25519 --answers 2,1,3"],
  options: { role: { type: "string" }, ...signingOptions, answers: { type: "string" } },
  describe: { role: "a role of yours in the plan; without it, who is trained and who is not", ...signingDescribe, answers: "your answers in order, as the quiz numbers them; without them the quiz is printed" },
  async run({ values, io }) {
    const { role, answers } = values
    const planFile = findPlan(io.cwd, values.config)
    const { plan } = await resolvePlan(planFile)
    if (plan === undefined) throw new Fault("plan", "the plan has errors", "Run tagwright check")
    if (role === undefined) {
      const { covered, missing } = trainingCoverage(plan, dirname(planFile), Date.now())
      io.out(values.json === true ? `${JSON.stringify({ trained: covered.map(pairOf), missing: missing.map(pairOf) }, null, 2)}\n` : [...covered.map((one) => `✓ ${one}`), ...missing.map((one) => `· ${one}: tagwright train --role ${pairOf(one).role}`)].map((line) => `${line}\n`).join(""))
      return 0
    }
    const course = courseFor(plan, role)
    const key = await signingKey({ values, people: plan.people, role, io })
    if (answers === undefined || key === undefined) {
      io.out(values.json === true ? `${JSON.stringify({ role, course: course.digest, questions: course.questions.map(({ ask, answers: options }) => ({ ask, answers: options })) }, null, 2)}\n` : `${quizText(course)}\n\nAnswer with: tagwright train --role ${role} --key FILE --answers ${course.questions.map(() => "N").join(",")}\n`)
      return 0
    }
    const person = ownerOf(plan.people, key.public, role)
    const score = scoreOf(course, answersIn(answers, course))
    const passed = passes(course, score)
    const signedOn = new Date()
    const record: TrainingRecord = { kind: "training", at: signedOn.getTime(), person, role, course: course.digest, score, of: course.questions.length }
    addToLedger(dirname(planFile), [record])
    if (passed) {
      const statement: TrainingStatement = { type: TRAINING_TYPE, person, role, course: course.digest, score, of: course.questions.length, signedOn: signedOn.toISOString() }
      const path = attestationFile(dirname(planFile), person, role)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, `${JSON.stringify(await seal(statement, key), null, 2)}\n`)
      io.err(`signed: ${relative(io.cwd, path)}\n`)
    }
    io.out(values.json === true ? `${JSON.stringify({ person, role, score, of: course.questions.length, passed })}\n` : `${score} of ${course.questions.length} right: ${passed ? "passed" : "not passed; read the course again (tagwright docs), then try once more"}\n`)
    return passed ? 0 : 1
  },
})

const pairOf = (text: string): { person: string; role: string } => {
  const [person = "", role = ""] = text.split("/")
  return { person, role }
}

const answersIn = (text: string, { questions }: Course): number[] => {
  const given = text.split(",").map(Number)
  if (given.length !== questions.length || given.some((answer) => !Number.isInteger(answer) || answer < 1)) throw new Fault("caller", `--answers has ${given.length} answers, the quiz has ${questions.length} questions`, "Give one number per question, separated by commas")
  return given
}
