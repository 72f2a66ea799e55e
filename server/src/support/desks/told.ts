// What a desk tells of one conversation, whichever desk it is: read from its own form, or from ours; what is odd in it is left out, cut or refused by name.
import { createHash } from 'node:crypto'
import { mustBeOfNow } from '../../detect/signals/forms/desks.ts'
import { header, line, link, mustBeSigned, type Sent, told } from '../../detect/signals/forms/form.ts'
import { Refused } from '../../platform/refused.ts'
import type { StandState } from './stand.ts'
import { address, type stateOf, tagsOf, timeOf, words } from '../import/imported.ts'

export type ToldMessage = {
  id: string
  kind: 'in' | 'out' | 'note'
  at: number
  author?: string | undefined
  text?: string | undefined
  html?: string | undefined
  reply?: string | undefined
  /** Another id that the desk knows it by. */
  alias?: string | undefined
}
export type ToldAgent = { id?: string | undefined; email?: string | undefined; name?: string | undefined }
export type ToldFile = { id: string; url: string; name?: string | undefined; type?: string | undefined }
export type Told = {
  conversation: string
  at: number
  subject?: string | undefined
  requester?: string | undefined
  email?: string | undefined
  name?: string | undefined
  organization?: string | undefined
  link?: string | undefined
  state?: StandState | undefined
  until?: number | undefined
  /** Who has it there; null: nobody. Left out where nothing was said of it. */
  agent?: ToldAgent | null | undefined
  tags?: string[] | undefined
  tagsAdded?: string[] | undefined
  tagsRemoved?: string[] | undefined
  message?: ToldMessage | undefined
  /** Of the message of this id, which may come apart from it. */
  files?: { message: string; files: ToldFile[] } | undefined
}
export const mostAtOnce = 100
export const mostFilesAtOnce = 30

/** What is put off without a day is the customer's turn. */
export const stateWord = (state: ReturnType<typeof stateOf>, until?: number): Pick<Told, 'state' | 'until'> =>
  state !== 'snoozed' ? { state } : until === undefined ? { state: 'waiting' } : { state, until }

/** In our own form, signed as Standard Webhooks want it. */
export function readPlain(sent: Sent): Told[] {
  if (!sent.secret) throw new Refused('not-allowed', 'This desk has no secret: make a new one under Settings.')
  const [id, at] = [header(sent, 'webhook-id'), header(sent, 'webhook-timestamp')]
  mustBeOfNow(at, sent)
  const secret = Buffer.from(sent.secret.replace(/^whsec_/, ''), 'base64')
  const signatures = header(sent, 'webhook-signature')
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .slice(0, 5)
  const over = Buffer.concat([Buffer.from(`${id}.${at}.`), sent.raw])
  const right = signatures.some((each) => isSigned(each.slice(3), over, secret))
  if (!right)
    throw new Refused(
      'not-allowed',
      'The signature is not right. Sign with the secret of this desk as Standard Webhooks say: webhook-id, webhook-timestamp and the body.',
    )
  return plainItems(sent)
}
function isSigned(given: string, over: Buffer, secret: Buffer): boolean {
  try {
    mustBeSigned(given, over, secret, 'base64')
    return true
  } catch {
    return false
  }
}

export function plainItems({ body, now }: Pick<Sent, 'body' | 'now'>): Told[] {
  const given = Array.isArray(body) ? body : [body]
  if (given.length > mostAtOnce) throw new Refused('too-large', `At most ${mostAtOnce} at once: send the rest after it.`)
  return given.map((each, nth) => plainItem(each, now, given.length > 1 ? `${nth}: ` : ''))
}
function plainItem(value: unknown, now: Date, place: string): Told {
  const item = told(value)
  const wrong = (sentence: string): never => {
    throw new Refused('not-valid', place + sentence)
  }
  const conversation = idIn(item.conversation) ?? wrong('conversation: must name the conversation by its id in your desk.')
  const from = item.from
  const said = words(item.text) ?? (typeof item.html === 'string' ? words(item.html) : undefined)
  if (said !== undefined && !['customer', 'agent', 'bot'].includes(String(from))) wrong('from: must say who wrote: customer, agent or bot.')
  const message = idIn(item.message)
  if (said !== undefined && message === undefined) wrong('message: must name the message by its id in your desk, or the same one would be taken twice.')
  const at = item.at === undefined ? now.getTime() : (timeOf(item.at) ?? wrong('at: must be a time such as 2030-01-31T09:30:00Z.'))
  const state =
    item.state === undefined
      ? undefined
      : ['open', 'waiting', 'closed', 'snoozed'].includes(String(item.state))
        ? (item.state as StandState)
        : wrong('state: must be open, waiting, closed or snoozed.')
  const until = item.until === undefined ? undefined : (timeOf(item.until) ?? wrong('until: must be a time such as 2030-01-31T09:30:00Z.'))
  if (state === 'snoozed' && until === undefined) wrong('until: must say until when it is put off.')
  if (item.agent !== undefined && item.agent !== null && !address(item.agent)) wrong('agent: must be the e-mail address of who has it, or null for nobody.')
  const files = filesOf(item.files, (sentence) => wrong(sentence))
  if (files.length > 0 && message === undefined) wrong('message: must name the message by its id in your desk, or its files would be taken twice.')
  if (item.email !== undefined && item.email !== null && !address(item.email)) wrong('email: is no e-mail address.')
  return {
    ...{
      conversation,
      at: at as number,
      subject: line(item.subject, 300),
      email: address(item.email),
      name: line(item.name, 200),
      organization: line(item.account, 200),
      link: link(item.link),
      state,
      ...(until === undefined ? {} : { until: until as number }),
    },
    ...(item.agent === undefined ? {} : { agent: item.agent === null ? null : { email: address(item.agent) } }),
    ...(files.length > 0 && message !== undefined ? { files: { message, files } } : {}),
    ...(Array.isArray(item.tags) ? { tags: tagsOf(item.tags) } : {}),
    ...(said === undefined || message === undefined
      ? {}
      : {
          message: {
            ...{ id: message, kind: item.note === true ? ('note' as const) : from === 'customer' ? ('in' as const) : ('out' as const), at: at as number },
            ...{
              author: line(item.author, 200),
              text: words(item.text),
              html: typeof item.html === 'string' ? words(item.html) : undefined,
              reply: line(item.reply, 40),
            },
          },
        }),
  }
}

function filesOf(given: unknown, wrong: (sentence: string) => never): ToldFile[] {
  if (given === undefined) return []
  if (!Array.isArray(given) || given.length > mostFilesAtOnce)
    return wrong(`files: must be a list of at most ${mostFilesAtOnce} files, each with its address as url.`)
  return given.map((each, nth) => {
    const { id, url, name, type } = told(each)
    const at = link(url) ?? wrong(`files.${nth}.url: must be the address where the file can be fetched.`)
    return { id: idIn(id) ?? createHash('sha256').update(at).digest('hex').slice(0, 40), url: at, name: line(name, 200), type: line(type, 100) }
  })
}

export const idIn = (value: unknown): string | undefined => {
  const id = typeof value === 'string' || typeof value === 'number' ? line(value, 80) : undefined
  return id && /^[\w.:@/-]+$/.test(id) ? id : undefined
}
