// A language model's opinion beside our reader's: asked of a bounded sample of the texts that our reader is unsure of, long after they were taken; counted apart, and never evidence.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { seal } from '../../platform/secrets/seal.ts'
import { writtenKinds } from '../signals/signals.contract.ts'
import { readText } from '../texts/read.ts'
import { createModel, type Written } from './model.ts'
import { answerIn, isUnsure, questionOf } from './opinion.ts'
import type { PutSecondOpinion, SecondOpinionView } from './opinions.contract.ts'

const readAtOnce = 500
const atOnce = 5
const mostTries = 3
const againMs = 60_000
const timeoutMs = 8_000
const keptDays = 90

type Settings = {
  enabled: boolean
  url: string | null
  model: string | null
  sealed: Buffer | null
  aMinute: number
  through: Date | null
  changedBy: string | null
  changedAt: Date | null
}
const settingsOf = async (db: Deps['db']): Promise<Settings> =>
  (
    await sql<Settings>`
      select enabled, url, model, sealed, a_minute as "aMinute", through, changed_by as "changedBy", changed_at as "changedAt" from second_opinion_settings`.execute(
      db,
    )
  ).rows[0] as Settings

/** Switched on, it begins with what comes from now on. */
export async function setSecondOpinion({ db, key, clock }: Pick<Deps, 'db' | 'key' | 'clock'>, given: PutSecondOpinion, by: string): Promise<void> {
  const wrong = given.url === null ? undefined : wrongWithUrl(given.url)
  if (wrong) throw new Refused('not-valid', `url: ${wrong}.`)
  const keep = given.key === undefined && given.url !== null
  if (keep && given.url !== null) await keyStaysWithItsServer(db, given.url)
  await sql`
    update second_opinion_settings set through = case when enabled and ${given.enabled} then through else ${clock()}::timestamptz end, enabled = ${given.enabled}, url = ${given.url}, model = ${given.model},
           a_minute = ${given.aMinute}, sealed = case when ${keep} then sealed else ${given.key ? seal(key, given.key) : null}::bytea end, changed_by = ${by}, changed_at = ${clock()}`.execute(
    db,
  )
}

/** What was entered for one server is told no other. */
async function keyStaysWithItsServer(db: Deps['db'], url: string): Promise<void> {
  const { url: before, sealed } = await settingsOf(db)
  if (sealed && before !== null && new URL(before).host !== new URL(url).host)
    throw new Refused('not-valid', `key: the one that is kept is for ${new URL(before).host}. Enter the one for the new server, or take it away.`)
}

export type Opinions = { look: () => Promise<number> }
export function createOpinions(deps: Pick<Deps, 'db' | 'key' | 'clock' | 'config'>): Opinions {
  const ask = createModel(deps, timeoutMs)
  return {
    /** @returns how many were asked about */
    look: async () => {
      const settings = await settingsOf(deps.db)
      const { enabled, url, model, sealed } = settings
      if (!enabled || !url || !model) return 0
      await choose(deps, settings.aMinute)
      const wanted = await claim(deps)
      await Promise.all(
        wanted.map(async ({ id, text }) => {
          if (text === null) return note(deps, id, undefined, 'The text is not kept any more.', true, model)
          const { opinion, why, isFinal } = judged(await ask({ url, model, sealed }, questionOf(model, text)))
          await note(deps, id, opinion, why, isFinal, model)
        }),
      )
      return wanted.length
    },
  }
}

type Judged = { opinion?: ReturnType<typeof answerIn>; why: string; isFinal: boolean }
function judged(written: Written): Judged {
  if (!('content' in written)) return written
  const opinion = answerIn(written.content)
  return opinion ? { opinion, why: '', isFinal: true } : { why: 'Its answer was none of negative, neutral and positive.', isFinal: true }
}

