import { z } from 'zod'

export const SessionView = z.object({
  id: z.string(),
  name: z.string(),
  groups: z.array(z.string()),
  permissions: z.array(z.string()),
  demo: z.boolean(),
  statusUrl: z.string(),
  brand: z.string(),
})
export type SessionView = z.output<typeof SessionView>
