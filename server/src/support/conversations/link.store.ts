// Conversations linked to crises: many at once, each with why, and undone in one click.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { act, type Changing, changing } from './change.store.ts'
import { type CrisisFacts, type Linked, likelyAt, linkTo, suggestAt, type Written, wordsOfCrisis } from './link.ts'
import { promise, putInOrder } from './order.store.ts'
import type { SupportSettings } from './settings.store.ts'

/** So long after it was restored a crisis is still linked to by itself; in days. */
const lookBack = 14

type StoredCrisis = Omit<CrisisFacts, 'words' | 'services'> & {
  practice: boolean
  brandId: string
  services: string[]
  texts: string[]
  otherServices: string[]
}
export type LinkableCrisis = CrisisFacts & Pick<StoredCrisis, 'practice' | 'brandId' | 'otherServices'>

/** The crises that a conversation may be about now, with what was said on each in every language. */
export async function linkable(db: Db, now: Date): Promise<LinkableCrisis[]> {
  const { rows } = await sql<StoredCrisis>`
    select c.id, c.number, c.practice, c.brand_id as "brandId", c.onset_at as "onsetAt", c.restored_at as "restoredAt",
           coalesce((select array_agg(v.name) from crisis_scope s join services v on v.id = s.service_id where s.crisis_id = c.id), '{}') as services,
           coalesce((select array_agg(v.name) from services v where v.brand_id = c.brand_id and not exists (select from crisis_scope s where s.crisis_id = c.id and s.service_id = v.id)), '{}') as "otherServices",
           array_append(coalesce((select array_agg(p.value) from updates u join update_texts t on t.update_id = u.id cross join lateral jsonb_each_text(t.parts) p
             where u.crisis_id = c.id and u.class = 'update' and u.status = 'published'), '{}'), c.title) as texts
      from crises c where c.status <> 'closed' and (c.restored_at is null or c.restored_at > ${now}::timestamptz - make_interval(days => ${lookBack})) order by c.declared_at desc limit 50`.execute(
    db,
  )
  return rows.map(({ texts, ...crisis }) => ({ ...crisis, words: wordsOfCrisis(texts) }))
}

type Unlinked = Pick<Written, 'at' | 'text' | 'reasons' | 'mood'> & {
  id: number
  practice: boolean
  brandId: string
  hurt: string[]
  exposed: string[]
  known: boolean
  answers: string | null
}

/**
 * Links these, or suggests to; what a person decided stays as it is.
 * @param answering the crisis of the update that a conversation answers, by conversation
 * @returns those that are linked now and were not
 */
export async function linkThem(
  tx: Db,
  ids: readonly number[],
  {
    now,
    settings,
    crises,
    answering = new Map(),
  }: { now: Date; settings: SupportSettings; crises: readonly LinkableCrisis[]; answering?: ReadonlyMap<number, string> },
): Promise<number[]> {
  if (crises.length === 0 || ids.length === 0) return []
  const { rows } = await sql<Unlinked>`
    select c.id, c.practice, c.brand_id as "brandId", c.mood, c.reasons, m.at, c.subject || '. ' || left(m.text, 8000) as text, c.account_id is not null as known,
           coalesce((select array_agg(i.crisis_id::text) from impact i where i.account_id = c.account_id and i.crisis_id = any (${crises.map(({ id }) => id)}::uuid[])), '{}') as hurt,
           coalesce((select array_agg(distinct s.crisis_id::text) from exposures e join crisis_scope s on s.service_id = e.service_id where e.account_id = c.account_id and s.crisis_id = any (${crises.map(({ id }) => id)}::uuid[])), '{}') as exposed
      from conversations c join lateral (select at, text from conversation_messages m where m.conversation_id = c.id and m.kind = 'in' order by m.id desc limit 1) m on true
     where c.id = any (${[...ids]}::bigint[]) and c.state <> 'merged' and (c.link is null or (c.link = 'suggested' and c.link_by = 'leeward'))`.execute(tx)
  const found = rows.flatMap((row) => {
    const best = bestOf(row, crises, answering.get(row.id))
    return best && best.confidence >= suggestAt
      ? [{ id: row.id, ...best, link: best.confidence >= settings.linkItselfAt ? ('linked' as const) : ('suggested' as const) }]
      : []
  })
  return storeLinks(tx, found, crises, now)
}

function bestOf(row: Unlinked, crises: readonly LinkableCrisis[], answers: string | undefined): (Linked & { crisisId: string }) | undefined {
  let best: (Linked & { crisisId: string }) | undefined
  for (const crisis of crises) {
    if (crisis.practice !== row.practice) continue
    const account = row.hurt.includes(crisis.id) ? 'hurt' : row.exposed.includes(crisis.id) ? 'exposed' : row.known ? 'elsewhere' : 'stranger'
    // A stranger of another brand means another house.
    if (crisis.brandId !== row.brandId && account !== 'hurt') continue
    const linked = linkTo(crisis, { ...row, account, answersUpdate: answers === crisis.id, otherServices: crisis.otherServices })
    if (!best || linked.confidence > best.confidence) best = { ...linked, crisisId: crisis.id }
  }
  return best
}

