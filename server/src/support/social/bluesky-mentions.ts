// Mentions and replies on Bluesky: the account's notifications, the newest first, down to what is known. Whatever is odd in them is left out, never a reason to lose the rest.
import type { Answer } from '@leeward/channel'
import { plain } from '@leeward/channel/plain-text'
import { inOneLine } from '@leeward/channel/short-post'
import { jsonOf, type Trouble, troubleOf, waitOf } from '../../detect/asked/ask.ts'
import { instant, line, listed, text, told } from '../../detect/signals/forms/form.ts'
import type { Asking } from './mastodon-mentions.ts'
import type { Mention, Read } from './mention.ts'

/** `low`: known down from here. `top`, `cursor`: of a look that is not at its end, where it began and where it goes on. */
export type NotesPlace = { low?: string; top?: string; cursor?: string }
/** Within a session of the account; a trouble where nobody is let in. */
export type Within = (method: string, query: [string, string][], proxy?: string) => Promise<Answer | Trouble>
const [aPage, mostPages] = [100, 5]
/** A post may be told of some minutes after it was written. */
const overlapMs = 10 * 60_000

export async function readNotes(asking: Asking<NotesPlace>, within: Within): Promise<Read<NotesPlace>> {
  const { place, since, now } = asking
  const mentions: Mention[] = []
  const until = place.low === undefined ? since.getTime() : Date.parse(place.low) - overlapMs
  let { top, cursor } = place
  const stop = (more: boolean, waitSeconds?: number): Read<NotesPlace> => ({
    ...{ kind: 'well', mentions: mentions.toReversed(), more, waitSeconds },
    place: more
      ? { ...(place.low ? { low: place.low } : {}), ...(top ? { top } : {}), ...(cursor ? { cursor } : {}) }
      : { low: top ?? place.low ?? since.toISOString() },
  })
  for (let page = 0; page < mostPages; page += 1) {
    const heard = await within('app.bsky.notification.listNotifications', [
      ['limit', String(aPage)],
      ...(['mention', 'reply'] as const).map((reason): [string, string] => ['reasons', reason]),
      ...(cursor ? [['cursor', cursor] as [string, string]] : []),
    ])
    const trouble = troubleIn(heard, now)
    // What was read before it stays read. A place that is not taken any more is forgotten: the look begins at the newest again.
    if (trouble) return page > 0 ? stop(true, trouble.waitSeconds ?? 60) : cursor && trouble.kind === 'refused' ? begun(place) : trouble
    const answer = told(jsonOf((heard as Body).body))
    if (!Array.isArray(answer.notifications)) return { kind: 'failed', sentence: 'What it answers is no list of notifications: is this a Bluesky server?' }
    const notes = listed(answer.notifications, 200)
    mentions.push(...notes.flatMap((note) => mentionOf(note, asking) ?? []))
    const times = notes.flatMap((note) => instant(told(note).indexedAt) ?? [])
    if (times.length > 0) top ??= new Date(Math.min(Math.max(...times), now.getTime())).toISOString()
    cursor = line(answer.cursor, 500)
    if (!cursor || notes.length === 0 || times.some((at) => at < until)) return stop(false, waitOf((heard as Body).headers, now))
    const waitSeconds = waitOf((heard as Body).headers, now)
    if (waitSeconds !== undefined) return stop(true, waitSeconds)
  }
  return stop(true)
}
export type Body = Extract<Answer, { kind: 'heard' }>
const begun = ({ low }: NotesPlace): Read<NotesPlace> => ({ kind: 'well', mentions: [], more: true, place: low ? { low } : {} })

export function troubleIn(heard: Answer | Trouble, now: Date): Trouble | undefined {
  if ('sentence' in heard) return heard
  if (heard.kind === 'heard' && heard.status === 400)
    return { kind: 'refused', sentence: `It does not take this question (${line(told(jsonOf(heard.body)).message, 100) ?? '400'}).` }
  return troubleOf(heard, now, true)
}

const post = /^at:\/\/(did:[\w:.%-]{1,200})\/app\.bsky\.feed\.post\/([\w.~:-]{1,100})$/
const contentId = /^\w{20,120}$/
type Strong = { uri: string; cid: string; repo: string }
function strongOf(given: unknown): Strong | undefined {
  const { uri, cid } = told(given)
  const repo = post.exec(String(uri))?.[1]
  return repo && typeof cid === 'string' && contentId.test(cid) ? { uri: String(uri), cid, repo } : undefined
}

/** @returns undefined: none that somebody answers (ours, a machine's, people among themselves, from before, or not to be read) */
export function mentionOf(note: unknown, { since, ours }: Pick<Asking<unknown>, 'since' | 'ours'>): Mention | undefined {
  const { reason, author: given, record, indexedAt } = told(note)
  const [own, author, at] = [strongOf(note), told(given), instant(indexedAt)]
  const did = line(author.did, 200)
  if (!own || own.repo !== did || at === undefined || at < since.getTime()) return undefined
  const person = aPerson(author)
  if (!person || ours.has(person.person) || ours.has(person.handle.slice(1)) || isMachine(author)) return undefined
  const { text: written, reply, embed } = told(record)
  const [root, parent] = [strongOf(told(reply).root), strongOf(told(reply).parent)]
  // Everybody who answers below a post of ours is told to us: who answers somebody else there does not ask us.
  const toUs = reason === 'mention' || (reason === 'reply' && parent !== undefined && (ours.has(parent.repo) || parent.repo === did))
  const words = plain([text(written, 20_000), ...picturesIn(embed)].filter(Boolean).join('\n'))
  if (!toUs || words === '') return undefined
  const first = root ?? own
  return {
    ...{
      id: `bluesky/${own.uri}`,
      reference: `${own.uri} ${own.cid}`,
      ...person,
      thread: first.uri,
      root: `${first.uri} ${first.cid}`,
      visibility: 'public',
      text: words,
    },
    ...{ at: new Date(at), link: `https://bsky.app/profile/${own.repo}/post/${own.uri.split('/').at(-1)}` },
  }
}

/** Who they are whatever they are called, and what they are called today. */
export function aPerson(author: Record<string, unknown>): Pick<Mention, 'person' | 'handle' | 'name'> | undefined {
  const [did, handle] = [line(author.did, 200), line(author.handle, 253)]
  if (!did || !/^did:[\w:.%-]+$/.test(did)) return undefined
  const known = handle && /^[a-z0-9][a-z0-9.-]*$/i.test(handle) && handle !== 'handle.invalid' ? handle.toLowerCase() : did
  return { person: did, handle: `@${known}`, name: inOneLine(line(author.displayName, 200) ?? '') || null }
}
/** A machine that says so of itself. */
const isMachine = (author: Record<string, unknown>): boolean =>
  listed(author.labels, 50).some((each) => told(each).val === 'bot' && told(each).src === author.did)

const picturesIn = (embed: unknown): string[] =>
  listed(told(embed).images, 10).map((each) => `[image${line(told(each).alt, 500) ? `: ${line(told(each).alt, 500)}` : ''}]`)
