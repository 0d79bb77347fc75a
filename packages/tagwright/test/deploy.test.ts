import { spawnSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { describe, expect, onTestFinished, test } from "vitest"
import { parseAllDocuments } from "yaml"
import { commonOptions } from "../src/command.ts"
import { command as serve } from "../src/commands/serve.ts"
import { settingNames } from "../src/serve-settings.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const read = (file: string): string => readFileSync(join(root, "deploy", file), "utf8")
const document = <T>(file: string, index = 0): T => {
  const found = parseAllDocuments(read(file), { merge: true })[index]
  expect(found?.errors).toEqual([])
  const value: T = found?.toJS()
  return value
}
/** What these tests look at. */
interface Compose {
  services: { tagwright: { stop_grace_period: string; volumes: string[]; ports: string[] } }
  volumes: Record<string, unknown>
}
interface Workload {
  spec: {
    replicas: number
    template: {
      metadata: { labels: Record<string, string> }
      spec: { terminationGracePeriodSeconds: number; securityContext: { runAsNonRoot: boolean }; containers: [Container]; volumes: { name: string }[] }
    }
    volumeClaimTemplates?: { metadata: { name: string } }[]
  }
}
interface Container {
  args: string[]
  ports: [{ containerPort: number }]
  livenessProbe: { httpGet: { path: string } }
  readinessProbe: { httpGet: { path: string } }
  lifecycle?: { preStop: { sleep: { seconds: number } } }
  securityContext: unknown
  volumeMounts: { name: string; mountPath: string }[]
}
interface Autoscaler {
  spec: { scaleTargetRef: { name: string }; metrics: { pods: { metric: { name: string } } }[] }
}
interface Service {
  spec: { selector: Record<string, string> }
}
/** Fails on an option that `tagwright serve` does not have. */
const serveOptions = (args: readonly string[]) => parseArgs({ args: [...args], options: { ...commonOptions, ...serve.options }, strict: true }).values
interface Many {
  services: Record<string, { command?: string[]; volumes: string[] }>
}
const has = (tool: string): boolean => spawnSync(tool, ["--version"]).status === 0
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), "tagwright-deploy-"))
  onTestFinished(() => rmSync(made, { recursive: true, force: true }))
  return made
}

/** What a Dockerfile says, by instruction, continued lines joined. */
const instructions = read("Dockerfile")
  .replaceAll("\\\n", " ")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => ({ name: line.slice(0, line.indexOf(" ")), rest: line.slice(line.indexOf(" ") + 1) }))
const instruction = (name: string): string => instructions.find((one) => one.name === name)?.rest ?? ""
const entry: string[] = JSON.parse(instruction("ENTRYPOINT"))
const usual: string[] = JSON.parse(instruction("CMD"))

