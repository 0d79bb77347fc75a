import { createTransport } from "nodemailer"
import type { AlertChannel } from "@tagwright/formats"
import { linesOf, titleOf, type Notice } from "./channel.ts"

/** A mail server that does not answer in this time will not. */
const TIMEOUT_MS = 15_000

/** Sends one mail by the server that `url` names (smtp:// or smtps://, with user and password). */
export const sendMail = async (url: string, message: { from: string; to: readonly string[]; subject: string; text: string; html?: string }): Promise<void> => {
  const transport = createTransport({ url, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS })
  try {
    await transport.sendMail({ ...message, to: [...message.to] })
  } finally {
    transport.close()
  }
}

export const mailOf = (config: Extract<AlertChannel, { type: "email" }>, notice: Notice) => ({ from: config.from, to: config.to, subject: titleOf(notice), text: `${linesOf(notice).join("\n\n")}\n` })
