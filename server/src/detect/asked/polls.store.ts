// Asks the sources whose time has come: one process each at a time; what was new and how far it was read are stored together.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { readSignals } from '../signals/read-signals.ts'
import type { SourceSettings } from '../signals/source-settings.contract.ts'
import { type Source, type SourceRow, sourceColumns, sourceOf } from '../signals/sources.store.ts'
import type { Intake } from '../signals/take.store.ts'
import type { Asked } from './ask.ts'
import type { Ask } from './askers.ts'
import { nextAskIn } from './back-off.ts'

const atOnce = 5
/** Longer than a whole walk of pages may take; whoever dies meanwhile is asked for again then. */
const turnSeconds = 180

type Poll = { turn: string; source: Source; place: Record<string, never>; since: Date; failures: number }

/** A bounded number at once. @returns how many were asked */
export async function runPolls(deps: Pick<Deps, 'db' | 'clock' | 'key' | 'log'>, intake: Intake, ask: Ask): Promise<number> {
  const polls = await claim(deps)
  await Promise.all(
    polls.map(async (poll) => {
      const { source, place, since } = poll
      const asked = await ask({ settings: source.settings as SourceSettings, secret: source.secret, place, since, now: deps.clock() })
      await (asked.kind === 'well' ? takeNews(deps, intake, poll, asked) : noteTrouble(deps, poll, asked)).catch((error: Error) => {
        if (!(error instanceof Overtaken)) throw error
        deps.log.info({ source: source.id }, 'a source was changed or asked by another process meanwhile: this answer counts for nothing')
      })
    }),
  )
  return polls.length
}

/** Another turn has begun since: nothing of this one is stored. */
class Overtaken extends Error {}

async function claim({ db, clock, key }: Pick<Deps, 'db' | 'clock' | 'key'>): Promise<Poll[]> {
  const [now, turn] = [clock(), newId(clock())]
  const { rows } = await sql<SourceRow & Omit<Poll, 'source' | 'turn'>>`
    update signal_polls p set turn = ${turn}, next_at = ${now}::timestamptz + make_interval(secs => ${turnSeconds}) from signal_sources s
     where s.id = p.source_id and p.source_id in (
       select q.source_id from signal_polls q join signal_sources o on o.id = q.source_id
        where o.removed_at is null and q.next_at <= ${now} order by q.next_at limit ${atOnce} for update of q skip locked)
    returning ${sourceColumns}, p.place, p.since, p.failures`.execute(db)
  return rows.map(({ place, since, failures, ...row }) => ({ turn, source: sourceOf(key, row), place, since, failures }))
}

async function takeNews(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  intake: Intake,
  { turn, source }: Poll,
  asked: Extract<Asked<object>, { kind: 'well' }>,
): Promise<void> {
  const { items, place, more, waitSeconds } = asked
  const now = clock()
  const next = nextAskIn({ everySeconds: everyOf(source), failures: 0, more: more ?? false, waitSeconds })
  await db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      update signal_polls set turn = null, place = ${JSON.stringify(place)}::jsonb, next_at = ${now}::timestamptz + make_interval(secs => ${next}), asked_at = ${now}, well_at = ${now}, failing_since = null,
             failures = 0, refused = false, sentence = null, news = ${items.length}
       where source_id = ${source.id} and turn = ${turn}`.execute(tx)
    if (!numAffectedRows) throw new Overtaken()
    if (items.length > 0) await intake.take(source, readSignals(items, now), tx)
  })
}

async function noteTrouble(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { turn, source, failures }: Poll,
  { kind, sentence, waitSeconds }: Exclude<Asked<object>, { kind: 'well' }>,
): Promise<void> {
  const now = clock()
  const refused = kind === 'refused'
  const next = nextAskIn({ everySeconds: everyOf(source), failures: failures + 1, refused, waitSeconds })
  await sql`
    update signal_polls set turn = null, next_at = ${now}::timestamptz + make_interval(secs => ${next}), asked_at = ${now}, failing_since = coalesce(failing_since, ${now}), failures = failures + 1,
           refused = ${refused}, sentence = ${sentence.replaceAll('\0', '').toWellFormed().slice(0, 500)}
     where source_id = ${source.id} and turn = ${turn}`.execute(db)
}

const everyOf = ({ settings }: Source): number => (settings && 'everySeconds' in settings ? settings.everySeconds : 300)
