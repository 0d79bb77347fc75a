/**
 * Writes the linter's configuration from the table of layers: who may import whom, and no circles inside. `--check` only compares: exit code 1 when it is stale.
 * TypeScript project references do not protect a border under npm's hoisted links; the linter does.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { layers } from "./layers.ts"

const file = fileURLToPath(new URL("../.oxlintrc.json", import.meta.url))
const packages = Object.keys(layers)

/** The linter does not follow `import()`, by which the command line loads its verbs: that circle is closed here. */
const entry = { group: ["**/cli.ts"], message: "The command line loads the verbs and is handed in to them as `main`.", allowTypeImports: true }

const forbiddenFor = (name: string, allowed: readonly string[]) => {
  const full = new Set(allowed.filter((one) => !one.includes("/")))
  const closed = packages.filter((other) => other !== name && !full.has(other)).map((other) => (other === "tagwright" ? other : `@tagwright/${other}`))
  const open = allowed.filter((one) => one.includes("/")).map((one) => `!@tagwright/${one}`)
  return {
    files: [`packages/${name}/src/**/*.ts`, `packages/${name}/src/**/*.tsx`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: [...closed.flatMap((one) => [one, `${one}/*`]), ...open], message: `${name} may import ${allowed.join(", ") || "nothing"} (tools/layers.ts).`, allowTypeImports: true },
            { group: packages.map((other) => `**/../${other}/src/**`), message: "Import another package by its name, not by its path." },
            ...(name === "tagwright" ? [entry] : []),
          ],
        },
      ],
    },
  }
}

const config = {
  $schema: "./node_modules/oxlint/configuration_schema.json",
  plugins: ["typescript", "import", "unicorn", "oxc"],
  categories: { correctness: "error", suspicious: "error" },
  rules: {
    // A circle of types alone leaves no trace at run time, but whoever reads has no place to begin.
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "typescript/no-explicit-any": "error",
    "typescript/ban-ts-comment": "error",
    "typescript/no-non-null-assertion": "error",
    "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", caughtErrorsIgnorePattern: "^_" }],
    "import/no-named-as-default-member": "off",
    "no-console": "off",
    "no-shadow": "off",
    "no-underscore-dangle": "off",
    "no-await-in-loop": "off",
    "no-unassigned-import": "off",
    "import/no-unassigned-import": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/prefer-add-event-listener": "off",
    "unicorn/require-post-message-target-origin": "off",
    "no-unused-expressions": "off",
    "no-new": "off",
    "no-extend-native": "off",
    "no-control-regex": "off",
  },
  ignorePatterns: ["**/dist/**", "**/_site/**", "**/.tagwright/**", ".copies/**"],
  overrides: Object.entries(layers).map(([name, allowed]) => forbiddenFor(name, allowed)),
}

const text = `${JSON.stringify(config, null, 2)}\n`
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    console.error(".oxlintrc.json is stale: run node tools/borders.ts")
    process.exitCode = 1
  }
} else writeFileSync(file, text)
