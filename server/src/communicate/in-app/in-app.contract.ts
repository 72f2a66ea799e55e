import { z } from 'zod'

/** How a brand uses its channels. */
export const BrandChannels = z.object({
  slug: z.string(),
  name: z.string(),
  textSeverity: z
    .number()
    .int()
    .min(1)
    .max(4)
    .nullable()
    .describe('updates of crises this grave or graver go out as texts at once; null: texts only stand in where mail fails'),
  nextChannelMinutes: z
    .number()
    .int()
    .min(5)
    .max(1_440)
    .nullable()
    .describe('how long a mail may take before a text stands in, and half as long as before a call does; null: only where it failed'),
  inApp: z.boolean().describe('updates stand in the customer’s app as well'),
  chatButton: z.boolean().describe('the widget on other pages has a button that opens the chat'),
  closed: z.boolean().describe('its page is not for everybody: then there is no chat at its address either'),
  inAppSecret: z.boolean().describe('whether there is a secret that proves who somebody is in the app'),
})
export const PutBrandChannels = BrandChannels.pick({ textSeverity: true, nextChannelMinutes: true, inApp: true }).extend({ chatButton: z.boolean().optional() })
/** Shown this once. */
export const InAppSecret = z.object({ secret: z.string() })

export const InAppQuery = z.object({ account: z.string().min(1).max(200), proof: z.string().regex(/^[0-9a-f]{64}$/i, 'must be 64 hex digits') })
export const InAppNotice = z.object({
  id: z.string(),
  phase: z.enum(['investigating', 'identified', 'monitoring', 'resolved']),
  phaseText: z.string(),
  title: z.string(),
  must: z.string().nullable().describe('what the customer must do now'),
  can: z.string().nullable(),
  workaround: z.string().nullable(),
  next: z.string().nullable().describe('when we write again, as a sentence'),
  nextUpdateAt: z.iso.datetime().nullable(),
  url: z.string(),
  language: z.string(),
})
export const InAppNotices = z.object({ notices: z.array(InAppNotice) })
export type InAppNotice = z.output<typeof InAppNotice>
