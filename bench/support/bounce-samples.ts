// Labelled bounces as they lie in a folder: expected_bounces.csv beside the mails it names; and mails that are no bounces.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Reason } from '../../server/src/communicate/bounces/bounces.ts'

export type Labelled = { file: string; nth: number; reason: string; hard: boolean }

/** The folder with the labels: DIR itself, or where it lies in the emails, or in all sample data. */
export function labelledFolder(data: string | undefined): string {
  const from = data ?? process.env.LEEWARD_SAMPLES ?? '../shared/data'
  const folder = [from, join(from, 'sisimai'), join(from, 'emails/sisimai')].find((each) => existsSync(join(each, 'expected_bounces.csv')))
  if (!folder) throw new Error(`skipped: there is no expected_bounces.csv in ${from}, its sisimai/ or its emails/sisimai/; name a folder with --data DIR`)
  return folder
}

/** The mails of a file: one, or many after each other as in a mailbox file. */
export function mailsIn(file: string): Uint8Array[] {
  const raw = readFileSync(file, 'latin1')
  return raw.split(/(?<=\n\n)(?=From MAILER-DAEMON)/).map((mail) => Buffer.from(mail, 'latin1'))
}

export function labelsIn(folder: string): Labelled[] {
  const [head, ...lines] = readFileSync(join(folder, 'expected_bounces.csv'), 'utf8').trim().split(/\r?\n/)
  const columns = (head ?? '').split(',')
  const at = (cells: string[], name: string) => cells[columns.indexOf(name)] ?? ''
  return lines
    .map((line) => line.split(','))
    .map((cells) => ({
      file: at(cells, 'file'),
      nth: Number(at(cells, 'recipient_no')),
      reason: at(cells, 'reason'),
      hard: at(cells, 'hardbounce') === 'true',
    }))
}

/** Mails that were written by people: the folder of those that only look like bounces, and any archive of ham beside it. */
export function* innocentMails(folder: string): Generator<{ name: string; raw: Uint8Array }> {
  const looksLike = join(folder, 'maildir/not')
  if (existsSync(looksLike)) for (const file of readdirSync(looksLike)) yield { name: `not/${file}`, raw: readFileSync(join(looksLike, file)) }
  const ham = join(folder, '../spamassassin-ham')
  if (existsSync(ham))
    for (const file of readdirSync(ham).filter((each) => each.endsWith('.tar.gz'))) yield* untarred(gunzipSync(readFileSync(join(ham, file))))
}

export function* untarred(tar: Buffer): Generator<{ name: string; raw: Uint8Array }> {
  for (let at = 0; at + 512 <= tar.length; ) {
    const name = tar.toString('latin1', at, at + 100).replace(/\0.*$/, '')
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0
    if (name && tar[at + 156] === 48 && /\/\d/.test(name)) yield { name, raw: tar.subarray(at + 512, at + 512 + size) }
    at += 512 + Math.ceil(size / 512) * 512
  }
}

/** Our word for each reason, and the word of the labelled set for it. */
export const labelOf: Record<Reason, string> = {
  'unknown-user': 'userunknown',
  'unknown-host': 'hostunknown',
  moved: 'hasmoved',
  'no-mail-accepted': 'notaccept',
  'mailbox-full': 'mailboxfull',
  suspended: 'suspend',
  filtered: 'filtered',
  'sender-rejected': 'rejected',
  blocked: 'blocked',
  'bad-reputation': 'badreputation',
  'no-reverse-name': 'requireptr',
  'not-authenticated': 'authfailure',
  spam: 'spamdetected',
  virus: 'virusdetected',
  policy: 'policyviolation',
  security: 'securityerror',
  'relaying-denied': 'norelaying',
  'too-large': 'mesgtoobig',
  'over-limit': 'exceedlimit',
  'too-fast': 'speeding',
  'too-many-connections': 'toomanyconn',
  content: 'contenterror',
  'not-compliant': 'notcompliantrfc',
  'no-encryption': 'failedstarttls',
  expired: 'expired',
  network: 'networkerror',
  system: 'systemerror',
  'system-full': 'systemfull',
  syntax: 'syntaxerror',
  mailer: 'mailererror',
  'on-hold': 'onhold',
  complaint: 'feedback',
  'auto-reply': 'vacation',
  delivered: 'delivered',
}
