import { digestOf, type ResolvedPlan } from "@tagwright/formats"
import { block, code, list, page, section } from "../documents/markdown.ts"
import { topics, type Question, type Topic, type TopicName } from "./topics.ts"

/** What each role has to know. A role of the plan that is not named here learns what everybody does. */
const rolesLearn: Readonly<Record<string, readonly TopicName[]>> = {
  "development-lead": ["plan", "data-layer", "consent", "release"],
  "devops-lead": ["server", "alerts", "release", "personal-data"],
  "qa-lead": ["evidence", "consent", "personal-data", "release"],
  "security-lead": ["personal-data", "server", "signing", "alerts"],
  "marketing-director": ["figures", "consent", "plan"],
  "privacy-officer": ["consent", "personal-data", "signing", "rights"],
  "analytics-manager": ["figures", "plan", "evidence", "alerts"],
  "operations-manager": ["alerts", "server", "figures", "release"],
  cto: ["release", "signing", "alerts"],
  cmo: ["figures", "consent", "signing"],
  "legal-counsel": ["consent", "rights", "signing"],
  "project-sponsor": ["figures", "release", "signing"],
}
const EVERYBODY: readonly TopicName[] = ["plan", "consent", "alerts"]

export interface Course {
  role: string
  topics: readonly Topic[]
  questions: readonly Question[]
  /** Digest of everything that is taught and asked: another course needs another attestation */
  digest: string
}

/** Four of five: everybody may be wrong once. */
export const PASS_SHARE = 0.8

export const courseFor = (plan: ResolvedPlan, role: string): Course => {
  const taught = (rolesLearn[role] ?? EVERYBODY).map((name) => topics[name](plan))
  const questions = taught.flatMap(({ questions: asked }) => asked)
  return { role, topics: taught, questions, digest: digestOf({ role, taught }) }
}

/** How many answers (counted from 1, as they are printed) are right. */
export const scoreOf = ({ questions }: Course, answers: readonly number[]): number => questions.filter(({ right }, index) => answers[index] === right + 1).length
export const passes = (course: Course, score: number): boolean => score >= Math.ceil(course.questions.length * PASS_SHARE)

export const quizText = ({ questions }: Course): string =>
  questions.map(({ ask, answers }, index) => `${index + 1}. ${ask}\n${answers.map((answer, at) => `   ${at + 1}) ${answer}`).join("\n")}`).join("\n\n")

/** `training/<role>.md`. The right answers are not in it: the quiz is taken with `tagwright train`. */
export const coursePage = (plan: ResolvedPlan, role: string): string => {
  const course = courseFor(plan, role)
  return page(
    `Course: ${role}`,
    `For ${Object.values(plan.people).filter(({ roles }) => roles.includes(role)).map(({ name }) => name).join(", ") || "whoever takes this role"}. Half an hour; at the end a quiz, whose result you sign with your own key.`,
    ...course.topics.map(({ title, teach, exercise }) => section(title, teach, `**Try it.** ${exercise.say}`, block(exercise.command), `You should see: ${exercise.expect}`)),
    section("Quiz", quizText(course), `${Math.ceil(course.questions.length * PASS_SHARE)} of ${course.questions.length} must be right. Take it and sign the result:`, block(`tagwright train --role ${role} --key $KEY`)),
    section("What counts", list([`The attestation holds for this very course (${code(course.digest.slice(0, 12))}) and a year.`, "Gate O3 asks for one per person and role; K9 is the share of those that are there."])),
  )
}
