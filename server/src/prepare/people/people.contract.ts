import { z } from 'zod'

/** A name of its own for a status page. */
export const PageDomain = z
  .string()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a name such as status.example.com')
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