/** Texts of real customers that came since the last look, as many as there is room for in this minute; of more, the newest are left out. */
const choose = ({ db, clock }: Pick<Deps, 'db' | 'clock'>, aMinute: number): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const now = clock()
    const { rows: places } = await sql<{ through: Date | null }>`select through from second_opinion_settings for update`.execute(tx)
    const { rows: some } = await sql<{ count: number }>`
      select count(*)::int as count from second_opinions where coalesce(asked_at, ${now}) > ${new Date(now.getTime() - 60_000)}`.execute(tx)
    // What was received a moment ago may still be on its way.
    const [from, to] = [places[0]?.through ?? now, new Date(now.getTime() - 5_000)]
    const { rows } = await sql<{ id: string; at: Date; text: string }>`
      select g.id, g.received_at as at, concat_ws('. ', nullif(g.title, g.name), g.body) as text from signals g join signal_sources s on s.id = g.source_id and not s.practice
       where g.received_at > ${from} and g.received_at <= ${to} and g.body is not null and g.state is null and g.kind = any (${[...writtenKinds]}::text[]) order by g.received_at limit ${readAtOnce}`.execute(
      tx,
    )
    let room = aMinute - (some[0]?.count ?? 0)
    for (const { id, at, text } of rows) {
      if (room <= 0) break
      const read = readText(text)
      if (!isUnsure(read)) continue
      room -= 1
      await sql`
        insert into second_opinions (signal_id, received_at, ours, probability) values (${id}, ${at}, ${read.sentiment.label}, ${read.sentiment.probability}) on conflict do nothing`.execute(
        tx,
      )
    }
    const last = rows.length < readAtOnce ? to : (rows.at(-1)?.at ?? to)
    await sql`update second_opinion_settings set through = greatest(through, ${last}::timestamptz)`.execute(tx)
    await sql`delete from second_opinions where received_at < ${now}::timestamptz - make_interval(days => ${keptDays})`.execute(tx)
  })

/** Marked before it is asked: whoever dies meanwhile leaves it for another time, a bounded number of times. */
async function claim({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<{ id: string; text: string | null }[]> {
  const now = clock()
  const { rows } = await sql<{ id: string; text: string | null }>`
    with mine as (
      update second_opinions set asked_at = ${now}, tries = tries + 1
       where signal_id in (select signal_id from second_opinions where state = 'wanted' and (asked_at is null or asked_at < ${new Date(now.getTime() - againMs)}) order by received_at limit ${atOnce} for update skip locked)
      returning signal_id, received_at)
    select m.signal_id as id, (select concat_ws('. ', nullif(g.title, g.name), g.body) from signals g where g.received_at = m.received_at and g.id = m.signal_id) as text from mine m`.execute(
    db,
  )
  return rows
}

const note = ({ db }: Pick<Deps, 'db'>, id: string, theirs: string | undefined, why: string, isFinal: boolean, model: string) =>
  sql`
    update second_opinions set theirs = ${theirs ?? null}, why = ${why || null}, model = ${model}, state = case when ${theirs ?? null}::text is not null then 'given' when ${isFinal} or tries >= ${mostTries} then 'failed' else 'wanted' end
     where signal_id = ${id}`.execute(db)

export async function secondOpinionView(deps: Pick<Deps, 'db' | 'clock'>): Promise<SecondOpinionView> {
  const { enabled, url, model, sealed, aMinute, changedBy, changedAt } = await settingsOf(deps.db)
  const { rows: figures } = await sql<SecondOpinionView['lastWeek']>`
    select count(*) filter (where theirs = ours)::int as same, count(*) filter (where theirs <> ours)::int as other, count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'wanted')::int as waiting
      from second_opinions where received_at > ${deps.clock()}::timestamptz - interval '7 days'`.execute(deps.db)
  const { rows: latest } = await sql<SecondOpinionView['latest'][number]>`
    select o.signal_id as signal, o.received_at as at, o.ours, o.probability, o.theirs, o.why, (select left(concat_ws('. ', nullif(g.title, g.name), g.body), 500) from signals g where g.received_at = o.received_at and g.id = o.signal_id) as text
      from second_opinions o where o.state <> 'wanted' order by o.received_at desc, o.signal_id limit 30`.execute(deps.db)
  const name = await namesOf(deps, [changedBy])
  return {
    ...{
      enabled,
      url,
      model,
      hasKey: sealed !== null,
      aMinute,
      changedBy: changedBy === null ? null : name(changedBy),
      changedAt: changedAt?.toISOString() ?? null,
    },
    lastWeek: figures[0] as SecondOpinionView['lastWeek'],
    latest,
  }
}