type Found = { id: number; crisisId: string; link: 'linked' | 'suggested'; confidence: number; why: string[] }
/** What was suggested stays where the other is no surer, as long as it may still be about that. @returns those that are linked now */
async function storeLinks(tx: Db, found: Found[], crises: readonly LinkableCrisis[], now: Date): Promise<number[]> {
  if (found.length === 0) return []
  const { rows } = await sql<{ id: number; link: string }>`
    with given as (select * from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as g (id bigint, "crisisId" uuid, link text, confidence real, why text[])),
    moved as (
      update conversations c set crisis_id = g."crisisId", link = g.link, link_by = 'leeward', link_at = ${now}, link_confidence = g.confidence, link_why = g.why, revision = revision + 1
        from given g where c.id = g.id and (c.link is distinct from g.link or c.crisis_id is distinct from g."crisisId")
         and (c.crisis_id is null or c.crisis_id = g."crisisId" or g.confidence > coalesce(c.link_confidence, 0) or c.crisis_id <> all (${crises.map(({ id }) => id)}::uuid[])) returning c.id as moved, g.*),
    told as (
      insert into conversation_acts (conversation_id, kind, at, by, data)
      select m.moved, m.link, ${now}, 'leeward', jsonb_build_object('crisisId', m."crisisId", 'confidence', m.confidence, 'why', m.why) from moved m)
    select moved as id, link from moved`.execute(tx)
  return rows.flatMap(({ id, link }) => (link === 'linked' ? [Number(id)] : []))
}

const atOnce = 500

/**
 * Looks through what was written since a crisis began and is linked to nothing, as after a declaration, or when the impact grew. In bounded steps; whoever dies in between leaves the rest to the next look.
 * @returns how many were looked at
 */
export async function lookForLinks(db: Db, crisisId: string, now: Date, settings: SupportSettings): Promise<number> {
  let [looked, last] = [0, Number.MIN_SAFE_INTEGER]
  for (;;) {
    const some = await db.transaction().execute(async (tx) => {
      // All of them are compared: what fits another one better is not suggested for this one.
      const crises = await linkable(tx, now)
      const crisis = crises.find(({ id }) => id === crisisId)
      if (!crisis) return []
      const { rows } = await sql<{ id: number }>`
        select id from conversations where id > ${last} and (link is null or (link = 'suggested' and link_by = 'leeward')) and state <> 'merged' and last_at > ${crisis.onsetAt}::timestamptz - interval '30 minutes'
         order by id limit ${atOnce} for update skip locked`.execute(tx)
      const ids = rows.map(({ id }) => id)
      const linked = await linkThem(tx, ids, { now, settings, crises })
      await promise(tx, linked, now, settings)
      await putInOrder(tx, sql`c.id = any (${linked}::bigint[])`, settings)
      return ids
    })
    if (some.length === 0) return looked
    looked += some.length
    last = some.at(-1) as number
  }
}

/** A person says what it is about; null: something else than what was suggested, or than it is linked to. */
export const putLink = (deps: Changing, id: number, crisisId: string | null, by: string) =>
  changing(deps, id, async (tx, held, now) => {
    if (crisisId === null) {
      if (held.crisisId === null) return
      await sql`update conversations set link = 'refused', link_by = ${by}, link_at = ${now}, link_confidence = null, link_why = '{}', promised_at = null, promise = null where id = ${id}`.execute(
        tx,
      )
      await act(tx, id, 'unlinked', by, now, { crisisId: held.crisisId })
      return
    }
    const { rows } = await sql<{ practice: boolean; status: string }>`select practice, status from crises where id = ${crisisId}`.execute(tx)
    if (!rows[0] || rows[0].practice !== held.practice) throw new Refused('not-valid', 'crisisId: there is no such crisis.')
    if (rows[0].status === 'closed') throw new Refused('out-of-order', 'This crisis is closed: nobody is answered by it any more.')
    if (held.crisisId === crisisId && held.link === 'linked') return
    await sql`update conversations set crisis_id = ${crisisId}, link = 'linked', link_by = ${by}, link_at = ${now}, link_confidence = null, link_why = '{}' where id = ${id}`.execute(
      tx,
    )
    await act(tx, id, 'linked', by, now, { crisisId, before: held.crisisId })
  })

/** Agrees to all that was suggested for a crisis, at once, or only to what is likely. @returns how many */
export async function agreeToSuggested(db: Db, crisisId: string, { likelyOnly, by, now }: { likelyOnly: boolean; by: string; now: Date }): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: number }>`
      with moved as (
        update conversations set link = 'linked', link_by = ${by}, link_at = ${now}, revision = revision + 1 where crisis_id = ${crisisId} and link = 'suggested' and state <> 'merged' and (not ${likelyOnly} or link_confidence >= ${likelyAt}) returning id)
      insert into conversation_acts (conversation_id, kind, at, by, data) select id, 'linked', ${now}, ${by}, ${JSON.stringify({ crisisId })}::jsonb from moved returning conversation_id as id`.execute(
      tx,
    )
    const ids = rows.map(({ id }) => id)
    await promise(tx, ids, now)
    await putInOrder(tx, sql`c.id = any (${ids}::bigint[])`)
    return ids.length
  })
}
