// A source is tried before it is trusted: asked now, and what would have come is shown, masked; nothing is kept.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { unseal } from '../../platform/secrets/seal.ts'
import { triedMails } from '../mail/mail.store.ts'
import { NoSignal, readSignals, type Signal } from '../signals/read-signals.ts'
import type { SourceTried, TrySource } from '../signals/signals.contract.ts'
import { SourceSettings } from '../signals/source-settings.contract.ts'
import { placed, serverOf, type Source } from '../signals/sources.store.ts'
import { isWritten, told } from '../signals/telling.ts'
import { readText } from '../texts/read.ts'
import { meant } from '../texts/intents.ts'
import type { Ask } from './askers.ts'

const mostShown = 20
type Given = z.output<typeof TrySource>
type Tried = z.input<typeof SourceTried>

export async function trySource(deps: Pick<Deps, 'db' | 'clock' | 'key'>, ask: Ask, given: Given): Promise<Tried> {
  const { settings, practice } = given
  if (!settings) throw new Refused('not-valid', 'settings: only mails, feeds and searches can be tried; of all others send one and look at what was taken.')
  const { brandId, serviceId } = await placed(deps.db, given)
  const kept = given.source === null ? undefined : await keptOf(deps, given.source)
  const source: Source = {
    id: given.source ?? '',
    brandId,
    serviceId,
    kind: given.kind,
    practice,
    region: given.region,
    keptAMinute: given.keptAMinute,
    secret: null,
    settings,
    ours: 'ours' in settings ? settings.ours : [],
  }
  if (settings.kind === 'mail' || settings.kind === 'mail-alerts') {
    const { items, ats } = await triedMails(deps, { ...source, hash: kept?.hash ?? '' }, mostShown)
    return shown(items, ats, deps.clock(), source, items.length === 0 ? 'None of the newest mails is for this source.' : `The newest mails for this source.`)
  }
  // What was kept for one server is told no other.
  const secret =
    given.secret ??
    (given.secret === undefined && kept && serverOf(settings) !== undefined && serverOf(kept.settings) === serverOf(settings) ? kept.secret : null)
  const asked = await ask({ settings, secret, place: {}, since: new Date(0), now: deps.clock() })
  if (asked.kind !== 'well') return { well: false, sentence: asked.sentence, found: [] }
  return shown(
    asked.items.slice(0, mostShown),
    [],
    deps.clock(),
    source,
    asked.items.length === 0
      ? 'It answers, and has nothing that would be counted.'
      : `It answers, with ${asked.items.length === 1 ? 'one entry' : `${asked.items.length} entries`}. What is new from now on counts.`,
  )
}

async function keptOf({ db, key }: Pick<Deps, 'db' | 'key'>, id: string): Promise<{ settings: SourceSettings | null; secret: string | null; hash: string }> {
  const { rows } = await sql<{
    settings: unknown
    sealed: Buffer | null
    hash: Buffer
  }>`select settings, sealed, hash from signal_sources where id = ${id} and removed_at is null`.execute(db)
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such source.')
  return {
    settings: row.settings === null ? null : SourceSettings.parse(row.settings),
    secret: row.sealed && unseal(key, row.sealed),
    hash: row.hash.toString('hex'),
  }
}

/** Each as it would be kept; what would not be counted with why. */
function shown(items: readonly unknown[], ats: readonly Date[], now: Date, source: Source, sentence: string): Tried {
  const found = items.map((item, nth): Tried['found'][number] => {
    const at = ats[nth]?.toISOString() ?? null
    // An old one is shown too: it is only the look of it.
    const { signals, wrong } = readSignals([item instanceof NoSignal ? item : { ...(item as object), at: undefined }], now)
    const [signal] = signals
    if (!signal) return { ...nothing, at, left: wrong[0]?.sentence ?? 'It cannot be read.' }
    const said = (item as { at?: number }).at
    return { ...seen(signal, source), at: at ?? (said === undefined ? null : new Date(said).toISOString()) }
  })
  return { well: true, sentence, found }
}

const nothing = { title: '', body: null, link: null, state: null, account: null, language: null, sentiment: null, intents: [], left: null }
function seen(given: Signal, { ours }: Source): Omit<Tried['found'][number], 'at'> {
  const { signal } = told(given, ours)
  const read = isWritten(given) ? readText([given.title, given.body].filter(Boolean).join('. '), { ours }) : undefined
  return {
    title: signal.title ?? signal.name,
    body: signal.body ?? null,
    link: signal.link ?? null,
    state: signal.state ?? null,
    account: signal.account ?? null,
    language: read?.language ?? null,
    sentiment: read?.sentiment.label ?? null,
    intents: read ? read.intents.filter(({ probability }) => probability >= meant).map(({ intent }) => intent) : [],
    left: null,
  }
}
