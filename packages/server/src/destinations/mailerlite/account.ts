import MailerLiteModule from "@mailerlite/mailerlite-nodejs"

// Node loads the SDK's ES module, whose default is the class; its types describe the CommonJS build, one level deeper.
const MailerLite = "default" in MailerLiteModule ? MailerLiteModule.default : MailerLiteModule
export type Api = InstanceType<typeof MailerLite>
export const apiOf = (token: string, baseUrl: string): Api => new MailerLite({ api_key: token, base_path: baseUrl })

const isId = (group: string): boolean => /^\d+$/.test(group)
const MOST_PER_PAGE = 100

/** A group by its name (the plan may also say its id); made when the account has none of that name. */
const groupOf = async (api: Api, group: string): Promise<string> => {
  if (isId(group)) return group
  const { data } = (await api.groups.get({ filter: { name: group }, limit: MOST_PER_PAGE, page: 1, sort: "name" })).data
  return data.find((one) => one.name === group)?.id ?? (await api.groups.create({ name: group })).data.data.id
}

/** What the account must have before a subscriber can be written: values of fields it lacks would be lost in silence. */
export const accountKeeper = (group: string): ((api: Api, fields: readonly string[]) => Promise<string>) => {
  const known = new Set<string>()
  let groupId: string | undefined
  return async (api, fields) => {
    if (!fields.every((name) => known.has(name))) {
      for (const { key } of (await api.fields.get({ limit: MOST_PER_PAGE })).data.data) known.add(key)
      for (const name of fields.filter((one) => !known.has(one))) {
        await api.fields.create({ name, type: "text" })
        known.add(name)
      }
    }
    groupId ??= await groupOf(api, group)
    return groupId
  }
}
