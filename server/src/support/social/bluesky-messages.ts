// Direct messages on Bluesky: the log of the chat service, on from where it was read. An app password may not be allowed to read them; then that is said, and nothing else suffers.
import { notForAppPassword } from '@leeward/bluesky/answers'
import { chatService } from '@leeward/bluesky/replies'
import type { Answer } from '@leeward/channel'
import { plain } from '@leeward/channel/plain-text'
import { jsonOf } from '../../detect/asked/ask.ts'
import { instant, line, listed, text, told } from '../../detect/signals/forms/form.ts'
import { aPerson, type Body, troubleIn, type Within } from './bluesky-mentions.ts'
import type { Asking } from './mastodon-mentions.ts'
import type { Mention } from './mention.ts'

/** `rev`: how far the log was read. */
export type LogPlace = { rev?: string }
export type Messages = { mentions: Mention[]; gone: string[]; place: LogPlace; direct: string | null; more: boolean; waitSeconds?: number }
const [mostPages, mostAsked, mostKept] = [5, 20, 2_000]
export const notAllowed = 'This app password may not read direct messages. Make one with “Allow access to your direct messages”, and give it below.'

/** Who is in a conversation there, by its id. Null: a group. */
type Convos = Map<string, Pick<Mention, 'person' | 'handle' | 'name'> | null>

/** One a process: it remembers who is in which conversation. */
export function createMessagesReader() {
  const kept: Convos = new Map()
  return async (asking: Asking<LogPlace>, within: Within): Promise<Messages> => {
    const read: Messages = { mentions: [], gone: [], place: { ...asking.place }, direct: null, more: false }
    if (kept.size > mostKept) kept.clear()
    let asked = 0
    for (let page = 0; page < mostPages; page += 1) {
      const heard = await within('chat.bsky.convo.getLog', read.place.rev ? [['cursor', read.place.rev]] : [], chatService)
      const trouble = troubleIn(heard, asking.now)
      if (trouble)
        return { ...read, direct: page > 0 ? null : whyNot(heard, trouble.sentence), ...(trouble.waitSeconds ? { waitSeconds: trouble.waitSeconds } : {}) }
      const answer = told(jsonOf((heard as Body).body))
      const logs = listed(answer.logs, 500)
      for (const log of logs) {
        const { convoId, rev } = told(log)
        const convo = line(convoId, 200)
        if (convo && !kept.has(convo) && isNews(log, asking)) {
          asked += 1
          const members = asked > mostAsked ? undefined : await membersOf(convo, asking, within)
          // Nobody says who wrote it now: the log is read on from before it.
          if (members === undefined) return { ...read, more: asked > mostAsked }
          kept.set(convo, members)
        }
        take(log, convo ? kept.get(convo) : undefined, asking, read)
        if (typeof rev === 'string' && rev.length < 100 && read.place.rev !== undefined) read.place = { rev }
      }
      const cursor = line(answer.cursor, 200)
      if (!cursor || (cursor === read.place.rev && logs.length === 0)) return read
      read.place = { rev: cursor }
      if (logs.length === 0) return read
    }
    return { ...read, more: true }
  }
}

const whyNot = (heard: Answer | { sentence: string }, sentence: string): string =>
  'kind' in heard && heard.kind === 'heard' && notForAppPassword(heard) ? notAllowed : `Direct messages could not be read: ${sentence}`

const isNews = (log: unknown, { ours, since }: Asking<LogPlace>): boolean => {
  const { $type: type, message } = told(log)
  const { sender, sentAt } = told(message)
  return type === 'chat.bsky.convo.defs#logCreateMessage' && !ours.has(String(told(sender).did)) && (instant(sentAt) ?? 0) >= since.getTime()
}

function take(log: unknown, with_: Pick<Mention, 'person' | 'handle' | 'name'> | null | undefined, asking: Asking<LogPlace>, read: Messages): void {
  const { $type: type, convoId, message: given } = told(log)
  const message = told(given)
  const [id, at, convo] = [line(message.id, 100), instant(message.sentAt), line(convoId, 200)]
  if (!id || !convo || !/^[\w.:-]+$/.test(id + convo)) return
  const reference = `${convo} ${id}`
  if (type === 'chat.bsky.convo.defs#logDeleteMessage') read.gone.push(reference)
  const words = plain(text(message.text, 20_000) ?? '')
  if (!isNews(log, asking) || !with_ || with_.person !== told(message.sender).did || at === undefined || !words) return
  read.mentions.push({
    ...{ id: `bluesky/${convo}/${id}`, reference, ...with_, thread: 'direct', root: null, visibility: 'direct' },
    ...{ text: words, at: new Date(at), link: null },
  })
}

/** @returns null: a group, where an answer to one would be read by all; undefined: nobody can say now */
async function membersOf(
  convo: string,
  { ours, now }: Asking<LogPlace>,
  within: Within,
): Promise<Pick<Mention, 'person' | 'handle' | 'name'> | null | undefined> {
  const heard = await within('chat.bsky.convo.getConvo', [['convoId', convo]], chatService)
  const trouble = troubleIn(heard, now)
  // One that is not there any more holds up no other.
  if (trouble) return 'kind' in heard && heard.kind === 'heard' && heard.status === 400 ? null : undefined
  const { members, kind } = told(told(jsonOf((heard as Body).body)).convo)
  const others = listed(members, 100)
    .flatMap((each) => aPerson(told(each)) ?? [])
    .filter(({ person }) => !ours.has(person))
  return String(told(kind).$type).endsWith('#groupConvo') || others.length !== 1 ? null : (others[0] ?? null)
}
