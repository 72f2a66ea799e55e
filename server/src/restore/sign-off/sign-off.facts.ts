// How the facts of sign-off are read back, and the rows they move.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Projections } from '../../platform/events/engine.ts'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { isPracticeId } from '../../platform/ids.ts'
import { planNotice } from '../../remediate/grants/notices.store.ts'
import { followUpOutcomes, SignOffAnswer, signOffWays } from './sign-off.contract.ts'
import { planSignOff } from './sign-off.plan.ts'
import { type SignOffCommand, type SignOffFact, type SignOffState, signOff } from './sign-off.ts'

const at = z.coerce.date()
const where = { serviceId: z.string().optional(), region: z.string().optional(), textId: z.string().optional() }
const said = {
  accountId: z.number(),
  contactId: z.number().optional(),
  way: z.enum(signOffWays).optional(),
  round: z.number().optional(),
  inForce: SignOffAnswer.optional(),
  ...where,
  at,
}
export const signOffKind = streamKind<SignOffState, SignOffCommand, SignOffFact>({
  name: 'sign-off',
  decider: signOff,
  schemaVersion: 2,
  facts: z.discriminatedUnion('type', [
    z.object({ type: z.literal('CustomerConfirmed'), ...said }),
    z.object({ type: z.literal('CustomerStillBroken'), ...said }),
    z.object({ type: z.literal('FollowUpOpened'), accountId: z.number(), ...where, at }),
    z.object({ type: z.literal('FollowUpTaken'), accountId: z.number(), by: z.string(), at }),
    z.object({
      type: z.literal('FollowUpClosed'),
      accountId: z.number(),
      by: z.string(),
      outcome: z.enum(followUpOutcomes),
      noteId: z.string().optional(),
      at,
    }),
  ]) as z.ZodType<SignOffFact>,
})
export const signOffStream = (crisisId: string, accountId: number) => `sign-off/${crisisId}/${accountId}`

type Of<T extends SignOffFact['type']> = Extract<SignOffFact, { type: T }> & { crisisId: string }
type Asked = { crisisId: string; actor: string; round?: number; sharePercent?: number; with?: 'final-update' | 'request'; at: Date }

const answered = async (tx: Parameters<Projections[string]>[0], fact: Of<'CustomerConfirmed' | 'CustomerStillBroken'>) => {
  const { crisisId, accountId, contactId = null, way = 'link', round = 1, textId = null, serviceId = null, region = null, inForce } = fact
  const answer = inForce ?? (fact.type === 'CustomerConfirmed' ? 'works' : 'still-broken')
  // Where it is broken is kept while it is: the word of another that it works says nothing of that.
  const kept = (column: 'text_id' | 'service_id' | 'region') =>
    sql`case when excluded.answer = 'works' then excluded.${sql.ref(column)} else coalesce(excluded.${sql.ref(column)}, case when sign_offs.answer = 'still-broken' then sign_offs.${sql.ref(column)} end) end`
  await sql`
    insert into sign_offs (crisis_id, account_id, practice, contact_id, answer, answered_at, round, way, text_id, service_id, region, asked, tier)
    select ${crisisId}::uuid, a.id, a.practice, ${contactId}::bigint, ${answer}, ${fact.at}::timestamptz, ${round}::int, ${way}, ${textId}::uuid, ${serviceId}::uuid, ${region}, q.account_id is not null, coalesce(q.tier, a.tier)
      from accounts a left join sign_off_asks q on q.crisis_id = ${crisisId} and q.account_id = a.id and q.round = ${round} where a.id = ${accountId}
    on conflict (crisis_id, account_id) do update set answer = excluded.answer, answered_at = excluded.answered_at, round = excluded.round, way = excluded.way, contact_id = excluded.contact_id, comment = null,
       text_id = ${kept('text_id')}, service_id = ${kept('service_id')}, region = ${kept('region')}, asked = excluded.asked, tier = excluded.tier`.execute(tx)
  if (fact.type === 'CustomerStillBroken' && (serviceId || region || textId))
    await sql`
      update sign_off_follow_ups set service_id = coalesce(${serviceId}::uuid, service_id), region = coalesce(${region}, region), text_id = coalesce(${textId}::uuid, text_id)
       where crisis_id = ${crisisId} and account_id = ${accountId} and state <> 'closed'`.execute(tx)
}

export const signOffProjections: Projections = {
  SignOffAsked: async (tx, fact: Asked) => {
    await planSignOff(tx, fact.crisisId, { round: fact.round ?? 1, sharePercent: fact.sharePercent, withUpdate: fact.with === 'final-update', at: fact.at })
    // The final update carries the question itself.
    if (fact.with !== 'final-update') await planNotice(tx, fact, 'sign-off-request', 'Does it work for you again?')
  },
  SignOffReminded: async (tx, fact: Asked) => {
    await planNotice(tx, fact, 'sign-off-request', 'Does it work for you again?')
  },
  CustomerConfirmed: answered,
  CustomerStillBroken: answered,
  FollowUpOpened: async (tx, { crisisId, accountId, serviceId, region, textId, at: openedAt }: Of<'FollowUpOpened'>) => {
    await sql`
      insert into sign_off_follow_ups (crisis_id, account_id, practice, state, opened_at, service_id, region, text_id)
      values (${crisisId}, ${accountId}, ${isPracticeId(crisisId)}, 'open', ${openedAt}, ${serviceId ?? null}, ${region ?? null}, ${textId ?? null})
      on conflict (crisis_id, account_id) do update set state = 'open', opened_at = excluded.opened_at, service_id = excluded.service_id, region = excluded.region, text_id = excluded.text_id, taken_by = null,
         closed_by = null, closed_at = null, outcome = null, note_id = null`.execute(tx)
  },
  FollowUpTaken: async (tx, { crisisId, accountId, by }: Of<'FollowUpTaken'>) => {
    await sql`update sign_off_follow_ups set state = 'taken', taken_by = ${by} where crisis_id = ${crisisId} and account_id = ${accountId}`.execute(tx)
  },
  FollowUpClosed: async (tx, { crisisId, accountId, by, outcome, noteId, at: closedAt }: Of<'FollowUpClosed'>) => {
    await sql`
      update sign_off_follow_ups set state = 'closed', closed_by = ${by}, closed_at = ${closedAt}, outcome = ${outcome}, note_id = ${noteId ?? null} where crisis_id = ${crisisId} and account_id = ${accountId}`.execute(
      tx,
    )
  },
}

const wakeMails = [{ job: 'deliver-email', payload: {}, key: 'deliver-email' }]
export const signOffReactions: Reactions = {
  SignOffAsked: () => wakeMails,
  SignOffReminded: () => wakeMails,
  // A last word that is said once it is restored asks as well, where the playbook wants it.
  UpdatePublished: (fact: { crisisId: string; final: boolean; at: Date }) =>
    fact.final ? [{ tell: `crisis/${fact.crisisId}`, command: { type: 'AskSignOff', with: 'final-update', now: fact.at } }] : [],
}
