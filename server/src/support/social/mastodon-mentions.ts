// Mentions on Mastodon: the account's notifications, the oldest unread first, each with the thread that it stands in. Whatever is odd in them is left out, never a reason to lose the rest.
import { plain } from '@leeward/channel/plain-text'
import { inOneLine } from '@leeward/channel/short-post'
import { visibilities } from '@leeward/mastodon/replies'
import { jsonOf, type Trouble, troubleOf, waitOf } from '../../detect/asked/ask.ts'
import { plainHtml } from '../../detect/asked/plain-html.ts'
import { instant, line, link, listed, text, told } from '../../detect/signals/forms/form.ts'
import type { Heard, Outgoing } from '../../platform/outgoing/outgoing.ts'
import { isPublic, type Mention, type Read } from './mention.ts'

/** `id`: of the newest notification that was read. */
export type MastodonPlace = { id?: string }
export type Asking<Place> = {
  account: { service: string; handle: string }
  place: Place
  since: Date
  now: Date
  /** Of our accounts, as persons: what we say to ourselves is no mention. */
  ours: ReadonlySet<string>
}
type Ask = (path: string) => Promise<Heard>
type Entry = { token: string; call: Outgoing; threadsOf: (references: string[]) => Promise<ReadonlyMap<string, string>> }
const [aPage, mostPages, mostContexts] = [40, 5, 20]

export async function readMastodon(asking: Asking<MastodonPlace>, { token, call, threadsOf }: Entry): Promise<Read<MastodonPlace>> {
  const headers = { 'user-agent': 'Leeward', accept: 'application/json', authorization: `Bearer ${token}` }
  const ask: Ask = (path) => call(`${asking.account.service}/api/${path}`, { method: 'GET', headers })
  const notes = await (asking.place.id === undefined ? firstLook(asking, ask) : onFrom(asking, asking.place.id, ask))
  if ('kind' in notes) return notes
  const found = notes.list.flatMap((note) => mentionOf(note, asking) ?? [])
  const threads = await threadsFor(found, threadsOf, ask)
  const { waitSeconds, more, id } = notes
  return {
    ...{ kind: 'well', place: { id }, more, waitSeconds },
    mentions: found.map(({ parent: _, ...each }) => ({ ...each, thread: isPublic(each) ? (threads.get(each.reference) ?? each.reference) : 'direct' })),
  }
}

/** `list`: the oldest first. `id`: the newest that was read. */
type Notes = { list: unknown[]; id: string; more: boolean; waitSeconds?: number | undefined }
async function onFrom({ now }: Asking<MastodonPlace>, place: string, ask: Ask): Promise<Notes | Trouble> {
  const list: unknown[] = []
  let id = place
  for (let page = 0; page < mostPages; page += 1) {
    const got = await pageOf(ask, { min_id: id }, now)
    // What was read before it stays read.
    if ('kind' in got) return page === 0 ? got : { list, id, more: true, waitSeconds: got.waitSeconds ?? 60 }
    list.push(...got.notes)
    const newest = got.ids.at(-1)
    if (newest === undefined) return { list, id, more: false, waitSeconds: got.waitSeconds }
    id = newest
    if (got.waitSeconds !== undefined) return { list, id, more: true, waitSeconds: got.waitSeconds }
  }
  return { list, id, more: true }
}

/** Down from the newest to what was written before it was switched on. Where it breaks off it begins anew: nothing was stored. */
async function firstLook({ since, now }: Asking<MastodonPlace>, ask: Ask): Promise<Notes | Trouble> {
  const list: unknown[] = []
  let [newest, max]: [string | undefined, string | undefined] = [undefined, undefined]
  for (let page = 0; page < mostPages; page += 1) {
    const got = await pageOf(ask, max === undefined ? {} : { max_id: max }, now)
    if ('kind' in got) return got
    list.unshift(...got.notes)
    newest ??= got.ids.at(-1)
    max = got.ids[0]
    if (max === undefined || got.notes.some((each) => (instant(told(each).created_at) ?? 0) < since.getTime())) break
  }
  return { list, id: newest ?? '0', more: false }
}

/** `notes` and `ids`: the oldest first. */
async function pageOf(
  ask: Ask,
  where: Record<string, string>,
  now: Date,
): Promise<{ notes: unknown[]; ids: string[]; waitSeconds: number | undefined } | Trouble> {
  const heard = await ask(`v1/notifications?${new URLSearchParams({ 'types[]': 'mention', limit: String(aPage), ...where })}`)
  const trouble = notAllowed(heard) ?? troubleOf(heard, now, true)
  if (trouble || heard.kind !== 'heard') return trouble ?? { kind: 'failed', sentence: 'No answer.' }
  const notes = jsonOf(heard.body)
  if (!Array.isArray(notes)) return { kind: 'failed', sentence: 'What it answers is no list of notifications: is this a Mastodon server?' }
  const ids = notes.flatMap((each) => idOf(told(each).id) ?? []).sort(laterId)
  return { notes: notes.slice(0, 200).toReversed(), ids, waitSeconds: waitOf(heard.headers, now) }
}

