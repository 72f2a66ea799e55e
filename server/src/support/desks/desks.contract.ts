import { z } from 'zod'
import { Id, Instant, Line, Person, Title } from '../../platform/contract.ts'
import { DeskKey } from '../import/import.contract.ts'

export const deskKinds = ['zendesk', 'chatwoot', 'webhook'] as const
const Secret = Line(500)
const fields = {
  name: Title(80),
  url: Line(500).describe('of the desk: https://acme.zendesk.com, https://chat.example.com, or where our webhook goes'),
  account: Line(40).regex(/^\d+$/, 'must be the number of the account in Chatwoot').optional(),
  email: z.email('must be the address of the agent whose token it is').max(254).optional(),
  token: Secret.optional().describe('of an agent, to write replies; left out in a change: the one that is kept'),
  secret: Secret.optional().describe('what the desk signs its webhooks with; left out in a change: the one that is kept'),
  tellPriority: z.boolean().default(true).describe('whether the desk’s own priority follows our queue'),
  bothWays: z.boolean().default(true).describe('whether closing and who has it go both ways'),
  perSecond: z.number().min(0.1).max(50).default(3).describe('so many calls a second at most'),
  paused: z.boolean().default(false),
}
export const AddDesk = z.strictObject({ kind: z.enum(deskKinds), key: DeskKey, brand: z.string().max(40).optional(), ...fields })
export const ChangeDesk = z.strictObject(fields)

export const DeskView = z.object({
  id: Id,
  key: z.string().describe('how its conversations are known here; an import under the same key is of the same ones'),
  kind: z.enum(deskKinds),
  name: z.string(),
  brand: z.string(),
  url: z.string(),
  account: z.string().nullable(),
  email: z.string().nullable(),
  signed: z.boolean().describe('whether what it sends is believed by its signature'),
  tellPriority: z.boolean(),
  bothWays: z.boolean(),
  perSecond: z.number(),
  paused: z.boolean(),
  madeBy: Person,
  madeAt: Instant,
  heardAt: Instant.nullable().describe('when it last told us something'),
  test: z.object({ ok: z.boolean(), says: z.string(), at: Instant }).nullable(),
  conversations: z.number().int(),
  waiting: z.number().int().describe('replies that are still to be posted there'),
  unknown: z.number().int().describe('replies of which nobody knows whether they arrived'),
  failed: z.number().int(),
  untold: z.number().int().describe('conversations whose place, crisis, tags, state or agent it is still to be told'),
  trouble: z.string().nullable().describe('what it answered last where something was not taken'),
})
/** Shown once: where the desk sends to, and for our own form what either side signs with. */
export const AddedDesk = DeskView.extend({ hook: z.string(), theirSecret: z.string().nullable(), ourSecret: z.string().nullable() })
export const ToldTaken = z.object({ taken: z.number().int(), again: z.number().int(), conversations: z.array(z.number().int()) })
export type AddDesk = z.output<typeof AddDesk>
export type ChangeDesk = z.output<typeof ChangeDesk>
export type DeskView = z.output<typeof DeskView>
export type AddedDesk = z.output<typeof AddedDesk>
