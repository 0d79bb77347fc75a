/** Only the mobile SDK's number stands apart: IOS_SDK_5, but …_CAMPAIGN_CP1. */
const apart = /(?<=Sdk)(?=\d)|(?<=[a-z0-9])(?=[A-Z])/g

/** `customEvent` → `CUSTOM_EVENT`. The API spells enums in lowerCamel, exports in capital letters. */
export const toExportSpelling = (value: string): string => value.replace(apart, "_").toUpperCase()

/** `CUSTOM_EVENT` → `customEvent`. */
export const toApiSpelling = (value: string): string => value.toLowerCase().replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