/** A token that may post and may not read is told apart from one that is no longer good. */
const notAllowed = (heard: Heard): Trouble | undefined =>
  heard.kind === 'heard' && heard.status === 403
    ? { kind: 'refused', sentence: 'This access token may not read notifications: make one with read:notifications and read:statuses, and give it below.' }
    : undefined

type Found = Omit<Mention, 'thread'> & { parent: string | undefined }
/** @returns undefined: none that somebody answers (ours, a machine's, passed on, from before, or not to be read) */
export function mentionOf(note: unknown, { account, since, ours }: Pick<Asking<unknown>, 'account' | 'since' | 'ours'>): Found | undefined {
  const { type, status: given } = told(note)
  const status = told(given)
  const author = told(status.account)
  const [reference, at, acct] = [idOf(status.id), instant(status.created_at), line(author.acct, 300)]
  const visibility = visibilities.find((each) => each === status.visibility)
  if (type !== 'mention' || !reference || at === undefined || at < since.getTime() || !visibility || status.reblog || author.bot === true) return undefined
  if (!acct || !/^[\w.-]+(?:@[\w.:-]+)?$/.test(acct)) return undefined
  const host = new URL(account.service).host
  const person = (acct.includes('@') ? acct : `${acct}@${host}`).toLowerCase()
  const words = wordsIn(status)
  if (ours.has(person) || words === '') return undefined
  return {
    ...{ id: `mastodon/${line(status.uri, 250) ?? `${host}/${reference}`}`, reference, person, handle: `@${person}`, root: null, visibility },
    ...{
      name: inOneLine(line(author.display_name, 200) ?? '') || null,
      text: words,
      at: new Date(at),
      link: link(status.url) ?? null,
      parent: idOf(status.in_reply_to_id),
    },
  }
}

/** The words without what makes them bold or a link; a warning before them; pictures by what was written of them. */
export function wordsIn(status: Record<string, unknown>): string {
  const pictures = listed(status.media_attachments, 10)
    .filter((each) => told(each).type)
    .map((each) => `[${line(told(each).type, 20) ?? 'file'}${line(told(each).description, 500) ? `: ${line(told(each).description, 500)}` : ''}]`)
  return [line(status.spoiler_text, 300), text(plainHtml(typeof status.content === 'string' ? status.content : ''), 20_000), ...pictures]
    .filter(Boolean)
    .map((each) => plain(each as string))
    .join('\n')
}

/** What began each thread: as we know it of what it answers, else as the instance says; where neither helps, what it answers stands for it. */
async function threadsFor(found: readonly Found[], threadsOf: Entry['threadsOf'], ask: Ask): Promise<Map<string, string>> {
  const threads = new Map<string, string>()
  const open = found.filter(isPublic)
  const own = new Set(open.map(({ reference }) => reference))
  const known = await threadsOf([...new Set(open.flatMap(({ parent }) => (parent && !own.has(parent) ? [parent] : [])))])
  let asked = 0
  for (const { reference, parent } of open) {
    const of = parent === undefined ? reference : (threads.get(parent) ?? known.get(parent))
    if (of !== undefined || parent === undefined) {
      threads.set(reference, of ?? reference)
      continue
    }
    asked += 1
    threads.set(reference, (asked <= mostContexts ? await rootOf(reference, ask) : undefined) ?? parent)
  }
  return threads
}
async function rootOf(reference: string, ask: Ask): Promise<string | undefined> {
  const heard = await ask(`v1/statuses/${encodeURIComponent(reference)}/context`)
  return heard.kind === 'heard' && heard.status === 200 ? idOf(told(listed(told(jsonOf(heard.body)).ancestors)[0]).id) : undefined
}

/** How long a post may be there. */
export function mostIn(heard: Heard): number | undefined {
  const most = heard.kind === 'heard' && heard.status === 200 ? told(told(told(jsonOf(heard.body)).configuration).statuses).max_characters : undefined
  return Number.isInteger(most) && (most as number) >= 100 ? Math.min(most as number, 5_000) : undefined
}
const idOf = (given: unknown): string | undefined => (typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : undefined)
/** Ids grow; the longer one is the later. */
const laterId = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : one > other ? 1 : 0)
