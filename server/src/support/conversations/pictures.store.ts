// Pictures of a mail, fetched by us and only because somebody asks: its sender never learns who reads it, when, or from where.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { pictureTypes } from '../../communicate/updates/picture.ts'
import { createOutgoing } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { typeOf } from './mail/file-type.ts'

const [mostBytes, mostPictures, patience] = [2_000_000, 50, 5_000]
const shownTypes: readonly string[] = pictureTypes

/** The pictures that stand in the HTML of a message, in their order: `data-cid` of its own files, `data-remote` elsewhere. */
export const picturesIn = (html: string): { kind: 'cid' | 'remote'; of: string }[] =>
  [...html.matchAll(/ data-(cid|remote)="([^"]{1,4000})"/g)]
    .slice(0, mostPictures)
    .map(([, kind, of]) => ({ kind: kind as 'cid' | 'remote', of: unescaped(of as string) }))
const unescaped = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** @param nth of `picturesIn`, from 0. @returns the picture as it is, of a kind that is safe to show; anything else is refused with why */
export async function pictureOf(
  { db, config }: Pick<Deps, 'db' | 'config'>,
  conversation: number,
  message: number,
  nth: number,
): Promise<{ type: string; content: Buffer }> {
  const { rows } = await sql<{
    html: string | null
  }>`select html from conversation_messages where id = ${message} and conversation_id = ${conversation}`.execute(db)
  const picture = picturesIn(rows[0]?.html ?? '')[nth]
  if (!picture) throw new Refused('not-found', 'There is no such picture.')
  const content = picture.kind === 'cid' ? await own(db, message, picture.of) : await fetched(config.outgoingAllow, picture.of)
  const { type } = typeOf(content)
  if (!shownTypes.includes(type)) throw new Refused('not-valid', 'This is no picture that may be shown (PNG, JPEG, WebP or GIF).')
  return { type, content }
}

async function own(db: Deps['db'], message: number, cid: string): Promise<Buffer> {
  const { rows } = await sql<{
    content: Buffer | null
  }>`select content from conversation_files where message_id = ${message} and content_id = ${cid} limit 1`.execute(db)
  if (!rows[0]?.content) throw new Refused('not-found', 'This picture did not come with the mail, or it was not kept.')
  return rows[0].content
}

async function fetched(allow: string[], url: string): Promise<Buffer> {
  const heard = await createOutgoing({ allow, timeoutMs: patience, largestAnswer: mostBytes, encoding: 'latin1' })(url, { headers: { accept: 'image/*' } })
  if (heard.kind !== 'heard') throw new Refused('not-valid', `It cannot be fetched: ${heard.why}.`)
  if (heard.status !== 200) throw new Refused('not-valid', `It cannot be fetched: its server answered ${heard.status}.`)
  return Buffer.from(heard.body, 'latin1')
}