describe("R4 the files of deploy/", () => {
  test("several machines: every node has a role, the database, and a disk of its own", () => {
    const { services } = document<Many>("scale-out/compose.yaml")
    const nodes = Object.values(services).filter(({ command }) => command !== undefined)
    expect(nodes.map(({ command = [] }) => serveOptions(command).role).toSorted()).toEqual(["ingest", "ingest", "worker", "worker"])
    for (const { command = [] } of nodes) expect(serveOptions(command).database).toMatch(/^postgres:\/\/[^:]+$/)
    const disks = nodes.map(({ volumes }) => volumes.find((volume) => volume.endsWith(":/data")))
    expect(new Set(disks).size).toBe(nodes.length)
    const workloads = [0, 1].map((index) => document<Workload>("scale-out/kubernetes.yaml", index))
    expect(workloads.map(({ spec }) => serveOptions(spec.template.spec.containers[0]?.args ?? []).role)).toEqual(["ingest", "worker"])
    for (const { spec } of workloads) {
      const { containers: [container], volumes, terminationGracePeriodSeconds, securityContext } = spec.template.spec
      expect([container.livenessProbe.httpGet.path, container.readinessProbe.httpGet.path]).toEqual(["/livez", "/readyz"])
      expect(container.ports[0].containerPort).toBe(Number(serveOptions([...entry.slice(3), ...container.args]).port))
      expect(terminationGracePeriodSeconds).toBeGreaterThan(30 + (container.lifecycle?.preStop.sleep.seconds ?? 0))
      expect(securityContext.runAsNonRoot).toBe(true)
      expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } })
      const named = [...volumes, ...(spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata)].map(({ name }) => name)
      for (const mount of container.volumeMounts) expect(named).toContain(mount.name)
    }
    // The names that the comments ask for are names that the server reads, and the autoscaler's metric is one that it tells.
    for (const [name] of read("scale-out/kubernetes.yaml").matchAll(/TAGWRIGHT_\w+/g)) expect(["TAGWRIGHT_ADMIN_TOKEN", ...settingNames.map((setting) => `TAGWRIGHT_${setting.toUpperCase()}`)]).toContain(name)
    const scaler = document<Autoscaler>("scale-out/kubernetes.yaml", 5)
    expect(scaler.spec.scaleTargetRef.name).toBe("tagwright-worker")
    for (const { pods } of scaler.spec.metrics) expect(readFileSync(join(root, "packages/server/src/ops/metrics.ts"), "utf8")).toContain(`"${pods.metric.name.replace("tagwright_", "")}"`)
    const service = document<Service>("scale-out/kubernetes.yaml", 2)
    expect(service.spec.selector).toEqual(workloads[0]?.spec.template.metadata.labels)
  })

  test("the image starts tagwright serve with options that exist, as nobody in particular", () => {
    expect(entry.slice(0, 3)).toEqual(["node", "packages/tagwright/bin/tagwright.js", "serve"])
    const options = serveOptions([...entry.slice(3), ...usual])
    expect(options).toMatchObject({ host: "0.0.0.0", data: "/data", port: instruction("EXPOSE") })
    expect(instruction("HEALTHCHECK")).toContain(`:${options.port}/readyz`)
    expect([instruction("USER"), instruction("VOLUME"), instruction("STOPSIGNAL")]).toEqual(["node", "/data", "SIGTERM"])
  })

  // Takes minutes and the registry: TRY_IMAGE=1 npx vitest run packages/tagwright/test/deploy.test.ts
  test.skipIf(process.env["TRY_IMAGE"] === undefined)("the image's steps, executed in a folder, make a program that starts", () => {
    const image = folder()
    const files = spawnSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).stdout.split("\0").filter((file) => file !== "")
    for (const file of files) cpSync(join(root, file), join(image, file))
    const install = instruction("RUN").split("&&")[0] ?? ""
    expect(spawnSync("sh", ["-ec", install], { cwd: image, encoding: "utf8" })).toMatchObject({ status: 0 })
    expect(spawnSync(process.execPath, [...entry.slice(1), "--help"], { cwd: image, encoding: "utf8" })).toMatchObject({ status: 0, stdout: expect.stringContaining("Run the server") })
  }, 600_000)

  test("compose: a read-only container that keeps its data and is given time to end", () => {
    const compose = document<Compose>("compose.yaml")
    const { tagwright } = compose.services
    expect(tagwright).toMatchObject({ read_only: true, cap_drop: ["ALL"], build: { dockerfile: "deploy/Dockerfile" } })
    expect(Number.parseInt(tagwright.stop_grace_period, 10)).toBeGreaterThan(30)
    expect(tagwright.volumes.find((volume) => volume.endsWith(":/data"))?.split(":")[0]).toBe(Object.keys(compose.volumes)[0])
    expect(tagwright.ports[0]).toMatch(new RegExp(`:${instruction("EXPOSE")}$`))
  })

  test("Kubernetes: one server per database, probes that exist, least privilege, and every volume is there", () => {
    const workload = document<Workload>("kubernetes.yaml")
    const service = document<Service>("kubernetes.yaml", 1)
    const pod = workload.spec.template.spec
    const [container] = pod.containers
    const options = serveOptions([...entry.slice(3), ...container.args])
    expect(workload.spec.replicas).toBe(1)
    expect(container.ports[0].containerPort).toBe(Number(options.port))
    expect([container.livenessProbe.httpGet.path, container.readinessProbe.httpGet.path]).toEqual(["/livez", "/readyz"])
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(30 + (container.lifecycle?.preStop.sleep.seconds ?? 0))
    expect(pod.securityContext.runAsNonRoot).toBe(true)
    expect(container.securityContext).toEqual({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } })
    const volumes = [...pod.volumes, ...(workload.spec.volumeClaimTemplates ?? []).map((claim) => claim.metadata)].map(({ name }) => name)
    for (const mount of container.volumeMounts) expect(volumes).toContain(mount.name)
    expect(container.volumeMounts.map((mount) => mount.mountPath)).toContain(options.data)
    expect(options.plan?.startsWith("/plan/")).toBe(true)
    expect(service.spec.selector).toEqual(workload.spec.template.metadata.labels)
  })

  test("systemd: options that exist, and a unit that systemd understands", () => {
    const unit = read("tagwright.service")
    const start = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(" ") ?? []
    expect(serveOptions(start.slice(3))).toMatchObject({ data: "/var/lib/tagwright", environment: "production" })
    expect(/^StateDirectory=(.*)$/m.exec(unit)?.[1]).toBe("tagwright")
    // Not run where there is no systemd to ask.
    if (!has("systemd-analyze")) return
    const file = join(folder(), "tagwright.service")
    writeFileSync(file, unit.replace("/usr/bin/node", process.execPath))
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" })
    expect(`${status} ${stderr.split("\n").filter((line) => line.includes("tagwright.service")).join("\n")}`).toBe("0 ")
  })
})
