import type { AlertChannel } from "@tagwright/formats"
import type { HttpSend } from "../../delivery/http-client.ts"
import type { SendNotice } from "./channel.ts"
import { mailOf, sendMail } from "./email.ts"
import { composePost } from "./posted.ts"

/** nodemailer's own words may hold host and user: only its code is repeated. */
const codeOf = (error: unknown): string => (typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "could_not_send")

export const senderFor = (config: AlertChannel, secret: () => string | undefined, send: HttpSend, base?: string): SendNotice => async (notice) => {
  const value = secret()
  if (value === undefined) return "secret_missing"
  try {
    if (config.type === "email") {
      await sendMail(value, mailOf(config, notice))
      return undefined
    }
    const { url, headers, body } = composePost(config, value, notice, base)
    if (!URL.canParse(url)) return "secret_is_no_address"
    const { status } = await send({ method: "POST", url, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) })
    return status >= 200 && status < 300 ? undefined : `http_${status}`
  } catch (error) {
    return codeOf(error)
  }
}
