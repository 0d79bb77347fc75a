import { createHash } from "node:crypto"
import { open, mkdir, rename } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { AwsV4Signer } from "aws4fetch"
import type { ResolvedDestination } from "@tagwright/formats"
import { delivered, misconfigured, outcomeOf, type Outcome } from "../../delivery/outcome.ts"
import type { HttpSend } from "../../delivery/http-client.ts"

export type Files = Extract<ResolvedDestination, { type: "files" }>
/** Where files go. Writing the same name with the same bytes again changes nothing. */
export type Place = (name: string, bytes: Uint8Array, contentType: string, now: number) => Promise<Outcome>

/** A folder of this machine. Whole or not at all: written aside, made durable, then given its name. */
export const folderPlace = (url: string): Place => {
  const folder = fileURLToPath(url)
  return async (name, bytes) => {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    const file = await open(`${path}.part`, "w")
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.part`, path)
    const parent = await open(dirname(path))
    await parent.sync().finally(() => parent.close())
    return delivered()
  }
}

/** `s3://bucket/folder` as an address: the vendor's own host, or a bucket in the path of any other store. */
const objectUrl = ({ url, region, endpoint }: Files, baseUrl: string | undefined, name: string): string => {
  const { host: bucket, pathname } = new URL(url)
  const key = `${pathname.replace(/^\/|\/$/g, "")}/${name}`.replace(/^\//, "").split("/").map(encodeURIComponent).join("/")
  const base = baseUrl ?? endpoint?.replace(/\/+$/, "")
  return base === undefined ? `https://${bucket}.s3.${region}.amazonaws.com/${key}` : `${base}/${bucket}/${key}`
}

/** A bucket of an S3-compatible store, requests signed by Signature Version 4 (body included). */
export const bucketPlace = (destination: Files, baseUrl: string | undefined, secret: () => string | undefined, send: HttpSend): Place => {
  return async (name, bytes, contentType, now) => {
    const found = secret()
    if (found === undefined) return misconfigured("secret_missing")
    const [accessKeyId = "", secretAccessKey = ""] = found.split(":")
    if (accessKeyId === "" || secretAccessKey === "") return misconfigured("secret_not_id_and_key")
    const url = objectUrl(destination, baseUrl, name)
    const signer = new AwsV4Signer({
      method: "PUT",
      url,
      accessKeyId,
      secretAccessKey,
      service: "s3",
      region: destination.region,
      datetime: new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, ""),
      headers: { "content-type": contentType, "x-amz-content-sha256": createHash("sha256").update(bytes).digest("hex") },
    })
    const { headers } = await signer.sign()
    return outcomeOf(await send({ method: "PUT", url, headers: Object.fromEntries(headers), body: bytes }), now)
  }
}
