import { z } from 'zod'

export const BrandView = z.object({
  slug: z.string(),
  name: z.string(),
  sender: z.string(),
  senderName: z.string(),
  locale: z.string(),
  timeZone: z.string(),
  languages: z.array(z.string()),
  domain: z.string().nullable(),
  private: z.boolean(),
})
export type BrandView = z.output<typeof BrandView>
