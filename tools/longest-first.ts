import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Test files of a quarter of a minute and more, longest first. One that began last would run alone at the end, on one core; a fresh clone has no times of its own to order by. */
export const longest = [
  "packages/tagwright/test/main-job.test.ts",
  "packages/tagwright/test/guides.test.ts",
  "packages/server/test/postgres/chaos.test.ts",
  "packages/server/test/postgres/store.test.ts",
  "packages/dashboard/test/dashboard.test.ts",
  "packages/qa/test/planted.test.ts",
  "examples/studio/test/site.test.ts",
  "packages/tagwright/test/destination-drills.test.ts",
  "packages/server/test/postgres/upgrade.test.ts",
  "packages/qa/test/whole.test.ts",
]

/** The long files, then all others as Vitest orders them: what failed last time, then by time where it is known. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex((file) => moduleId.endsWith(`/${file}`))
      return at < 0 ? longest.length : at
    }
    return sorted.toSorted((a, b) => rank(a) - rank(b))
  }
}
