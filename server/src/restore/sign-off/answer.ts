// One answer, however it reached us: to whom it belongs, whether it may still be given, and where it can be still broken.
import { sql } from 'kysely'
import { type Deps, putText, tellCrisis } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { SignOffAnswer, SignOffWay } from './sign-off.contract.ts'
import { signOffStream } from './sign-off.facts.ts'
import type { SignOffCommand } from './sign-off.ts'

/** `contactId` null: said for the whole account. `service`: its id. */
export type GivenAnswer = {
  crisisId: string
  accountId: number
  contactId: number | null
  way: SignOffWay
  answer: SignOffAnswer
  service?: string | undefined
  region?: string | undefined
  words?: string | undefined
}

/** Whoever of a million answers at the same moment as somebody closes the crisis is counted, or told that it is closed. @returns whether it was news */
export async function recordAnswer(deps: Deps, given: GivenAnswer, by = 'customer'): Promise<boolean> {
  const { crisisId } = given
  const found = await placeOf(deps.db, crisisId, given.accountId)
  if (given.service !== undefined && !found.services.includes(given.service))
    throw new Refused('not-valid', 'service: this crisis is not about that. Choose one that it is about, or leave it out.')
  if (given.region !== undefined && !found.regions.includes(given.region))
    throw new Refused('not-valid', 'region: neither the crisis nor the account knows it. Choose one of them, or leave it out.')
  const words = given.words?.trim()
  const textId = words ? newId(deps.clock()) : undefined
  let news = false
  await tellCrisis(
    deps,
    signOffStream(crisisId, found.accountId),
    crisisId,
    by,
    (now): SignOffCommand => ({
      type: 'Answer',
      answer: given.answer,
      accountId: found.accountId,
      ...(given.contactId === null ? {} : { contactId: given.contactId }),
      way: given.way,
      round: found.round,
      ...(textId ? { textId } : {}),
      ...(given.answer === 'still-broken' && given.service ? { serviceId: given.service } : {}),
      ...(given.answer === 'still-broken' && given.region ? { region: given.region } : {}),
      now,
    }),
    async (tx, now) => {
      await stillRestored(tx, crisisId)
      if (textId && words) await putText(tx, textId, crisisId, words, by, now)
      news = true
    },
    { whileOpen: true },
  )
  return news
}

/** Until this transaction ends nobody reopens it; who answers meanwhile is told. */
async function stillRestored(tx: Db, crisisId: string): Promise<void> {
  const { rows } = await sql`select from crises where id = ${crisisId} and status = 'restored' for share`.execute(tx)
  if (rows.length === 0) throw new Refused('out-of-order', 'We are at work on it again. Customers are asked anew once it is restored.')
}

type Place = { accountId: number; round: number; services: string[]; regions: string[] }
/** The account that was asked, else the one it was merged into. Refused where the crisis did not hurt it: nobody answers for whom it is none of their business. */
export async function placeOf(db: Db, crisisId: string, accountId: number): Promise<Place> {
  const {
    rows: [row],
  } = await sql<Place & { hurt: boolean }>`
    select coalesce((select q.account_id from sign_off_asks q where q.crisis_id = ${crisisId} and q.account_id in (a.id, a.merged_into) order by q.account_id = a.id desc limit 1), a.merged_into, a.id)::int8 as "accountId",
           coalesce((select max(round) from sign_off_plans where crisis_id = ${crisisId}), 1) as round,
           exists (select from impact i where i.crisis_id = ${crisisId} and i.account_id in (select x.id from accounts x where x.id in (a.id, a.merged_into) or x.merged_into in (a.id, a.merged_into))) as hurt,
           array(select distinct s.service_id::text from crisis_scope s where s.crisis_id = ${crisisId}) as services,
           array(select distinct r from (select unnest(s.regions) as r from crisis_scope s where s.crisis_id = ${crisisId}
             union all select a.region union all select e.region from exposures e where e.account_id = coalesce(a.merged_into, a.id)) x where r is not null order by 1 limit 100) as regions
      from accounts a where a.id = ${accountId}`.execute(db)
  if (!row?.hurt) throw new Refused('not-found', 'This crisis did not hurt such an account.')
  return { ...row, accountId: Number(row.accountId) }
}
