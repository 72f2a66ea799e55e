// The tests of channels: asked for by a person or due by the heartbeat, sent once, and seen to come back.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { lateAfterMinutes, type Proof } from './proof.ts'

/** One way out: what is tested. */
export type Way = { channel: string; provider: string; endpointId: string | null }
export type Due = Way & { id: string; token: string; sentAt: Date }
export type ProofRow = Proof & Way & { id: string; askedBy: string | null; acceptedAt: Date | null; arrivedAt: Date | null }

/** Asks for a test; it is sent a moment later. One that is under way is not asked for twice. */
export async function askProof({ db, clock }: Pick<Deps, 'db' | 'clock'>, { channel, provider, endpointId }: Way, by: string | null): Promise<void> {
  const now = clock()
  await sql`
    insert into channel_proofs (id, channel, provider, endpoint_id, asked_by, token, state, sent_at)
    select ${newId(now)}, ${channel}, ${provider}, ${endpointId}, ${by}, ${randomBytes(16).toString('hex')}, 'sending', ${now}
     where not exists (select from channel_proofs where channel = ${channel} and provider = ${provider} and endpoint_id is not distinct from ${endpointId}::uuid and state = 'sending'
                         and sent_at > ${now}::timestamptz - interval '2 minutes')`.execute(db)
}

/** Takes those that wait; one whose sender died is failed, never sent twice. */
export async function takeProofs(db: Db, now: Date): Promise<Due[]> {
  await sql`update channel_proofs set state = 'failed', answer = 'the sender stopped before an answer was heard' where state = 'sending' and leased_until < ${now}`.execute(
    db,
  )
  const { rows } = await sql<Due>`
    with mine as (select id from channel_proofs where state = 'sending' and leased_until is null order by sent_at limit 20 for update skip locked)
    update channel_proofs p set leased_until = ${now}::timestamptz + interval '60 seconds', sent_at = ${now} from mine where p.id = mine.id
    returning p.id, p.channel, p.provider, p.endpoint_id as "endpointId", p.token, p.sent_at as "sentAt"`.execute(db)
  return rows
}

type Told = { state: 'accepted' | 'arrived' | 'failed'; answer: string; reference?: string | undefined }

/** What was said when it was handed over; what came back meanwhile stays. */
export const noteProof = (db: Db, id: string, { state, answer, reference }: Told, now: Date) =>
  sql`
    update channel_proofs set state = case when state in ('arrived', 'failed') then state else ${state} end, answer = case when state = 'failed' then answer else ${answer} end, reference = ${reference ?? null},
           accepted_at = case when ${state} <> 'failed' then ${now}::timestamptz end, arrived_at = coalesce(arrived_at, case when ${state} = 'arrived' then ${now}::timestamptz end), leased_until = null
     where id = ${id}`.execute(db)

/** One came back. @returns whether it was one of ours */
export async function proofArrived(db: Db, token: string, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update channel_proofs set state = 'arrived', arrived_at = coalesce(arrived_at, ${now}) where token = ${token}
       and state in ('sending', 'accepted', 'late', 'arrived', 'failed') returning 1`.execute(db)
  return rows.length > 0
}

/** It was taken, and then came back as one that cannot be delivered. */
export const proofFailed = (db: Db, token: string, answer: string) =>
  sql`update channel_proofs set state = 'failed', answer = ${answer.slice(0, 500)} where token = ${token} and state <> 'arrived'`.execute(db)

/** What was taken and did not come back, where something comes back at all. */
export const noteLate = (db: Db, ways: { channel: string; provider: string }[], now: Date) =>
  sql`
    update channel_proofs p set state = 'late' from unnest(${ways.map(({ channel }) => channel)}::text[], ${ways.map(({ provider }) => provider)}::text[]) w (channel, provider)
     where p.channel = w.channel and p.provider = w.provider and p.state = 'accepted' and p.sent_at < ${now}::timestamptz - make_interval(mins => ${lateAfterMinutes})`.execute(
    db,
  )

const daysToKeep = 90

/** The last ten tests of each way, the newest first. */
export async function lastProofs(db: Db): Promise<ProofRow[]> {
  const { rows } = await sql<ProofRow>`
    select channel, provider, endpoint_id as "endpointId", id, state, answer, asked_by as "askedBy", sent_at as "sentAt", accepted_at as "acceptedAt", arrived_at as "arrivedAt"
      from (select *, row_number() over (partition by channel, provider, endpoint_id order by sent_at desc, id desc) as nth from channel_proofs where channel <> 'push') p where nth <= 10 order by sent_at desc, id desc`.execute(
    db,
  )
  return rows
}

export const forgetProofs = (db: Db, now: Date) =>
  sql`delete from channel_proofs where sent_at < ${now}::timestamptz - make_interval(days => ${daysToKeep}) or (channel = 'push' and sent_at < ${now}::timestamptz - interval '1 day')`.execute(
    db,
  )

/** Our own rooms, which hear a heartbeat: those that are on, and whose address is not a customer's or a visitor's. */
export async function ownRooms(db: Db): Promise<{ id: string; channel: string; name: string; shown: string }[]> {
  const { rows } = await sql<{ id: string; channel: string; name: string; shown: string }>`
    select e.id, e.channel, e.name, e.shown from endpoints e
     where e.removed_at is null and e.account_id is null and e.channel <> 'push' and not exists (select from suppressions s where s.channel = e.channel and s.destination = e.id::text)
     order by e.made_at limit 200`.execute(db)
  return rows
}
